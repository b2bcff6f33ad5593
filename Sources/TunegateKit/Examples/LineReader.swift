#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reads a slab's lines into a batch: rows, notes, and features.
struct LineReader: ~Copyable {
  private var reader: ExampleReader
  private var extractor: FeatureExtractor
  private(set) var checks: LineChecks
  private var leaks: LeakCheck?

  /// - Parameters:
  ///   - first: the source that loaders read first.
  ///   - heldOut: evaluation data that no example may hold.
  init(_ settings: Settings, first: Int, heldOut: HeldOutSets = HeldOutSets()) {
    leaks = LeakCheck(heldOut)
    reader = ExampleReader(fields: settings.fields, maxDepth: settings.limits.depth)
    extractor = FeatureExtractor(settings)
    checks = LineChecks(settings, first: first)
  }

  /// For lines alone, without checks that settings ask for.
  init(fields: Settings.Fields?, maxDepth: Int) {
    reader = ExampleReader(fields: fields, maxDepth: maxDepth)
    extractor = FeatureExtractor()
    checks = LineChecks()
    leaks = nil
  }

  var tally: FeatureTally { extractor.tally }
  /// What the checks of lines add up to.
  var lineTally: LineTally {
    var tally = checks.tally
    leaks?.add(to: &tally)
    return tally
  }

  mutating func read(_ slab: Slab, into batch: Batch, withFeatures: Bool) {
    batch.reset(to: slab)
    if let bytes = slab.oversized {
      noteOversized(bytes, slab, batch)
    } else {
      readLines(slab, batch, withFeatures)
    }
  }

  /// Bounds: lines lie within `slab.count`, which has `Slab.tail` zeroed bytes behind it.
  private mutating func readLines(_ slab: Slab, _ batch: Batch, _ withFeatures: Bool) {
    let bytes = UnsafePointer(slab.bytes)
    var number = slab.firstLine
    var start = 0
    extractor.begin(batch)
    if slab.offset == 0, slab.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
      batch.startsWithMark = true
      start = 3
    }
    while start < slab.count {
      let newline = memchr(bytes + start, 0x0A, slab.count - start)
      let end = newline.map { UnsafeRawPointer($0) - UnsafeRawPointer(bytes) } ?? slab.count
      var count = end - start
      if count > 0, bytes[start + count - 1] == 0x0D { count -= 1 }
      if !LineReader.isBlank(bytes + start, count) {
        reader.read(bytes + start, count: count, offset: start, number: number, into: batch)
        let row = batch.rows[batch.rows.count - 1]
        let tools = row.isExample ? reader.toolsText(bytes + start) : nil
        if row.fault < 0 { checks.check(reader.tape, bytes + start, tools: tools, batch) }
        if withFeatures {
          extractor.extract(row, tools: reader.fingerprint(tools: tools), toolText: tools, from: batch)
          leaks?.check(row, prompt: extractor.prompt, answer: extractor.answer, batch)
          if row.isExample { PairReader.read(row, into: batch) }
        }
      }
      start = end + 1
      number += 1
    }
    extractor.finish(batch)
  }

  /// Blank lines are no records: JSON Lines loaders skip them.
  private static func isBlank(_ line: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    for i in 0..<count where line[i] != 0x20 && line[i] != 0x09 && line[i] != 0x0D { return false }
    return true
  }

  /// The skipped line is a record all the same: it counts, and its finding has a place.
  private func noteOversized(_ bytes: Int, _ slab: Slab, _ batch: Batch) {
    batch.oversized = (slab.firstLine, bytes)
    batch.rows.append(
      Row(
        line: slab.firstLine, offset: 0, length: 0, shape: .unknown, isExample: false, fault: -1, firstTurn: 0,
        turnCount: 0))
    batch.hits.append(RuleSet())
    batch.features.appendNone()
  }
}
