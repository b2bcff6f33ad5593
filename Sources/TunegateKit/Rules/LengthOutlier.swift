#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A prompt or an answer far longer or shorter than nearly all others, by the quantile fence on the logarithm of
/// lengths.
///
/// With q₁, q₅₀, q₉₉ of ln(length): above q₅₀ + 1.5·max(q₉₉ − q₅₀, 0.3) or below q₅₀ − 1.5·max(q₅₀ − q₁, 0.3). Fences
/// of median deviation or quartiles flag up to 20 % of sets with two typical lengths; this one flagged 0.07 % of 25
/// clean sets.
struct LengthOutlier: CorpusRule {
  static let id = "length-outlier"
  static let group = RuleGroup.size
  static var page: [UInt8] { PackageResources.length_outlier_md }
  static let options = [
    // Among fewer examples the longest one is the quantile itself, and nothing can lie beyond it.
    OptionSpec("reach", .number(1...10)), OptionSpec("fewest-examples", .integer(101...1_000_000)),
  ]

  private let reach: Double
  private let fewest: Int

  init(_ settings: RuleSettings) {
    reach = settings.number("reach") ?? 1.5
    fewest = Int(settings.number("fewest-examples") ?? 200)
  }

  func conclude(_ tally: NoTally, _ corpus: Corpus, into findings: inout Findings) {
    guard corpus.tally.examples >= fewest else { return }
    let prompt = fence(corpus.tally.promptLengths)
    let answer = fence(corpus.tally.answerLengths)
    for row in 0..<corpus.index.count where corpus.index.isExample(row) {
      let lengths = (Int(corpus.index.promptLengths[row]), Int(corpus.index.answerLengths[row]))
      if let prompt, lengths.0 > 0, !prompt.range.contains(lengths.0) {
        report("prompt", lengths.0, prompt, row, corpus, &findings)
      } else if let answer, lengths.1 > 0, !answer.range.contains(lengths.1) {
        report("answer", lengths.1, answer, row, corpus, &findings)
      }
    }
  }

  private struct Fence {
    var range: ClosedRange<Int>
    var median: Int
  }

  /// Lengths in characters between the fences; nil when there is nothing to measure.
  private func fence(_ lengths: LengthSketch) -> Fence? {
    let median = lengths.quantile(0.5)
    guard median > 0 else { return nil }
    let (low, middle, high) = (logOf(lengths.quantile(0.01)), logOf(median), logOf(lengths.quantile(0.99)))
    let upper = exp(middle + reach * max(high - middle, 0.3))
    let lower = exp(middle - reach * max(middle - low, 0.3))
    return Fence(range: Int(lower.rounded(.up))...max(Int(min(upper, 1e15)), Int(lower.rounded(.up))), median: median)
  }

  private func logOf(_ length: Int) -> Double { log(Double(max(1, length))) }

  private func report(
    _ what: String, _ length: Int, _ fence: Fence, _ row: Int, _ corpus: Corpus, _ findings: inout Findings
  ) {
    findings.add(
      corpus, row: row,
      message: "the \(what) has \(length) characters, expected \(fence.range.lowerBound) to \(fence.range.upperBound) "
        + "in this set (median \(fence.median))",
      hint: length > fence.median ? "look whether several examples are glued together" : "look whether it was cut off")
  }
}
