/// Stages that can be run alone, so that a benchmark tells what each of them adds.
public enum BenchStage: String, Sendable, CaseIterable {
  /// Decompress; the same as `read` on a plain file.
  case inflate
  /// Cut into slabs of whole lines.
  case read
  /// Parse, tell the shape, unescape the text.
  case parse
  /// Fold, fingerprint, sign.
  case features
  /// Everything that a worker does with a batch: the example rules, and what the others note.
  case rules

  /// Runs the stages up to this one over a file, on the calling thread. Returns what kept it from being read.
  public func run(_ path: String, settings: Settings) -> String? {
    let (sources, problems) = SourceList.find([path])
    if let problem = problems.first { return problem.text }
    let reader = SlabReader(sources)
    let worker = Worker(settings: settings, limit: 1, first: 0, heldOut: HeldOutSets())
    let batch = Batch()
    var lines = LineReader(fields: nil, maxDepth: 128)
    while reader.next(into: worker.slab) {
      switch self {
      case .inflate, .read: break
      case .parse: lines.read(worker.slab, into: batch, withFeatures: false)
      case .features: lines.read(worker.slab, into: batch, withFeatures: true)
      case .rules: worker.work()
      }
    }
    return reader.summaries.flatMap(\.problems).first { $0.isFatal }?.text
  }
}
