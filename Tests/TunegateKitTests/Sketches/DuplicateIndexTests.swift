import Testing

@testable import TunegateKit

@Suite("Duplicates")
struct DuplicateIndexTests {
  @Test("Groups are counted by size, whatever way their members were found", arguments: 0..<20)
  func groups(seed: UInt64) {
    var dice = Dice(seed)
    var found = Duplicates()
    var sizes: [UInt32: Int] = [:]
    var root: [UInt32] = []
    for row in 0..<UInt32(dice.number(0...300)) {
      guard row > 0, dice.once(in: 2) else {
        root.append(row)
        continue
      }
      let earlier = UInt32(dice.number(0...Int(row) - 1))
      root.append(root[Int(earlier)])
      sizes[root[Int(earlier)], default: 1] += 1
      let repetition = RepeatedRow(row: row, of: earlier, similarity: 1)
      switch dice.number(0...2) {
      case 0: found.exact.append(repetition)
      case 1: found.normalized.append(repetition)
      default: found.near.append(repetition)
      }
    }
    let groups = found.groups
    #expect(groups.reduce(0) { $0 + $1.groups } == sizes.count)
    for group in groups {
      #expect(group.groups == sizes.values.count { group.sizes.contains($0) } && group.groups > 0)
    }
    #expect(zip(groups, groups.dropFirst()).allSatisfy { $0.sizes.upperBound < $1.sizes.lowerBound })
  }

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
      #expect(abs(similarity - Double(repetition.similarity)) < 1e-4, "\(repetition)")
    }
    // Signatures are cut into bands: a pair at the threshold may share none, and is missed.
    let missed = Set(partners.keys).subtracting(found.near.map(\.row))
    #expect(Double(missed.count) <= 0.03 * Double(partners.count), "\(missed.count) of \(partners.count) missed")
    #expect(partners.count >= 15)
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

/// Short or long texts, most of them an earlier one with a few words replaced, dropped, swapped or misspelled.
private struct NearSet {
  private(set) var lines: [String] = []

  init(seed: UInt64, words count: ClosedRange<Int>) {
    var dice = Dice(seed)
    var texts: [(prompt: [String], answer: [String])] = []
    for _ in 0..<150 {
      // Some have all their words on one side, so that the other side alone can tell two of them apart.
      let isLopsided = dice.once(in: 3)
      var text = (prompt: Self.words(8...14, &dice), answer: Self.words(count, &dice))
      if isLopsided { text = (prompt: text.prompt, answer: Self.words(1...1, &dice)) }
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
    case 1: if words.count > 1 { words.remove(at: at) }
    case 2: words.swapAt(at, dice.number(0...words.count - 1))
    default: words[at] = String(words[at].dropLast()) + "x"
    }
  }

  private static func words(_ count: ClosedRange<Int>, _ dice: inout Dice) -> [String] {
    (0..<dice.number(count)).map { _ in
      if dice.once(in: 15) { return "\(dice.number(1...99))" }
      let length = dice.number(1...4)
      return (0..<length).map { _ in dice.pick(["ba", "ri", "to", "ne", "lu", "ska", "ve"]) }.joined()
    }
  }
}
