import Foundation

/// Files with exact, normalized and near repetitions across them, short examples and long ones.
enum ShardedData {
  /// Writes `data/part-N.jsonl`, every third one compressed; the first and the last as they are.
  static func write(_ shards: Int, into shop: Workshop, lines: Int = 480) throws {
    var files = [[String]](repeating: [], count: shards)
    for (i, line) in examples(lines).enumerated() { files[(i * 7 + i / 11) % shards].append(line) }
    for (k, file) in files.enumerated() {
      let name = "data/part-\(k).jsonl"
      try shop.write(name, file.joined(separator: "\n") + "\n")
      if k % 3 == 1 { _ = try shop.shell("gzip \(name)") }
    }
  }

  private static func examples(_ count: Int) -> [String] {
    // Words of the made-up records, and from them texts of any length.
    let words = Workshop.clean(count).flatMap { $0.split { !$0.isLetter }.filter { $0.count == 8 }.map(String.init) }
    var texts: [[String]] = []
    for i in 0..<count {
      let length = i % 2 == 0 ? 12 : 48
      var text = Array(words[i * 13..<i * 13 + 13]) + (0..<36).map { words[(i * 31 + $0 * 17) % words.count] }
      text.removeLast(text.count - length)
      if i > 20, i % 3 == 0 {
        // A repetition of an earlier one: as it is, in capitals, or with a letter more.
        text = texts[(i * 5) % (i - 10)]
        if i % 9 == 3 { text = text.map { $0.uppercased() } }
        if i % 9 == 6 { text[2] += "e" }
      }
      texts.append(text)
    }
    return texts.enumerated().map { i, text in
      i % 97 == 50
        ? "{\"prompt\": "
        : #"{"prompt": "\#(text[..<6].joined(separator: " "))", "completion": "\#(text[6...].joined(separator: " "))"}"#
    }
  }
}
