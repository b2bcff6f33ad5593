/// Whether a text shows nothing: only white space, invisible format characters and object replacement characters.
enum Blankness {
  /// Stops at the first visible character, so that ordinary text costs one comparison.
  static func isBlank(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = text.first else { return true }
    if first > 0x20, first < 0x7F { return false }
    return isBlankSlow(text)
  }

  private static func isBlankSlow(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var decoder = UTF8()
    var bytes = text.makeIterator()
    while case .scalarValue(let scalar) = decoder.decode(&bytes) {
      guard isInvisible(scalar) else { return false }
    }
    return true
  }

  static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x80 { return scalar.value <= 0x20 || scalar.value == 0x7F }
    switch scalar.value {
    case 0xFFFC, 0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800: return true
    default: return scalar.properties.isWhitespace || scalar.properties.generalCategory == .format
    }
  }
}
