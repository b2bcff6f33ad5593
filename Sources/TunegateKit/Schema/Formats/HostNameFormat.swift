/// `hostname` (RFC 1123, 2.1, with the A-labels of RFC 5890, 2.3.2.1) and `idn-hostname` (RFC 5890, 2.3.2.3).
enum HostNameFormat {
  /// RFC 1034, 3.1: octets of a label; and of a name, written with dots between its labels and none behind.
  static let longestLabel = 63
  static let longestName = 253

  private static let label = ASCIISet(alphanumeric: true, "-")

  static func isHostName(_ text: Span<UInt8>) -> Bool {
    guard text.count <= longestName else { return false }
    let characters = label
    var bidi = BidiRule()
    var scratch: [UInt32] = []
    var at = 0
    repeat {
      let start = at
      text.takeAll(characters, &at)
      guard takesPart(text, start..<at, &bidi, &scratch) else { return false }
    } while text.take(".", &at)
    return at == text.count && bidi.holds
  }

  /// A name of ASCII labels and U-labels, with the four full stops that IDNA knows between them (RFC 3490, 3.1, as the
  /// official suite wants).
  static func isInternationalHostName(_ text: Span<UInt8>) -> Bool {
    guard !text.isASCII else { return isHostName(text) }
    var bidi = BidiRule()
    var scalars: [UInt32] = []
    var length = -1
    var at = 0
    while at <= text.count {
      let start = at
      scalars.removeAll(keepingCapacity: true)
      var isASCII = true
      var separator = 1
      while at < text.count {
        let (value, width) = text.scalar(at)
        if isFullStop(value) {
          separator = width
          break
        }
        // Each character takes an octet or more of the A-label.
        guard scalars.count < longestLabel else { return false }
        isASCII = isASCII && value < 0x80
        scalars.append(value)
        at += width
      }
      if isASCII {
        length += 1 + (at - start)
        var end = start
        text.takeAll(label, &end)
        guard end == at, takesPart(text, start..<at, &bidi, &scalars) else { return false }
      } else {
        guard IDNALabel.isValid(scalars.span), let octets = Punycode.encodedLength(scalars.span) else { return false }
        length += 1 + IDNALabel.prefixLength + octets
        guard IDNALabel.prefixLength + octets <= longestLabel else { return false }
        bidi.add(scalars.span)
      }
      guard length <= longestName else { return false }
      at += separator
    }
    return bidi.holds
  }

  /// Whether a label of letters, digits and hyphens may stand in a host name: hyphens are inside, and with the prefix
  /// of IDNA it is the one encoding of a U-label. Other labels with hyphens third and fourth are reserved for IDNA
  /// (RFC 5890, 2.3.1), but are host names all the same, and the official suite has one.
  private static func takesPart(
    _ text: Span<UInt8>, _ range: Range<Int>, _ bidi: inout BidiRule, _ scratch: inout [UInt32]
  ) -> Bool {
    guard 1...longestLabel ~= range.count, text[range.lowerBound] != UInt8(ascii: "-"),
      text[range.upperBound - 1] != UInt8(ascii: "-")
    else { return false }
    guard IDNALabel.hasPrefix(text, range) else {
      bidi.addASCII(startsWithLetter: text[range.lowerBound].isASCIILetter)
      return true
    }
    let encoded = range.lowerBound + IDNALabel.prefixLength..<range.upperBound
    guard Punycode.decode(text, encoded, into: &scratch), scratch.contains(where: { $0 >= 0x80 }),
      Punycode.isEncoding(text, encoded, of: scratch.span), IDNALabel.isValid(scratch.span)
    else { return false }
    bidi.add(scratch.span)
    return true
  }

  private static func isFullStop(_ value: UInt32) -> Bool {
    value == 0x2e || value == 0x3002 || value == 0xff0e || value == 0xff61
  }
}
