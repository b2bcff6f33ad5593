/// What the answers of a set have in common, when most are JSON objects.
struct MajorityForm {
  /// Keys that nearly every object has, with the type that nearly all of its values have; nil when there is none.
  private var required: [(key: String, type: FormType?)] = []
  /// True when every other key is rare, so that one is a mistake rather than an option.
  private var isClosed = true
  /// Answers that are JSON objects.
  let objects: Int
  private static let rare = 0.02

  init?(_ forms: FormCounts, majority: Double, fewest: Int) {
    objects = forms.objects.values.reduce(0, +)
    guard !forms.isOverfull, forms.answers >= fewest, Double(objects) >= majority * Double(forms.answers) else {
      return nil
    }
    var counts: [String: [FormType: Int]] = [:]
    for (code, members) in forms.members {
      let count = forms.objects[code] ?? 0
      for member in members { counts[member.key, default: [:]][member.type, default: 0] += count }
    }
    for key in counts.keys.sorted() {
      let types = counts[key] ?? [:]
      let total = types.values.reduce(0, +)
      if Double(total) >= majority * Double(objects) {
        let most = types.max { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }
        let isTyped = most.map { Double($0.value) >= (1 - MajorityForm.rare) * Double(total) } ?? false
        required.append((key, isTyped ? most?.key : nil))
      } else if Double(total) > MajorityForm.rare * Double(objects) {
        isClosed = false
      }
    }
    if required.isEmpty { return nil }
  }

  var description: String {
    "a JSON object with \(required.map { "`\($0.key)`" }.joined(separator: ", "))"
  }

  /// What is wrong with an object of these members; nil when it keeps the form.
  func complaint(_ members: [FormCounts.Member]) -> String? {
    for (key, type) in required {
      guard let member = members.first(where: { $0.key == key }) else {
        let near = isClosed ? members.first { m in !required.contains { $0.key == m.key } } : nil
        return near.map { "the answer has the key `\($0.key)`, expected `\(key)` as in nearly all others" }
          ?? "the answer has no key `\(key)`, expected it as in nearly all others"
      }
      if let type, member.type != type {
        return "the answer's `\(key)` is \(member.type.name), expected \(type.name) as in nearly all others"
      }
    }
    guard isClosed, let extra = members.first(where: { m in !required.contains { $0.key == m.key } }) else {
      return nil
    }
    return "the answer has the key `\(extra.key)`, which nearly no other has"
  }

  /// Values that nearly no answer has, of keys whose other values are a small closed set.
  func strangers(_ forms: FormCounts) -> [Place: String] {
    var found: [Place: String] = [:]
    for (key, type) in required where type == .string {
      guard let values = forms.values[key], let counts = values.counts, let common = closedSet(of: key, forms) else {
        continue
      }
      for value in counts.keys where !common.contains(value) {
        for place in values.places[value] ?? [] {
          found[place] =
            "the answer's `\(key)` is `\(value)`, "
            + "expected one of the \(common.count) values that nearly all others have"
        }
      }
    }
    return found
  }

  /// The few values that nearly all answers have under this key, in order; nil when there is no such set.
  private func closedSet(of key: String, _ forms: FormCounts) -> [String]? {
    guard let counts = forms.values[key]?.counts else { return nil }
    let total = counts.values.reduce(0, +)
    let common = counts.filter { Double($0.value) >= 0.005 * Double(total) }
    let covered = common.values.reduce(0, +)
    guard (2...64).contains(common.count), Double(covered) >= 0.98 * Double(total),
      counts.count - common.count <= 2 * common.count, covered >= 20 * common.count
    else { return nil }
    return common.keys.sorted()
  }

  /// The form as a JSON Schema, indented by two spaces a level: what it refuses is what `format-break` finds.
  func schema(_ forms: FormCounts) -> String {
    var writer = JSONWriter(layout: .lines)
    writer.object { schema in
      schema.member("type", "object")
      schema.key("properties")
      schema.object { properties in
        for (key, type) in required {
          properties.key(key)
          properties.object(.line) { property in
            if let type { property.member("type", type.schemaName) }
            guard type == .string, let values = closedSet(of: key, forms) else { return }
            property.key("enum")
            property.array { array in for value in values { array.value(value) } }
          }
        }
      }
      schema.key("required")
      schema.array(.line) { array in for (key, _) in required { array.value(key) } }
      if isClosed { schema.member("additionalProperties", false) }
    }
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}

extension FormType {
  /// As JSON Schema has it.
  fileprivate var schemaName: String {
    switch self {
    case .null: "null"
    case .boolean: "boolean"
    case .number: "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }
}
