/// Tunegate's own: `item`, `rung`, `score` in 0…1, and where they are known `order`, `kind` (zero, few, cot, schema,
/// other), `k`, `output`, `expected`.
struct OwnLog: LadderLineFormat {
  let path: String

  mutating func read(_ value: JSONView, line: Int, into log: inout LadderLog) throws(LadderError) {
    guard let rung = value["rung"]?.text, let item = value["item"]?.text else {
      throw LadderError(path, line: line, "a result without `item` or `rung`, expected both: which prompt, which task")
    }
    guard let score = value["score"]?.score, (0...1).contains(score) else {
      let found = value["score"]?.text.map { "`\($0)`" } ?? "nothing"
      throw LadderError(path, line: line, "\(found) as `score`, expected a number from 0 (wrong) to 1 (right)")
    }
    let kind = value["kind"]?.string ?? "other"
    guard let kind = LadderRung.Kind(rawValue: kind) else {
      throw LadderError(path, line: line, "`\(kind)` as `kind`, expected zero, few, cot, schema or other")
    }
    let number = log.rung("own\n" + rung) {
      LadderRung(
        name: rung, kind: kind, shots: value["k"]?.number.flatMap { Int(exactly: $0) }, order: value["order"]?.number)
    }
    log.add(
      LadderOutcome(score: score, output: value["output"]?.text, expected: value["expected"]?.text), item: item,
      to: number)
  }
}

/// `samples_*.jsonl` of lm-evaluation-harness: a line for each document and filter. The number of examples stands in
/// the `results_*.json` of the same run.
struct HarnessLog: LadderLineFormat {
  let path: String
  private var filter: String?
  private var metric: String?
  private var shots: Int?

  init(path: String) {
    self.path = path
    shots = HarnessLog.shots(beside: path)
  }

  mutating func read(_ value: JSONView, line: Int, into log: inout LadderLog) throws(LadderError) {
    // Of several filters one is judged, the first: several tests of one question would find a gain by chance.
    let own = value["filter"]?.string ?? "none"
    if filter == nil { filter = own }
    if own != filter {
      log.remark("\(path): of several filters `\(filter ?? own)`, the first, is judged")
      return
    }
    let names = value["metrics"]?.elements.compactMap(\.string) ?? []
    let usual = ["exact_match", "acc", "acc_norm", "f1", "bleu"]
    let first = metric ?? (names + usual).first { value[$0]?.score != nil }
    guard let first, let score = value[first]?.score else {
      throw LadderError(path, line: line, "no metric with a number, expected one of those that `metrics` names")
    }
    metric = first
    if names.count > 1 { log.remark("\(path): of several metrics `\(first)`, the first, is judged") }
    guard let item = value["doc_hash"]?.text ?? value["doc_id"]?.text else {
      throw LadderError(path, line: line, "a result without `doc_hash` or `doc_id`, expected one to pair it by")
    }
    let name = shots.map { "\(HarnessLog.task(path)) \($0)-shot" } ?? LadderLog.name(path)
    let number = log.rung(path) { LadderRung(name: name, shots: shots) }
    let output = value["resps"]?.elements.first?.elements.first
    log.add(
      LadderOutcome(
        score: min(1, max(0, score)), output: output?.string ?? output?.elements.first?.text,
        expected: value["target"]?.text), item: item, to: number)
  }

  private static func task(_ path: String) -> String {
    LadderLog.name(path).split(separator: "_", omittingEmptySubsequences: false).dropFirst().dropLast()
      .joined(separator: "_")
  }

  /// `samples_TASK_DATE.jsonl` goes with `results_DATE.json`.
  private static func shots(beside path: String) -> Int? {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let name = LadderLog.name(path)
    guard name.hasPrefix("samples_"), let date = name.split(separator: "_").last else { return nil }
    let results = (parts.dropLast() + ["results_\(date).json"]).joined(separator: "/")
    guard let bytes = try? FilePath.contents(of: results, limit: 64 << 20, otherwise: ""), let view = JSONView(bytes)
    else {
      return nil
    }
    return view["n-shot"]?[task(path)]?.number.flatMap { Int(exactly: $0) }
  }
}

/// The record of OpenAI's evals: a file is a rung, its events come in any order.
struct OpenAILog: LadderLineFormat {
  let path: String
  private var name: String?
  private var scores: [String: (score: Double, expected: String?, output: String?)] = [:]
  private var outputs: [String: String] = [:]

  init(path: String) { self.path = path }

  mutating func read(_ value: JSONView, line: Int, into log: inout LadderLog) throws(LadderError) {
    if let spec = value["spec"] {
      name = spec["eval_name"]?.string
      return
    }
    guard let sample = value["sample_id"]?.text, let type = value["type"]?.string, let data = value["data"] else {
      return
    }
    // EVAL.SPLIT.NUMBER: the evaluations of one ladder differ in their names.
    let item = sample.split(separator: ".").suffix(2).joined(separator: ".")
    switch type {
    case "match":
      guard let correct = data["correct"]?.score else {
        throw LadderError(path, line: line, "a `match` without `correct`, expected true or false")
      }
      scores[item] = (correct, data["expected"]?.text, data["sampled"]?.text)
    case "metrics":
      if scores[item] == nil, let first = data.members.compactMap({ $0.value.score }).first {
        scores[item] = (min(1, max(0, first)), nil, nil)
      }
    case "sampling":
      let sampled = data["sampled"]
      outputs[item] = sampled?.elements.first?.text ?? sampled?.text
    default: break
    }
  }

  func finish(into log: inout LadderLog) {
    let file = LadderLog.name(path)
    let number = log.rung(path) { LadderRung(name: name.map { "\($0) (\(file))" } ?? file) }
    for (item, result) in scores {
      log.add(
        LadderOutcome(score: result.score, output: outputs[item] ?? result.output, expected: result.expected),
        item: item,
        to: number)
    }
  }
}

/// One row of promptfoo's results: a prompt, a provider and a test.
enum PromptfooRow {
  static func read(_ row: JSONView, _ path: String, into log: inout LadderLog) {
    let error = row["error"]
    // 2 is an error of the provider: the item is missing, not failed.
    if row["failureReason"]?.number == 2 || error?.string?.isEmpty == false && row["response"] == nil {
      log.remark("\(path): results with an error of the provider are left out")
      return
    }
    guard let item = row["testIdx"]?.text ?? row["testCase"]?["description"]?.text,
      let score = row["score"]?.score ?? row["success"]?.score
    else { return }
    let prompt = row["promptIdx"]?.text ?? "0"
    let provider = row["provider"]?["id"]?.string ?? row["provider"]?.string ?? ""
    let label = row["prompt"]?["label"]?.string
    let number = log.rung("promptfoo\n\(path)\n\(prompt)\n\(provider)") {
      LadderRung(name: label.map { String($0.prefix(60)) } ?? "prompt \(prompt)", order: Double(prompt))
    }
    log.add(
      LadderOutcome(
        score: min(1, max(0, score)), output: row["response"]?["output"]?.text,
        expected: row["vars"]?["expected"]?.text), item: item, to: number)
  }
}

/// `promptfoo eval -o FILE.json`.
enum PromptfooLog {
  /// False when it is something else.
  static func read(_ value: JSONView, _ path: String, into log: inout LadderLog) throws(LadderError) -> Bool {
    guard let results = value["results"], let rows = results["results"]?.elements ?? value["results"]?.elements,
      rows.contains(where: { $0["promptIdx"] != nil })
    else { return false }
    for row in rows { PromptfooRow.read(row, path, into: &log) }
    return true
  }
}

/// `promptfoo eval -o FILE.jsonl`.
struct PromptfooLines: LadderLineFormat {
  let path: String

  mutating func read(_ value: JSONView, line: Int, into log: inout LadderLog) throws(LadderError) {
    PromptfooRow.read(value, path, into: &log)
  }
}

/// A JSON log of inspect-ai: a log is a rung.
enum InspectLog {
  /// False when it is something else.
  static func read(_ value: JSONView, _ path: String, into log: inout LadderLog) throws(LadderError) -> Bool {
    guard let evaluation = value["eval"], let samples = value["samples"], samples.isArray else { return false }
    let task = evaluation["task"]?.string ?? path
    let arguments = evaluation["task_args"]?.members ?? []
    let name = ([task] + arguments.map { "\($0.key)=\($0.value.text ?? "")" }).joined(separator: " ")
    let shots = ["fewshot", "k", "num_fewshot", "shots"].compactMap { evaluation["task_args"]?[$0]?.number }.first
    let number = log.rung(path) { LadderRung(name: String(name.prefix(80)), shots: shots.flatMap { Int(exactly: $0) }) }
    var sums: [String: (score: Double, n: Double)] = [:]
    for sample in samples.elements {
      guard let id = sample["id"]?.text else { continue }
      if let error = sample["error"], !error.isNull {
        log.remark("\(path): samples with an error are left out")
        continue
      }
      let scores = sample["scores"]?.members ?? []
      guard let first = scores.first, let score = InspectLog.score(first.value["value"]) else { continue }
      if scores.count > 1 { log.remark("\(path): of several scorers `\(first.key)`, the first, is judged") }
      // Epochs of one sample are one item.
      let sum = sums[id] ?? (0, 0)
      sums[id] = (sum.score + score, sum.n + 1)
      let target = sample["target"]
      log.add(
        LadderOutcome(
          score: (sum.score + score) / (sum.n + 1), output: sample["output"]?["completion"]?.text,
          expected: target?.string ?? target?.elements.first?.text), item: id, to: number)
    }
    return true
  }

  /// Correct, incorrect, partly, no answer; or a number.
  private static func score(_ value: JSONView?) -> Double? {
    switch value?.string {
    case "C": return 1
    case "I", "N": return 0
    case "P": return 0.5
    default: return value?.score.map { min(1, max(0, $0)) }
    }
  }
}
