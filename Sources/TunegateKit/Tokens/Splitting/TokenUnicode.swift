/// Classes of characters as tokenizers know them: Unicode 16, whatever version the standard library has.
///
/// A later version's new letters are unassigned to the libraries whose counts ours must equal, so they are here.
enum TokenUnicode {
  static let major = 16

  private struct Run {
    var range: ClosedRange<UInt32>
    var category: Unicode.GeneralCategory
    /// The version that assigned it; a large number for what none has.
    var major: Int
  }

  /// All scalars in order, in runs of one category and version. Planes 4 to 13 are unassigned, 15 and 16 are for
  /// private use.
  private static let runs: [Run] = {
    var runs: [Run] = []
    func add(_ range: ClosedRange<UInt32>, _ category: Unicode.GeneralCategory, _ major: Int) {
      if let last = runs.last, last.category == category, last.major == major {
        runs[runs.count - 1].range = last.range.lowerBound...range.upperBound
      } else {
        runs.append(Run(range: range, category: category, major: major))
      }
    }
    func look(_ range: ClosedRange<UInt32>) {
      for value in range {
        let scalar = Unicode.Scalar(value)
        add(value...value, category(value), scalar?.properties.age?.major ?? .max)
      }
    }
    look(0...0x3FFFF)
    add(0x40000...0xDFFFF, .unassigned, .max)
    look(0xE0000...0xE0FFF)
    add(0xE1000...0xEFFFF, .unassigned, .max)
    for plane in UInt32(15)...16 {
      add(plane << 16...plane << 16 + 0xFFFD, .privateUse, 2)
      add(plane << 16 + 0xFFFE...plane << 16 + 0xFFFF, .unassigned, .max)
    }
    return runs
  }()

  private static func category(_ value: UInt32) -> Unicode.GeneralCategory {
    // A letter that became another kind of letter after Unicode 16.
    if value == 0x295 { return .lowercaseLetter }
    // Surrogates are no scalars; nothing that is counted holds one.
    return Unicode.Scalar(value)?.properties.generalCategory ?? .surrogate
  }

  /// False for what a later version of Unicode than `major` assigned.
  static func isKnown(_ scalar: Unicode.Scalar, to major: Int = TokenUnicode.major) -> Bool {
    scalar.value < 0x180 || scalar.properties.age.map { $0.major <= major } ?? true
  }

  /// The set of `\p{…}`: general categories and their groups; nil for any other name.
  static func set(named name: String, to major: Int = TokenUnicode.major) -> ScalarSet? {
    guard let wanted = UnicodeProperty.categories(name) else { return nil }
    let hasUnassigned = wanted.contains(.unassigned)
    return ScalarSet(
      runs.filter { $0.major <= major ? wanted.contains($0.category) : hasUnassigned }.map(\.range))
  }

  /// `White_Space`, which is what `\s` means to tokenizers. It differs from ECMA-262's by U+0085 and U+FEFF.
  static let space = ScalarSet([
    0x09...0x0D, 0x20...0x20, 0x85...0x85, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029,
    0x202F...0x202F, 0x205F...0x205F, 0x3000...0x3000,
  ])

  /// What Rust's `char::is_numeric` says, which is of a later version.
  static let numeric = set(named: "N", to: 17) ?? ScalarSet.digits

  /// What the `Punctuation` pre-tokenizer takes for such: Unicode 8's, with two characters that lost the category
  /// since, and ASCII's symbols.
  static let punctuation = (set(named: "P", to: 8) ?? ScalarSet([])).union(
    ScalarSet([0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E, 0x166D...0x166D, 0x111C9...0x111C9]))

  /// `\d`.
  static let digits = set(named: "Nd") ?? ScalarSet.digits
}

extension ScalarSet {
  func isDisjoint(with other: ScalarSet) -> Bool {
    union(other).ranges.reduce(0) { $0 + $1.count } == size + other.size
  }

  /// Number of members.
  private var size: Int { ranges.reduce(0) { $0 + $1.count } }
}
