import Testing

@testable import TunegateKit

/// What the golden file does not say: limits, speed, scratches, shortcuts.
@Suite("Regular expressions: searching")
struct ECMARegexTests {
  private func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

  @Test("Patterns that make backtrackers hang are read in linear time")
  func linear() throws {
    // 2^28 and 10^12 ways to fail; the limits of the linear engine are far below what one of them would take.
    #expect(try ECMARegex("^(a+)+$").search(repeated("a", 28) + "b") == .notFound)
    #expect(try ECMARegex("^(a+)+$").search(repeated("a", 100_000)) == .found)
    for pattern in ["(a*)*b", "(x+x+)+y", "(a|aa)+$b", "(.*)*,(.*)*,(.*)*;", "(?:x|x)*y", "^(?:.*x){9}y"] {
      let text = repeated("x", 5_000) + repeated("a", 5_000)
      #expect(try ECMARegex(pattern).search(text) == .notFound, "\(pattern)")
      #expect(try ECMARegex(pattern).first(text) == nil, "\(pattern)")
    }
    #expect(try ECMARegex("(a?){30}a{30}").search(repeated("a", 30)) == .found)
  }

  @Test("A table that overflows is built again and again, and the answer stays right")
  func overflow() throws {
    var generator = SeededGenerator(seed: 11)
    let regex = try ECMARegex("[01]*1[01]{14}x")
    var scratch = regex.makeScratch()
    let text = (0..<60_000).map { _ in UInt8.random(in: 0x30...0x31, using: &generator) }
    let almost = text.withUnsafeBufferPointer { regex.search($0, scratch: &scratch) }
    #expect(almost == .notFound)
    let ending = Array("1".utf8) + text.suffix(14) + Array("x".utf8)
    let found = (text + ending).withUnsafeBufferPointer { regex.search($0, scratch: &scratch) }
    #expect(found == .found)
  }

  @Test("Work past the limit gives up instead of hanging")
  func work() throws {
    var generator = SeededGenerator(seed: 12)
    let text = (0..<2_000).map { _ in UInt8.random(in: 0x30...0x31, using: &generator) }
    let node = try RegexParser.parse("1[01]{900}x", isCaseInsensitive: false)
    let program = try RegexCompiler.compile(node, isCaseInsensitive: false, isBacktracking: false)
    text.withUnsafeBufferPointer {
      let text = RegexText(bytes: $0)
      var automaton = RegexAutomaton(program)
      #expect(automaton.search(text, from: 0, work: 100_000) == .gaveUp)
      #expect(automaton.search(text, from: 0) == .notFound)
      var pike = RegexPike(program)
      #expect(pike.firstMatch(text, from: 0, work: 100_000) == nil)
    }
  }

  @Test("The backtracker gives up after its steps, and says so")
  func steps() throws {
    let text = repeated("a", 40)
    #expect(try ECMARegex("(?=a)(a+)+b").search(text) == .notFound, "no b, as the linear engine sees at once")
    #expect(try ECMARegex(#"^(?:(a+)+)\1!"#).search(text + "b!") == .gaveUp)
    #expect(try ECMARegex(#"^(?:(a+)+)\1!"#).first(text + "b!") == nil)
  }

  @Test("Long texts do not exhaust the stack of the backtracker")
  func longTexts() throws {
    let text = repeated("ab", 100_000)
    #expect(try ECMARegex("^(?=a)(?:a|b)*$").search(text) == .found)
    #expect(try ECMARegex("$(?<=^(?:a|b)*)").search(text) == .found)
    #expect(try ECMARegex(#"^(.)(.)(?:\1\2)*$"#).search(text) == .found)
  }

  @Test("A scratch that served another expression starts anew")
  func scratches() throws {
    let (first, second) = (try ECMARegex("a+b"), try ECMARegex("(?:x|y)+z"))
    var scratch = first.makeScratch()
    for _ in 0..<3 {
      for (regex, text, range) in [(first, "caab", 1..<4), (second, "axyz", 1..<4)] {
        let bytes = Array(text.utf8)
        #expect(bytes.withUnsafeBufferPointer { regex.search($0, scratch: &scratch) } == .found)
        #expect(bytes.withUnsafeBufferPointer { regex.firstMatch($0, from: 0, scratch: &scratch) } == range)
      }
      #expect("xyzzy".utf8.withContiguousStorageIfAvailable { first.search($0, scratch: &scratch) } == .notFound)
    }
  }

  @Test(
    "Shortcuts match like the programs that they stand for",
    arguments: [
      ("abc", #"(?:)(?:abc|[])"#), ("^abc", "^(?:abc|[])"), ("abc$", "(?:abc|[])$"), ("^abc$", "^(?:abc|[])$"),
      ("", "(?:|[])"), ("^", "^(?:|[])"), ("$", "(?:|[])$"), ("^$", "^(?:|[])$"), ("é", "(?:é|[])"),
      ("^[a-cé]{1,3}$", "^(?:[a-cé]{1,3}|[])$"), ("^[ab]*$", "^(?:[ab]*|[])$"), ("^é$", "^(?:é|[])$"),
      ("^[^a]+$", "^(?:[^a]+|[])$"), ("^(a|abc|b|)$", "^(?:a|abc|b||[])$"), ("^(?:é|ab)$", "^(?:é|ab|[])$"),
    ])
  func shortcuts(pattern: String, plain: String) throws {
    let (short, long) = (try ECMARegex(pattern), try ECMARegex(plain))
    #expect(try RegexShortcut(RegexParser.parse(pattern, isCaseInsensitive: false)) != nil)
    #expect(try RegexShortcut(RegexParser.parse(plain, isCaseInsensitive: false)) == nil)
    for text in ["", "a", "b", "abc", "abcabc", "xabc", "abcx", "abx", "é", "aé", "éé", "abab", "bca\n", "ab", "aabc"] {
      #expect(short.search(text) == long.search(text), "\(text)")
      for from in 0...text.utf8.count where from == text.utf8.count || Array(text.utf8)[from] & 0xC0 != 0x80 {
        #expect(short.first(text, from: from) == long.first(text, from: from), "\(text) from \(from)")
      }
    }
  }

  @Test("A literal that every match begins with is searched first, also when it is long or overlaps itself")
  func prefixes() throws {
    let long = repeated("a", 100) + "b"
    #expect(try ECMARegex(long).first(repeated("a", 5_000) + "b") == 4_900..<5_001)
    #expect(try ECMARegex(long + "[cd]").first(repeated("a", 150) + "bd") == 50..<152)
    #expect(try ECMARegex("aab+").first("aaabb") == 1..<5)
    #expect(try ECMARegex(#"ab\b"#).first("abc ab") == 4..<6)
    #expect(try ECMARegex(#"é\b."#).first("é éa é!") == 3..<6)
  }

  @Test("Texts that are not UTF-8 lead nowhere outside")
  func malformed() throws {
    for pattern in [".", "^.{2}$", "(?<=.)é", #"\b"#, "[^a]+", #"\p{L}x"#, "é", "(?<!é)(.)\\1"] {
      let regex = try ECMARegex(pattern)
      let texts: [[UInt8]] = [
        [0xE2], [0xF0, 0x90], [0x80, 0x80], [0xFF, 0xFF, 0xFF, 0xFF], [0x61, 0xC3], [0xC3, 0x61],
      ]
      for bytes in texts {
        for end in 0...bytes.count {
          _ = bytes[..<end].withUnsafeBufferPointer { regex.search($0) }
          let match = bytes[..<end].withUnsafeBufferPointer { regex.firstMatch($0, from: 0) }
          #expect((match?.upperBound ?? 0) <= end)
        }
      }
    }
  }

  @Test("An empty text has no memory, and is a text")
  func empty() throws {
    let none = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    #expect(try ECMARegex("^$").search(none) == .found)
    #expect(try ECMARegex("a*?").search(none) == .found)
    #expect(try ECMARegex("(?!a)").firstMatch(none, from: 0) == 0..<0)
    #expect(try ECMARegex("a").search(none) == .notFound)
    #expect(try ECMARegex("[ab]c").search(none) == .notFound)
  }
}
