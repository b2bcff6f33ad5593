/// Reads sizes as people write them.
enum ByteSize {
  static let units: [(name: String, bytes: Int)] = [
    ("B", 1), ("kB", 1000), ("KB", 1000), ("MB", 1_000_000), ("GB", 1_000_000_000),
    ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30),
  ]

  /// Bytes in `64MiB`, `10 MB` or `4096`; nil when the text is none of these or does not fit an `Int`.
  static func parse(_ text: String) -> Int? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let count = Int(digits) else { return nil }
    let unit = text.dropFirst(digits.count).drop { $0 == " " }
    if unit.isEmpty { return text.count == digits.count ? count : nil }
    guard let scale = units.first(where: { $0.name == unit }) else { return nil }
    let (bytes, overflow) = count.multipliedReportingOverflow(by: scale.bytes)
    return overflow ? nil : bytes
  }

  /// In whole MiB, rounded up: `65MiB`.
  static func rounded(_ bytes: Int) -> String { "\((bytes + (1 << 20) - 1) >> 20)MiB" }

  /// The shortest exact spelling: `64MiB`, `10MB`, `4097`.
  static func describe(_ bytes: Int) -> String {
    let fitting = units.filter { $0.bytes > 1 && bytes >= $0.bytes && bytes.isMultiple(of: $0.bytes) }
    guard let unit = fitting.max(by: { $0.bytes < $1.bytes }) else { return "\(bytes)" }
    return "\(bytes / unit.bytes)\(unit.name)"
  }
}
