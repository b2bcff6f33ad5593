#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A text that is matched: valid UTF-8, read forwards or backwards. Offsets are bytes.
///
/// Bounds: every access compares with 0 or `count` first. What is not UTF-8 reads as some character; it cannot lead
/// outside.
struct RegexText {
  let bytes: UnsafeBufferPointer<UInt8>

  @inline(__always)
  var count: Int { bytes.count }

  @inline(__always)
  subscript(_ offset: Int) -> UInt8 { bytes[offset] }

  /// Bytes of the character that begins at `at`, never more than are left.
  @inline(__always)
  func width(at: Int) -> Int {
    let lead = bytes[at]
    if lead < 0x80 { return 1 }
    return min(lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4, count - at)
  }

  /// Needs `at < count`.
  @inline(__always)
  func scalar(at: Int) -> (value: UInt32, width: Int) {
    let lead = bytes[at]
    if lead < 0x80 { return (UInt32(lead), 1) }
    return longScalar(at: at, lead: UInt32(lead))
  }

  private func longScalar(at: Int, lead: UInt32) -> (value: UInt32, width: Int) {
    let width = width(at: at)
    var value = lead & (lead < 0xE0 ? 0x1F : lead < 0xF0 ? 0x0F : 0x07)
    for offset in 1..<max(width, 1) { value = value << 6 | UInt32(bytes[at + offset] & 0x3F) }
    return (min(value, ScalarSet.last), width)
  }

  /// The start of the character that ends at `at`; needs `at > 0`.
  @inline(__always)
  func start(before at: Int) -> Int {
    var start = at - 1
    while start > 0, at - start < 4, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    return start
  }

  /// The side of a position, for assertions.
  @inline(__always)
  func side(before at: Int, _ program: RegexProgram) -> RegexSide {
    guard at > 0 else { return .edge }
    guard program.hasWordBoundaries else { return .other }
    return program.side(program.alphabet.classOf(scalar(at: start(before: at)).value))
  }

  @inline(__always)
  func side(after at: Int, _ program: RegexProgram) -> RegexSide {
    guard at < count else { return .edge }
    guard program.hasWordBoundaries else { return .other }
    return program.side(program.alphabet.classOf(scalar(at: at).value))
  }
}

extension RegexText {
  /// Bounds: false unless all of `literal` lies within the text.
  func holds(_ literal: ArraySlice<UInt8>, at start: Int) -> Bool {
    guard start >= 0, literal.count <= count - start else { return false }
    var at = start
    for byte in literal {
      guard bytes[at] == byte else { return false }
      at += 1
    }
    return true
  }

  /// Where the literal begins at `from` or later; at most |text| × |literal| steps, so that a search wants a short one.
  /// Bounds: `from` is at most `count`, and `at` less whenever it is read.
  func offset(of literal: ArraySlice<UInt8>, from: Int) -> Int? {
    guard let first = literal.first else { return from }
    guard let base = bytes.baseAddress else { return nil }
    var at = from
    let end = count - literal.count + 1
    while at < end, let candidate = memchr(base + at, Int32(first), end - at) {
      at = UnsafeRawPointer(base).distance(to: UnsafeRawPointer(candidate))
      if holds(literal, at: at) { return at }
      at += 1
    }
    return nil
  }
}
