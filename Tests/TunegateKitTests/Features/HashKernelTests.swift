import CKernels
import Testing

@Suite struct HashKernelTests {
  struct Hash: Hashable {
    var low: UInt64
    var high: UInt64
  }

  private func hash(_ bytes: [UInt8], seed: UInt64 = 0) -> Hash {
    var out: (UInt64, UInt64) = (0, 0)
    let first = withUnsafeMutableBytes(of: &out) { out in
      // Bounds: the kernel writes two words into a pair of words, and reads the array's bytes only.
      tg_hash128(bytes, bytes.count, seed, out.baseAddress!.assumingMemoryBound(to: UInt64.self))
    }
    #expect(first == out.0)
    return Hash(low: out.0, high: out.1)
  }

  /// Stored states hold these values: they may never change. Computed by a second implementation.
  @Test(
    arguments: [
      ("", 0xB59C_5DF3_9D18_57F3, 0x935D_217A_4B83_4B04),
      ("a", 0xC0DF_D97E_25DD_DC2A, 0xB549_4A31_22C7_EF0C),
      ("tunegate", 0xEA7E_4893_FD82_94D4, 0x128C_3144_8A7E_BB9A),
      (
        "the quick brown fox jumps over the lazy dog, twice and once more",
        0x3968_6773_87FB_6ED1, 0xD9C1_5564_82E5_FAB3
      ),
    ] as [(String, UInt64, UInt64)])
  func valuesAreFixed(text: String, low: UInt64, high: UInt64) {
    #expect(hash(Array(text.utf8), seed: 42) == Hash(low: low, high: high))
  }

  @Test func lengthsAndSeedsMatter() {
    let zeros = (0...300).map { hash([UInt8](repeating: 0, count: $0)) }
    let ones = (0...300).map { hash([UInt8](repeating: 0, count: $0), seed: 1) }
    let all = zeros + ones
    #expect(Set(all.map(\.low)).count == all.count)
    #expect(Set(all.map(\.high)).count == all.count)
  }

  @Test func everyByteMattersAtEveryAddress() {
    var random = FoldRandom(state: 5)
    for count in 1...150 {
      let text = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      let expected = hash(text)
      for alignment in 0..<8 {
        let moved = [UInt8](repeating: 1, count: alignment) + text
        let aligned = moved.withUnsafeBufferPointer { buffer in
          var out = [UInt64](repeating: 0, count: 2)
          _ = tg_hash128(buffer.baseAddress! + alignment, count, 0, &out)
          return Hash(low: out[0], high: out[1])
        }
        #expect(aligned == expected)
      }
      for index in 0..<count {
        var changed = text
        changed[index] ^= 1
        let other = hash(changed)
        #expect(other.low != expected.low && other.high != expected.high)
      }
    }
  }

  /// One flipped input bit flips each output bit with a chance of one half.
  @Test(arguments: [1, 3, 4, 7, 8, 15, 16, 17, 31, 32, 33, 63, 64, 100]) func avalanche(count: Int) {
    var random = FoldRandom(state: UInt64(count))
    var flips = [Int](repeating: 0, count: 128)
    let rounds = 4096
    for _ in 0..<rounds {
      var text = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      let before = hash(text)
      text[Int.random(in: 0..<count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      let after = hash(text)
      for bit in 0..<64 {
        flips[bit] += Int((before.low ^ after.low) >> UInt64(bit) & 1)
        flips[64 + bit] += Int((before.high ^ after.high) >> UInt64(bit) & 1)
      }
    }
    // Six standard deviations of a fair coin; a one-byte text has too few pairs for less.
    let allowed = count == 1 ? 0.1 : 6 * 0.5 / Double(rounds).squareRoot()
    for (bit, flipped) in flips.enumerated() {
      let share = Double(flipped) / Double(rounds)
      #expect(abs(share - 0.5) < allowed, "bit \(bit) of the hash of \(count) bytes")
    }
  }

  @Test func noCollisionsAmongAMillionShortTexts() {
    var low = Set<UInt64>(minimumCapacity: 1_000_000)
    var high = Set<UInt64>(minimumCapacity: 1_000_000)
    for number in 0..<1_000_000 {
      let value = hash(Array(String(number).utf8))
      low.insert(value.low)
      high.insert(value.high)
    }
    #expect(low.count == 1_000_000)
    #expect(high.count == 1_000_000)
  }

  @Test func codePoints() {
    var random = FoldRandom(state: 11)
    let alphabets = ["abc ", "aé漢😀", "漢字", "😀", "й"]
    for count in Array(0...100) + [2039, 2040, 2041, 4080, 5000] {
      let text = String(String.UnicodeScalarView(random.text(count: count, from: alphabets)))
      let bytes = Array(text.utf8)
      #expect(tg_code_points(bytes, bytes.count) == count)
    }
  }
}
