/// A YAML value as JSON, by YAML's core schema: plain `12`, `true` and `null` are a number, a switch and null, all else
/// is text.
extension YAMLNode {
  /// The value on one line.
  var json: [UInt8] {
    var writer = JSONWriter(layout: .line)
    write(&writer)
    return writer.bytes
  }

  private func write(_ writer: inout JSONWriter) {
    switch content {
    case .scalar(let text, let isPlain):
      if isNull {
        writer.value(encoded: Array("null".utf8))
      } else if isPlain, text == "true" || text == "false" || YAMLNode.isNumber(text) {
        writer.value(encoded: Array(text.utf8))
      } else {
        writer.value(text)
      }
    case .list(let items):
      writer.array { writer in for item in items { item.write(&writer) } }
    case .mapping(let entries):
      writer.object { writer in
        for entry in entries {
          writer.key(entry.key)
          entry.value.write(&writer)
        }
      }
    }
  }

  /// Whether a text is a number of JSON's grammar. Hexadecimal, `.5` and `1_000` stay texts.
  static func isNumber(_ text: String) -> Bool {
    var rest = Array(text.utf8)[...]
    func digits() -> Int {
      let count = rest.prefix { (0x30...0x39).contains($0) }.count
      rest = rest.dropFirst(count)
      return count
    }
    if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
    let isZero = rest.first == 0x30
    let whole = digits()
    guard whole > 0, !isZero || whole == 1 else { return false }
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      guard digits() > 0 else { return false }
    }
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      rest = rest.dropFirst()
      if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
      guard digits() > 0 else { return false }
    }
    return rest.isEmpty
  }
}
