/// Tells kinds of values apart as Arrow's reader does, see `docs/loading.md`.
///
/// Bounds: a node's bytes lie within the line that the tape was parsed from.
extension PathTree.Kind {
  @inline(__always)
  init(_ node: JSONNode, _ line: UnsafePointer<UInt8>) {
    switch node.tag {
    case .null: self = .null
    case .false, .true: self = .boolean
    case .number: self = .number(node, line)
    case .string:
      self =
        JSONByte.isDigit(line[node.offset]) && PathTree.Kind.isDate(line + node.offset, node.length) ? .date : .text
    case .array: self = .array
    case .object: self = .object
    }
  }

  /// Arrow reads a number as a 64-bit integer where it can, else as a float.
  private static func number(_ node: JSONNode, _ line: UnsafePointer<UInt8>) -> PathTree.Kind {
    let text = UnsafeBufferPointer(start: line + node.offset, count: node.length)
    var (isInteger, hasFraction) = (true, false)
    for byte in text where !JSONByte.isDigit(byte) && byte != JSONByte.minus {
      isInteger = false
      if byte | 0x20 == UInt8(ascii: "e") { return float(node, line) }
    }
    if isInteger {
      return text.count < 19 || Int64(String(decoding: text, as: UTF8.self)) != nil ? .integer : float(node, line)
    }
    for byte in text.reversed() {
      guard JSONByte.isDigit(byte), !hasFraction else { break }
      hasFraction = byte != 0x30
    }
    return hasFraction ? .float : float(node, line)
  }

  /// A column of integers takes a float that is whole and exact.
  private static func float(_ node: JSONNode, _ line: UnsafePointer<UInt8>) -> PathTree.Kind {
    let value = JSONText.number(node, line)
    return value.rounded() == value && abs(value) <= 0x1p53 ? .wholeFloat : .float
  }

  /// `2024-05-01`, also with `T10`, ` 10:00`, `T10:00:00` and a zone behind: what Arrow turns into a point in time.
  private static func isDate(_ text: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    guard count >= 10, count <= 25 else { return false }
    var scan = DigitScan(text: UnsafeBufferPointer(start: text, count: count))
    guard let year = scan.number(4), scan.skip("-"), let month = scan.number(2), scan.skip("-"),
      let day = scan.number(2), day >= 1, (1...12).contains(month), day <= days(month, year)
    else { return false }
    if scan.isAtEnd { return true }
    guard scan.skip("T") || scan.skip(" "), let hour = scan.number(2), hour < 24 else { return false }
    if scan.skip(":") {
      guard let minute = scan.number(2), minute < 60 else { return false }
      if scan.skip(":") {
        guard let second = scan.number(2), second < 60 else { return false }
      }
    }
    if scan.isAtEnd || scan.skip("Z") { return scan.isAtEnd }
    guard scan.skip("+") || scan.skip("-"), let hours = scan.number(2), hours < 24 else { return false }
    if scan.isAtEnd { return true }
    _ = scan.skip(":")
    guard let minutes = scan.number(2), minutes < 60 else { return false }
    return scan.isAtEnd
  }

  private static func days(_ month: Int, _ year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

/// Reads fixed numbers of digits and single marks.
private struct DigitScan {
  let text: UnsafeBufferPointer<UInt8>
  var at = 0

  var isAtEnd: Bool { at == text.count }

  mutating func number(_ digits: Int) -> Int? {
    guard at + digits <= text.count else { return nil }
    var value = 0
    for byte in text[at..<at + digits] {
      guard JSONByte.isDigit(byte) else { return nil }
      value = value * 10 + Int(byte - 0x30)
    }
    at += digits
    return value
  }

  mutating func skip(_ mark: Unicode.Scalar) -> Bool {
    guard at < text.count, text[at] == UInt8(ascii: mark) else { return false }
    at += 1
    return true
  }
}
