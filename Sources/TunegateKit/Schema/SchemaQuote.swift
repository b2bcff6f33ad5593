/// Values and places of a document as messages show them.
enum SchemaQuote {
  /// A value's text, cut to what a line can hold.
  static func value(_ source: SchemaDocument, _ node: Int, limit: Int = 60) -> String {
    let bytes = source.source(node)
    let text = SecretMask.masked(String(decoding: bytes.prefix(4 * limit), as: UTF8.self))
    return text.count <= limit && bytes.count <= 4 * limit ? text : text.prefix(limit) + "…"
  }

  /// JSON Pointer to a node: a key's node gives that of its value.
  static func pointer(to target: Int, in source: SchemaDocument) -> String {
    var pointer = ""
    var place = 0
    while place != target {
      let isObject = source.tape.tag(place) == .object
      let children = source.children(place)
      guard let index = children.lastIndex(where: { $0 <= target }) else { return pointer }
      pointer += "/" + (isObject ? escaped(source.string(children[index])) : String(index))
      if children[index] == target { return pointer }
      place = isObject ? children[index] + 1 : children[index]
    }
    return pointer
  }

  /// The key that a step of a pointer means.
  static func unescaped(_ step: Substring) -> String {
    guard step.utf8.contains(0x7e) else { return String(step) }
    return String(step).replacing("~1", with: "/").replacing("~0", with: "~")
  }

  /// A key as a step of a pointer (RFC 6901).
  static func escaped(_ key: String) -> String {
    guard key.utf8.contains(where: { $0 == 0x7e || $0 == 0x2f }) else { return key }
    return key.replacing("~", with: "~0").replacing("/", with: "~1")
  }
}
