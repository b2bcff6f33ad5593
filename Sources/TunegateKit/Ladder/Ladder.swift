/// The 80/20 rule: have prompts stopped gaining, and do failures of form remain?
///
/// Formulas, error rates and what they rest on: `docs/verdict.md`.
public struct LadderResult: Sendable, Equatable {
  /// One way to prompt, in the order in which they were tried.
  public struct Rung: Sendable, Equatable {
    public var name: String
    public var kind: String
    /// Examples in the prompt; nil when the log does not say.
    public var shots: Int?
    public var items: Int
    /// Mean score in 0…1.
    public var mean: Double
  }

  public var rungs: [Rung]
  public var trend: LadderTrend
  public var format: LadderFormat
  /// Rungs that a ladder should have and this one has not.
  public var missing: [String]
  public var remarks: [String]

  /// Rungs that tell a trend.
  static let fewestRungs = 4

  /// Whether a fine-tune is worth its price, as far as a ladder tells: prompts have stopped gaining, and the form still
  /// fails on the same items.
  public var favorsTuning: Bool { missing.isEmpty && trend.state == .plateau && format.state == .persistent }

  /// What stands behind the result.
  public var evidence: [Evidence] {
    var lines = [
      Evidence(
        signal: "gain a rung", value: Numbers.rounded(trend.gain), threshold: trend.worthwhile, says: trendSentence)
    ]
    if format.state != .unchecked {
      lines.append(
        Evidence(
          signal: "format failure share", value: Double(format.failures) / Double(max(1, format.outputs)),
          threshold: format.tolerance, says: formatSentence))
    }
    return lines
  }

  public var trendSentence: String {
    let bound = Numbers.fixed(100 * trend.high, decimals: 1)
    switch trend.state {
    case .improving:
      return
        "prompts still gain: at least \(Numbers.fixed(100 * trend.low, decimals: 1)) points a rung over the last three "
        + "(\(trend.items) items); keep prompting"
    case .plateau:
      return "prompts have plateaued: at most \(bound) points a rung over the last three (\(trend.items) items)"
    case .undecided:
      if trend.items < LadderTrend.fewestItems {
        return "\(trend.items) items that the last three rungs share, expected \(LadderTrend.fewestItems) and more"
      }
      return
        "not told: up to \(bound) points a rung may be gained; about \(Numbers.grouped(trend.needed)) items would tell"
    }
  }

  public var formatSentence: String {
    let range = "between \(Numbers.percent(format.low)) and \(Numbers.percent(format.high))"
    let share =
      "\(format.failures) of \(format.outputs) outputs of the best prompt are not \(format.form) after cheap repair "
      + "(\(format.strictFailures) as they came; \(range))"
    switch format.state {
    case .enforced: return share + ": prompts keep the form already"
    case .persistent: return share + ": the form still fails, and on the same items"
    case .scattered: return share + ": other items fail each time; try again, or constrain the decoding, before tuning"
    case .undecided: return share + ": too few outputs to tell, or failures still fall"
    case .unchecked: return "the form was not checked: give --schema, or `expected` answers"
    }
  }
}

/// A schema file that stands beside an evaluation.
public enum SchemaFile {
  /// - Throws: An error that names the file, when it cannot be read.
  public static func bytes(_ path: String) throws -> [UInt8] {
    try FilePath.contents(of: path, limit: SchemaText.maximumBytes, otherwise: "so it is no schema")
  }
}

public enum Ladder {
  public static let tolerance = 0.01

  /// Reads evaluation logs and judges them together as one ladder.
  ///
  /// - Parameters:
  ///   - schema: A JSON Schema for the outputs, as bytes with its name; nil to take the form of the expected answers.
  ///   - tolerance: Share of failures of form that is accepted, in 0…1.
  ///   - worthwhile: The least gain a rung that is worth having; nil for one that fits the number of items.
  ///   - reasons: Whether the task takes reasoning, so that a rung must ask for the steps.
  /// - Throws: `LadderError`.
  public static func judge(
    _ paths: [String], schema: (bytes: [UInt8], name: String)? = nil, tolerance: Double = Ladder.tolerance,
    worthwhile: Double? = nil, reasons: Bool = false
  ) throws(LadderError) -> LadderResult {
    var log = LadderLog()
    for path in paths { try log.read(path) }
    var check: FormatCheck?
    if let schema {
      do { check = FormatCheck(schema: try JSONSchema(schema.bytes), name: "valid by \(schema.name)") } catch {
        throw LadderError(schema.name, "no JSON Schema that can be used: \(error)")
      }
    }
    let rungs = log.ordered.filter { !$0.outcomes.isEmpty }
    guard !rungs.isEmpty else {
      throw LadderError(paths.joined(separator: ", "), "no result with a score, expected one for each item and rung")
    }
    return judge(
      rungs, check: check, tolerance: tolerance, worthwhile: worthwhile, reasons: reasons, remarks: log.remarks)
  }

  static func judge(
    _ rungs: [LadderRung], check given: FormatCheck?, tolerance: Double, worthwhile: Double?, reasons: Bool,
    remarks: [String] = []
  ) -> LadderResult {
    let trend = LadderTrend(slopes: slopes(rungs), worthwhile: worthwhile)
    let expected = rungs.flatMap { $0.outcomes.values.compactMap(\.expected) }
    let check = given ?? FormatCheck(expected: expected)
    // Of equals the later one: it was tried because the earlier was not enough.
    let best = rungs.indices.max { rungs[$0].mean <= rungs[$1].mean && $0 < $1 } ?? 0
    var format = LadderFormat(unchecked: tolerance)
    if let check, !rungs.isEmpty {
      format = LadderFormat(rungs[best], before: best > 0 ? rungs[best - 1] : nil, check, tolerance: tolerance)
    }
    return LadderResult(
      rungs: rungs.map {
        LadderResult.Rung(
          name: $0.name, kind: $0.kind.rawValue, shots: $0.shots, items: $0.outcomes.count, mean: $0.mean)
      }, trend: trend, format: format, missing: missing(rungs, reasons: reasons), remarks: remarks)
  }

  /// By item that all of the last three rungs have: the mean gain a rung. In the order of the items' names, so that
  /// sums are the same in every run.
  private static func slopes(_ rungs: [LadderRung]) -> [Double] {
    guard rungs.count >= 3 else { return [] }
    let (first, middle, last) = (rungs[rungs.count - 3], rungs[rungs.count - 2], rungs[rungs.count - 1])
    return first.outcomes.keys.sorted().compactMap { item in
      guard let start = first.outcomes[item], middle.outcomes[item] != nil, let end = last.outcomes[item] else {
        return nil
      }
      return (end.score - start.score) / 2
    }
  }

  private static func missing(_ rungs: [LadderRung], reasons: Bool) -> [String] {
    var missing: [String] = []
    if rungs.count < LadderResult.fewestRungs {
      missing.append(
        "\(LadderResult.fewestRungs) rungs and more (there \(rungs.count == 1 ? "is 1" : "are \(rungs.count)"))")
    }
    // Logs that do not name their rungs' kinds cannot be held to them.
    guard rungs.contains(where: { $0.kind != .other }) else { return missing }
    func has(_ kind: LadderRung.Kind) -> Bool { rungs.contains { $0.kind == kind } }
    if !has(.zero) { missing.append("a zero-shot rung") }
    if Set(rungs.filter { $0.kind == .few }.map { $0.shots ?? -1 }).count < 2 { missing.append("two few-shot sizes") }
    if !has(.schema) { missing.append("a rung whose prompt states the form") }
    if reasons, !has(.chainOfThought) { missing.append("a rung that asks for the steps") }
    return missing
  }
}
