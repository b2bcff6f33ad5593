/// The keys of a config file, section by section. `tunegate schema` writes its JSON Schema from them.
extension Settings {
  static let topTable = ConfigTable([
    ConfigKey(
      "profile", .list(.profile),
      "Trainers or providers whose limits apply; 'all' compares them. Without it the data tell."),
    ConfigKey("fields", .section(fieldTable), "Where the parts of an example are, for data of no known shape."),
    ConfigKey("select", .list(.rule), "Only these rules or groups run."),
    ConfigKey("ignore", .list(.rule), "These rules or groups do not run."),
    ConfigKey("rules", .rules, "What single rules are set to; 'tunegate rules' lists them."),
    ConfigKey("custom-rules", .named(CustomRule.table), "Rules of your own, by id."),
    ConfigKey("gate", .section(gateTable), "What closes the gate, besides the limits of the single rules."),
    ConfigKey("limits", .section(limitTable), "Bounds on what a run takes in and gives out."),
    ConfigKey("tokens", .section(tokenTable), "How tokens are counted, and what they are held against."),
    ConfigKey("eval", .list(.path), "Evaluation or benchmark data that no training example may hold."),
    ConfigKey("schema", .text(.path), "What every line must conform to: the path of a JSON Schema, or its text."),
    ConfigKey(
      "completion-schema", .text(.path),
      "What the answers must conform to: the path of a JSON Schema or XML grammar, or its text."),
    ConfigKey("schema-dir", .text(.path), "The folder of the schemas that those refer to."),
  ])

  static let fieldTable = ConfigTable([
    ConfigKey("system", .list(.key), "The system message."),
    ConfigKey("prompt", .list(.key), "What the model is asked."),
    ConfigKey("answer", .list(.key), "What it learns to answer."),
    ConfigKey("label", .text(.key), "What it learns to answer, of a closed list."),
    ConfigKey("chosen", .list(.key), "The preferred answer; needs 'rejected'."),
    ConfigKey("rejected", .list(.key), "The dispreferred answer; needs 'chosen'."),
    ConfigKey("messages", .text(.key), "A list of turns."),
  ])

  static let gateTable = ConfigTable([
    ConfigKey("max-noise", .value(.number(0...100)), "The noise score, in points, above which the gate closes."),
    ConfigKey(
      "fail-on", .value(.string(oneOf: failOnNames)), "A single finding of this severity or above closes the gate."),
    ConfigKey("min-examples", .value(.integer(0...(.max))), "Fewer examples than this close the gate."),
    ConfigKey(
      "require-verdict", .value(.string(oneOf: ["any"] + Verdict.Approach.allCases.map(\.rawValue))),
      "Any other verdict closes the gate."),
    ConfigKey(
      "baseline-tolerance", .value(.number(0...1)),
      "By how much a rule's share of the lines may pass that of the baseline; 0.01 stands for one point of the score."),
    ConfigKey("fail-on-drift", .value(.bool), "Drift against the baseline closes the gate."),
  ])

  static let limitTable = ConfigTable([
    ConfigKey("line-bytes", .bytes((1 << 20)...(1 << 28)), "Longer lines are skipped, and are a finding."),
    ConfigKey("depth", .value(.integer(1...1024)), "How deep the JSON of a line may nest."),
    ConfigKey("ratio", .value(.integer(1...1_000_000)), "Decompressed bytes for each compressed byte."),
    ConfigKey("shown-per-rule", .value(.integer(0...10_000)), "Findings that a report shows of each rule."),
  ])

  static let tokenTable = ConfigTable([
    ConfigKey(
      "tokenizer", .text(.path), "A tokenizer.json or a rank file of tiktoken; without it tokens are estimated."),
    ConfigKey(
      "pattern", .value(.string(oneOf: Tokenizer.patternNames)),
      "How a rank file's text is cut, if its size does not tell."),
    ConfigKey("max", .value(.integer(Tokens.maxRange)), "Examples with more tokens are truncated by the trainer."),
    ConfigKey("price-per-million", .value(.number(0...1_000_000)), "What a million trained tokens cost."),
    ConfigKey("epochs", .value(.integer(1...10_000)), "How often the set is trained on."),
    ConfigKey("per-message", .value(.integer(0...10_000)), "Tokens that the chat template adds to each turn."),
  ])

  /// The keys that each rule has besides its options.
  static let ruleTable = ConfigTable([
    ConfigKey("enabled", .value(.bool), "Whether the rule runs."),
    severityKey, weightKey, limitKey,
    ConfigKey("origin", .text(.any), "Where the numbers come from; only in a pack."),
  ])

  static let severityKey = ConfigKey(
    "severity", .value(.string(oneOf: ["error", "warning", "note"])), "How bad a finding of the rule is.")
  static let weightKey = ConfigKey(
    "weight", .value(.number(0...1)),
    "Probability that an example with a finding teaches something wrong; 0 keeps the rule out of the noise score.")
  static let limitKey = ConfigKey(
    "limit", .numberOrOff(0...1), "Share of lines with a finding above which the gate closes; off for none.")
}
