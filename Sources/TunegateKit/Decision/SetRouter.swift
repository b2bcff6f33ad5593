/// Splits a set along the decision matrix: every line goes into exactly one file, its bytes unchanged.
public final class SetRouter {
  /// The files, in the order of the report.
  public static let files = ["fine-tune", "rag", "chain-of-thought", "undecided", "rejected"]
  /// An example with this much noise is rejected.
  public static let rejected = 0.5

  /// Lines by file.
  public private(set) var counts = [Int](repeating: 0, count: SetRouter.files.count)
  private let audit: Audit
  private let settings: Settings

  public init(_ audit: Audit, settings: Settings) {
    (self.audit, self.settings) = (audit, settings)
  }

  /// Reads the sources once more and writes the files and `routing.json` into `folder`, which must exist.
  ///
  /// What is no example, is blank, or has a noise of `rejected` and more goes to `rejected.jsonl`. Files appear when
  /// they are complete. O(text).
  public func write(into folder: String) throws(OutputError) {
    let corpus = audit.corpus
    var files = try SplitFiles(folder)
    var limits = InputLimits(lineBytes: settings.limits.lineBytes, ratio: settings.limits.ratio)
    // Lines that were too long to be judged are passed on all the same.
    limits.lineBytes = 1 << 30
    let reader = SlabReader(corpus.sources, limits: limits)
    var lines = LineReader(fields: settings.fields, maxDepth: settings.limits.depth)
    var judge = RowJudge(audit)
    let (slab, batch) = (Slab(), Batch())
    while reader.next(into: slab) {
      lines.read(slab, into: batch, withFeatures: true)
      let approaches = judge.approaches(batch)
      var failure: OutputError?
      slab.eachLine { number, line in
        guard failure == nil else { return }
        let file = approaches[number] ?? SetRouter.files.count - 1
        counts[file] += 1
        do throws(OutputError) { try files.write(line.last == 0x0A ? line : line + [0x0A], file) } catch {
          failure = error
        }
      }
      if let failure { throw failure }
    }
    try files.commit()
    var file = try OutputFile(folder + "/routing.json")
    try file.write(json(judge.router()))
    try file.commit()
  }

  private func json(_ router: QueryRouter) -> [UInt8] {
    let report = audit.report
    var json = JSONWriter(layout: .lines)
    json.object { json in
      json.key("tunegate")
      json.object(.line) { json in
        json.member("version", report.version)
        json.member("routing", 1)
      }
      json.key("counts")
      json.object(.line) { json in
        for (name, count) in zip(SetRouter.files, counts) { json.member(name, count) }
      }
      JSONReport().write(report.verdict, to: &json)
      if let matrix = report.matrix { JSONReport().write(matrix, to: &json) }
      json.key("router")
      router.write(to: &json)
    }
    json.newline()
    return json.bytes
  }
}

/// The approach of each row of a batch.
private struct RowJudge {
  private let audit: Audit
  private let matrix: MatrixDecision?
  private var study: RouteStudy?
  private let kept: [UInt64: Verdict.Approach]

  init(_ audit: Audit) {
    self.audit = audit
    matrix = audit.corpus.matrix
    study = matrix?.study
    kept = ApproachTable(audit.corpus).choices
  }

  /// By line number: the index of its file.
  mutating func approaches(_ batch: Batch) -> [Int: Int] {
    var texts = ExampleSample()
    texts.offer(batch)
    var fresh: [UInt64: Verdict.Approach] = [:]
    for member in texts.members where kept[member.key] == nil {
      if let matrix { fresh[member.key] = matrix.approach(member, isMember: false, &study) }
    }
    var files: [Int: Int] = [:]
    for (i, row) in batch.rows.enumerated() where row.isExample {
      let noise = audit.noise(at: batch.place(row))
      guard noise < SetRouter.rejected else { continue }
      let key = ExampleSample.key(batch.features.exact[i])
      let approach = kept[key] ?? fresh[key] ?? .undecided
      files[row.line] = SetRouter.files.firstIndex(of: approach.rawValue) ?? 3
    }
    return files
  }

  /// Learns from the prompts that were kept.
  func router() -> QueryRouter {
    let members = audit.corpus.members
    return QueryRouter(members.map(\.prompt), members.map { kept[$0.key] ?? .undecided })
  }
}

/// One output file for each route.
private struct SplitFiles {
  private final class Slot {
    var file: OutputFile?
  }

  private var slots: [Slot] = []

  init(_ folder: String) throws(OutputError) {
    for name in SetRouter.files {
      let slot = Slot()
      slot.file = try OutputFile("\(folder)/\(name).jsonl")
      slots.append(slot)
    }
  }

  mutating func write(_ line: [UInt8], _ index: Int) throws(OutputError) { try slots[index].file?.write(line) }

  mutating func commit() throws(OutputError) {
    for slot in slots {
      if let file = slot.file.take() { try file.commit() }
    }
  }
}
