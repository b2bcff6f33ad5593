/// The string formats of JSON Schema, drafts 4 to 2020-12, all but `regex`: whether a pattern compiles is for the
/// engine of patterns to say.
///
/// A format means the same in every draft. Draft 4 and 6 ask less of `hostname` (no A-labels) and of `email` (no word
/// on quoted local parts); nothing that their part of the official suite accepts is refused here.
///
/// Every check is linear in the length of the text, iterative, and allocates nothing, but for the labels of
/// internationalized host names.
enum StringFormat: String, Sendable, CaseIterable {
  case dateTime = "date-time"
  case date
  case time
  case duration
  case email
  case idnEmail = "idn-email"
  case hostname
  case idnHostname = "idn-hostname"
  case ipv4
  case ipv6
  case uri
  case uriReference = "uri-reference"
  case iri
  case iriReference = "iri-reference"
  case uriTemplate = "uri-template"
  case uuid
  case jsonPointer = "json-pointer"
  case relativeJSONPointer = "relative-json-pointer"

  /// Whether `text`, valid UTF-8, is of the format `name`; nil for a name that is not listed here: an unknown format
  /// asserts nothing (2020-12 validation, 7.2.1), and `regex` is the caller's.
  static func check(_ name: String, _ text: some Collection<UInt8>) -> Bool? {
    guard let format = StringFormat(rawValue: name) else { return nil }
    return format.holds(for: text)
  }

  /// Whether `text`, valid UTF-8, is of this format. A contiguous collection is read in place.
  func holds(for text: some Collection<UInt8>) -> Bool {
    text.withContiguousStorageIfAvailable { holds(in: $0.span) } ?? holds(in: Array(text).span)
  }

  /// As above, for text that is a span already.
  func holds(in text: Span<UInt8>) -> Bool {
    switch self {
    case .dateTime: DateTimeFormat.isDateTime(text)
    case .date: DateTimeFormat.isDate(text)
    case .time: DateTimeFormat.isTime(text)
    case .duration: DurationFormat.isDuration(text)
    case .email: EmailFormat.isAddress(text, isInternational: false)
    case .idnEmail: EmailFormat.isAddress(text, isInternational: true)
    case .hostname: HostNameFormat.isHostName(text)
    case .idnHostname: HostNameFormat.isInternationalHostName(text)
    case .ipv4: IPAddressFormat.isIPv4(text)
    case .ipv6: IPAddressFormat.isIPv6(text)
    case .uri: URIFormat(isInternational: false, mayBeRelative: false).holds(text)
    case .uriReference: URIFormat(isInternational: false, mayBeRelative: true).holds(text)
    case .iri: URIFormat(isInternational: true, mayBeRelative: false).holds(text)
    case .iriReference: URIFormat(isInternational: true, mayBeRelative: true).holds(text)
    case .uriTemplate: URITemplateFormat.isTemplate(text)
    case .uuid: UUIDFormat.isUUID(text)
    case .jsonPointer: PointerFormat.isPointer(text, from: 0)
    case .relativeJSONPointer: PointerFormat.isRelativePointer(text)
    }
  }
}
