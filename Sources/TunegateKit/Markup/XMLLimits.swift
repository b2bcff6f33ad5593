/// What a document may have before libxml2 sees it. Each limit is far above what an answer has and bounds something
/// that a parser takes more than linear time or much memory for.
enum XMLLimits {
  static let bytes = 4 << 20
  /// Open elements; libxml2's own limit.
  static let depth = 256
  static let elements = 100_000
  /// Attributes of one tag: a parser compares each with all others.
  static let attributes = 1_000
  /// Comparisons in the whole document, of each attribute with those before it in its tag and with the namespaces in
  /// force: a dozen tags of the most attributes, or any number of usual ones.
  static let comparisons = 6_000_000
  /// Namespace declarations in force at one place: each prefix is looked for among all of them.
  static let namespaces = 256
  /// Bytes of a name.
  static let name = 1_024
}

/// Why a text is not given to the parser, and where.
struct XMLScanFault: Equatable, Sendable {
  enum Reason: UInt8, Sendable, CaseIterable {
    // Refused, well-formed or not.
    case documentType, tooLarge, tooDeep, tooManyElements, tooManyAttributes, tooManyComparisons, tooManyNamespaces
    case longName
    // Not well-formed.
    case empty, notUTF8, character, strayLessThan, lessThanInTag, lessThanInValue, nameless, noValue, unquoted, noSpace
    case strayInTag, openTag, openValue, openComment, openData, openInstruction, unknownDeclaration
  }

  var reason: Reason
  /// Bytes from the start of the text.
  var offset: Int

  /// True for what an XML parser would have taken.
  var isRefusal: Bool { reason.rawValue <= Reason.longName.rawValue }

  /// What was found and what was expected, to stand behind a place.
  var message: String {
    switch reason {
    case .documentType:
      "found `<!DOCTYPE`, which can name files and entities that grow without end; expected the root element"
    case .tooLarge: "more than \(ByteSize.describe(XMLLimits.bytes)) of XML, which is the most that is judged"
    case .tooDeep: "more than \(XMLLimits.depth) elements within each other, which is the most that is judged"
    case .tooManyElements: "more than \(XMLLimits.elements) elements, which is the most that is judged"
    case .tooManyAttributes: "a tag with more than \(XMLLimits.attributes) attributes, which is the most that is judged"
    case .tooManyComparisons: "too many tags with hundreds of attributes to be judged"
    case .tooManyNamespaces:
      "more than \(XMLLimits.namespaces) namespace declarations in force, which is the most that is judged"
    case .longName: "a name of more than \(XMLLimits.name) bytes, which is the most that is judged"
    case .empty: "no element, expected one"
    case .notUTF8: "bytes that are not UTF-8"
    case .character: "a control character or noncharacter, which XML does not allow"
    case .strayLessThan: "`<` without a name behind it, expected a tag or `&lt;`"
    case .lessThanInTag: "`<` inside a tag, expected `>` before it"
    case .lessThanInValue: "`<` in an attribute's value, expected `&lt;` or the closing quote before it"
    case .nameless: "no name, expected one"
    case .noValue: "an attribute without a value, expected `=` and a value in quotes"
    case .unquoted: "an attribute's value without quotes, expected them"
    case .noSpace: "an attribute right behind a value, expected a space between them"
    case .strayInTag: "a character that has no place in a tag, expected an attribute or `>`"
    case .openTag: "a tag that does not end, expected `>`"
    case .openValue: "an attribute's value that does not end, expected its closing quote"
    case .openComment: "a comment that does not end, expected `-->`"
    case .openData: "a CDATA section that does not end, expected `]]>`"
    case .openInstruction: "a processing instruction that does not end, expected `?>`"
    case .unknownDeclaration: "`<!` without a comment or CDATA section, expected one"
    }
  }
}
