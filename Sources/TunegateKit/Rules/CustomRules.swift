/// The rules of the user's: turns what `CustomCheck` noted into findings.
struct CustomRules: Sendable {
  private let rules: [CustomRule]
  /// By rule: its index among all rules.
  private let indices: [Int]

  init(_ rules: [CustomRule], _ settings: [RuleSettings]) {
    self.rules = rules
    indices = rules.map { rule in
      guard let index = settings.firstIndex(where: { $0.id == rule.id }) else {
        preconditionFailure("the settings hold every rule of the user's")
      }
      return index
    }
  }

  func check(_ batch: Batch, into findings: inout Findings) {
    for remark in batch.customRemarks {
      let rule = rules[Int(remark.rule)]
      findings.rule = indices[Int(remark.rule)]
      findings.add(
        batch, Int(remark.row), offset: Int32(truncatingIfNeeded: remark.value.offset),
        message: rule.message + "; " + CustomSentence(batch, remark, rule).text, hint: rule.hint)
    }
  }
}

/// What was found and what was expected, of one remark.
struct CustomSentence {
  private let batch: Batch
  private let remark: CustomRemark
  private let rule: CustomRule

  /// Labels that a sentence lists.
  private static let mostLabels = 8

  init(_ batch: Batch, _ remark: CustomRemark, _ rule: CustomRule) {
    (self.batch, self.remark, self.rule) = (batch, remark, rule)
  }

  var text: String {
    let condition = rule.conditions[Int(remark.condition)]
    if remark.fault == .absent { return "found nothing\(place), expected a value" }
    switch condition {
    case .forbid(let pattern):
      return remark.fault == .gaveUp
        ? gaveUp(pattern) : "found \(matched(pattern))\(place), expected no match of `\(pattern.source)`"
    case .require(let pattern):
      return remark.fault == .gaveUp
        ? gaveUp(pattern) : "found \(value)\(place), expected a match of `\(pattern.source)`"
    case .minLength(let least): return "found \(length)\(place), expected at least \(Numbers.grouped(least))"
    case .maxLength(let most): return "found \(length)\(place), expected at most \(Numbers.grouped(most))"
    case .labels(let set): return "found \(value)\(place), expected \(list(set))"
    case .present: return "found \(value)\(place), expected nothing"
    case .schema(let schema): return misfit(schema)
    }
  }

  /// ` in turn 3`, ` at the answer` or nothing, as the finding's pointer says the rest.
  private var place: String {
    guard remark.turn >= 0 else {
      return remark.fault == .absent ? " at \(rule.at.map(\.name).joined(separator: ", "))" : ""
    }
    let turn = batch.turns[Int(remark.turn)]
    return turn.index >= 0 ? " in turn \(turn.index + 1)" : ""
  }

  private func gaveUp(_ pattern: TextPattern) -> String {
    "found a text\(place) on which `\(pattern.source)` takes too many steps, expected a pattern without look-around, "
      + "back-references and large repetitions"
  }

  private var value: String { batch.withText(of: remark) { $0.map { "`\(batch.piece($0))`" } ?? kind } }

  private func matched(_ pattern: TextPattern) -> String {
    batch.withText(of: remark) { text in
      guard let text, let match = pattern.regex.firstMatch(text, from: 0) else { return value }
      return match.isEmpty ? "an empty match" : "`\(batch.piece(text, match))`"
    }
  }

  private var length: String {
    batch.withText(of: remark) { text in
      guard let text else { return kind }
      let count = CustomCheck.characters(text)
      return ReportWords.counted(count, "character", "characters")
    }
  }

  /// What stands there instead of a text.
  private var kind: String {
    switch remark.value.tag {
    case .null: "null"
    case .array: "an array"
    case .object: "an object"
    case .false, .true, .number, .string: "a value"
    }
  }

  private func list(_ set: TextSet) -> String {
    let shown = set.texts.prefix(CustomSentence.mostLabels).map { "`\($0)`" }
    let rest = set.texts.count - shown.count
    let all = rest > 0 ? shown + ["\(rest) more"] : shown
    let found = batch.withText(of: remark) { $0.map { String(decoding: $0.prefix(200), as: UTF8.self) } ?? "" }
    return orList(all) + NearestSpelling.clause(found, in: set.texts)
  }

  private func misfit(_ schema: ValueSchema) -> String {
    if remark.fault == .noJSON { return "found \(value)\(place), expected JSON and nothing else" }
    guard let error = batch.misfits(of: remark, schema).first else { return "found \(value)\(place), expected another" }
    let pointer = error.instanceLocation.isEmpty ? "" : error.instanceLocation + ": "
    return pointer + error.message
  }
}
