import Testing

@testable import TunegateKit

/// A JSON value that remembers what a reader must keep: the number's own text, the order and copies of members.
private indirect enum Value: Equatable {
  case word(String)
  case number(String)
  case string(String)
  case array([Value])
  case object([Member])

  struct Member: Equatable {
    var key: String
    var value: Value
  }
}

extension Value {
  private static let numbers = ["0", "-0", "17", "-2.50", "1e9", "3E-2", "0.1e+5", "99999999999999999999"]
  private static let characters: [Unicode.Scalar] = [
    "a", "z", " ", "\"", "\\", "/", "\n", "\t", "\0", "\u{1f}", "\u{7f}", "é", "€", "😀", "\u{ffff}",
  ]

  static func random(_ depth: Int, _ random: inout JSONSeeded) -> Value {
    switch Int.random(in: 0..<(depth > 0 ? 6 : 3), using: &random) {
    case 0: .word(["null", "true", "false"].randomElement(using: &random) ?? "null")
    case 1: .number(numbers.randomElement(using: &random) ?? "0")
    case 2: .string(text(&random))
    case 3: .array((0..<Int.random(in: 0..<4, using: &random)).map { _ in Value.random(depth - 1, &random) })
    default:
      .object(
        (0..<Int.random(in: 0..<4, using: &random)).map { _ in
          Member(key: text(&random), value: Value.random(depth - 1, &random))
        })
    }
  }

  private static func text(_ random: inout JSONSeeded) -> String {
    let longest = [3, 20, 200].randomElement(using: &random) ?? 3
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...longest, using: &random) {
      text.append(Bool.random(using: &random) ? "x" : characters.randomElement(using: &random) ?? "x")
    }
    return String(text)
  }

  /// One of the many spellings of the value.
  func spelled(_ random: inout JSONSeeded) -> String {
    func list(_ parts: [String], _ open: String, _ close: String) -> String {
      open + space(&random) + parts.joined(separator: "," + space(&random)) + space(&random) + close
    }
    switch self {
    case .word(let text), .number(let text): return text
    case .string(let text): return quoted(text, &random)
    case .array(let values): return list(values.map { $0.spelled(&random) }, "[", "]")
    case .object(let members):
      let parts = members.map {
        quoted($0.key, &random) + space(&random) + ":" + space(&random) + $0.value.spelled(&random)
      }
      return list(parts, "{", "}")
    }
  }

  private func space(_ random: inout JSONSeeded) -> String {
    ["", "", "", " ", "\t", "  \r "].randomElement(using: &random) ?? ""
  }

  private func quoted(_ text: String, _ random: inout JSONSeeded) -> String {
    let short: [Unicode.Scalar: String] = ["\"": "\\\"", "\\": "\\\\", "/": "\\/", "\n": "\\n", "\t": "\\t"]
    var out = "\""
    for scalar in text.unicodeScalars {
      let mustEscape = scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
      let style = Int.random(in: 0..<8, using: &random)
      if style < 5, !mustEscape {
        out.unicodeScalars.append(scalar)
      } else if style < 7, let escape = short[scalar] {
        out += escape
      } else {
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16, uppercase: style == 7)
          out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      }
    }
    return out + "\""
  }

  /// The value at node `i`, which moves behind it.
  init(_ tape: borrowing JSONTape, _ i: inout Int, _ text: JSONPadded) {
    let node = tape[i]
    i += 1
    switch node.tag {
    case .null: self = .word("null")
    case .true: self = .word("true")
    case .false: self = .word("false")
    case .number:
      self = .number(
        String(decoding: UnsafeBufferPointer(start: text.bytes + node.offset, count: node.length), as: UTF8.self))
    case .string: self = .string(String(decoding: text.string(node), as: UTF8.self))
    case .array:
      var values: [Value] = []
      while i < node.next { values.append(Value(tape, &i, text)) }
      self = .array(values)
    case .object:
      var members: [Member] = []
      while i < node.next {
        let key = String(decoding: text.string(tape[i]), as: UTF8.self)
        i += 1
        members.append(Member(key: key, value: Value(tape, &i, text)))
      }
      self = .object(members)
    }
    #expect(i == node.next)
  }
}

struct JSONRoundTripTests {
  @Test func `any spelling of a value is read back as the value`() {
    var random = JSONSeeded(state: 2)
    var tape = JSONTape(capacity: 1)
    for _ in 0..<3_000 {
      let value = Value.random(5, &random)
      let text = JSONPadded(value.spelled(&random), behind: jsonTails.randomElement(using: &random) ?? [0])
      #expect(text.parse(&tape) == nil)
      var i = 0
      let read = Value(tape, &i, text)
      #expect(i == tape.count && read == value)
    }
  }

  @Test func `a damaged text gets the verdict of the reference reader, and a fault inside the line`() {
    var random = JSONSeeded(state: 3)
    var tape = JSONTape()
    var (verdicts, wrong) = ([0, 0], [String]())
    for _ in 0..<20_000 {
      var bytes = Array(Value.random(3, &random).spelled(&random).utf8)
      for _ in 0..<Int.random(in: 1...2, using: &random) { JSONRoundTripTests.damage(&bytes, &random) }
      let text = JSONPadded(bytes, behind: jsonTails.randomElement(using: &random) ?? [0])
      let fault = text.parse(&tape)
      var reference = JSONReference(bytes)
      let isValid = reference.accepts(maxDepth: 128)
      verdicts[isValid ? 1 : 0] += 1
      let isInside = fault.map { 0...bytes.count ~= $0.offset && !$0.message.isEmpty && !$0.hint.isEmpty } ?? true
      if (fault == nil) != isValid || !isInside { wrong.append(String(decoding: bytes, as: UTF8.self)) }
    }
    #expect(wrong == [])
    // Neither verdict is rare, or the comparison says nothing.
    #expect(verdicts.min() ?? 0 > 2_000, "\(verdicts)")
  }

  private static func damage(_ bytes: inout [UInt8], _ random: inout JSONSeeded) {
    let interesting =
      Array(#"{}[]:,"\'/utfnTN0123456789.eE+-_ "#.utf8) + [0, 9, 10, 11, 13, 0x80, 0xc3, 0xed, 0xf4, 0xff]
    let byte = interesting.randomElement(using: &random) ?? 0
    let place = Int.random(in: 0...bytes.count, using: &random)
    switch Int.random(in: 0..<5, using: &random) {
    case 0: bytes.insert(byte, at: place)
    case 1 where place < bytes.count: bytes.remove(at: place)
    case 2 where place < bytes.count: bytes[place] = byte
    case 3 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    default: bytes.removeSubrange(place...)
    }
  }
}

/// RFC 8259 once more, written as the grammar reads: recursive, slow, and without a line of the reader's code.
struct JSONReference {
  private var rest: ArraySlice<UInt8>
  private var depth = 0
  private var maxDepth = 0

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  mutating func accepts(maxDepth: Int) -> Bool {
    self.maxDepth = maxDepth
    space()
    guard value() else { return false }
    space()
    return rest.isEmpty
  }

  private mutating func space() { rest = rest.drop { [0x20, 0x09, 0x0a, 0x0d].contains($0) } }

  private mutating func take(_ text: String) -> Bool {
    guard rest.starts(with: text.utf8) else { return false }
    rest = rest.dropFirst(text.utf8.count)
    return true
  }

  private mutating func value() -> Bool {
    switch rest.first.map({ Character(Unicode.Scalar($0)) }) {
    case "{": return container("{", "}") { $0.string() && $0.colon() && $0.value() }
    case "[": return container("[", "]") { $0.value() }
    case "\"": return string()
    case "t": return take("true")
    case "f": return take("false")
    case "n": return take("null")
    default: return number()
    }
  }

  private mutating func colon() -> Bool {
    space()
    guard take(":") else { return false }
    space()
    return true
  }

  private mutating func container(_ open: String, _ close: String, _ item: (inout JSONReference) -> Bool) -> Bool {
    guard depth < maxDepth, take(open) else { return false }
    depth += 1
    defer { depth -= 1 }
    space()
    if take(close) { return true }
    while true {
      space()
      guard item(&self) else { return false }
      space()
      if take(close) { return true }
      guard take(",") else { return false }
    }
  }

  private mutating func digits() -> Bool {
    let count = rest.prefix { (0x30...0x39).contains($0) }.count
    rest = rest.dropFirst(count)
    return count > 0
  }

  private mutating func number() -> Bool {
    _ = take("-")
    guard take("0") || digits() else { return false }
    if take("."), !digits() { return false }
    if take("e") || take("E") {
      _ = take("+") || take("-")
      return digits()
    }
    return true
  }

  private mutating func string() -> Bool {
    guard take("\"") else { return false }
    var raw: [UInt8] = []
    while let byte = rest.first {
      rest = rest.dropFirst()
      if byte == 0x22 { return String(validating: raw, as: UTF8.self) != nil }
      if byte < 0x20 { return false }
      guard byte == 0x5c else {
        raw.append(byte)
        continue
      }
      guard let kind = rest.first else { return false }
      rest = rest.dropFirst()
      if kind == 0x75 {
        let hex = rest.prefix(4)
        guard hex.count == 4, hex.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return false }
        rest = rest.dropFirst(4)
      } else if !"\"\\/bfnrt".utf8.contains(kind) {
        return false
      }
      // A boundary, so that bytes on both sides of an escape do not join.
      raw.append(0x2e)
    }
    return false
  }
}
