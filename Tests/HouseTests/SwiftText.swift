/// A Swift file taken apart into its code and its comments, so that a word in a string or a comment is not mistaken
/// for code. Both parts keep every line break, hence their line numbers.
///
/// Knows nested comments, raw and multi-line strings, and interpolations (which are code). It does not know regular
/// expression literals: one that holds a quotation mark would mislead it.
struct SwiftText {
  /// The code; each string literal is reduced to `""` and its interpolations.
  var code: String { String(decoding: codeBytes, as: UTF8.self) }
  var comments: String { String(decoding: commentBytes, as: UTF8.self) }

  private var codeBytes: [UInt8] = []
  private var commentBytes: [UInt8] = []
  private let text: [UInt8]
  private var position = 0

  init(_ source: String) {
    text = Array(source.utf8)
    scanCode(isInterpolation: false)
  }

  /// Reads code up to the end, or up to the parenthesis that closes an interpolation.
  private mutating func scanCode(isInterpolation: Bool) {
    var depth = 0
    while position < text.count {
      if starts("//") {
        scanLineComment()
      } else if starts("/*") {
        scanBlockComment()
      } else if let hashes = hashesBeforeString() {
        scanString(hashes: hashes)
      } else {
        let byte = text[position]
        if byte == UInt8(ascii: "(") { depth += 1 }
        if byte == UInt8(ascii: ")") { depth -= 1 }
        if isInterpolation && depth < 0 { return }
        emit(byte, isComment: false)
      }
    }
  }

  private mutating func scanLineComment() {
    while position < text.count, text[position] != UInt8(ascii: "\n") {
      emit(text[position], isComment: true)
    }
  }

  private mutating func scanBlockComment() {
    var depth = 0
    repeat {
      if starts("/*") {
        depth += 1
        position += 2
      } else if starts("*/") {
        depth -= 1
        position += 2
      } else {
        emit(text[position], isComment: true)
      }
    } while depth > 0 && position < text.count
  }

  private mutating func scanString(hashes: Int) {
    position += hashes
    let isMultiLine = starts("\"\"\"")
    let fence = String(repeating: "#", count: hashes)
    let end = (isMultiLine ? "\"\"\"" : "\"") + fence
    position += isMultiLine ? 3 : 1
    codeBytes += Array("\"\"".utf8)
    while position < text.count {
      if starts(end) {
        position += end.utf8.count
        return
      }
      if starts("\\" + fence + "(") {
        position += hashes + 2
        codeBytes.append(UInt8(ascii: "("))
        scanCode(isInterpolation: true)
        codeBytes.append(UInt8(ascii: ")"))
        position += 1
      } else if starts("\\" + fence) {
        position += hashes + 2
      } else {
        if text[position] == UInt8(ascii: "\n") { emitLineBreak() }
        position += 1
      }
    }
  }

  /// The number of `#` before the quotation mark of a string that begins here; nil when none does.
  private func hashesBeforeString() -> Int? {
    let hashes = text[position...].prefix { $0 == UInt8(ascii: "#") }.count
    let quote = position + hashes
    return quote < text.count && text[quote] == UInt8(ascii: "\"") ? hashes : nil
  }

  private func starts(_ prefix: String) -> Bool {
    text[min(position, text.count)...].starts(with: prefix.utf8)
  }

  private mutating func emit(_ byte: UInt8, isComment: Bool) {
    if byte == UInt8(ascii: "\n") {
      emitLineBreak()
    } else if isComment {
      commentBytes.append(byte)
    } else {
      codeBytes.append(byte)
    }
    position += 1
  }

  private mutating func emitLineBreak() {
    codeBytes.append(UInt8(ascii: "\n"))
    commentBytes.append(UInt8(ascii: "\n"))
  }
}
