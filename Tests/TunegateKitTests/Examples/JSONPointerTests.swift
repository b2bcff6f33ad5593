import Testing

@testable import TunegateKit

@Suite("JSON pointers")
struct JSONPointerTests {
  private static let line =
    #"{"a": [1, {"b/c": "x", "d~": [[], {}, ""]}, 22], "e": {}, "f": {"g": [true, [null, "yy"]]}}"#

  /// Calls `body` with the text, 64 bytes behind it, and its length.
  private func with<R>(_ line: String, _ body: (UnsafePointer<UInt8>, Int) -> R) -> R {
    let arena = ByteArena()
    for byte in line.utf8 { arena.append(byte) }
    return withExtendedLifetime(arena) { body(UnsafePointer(arena.bytes), arena.count) }
  }

  private func fresh(_ offset: Int, _ text: UnsafePointer<UInt8>, _ count: Int) -> String {
    var pointer = JSONPointer()
    return pointer.path(to: offset, in: text, count: count, start: 0)
  }

  @Test(
    "The innermost value, and for a key its value",
    arguments: [
      ("{\"a", 0, ""), ("a\"", 0, "/a"), ("1,", 0, "/a/0"), ("b/c", 0, "/a/1/b~1c"), ("x\"", 0, "/a/1/b~1c"),
      ("d~", 0, "/a/1/d~0"), ("[[]", 1, "/a/1/d~0/0"), ("{}, \"\"", 0, "/a/1/d~0/1"), ("\"\"]", 1, "/a/1/d~0/2"),
      ("22", 1, "/a/2"), ("e\":", 0, "/e"), ("{}, \"f", 0, "/e"), ("true", 3, "/f/g/0"), ("yy", 1, "/f/g/1/1"),
      (", \"e", 0, ""),
    ])
  func places(around: String, more: Int, expected: String) throws {
    let start = try #require(Self.line.range(of: around)).lowerBound
    let offset = Self.line.utf8.distance(from: Self.line.startIndex, to: start) + more
    #expect(with(Self.line) { fresh(offset, $0, $1) } == expected)
  }

  @Test("One that goes on from its last search says what a fresh one says", arguments: 0..<20 as Range<UInt64>)
  func resumes(seed: UInt64) {
    var dice = Dice(seed)
    let wanted = (0..<40).map { _ in dice.number(0...Self.line.utf8.count - 1) }
    with(Self.line) { text, count in
      for offsets in [wanted, wanted.sorted(), Array(0..<count)] {
        var pointer = JSONPointer()
        for offset in offsets {
          let found = pointer.path(to: offset, in: text, count: count, start: 0)
          #expect(found == fresh(offset, text, count), "byte \(offset)")
        }
      }
    }
  }

  @Test("Another line is another tape; a line that is not JSON has no pointers")
  func lines() {
    var pointer = JSONPointer()
    #expect(with(#"{"a": [7]}"#) { pointer.path(to: 7, in: $0, count: $1, start: 0) } == "/a/0")
    #expect(with(#"{"b": [7]}"#) { pointer.path(to: 7, in: $0, count: $1, start: 11) } == "/b/0")
    #expect(with(#"{"b": [7"#) { pointer.path(to: 7, in: $0, count: $1, start: 22) } == "")
    pointer.removeAll()
    #expect(with(#"{"c": [7]}"#) { pointer.path(to: 7, in: $0, count: $1, start: 22) } == "/c/0")
  }
}
