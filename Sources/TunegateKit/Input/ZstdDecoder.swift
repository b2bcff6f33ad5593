import CZstd

/// Every frame of a zstd file (RFC 8878), skippable frames included.
final class ZstdDecoder: TextDecoder {
  private let buffer: InputBuffer
  private let context: OpaquePointer?
  private var isInFrame = false
  private var isAtEnd = false
  private var frames = 0
  private var produced = 0
  private(set) var verified = 0
  private(set) var damage: Damage?
  private(set) var warning: Damage?
  var compression: Compression { .zstd }

  init(_ buffer: InputBuffer) {
    self.buffer = buffer
    context = ZSTD_createDStream()
    if context == nil { stop(.readError, "zstd could not be set up") }
  }

  deinit { ZSTD_freeDStream(context) }

  func fill(_ target: UnsafeMutablePointer<UInt8>, count: Int) -> Int {
    var filled = 0
    while filled < count && !isAtEnd {
      if isInFrame {
        filled += decompressSome(target + filled, count: count - filled)
      } else {
        startFrame()
      }
    }
    return filled
  }

  private func startFrame() {
    let count = buffer.require(4)
    if count == 0 {
      isAtEnd = true
      if buffer.failure != nil { stop(.readError, "") }
    } else if count >= 4 && buffer.startsZstdFrame {
      frames += 1
      isInFrame = true
    } else if frames > 0 {
      warning = Damage(kind: .trailingGarbage, found: "from compressed byte \(buffer.taken) on")
      isAtEnd = true
    } else {
      stop(.truncatedZstd, "inside a header at compressed byte \(buffer.taken)")
    }
  }

  /// One call of the library, from the buffer straight into the slab. At the end of the file it may still hold text
  /// that had no room before.
  private func decompressSome(_ target: UnsafeMutablePointer<UInt8>, count: Int) -> Int {
    let available = buffer.require(1)
    var input = ZSTD_inBuffer(src: buffer.unread, size: available, pos: 0)
    var output = ZSTD_outBuffer(dst: target, size: count, pos: 0)
    let status = ZSTD_decompressStream(context, &output, &input)
    buffer.take(input.pos)
    produced += output.pos
    if ZSTD_isError(status) != 0 {
      stop(.corruptZstd, "\(String(cString: ZSTD_getErrorName(status))) after \(produced) bytes of text")
    } else if status == 0 {
      isInFrame = false
      verified = produced
    } else if available == 0 && output.pos == 0 {
      stop(.truncatedZstd, "inside a frame at compressed byte \(buffer.taken)")
    }
    return output.pos
  }

  private func stop(_ kind: InputProblem.Kind, _ found: String) { stop(Damage(kind: kind, found: found)) }

  /// A failing disk explains a sudden end better than a truncated file does.
  private func stop(_ cause: Damage) {
    damage = buffer.failure.map { Damage(kind: .readError, found: $0.text) } ?? cause
    isAtEnd = true
  }
}
