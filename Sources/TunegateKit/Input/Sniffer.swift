import CZlib

/// The beginning of a source's text: all that the sniffer may judge by.
struct Opening {
  static let most = 64 << 10

  let bytes: [UInt8]
  /// The source has no more text than `bytes`.
  let isWhole: Bool
  /// The last byte of the first line other than white space, looked for far beyond `bytes`, and whether text follows
  /// that line; nil when the line does not end in sight.
  let firstLine: (last: UInt8, isFollowed: Bool)?

  /// Bounds: the caller owns `count` readable bytes at `text`.
  init(_ text: UnsafePointer<UInt8>, count: Int, isWhole: Bool) {
    bytes = Array(UnsafeBufferPointer(start: text, count: min(count, Opening.most)))
    self.isWhole = isWhole && count <= Opening.most
    var end = firstNewline(text, count: count)
    if end == nil && isWhole { end = count }
    guard let end else {
      firstLine = nil
      return
    }
    var last = end
    while last > 0, Opening.isSpace(text[last - 1]) { last -= 1 }
    var next = end
    while next < count, Opening.isSpace(text[next]) { next += 1 }
    firstLine = (last > 0 ? text[last - 1] : 0x0A, next < count)
  }

  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

  func starts(with prefix: [UInt8]) -> Bool { bytes.starts(with: prefix) }
  func starts(with prefix: String) -> Bool { bytes.starts(with: prefix.utf8) }
}

/// Tells what a source is when it is surely not lines of JSON. A first line that is merely malformed is no such proof.
enum Sniffer {
  static func refusal(_ opening: Opening, compression: Compression) -> Damage? {
    if compression != .none, let inner = innerCompression(opening) {
      return Damage(kind: .doubleCompressed, found: inner)
    }
    return container(opening) ?? wideText(opening) ?? TextSniffer.refusal(opening) ?? binary(opening)
  }

  private static func innerCompression(_ opening: Opening) -> String? {
    if opening.starts(with: [0x1F, 0x8B, 8]) { return "gzip data" }
    return opening.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) ? "zstd data" : nil
  }

  private static func container(_ opening: Opening) -> Damage? {
    let magic: [([UInt8], InputProblem.Kind)] = [
      (Array("version https://git-lfs.github.com/spec/".utf8), .lfsPointer),
      (Array("PAR1".utf8), .parquet),
      (Array("ARROW1\0\0".utf8), .arrow),
      (Array("FEA1".utf8), .arrow),
      ([0x50, 0x4B, 3, 4], .zip), ([0x50, 0x4B, 5, 6], .zip),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], .xz),
      ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], .sevenZip),
      (Array("SQLite format 3\0".utf8), .sqlite),
    ]
    if let found = magic.first(where: { opening.starts(with: $0.0) }) { return Damage(kind: found.1, found: "") }
    let bytes = opening.bytes
    if opening.starts(with: "BZh"), bytes.count >= 10, bytes[4...].starts(with: [0x31, 0x41, 0x59, 0x26, 0x53, 0x59]) {
      return Damage(kind: .bzip2, found: "")
    }
    // An Arrow stream, as `datasets` saves it: a continuation mark, then the length of the schema, below 16 MiB.
    if opening.starts(with: [0xFF, 0xFF, 0xFF, 0xFF]), bytes.count >= 12, bytes[7] == 0, bytes[4...6] != [0, 0, 0] {
      return Damage(kind: .arrow, found: "")
    }
    if bytes.count >= 512, bytes[257...].starts(with: "ustar".utf8) { return Damage(kind: .tar, found: "") }
    return isZlib(bytes) ? Damage(kind: .zlibStream, found: "") : nil
  }

  /// A header that is right by its check bits proves little (`x^` is one); that its data can be inflated proves it.
  private static func isZlib(_ bytes: [UInt8]) -> Bool {
    guard bytes.count > 8, bytes[0] & 0x0F == 8, bytes[0] >> 4 <= 7, (Int(bytes[0]) << 8 | Int(bytes[1])) % 31 == 0
    else { return false }
    // Bounds: both arrays keep their storage for the whole closure, which tells zlib their exact sizes.
    var text = [UInt8](repeating: 0, count: 256)
    var data = bytes
    return data.withUnsafeMutableBufferPointer { input in
      text.withUnsafeMutableBufferPointer { output in
        var stream = z_stream()
        stream.next_in = input.baseAddress
        stream.avail_in = UInt32(input.count)
        guard inflateInit_(&stream, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else { return false }
        defer { inflateEnd(&stream) }
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(output.count)
        let status = inflate(&stream, Z_SYNC_FLUSH)
        return status == Z_STREAM_END || (status == Z_OK && stream.avail_out == 0)
      }
    }
  }

  /// UTF-16 and UTF-32, by their mark or by where the zero bytes of JSON's own ASCII characters are.
  private static func wideText(_ opening: Opening) -> Damage? {
    if opening.starts(with: [0xFF, 0xFE, 0, 0]) || opening.starts(with: [0, 0, 0xFE, 0xFF]) {
      return Damage(kind: .utf32, found: "")
    }
    if opening.starts(with: [0xFF, 0xFE]) { return Damage(kind: .utf16LittleEndian, found: "") }
    if opening.starts(with: [0xFE, 0xFF]) { return Damage(kind: .utf16BigEndian, found: "") }
    let pairs = min(opening.bytes.count, 4096) / 2
    guard pairs >= 2 else { return nil }
    let zerosFirst = (0..<pairs).count { opening.bytes[2 * $0] == 0 }
    let zerosSecond = (0..<pairs).count { opening.bytes[2 * $0 + 1] == 0 }
    let unmarked = " without a byte order mark"
    let head = opening.bytes.prefix(4).map { $0 != 0 }
    if head == [true, false, true, false], zerosSecond * 4 > pairs, zerosFirst * 100 <= pairs {
      return Damage(kind: .utf16LittleEndian, found: unmarked)
    }
    if head == [false, true, false, true], zerosFirst * 4 > pairs, zerosSecond * 100 <= pairs {
      return Damage(kind: .utf16BigEndian, found: unmarked)
    }
    return nil
  }

  /// Control characters all over the first 4 KiB, and no line in sight that begins like an object.
  private static func binary(_ opening: Opening) -> Damage? {
    let head = opening.bytes.prefix(4096)
    guard let first = head.first, first != UInt8(ascii: "{"), first != UInt8(ascii: "[") else { return nil }
    let controls = head.count { $0 < 0x20 && !(0x08...0x0D).contains($0) && $0 != 0x1B }
    let hasZero = head.prefix(1024).contains(0)
    guard hasZero || controls * 20 > head.count else { return nil }
    let lines = TextSniffer.lines(of: opening.bytes[...], most: .max)
    let hasObject = lines.dropFirst().contains { $0.text.starts(with: "{\"".utf8) }
    return hasObject ? nil : Damage(kind: .binary, found: "")
  }
}
