@testable import TunegateKit

/// Lines of text read into an index, as the pipeline does it, without the pipeline.
struct IndexedLines {
  let index = ExampleIndex()
  private(set) var tally = FeatureTally()

  init(_ sources: [[String]]) {
    let (slab, batch) = (Slab(), Batch())
    var reader = LineReader(fields: nil, maxDepth: 128)
    for (source, lines) in sources.enumerated() {
      let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
      slab.reserve(bytes.count, keeping: 0)
      bytes.withUnsafeBufferPointer { if let base = $0.baseAddress { slab.bytes.update(from: base, count: $0.count) } }
      slab.setCount(bytes.count)
      (slab.source, slab.sequence, slab.firstLine, slab.offset, slab.oversized) = (source, source, 1, 0, nil)
      reader.read(slab, into: batch, withFeatures: true)
      index.append(batch)
    }
    tally = reader.tally
  }

  init(_ lines: [String]) { self.init([lines]) }

  func duplicates(limits: NearDuplicateLimits = NearDuplicateLimits(), jobs: Int = 1) async -> Duplicates {
    await DuplicateIndex(index: index, slots: tally.slots, limits: limits).find(jobs: jobs, near: true)
  }

  /// A record of words without anything that needs an escape.
  static func line(_ prompt: [String], _ answer: [String]) -> String {
    #"{"prompt": "\#(prompt.joined(separator: " "))", "completion": "\#(answer.joined(separator: " "))"}"#
  }
}
