import Testing

@testable import TunegateKit

/// What another implementation of ECMA-262 says.
@Suite("Regular expressions: the same as V8")
struct RegexGoldenTests {
  @Test("Patterns are refused, and texts match from and to the same bytes")
  func golden() {
    #expect(RegexGolden.cases.count > 1_000)
    var pattern: (key: String, regex: ECMARegex?)?
    for golden in RegexGolden.cases {
      let key = golden.flags + golden.pattern
      if pattern?.key != key {
        pattern = (key, try? ECMARegex(golden.pattern, isCaseInsensitive: golden.flags == "iu"))
      }
      guard let regex = pattern?.regex else {
        #expect(golden.result == "error", "\(golden): refused: \(String(describing: refusal(golden.pattern)))")
        continue
      }
      let match = regex.first(golden.text).map { "\($0.lowerBound)-\($0.upperBound)" } ?? "none"
      #expect(match == golden.result, "\(golden)")
      #expect(regex.search(golden.text) == (golden.result == "none" ? .notFound : .found), "\(golden)")
    }
  }
}
