import CKernels
import Testing

/// Calls the kernel with everything around the text poisoned: what lies behind the source must not matter, and
/// nothing may be written beyond the documented bound.
final class FoldBuffer {
  private let source: UnsafeMutableBufferPointer<UInt8>
  private let target: UnsafeMutableBufferPointer<UInt8>
  private static let fence: UInt8 = 0xA5
  private static let fenceSize = 16

  /// - Parameter capacity: the longest source in bytes.
  init(capacity: Int) {
    source = .allocate(capacity: capacity + 16 + Int(TG_FOLD_SOURCE_SLACK))
    target = .allocate(capacity: tg_fold_bound(capacity) + Self.fenceSize)
    source.initialize(repeating: 0)
    target.initialize(repeating: 0)
  }

  deinit {
    source.deallocate()
    target.deallocate()
  }

  /// Folds at an address that is `alignment` bytes off, with `poison` behind the source.
  func fold(_ text: [UInt8], alignment: Int = 0, poison: UInt8 = UInt8(ascii: "7")) -> (bytes: [UInt8], tg_fold_stats) {
    let start = source.baseAddress! + alignment
    let fence = target.baseAddress! + tg_fold_bound(text.count)
    text.withUnsafeBufferPointer { text in
      if let first = text.baseAddress { start.update(from: first, count: text.count) }
    }
    (start + text.count).update(repeating: poison, count: Int(TG_FOLD_SOURCE_SLACK))
    fence.update(repeating: Self.fence, count: Self.fenceSize)

    var stats = tg_fold_stats()
    // Bounds: `source` holds the text and its slack, `target` the bound of the text's length.
    let length = tg_fold(start, text.count, target.baseAddress!, &stats)
    for index in 0..<Self.fenceSize where fence[index] != Self.fence { Issue.record("written beyond the bound") }
    return (Array(UnsafeBufferPointer(start: target.baseAddress!, count: length)), stats)
  }

  func fold(_ text: String) -> String {
    String(decoding: fold(Array(text.utf8)).bytes, as: UTF8.self)
  }

  func stats(_ text: String) -> tg_fold_stats {
    fold(Array(text.utf8)).1
  }

  /// Says what differs from the reference, or nil.
  func difference(_ text: [Unicode.Scalar], alignment: Int = 0) -> String? {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: text)
    let (bytes, stats) = fold(Array(String(view).utf8), alignment: alignment)
    let expected = FoldReference(text)
    let counts = [
      stats.code_points, stats.letters, stats.upper, stats.digits, stats.spaces, stats.non_ascii, stats.words,
    ]
    let expectedCounts = [
      expected.codePoints, expected.letters, expected.upper, expected.digits, expected.spaces, expected.nonASCII,
      expected.words,
    ]
    // The same numbers and nothing else between them have the same hash.
    let numbers = self.stats(expected.numbers.joined(separator: " ")).numbers
    if bytes == Array(expected.folded.utf8), counts.map(Int.init) == expectedCounts, stats.numbers == numbers,
      (numbers == 0) == expected.numbers.isEmpty
    {
      return nil
    }
    let spelled = text.map { String($0.value, radix: 16) }.joined(separator: " ")
    return "\(spelled): \(String(decoding: bytes, as: UTF8.self).debugDescription) \(counts), expected "
      + "\(expected.folded.debugDescription) \(expectedCounts)"
  }
}

/// SplitMix64: the same texts on every run.
struct FoldRandom: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A text of `count` scalars drawn from one alphabet, chosen at random.
  mutating func text(count: Int, from alphabets: [String]) -> [Unicode.Scalar] {
    let alphabet = Array(alphabets.randomElement(using: &self)!.unicodeScalars)
    return (0..<count).map { _ in alphabet.randomElement(using: &self)! }
  }
}
