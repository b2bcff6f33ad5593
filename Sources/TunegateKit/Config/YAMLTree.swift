internal import Yams

/// A YAML text as plain values with their places. This is the only file that knows Yams.
///
/// Scalars stay text: whether `5` is a number is the reader's question, because it knows what it expects.
struct YAMLNode {
  struct Place: Equatable {
    var line: Int
    var column: Int
  }

  struct Entry {
    var key: String
    var keyPlace: Place
    var value: YAMLNode
  }

  enum Content {
    /// `isPlain` is false for quoted and block scalars, which are texts whatever they look like.
    case scalar(String, isPlain: Bool)
    case list([YAMLNode])
    case mapping([Entry])
  }

  var content: Content
  var place: Place

  /// True for an empty value, `~` and `null`.
  var isNull: Bool {
    if case .scalar(let text, isPlain: true) = content { ["", "~", "null"].contains(text) } else { false }
  }
}

/// The tree of one text, and what is wrong with it as YAML.
struct YAMLTree {
  /// Values of a tree, aliases expanded: ends the growth of `*a` within `*b` within `*c`.
  static let maximumValues = 20_000
  /// Duplicate keys that are reported before reading stops.
  static let maximumDuplicates = 50

  /// Nil for an empty text, or when the text is not YAML.
  private(set) var root: YAMLNode?
  private(set) var errors: [ConfigError] = []

  private let path: String
  private var scalars: [Unicode.Scalar]
  private var masked: [Unicode.Scalar: Unicode.Scalar] = [:]
  private var values = 0

  init(_ text: String, path: String) {
    self.path = path
    scalars = Array(text.unicodeScalars)
    if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
    guard let composed = compose() else { return }
    let node = convert(composed, within: "")
    if values > Self.maximumValues {
      errors.append(
        ConfigError(path: path, message: "more than \(Self.maximumValues) values; do aliases (*name) multiply them?"))
    } else if !node.isNull {
      root = node
    }
  }

  /// Composes the text, again after each duplicate key.
  ///
  /// Yams throws at the first mapping with a duplicate key and keeps nothing of the text. To report every error of a
  /// file, the first letter of the earlier key is replaced by a private-use character, one for each, which makes it
  /// differ and moves no column; `convert` puts the letter back.
  private mutating func compose() -> Node? {
    while true {
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars)
      do {
        // `.basic` resolves no tags: types are ours to judge, and its regular expressions cost start-up time. The
        // encoding is named because Yams otherwise asks the environment, and prints to standard output.
        return try Yams.compose(yaml: String(text), .basic, .default, .utf8)
      } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
        if masked.count < Self.maximumDuplicates, mask(at: context.mark) { continue }
        let names = keys.sorted().map { "'\($0)'" }.joined(separator: ", ")
        errors.append(error(at: context.mark, "duplicate key \(names); keep one"))
        return nil
      } catch {
        errors.append(syntaxError(error))
        return nil
      }
    }
  }

  /// Makes the key at `mark` unique. False when the place does not begin a key that can be changed by a letter.
  private mutating func mask(at mark: Mark) -> Bool {
    guard var index = offset(line: mark.line, column: mark.column) else { return false }
    if scalars[index] == "\"" || scalars[index] == "'" { index += 1 }
    guard index < scalars.count, scalars[index].properties.isAlphabetic, !masked.keys.contains(scalars[index]),
      let substitute = Unicode.Scalar(UInt32(0xF0000 + masked.count))
    else { return false }
    masked[substitute] = scalars[index]
    scalars[index] = substitute
    return true
  }

  /// Index of a place in the text; lines end as libYAML ends them.
  private func offset(line: Int, column: Int) -> Int? {
    var index = 0
    for _ in 1..<max(line, 1) {
      guard let end = scalars[index...].firstIndex(where: isLineBreak) else { return nil }
      index = end + 1
      if scalars[end] == "\r", index < scalars.count, scalars[index] == "\n" { index += 1 }
    }
    index += column - 1
    return index < scalars.count ? index : nil
  }

  private func isLineBreak(_ scalar: Unicode.Scalar) -> Bool {
    ["\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"].contains(scalar)
  }

  private mutating func convert(_ node: Node, within name: String) -> YAMLNode {
    values += 1
    let place = YAMLNode.Place(line: node.mark?.line ?? 0, column: node.mark?.column ?? 0)
    // Past the limit nothing is expanded any more, and the tree is refused as a whole.
    guard values <= Self.maximumValues else { return YAMLNode(content: .list([]), place: place) }
    switch node {
    case .scalar(let scalar):
      let isPlain = scalar.style == .plain || scalar.style == .any
      return YAMLNode(content: .scalar(unmasked(scalar.string), isPlain: isPlain), place: place)
    case .sequence(let sequence):
      return YAMLNode(content: .list(sequence.map { convert($0, within: name) }), place: place)
    case .mapping(let mapping):
      return YAMLNode(content: .mapping(entries(of: mapping, within: name)), place: place)
    case .alias:
      // `compose` resolves aliases; this case exists for Yams' emitter.
      return YAMLNode(content: .list([]), place: place)
    }
  }

  private mutating func entries(of mapping: Node.Mapping, within name: String) -> [YAMLNode.Entry] {
    var entries: [YAMLNode.Entry] = []
    var lineOfKey: [String: Int] = [:]
    for (keyNode, valueNode) in mapping {
      let place = YAMLNode.Place(line: keyNode.mark?.line ?? 0, column: keyNode.mark?.column ?? 0)
      guard let text = keyNode.scalar?.string else {
        errors.append(error(at: place, "a key must be a plain text, found a list or a mapping; is a quote missing?"))
        continue
      }
      let key = unmasked(text)
      let full = name.isEmpty ? key : "\(name).\(key)"
      if let earlier = lineOfKey[key] {
        errors.append(error(at: place, "duplicate key '\(full)', first given on line \(earlier); keep one"))
        continue
      }
      lineOfKey[key] = place.line
      entries.append(YAMLNode.Entry(key: key, keyPlace: place, value: convert(valueNode, within: full)))
    }
    return entries
  }

  private func unmasked(_ text: String) -> String {
    guard let first = text.unicodeScalars.first, let original = masked[first] else { return text }
    return String(original) + String(text.unicodeScalars.dropFirst())
  }

  private func error(at place: YAMLNode.Place, _ message: String) -> ConfigError {
    ConfigError(path: path, line: place.line, column: place.column, message: message)
  }

  private func error(at mark: Mark, _ message: String) -> ConfigError {
    ConfigError(path: path, line: mark.line, column: mark.column, message: message)
  }
}

// MARK: - What libYAML says, for people

extension YAMLTree {
  private func syntaxError(_ thrown: any Error) -> ConfigError {
    switch thrown {
    case YamlError.scanner(let context, let problem, let mark, _),
      YamlError.parser(let context, let problem, let mark, _),
      YamlError.composer(let context, let problem, let mark, _):
      let index = offset(line: mark.line, column: mark.column)
      return error(at: mark, explain(problem, at: mark, context, found: index.map { scalars[$0] }))
    case YamlError.reader(let problem, _, let value, _):
      let bad = scalars.firstIndex { $0.value == UInt32(bitPattern: value) }
      let place = place(ofScalar: bad ?? 0)
      let digits = String(UInt32(bitPattern: value), radix: 16, uppercase: true)
      let code = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
      return error(at: place, "not valid YAML: \(problem) (\(code)); remove the character")
    default:
      return ConfigError(path: path, message: "not valid YAML: \(thrown)")
    }
  }

  private func explain(
    _ problem: String, at mark: Mark, _ context: YamlError.Context?, found: Unicode.Scalar?
  ) -> String {
    let hints = [
      ("found another document", "only one is read; remove the line '---'"),
      ("mapping values are not allowed", "put quotes around a text that holds ': ', and look at the line before"),
      ("undefined alias", "put quotes around a text that begins with '*'"),
      ("did not find expected ',' or ']'", "close the list with ']'"),
      ("did not find expected ',' or '}'", "close the entry with '}'"),
      ("unexpected end of stream", "close the quote"),
      ("could not find expected ':'", "a key needs ': ' and its value"),
      ("did not find expected key", "entries of one block need the same indent"),
      ("did not find expected '-' indicator", "entries of one list need the same indent"),
    ]
    let what = problem.hasPrefix("but ") ? String(problem.dropFirst(4)) : problem
    var message = "not valid YAML: \(what)"
    // A context at the very place of the problem, or at the start of the text, tells nothing.
    if let context, context.mark.line > 1 || context.mark.column > 1, context.mark.description != mark.description {
      message += " \(context.text) from line \(context.mark.line), column \(context.mark.column)"
    }
    if problem.contains("cannot start any token") {
      message += found == "\t" ? "; indent with spaces, not with a tab" : "; put quotes around the text"
    } else if let hint = hints.first(where: { problem.contains($0.0) })?.1 {
      message += "; \(hint)"
    }
    return message
  }

  private func place(ofScalar index: Int) -> YAMLNode.Place {
    let before = scalars[..<index]
    let lineStart = before.lastIndex(where: isLineBreak).map { $0 + 1 } ?? 0
    let line = before.reduce(into: 1) { count, scalar in count += scalar == "\n" ? 1 : 0 }
    return YAMLNode.Place(line: line, column: index - lineStart + 1)
  }
}
