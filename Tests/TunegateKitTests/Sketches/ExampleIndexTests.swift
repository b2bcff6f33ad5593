import Testing

@testable import TunegateKit

@Suite("Example index")
struct ExampleIndexTests {
  @Test(
    "Rows and places are each other's inverse, blank lines and empty sources left out",
    arguments: 0..<6 as Range<UInt64>)
  func places(seed: UInt64) {
    var dice = Dice(seed)
    let sources = (0..<dice.number(1...6)).map { _ in
      (0..<dice.number(0...40)).map { i in dice.once(in: 3) ? "" : #"{"text": "line \#(i)"}"# }
    }
    let index = IndexedLines(sources).index
    var row = 0
    for (source, lines) in sources.enumerated() {
      let first = row
      for (i, line) in lines.enumerated() {
        let place = Place(source: source, line: i + 1)
        if line.isEmpty {
          #expect(index.row(of: place) == nil)
          continue
        }
        #expect(index.place(row) == place && index.source(of: row) == source && index.row(of: place) == row)
        row += 1
      }
      #expect(index.rows(ofSource: source) == (first == row ? 0..<0 : first..<row))
      #expect(index.row(of: Place(source: source, line: lines.count + 1)) == nil)
      #expect(index.row(of: Place(source: source, line: 0)) == nil)
    }
    #expect(index.count == row)
    #expect(index.row(of: Place(source: -1, line: 0)) == nil)
    #expect(index.row(of: Place(source: sources.count, line: 1)) == nil)
  }

  @Test("Across the border of a chunk rows keep their lines and their rule sets")
  func chunkBorder() {
    let lines = (0..<70_000).map { "{\"text\": \"\($0)\"}" }
    let index = IndexedLines(lines).index
    #expect(index.count == lines.count)
    for row in [0, 0xFFFE, 0xFFFF, 0x10000, 0x10001, lines.count - 1] {
      #expect(index.place(row) == Place(source: 0, line: row + 1))
      #expect(index.row(of: Place(source: 0, line: row + 1)) == row)
      #expect(index.isExample(row) && index.ruleSet(row).isEmpty)
      index.mark(row, rule: 3)
      index.mark(row, rule: 1)
      index.mark(row, rule: 3)
      #expect(index.ruleSet(row).members == [1, 3])
    }
    #expect(index.ruleSet(0x10002).isEmpty)
    #expect(Set((0..<index.count).map { index.exact[$0] }).count == lines.count)
  }

  @Test("Lines that are no examples are rows without a fingerprint")
  func noExamples() {
    let index = IndexedLines(["{", #"{"text": "a"}"#, "7", #"{"foo": 1}"#]).index
    #expect((0..<index.count).map(index.isExample) == [false, true, false, false])
  }
}
