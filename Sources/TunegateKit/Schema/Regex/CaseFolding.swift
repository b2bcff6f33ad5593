/// Simple case folding (CaseFolding.txt, status C and S), which ECMA-262 calls Canonicalize in Unicode mode.
///
/// The standard library has only full mappings. They give the same: a character folds as the lowercase of its
/// uppercase, where both are one character long; the exceptions stand below.
enum CaseFolding {
  static func fold(_ value: UInt32) -> UInt32 {
    if value < 0x80 { return value &- 0x41 < 26 ? value | 0x20 : value }
    // Turkish ı folds to nothing but itself; its uppercase is the I of every language.
    if value == 0x131 { return value }
    if let pair = Self.pairs.first(where: { $0.from == value }) { return pair.to }
    guard let scalar = Unicode.Scalar(value) else { return value }
    let upper = single(scalar.properties.uppercaseMapping) ?? scalar
    return (single(upper.properties.lowercaseMapping) ?? upper).value
  }

  /// Characters with one canonical meaning but without an uppercase of one character (status S since Unicode 15.1).
  private static let pairs: [(from: UInt32, to: UInt32)] = [(0x1FD3, 0x390), (0x1FE3, 0x3B0), (0xFB05, 0xFB06)]

  private static func single(_ mapping: String) -> Unicode.Scalar? {
    var scalars = mapping.unicodeScalars.makeIterator()
    guard let first = scalars.next(), scalars.next() == nil else { return nil }
    return first
  }

  /// Every group of two or more characters that fold alike, in order. Planes above 1 have no case.
  private static let groups: [[UInt32]] = {
    var members: [UInt32: [UInt32]] = [:]
    for value in UInt32(0)...0x1FFFF {
      let folded = fold(value)
      if folded != value { members[folded, default: [folded]].append(value) }
    }
    return members.values.map { $0.sorted() }.sorted { $0[0] < $1[0] }
  }()

  private static let groupOf: [UInt32: Int] = {
    var index: [UInt32: Int] = [:]
    for (number, group) in groups.enumerated() {
      for member in group { index[member] = number }
    }
    return index
  }()

  /// The set with all that folds like one of its members.
  static func closure(_ set: ScalarSet) -> ScalarSet {
    if let single = set.single {
      return groupOf[single].map { ScalarSet(groups[$0].map { $0...$0 }) } ?? set
    }
    let partners = groups.filter { $0.contains(where: set.contains) && !$0.allSatisfy(set.contains) }
    return ScalarSet(set.ranges + partners.joined().map { $0...$0 })
  }
}
