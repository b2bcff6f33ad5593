import Foundation
import Testing

@testable import TunegateKit

@Suite("Duplicates")
struct DuplicateIndexTests {
  /// A set with planted repetitions, and what must be found: the row and the row that it repeats.
  private struct Planted {
    var lines: [String] = []
    var exact: [[UInt32]] = []
    var normalized: [[UInt32]] = []

    /// - Parameter words: how many words an answer has; below about 20 the text itself is kept, beyond a signature.
    init(_ dice: inout Dice, count: Int, words: ClosedRange<Int>) {
      /// The first row of each kind of text, and whether a row repeats one byte for byte.
      var first: [String: UInt32] = [:]
      var firstFolded: [String: UInt32] = [:]
      var texts: [(prompt: [String], answer: [String])] = []
      for row in 0..<UInt32(count) {
        var text = (prompt: Planted.words(3...9, &dice), answer: Planted.words(words, &dice))
        if !texts.isEmpty, dice.once(in: 3) { text = dice.pick(texts) }
        if dice.once(in: 4) { text.answer = text.answer.map { dice.once(in: 2) ? $0.uppercased() + "!" : $0 } }
        texts.append(text)
        lines.append(IndexedLines.line(text.prompt, text.answer))
        // What counts is told by the strings themselves.
        let key = text.prompt.joined(separator: " ") + "|" + text.answer.joined(separator: " ")
        let folded = key.lowercased().filter { $0 != "!" }
        if let earlier = first[key] {
          exact.append([row, earlier])
        } else if let earlier = firstFolded[folded] {
          normalized.append([row, earlier])
        }
        first[key] = first[key] ?? row
        firstFolded[folded] = firstFolded[folded] ?? row
      }
    }

    private static func words(_ count: ClosedRange<Int>, _ dice: inout Dice) -> [String] {
      (0..<dice.number(count)).map { _ in
        String(decoding: (0..<dice.number(3...8)).map { _ in UInt8(0x61 + dice.number(0...25)) }, as: UTF8.self)
      }
    }
  }

  @Test(
    "Exact and normalized duplicates are found exactly, each with the first of its kind",
    arguments: 0..<8 as Range<UInt64>)
  func exactAndNormalized(seed: UInt64) async {
    var dice = Dice(seed)
    let planted = Planted(&dice, count: 300, words: seed % 2 == 0 ? 2...12 : 30...60)
    let found = await IndexedLines(planted.lines).duplicates()
    #expect(found.exact.map { [$0.row, $0.of] } == planted.exact)
    #expect(found.normalized.map { [$0.row, $0.of] } == planted.normalized)
    #expect(planted.exact.count > 10 && planted.normalized.count > 10)
    #expect((found.exact + found.normalized).allSatisfy { $0.similarity == 1 })
  }

  @Test(
    "No example is in two lists, each list ascends, and what is repeated comes first", arguments: 0..<4 as Range<UInt64>
  )
  func lists(seed: UInt64) async {
    let found = await IndexedLines(NearSet(seed: seed, words: 8...14).lines).duplicates()
    let rows = (found.exact + found.normalized + found.near).map(\.row)
    #expect(Set(rows).count == rows.count && found.count == rows.count)
    for list in [found.exact, found.normalized, found.near] {
      #expect(list.map(\.row) == list.map(\.row).sorted())
      #expect(list.allSatisfy { $0.of < $0.row })
    }
  }

  @Test("The number of jobs does not show")
  func jobs() async {
    let lines = IndexedLines(NearSet(seed: 9, words: 8...40).lines)
    let alone = await lines.duplicates()
    #expect(alone.near.count > 20)
    for jobs in [2, 3, 8] { #expect(await lines.duplicates(jobs: jobs) == alone) }
  }

  @Test("Near duplicates are those that comparing all pairs finds", arguments: 0..<6 as Range<UInt64>)
  func near(seed: UInt64) async {
    // Short texts are compared word by word, long ones by their signatures.
    let set = NearSet(seed: seed, words: seed % 2 == 0 ? 3...8 : 60...120)
    let lines = IndexedLines(set.lines)
    let found = await lines.duplicates()
    let slow = SlowComparison(lines)
    let repeats = Set((found.exact + found.normalized).map(\.row))
    let rows = (0..<UInt32(lines.index.count)).filter { !repeats.contains($0) }

    var partners: [UInt32: [UInt32]] = [:]
    for x in rows {
      for y in rows where y < x && slow.isNear(Int(y), Int(x)) { partners[x, default: []].append(y) }
    }
    for repetition in found.near {
      #expect(partners[repetition.row]?.contains(repetition.of) == true, "\(repetition)")
      let similarity = slow.overlap(Int(repetition.of), Int(repetition.row)).whole
      // Two words may share a counter, which makes both look more frequent than they are.
      #expect(abs(similarity - Double(repetition.similarity)) < 0.01, "\(repetition)")
    }
    // Signatures are cut into bands: a pair at the threshold may share none, and is missed.
    let missed = Set(partners.keys).subtracting(found.near.map(\.row))
    #expect(Double(missed.count) <= 0.03 * Double(partners.count), "\(missed.count) of \(partners.count) missed")
    #expect(partners.count >= 20)
  }

  @Test("Without the near search there are no near duplicates")
  func switchedOff() async {
    let lines = IndexedLines(NearSet(seed: 2, words: 8...14).lines)
    let index = DuplicateIndex(index: lines.index, slots: lines.tally.slots, limits: NearDuplicateLimits())
    let found = await index.find(jobs: 2, near: false)
    #expect(found.near.isEmpty && !found.exact.isEmpty)
  }

  @Test("An empty set, a set of one, and lines that are no examples repeat nothing")
  func small() async {
    for lines in [[], [#"{"text": "a"}"#], ["{", "{", "7", "7"], [#"{"foo": 1}"#, #"{"foo": 1}"#]] {
      #expect(await IndexedLines(lines).duplicates() == Duplicates())
    }
  }
}

/// Short or long texts, a third of them an earlier one with a few words replaced, dropped, swapped or misspelled.
private struct NearSet {
  private(set) var lines: [String] = []

  init(seed: UInt64, words count: ClosedRange<Int>) {
    var dice = Dice(seed)
    var texts: [(prompt: [String], answer: [String])] = []
    for _ in 0..<150 {
      var text = (prompt: Self.words(8...14, &dice), answer: Self.words(count, &dice))
      if !texts.isEmpty, !dice.once(in: 3) {
        text = dice.pick(texts)
        for _ in 0..<dice.number(0...max(1, text.answer.count / 8)) {
          if dice.once(in: 3) { Self.edit(&text.answer, &dice) } else { Self.edit(&text.prompt, &dice) }
        }
      }
      texts.append(text)
      lines.append(IndexedLines.line(text.prompt, text.answer))
    }
  }

  private static func edit(_ words: inout [String], _ dice: inout Dice) {
    let at = dice.number(0...words.count - 1)
    switch dice.number(0...3) {
    case 0: words[at] = Self.words(1...1, &dice)[0]
    case 1: if words.count > 3 { words.remove(at: at) }
    case 2: words.swapAt(at, dice.number(0...words.count - 1))
    default: words[at] = String(words[at].dropLast()) + "x"
    }
  }

  private static func words(_ count: ClosedRange<Int>, _ dice: inout Dice) -> [String] {
    (0..<dice.number(count)).map { _ in
      let length = dice.number(1...4)
      return (0..<length).map { _ in dice.pick(["ba", "ri", "to", "ne", "lu", "ska", "ve"]) }.joined()
    }
  }
}

/// The similarity of two examples by the definition, in double precision and without a short cut.
private struct SlowComparison {
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
  private var counts: [String: Int] = [:]
  private var kept = 0

  init(_ lines: IndexedLines) {
    index = lines.index
    slotWeights = lines.tally.slots.weights()
    for row in 0..<index.count {
      let text = Self.text(row, lines.index)
      texts.append(text)
      guard let text else { continue }
      kept += 1
      for word in Set(text[0] + text[1]) { counts[word, default: 0] += 1 }
    }
  }

  /// Prompt and answer as words; nil when a signature is kept in place of the text.
  private static func text(_ row: Int, _ index: ExampleIndex) -> [[String]]? {
    let mark = index.payloadCounts[row]
    guard mark != FeatureColumns.signatureMark else { return nil }
    let bytes = UnsafeBufferPointer(start: index.payload.pointer(index.payloadOffsets[row]), count: Int(mark))
    let prompt = Int(index.payloadPrompts[row])
    return [bytes[..<prompt], bytes[prompt...]].map { side in
      String(decoding: side, as: UTF8.self).split(separator: " ").map(String.init)
    }
  }

  func isNear(_ x: Int, _ y: Int) -> Bool {
    let limits = NearDuplicateLimits()
    guard index.context[x] == index.context[y] else { return false }
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
    let needed = index.numbers[x] == index.numbers[y] ? limits.similarity : limits.otherNumbers
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

  private func weight(_ word: String) -> Double { log(Double(kept) / Double(counts[word] ?? 1)) + 0.3 }

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
        return Misspelling.isLikely(words[0], words[1], [UInt32(counts[x] ?? 0), UInt32(counts[y] ?? 0)])
      }
    }
  }

  private func compareSignatures(_ x: Int, _ y: Int) -> Overlap {
    var scratch = SignatureScratch()
    let slots = [x, y].map { row in
      scratch.withSignature(of: row, in: index) {
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
