extension Settings {
  /// Where the parts of an example are, for data of no known shape. Several paths are joined by a blank line.
  public struct Fields: Sendable, Equatable {
    public var system: [FieldPath] = []
    public var prompt: [FieldPath] = []
    public var answer: [FieldPath] = []
    public var label: FieldPath?
    public var chosen: [FieldPath] = []
    public var rejected: [FieldPath] = []
    /// A list of turns.
    public var messages: FieldPath?

    public init() {}
  }

  /// The keys that lead from an example's object to a value.
  public struct FieldPath: Sendable, Hashable, CustomStringConvertible {
    public let keys: [String]

    /// From `meta.text`; nil when a key is empty.
    public init?(dotted: String) {
      keys = dotted.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
      if keys.contains("") { return nil }
    }

    public var description: String { keys.joined(separator: ".") }
  }
}

extension Settings.Fields {
  static var keys: [String] { Settings.fieldTable.names }

  /// Nil, with the reasons reported, when the section is not a usable field map; nil without one when it is empty.
  init?(reading node: YAMLNode, _ reader: inout ConfigReader) {
    let before = reader.errors.count
    let section = reader.section(node, "fields", keys: Self.keys)
    if section.entries.isEmpty { return nil }
    func paths(_ key: String) -> [Settings.FieldPath] {
      section[key].map { reader.paths($0, "fields.\(key)") } ?? []
    }
    func path(_ key: String) -> Settings.FieldPath? {
      guard let node = section[key] else { return nil }
      let paths = reader.paths(node, "fields.\(key)")
      if paths.count > 1 { reader.report("fields.\(key): expected one key, found a list", at: node.place) }
      return paths.first
    }
    system = paths("system")
    prompt = paths("prompt")
    answer = paths("answer")
    label = path("label")
    chosen = paths("chosen")
    rejected = paths("rejected")
    messages = path("messages")
    if reader.errors.count == before, let complaint = Self.complaint(about: section) {
      reader.report("fields: \(complaint)", at: section.place)
    }
    if reader.errors.count > before { return nil }
  }

  /// Which parts make an example: messages; or a prompt, if any, with exactly one thing to learn.
  private static func complaint(about section: ConfigSection) -> String? {
    let given = Self.keys.filter { section[$0] != nil }
    for (one, other) in [("chosen", "rejected"), ("rejected", "chosen")]
    where given.contains(one) && !given.contains(other) {
      return "'\(one)' needs '\(other)' beside it"
    }
    let targets = given.filter { ["answer", "label", "chosen", "messages"].contains($0) }
    if targets.isEmpty {
      return "nothing to learn; add answer, label, messages, or chosen and rejected"
    }
    if targets.count > 1 {
      return "'\(targets[0])' and '\(targets[1])' exclude each other; keep one"
    }
    if targets == ["messages"], given.contains("prompt") {
      return "'messages' holds the prompt; remove 'prompt'"
    }
    return nil
  }
}

extension ConfigReader {
  fileprivate mutating func paths(_ node: YAMLNode, _ name: String) -> [Settings.FieldPath] {
    guard let texts = texts(node, name) else { return [] }
    if texts.isEmpty { report("\(name): expected a key or a list of keys, found an empty list", at: node.place) }
    return texts.compactMap { text, place in
      if let path = Settings.FieldPath(dotted: text) { return path }
      report("\(name): '\(text)' has an empty key; write it as 'outer.inner'", at: place)
      return nil
    }
  }
}
