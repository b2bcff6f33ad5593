import Testing

@testable import TunegateKit

/// Strings in, strings and offsets out.
extension ECMARegex {
  func search(_ text: String) -> ECMAMatch {
    Array(text.utf8).withUnsafeBufferPointer { search($0) }
  }

  func first(_ text: String, from: Int = 0) -> Range<Int>? {
    Array(text.utf8).withUnsafeBufferPointer { firstMatch($0, from: from) }
  }
}

/// Whether the pattern matches somewhere in the text; never when it gave up.
func matches(_ pattern: String, _ text: String, ignoringCase: Bool = false) throws -> Bool {
  try ECMARegex(pattern, isCaseInsensitive: ignoringCase).search(text) == .found
}

/// The error of a pattern that must be refused; nil when it was not.
func refusal(_ pattern: String) -> ECMARegexError? {
  do {
    _ = try ECMARegex(pattern)
    return nil
  } catch {
    return error
  }
}
