/// Sums in answers that do not come out.
struct WrongArithmetic: ExampleRule {
  static let id = "wrong-arithmetic"
  static let group = RuleGroup.content
  static var page: [UInt8] { PackageResources.wrong_arithmetic_md }

  init(_ settings: RuleSettings) {}

  /// Examples in which sums are of another kind, or wrong on purpose.
  private static let topics = Phrases([
    "binary", "hexadecimal", "octal", "boolean", "modul", "mod ", "base-", "base ", "concat", "string", "clock",
    "wrong",
    "incorrect", "mistake", "error", "false", "fallacy", "joke", "puzzle", "riddle", "approximat", "matrix", "vector",
    "remainder", "cipher", "logic",
  ])

  func check(_ batch: Batch, into findings: inout Findings) {
    batch.visit(.answer, with: .result) { i, row, turn in
      let text = batch.text(of: turn)
      let sums = Sums(text, hasMarks: turn.marks.contains(.calculation))
      guard let first = sums.wrong.first, !text.looksLikeProgram,
        !WrongArithmetic.topics.isIn(batch.given(row, before: turn))
      else { return false }
      let more = sums.wrong.count > 1 ? " and \(sums.wrong.count - 1) more of \(sums.count)" : ""
      findings.add(
        batch, i, offset: turn.offset,
        message: "the answer works out `\(first.text)`\(more), expected \(first.expected)",
        hint: "correct the sum and what follows from it")
      return true
    }
  }
}
