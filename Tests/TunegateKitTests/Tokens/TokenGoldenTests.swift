import Foundation
import Testing

@testable import TunegateKit

/// What tiktoken 0.14.0 and tokenizers 0.23.3 make of some texts with small vocabularies, id by id. Both are made by
/// Scripts/make_token_golden.py; Benchmarks/tokens_differential.py compares on real vocabularies.
@Suite("Tokens as the libraries count them")
struct TokenGoldenTests {
  struct Golden: Decodable {
    var texts: [String]
    var tokenizers: [Case]
  }

  struct Case: Decodable, Sendable, CustomStringConvertible {
    var file: String
    var pattern: String?
    var ids: [[Int]]

    var description: String { file + (pattern.map { " with \($0)" } ?? "") }
  }

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden")
  static let golden = try! JSONDecoder().decode(
    Golden.self, from: Data(contentsOf: folder.appendingPathComponent("golden.json")))

  static func tokenizer(_ file: String, _ pattern: String? = nil) throws -> Tokenizer {
    try Tokenizer(contentsOf: folder.appendingPathComponent(file).path, pattern: pattern)
  }

  @Test("Ids and counts", arguments: golden.tokenizers)
  func ids(of golden: Case) throws {
    let tokenizer = try Self.tokenizer(golden.file, golden.pattern)
    var counter = TokenCounter(tokenizer)
    #expect(golden.ids.count == Self.golden.texts.count && Self.golden.texts.count > 25)
    for (text, ids) in zip(Self.golden.texts, golden.ids) {
      #expect(tokenizer.encode(text) == ids, "\(golden): \(text.debugDescription)")
      #expect(tokenizer.count(of: text) == ids.count)
      // Twice: the second time from the cache.
      for _ in 0..<2 {
        var text = text
        let count = text.withUTF8 { bytes in bytes.baseAddress.map { counter.count($0, bytes.count) } ?? 0 }
        #expect(count == ids.count, "\(golden): \(text.debugDescription) through the cache")
      }
    }
  }

  @Test("The tokenizers differ, but for Llama 3's pattern, which is cl100k_base's")
  func distinct() {
    #expect(Self.golden.tokenizers.count == 12)
    #expect(Set(Self.golden.tokenizers.map(\.ids)).count == 11)
  }
}
