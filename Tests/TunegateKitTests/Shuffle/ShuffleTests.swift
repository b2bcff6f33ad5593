import Foundation
import Testing

@testable import TunegateKit

/// The search for duplicates in steps of one state each.
@Suite("Shuffle")
struct ShuffleTests {
  /// Texts that are kept whole and texts that leave a signature, with exact, normalized and near repetitions.
  private static func lines(_ dice: inout Dice, _ count: Int) -> [String] {
    var known: [[String]] = []
    return (0..<count).map { _ in
      var words = (0..<dice.number(dice.once(in: 2) ? 4...12 : 40...60)).map { _ in
        String(decoding: (0..<dice.number(3...8)).map { _ in UInt8(0x61 + dice.number(0...25)) }, as: UTF8.self)
      }
      if !known.isEmpty, dice.once(in: 2) { words = dice.pick(known) }
      known.append(words)
      if dice.once(in: 4) { words[0] = words[0].uppercased() + "!" }
      if dice.once(in: 3) { words[1].append("x") }
      let half = words.count / 2
      return dice.once(in: 40) ? "{" : IndexedLines.line(Array(words[..<half]), Array(words[half...]))
    }
  }

  private func plan(_ parts: [IndexedLines], near: Bool = true) -> ShufflePlan {
    var (slots, words) = (SlotCounts(), TextWords())
    for part in parts {
      slots.merge(part.tally.slots)
      words.merge(TextWords(part.index))
    }
    return ShufflePlan(
      parts: parts.enumerated().map { i, part in
        ShufflePlan.Part(
          digest: FileDigest(of: [UInt8(i)]), readings: [.init(source: 2 * i, rows: part.index.count)])
      },
      slots: slots, words: words, limits: NearDuplicateLimits(), findsNear: near)
  }

  @Test("Steps over parts find what one search over the whole finds", arguments: 0..<6 as Range<UInt64>)
  func parts(seed: UInt64) async throws {
    var dice = Dice(seed)
    let lines = Self.lines(&dice, 400)
    let cuts = [0] + (0..<dice.number(2...7)).map { _ in dice.number(0...lines.count) }.sorted() + [lines.count]
    let parts = zip(cuts, cuts.dropFirst()).map { IndexedLines(Array(lines[$0..<$1])) }
    let plan = plan(parts)
    let folder = try TestFolder()
    let engine = SmallEngine(
      folder: URL(fileURLWithPath: folder.path), digest: Data(plan.bytes.prefix(16)),
      states: Dictionary(uniqueKeysWithValues: parts.indices.map { (2 * $0, $0) }))
    let path = try engine.repetitions { name, part, input, output in
      let digest = FileDigest(of: [UInt8(part)])
      let step = ShuffleStep(plan, try #require(plan.parts.first { $0.digest == digest }), parts[part].index)
      switch name {
      case "keys": try step.writeKeys(to: output)
      case "bands": try step.writeBands(without: input ?? "", to: output)
      case "rows": try step.writeRows(input ?? "", to: output)
      default: try step.writeRepeats(input ?? "", to: output)
      }
    }
    let whole = await IndexedLines(lines).duplicates()
    #expect(!whole.exact.isEmpty && !whole.normalized.isEmpty && !whole.near.isEmpty)
    #expect(try Duplicates(contentsOf: path, plan: plan) == whole)
  }
}
