/// The keywords of all drafts. What a draft does not know is `unknown` there: see `SchemaDialect.knows`.
enum SchemaKeyword: UInt8, CaseIterable {
  // The order is that of evaluation: what reads annotations stands behind what makes them.
  case unknown
  case id, idOfDraft4, schema, anchor, dynamicAnchor, recursiveAnchor, vocabulary, comment, defs, definitions
  case ref, dynamicRef, recursiveRef
  case type, `enum`, const
  case multipleOf, maximum, exclusiveMaximum, minimum, exclusiveMinimum
  case maxLength, minLength, pattern, format
  case contentEncoding, contentMediaType, contentSchema
  case maxItems, minItems, uniqueItems
  case maxProperties, minProperties, required, dependentRequired
  case prefixItems, items, additionalItems, contains, maxContains, minContains
  case properties, patternProperties, additionalProperties, propertyNames, dependentSchemas, dependencies
  case allOf, anyOf, oneOf, not, `if`, then, `else`
  case unevaluatedItems, unevaluatedProperties
  case title, description, `default`, deprecated, readOnly, writeOnly, examples

  var spelling: String {
    switch self {
    case .unknown: ""
    case .idOfDraft4: "id"
    case .id, .schema, .anchor, .dynamicAnchor, .recursiveAnchor, .vocabulary, .comment, .defs, .ref, .dynamicRef,
      .recursiveRef:
      "$\(self)"
    default: "\(self)"
    }
  }

  var drafts: ClosedRange<JSONSchemaDraft> {
    switch self {
    case .idOfDraft4: .draft4...(.draft4)
    case .recursiveRef, .recursiveAnchor: .draft2019...(.draft2019)
    case .anchor, .vocabulary, .defs, .dependentRequired, .dependentSchemas, .unevaluatedItems,
      .unevaluatedProperties, .maxContains, .minContains, .contentSchema, .deprecated:
      .draft2019...(.draft2020)
    case .dynamicAnchor, .dynamicRef, .prefixItems: .draft2020...(.draft2020)
    case .additionalItems: .draft4...(.draft2019)
    // From 2019-09 on `dependencies` is named no more, but keeps its meaning for old schemas.
    case .if, .then, .else, .contentEncoding, .contentMediaType, .comment, .readOnly, .writeOnly:
      .draft7...(.draft2020)
    case .id, .const, .contains, .propertyNames, .examples: .draft6...(.draft2020)
    default: .draft4...(.draft2020)
    }
  }

  var vocabulary: SchemaVocabularies {
    switch self {
    case .type, .enum, .const, .multipleOf, .maximum, .exclusiveMaximum, .minimum, .exclusiveMinimum, .maxLength,
      .minLength, .pattern, .maxItems, .minItems, .uniqueItems, .maxContains, .minContains, .maxProperties,
      .minProperties, .required, .dependentRequired:
      .validation
    case .prefixItems, .items, .additionalItems, .contains, .properties, .patternProperties, .additionalProperties,
      .propertyNames, .dependentSchemas, .dependencies, .allOf, .anyOf, .oneOf, .not, .if, .then, .else:
      .applicator
    case .unevaluatedItems, .unevaluatedProperties: .unevaluated
    case .format: .format
    case .contentEncoding, .contentMediaType, .contentSchema: .content
    case .title, .description, .default, .deprecated, .readOnly, .writeOnly, .examples: .metadata
    default: .core
    }
  }

  /// What a keyword's value holds, for the search for identifiers and the check of a schema's own form.
  enum Holds { case nothing, schema, schemas, schemaMap, schemaOrSchemas }

  var holds: Holds {
    switch self {
    case .additionalItems, .contains, .additionalProperties, .propertyNames, .not, .if, .then, .else,
      .unevaluatedItems, .unevaluatedProperties, .contentSchema:
      .schema
    case .prefixItems, .allOf, .anyOf, .oneOf: .schemas
    case .properties, .patternProperties, .defs, .definitions, .dependentSchemas, .dependencies: .schemaMap
    case .items: .schemaOrSchemas
    default: .nothing
    }
  }
}

/// Spellings to keywords by length and first eight bytes.
struct SchemaKeywordTable: Sendable {
  private struct Entry: Sendable {
    var head: UInt64
    var bytes: [UInt8]
    var keyword: SchemaKeyword
  }

  static let standard = SchemaKeywordTable()

  /// Open addressing; an entry without bytes is free.
  private var entries: [Entry]
  private static let size = 256

  private init() {
    let free = Entry(head: 0, bytes: [], keyword: .unknown)
    entries = Array(repeating: free, count: SchemaKeywordTable.size)
    for keyword in SchemaKeyword.allCases where keyword != .unknown {
      let bytes = Array(keyword.spelling.utf8)
      let head = bytes.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      var i = SchemaKeywordTable.place(head, bytes.count)
      while !entries[i].bytes.isEmpty { i = (i + 1) & (SchemaKeywordTable.size - 1) }
      entries[i] = Entry(head: head, bytes: bytes, keyword: keyword)
    }
  }

  private static func place(_ head: UInt64, _ length: Int) -> Int {
    Int(((head ^ UInt64(length)) &* 0x9e37_79b9_7f4a_7c15) >> 56)
  }

  /// The keyword that a key spells. Bounds: `key` has 8 readable bytes, and `length`.
  func keyword(_ key: UnsafePointer<UInt8>, length: Int) -> SchemaKeyword {
    let head = SchemaKey.head(key, length: length)
    var i = SchemaKeywordTable.place(head, length)
    while !entries[i].bytes.isEmpty {
      if entries[i].head == head, entries[i].bytes.count == length {
        var p = 8
        while p < length, entries[i].bytes[p] == key[p] { p += 1 }
        if p >= length { return entries[i].keyword }
      }
      i = (i + 1) & (SchemaKeywordTable.size - 1)
    }
    return .unknown
  }
}

/// How keys are told apart: by their length and first eight bytes, and only then by the rest.
enum SchemaKey {
  /// The first eight bytes, zeros behind a shorter key. Bounds: reads 8 bytes.
  @inline(__always)
  static func head(_ key: UnsafePointer<UInt8>, length: Int) -> UInt64 {
    let bytes = UInt64(littleEndian: UnsafeRawPointer(key).loadUnaligned(as: UInt64.self))
    return length >= 8 ? bytes : bytes & (1 << (8 * UInt64(truncatingIfNeeded: length)) &- 1)
  }

  @inline(__always)
  static func hash(_ head: UInt64, _ length: Int) -> UInt64 {
    (head &+ UInt64(truncatingIfNeeded: length)) &* 0x9e37_79b9_7f4a_7c15
  }
}
