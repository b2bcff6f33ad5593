/// What outputs are held against, and whether they pass.
struct FormatCheck {
  private enum Form {
    case schema(JSONSchema)
    case json
    case labels(Set<String>)
  }

  private let form: Form
  /// What the form is called in sentences.
  let name: String

  /// Labels that a vocabulary may have, as a share of the items.
  private static let labelShare = 0.2
  private static let jsonShare = 0.5

  init(schema: JSONSchema, name: String) {
    form = .schema(schema)
    self.name = name
  }

  /// The form that the expected answers have; nil when they have none, or none are given.
  init?(expected: [String]) {
    guard !expected.isEmpty else { return nil }
    let objects = expected.count { FormatCheck.isJSON(Array($0.utf8)) }
    if Double(objects) >= FormatCheck.jsonShare * Double(expected.count) {
      form = .json
      name = "JSON"
      return
    }
    let labels = Set(expected.map(FormatCheck.normalized))
    guard labels.count >= 2, Double(labels.count) <= max(2, min(100, FormatCheck.labelShare * Double(expected.count)))
    else {
      return nil
    }
    form = .labels(labels)
    name = "one of \(labels.count) labels"
  }

  private static func isJSON(_ bytes: [UInt8]) -> Bool {
    guard let view = JSONView(bytes) else { return false }
    return view.isObject || view.isArray
  }

  private static func normalized(_ text: some StringProtocol) -> String {
    String(decoding: AnswerShape.trimmed(Array(text.utf8)[...]), as: UTF8.self).lowercased()
  }

  func isValid(_ output: some StringProtocol) -> Bool {
    switch form {
    case .schema(let schema): schema.isValid(Array(output.utf8))
    case .json: FormatCheck.isJSON(Array(output.utf8))
    case .labels(let labels): labels.contains(FormatCheck.normalized(output))
    }
  }

  /// Whether it is valid after what any program would do for nothing: trim it, strip a code fence, cut it at the first
  /// line's end, take the first JSON value.
  func isValidAfterRepair(_ output: String) -> Bool {
    if isValid(output) { return true }
    let bytes = AnswerShape.trimmed(Array(output.utf8)[...])
    let unfenced = FormatCheck.withoutFence(bytes)
    let line = AnswerShape.trimmed(unfenced.prefix { $0 != 0x0A })
    var candidates = [bytes, unfenced, line]
    if let value = FormatCheck.firstValue(unfenced) { candidates.append(value) }
    if case .labels = form { candidates.append(FormatCheck.withoutMarks(line)) }
    return candidates.contains { isValid(String(decoding: $0, as: UTF8.self)) }
  }

  private static func withoutFence(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let fence: [UInt8] = [0x60, 0x60, 0x60]
    guard let start = text.indices.first(where: { text[$0...].starts(with: fence) }) else { return text }
    let inside = text[(start + 3)...].drop { $0 != 0x0A }.dropFirst()
    let end = inside.indices.first { inside[$0...].starts(with: fence) } ?? inside.endIndex
    return AnswerShape.trimmed(inside[..<end])
  }

  private static func withoutMarks(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var text = text
    while let last = text.last, !AnswerShape.isWordByte(last) { text = text.dropLast() }
    while let first = text.first, !AnswerShape.isWordByte(first) { text = text.dropFirst() }
    return text
  }

  /// From the first bracket to the one that closes it.
  private static func firstValue(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard let start = text.firstIndex(where: { $0 == 0x7B || $0 == 0x5B }) else { return nil }
    var (depth, inString, escaped) = (0, false, false)
    for i in text[start...].indices {
      let byte = text[i]
      if escaped {
        escaped = false
      } else if inString {
        if byte == 0x5C { escaped = true }
        if byte == 0x22 { inString = false }
      } else {
        switch byte {
        case 0x22: inString = true
        case 0x7B, 0x5B: depth += 1
        case 0x7D, 0x5D:
          depth -= 1
          if depth == 0 { return text[start...i] }
        default: break
        }
      }
    }
    return nil
  }
}

/// Whether the outputs of the best prompt fail to keep the form.
public struct LadderFormat: Sendable, Equatable {
  public enum State: String, Sendable {
    /// Prompts keep the form already: the share of failures is surely below the tolerance.
    case enforced
    /// Failures remain, and the same items fail again and again.
    case persistent
    /// Failures remain, but other items fail each time: a second try or constrained decoding would do.
    case scattered
    case undecided
    case unchecked = "not checked"
  }

  public var state: State
  /// What the outputs were held against; empty when they were not.
  public var form = ""
  /// Outputs of the best rung, those that break the form as they came, and those that break it after cheap repair.
  public var outputs = 0
  public var strictFailures = 0
  public var failures = 0
  /// One-sided 95 % bounds of the share of failures, in 0…1.
  public var low = 0.0
  public var high = 1.0
  public var tolerance: Double
  /// Of the items that fail: the share that failed on the rung before as well, and what chance would give.
  public var again = 0.0
  public var byChance = 0.0

  init(unchecked tolerance: Double) {
    state = .unchecked
    self.tolerance = tolerance
  }

  /// - Parameters:
  ///   - best: The rung with the highest mean score.
  ///   - before: The rung before it; nil for the first.
  init(_ best: LadderRung, before: LadderRung?, _ check: FormatCheck, tolerance: Double) {
    self.tolerance = tolerance
    state = .undecided
    form = check.name
    let written = best.outcomes.compactMapValues(\.output)
    let failed = Set(written.filter { !check.isValidAfterRepair($0.value) }.keys)
    outputs = written.count
    strictFailures = written.values.count { !check.isValid($0) }
    failures = failed.count
    guard outputs > 0 else {
      state = .unchecked
      return
    }
    low = ExactBound.lower(failures, of: outputs)
    high = ExactBound.upper(failures, of: outputs)
    if high < tolerance { state = .enforced }
    guard low > tolerance else { return }
    let earlier = before?.outcomes.compactMapValues(\.output) ?? [:]
    let failedBefore = Set(earlier.filter { !check.isValidAfterRepair($0.value) }.keys)
    let shared = failed.filter { earlier[$0] != nil }
    byChance = Double(failedBefore.count) / Double(max(1, earlier.count))
    again = Double(shared.count { failedBefore.contains($0) }) / Double(max(1, shared.count))
    // Falling failures are a ladder that is not at its top.
    let isFalling = !earlier.isEmpty && Double(failures) / Double(outputs) < 0.8 * byChance
    if isFalling { return }
    state = shared.count < 5 || again > 1.5 * byChance || byChance >= 0.5 ? .persistent : .scattered
  }
}
