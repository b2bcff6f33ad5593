@testable import TunegateKit

/// One line, read: its row, its turns as text, its notes.
struct ReadLine {
  /// Nil for a blank line.
  let row: Row?
  /// Index or `field`, role, side, and the text with `⏎` for a newline.
  let turns: [String]
  let flags: [TurnFlags]
  let notes: [Note]
  /// What makes the record differ from another with the same turns.
  let context: UInt32
  let sample: ExampleSample
  /// The batch that it was read into.
  let batch: Batch

  init(_ line: String, fields: Settings.Fields? = nil) {
    let bytes = Array(line.utf8)
    let slab = Slab(capacity: bytes.count)
    for (i, byte) in bytes.enumerated() { slab.bytes[i] = byte }
    slab.setCount(bytes.count)
    batch = Batch()
    var reader = LineReader(fields: fields, maxDepth: 128)
    reader.read(slab, into: batch, withFeatures: true)
    row = batch.rows.first
    let batch = batch
    let all = batch.rows.flatMap { batch.turns(of: $0) }
    turns = all.map { turn in
      let place = turn.flags.contains(.isField) ? "field" : "\(turn.index)"
      let text = batch.string(turn).replacing("\n", with: "⏎")
      return "\(place) \(turn.role.name) \(turn.side) \(text)"
    }
    flags = all.map(\.flags)
    notes = batch.notes
    var texts = ExampleSample()
    texts.offer(batch)
    sample = texts
    context = batch.features.context.first ?? 0
  }
}
