/// What IDNA 2008 has to know of a code point, looked up in the generated tables.
struct IDNATraits {
  /// Bits 0-1 status, 2-5 direction, 6-8 joining type, 9-10 script, 11 mark, 12-19 combining class. No bit is set for
  /// what may not stand in a label: DISALLOWED and UNASSIGNED.
  private let bits: UInt32

  /// Time: about eleven steps of a binary search.
  init(_ scalar: UInt32) {
    var (low, high) = (0, Self.runs.count)
    // runs[low] begins at or before the scalar, runs[high] behind it; the first run begins at 0.
    while high - low > 1 {
      let middle = (low + high) / 2
      if Self.runs[middle] >> 8 <= scalar { low = middle } else { high = middle }
    }
    bits = Self.kinds[Int(Self.runs[low] & 0xff)]
  }

  /// The derived property of RFC 5892, 3.
  enum Status: UInt32 { case disallowed, valid, joiner, contextual }
  var status: Status { Status(rawValue: bits & 3) ?? .disallowed }

  /// The Bidi_Class, as far as code points of labels have it.
  enum Direction: UInt32 {
    case leftToRight, rightToLeft, arabicLetter, arabicNumber, europeanNumber, europeanSeparator, commonSeparator
    case europeanTerminator, otherNeutral, boundaryNeutral, nonspacingMark
  }
  var direction: Direction { Direction(rawValue: bits >> 2 & 15) ?? .leftToRight }

  /// The Joining_Type (RFC 5892, A.1).
  enum Joining: UInt32 { case none, left, dual, transparent, right }
  var joining: Joining { Joining(rawValue: bits >> 6 & 7) ?? .none }

  /// The scripts that contextual rules ask for.
  enum Script: UInt32 { case other, greek, hebrew, kanaOrHan }
  var script: Script { Script(rawValue: bits >> 9 & 3) ?? .other }

  /// General_Category Mark.
  var isMark: Bool { bits >> 11 & 1 == 1 }
  /// The Canonical_Combining_Class.
  var combiningClass: UInt32 { bits >> 12 }
  var isVirama: Bool { combiningClass == 9 }

  /// Whether NFC makes one character of these two when they meet.
  static func doCompose(_ first: UInt32, _ second: UInt32) -> Bool {
    let pair = UInt64(second) << 21 | UInt64(first)
    let place = firstPlace(in: compositions, notBelow: pair)
    return place < compositions.count && compositions[place] == pair
  }

  /// What a character is composed of, if its last part is a mark.
  static func decomposition(of scalar: UInt32) -> (rest: UInt32, mark: UInt32)? {
    let place = firstPlace(in: decompositions, notBelow: UInt64(scalar) << 42)
    guard place < decompositions.count, decompositions[place] >> 42 == UInt64(scalar) else { return nil }
    let parts = decompositions[place]
    return (UInt32(parts & 0x1f_ffff), UInt32(parts >> 21 & 0x1f_ffff))
  }

  private static func firstPlace(in table: [UInt64], notBelow value: UInt64) -> Int {
    var (low, high) = (0, table.count)
    while low < high {
      let middle = (low + high) / 2
      if table[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
