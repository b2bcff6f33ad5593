import Testing

@testable import TunegateKit

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("Properties of string formats")
struct FormatPropertyTests {
  @Test("The calendar is the Gregorian one, day after day")
  func calendar() {
    for year in [1900, 1999, 2000, 2023, 2024, 2100] {
      let isLeap = year.isMultiple(of: 400) || year.isMultiple(of: 4) && !year.isMultiple(of: 100)
      let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
      for month in 0...13 {
        for day in 0...32 {
          let exists = 1...12 ~= month && day >= 1 && day <= lengths[month - 1]
          let text = "\(year)-\(padded(month))-\(padded(day))"
          #expect(StringFormat.date.holds(for: text.utf8) == exists, "\(text)")
        }
      }
    }
  }

  @Test("Of all times at an offset, one minute of the day has a leap second")
  func leapSeconds() {
    for offset in stride(from: -23 * 60 - 59, through: 23 * 60 + 59, by: 97) {
      let sign = offset < 0 ? "-" : "+"
      let zone = "\(sign)\(padded(abs(offset) / 60)):\(padded(abs(offset) % 60))"
      let minutes = (0..<1440).filter {
        StringFormat.time.holds(for: "\(padded($0 / 60)):\(padded($0 % 60)):60\(zone)".utf8)
      }
      #expect(minutes == [(1439 + offset + 1440) % 1440], "\(zone)")
    }
  }

  @Test("Random addresses are judged as the C library judges them")
  func addresses() {
    var random = SeededGenerator(4291)
    var (valid4, valid6) = (0, 0)
    for _ in 0..<20_000 {
      let text = address(&random)
      let (is4, is6) = (isAddress(AF_INET, text), isAddress(AF_INET6, text))
      #expect(StringFormat.ipv4.holds(for: text.utf8) == is4, "\(text)")
      #expect(StringFormat.ipv6.holds(for: text.utf8) == is6, "\(text)")
      // The same address as the host of a URI, where no IPv4 address is needed.
      #expect(StringFormat.uri.holds(for: "a://[\(text)]".utf8) == is6, "\(text)")
      valid4 += is4 ? 1 : 0
      valid6 += is6 ? 1 : 0
    }
    #expect(valid4 > 100 && valid6 > 1_000)
  }

  @Test("A URI is a reference and an IRI; a host name is an internationalized one")
  func inclusions() {
    var random = SeededGenerator(3986)
    for _ in 0..<20_000 {
      let text = words(&random).joined().utf8
      if StringFormat.uri.holds(for: text) {
        #expect(StringFormat.uriReference.holds(for: text) && StringFormat.iri.holds(for: text))
      }
      if StringFormat.uriReference.holds(for: text) { #expect(StringFormat.iriReference.holds(for: text)) }
      if StringFormat.iri.holds(for: text) { #expect(StringFormat.iriReference.holds(for: text)) }
      if StringFormat.hostname.holds(for: text) { #expect(StringFormat.idnHostname.holds(for: text)) }
      if StringFormat.email.holds(for: text) { #expect(StringFormat.idnEmail.holds(for: text)) }
    }
  }

  @Test("No text is too strange, whole, cut anywhere, or long")
  func strangeText() {
    var random = SeededGenerator(7)
    for format in StringFormat.allCases {
      for _ in 0..<500 {
        let text = Array(words(&random).joined().utf8)
        // Cut inside of a character the text is not valid UTF-8: nothing to judge, but nothing to fall over.
        for end in 0...text.count { _ = format.holds(in: text.span.extracting(first: end)) }
      }
      for word in Self.vocabulary { _ = format.holds(for: String(repeating: word, count: 20_000).utf8) }
    }
  }

  // MARK: - Random texts

  static let vocabulary = [
    "a", "Z", "0", "1", "19", "-", ".", ":", "/", "//", "?", "#", "[", "]", "@", "%41", "%", "{", "}", ",", "*", "~",
    "~0", "\"", "\\", "xn--", "xn--bcher-kva", "ä", "א", "。", "\u{94d}", "\u{200d}", "\u{200c}", "٠", "·", "l", "P",
    "T",
    "Y", "M", "D", "2024-02-29", "12:00:00", "Z", "\0", "\u{10ffff}", "::", "e\u{301}", " ", "v1.",
  ]

  private func words(_ random: inout SeededGenerator) -> [String] {
    (0..<Int.random(in: 0...8, using: &random)).map { _ in Self.vocabulary.randomElement(using: &random) ?? "" }
  }

  private func address(_ random: inout SeededGenerator) -> String {
    let isQuad = Int.random(in: 0..<4, using: &random) == 0
    let parts = isQuad ? ["1", "25", "255", "256", "0", "09"] : ["1", "ab", "FFFF", "0", "", "1.2.3.4", "12345"]
    let weights = isQuad ? [4, 4, 4, 1, 4, 1] : [8, 8, 8, 8, 4, 1, 1]
    let pool = zip(parts, weights).flatMap { Array(repeating: $0, count: $1) }
    let count = isQuad ? Int.random(in: 3...5, using: &random) : Int.random(in: 1...9, using: &random)
    return (0..<count).map { _ in pool.randomElement(using: &random) ?? "" }.joined(separator: isQuad ? "." : ":")
  }

  private func isAddress(_ family: Int32, _ text: String) -> Bool {
    var address = in6_addr()
    return inet_pton(family, text, &address) == 1
  }

  private func padded(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}
