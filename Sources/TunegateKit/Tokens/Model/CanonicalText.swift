/// Unicode's normalization form C, as of the version that the `tokenizers` library normalizes with.
enum CanonicalText {
  /// Characters of later versions have no combining class to that library.
  private static let major = 15

  /// Writes the composed form of a text behind what `target` holds. Text that is in that form already is copied.
  ///
  /// Bounds: `bytes` has `count` readable bytes; the arena makes its own room.
  static func compose(_ bytes: UnsafePointer<UInt8>, _ count: Int, to target: ByteArena) {
    if isComposed(bytes, count) {
      target.append(bytes, count: count)
      return
    }
    var scalars = decomposed(bytes, count)
    order(&scalars)
    var out = (UInt8(0), UInt8(0), UInt8(0), UInt8(0))
    for scalar in composed(scalars) {
      withUnsafeMutableBytes(of: &out) { raw in
        guard let place = raw.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
        target.append(place, count: JSONUTF8.write(scalar, to: place))
      }
    }
  }

  // MARK: - Quick check

  /// The scalars at which a text may be out of form: those that never stand in it, those that may compose with what is
  /// before them, and those whose order counts.
  private static let suspects: ScalarBits = {
    var values = Set(decompositions.filter { $0.value.isExcluded }.keys)
    for parts in decompositions.values where parts.second != 0 { values.insert(parts.second) }
    // Decompositions are stable, and so are the blocks of marks: looking where a category is a mark is enough.
    let marks = (TokenUnicode.set(named: "M") ?? ScalarSet([])).ranges.filter { range in
      range.contains { combiningClass($0) != 0 }
    }
    let jamo: [ClosedRange<UInt32>] = [0x1161...0x1175, 0x11A8...0x11C2]
    return ScalarBits([ScalarSet(values.map { $0...$0 } + marks + jamo)])
  }()

  private static func isComposed(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    var at = 0
    while at < count {
      // All that begins below this byte is below U+0300, where nothing is suspect.
      if bytes[at] < 0xCC {
        at += 1
        continue
      }
      let (bits, width) = suspects.read(bytes, at, count)
      if bits != 0 { return false }
      at += width
    }
    return true
  }

  // MARK: - The three steps

  private struct Parts {
    var first: UInt32
    /// 0 where a character is another spelling of a single one.
    var second: UInt32
    var isExcluded: Bool
  }

  private static let decompositions: [UInt32: Parts] = Dictionary(
    uniqueKeysWithValues: table.map { entry in
      let parts = Parts(
        first: UInt32(entry >> 21 & 0x1F_FFFF), second: UInt32(entry & 0x1F_FFFF), isExcluded: entry >> 63 == 1)
      return (UInt32(entry >> 42 & 0x1F_FFFF), parts)
    })

  /// By first and second.
  private static let compositions: [UInt64: UInt32] = Dictionary(
    uniqueKeysWithValues: decompositions.filter { !$0.value.isExcluded }.map {
      (UInt64($0.value.first) << 21 | UInt64($0.value.second), $0.key)
    })

  private static func combiningClass(_ value: UInt32) -> UInt8 {
    guard value >= 0x300, let scalar = Unicode.Scalar(value), TokenUnicode.isKnown(scalar, to: major) else { return 0 }
    return scalar.properties.canonicalCombiningClass.rawValue
  }

  private static func decomposed(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> [UInt32] {
    var scalars: [UInt32] = []
    var at = 0
    while at < count {
      let (scalar, width) = TokenText.scalar(bytes, at, count)
      decompose(scalar, into: &scalars)
      at += width
    }
    return scalars
  }

  private static func decompose(_ scalar: UInt32, into scalars: inout [UInt32]) {
    if scalar >= Hangul.first, scalar < Hangul.end {
      scalars += Hangul.parts(of: scalar)
    } else if scalar >= 0xC0, let parts = decompositions[scalar] {
      decompose(parts.first, into: &scalars)
      if parts.second != 0 { decompose(parts.second, into: &scalars) }
    } else {
      scalars.append(scalar)
    }
  }

  /// Sorts each run of marks by class; equal classes keep their order.
  private static func order(_ scalars: inout [UInt32]) {
    var start = 0
    while start < scalars.count {
      var end = start
      while end < scalars.count, combiningClass(scalars[end]) != 0 { end += 1 }
      if end - start > 1 {
        let sorted = scalars[start..<end].map { (combiningClass($0), $0) }.enumerated()
          .sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }
        for (i, item) in sorted.enumerated() { scalars[start + i] = item.element.1 }
      }
      start = end + 1
    }
  }

  /// Joins each character with the starter before it, unless one of its own class or a starter stands between.
  private static func composed(_ scalars: [UInt32]) -> [UInt32] {
    var out: [UInt32] = []
    var starter = -1
    var lastClass: UInt8 = 0
    for scalar in scalars {
      let ownClass = combiningClass(scalar)
      let isNext = starter >= 0 && starter == out.count - 1
      if starter >= 0, isNext || lastClass < ownClass, let joined = join(out[starter], scalar) {
        out[starter] = joined
        continue
      }
      if ownClass == 0 { starter = out.count }
      lastClass = ownClass
      out.append(scalar)
    }
    return out
  }

  private static func join(_ first: UInt32, _ second: UInt32) -> UInt32? {
    Hangul.join(first, second) ?? compositions[UInt64(first) << 21 | UInt64(second)]
  }

  /// Korean syllables, which are composed by arithmetic (Unicode Standard, 3.12).
  private enum Hangul {
    static let first: UInt32 = 0xAC00
    static let end: UInt32 = 0xD7A4
    private static let (lead, vowel, tail): (UInt32, UInt32, UInt32) = (0x1100, 0x1161, 0x11A7)

    static func parts(of syllable: UInt32) -> [UInt32] {
      let index = syllable - first
      let parts = [lead + index / 588, vowel + index % 588 / 28]
      return index % 28 == 0 ? parts : parts + [tail + index % 28]
    }

    static func join(_ a: UInt32, _ b: UInt32) -> UInt32? {
      if a >= lead, a < lead + 19, b >= vowel, b < vowel + 21 { return first + ((a - lead) * 21 + b - vowel) * 28 }
      if a >= first, a < end, (a - first) % 28 == 0, b > tail, b < tail + 28 { return a + b - tail }
      return nil
    }
  }
}
