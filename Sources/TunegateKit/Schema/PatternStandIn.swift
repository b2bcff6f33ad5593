// Stands in for the engine in `Regex/` and the checks in `Formats/` until they are here; then this file goes.

struct ECMARegexError: Error { var reason: String }
enum ECMAMatch { case found, notFound, gaveUp }

struct ECMARegex: Sendable {
  private let source: String

  init(_ source: String) throws(ECMARegexError) {
    guard (try? Regex(source)) != nil else { throw ECMARegexError(reason: "not a regular expression") }
    self.source = source
  }

  func search(_ text: UnsafeBufferPointer<UInt8>) -> ECMAMatch {
    guard let regex = try? Regex(source) else { return .gaveUp }
    return String(decoding: text, as: UTF8.self).firstMatch(of: regex) == nil ? .notFound : .found
  }

  func search(_ text: UnsafeBufferPointer<UInt8>, scratch: inout ECMARegexScratch) -> ECMAMatch { search(text) }
  func makeScratch() -> ECMARegexScratch { ECMARegexScratch() }
}

struct ECMARegexScratch: Sendable {}

enum StringFormat {
  static func check(_ name: String, _ text: UnsafeBufferPointer<UInt8>) -> Bool? { nil }
}
