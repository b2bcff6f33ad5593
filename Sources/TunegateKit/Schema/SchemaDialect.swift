/// A published version of JSON Schema.
public enum JSONSchemaDraft: Int, Sendable, Comparable, CaseIterable {
  case draft4, draft6, draft7, draft2019, draft2020

  public static func < (a: JSONSchemaDraft, b: JSONSchemaDraft) -> Bool { a.rawValue < b.rawValue }

  /// What stands in `$schema`, without the empty fragment of the older drafts.
  public var uri: String {
    switch self {
    case .draft4: "http://json-schema.org/draft-04/schema"
    case .draft6: "http://json-schema.org/draft-06/schema"
    case .draft7: "http://json-schema.org/draft-07/schema"
    case .draft2019: "https://json-schema.org/draft/2019-09/schema"
    case .draft2020: "https://json-schema.org/draft/2020-12/schema"
    }
  }

  /// The draft whose metaschema is at `uri`, with or without an empty fragment.
  public init?(uri: String) {
    let plain = uri.hasSuffix("#") ? String(uri.dropLast()) : uri
    guard let draft = JSONSchemaDraft.allCases.first(where: { $0.uri == plain }) else { return nil }
    self = draft
  }
}

/// The groups of keywords that a metaschema switches on (2019-09 and later).
struct SchemaVocabularies: OptionSet {
  let rawValue: UInt8
  static let core = SchemaVocabularies(rawValue: 1)
  static let applicator = SchemaVocabularies(rawValue: 2)
  static let unevaluated = SchemaVocabularies(rawValue: 4)
  static let validation = SchemaVocabularies(rawValue: 8)
  static let metadata = SchemaVocabularies(rawValue: 16)
  static let format = SchemaVocabularies(rawValue: 32)
  static let formatAssertion = SchemaVocabularies(rawValue: 64)
  static let content = SchemaVocabularies(rawValue: 128)
  /// What a metaschema without `$vocabulary` stands for.
  static let standard: SchemaVocabularies = [
    .core, .applicator, .unevaluated, .validation, .metadata, .format, .content,
  ]

}

extension SchemaVocabularies {
  /// The last part of a vocabulary's address.
  init?(name: Substring, draft: JSONSchemaDraft) {
    switch name {
    case "core": self = .core
    case "applicator": self = draft == .draft2019 ? [.applicator, .unevaluated] : .applicator
    case "unevaluated": self = .unevaluated
    case "validation": self = .validation
    case "meta-data": self = .metadata
    case "format", "format-annotation": self = .format
    case "format-assertion": self = [.format, .formatAssertion]
    case "content": self = .content
    default: return nil
    }
  }
}

/// How the keywords of a schema are to be read.
struct SchemaDialect: Equatable {
  var draft: JSONSchemaDraft
  var vocabularies = SchemaVocabularies.standard

  /// Up to draft 7, `$ref` hides everything beside it.
  var refHidesSiblings: Bool { draft <= .draft7 }

  var identifier: SchemaKeyword { draft == .draft4 ? .idOfDraft4 : .id }

  /// Whether the dialect gives `keyword` a meaning.
  func knows(_ keyword: SchemaKeyword) -> Bool {
    keyword.drafts.contains(draft) && vocabularies.contains(keyword.vocabulary)
  }
}
