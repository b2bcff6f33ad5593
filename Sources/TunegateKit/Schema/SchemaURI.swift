/// References as RFC 3986 resolves them, on plain strings.
enum SchemaURI {
  struct Parts {
    var scheme: Substring?
    var authority: Substring?
    var path: Substring = ""
    var query: Substring?
    var fragment: Substring?
  }

  /// RFC 3986, appendix B, without a regular expression.
  static func parts(_ uri: String) -> Parts {
    var parts = Parts()
    var rest = Substring(uri)
    if let hash = rest.firstIndex(of: "#") {
      parts.fragment = rest[rest.index(after: hash)...]
      rest = rest[..<hash]
    }
    if let mark = rest.firstIndex(of: "?") {
      parts.query = rest[rest.index(after: mark)...]
      rest = rest[..<mark]
    }
    if let colon = rest.firstIndex(of: ":"), colon > rest.startIndex, !rest[..<colon].contains("/") {
      parts.scheme = rest[..<colon]
      rest = rest[rest.index(after: colon)...]
    }
    if rest.hasPrefix("//") {
      let behind = rest.dropFirst(2)
      let end = behind.firstIndex(of: "/") ?? behind.endIndex
      parts.authority = behind[..<end]
      rest = behind[end...]
    }
    parts.path = rest
    return parts
  }

  /// The address that `reference` means where `base` is in force (section 5.2.2).
  static func resolve(_ reference: String, against base: String) -> String {
    if reference.isEmpty { return base }
    let r = parts(reference)
    if r.scheme != nil { return text(r, removingDots: true) }
    var result = parts(base)
    result.fragment = r.fragment
    if let authority = r.authority {
      (result.authority, result.path, result.query) = (authority, r.path, r.query)
    } else if r.path.isEmpty {
      result.query = r.query ?? result.query
      return text(result, removingDots: false)
    } else {
      result.query = r.query
      if r.path.hasPrefix("/") {
        result.path = r.path
      } else if let slash = result.path.lastIndex(of: "/") {
        result.path = result.path[...slash] + r.path
      } else {
        result.path = result.authority == nil ? r.path : "/" + r.path
      }
    }
    return text(result, removingDots: true)
  }

  /// The address before `#`, and what stands behind it.
  static func split(_ uri: String) -> (uri: String, fragment: String) {
    guard let hash = uri.utf8.firstIndex(of: 0x23) else { return (uri, "") }
    return (String(uri[..<hash]), String(uri[uri.index(after: hash)...]))
  }

  /// With `%41` and the like decoded.
  static func decoded(_ text: Substring) -> String {
    guard text.utf8.contains(0x25) else { return String(text) }
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      if byte == 0x25, let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
        bytes.append(code)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A JSON Pointer as a fragment: what a fragment may not hold is percent-encoded (RFC 3986, section 3.5).
  static func encoded(_ pointer: String) -> String {
    var text = ""
    for byte in pointer.utf8 {
      let isAllowed =
        byte < 0x80
        && (isLetterOrDigit(byte) || "-._~!$&'()*+,;=:@/?".utf8.contains(byte))
      if isAllowed {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let hex = String(byte, radix: 16, uppercase: true)
        text += byte < 16 ? "%0" + hex : "%" + hex
      }
    }
    return text
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    JSONByte.isDigit(byte) || (byte | 0x20) &- 0x61 < 26
  }

  private static func text(_ parts: Parts, removingDots: Bool) -> String {
    var text = ""
    if let scheme = parts.scheme { text += scheme + ":" }
    if let authority = parts.authority { text += "//" + authority }
    // Addresses such as `urn:…` have no path to speak of.
    let hasPath = removingDots && (parts.authority != nil || parts.path.hasPrefix("/"))
    text += hasPath ? withoutDots(parts.path) : String(parts.path)
    if let query = parts.query { text += "?" + query }
    if let fragment = parts.fragment { text += "#" + fragment }
    return text
  }

  /// Section 5.2.4, for a path that begins with a slash.
  private static func withoutDots(_ path: Substring) -> String {
    guard path.contains("/.") else { return String(path) }
    var kept: [Substring] = []
    let steps = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    for (index, step) in steps.enumerated() {
      let isLast = index == steps.count - 1
      switch step {
      case ".": if isLast { kept.append("") }
      case "..":
        _ = kept.popLast()
        if isLast { kept.append("") }
      default: kept.append(step)
      }
    }
    return "/" + kept.joined(separator: "/")
  }
}
