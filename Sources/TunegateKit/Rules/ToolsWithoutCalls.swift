/// Sets that declare tools and never call one: the model learns that tools are not for use.
struct ToolsWithoutCalls: CorpusRule {
  static let id = "tools-without-calls"
  static let group = RuleGroup.conversation
  static var page: [UInt8] { PackageResources.tools_without_calls_md }

  init(_ settings: RuleSettings) {}

  /// Examples with tools, and examples with calls.
  struct Tally: Mergeable, Equatable {
    private(set) var declaring = 0
    private(set) var calling = 0

    init() {}

    mutating func note(hasTools: Bool, hasCalls: Bool) {
      if hasTools { declaring += 1 }
      if hasCalls { calling += 1 }
    }

    mutating func merge(_ other: Tally) {
      declaring += other.declaring
      calling += other.calling
    }
  }

  func note(_ batch: Batch, in tally: inout Tally) {
    for row in batch.rows where row.isExample {
      let hasCalls = batch.turns(of: row).contains { $0.flags.contains(.hasToolCalls) }
      tally.note(hasTools: row.hasTools, hasCalls: hasCalls)
    }
  }

  func conclude(_ tally: Tally, _ corpus: Corpus, into findings: inout Findings) {
    guard tally.declaring > 0, tally.calling == 0 else { return }
    findings.add(
      at: Place(source: -1, line: 0),
      message: "\(tally.declaring) example\(tally.declaring == 1 ? " declares" : "s declare") tools, and no example of "
        + "the set calls one",
      hint: "add examples that call the tools, or leave the tools out: the model learns that it need not call them")
  }
}

extension ToolsWithoutCalls.Tally {
  func write(to state: inout StateWriter) {
    state.put(count: declaring)
    state.put(count: calling)
  }

  init(from state: inout StateReader) throws(StateFault) {
    declaring = try state.count()
    calling = try state.count()
  }
}
