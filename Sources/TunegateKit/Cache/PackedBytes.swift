/// Writes numbers and texts one behind the other; `PackedReader` reads them back.
struct PackedBytes {
  private(set) var bytes: [UInt8] = []

  mutating func add(_ number: UInt64) {
    for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(shift))) }
  }

  mutating func add(_ number: Int) { add(UInt64(bitPattern: Int64(number))) }

  /// With its length before it, so that two texts never read as two others.
  mutating func add(_ text: some Collection<UInt8>) {
    add(text.count)
    bytes.append(contentsOf: text)
  }

  mutating func add(_ text: String) { add(Array(text.utf8)) }
}

/// Reads what `PackedBytes` wrote. Damaged bytes end it: every read after that gives nil.
struct PackedReader {
  private let bytes: [UInt8]
  private var at = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { at == bytes.count }

  mutating func word() -> UInt64? {
    guard bytes.count - at >= 8 else { return nil }
    var number: UInt64 = 0
    for i in 0..<8 { number |= UInt64(bytes[at + i]) << UInt64(8 * i) }
    at += 8
    return number
  }

  mutating func number() -> Int? { word().map { Int(truncatingIfNeeded: Int64(bitPattern: $0)) } }

  mutating func text() -> ArraySlice<UInt8>? {
    guard let count = number(), count >= 0, count <= bytes.count - at else { return nil }
    defer { at += count }
    return bytes[at..<at + count]
  }

  mutating func string() -> String? { text().map { String(decoding: $0, as: UTF8.self) } }
}
