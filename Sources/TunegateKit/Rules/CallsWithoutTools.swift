/// Examples that call functions while their record declares none.
struct CallsWithoutTools: CorpusRule {
  static let id = "calls-without-tools"
  static let group = RuleGroup.conversation
  static var page: [UInt8] { PackageResources.calls_without_tools_md }

  init(_ settings: RuleSettings) {}

  /// Examples with calls, those of them without tools, and the first of these.
  struct Tally: Mergeable, Equatable {
    private(set) var calling = 0
    private(set) var bare = 0
    private(set) var first: Place?

    init() {}

    mutating func note(hasTools: Bool, at place: Place) {
      calling += 1
      guard !hasTools else { return }
      bare += 1
      if first.map({ place < $0 }) ?? true { first = place }
    }

    mutating func merge(_ other: Tally) {
      calling += other.calling
      bare += other.bare
      if let place = other.first, first.map({ place < $0 }) ?? true { first = place }
    }
  }

  func note(_ batch: Batch, in tally: inout Tally) {
    for row in batch.rows where row.isExample {
      guard batch.turns(of: row).contains(where: { $0.flags.contains(.hasToolCalls) }) else { continue }
      tally.note(hasTools: row.hasTools, at: batch.place(row))
    }
  }

  func conclude(_ tally: Tally, _ corpus: Corpus, into findings: inout Findings) {
    guard let place = tally.first, let row = corpus.index.row(of: place) else { return }
    let plural = tally.bare == 1 ? "" : "s"
    findings.add(
      corpus, row: row,
      message: "\(tally.bare) of \(tally.calling) example\(tally.calling == 1 ? "" : "s") with tool calls "
        + "declare\(tally.bare == 1 ? "s" : "") no tools, here first; expected a list of tools in each",
      hint: "declare the functions under \"tools\", so that the calls of the example\(plural) can be judged and the "
        + "model sees what it may call")
  }
}

extension CallsWithoutTools.Tally {
  func write(to state: inout StateWriter) {
    state.put(count: calling)
    state.put(count: bare)
    state.put(optional: first)
  }

  init(from state: inout StateReader) throws(StateFault) {
    calling = try state.count()
    bare = try state.count()
    first = try state.optionalPlace()
  }
}
