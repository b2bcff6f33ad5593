import Testing

@testable import TunegateKit

@Suite struct InflaterTests {
  /// zlib's, and ISA-L's in a build with the trait.
  private var inflaters: [any Inflating] {
    #if ISAL
      return [ZlibInflater()!, IsalInflater()!]
    #else
      return [ZlibInflater()!]
    #endif
  }

  private struct Outcome: Equatable {
    var text: [UInt8] = []
    var taken = 0
    var status = InflateStep.Status.more
  }

  /// Inflates in pieces of random sizes, as a decoder does, into memory full of `noise`.
  private func inflate(_ inflater: any Inflating, _ data: [UInt8], longest: Int, noise: UInt8 = 0) -> Outcome {
    var generator = SeededGenerator(UInt64(longest))
    var input = data
    var output = [UInt8](repeating: noise, count: longest)
    var outcome = Outcome()
    var wanted = 1
    inflater.reset()
    while outcome.status == .more, data.count - outcome.taken >= wanted {
      let count = min(data.count - outcome.taken, max(wanted, Int.random(in: 1...longest, using: &generator)))
      let room = Int.random(in: 1...longest, using: &generator)
      let step = input.withUnsafeMutableBufferPointer { from in
        output.withUnsafeMutableBufferPointer { to in
          to.baseAddress!.update(repeating: noise, count: room)
          return inflater.step(from.baseAddress! + outcome.taken, count: count, into: to.baseAddress!, room: room)
        }
      }
      #expect(step.taken >= 0 && step.taken <= count && step.made >= 0 && step.made <= room)
      outcome.text += output[..<step.made]
      outcome.taken += step.taken
      outcome.status = step.status
      wanted = step.made < room ? count - step.taken + 1 : 0
    }
    return outcome
  }

  private func lines(_ count: Int) -> [UInt8] {
    var generator = SeededGenerator(77)
    return randomLines(count, longest: 900, using: &generator)
  }

  @Test func textComesBackAndWhatFollowsItIsLeft() {
    let zeros = [UInt8](repeating: 0x30, count: 300_000)
    let cases: [(text: [UInt8], longest: [Int])] = [
      ([], [1, 7, 300]), ([0x78], [1, 7, 300]), (lines(20), [1, 5, 8, 300]), (lines(1500), [900, 70_000, 1 << 20]),
      (zeros + lines(100) + zeros, [900, 70_000, 1 << 20]),
    ]
    for inflater in inflaters {
      for (text, sizes) in cases {
        for (level, longest) in [Int32(0), 1, 6, 9].flatMap({ level in sizes.map { (level, $0) } }) {
          let data = deflated(text, level: level, windowBits: -15)
          let outcome = inflate(inflater, data + gzip(text).suffix(8) + gzip(text), longest: longest)
          #expect(outcome.status == .end && outcome.taken == data.count, "\(type(of: inflater)) \(level) \(longest)")
          #expect(outcome.text == text, "\(type(of: inflater)) \(level) \(longest)")
        }
      }
    }
  }

  /// Text in front of damage is the true text, all of it, whatever lay in memory and wherever the pieces ended.
  @Test func textBeforeDamageDependsOnTheDataAlone() {
    let data = deflated(lines(600), windowBits: -15)
    for inflater in inflaters {
      var generator = SeededGenerator(5)
      var corrupt = 0
      for round in 0..<120 {
        var damaged = data
        let index = Int.random(in: 0..<(round < 40 ? 100 : data.count), using: &generator)
        damaged[index] ^= UInt8(1 << Int.random(in: 0..<8, using: &generator))
        let whole = inflate(inflater, damaged, longest: 1 << 20)
        for (longest, noise) in [(1 << 20, UInt8(0x0A)), (80_000, 0x41), (700, 0x0A)] {
          let pieces = inflate(inflater, damaged, longest: longest, noise: noise)
          let note: Comment = "\(type(of: inflater)): byte \(index), pieces of \(longest)"
          #expect(pieces.status == whole.status, note)
          expectSame(pieces.text, whole.text, isTruncated: whole.status == .more, note)
        }
        if case .corrupt = whole.status { corrupt += 1 }
      }
      #expect(corrupt > 20)
    }
  }

  /// ISA-L looks up to three bytes up at once, and stops in front of them when the data ends within the third's code.
  private func expectSame(_ one: [UInt8], _ other: [UInt8], isTruncated: Bool, _ note: Comment) {
    let (short, long) = one.count < other.count ? (one, other) : (other, one)
    #expect(long.starts(with: short) && long.count - short.count <= (isTruncated ? 2 : 0), note)
  }

  @Test func checksumsAreThoseOfGzip() {
    let digits = Array("123456789".utf8)
    for inflater in inflaters {
      let first = inflater.checksum(0, digits, count: 4)
      #expect(inflater.checksum(first, Array(digits[4...]), count: 5) == 0xCBF4_3926)
      #expect(inflater.checksum(first, digits, count: 0) == first)
    }
  }

  #if ISAL
    /// Both libraries make the same of a file, damaged or not, but for the words.
    @Test func bothLibrariesSayTheSame() {
      let packed = gzip(lines(300), flags: 0x1E) + gzip([]) + gzip(lines(40))
      var generator = SeededGenerator(6)
      for round in 0..<300 {
        var damaged = packed
        let index = Int.random(in: packed.indices, using: &generator)
        if round % 3 == 0 { damaged.removeSubrange(index...) } else { damaged[index] ^= UInt8(1 << (round % 8)) }
        let (one, other) = (decode(damaged, ZlibInflater.self), decode(damaged, IsalInflater.self))
        let note: Comment = "round \(round), byte \(index)"
        expectSame(other.text, one.text, isTruncated: one.damage?.kind == .truncatedGzip, note)
        #expect(other.verified == one.verified && other.warning == one.warning, note)
        #expect(other.damage?.kind == one.damage?.kind && other.damage?.isTextWhole == one.damage?.isTextWhole, note)
        if one.damage?.kind == .corruptGzip {
          let end = "after \(one.text.count) bytes of text"
          #expect(one.damage?.found.hasSuffix(end) == true && other.damage?.found.hasSuffix(end) == true, note)
        } else {
          #expect(other.damage?.found == one.damage?.found, note)
        }
      }
    }

    private func decode(
      _ bytes: [UInt8], _ type: any Inflating.Type
    ) -> (text: [UInt8], verified: Int, damage: Damage?, warning: Damage?) {
      let buffer = InputBuffer()
      buffer.attach(ChoppedInput(bytes, longest: 5000))
      let decoder = GzipDecoder(buffer, type)
      var slab = [UInt8](repeating: 0, count: 2 << 20)
      let count = slab.withUnsafeMutableBufferPointer { decoder.fill($0.baseAddress!, count: $0.count) }
      return (Array(slab[..<count]), decoder.verified, decoder.damage, decoder.warning)
    }
  #endif
}
