/// What one rung of a ladder of prompts did with one item.
struct LadderOutcome {
  /// In 0…1; 1 is right.
  var score: Double
  /// What the model wrote, as it came; nil when the log does not say.
  var output: String?
  /// What it should have written; nil when the log does not say.
  var expected: String?
}

/// One way to prompt, with its results.
struct LadderRung {
  enum Kind: String, Sendable {
    case zero, few
    case chainOfThought = "cot"
    case schema, other
  }

  var name: String
  var kind = Kind.other
  /// Examples in the prompt.
  var shots: Int?
  var order: Double?
  var outcomes: [String: LadderOutcome] = [:]

  var mean: Double { outcomes.isEmpty ? 0 : outcomes.values.reduce(0) { $0 + $1.score } / Double(outcomes.count) }

  /// Words of a rung's name that say what its prompt does.
  private static let words: [(kind: Kind, words: [String])] = [
    (.chainOfThought, ["cot", "chain", "step"]), (.schema, ["schema", "json", "format"]),
  ]

  /// The kinds of rungs whose logs do not say them, by their names and their numbers of examples. A word that all names
  /// share is the task's, not the prompt's.
  static func tellKinds(_ rungs: inout [LadderRung]) {
    let names = rungs.map { $0.name.lowercased() }
    let telling = words.map { kind, words in
      (kind, words.filter { word in rungs.count == 1 || !names.allSatisfy { $0.contains(word) } })
    }
    for i in rungs.indices where rungs[i].kind == .other {
      if let (kind, _) = telling.first(where: { $0.1.contains { names[i].contains($0) } }) {
        rungs[i].kind = kind
      } else if let shots = rungs[i].shots {
        rungs[i].kind = shots == 0 ? .zero : .few
      } else if names[i].contains("zero") {
        rungs[i].kind = .zero
      } else if names[i].contains("few") || names[i].contains("shot") {
        rungs[i].kind = .few
      }
    }
  }
}

/// Why evaluation results could not be read.
public struct LadderError: Error, CustomStringConvertible {
  public let description: String

  init(_ path: String, line: Int? = nil, _ message: String) {
    description = path + (line.map { ":\($0)" } ?? "") + ": " + message
  }
}

/// Reads evaluation logs into rungs. What a log is, its content tells.
struct LadderLog {
  private(set) var rungs: [LadderRung] = []
  /// What was left out, a sentence each.
  private(set) var remarks: [String] = []
  private var numbers: [String: Int] = [:]

  private static let mostBytes = 1 << 30

  /// Reads a log, or all logs in a folder.
  ///
  /// - Throws: `LadderError` for a file that is missing, is no log that is known, or is broken, and for a folder
  ///   without a log.
  mutating func read(_ path: String) throws(LadderError) {
    guard let status = try? System.status(of: Array(path.utf8)), status.kind == .folder else {
      return try readFile(path)
    }
    var walk = FolderWalk()
    walk.walk(Array(path.utf8), status)
    let before = rungs.count
    for found in walk.found {
      let file = String(decoding: found.path, as: UTF8.self)
      // What lm-evaluation-harness writes beside its samples is read with them.
      if LadderLog.name(file).hasPrefix("results_") { continue }
      try readFile(file)
    }
    guard rungs.count > before else {
      throw LadderError(
        path, "a folder without a log (.json, .jsonl), expected some; does inspect-ai run with `--log-format json`?")
    }
  }

  /// The last part of a path, without its extension.
  static func name(_ path: String) -> String {
    let last = path.split(separator: "/").last.map(String.init) ?? path
    for end in [".jsonl", ".json"] where last.hasSuffix(end) { return String(last.dropLast(end.count)) }
    return last
  }

  private mutating func readFile(_ path: String) throws(LadderError) {
    let bytes: [UInt8]
    do {
      bytes = try FilePath.contents(of: path, limit: LadderLog.mostBytes, otherwise: "so it is no evaluation log")
    } catch {
      throw LadderError(path, "\(error)")
    }
    if bytes.starts(with: [0x50, 0x4B, 3, 4]) {
      throw LadderError(
        path,
        "a ZIP archive, as `.eval` logs of inspect-ai are, expected JSON; write one with "
          + "`inspect log convert --to json`, or run with `--log-format json`")
    }
    guard bytes.contains(where: { !AnswerShape.isSpace($0) }) else {
      throw LadderError(path, "empty, expected the results of an evaluation")
    }
    if let whole = JSONView(bytes), !LadderLog.isLine(whole) {
      if try PromptfooLog.read(whole, path, into: &self) { return }
      if try InspectLog.read(whole, path, into: &self) { return }
      throw LadderLog.unknown(path, line: nil, whole)
    }
    try readLines(bytes, path)
  }

  /// A single line of JSON Lines is JSON as well.
  private static func isLine(_ value: JSONView) -> Bool {
    value["rung"] != nil || value["doc_id"] != nil || value["spec"] != nil || value["promptIdx"] != nil
  }

  private static func unknown(_ path: String, line: Int?, _ value: JSONView) -> LadderError {
    let keys = value.members.prefix(6).map { "`\($0.key)`" }.joined(separator: ", ")
    return LadderError(
      path, line: line,
      (value.isObject ? "an object with the keys \(keys)" : "a value that is no object")
        + ", expected `item`, `rung` and `score`, or a log of lm-evaluation-harness (samples_*.jsonl), OpenAI evals, "
        + "promptfoo (-o FILE.json) or inspect-ai (--log-format json)")
  }

  private mutating func readLines(_ bytes: [UInt8], _ path: String) throws(LadderError) {
    var format: (any LadderLineFormat)?
    var number = 0
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      number += 1
      guard line.contains(where: { !AnswerShape.isSpace($0) }) else { continue }
      guard let value = JSONView(Array(line)) else {
        throw LadderError(
          path, line: number,
          "not JSON, expected one object a line; is the file cut off? Run the evaluation again, or "
            + "remove the line")
      }
      if format == nil { format = LadderLog.format(value, path) }
      guard var known = format else { throw LadderLog.unknown(path, line: number, value) }
      try known.read(value, line: number, into: &self)
      format = known
    }
    format?.finish(into: &self)
  }

  private static func format(_ first: JSONView, _ path: String) -> (any LadderLineFormat)? {
    if first["rung"] != nil { return OwnLog(path: path) }
    if first["doc_id"] != nil || first["doc_hash"] != nil { return HarnessLog(path: path) }
    if first["spec"] != nil || first["event_id"] != nil || first["final_report"] != nil { return OpenAILog(path: path) }
    if first["promptIdx"] != nil { return PromptfooLines(path: path) }
    return nil
  }

  // MARK: - For readers

  /// The number of the rung with this identity, made when it is new.
  mutating func rung(_ identity: String, _ make: () -> LadderRung) -> Int {
    if let number = numbers[identity] { return number }
    numbers[identity] = rungs.count
    rungs.append(make())
    return rungs.count - 1
  }

  mutating func add(_ outcome: LadderOutcome, item: String, to rung: Int) { rungs[rung].outcomes[item] = outcome }

  mutating func remark(_ sentence: String) {
    if !remarks.contains(sentence) { remarks.append(sentence) }
  }

  /// In the order in which prompts are tried: as the log says; else by the number of examples, then schema, then
  /// steps; else as they came.
  var ordered: [LadderRung] {
    var rungs = rungs
    LadderRung.tellKinds(&rungs)
    func rank(_ rung: LadderRung) -> Double {
      if let order = rung.order { return order }
      switch rung.kind {
      case .zero: return 0
      case .few: return Double(rung.shots ?? 1)
      case .schema: return 1_000
      case .chainOfThought: return 2_000
      case .other: return rung.shots.map { Double($0) } ?? 3_000
      }
    }
    return rungs.enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }.map(\.element)
  }
}

/// A format of one object a line.
protocol LadderLineFormat {
  mutating func read(_ value: JSONView, line: Int, into log: inout LadderLog) throws(LadderError)
  func finish(into log: inout LadderLog)
}

extension LadderLineFormat {
  func finish(into log: inout LadderLog) {}
}
