import Testing

@testable import TunegateKit

/// A file that cannot be counted with exactly is refused, and the message says what it is.
@Suite("Tokenizer files that are refused")
struct TokenFileErrorTests {
  private static func json(
    model: String = #"{"type": "BPE", "vocab": {"a": 0, "b": 1, "ab": 2}, "merges": ["a b"]}"#, _ rest: String = ""
  ) -> String {
    #"{"model": \#(model)\#(rest.isEmpty ? "" : ", " + rest)}"#
  }

  private static func split(_ pattern: String, _ rest: String = "") -> String {
    json(#""pre_tokenizer": {"type": "Split", "pattern": {"Regex": "\#(pattern)"}, "behavior": "Isolated"\#(rest)}"#)
  }

  static let refused: [(String, String)] = [
    ("", "holds nothing"), ("IQ== 0\nIg= x\n", "line 2 is no token"), ("IQ== 0\n", "does not say how its text is cut"),
    ("hello", "line 1 is no token"), ("{\"a\": 1}", "without \"model\""), ("{\"model\": ", "not JSON"),
    (#"{"config": {}, "vocab": []}"#, "tekken.json"),
    (json(model: #"{"type": "WordPiece", "vocab": {}}"#), "a model of type 'WordPiece'"),
    (json(model: #"{"type": "Unigram", "vocab": []}"#), "a model of type 'Unigram'"),
    (json(model: #"{"type": "BPE", "vocab": {}, "merges": ["a b"]}"#), "merge 1, 'a b', names a token"),
    (json(model: #"{"type": "BPE", "vocab": {"a": 0}, "merges": ["a"]}"#), "merge 1 is neither"),
    (json(model: #"{"type": "BPE", "vocab": {"a": -1}, "merges": []}"#), "no whole number"),
    (json(model: #"{"type": "BPE", "vocab": {}, "merges": [], "dropout": 0.1}"#), "left to chance"),
    (json(model: #"{"type": "BPE", "vocab": {}, "merges": [], "end_of_word_suffix": "</w>"}"#), "end_of_word_suffix"),
    (json(model: #"{"type": "BPE", "vocab": {}, "merges": [], "byte_fallback": true}"#), "for the byte 0"),
    (json(model: #"{"type": "BPE", "vocab": {}, "merges": [], "unk_token": "?"}"#), "'?' is not in the vocabulary"),
    (json(#""normalizer": {"type": "NFKC"}"#), "the normalizer 'NFKC'"),
    (json(#""normalizer": {"type": "Replace", "pattern": {"Regex": "a+"}, "content": "b"}"#), "a Replace by a regular"),
    (json(#""pre_tokenizer": {"type": "BertPreTokenizer"}"#), "the pre-tokenizer 'BertPreTokenizer'"),
    (
      json(#""pre_tokenizer": {"type": "Sequence", "pretokenizers": [{"type": "ByteLevel"}, {"type": "Digits"}]}"#),
      "behind ByteLevel"
    ),
    (json(#""added_tokens": [{"id": 9, "content": "<x>", "single_word": true}]"#), "single_word"),
    (split("a*"), "may match nothing"), (split("(ab)+"), "a group that repeats"), (split("a+?"), "second quantifier"),
    (split("a{1,2}+"), "possessive"), (split("a$"), "'$'"), (split("[a-z&&b]"), "&&"),
    (split("[[a]b]"), "a class inside"),
    (split(#"\\p{Han}"#), #"\p{Han}"#), (split(#"\\w+"#), #"'\w'"#), (split("(?<=a)b"), "another kind"),
    (split("(?i:ss)"), "one letter"), (split("a)"), "unbalanced"), (split("(a"), "without its ')'"),
    (split("[ab]*[bc]*[cd]"), "square of the text"), (split("a{2,1}"), "no quantifier"), (split("[z-a]"), "a range"),
    (split("a", #", "behavior": "Sideways""#), "'Sideways'"),
  ]

  @Test("What is found is named", arguments: refused)
  func refusal(text: String, words: String) {
    do {
      _ = try Tokenizer(bytes: Array(text.utf8), path: "t.json")
      Issue.record("read: \(text)")
    } catch {
      let message = error.description
      #expect(message.hasPrefix("t.json: error: ") && message.contains(words), "\(message)")
    }
  }

  @Test("A pattern that does not exist, or that the file itself says")
  func patterns() throws {
    let error = #expect(throws: ConfigErrors.self) { try TokenGoldenTests.tokenizer("small.tiktoken", "cl100k") }
    #expect(error?.description.contains("expected one of gpt2, cl100k_base") ?? false, "\(String(describing: error))")
    let other = #expect(throws: ConfigErrors.self) { try TokenGoldenTests.tokenizer("metaspace.json", "gpt2") }
    #expect(other?.description.contains("names its own pattern") ?? false)
  }

  @Test("A rank file without one of the bytes")
  func bytes() {
    let error = #expect(throws: ConfigErrors.self) {
      try Tokenizer(bytes: Array("IQ== 0\n".utf8), path: "x", pattern: "gpt2")
    }
    #expect(error?.description.contains("no token for the byte 0") ?? false)
  }
}
