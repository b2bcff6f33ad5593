/// Punycode (RFC 3492) of one label, without its prefix. Labels are at most 63 long, so that the insertions of the
/// decoder and the passes of the encoder, both quadratic, stay small.
enum Punycode {
  // RFC 3492, 5.
  private static let base = 36
  private static let tMin = 1
  private static let tMax = 26
  private static let skew = 38
  private static let damp = 700
  private static let firstBias = 72
  private static let firstNonASCII = 0x80

  /// Decodes (6.2), letters of ASCII in lower case as in a U-label. False for what encodes nothing.
  static func decode(_ text: Span<UInt8>, _ range: Range<Int>, into scalars: inout [UInt32]) -> Bool {
    scalars.removeAll(keepingCapacity: true)
    var at = range.lowerBound
    if let delimiter = range.last(where: { text[$0] == UInt8(ascii: "-") }) {
      for index in range.lowerBound..<delimiter { scalars.append(UInt32(lowercased(text[index]))) }
      at = delimiter + 1
    }
    var (value, index, bias) = (firstNonASCII, 0, firstBias)
    while at < range.upperBound {
      let start = index
      var (weight, k) = (1, base)
      while true {
        guard at < range.upperBound, let digit = digit(text[at]) else { return false }
        at += 1
        index += digit * weight
        let t = threshold(k, bias)
        if digit < t { break }
        weight *= base - t
        k += base
        // Ten digits are more than any code point needs; further ones could overflow.
        guard weight < 1 << 40, index < 1 << 40 else { return false }
      }
      let length = scalars.count + 1
      bias = adapted(index - start, length: length, isFirst: start == 0)
      value += index / length
      index %= length
      guard value <= 0x10ffff, !(0xd800...0xdfff ~= value) else { return false }
      scalars.insert(UInt32(value), at: index)
      index += 1
    }
    return true
  }

  /// The length of the encoding of a label; nil if it is longer than any label may be.
  static func encodedLength(_ scalars: Span<UInt32>) -> Int? {
    var length = 0
    let isComplete = encode(scalars) { _ in
      length += 1
      return length <= HostNameFormat.longestLabel
    }
    return isComplete ? length : nil
  }

  /// Whether `text` is what the encoder makes of `scalars`, letters in either case.
  static func isEncoding(_ text: Span<UInt8>, _ range: Range<Int>, of scalars: Span<UInt32>) -> Bool {
    var at = range.lowerBound
    let isEqual = encode(scalars) { byte in
      defer { at += 1 }
      return at < range.upperBound && lowercased(text[at]) == byte
    }
    return isEqual && at == range.upperBound
  }

  /// Encodes (6.3), and gives each byte to `put` until that returns false. Says whether all were taken.
  static func encode(_ scalars: Span<UInt32>, _ put: (UInt8) -> Bool) -> Bool {
    var handled = 0
    for index in scalars.indices where scalars[index] < 0x80 {
      guard put(UInt8(truncatingIfNeeded: scalars[index])) else { return false }
      handled += 1
    }
    let basic = handled
    if basic > 0, !put(UInt8(ascii: "-")) { return false }
    var (value, delta, bias) = (firstNonASCII, 0, firstBias)
    while handled < scalars.count {
      var next = Int.max
      for index in scalars.indices where Int(scalars[index]) >= value { next = min(next, Int(scalars[index])) }
      delta += (next - value) * (handled + 1)
      value = next
      for index in scalars.indices {
        if scalars[index] < value { delta += 1 }
        guard scalars[index] == value else { continue }
        guard putNumber(delta, bias, put) else { return false }
        bias = adapted(delta, length: handled + 1, isFirst: handled == basic)
        delta = 0
        handled += 1
      }
      delta += 1
      value += 1
    }
    return true
  }

  /// A delta as a generalized variable-length integer (3.3).
  private static func putNumber(_ number: Int, _ bias: Int, _ put: (UInt8) -> Bool) -> Bool {
    var (rest, k) = (number, base)
    while true {
      let t = threshold(k, bias)
      if rest < t { return put(letter(rest)) }
      guard put(letter(t + (rest - t) % (base - t))) else { return false }
      rest = (rest - t) / (base - t)
      k += base
    }
  }

  private static func threshold(_ k: Int, _ bias: Int) -> Int {
    min(max(k - bias, tMin), tMax)
  }

  /// 6.1
  private static func adapted(_ delta: Int, length: Int, isFirst: Bool) -> Int {
    var delta = isFirst ? delta / damp : delta / 2
    delta += delta / length
    var k = 0
    while delta > (base - tMin) * tMax / 2 {
      delta /= base - tMin
      k += base
    }
    return k + (base - tMin + 1) * delta / (delta + skew)
  }

  private static func digit(_ byte: UInt8) -> Int? {
    byte.isASCIILetter ? Int(lowercased(byte) - 0x61) : byte.isASCIIDigit ? Int(byte - 0x30) + 26 : nil
  }

  private static func letter(_ digit: Int) -> UInt8 {
    UInt8(digit < 26 ? digit + 0x61 : digit - 26 + 0x30)
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 {
    byte.isASCIILetter ? byte | 0x20 : byte
  }
}
