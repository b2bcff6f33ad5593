import Testing

@testable import TunegateKit

@Suite("String formats")
struct StringFormatTests {
  @Test("Dates, times and durations", arguments: FormatCorpus.times)
  func times(_ corpus: FormatCase) { expectVerdicts(corpus) }

  @Test("Addresses, UUIDs and pointers", arguments: FormatCorpus.addresses)
  func addresses(_ corpus: FormatCase) { expectVerdicts(corpus) }

  @Test("Host names", arguments: FormatCorpus.names)
  func names(_ corpus: FormatCase) { expectVerdicts(corpus) }

  @Test("Mail addresses", arguments: FormatCorpus.mail)
  func mail(_ corpus: FormatCase) { expectVerdicts(corpus) }

  @Test("URIs, IRIs and templates", arguments: FormatCorpus.identifiers)
  func identifiers(_ corpus: FormatCase) { expectVerdicts(corpus) }

  @Test("Every format has valid and invalid texts in the corpus")
  func coverage() {
    let corpora = [
      FormatCorpus.times, FormatCorpus.addresses, FormatCorpus.names, FormatCorpus.mail, FormatCorpus.identifiers,
    ].joined()
    for format in StringFormat.allCases {
      #expect(corpora.contains { $0.format == format && !$0.valid.isEmpty }, "no valid \(format.rawValue)")
      #expect(corpora.contains { $0.format == format && !$0.invalid.isEmpty }, "no invalid \(format.rawValue)")
    }
  }

  @Test(
    "An unknown format says nothing, and so does the format of patterns", arguments: ["unknown", "regex", "", "DATE"])
  func unknown(_ name: String) {
    #expect(StringFormat.check(name, "anything".utf8) == nil)
  }

  @Test("Text is read the same from every kind of collection")
  func collections() {
    let text = Array("2024-02-29".utf8)
    #expect(StringFormat.check("date", text) == true)
    #expect(StringFormat.check("date", text.dropLast()) == false)
    #expect(text.withUnsafeBufferPointer { StringFormat.check("date", $0) } == true)
    #expect(StringFormat.check("date", AnyCollection(text.lazy.map { $0 })) == true)
  }

  private func expectVerdicts(_ corpus: FormatCase) {
    for text in corpus.valid {
      #expect(corpus.format.holds(for: text.utf8), "\(text.debugDescription) is a \(corpus.format.rawValue)")
    }
    for text in corpus.invalid {
      #expect(!corpus.format.holds(for: text.utf8), "\(text.debugDescription) is no \(corpus.format.rawValue)")
    }
  }
}
