/// A value within a parsed JSON text.
struct JSONView {
  private let document: SchemaDocument
  private let node: Int

  private static let deepest = 512

  /// Nil when the bytes are no JSON.
  init?(_ bytes: [UInt8]) {
    guard let document = try? SchemaDocument(bytes, maxDepth: JSONView.deepest) else { return nil }
    self.init(document, 0)
  }

  private init(_ document: SchemaDocument, _ node: Int) {
    self.document = document
    self.node = node
  }

  private var tag: JSONTag { document.tape.tag(node) }
  var isObject: Bool { tag == .object }
  var isArray: Bool { tag == .array }
  var isNull: Bool { tag == .null }

  /// The member with this key; nil for anything but an object.
  subscript(_ key: String) -> JSONView? { document.member(node, key).map { JSONView(document, $0) } }

  /// The elements of an array; none of anything else.
  var elements: [JSONView] { isArray ? document.children(node).map { JSONView(document, $0) } : [] }

  /// The members of an object; none of anything else.
  var members: [(key: String, value: JSONView)] {
    isObject ? document.children(node).map { (document.string($0), JSONView(document, $0 + 1)) } : []
  }

  var string: String? { tag == .string ? document.string(node) : nil }
  var number: Double? { tag == .number ? Double(String(decoding: document.source(node), as: UTF8.self)) : nil }
  var bool: Bool? { tag == .true ? true : tag == .false ? false : nil }
  /// A number, or a truth value as 1 or 0.
  var score: Double? { number ?? bool.map { $0 ? 1 : 0 } }
  /// A string's text, or any other value as it is spelled; nil for null.
  var text: String? { string ?? (isNull ? nil : String(decoding: document.source(node), as: UTF8.self)) }
}
