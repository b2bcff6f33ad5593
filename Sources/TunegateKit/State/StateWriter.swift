/// Writes one section of a state: what the same tallies write is the same, byte for byte, so that dictionaries go in
/// order of their keys.
///
/// Numbers that are mostly small are written in as few bytes as they need (seven bits a byte, the lowest first);
/// fingerprints in eight.
struct StateWriter {
  private(set) var bytes: [UInt8] = []

  init() {}

  /// A number that is never negative.
  mutating func put(count number: Int) {
    precondition(number >= 0, "counts are not negative")
    var rest = UInt64(number)
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// Any number: the sign in the lowest bit.
  mutating func put(_ number: Int) {
    let bits = UInt64(bitPattern: Int64(number << 1 ^ number >> 63))
    var rest = bits
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// All bytes of a number, the lowest first.
  mutating func put<T: FixedWidthInteger>(raw number: T) {
    for shift in stride(from: 0, to: T.bitWidth, by: 8) { bytes.append(UInt8(truncatingIfNeeded: number >> T(shift))) }
  }

  mutating func put(_ number: Double) { put(raw: number.bitPattern) }

  mutating func put(_ isOn: Bool) { bytes.append(isOn ? 1 : 0) }

  mutating func put(_ text: String) { put(Array(text.utf8)) }

  mutating func put(_ text: some Collection<UInt8>) {
    put(count: text.count)
    bytes.append(contentsOf: text)
  }

  mutating func put(_ place: Place) {
    put(count: place.source)
    put(count: place.line)
  }

  /// How many there are, then each.
  mutating func put<C: Collection>(_ all: C, _ body: (inout StateWriter, C.Element) -> Void) {
    put(count: all.count)
    for element in all { body(&self, element) }
  }

  mutating func put(_ places: [Place]) { put(places) { $0.put($1) } }

  mutating func put<T>(optional value: T?, _ body: (inout StateWriter, T) -> Void) {
    put(value != nil)
    if let value { body(&self, value) }
  }

  mutating func put(optional place: Place?) { put(optional: place) { $0.put($1) } }

  /// Counts of a table of a known size, of which most are 0.
  mutating func put(sparse counts: [Int]) {
    var last = -1
    put(count: counts.count { $0 != 0 })
    for (i, count) in counts.enumerated() where count != 0 {
      put(count: i - last - 1)
      put(count: count)
      last = i
    }
  }

  /// Bytes as they are, without their number.
  mutating func append(_ more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }
}
