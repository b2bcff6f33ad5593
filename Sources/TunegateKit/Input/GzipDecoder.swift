import CZlib

/// Every member of a gzip file (RFC 1952), BGZF blocks included. Headers and trailers are read here and not by zlib, so
/// that a wrong checksum, a wrong length and a missing trailer can be told apart.
final class GzipDecoder: TextDecoder {
  private let buffer: InputBuffer
  /// On the heap, because zlib remembers the address of its stream.
  private let stream: UnsafeMutablePointer<z_stream>
  private var isInMember = false
  private var isAtEnd = false
  private var members = 0
  private var checksum: UInt = 0
  /// Bytes of text so far, and where the member's text starts.
  private var produced = 0
  private var memberStart = 0
  private(set) var verified = 0
  private(set) var damage: Damage?
  private(set) var warning: Damage?
  var compression: Compression { .gzip }

  init(_ buffer: InputBuffer) {
    self.buffer = buffer
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let size = Int32(MemoryLayout<z_stream>.size)
    // Negative window bits: raw deflate data.
    if inflateInit2_(stream, -MAX_WBITS, ZLIB_VERSION, size) != Z_OK {
      stop(.readError, "zlib could not be set up")
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deinitialize(count: 1)
    stream.deallocate()
  }

  func fill(_ target: UnsafeMutablePointer<UInt8>, count: Int) -> Int {
    var filled = 0
    while filled < count && !isAtEnd {
      if isInMember {
        filled += inflateSome(target + filled, count: count - filled)
      } else {
        startMember()
      }
    }
    return filled
  }

  /// One call of inflate, from the buffer straight into the slab.
  private func inflateSome(_ target: UnsafeMutablePointer<UInt8>, count: Int) -> Int {
    let available = buffer.require(1)
    if available == 0 {
      stop(.truncatedGzip, "inside a member at compressed byte \(buffer.taken)")
      return 0
    }
    let room = min(count, Int(Int32.max))
    stream.pointee.next_in = buffer.unread
    stream.pointee.avail_in = UInt32(available)
    stream.pointee.next_out = target
    stream.pointee.avail_out = UInt32(room)
    let status = inflate(stream, Z_NO_FLUSH)
    buffer.take(available - Int(stream.pointee.avail_in))
    let made = room - Int(stream.pointee.avail_out)
    checksum = crc32(checksum, target, UInt32(made))
    produced += made
    switch status {
    case Z_STREAM_END: endMember()
    case Z_OK, Z_BUF_ERROR: break
    default:
      let reason = stream.pointee.msg.map { String(cString: $0) } ?? "zlib code \(status)"
      stop(.corruptGzip, "\(reason) after \(produced) bytes of text")
    }
    return made
  }

  private func startMember() {
    if members > 0 && !findNextMember() { return }
    guard readHeader() else {
      if damage == nil { stop(.truncatedGzip, "inside a header at compressed byte \(buffer.taken)") }
      return
    }
    members += 1
    memberStart = produced
    checksum = 0
    inflateReset(stream)
    isInMember = true
  }

  /// Skips padding with zeros, as tapes and block devices leave it; tells of anything else that is no member.
  private func findNextMember() -> Bool {
    while buffer.require(1) > 0, buffer[0] == 0 { buffer.take(1) }
    let count = buffer.require(2)
    if count >= 2, buffer[0] == 0x1F, buffer[1] == 0x8B { return true }
    if buffer.failure != nil { stop(.readError, "") }
    if count > 0 { warning = Damage(kind: .trailingGarbage, found: "from compressed byte \(buffer.taken) on") }
    isAtEnd = true
    return false
  }

  /// The ten fixed bytes and the fields that their flags announce. False when the header is cut off or wrong.
  private func readHeader() -> Bool {
    guard buffer.require(10) >= 10 else { return false }
    let (method, flags) = (buffer[2], buffer[3])
    guard method == 8, flags & 0xE0 == 0 else {
      stop(.corruptGzip, "unknown method \(method) or flags \(flags) in the header at compressed byte \(buffer.taken)")
      return false
    }
    buffer.take(10)
    if flags & 0x04 != 0 {
      guard buffer.require(2) >= 2 else { return false }
      let length = Int(buffer[0]) | Int(buffer[1]) << 8
      guard buffer.require(2 + length) >= 2 + length else { return false }
      buffer.take(2 + length)
    }
    if flags & 0x08 != 0 && !skipString() { return false }
    if flags & 0x10 != 0 && !skipString() { return false }
    if flags & 0x02 != 0 {
      guard buffer.require(2) >= 2 else { return false }
      buffer.take(2)
    }
    return true
  }

  private func skipString() -> Bool {
    while buffer.require(1) > 0 {
      let isLast = buffer[0] == 0
      buffer.take(1)
      if isLast { return true }
    }
    return false
  }

  private func endMember() {
    isInMember = false
    guard buffer.require(8) >= 8 else {
      stop(.truncatedGzipTrailer, "inside a trailer at compressed byte \(buffer.taken)", isTextWhole: true)
      return
    }
    let recordedChecksum = littleEndian(at: 0)
    let recordedLength = littleEndian(at: 4)
    buffer.take(8)
    let length = UInt32(truncatingIfNeeded: produced - memberStart)
    if recordedChecksum != UInt32(truncatingIfNeeded: checksum) {
      stop(.gzipChecksum, "text bytes \(memberStart) to \(produced) are not what was compressed", isTextWhole: isLast)
    } else if recordedLength != length {
      stop(.gzipLength, "\(recordedLength) bytes recorded, \(length) found", isTextWhole: isLast)
    } else {
      verified = produced
    }
  }

  private var isLast: Bool { buffer.require(1) == 0 }

  private func littleEndian(at index: Int) -> UInt32 {
    (0..<4).reduce(0) { $0 | UInt32(buffer[index + $1]) << UInt32(8 * $1) }
  }

  private func stop(_ kind: InputProblem.Kind, _ found: String, isTextWhole: Bool = false) {
    stop(Damage(kind: kind, found: found, isTextWhole: isTextWhole))
  }

  /// A failing disk explains a sudden end better than a truncated file does.
  private func stop(_ cause: Damage) {
    damage = buffer.failure.map { Damage(kind: .readError, found: $0.text) } ?? cause
    isAtEnd = true
  }
}
