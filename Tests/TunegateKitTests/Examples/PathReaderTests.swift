import Testing

@testable import TunegateKit

/// Paths, kinds and their places, against a count that is made while random records are written.
@Suite("Paths of records")
struct PathReaderTests {
  /// What one path has, as the tree says it and as the writer of the records counts it.
  struct Facts: Equatable {
    var counts: [PathTree.Kind: Int] = [:]
    var head: Set<PathTree.Kind> = []
    var first: [PathTree.Kind: [Place]] = [:]
  }

  /// Writes random records and counts what is in them.
  private struct Writer {
    var dice: Dice
    var facts: [String: Facts] = [:]
    var place = Place(source: 0, line: 1)
    var isHead = true

    mutating func note(_ path: String, _ kind: PathTree.Kind) {
      var fact = facts[path] ?? Facts()
      fact.counts[kind, default: 0] += 1
      if isHead { fact.head.insert(kind) }
      if fact.first[kind, default: []].count < PathTree.mostSamples { fact.first[kind, default: []].append(place) }
      facts[path] = fact
    }

    mutating func value(_ path: String, depth: Int) -> String {
      let kind = depth == 0 ? .object : dice.pick(PathTree.Kind.allCases)
      if depth > 4, kind == .object || kind == .array { return value(path, depth: depth) }
      note(path, kind)
      switch kind {
      case .null: return "null"
      case .boolean: return dice.pick(["true", "false"])
      case .integer: return dice.pick(["0", "-7", "12345678901234567", "9223372036854775807"])
      case .wholeFloat: return dice.pick(["1.0", "1e3", "-2.500e2"])
      case .float: return dice.pick(["0.5", "-1.25e-3", "9223372036854775808", "1e300"])
      case .date: return dice.pick(["\"2024-05-01\"", "\"2024-02-29T10:00:00Z\""])
      case .text: return dice.pick(["\"\"", "\"text\"", "\"2024-02-30\"", "\"7\"", "\"é\\n\""])
      case .array:
        // Some are long and dense enough to be compared as bytes.
        let count = dice.once(in: 8) ? dice.number(20...60) : dice.number(0...3)
        return "[" + (0..<count).map { _ in value(path + "/*", depth: depth + 1) }.joined(separator: ", ") + "]"
      case .object:
        let names = ["a", "key", "sixteen letters!", "a name of more than sixteen letters", "é", "role"]
        let members = dice.shuffled(names).prefix(dice.number(0...4)).map { name in
          let spelling = dice.once(in: 5) ? name.replacing("e", with: "\\u0065") : name
          return "\"\(spelling)\": \(value(path + "/" + name, depth: depth + 1))"
        }
        return "{" + members.joined(separator: ", ") + "}"
      }
    }
  }

  static func facts(_ tree: PathTree) -> [String: Facts] {
    var result: [String: Facts] = [:]
    for path in 0..<tree.count {
      var fact = Facts()
      for kind in PathTree.Kind.allCases where tree.count(path, kind) > 0 {
        fact.counts[kind] = tree.count(path, kind)
        if tree.head(path, has: kind) { fact.head.insert(kind) }
        fact.first[kind] = tree.samples(path, kind).map(\.place)
      }
      // The elements of a list that is always empty have a path and no values.
      if !fact.counts.isEmpty { result[tree.pointer(path)] = fact }
    }
    return result
  }

  /// Reads lines in slabs of one line each.
  private func read(_ lines: [String], first: Int = 0, source: (Int) -> Int = { _ in 0 }) -> PathTree {
    var reader = PathReader(first: first)
    for (i, line) in lines.enumerated() {
      Self.read(line, number: i + 1, source: source(i), offset: 0, into: &reader)
    }
    return reader.tree
  }

  private static func read(_ line: String, number: Int, source: Int, offset: Int, into reader: inout PathReader) {
    let bytes = Array(line.utf8)
    let slab = Slab(capacity: bytes.count)
    for (i, byte) in bytes.enumerated() { slab.bytes[i] = byte }
    slab.setCount(bytes.count)
    (slab.source, slab.firstLine, slab.offset) = (source, number, offset)
    let batch = Batch()
    batch.reset(to: slab)
    batch.rows.append(
      Row(
        line: number, offset: 0, length: Int32(bytes.count), shape: .unknown, isExample: false, fault: -1, firstTurn: 0,
        turnCount: 0))
    var tape = JSONTape()
    if tape.parse(UnsafePointer(slab.bytes), count: bytes.count, maxDepth: 10_000) == nil {
      reader.note(tape, UnsafePointer(slab.bytes), batch)
    }
  }

  @Test("Random records: every count, every first place", arguments: 0..<40)
  func random(seed: UInt64) {
    var writer = Writer(dice: Dice(seed))
    var lines: [String] = []
    // A part of the records comes again, so that units and blocks are known.
    for i in 0..<60 {
      writer.place = Place(source: i / 40, line: i + 1)
      writer.isHead = i / 40 == 0
      var again = writer
      again.dice = Dice(seed &* 31 &+ UInt64(i % 7))
      lines.append(again.value("", depth: 0))
      writer.facts = again.facts
    }
    let tree = read(lines) { $0 / 40 }
    #expect(Self.facts(tree) == writer.facts)
  }

  @Test("Parts of a run add up to the whole", arguments: 0..<10)
  func parts(seed: UInt64) {
    var writer = Writer(dice: Dice(seed))
    let lines = (0..<90).map { _ in writer.value("", depth: 0) }
    var parts = (0..<3).map { _ in PathReader(first: 0) }
    for (i, line) in lines.enumerated() { Self.read(line, number: i + 1, source: 0, offset: 0, into: &parts[i % 3]) }
    var joined = parts[2].tree
    joined.merge(parts[0].tree)
    joined.merge(parts[1].tree)
    #expect(joined == read(lines))
  }

  // As Arrow's reader types them: measured with pyarrow 26.
  @Test(
    "Dates",
    arguments: [
      ("2024-05-01", true), ("2024-05-01T10", true), ("2024-05-01T10:00", true), ("2024-05-01 10:00", true),
      ("2024-05-01T10:00:00", true), ("2024-05-01T10:00:00Z", true), ("2024-05-01T10:00:00+02:00", true),
      ("2024-05-01T10:00:00+0200", true), ("2024-05-01T10:00:00-02", true), ("0000-01-01", true),
      ("2024-05-01T10Z", true), ("2024-05-01T10:00:00.123", false), ("2024-5-1", false), ("20240501", false),
      ("2024-13-01", false), ("2024-02-30", false), ("1900-02-29", false), ("2024-05-01T24:00", false),
      ("2024-05-01 ", false), ("2024-05", false), ("10:00:00", false), ("2024-05-01Z", false),
      ("2024-05-01T1000", false), ("2024-05-01t10:00", false), ("2024-05-01T10:00:60", false),
      ("2024-05-01T10:00:00z", false), ("2024-05-01 is a date", false),
    ])
  func dates(text: String, isDate: Bool) {
    let tree = read([#"{"a": "\#(text)"}"#])
    #expect(tree.count(1, isDate ? .date : .text) == 1)
  }

  @Test(
    "Numbers",
    arguments: [
      ("1", .integer), ("-0", .integer), ("9223372036854775807", .integer), ("-9223372036854775808", .integer),
      ("9223372036854775808", .float), ("1.0", .wholeFloat), ("1e3", .wholeFloat), ("1E2", .wholeFloat),
      ("1.50", .float), ("1.5e1", .wholeFloat), ("1e-1", .float), ("0.1", .float), ("1e400", .float),
    ] as [(String, PathTree.Kind)])
  func numbers(text: String, kind: PathTree.Kind) {
    #expect(read([#"{"a": \#(text)}"#]).count(1, kind) == 1)
  }

  @Test("The first block: lines that begin within 10 MiB of the file that is loaded first")
  func head() {
    var reader = PathReader(first: 1)
    let border = PathReader.headBytes
    for (i, (source, offset)) in [(0, 0), (1, border), (1, border + 1), (2, 0)].enumerated() {
      Self.read(#"{"k\#(i)": 1}"#, number: 1, source: source, offset: offset, into: &reader)
    }
    let tree = reader.tree
    #expect((1...4).map { tree.isTypedInHead($0) } == [false, true, false, false])
  }

  @Test("What is too deep, too wide or too much is cut, whatever it is made of, and in good time")
  func bounds() {
    let deep = String(repeating: #"{"a": ["#, count: 2000) + "1" + String(repeating: "]}", count: 2000)
    let wide = "{" + (0..<200_000).map { "\"k\($0)\": 1" }.joined(separator: ", ") + "}"
    let both = #"{"a": {"b": {"c": {"d": {"e": {"f": \#(wide)}}}}}, "g": 1}"#
    let tree = read([deep, both, #"{"g": 2, "a": {"b": 3}}"#])
    let facts = Self.facts(tree)
    #expect(facts["/g"]?.counts == [.integer: 2] && facts["/a/b"]?.counts == [.object: 1, .integer: 1])
    #expect((0..<tree.count).filter { tree.isFull[$0] }.map { tree.pointer($0) } == ["/a/b/c/d/e/f"])
    #expect(tree.count < 100)
    let flat = read([wide, #"{"g": 1}"#])
    #expect(flat.count == 1 && flat.isFull[0] && flat.count(0, .object) == 2)
  }

  @Test("Full paths of parts are full paths of the whole", arguments: 0..<4)
  func fullParts(seed: UInt64) {
    var dice = Dice(seed)
    let lines = (0..<600).map { _ in
      let keys = (0..<dice.number(0...4)).map { _ in "\"id-\(dice.number(0...500))\": \(dice.number(0...9))" }
      return #"{"x": [[[[{"map": {\#(keys.joined(separator: ", "))}}]]]], "y": \#(dice.number(0...9))}"#
    }
    let whole = read(lines)
    #expect((0..<whole.count).contains { whole.isFull[$0] && whole.pointer($0) == "/x/*/*/*/*/map" })
    for count in [2, 5, 40] {
      var parts = (0..<count).map { _ in PathReader(first: 0) }
      for (i, line) in lines.enumerated() {
        Self.read(line, number: i + 1, source: 0, offset: 0, into: &parts[i % count])
      }
      let joined = dice.shuffled(parts).reduce(into: PathTree()) { $0.merge($1.tree) }
      #expect(joined == whole, "\(count) parts")
    }
  }

  @Test("The file that is loaded first")
  func order() {
    func first(_ names: [String]) -> String { names[SourceList.firstLoaded(names.map { Source(path: "/d/" + $0) })] }
    #expect(first(["test.jsonl", "train-0.jsonl", "train-1.jsonl"]) == "train-0.jsonl")
    #expect(first(["dev.jsonl", "test.jsonl"]) == "dev.jsonl" && first(["a.jsonl", "b.jsonl"]) == "a.jsonl")
    #expect(SourceList.firstLoaded([]) == 0)
  }
}
