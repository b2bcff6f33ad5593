import Testing

@testable import TunegateKit

@Suite struct NearestSpellingTests {
  static let words = ["severity", "weight", "limit", "length-outlier", "too-deep"]

  @Test(arguments: [
    ("serverity", "severity"), ("sevreity", "severity"), ("Severity", "severity"), ("wieght", "weight"),
    ("length_outlier", "length-outlier"), ("limt", "limit"), ("too-deep", "too-deep"),
    // Two edits of five letters and of three are more than a third.
    ("limes", nil), ("lim", nil), ("spread", nil), ("", nil), ("x", nil),
  ]) func suggests(word: String, expected: String?) {
    #expect(NearestSpelling.suggest(word, in: Self.words) == expected)
  }

  @Test func takesTheNearestAndThenTheFirst() {
    #expect(NearestSpelling.suggest("abcdef", in: ["abcdxx", "abcdex", "abcdey"]) == "abcdex")
    #expect(NearestSpelling.suggest("abcdef", in: ["abcdey", "abcdex"]) == "abcdey")
    #expect(NearestSpelling.suggest("abcdef", in: [String]()) == nil)
  }

  @Test(arguments: [
    ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("abc", "abc", 0), ("abc", "acb", 1), ("ab", "ba", 1),
    ("kitten", "sitting", 3), ("ca", "abc", 3), ("a", "ä", 1),
  ]) func distance(a: String, b: String, expected: Int) {
    #expect(edits(a, b) == expected)
  }

  @Test func distanceObeysItsLaws() {
    // All words of up to four letters over two: a metric but for the triangle, which the restricted form breaks.
    let words = (0...4).flatMap { length in
      (0..<(1 << length)).map { bits in String((0..<length).map { bits >> $0 & 1 == 1 ? "a" : "b" }) }
    }
    for a in words {
      for b in words {
        let distance = edits(a, b)
        #expect(distance == edits(b, a))
        #expect((distance == 0) == (a == b))
        #expect(distance >= abs(a.count - b.count) && distance <= max(a.count, b.count))
      }
    }
  }

  @Test func wordsTheClause() {
    #expect(NearestSpelling.clause("limt", in: Self.words) == "; did you mean 'limit'?")
    #expect(NearestSpelling.clause("zzz", in: Self.words, otherwise: "; see below") == "; see below")
  }

  private func edits(_ a: String, _ b: String) -> Int {
    NearestSpelling.distance(Array(a.unicodeScalars), Array(b.unicodeScalars))
  }
}
