/// What a tokenizer does to a text before it cuts it.
enum TokenNormalizer: Sendable {
  case nfc
  case lowercase
  /// A text in place of another one.
  case replace([UInt8], with: [UInt8])
  /// A text in front, unless there is nothing to stand in front of.
  case prepend([UInt8])
  /// As `prepend`, unless it is there already.
  case prependOnce([UInt8])

  /// Applies all steps to `count` bytes at `text` and leaves the result in `target`.
  ///
  /// Bounds: `text` has `count` readable bytes, and does not lie in `target` or `spare`.
  static func apply(
    _ steps: ArraySlice<TokenNormalizer>, to text: UnsafePointer<UInt8>, _ count: Int, _ target: ByteArena,
    _ spare: ByteArena
  ) {
    target.count = 0
    target.append(text, count: count)
    for (i, step) in steps.enumerated() {
      if i % 2 == 0 { step.apply(target, to: spare) } else { step.apply(spare, to: target) }
    }
    if steps.count % 2 == 1 {
      target.count = 0
      target.append(spare.bytes, count: spare.count)
    }
  }

  static func apply(_ steps: [TokenNormalizer], to bytes: [UInt8]) -> [UInt8] {
    let target = ByteArena(capacity: 64)
    bytes.withUnsafeBufferPointer { buffer in
      if let base = buffer.baseAddress {
        apply(steps[...], to: base, buffer.count, target, ByteArena(capacity: 64))
      }
    }
    return (0..<target.count).map { target[$0] }
  }

  /// Applies one step, from one arena to the other.
  ///
  /// Bounds: `ByteArena.append` makes its own room; the source is read up to its count.
  private func apply(_ source: ByteArena, to target: ByteArena) {
    target.count = 0
    let bytes = UnsafePointer(source.bytes)
    switch self {
    case .nfc: CanonicalText.compose(bytes, source.count, to: target)
    case .lowercase: lower(bytes, source.count, to: target)
    case .replace(let old, let new):
      var (at, start) = (0, 0)
      while at < source.count {
        guard bytes[at] == old[0], starts(bytes + at, source.count - at, with: old) else {
          at += 1
          continue
        }
        target.append(bytes + start, count: at - start)
        for byte in new { target.append(byte) }
        at += old.count
        start = at
      }
      target.append(bytes + start, count: source.count - start)
    case .prepend(let text):
      if source.count > 0 { for byte in text { target.append(byte) } }
      target.append(bytes, count: source.count)
    case .prependOnce(let text):
      if source.count > 0, !starts(bytes, source.count, with: text) { for byte in text { target.append(byte) } }
      target.append(bytes, count: source.count)
    }
  }

  private func starts(_ bytes: UnsafePointer<UInt8>, _ count: Int, with text: [UInt8]) -> Bool {
    guard text.count <= count else { return false }
    for (i, byte) in text.enumerated() where bytes[i] != byte { return false }
    return true
  }

  /// Character by character: what stands beside a sigma does not matter.
  private func lower(_ bytes: UnsafePointer<UInt8>, _ count: Int, to target: ByteArena) {
    var at = 0
    while at < count {
      let byte = bytes[at]
      if byte < 0x80 {
        target.append(byte &- 0x41 < 26 ? byte | 0x20 : byte)
        at += 1
        continue
      }
      let (value, width) = TokenText.scalar(bytes, at, count)
      if let scalar = Unicode.Scalar(value), TokenUnicode.isKnown(scalar) {
        for byte in scalar.properties.lowercaseMapping.utf8 { target.append(byte) }
      } else {
        target.append(bytes + at, count: width)
      }
      at += width
    }
  }
}
