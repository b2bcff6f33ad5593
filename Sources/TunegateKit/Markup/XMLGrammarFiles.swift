import CXml2

/// The files that one grammar may draw on while it is compiled: those of its own folder and of `--schema-dir`.
///
/// Used by the thread that compiles alone, hence `@unchecked Sendable`.
final class XMLGrammarFiles: @unchecked Sendable {
  /// An address that no network knows; what a grammar includes is relative to it.
  static let root = "tunegate-grammar:///"
  /// Files that a grammar may be made of, so that a loop of includes ends.
  private static let most = 1_000

  /// What the loader serves from on this thread; nil while no grammar is compiled: then it serves nothing.
  @TaskLocal static var current: XMLGrammarFiles?

  private let folders: [String]
  /// Paths by address, for messages.
  private var paths: [String: String]
  private var opened = 0
  /// What was asked for and not given, with the reason.
  private(set) var refused: [(address: String, reason: String)] = []

  /// - Parameters:
  ///   - path: What messages call the grammar itself.
  ///   - folders: Where included files are looked for, in this order.
  init(path: String, folders: [String]) {
    self.folders = folders
    paths = [XMLGrammarFiles.root: path]
  }

  /// The address of the grammar itself, from which relative references lead to its folder.
  static func address(of path: String) -> String {
    root + (path.split(separator: "/").last.map(String.init) ?? "grammar")
  }

  /// The path behind an address of libxml2's messages.
  func path(_ address: String) -> String { paths[address] ?? paths[XMLGrammarFiles.root] ?? address }

  /// libxml2's loader: an input for `address`, or nil.
  static func input(_ address: UnsafePointer<CChar>?, _ context: xmlParserCtxtPtr?) -> xmlParserInputPtr? {
    guard let files = current, let address, let bytes = files.contents(of: String(cString: address)) else { return nil }
    let buffer = bytes.withUnsafeBytes { raw in
      raw.baseAddress.flatMap {
        xmlParserInputBufferCreateMem(
          $0.assumingMemoryBound(to: CChar.self), Int32(raw.count), XML_CHAR_ENCODING_NONE)
      }
    }
    guard let buffer else { return nil }
    guard let input = xmlNewIOInputStream(context, buffer, XML_CHAR_ENCODING_NONE) else {
      xmlFreeParserInputBuffer(buffer)
      return nil
    }
    // The input owns its name, and what it includes is relative to it.
    let name = UnsafeRawPointer(address).assumingMemoryBound(to: xmlChar.self)
    input.pointee.filename = xmlStrdup(name).map { UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self) }
    return input
  }

  /// The checked contents of an included file; nil, with the reason in `refused`, when there are none.
  private func contents(of address: String) -> [UInt8]? {
    opened += 1
    guard opened <= XMLGrammarFiles.most else { return refuse(address, "more than \(XMLGrammarFiles.most) files") }
    guard let relative = XMLGrammarFiles.relativePath(address) else {
      return refuse(address, "it leads out of the grammar's folder")
    }
    for folder in folders {
      let path = folder + "/" + relative
      guard let bytes = try? FilePath.contents(of: path, limit: XMLLimits.bytes) else { continue }
      paths[address] = path
      if let fault = bytes.withUnsafeBufferPointer({ XMLScan.fault(in: $0) }) { return refuse(address, fault.message) }
      return bytes
    }
    return refuse(address, "there is no such file")
  }

  private func refuse(_ address: String, _ reason: String) -> [UInt8]? {
    refused.append((address, reason))
    return nil
  }

  /// The path within a folder; of an address on the web, its last name. Nil for what leads out of the folder.
  static func relativePath(_ address: String) -> String? {
    let isOurs = address.hasPrefix(root)
    let path = isOurs ? address.dropFirst(root.count) : address.split(separator: "/").last ?? ""
    guard let decoded = decode(path.prefix { $0 != "#" && $0 != "?" }) else { return nil }
    let names = decoded.split(separator: "/", omittingEmptySubsequences: false)
    return names.contains { $0.isEmpty || $0 == ".." || $0.utf8.contains(0) } ? nil : decoded
  }

  /// Without percent signs; nil when they do not make UTF-8.
  private static func decode(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16), rest.count > 1 else {
        return nil
      }
      bytes.append(code)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
