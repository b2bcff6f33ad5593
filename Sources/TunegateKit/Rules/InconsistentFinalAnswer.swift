/// A final number that is none of those that the answer has worked out.
struct InconsistentFinalAnswer: CorpusRule {
  static let id = "inconsistent-final-answer"
  static let group = RuleGroup.content
  static var page: [UInt8] { PackageResources.inconsistent_final_answer_md }
  static let options = [
    OptionSpec("majority", .number(0.5...1)), OptionSpec("fewest-examples", .integer(10...1_000_000)),
  ]

  private let majority: Double
  private let fewest: Int

  init(_ settings: RuleSettings) {
    majority = settings.number("majority") ?? 0.9
    fewest = Int(settings.number("fewest-examples") ?? 50)
  }

  func note(_ batch: Batch, in tally: inout CandidateTally) {
    batch.visit(.answer, with: .result) { _, row, turn in
      let text = batch.text(of: turn)
      guard let line = FinalLine(text), !line.isAlone, !line.head.isEmpty,
        let place = line.number, let number = Fraction(text, place),
        let last = InconsistentFinalAnswer.lastResult(text, line.head.lowerBound)
      else { return false }
      tally.looked += 1
      if last == number || InconsistentFinalAnswer.stands(number, text, line.head.lowerBound) { return true }
      tally.note(
        batch, row, turn,
        message: "the answer ends with \(text.string(place)) and works out \(Numbers.plain(last.value)) before, "
          + "expected one number")
      return true
    }
  }

  /// The last number behind `=` or a calculator's mark before `end`.
  private static func lastResult(_ text: TextBytes, _ end: Int) -> Fraction? {
    var at = end
    while at > 0 {
      at -= 1
      guard text[at] == UInt8(ascii: "=") || text[at] == UInt8(ascii: ">") else { continue }
      var start = at + 1
      while start < end, text[start] == 0x20 || text[start] == UInt8(ascii: "$") { start += 1 }
      if let number = number(text, start, end) { return number.value }
    }
    return nil
  }

  private static func number(_ text: TextBytes, _ start: Int, _ limit: Int) -> (value: Fraction, end: Int)? {
    var end = start
    while end < limit, text[end].isDigit || text[end] == UInt8(ascii: ",") || text[end] == UInt8(ascii: ".") {
      end += 1
    }
    while end > start, !text[end - 1].isDigit { end -= 1 }
    guard end > start else { return nil }
    // Groups with spaces between them: 18 000.
    while text.at(end) == 0x20, (1...3).allSatisfy({ text.at(end + $0).isDigit }), !text.at(end + 4).isDigit {
      end += 4
    }
    return Fraction((start..<end).lazy.map { text[$0] }.filter { $0 != 0x20 }).map { ($0, end) }
  }

  /// Whether a number stands anywhere before `limit`, also as its hundredth or hundredfold: dollars for cents, percent.
  private static func stands(_ number: Fraction, _ text: TextBytes, _ limit: Int) -> Bool {
    let all = [number.value, number.value * 100, number.value / 100]
    var at = 0
    while at < limit {
      if text[at].isDigit || text[at] == UInt8(ascii: "."), let (value, end) = Self.number(text, at, limit) {
        if all.contains(where: { abs($0 - value.value) <= 1e-9 * max(1, abs($0)) }) { return true }
        at = end
      } else {
        at += 1
      }
    }
    return false
  }

  func conclude(_ tally: CandidateTally, _ corpus: Corpus, into findings: inout Findings) {
    guard tally.looked >= fewest, Double(tally.found) <= (1 - majority) * Double(tally.looked) else { return }
    tally.report(
      corpus, into: &findings, share: 1, hint: "correct the last line, or the steps: they contradict each other")
  }
}
