import CXml2

/// Makes one sentence of what libxml2 says: found and expected, without newlines and full stops.
enum XMLWords {
  /// Bytes of a message, so that a long value does not fill a report.
  private static let longest = 320

  static func sentence(_ entry: XMLErrorLog.Entry) -> String {
    clipped(own(entry) ?? cleaned(entry.message))
  }

  /// In words of our own, for what is common and what libxml2 says badly.
  private static func own(_ entry: XMLErrorLog.Entry) -> String? {
    let names = entry.names
    guard let code = entry.parserCode else { return nil }
    switch xmlParserErrors(code) {
    case XML_ERR_TAG_NAME_MISMATCH where names.count > 1:
      return "found `</\(names[1])>`, expected `</\(names[0])>` for the tag of line \(entry.number)"
    case XML_ERR_TAG_NOT_FINISHED where !names.isEmpty:
      return "the text ends, expected `</\(names[0])>` for the tag of line \(entry.number)"
    case XML_ERR_DOCUMENT_EMPTY: return "found no tag, expected the root element"
    case XML_ERR_DOCUMENT_END: return "something stands behind the root element, expected the end"
    case XML_ERR_UNDECLARED_ENTITY where !names.isEmpty:
      return "the entity `&\(names[0]);` is not XML's, expected the character itself or its number"
    case XML_ERR_NAME_REQUIRED: return "`&` begins no entity, expected `&amp;`"
    case XML_ERR_ENTITYREF_SEMICOL_MISSING: return "an entity does not end, expected `;`, or `&amp;` for an ampersand"
    case XML_ERR_ATTRIBUTE_REDEFINED where !names.isEmpty:
      return "the attribute `\(names[0])` stands twice in one tag, expected it once"
    case XML_NS_ERR_UNDEFINED_NAMESPACE where names.count > 1:
      return "the prefix `\(names[0])` of `\(names[1])` is not declared, expected `xmlns:\(names[0])`"
    case XML_ERR_MISPLACED_CDATA_END: return "found `]]>` outside a CDATA section, expected `]]&gt;`"
    case XML_ERR_RESERVED_XML_NAME: return "an XML declaration inside the text, expected it at the very beginning"
    default: return nil
    }
  }

  /// `Element 'a': Not expected. Expected is ( b ).` becomes `element 'a': not expected; expected is ( b )`.
  private static func cleaned(_ message: String) -> String {
    var text = message.split(whereSeparator: \.isNewline).joined(separator: " ")
    while let last = text.last, last == " " || last == "." { text.removeLast() }
    text = text.replacing(". Expected is", with: "; expected is").replacing(" , ", with: ", ")
    text = text.replacing(XMLGrammarFiles.root, with: "")
    if text.hasPrefix("Element '"), let end = text.firstRange(of: "': ")?.upperBound {
      text = text[..<end] + lowered(text[end...])
    }
    return lowered(text[...])
  }

  /// With a small first letter, unless it begins an acronym or a quotation.
  private static func lowered(_ text: Substring) -> String {
    guard text.dropFirst().first?.isLowercase ?? false else { return String(text) }
    return text.prefix(1).lowercased() + text.dropFirst()
  }

  /// Without its middle: the ends say what was found and what was expected.
  private static func clipped(_ text: String) -> String {
    guard text.utf8.count > longest else { return text }
    let text = SecretMask.masked(text)
    let half = longest / 2
    let (head, tail) = (text.utf8.prefix(half), text.utf8.suffix(half))
    return String(decoding: head, as: UTF8.self) + "…" + String(decoding: tail, as: UTF8.self)
  }
}
