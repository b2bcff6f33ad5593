import CZlib

/// What one call of an inflater came to.
struct InflateStep: Equatable {
  enum Status: Equatable {
    /// The member goes on. With room to spare, more compressed bytes are needed than there were. When there are none,
    /// because the file is cut off, the last two bytes of text may be missing.
    case more
    /// The member's deflate data ended with the last byte taken.
    case end
    /// The data is not deflate data; all text in front of the damage has been made. In the library's words.
    case corrupt(String)
  }

  /// Compressed bytes that are not needed again; those behind them must stand at the front of the next call.
  var taken: Int
  /// Bytes of text.
  var made: Int
  var status: Status
}

/// Raw deflate data (RFC 1951), as it stands in a gzip member, in pieces of any size.
protocol Inflating: AnyObject {
  /// Nil when there is no memory.
  init?()
  static var library: String { get }
  /// Before each member.
  func reset()
  /// Bounds: the caller owns `count` readable bytes at `input` and `room` writable ones at `target`, `room > 0`.
  func step(
    _ input: UnsafeMutablePointer<UInt8>, count: Int, into target: UnsafeMutablePointer<UInt8>, room: Int
  ) -> InflateStep
  /// CRC-32 of `count` bytes that follow those of which `checksum` is the CRC-32; it begins with 0.
  func checksum(_ checksum: UInt32, _ bytes: UnsafePointer<UInt8>, count: Int) -> UInt32
}

#if ISAL
  /// The library that this build decompresses gzip with.
  typealias Inflater = IsalInflater
#else
  /// The library that this build decompresses gzip with.
  typealias Inflater = ZlibInflater
#endif

/// zlib's inflate.
final class ZlibInflater: Inflating {
  static let library = "zlib"
  /// On the heap, because zlib remembers the address of its stream.
  private let stream: UnsafeMutablePointer<z_stream>

  init?() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // Negative window bits: raw deflate data.
    guard inflateInit2_(stream, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      stream.deallocate()
      return nil
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  func reset() { inflateReset(stream) }

  /// Bounds: zlib is told what of `count` and `room` fits into its 32 bits, and keeps neither address.
  func step(
    _ input: UnsafeMutablePointer<UInt8>, count: Int, into target: UnsafeMutablePointer<UInt8>, room: Int
  ) -> InflateStep {
    let (given, free) = (UInt32(clamping: count), UInt32(clamping: room))
    stream.pointee.next_in = input
    stream.pointee.avail_in = given
    stream.pointee.next_out = target
    stream.pointee.avail_out = free
    let code = inflate(stream, Z_NO_FLUSH)
    return InflateStep(
      taken: Int(given - stream.pointee.avail_in), made: Int(free - stream.pointee.avail_out), status: status(code))
  }

  private func status(_ code: Int32) -> InflateStep.Status {
    switch code {
    case Z_STREAM_END: .end
    case Z_OK, Z_BUF_ERROR: .more
    default: .corrupt(stream.pointee.msg.map { String(cString: $0) } ?? "zlib code \(code)")
    }
  }

  func checksum(_ checksum: UInt32, _ bytes: UnsafePointer<UInt8>, count: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: crc32_z(UInt(checksum), bytes, count))
  }
}
