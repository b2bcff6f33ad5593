import CKernels
import Testing

@testable import TunegateKit

/// Every instruction set gives what the plain reference gives, byte for byte.
@Suite("Kernels of all instruction sets")
struct KernelTests {
  private static let names = ["base", "avx2", "avx512"]

  /// The sets that this machine has.
  private static var sets: [tg_kernels] { names.compactMap { tg_kernels_named($0)?.pointee } }

  private static var reference: tg_kernels {
    get throws { try #require(tg_kernels_named("scalar")).pointee }
  }

  /// Texts of what any kernel looks for, at any offset to a block.
  private static let pieces = [
    "the ", " and", " of ", "Answer: ", "\nUser: ", "1. 用户：", "### Response:\n", "a_b-", "12 3.", "1,000.5", "12:30",
    "Qq~",
    "tK", "-B", "@", "é", "漢字", "\u{7F}", "DE12", "zzzzzzzzzzzzzzzzzzzz", "98765432", "<<48/2=24>>", "= 7", "[INST]",
    "{{x}}",
    "<|im_end|>", "<b>", "```", "## Head", "https://", "www.", "Attached ", "ttac", "TODO", "Todo", "TBD", "FIXME",
    "Lorem ipsum", "\u{FFFD}", "â€™", "Ã©", "\u{200B}", "\u{202E}", "\u{E0041}", "\u{E000}", "pаypаl", "Привет", "שלום",
    "नमस्ते", "한국어", "ﬁ", "\u{FDFA}", "٣٫١٤", "\u{1}", "\t", "\r\n", "%(name)s", "it keeps on and on, ", "!?", "  ",
  ]

  private static func text(_ dice: inout Dice) -> [UInt8] {
    var text = ""
    for _ in 0..<dice.number(0...24) {
      text += dice.pick(pieces)
      text += String(repeating: dice.pick([" ", "x", "7", "Z", "e"]), count: dice.number(0...40) * dice.number(0...1))
    }
    return Array(text.utf8)
  }

  /// What stands behind a text must not change a result: the kernels read there.
  private static func padded(_ text: [UInt8], _ dice: inout Dice) -> [UInt8] {
    text + (0..<64).map { _ in UInt8(dice.number(0...255)) }
  }

  @Test("The machine's best set is in use, and a wrong name is none")
  func names() throws {
    let best = try #require(Self.sets.last)
    #expect(String(cString: best.name) == String(cString: tg_kernels_in_use().pointee.name))
    #expect(tg_kernels_named("mmx") == nil)
  }

  /// Expects that all sets give what the reference gives, for many texts.
  private func expectOneResult(seed: UInt64, of kernel: (tg_kernels, [UInt8], Int) -> [UInt64]) throws {
    var dice = Dice(seed)
    for _ in 0..<400 {
      let text = Self.text(&dice)
      let source = Self.padded(text, &dice)
      let expected = kernel(try Self.reference, source, text.count)
      for set in Self.sets { #expect(kernel(set, source, text.count) == expected, "\(String(cString: set.name))") }
    }
  }

  @Test("Folded texts and their counts")
  func folds() throws { try expectOneResult(seed: 3, of: Self.fold) }

  private static func fold(_ set: tg_kernels, _ source: [UInt8], _ count: Int) -> [UInt64] {
    var target = [UInt8](repeating: 0, count: tg_fold_bound(count))
    var stats = tg_fold_stats()
    let length = set.fold(source, count, &target, &stats)
    return [
      stats.code_points, stats.letters, stats.upper, stats.digits, stats.spaces, stats.non_ascii, stats.words,
      stats.numbers,
    ] + target[..<length].map(UInt64.init)
  }

  @Test("Marks, counts, control characters and places")
  func scans() throws { try expectOneResult(seed: 5, of: Self.scan) }

  private static func scan(_ set: tg_kernels, _ source: [UInt8], _ count: Int) -> [UInt64] {
    let counts = set.count_chars(source, count)
    return [
      set.text_marks(source, count), set.prose_marks(source, count, 0), set.prose_marks(source, count, 1),
      counts.plain, counts.digits, counts.marks, counts.others, UInt64(set.code_points(source, count)),
      UInt64(set.find_control(source, count)),
    ] + places(set, source, count)
  }

  private static func places(_ set: tg_kernels, _ source: [UInt8], _ count: Int) -> [UInt64] {
    var scan = tg_place_scan()
    var room = [tg_place](repeating: tg_place(), count: Int(TG_PLACES_STEP))
    var places: [UInt64] = []
    while scan.at < count {
      let found = set.find_places(source, count, &scan, &room, room.count)
      for place in room[..<found] { places += [UInt64(place.at), UInt64(place.end), UInt64(place.what)] }
    }
    return places
  }

  @Test("Signatures, keys and agreements")
  func signatures() throws {
    var dice = Dice(7)
    let reference = try Self.reference
    var before = [UInt8](repeating: 0, count: Int(TG_SLOTS))
    for round in 0..<300 {
      let (prompt, answer) = (Self.text(&dice), Self.text(&dice))
      let sides = [(Self.padded(prompt, &dice), prompt.count), (Self.padded(answer, &dice), answer.count)]
      var common = CommonValues()
      let slots = Self.slots(reference, sides)
      for slot in slots.indices where dice.number(0...9) < round % 11 { common.add(slots[slot], slot: slot) }
      let keys = Self.keys(reference, slots, common.values)
      for set in Self.sets {
        let name = String(cString: set.name)
        #expect(Self.slots(set, sides) == slots, "\(name)")
        #expect(Self.keys(set, slots, common.values) == keys, "\(name)")
        #expect(set.oph_agreement(slots, before) == reference.oph_agreement(slots, before), "\(name)")
      }
      before = slots
    }
  }

  private static func slots(_ set: tg_kernels, _ sides: [([UInt8], Int)]) -> [UInt8] {
    var bins = [UInt64](repeating: .max, count: Int(TG_SLOTS))
    var slots = [UInt8](repeating: 0, count: Int(TG_SLOTS))
    for (side, (text, count)) in sides.enumerated() { set.oph_add(text, count, UInt32(side), &bins) }
    set.oph_finish(bins, &slots)
    return slots
  }

  /// The keys of all bands, made at once and eight at a time; nothing for an empty signature.
  private static func keys(_ set: tg_kernels, _ slots: [UInt8], _ common: [UInt8]) -> [[UInt32]] {
    let layers = common.count / Int(TG_SLOTS)
    var all = [UInt32](repeating: 0, count: Int(TG_BANDS))
    guard set.oph_bands(slots, common, layers, 0, UInt32(TG_BANDS), &all) != 0 else { return [] }
    var parts: [UInt32] = []
    for first in stride(from: 0, to: UInt32(TG_BANDS), by: 8) {
      var some = [UInt32](repeating: 0, count: 8)
      #expect(set.oph_bands(slots, common, layers, first, 8, &some) == 1)
      parts += some
    }
    #expect(parts == all)
    return [all]
  }
}
