/// `json-pointer` (RFC 6901, 3 and 5: the string form, not the URI fragment) and `relative-json-pointer`.
enum PointerFormat {
  /// json-pointer = *( "/" *( unescaped / "~0" / "~1" ) ), from `start` to the end.
  static func isPointer(_ text: Span<UInt8>, from start: Int) -> Bool {
    guard start < text.count else { return true }
    guard text[start] == UInt8(ascii: "/") else { return false }
    var at = start
    while at < text.count {
      defer { at += 1 }
      guard text[at] == UInt8(ascii: "~") else { continue }
      at += 1
      guard let next = text.byte(at), next == UInt8(ascii: "0") || next == UInt8(ascii: "1") else { return false }
    }
    return true
  }

  /// draft-handrews-relative-json-pointer-01, 3: a number without leading zeros, then "#" or a JSON Pointer.
  static func isRelativePointer(_ text: Span<UInt8>) -> Bool {
    var at = 0
    let digits = text.takeDigits(&at)
    guard digits > 0, digits == 1 || text[0] != UInt8(ascii: "0") else { return false }
    if text.take("#", &at) { return at == text.count }
    return isPointer(text, from: at)
  }
}
