/// What a record says of itself beside its turns: when it was made, and of what kind it is.
extension ExampleReader {
  static let dateKeys: [KeyName] = [
    .createdAt, .created, .timestamp, .date, .publishedAt, .published, .updatedAt, .time,
  ]
  static let kindKeys: [KeyName] = [.task, .category, .source, .type, .dataset, .domain, .topic]
  /// Bytes of the longest name of a kind.
  static let longestKind = 64

  mutating func readFacts(_ line: UnsafePointer<UInt8>, into row: inout Row) {
    for key in ExampleReader.dateKeys where has(key) {
      guard let i = value(key), let day = day(tape[i], line) else { continue }
      row.day = day
      break
    }
    for key in ExampleReader.kindKeys where has(key) {
      guard let i = value(key), tape.tag(i) == .string else { continue }
      let node = tape[i]
      guard (1...ExampleReader.longestKind).contains(node.length) else { continue }
      (row.kindOffset, row.kindLength) = (Int32(truncatingIfNeeded: node.offset), UInt8(node.length))
      break
    }
  }

  /// Days since 1970: of a date that begins `2025-08-31` or `2025/08/31`, or of seconds or milliseconds.
  private func day(_ node: JSONNode, _ line: UnsafePointer<UInt8>) -> Int32? {
    let text = UnsafeBufferPointer(start: line + node.offset, count: node.length)
    switch node.tag {
    case .string:
      guard node.length >= 10, text[4] == text[7], text[4] == 0x2D || text[4] == 0x2F else { return nil }
      func number(_ range: Range<Int>) -> Int? {
        var value = 0
        for i in range {
          guard text[i] &- 0x30 < 10 else { return nil }
          value = value * 10 + Int(text[i] - 0x30)
        }
        return value
      }
      guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), (1...12).contains(month),
        (1...31).contains(day)
      else { return nil }
      return RecordDate.day(year, month, day)
    case .number:
      guard (10...13).contains(node.length), !text.contains(where: { $0 &- 0x30 >= 10 }) else { return nil }
      let value = text.reduce(0) { $0 * 10 + Int($1 - 0x30) }
      return Int32(truncatingIfNeeded: (node.length == 13 ? value / 1_000 : value) / 86_400)
    default: return nil
    }
  }
}

/// Days of the proleptic Gregorian calendar.
enum RecordDate {
  /// Days since 1970-01-01, by Howard Hinnant's algorithm (`days_from_civil`).
  static func day(_ year: Int, _ month: Int, _ day: Int) -> Int32 {
    let y = month <= 2 ? year - 1 : year
    let era = y / 400
    let ofEra = y - era * 400
    let ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return Int32(era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468)
  }

  /// `2025-08-31`, by `civil_from_days`.
  static func text(_ day: Int32) -> String {
    let z = Int(day) + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let ofEra = z - era * 146_097
    let yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let m = (5 * ofYear + 2) / 153
    let month = m + (m < 10 ? 3 : -9)
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
    return "\(year)-\(two(month))-\(two(ofYear - (153 * m + 2) / 5 + 1))"
  }
}
