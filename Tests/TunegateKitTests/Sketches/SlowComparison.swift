import Foundation

@testable import TunegateKit

/// The similarity of two examples by the definition, in double precision and without a short cut.
struct SlowComparison {
  struct Overlap {
    var shared = [0.0, 0.0]
    var different = [0.0, 0.0]
    /// What only the one and only the other has, of each side; nothing for signatures, which cannot tell.
    var only = [(0.0, 0.0), (0.0, 0.0)]

    func side(_ i: Int) -> Double { shared[i] + different[i] > 0 ? shared[i] / (shared[i] + different[i]) : 1 }
    var whole: Double {
      let (s, d) = (shared[0] + shared[1], different[0] + different[1])
      return s + d > 0 ? s / (s + d) : 1
    }
  }

  private let index: ExampleIndex
  private let slotWeights: [Float]
  private var texts: [[[String]]?] = []
  /// How many texts hold a word; words that share a bucket are counted together, as defined.
  private var counts: [Int: Int] = [:]
  private var kept = 0

  init(_ lines: IndexedLines) {
    index = lines.index
    slotWeights = lines.tally.slots.weights()
    for row in 0..<index.count {
      let text = Self.text(row, lines.index)
      texts.append(text)
      guard let text else { continue }
      kept += 1
      for bucket in Set((text[0] + text[1]).map(Self.bucket)) { counts[bucket, default: 0] += 1 }
    }
  }

  /// Prompt and answer as words; nil when a signature is kept in place of the text.
  private static func text(_ row: Int, _ index: ExampleIndex) -> [[String]]? {
    let meeting = index.meetings[row]
    guard meeting.mark != FeatureColumns.signatureMark else { return nil }
    let bytes = UnsafeBufferPointer(start: index.payload.pointer(meeting.payload), count: Int(meeting.mark))
    let prompt = Int(meeting.promptCount)
    return [bytes[..<prompt], bytes[prompt...]].map { side in
      String(decoding: side, as: UTF8.self).split(separator: " ").map(String.init)
    }
  }

  func isNear(_ x: Int, _ y: Int) -> Bool {
    let limits = NearDuplicateLimits()
    guard index.meetings[x].context == index.meetings[y].context else { return false }
    if texts[x] == nil || texts[y] == nil {
      let lengths = [x, y].map { Int(index.promptLengths[$0]) + Int(index.answerLengths[$0]) }.sorted()
      guard lengths[1] <= 2 * lengths[0] else { return false }
    }
    let overlap = overlap(x, y)
    if texts[x] != nil, texts[y] != nil {
      // No word of a short answer may be replaced.
      guard min(overlap.only[1].0, overlap.only[1].1) <= 0.01, overlap.side(1) >= Double(limits.shortAnswer) else {
        return false
      }
    }
    let needed = index.meetings[x].numbers == index.meetings[y].numbers ? limits.similarity : limits.otherNumbers
    return overlap.whole >= Double(needed) && overlap.side(0) >= Double(limits.side)
      && overlap.side(1) >= Double(limits.side)
  }

  func overlap(_ x: Int, _ y: Int) -> Overlap {
    guard let a = texts[x], let b = texts[y] else { return compareSignatures(x, y) }
    var overlap = Overlap()
    for side in 0...1 {
      let best = align(a[side], b[side])
      var only = (a[side].reduce(-best.left) { $0 + weight($1) }, b[side].reduce(-best.right) { $0 + weight($1) })
      let (shorter, longer) = (min(a[side].count, b[side].count), max(a[side].count, b[side].count))
      let opening = longer - shorter
      if shorter > 0, (1...3).contains(opening), a[side].suffix(shorter) == b[side].suffix(shorter) {
        only = (only.0 / 2, only.1 / 2)
      }
      overlap.only[side] = (max(0, only.0), max(0, only.1))
      overlap.shared[side] = best.shared
      overlap.different[side] = overlap.only[side].0 + overlap.only[side].1
    }
    return overlap
  }

  private static func bucket(_ word: String) -> Int {
    // Eight zeros behind the word, because it is read a block at a time.
    (Array(word.utf8) + Array(repeating: 0, count: 8)).withUnsafeBufferPointer { bytes in
      var words: [Word] = []
      if let base = bytes.baseAddress { Word.split(base, bytes.count - 8, into: &words) }
      return words.first?.bucket ?? 0
    }
  }

  private func weight(_ word: String) -> Double { log(Double(kept) / Double(counts[Self.bucket(word)] ?? 1)) + 0.3 }

  /// The best alignment over the whole table: most shared, then least surplus.
  private func align(_ a: [String], _ b: [String]) -> (shared: Double, left: Double, right: Double) {
    typealias Cell = (shared: Double, left: Double, right: Double)
    func better(_ x: Cell, _ y: Cell) -> Cell {
      x.shared > y.shared + 1e-9 || abs(x.shared - y.shared) <= 1e-9 && x.left + x.right < y.left + y.right ? x : y
    }
    var table = [[Cell]](repeating: [Cell](repeating: (0, 0, 0), count: b.count + 1), count: a.count + 1)
    for (i, x) in a.enumerated() {
      for (j, y) in b.enumerated() {
        var best = better(table[i][j + 1], table[i + 1][j])
        if x == y || isMisspelling(x, y) {
          let (p, q, before) = (weight(x), weight(y), table[i][j])
          best = better((before.shared + min(p, q), before.left + p, before.right + q), best)
        }
        table[i + 1][j + 1] = best
      }
    }
    return table[a.count][b.count]
  }

  private func isMisspelling(_ x: String, _ y: String) -> Bool {
    let (a, b) = (Array(x.utf8), Array(y.utf8))
    return a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        guard let left = a.baseAddress, let right = b.baseAddress else { return false }
        let words = [Word(start: left, count: a.count, bucket: 0), Word(start: right, count: b.count, bucket: 1)]
        return Misspelling.isLikely(words[0], words[1], [x, y].map { UInt32(counts[Self.bucket($0)] ?? 0) })
      }
    }
  }

  private func compareSignatures(_ x: Int, _ y: Int) -> Overlap {
    var scratch = SignatureScratch()
    let slots = [x, y].map { row in
      scratch.withSignature(of: index.meetings[row], in: index) {
        Array(UnsafeBufferPointer(start: $0, count: slotWeights.count / 256))
      }
    }
    var overlap = Overlap()
    for (i, pair) in zip(slots[0], slots[1]).enumerated() {
      let values = [pair.0, pair.1].filter { $0 != 0 }
      for value in values {
        let weight = Double(slotWeights[i * 256 + Int(value)])
        let side = Int(value >> 7)
        if pair.0 == pair.1 {
          overlap.shared[side] += weight / 2
        } else {
          overlap.different[side] += weight / Double(values.count)
        }
      }
    }
    return overlap
  }
}
