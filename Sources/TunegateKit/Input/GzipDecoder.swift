/// Every member of a gzip file (RFC 1952), BGZF blocks included. Headers and trailers are read here and not by a
/// library, so that a wrong checksum, a wrong length and a missing trailer can be told apart.
final class GzipDecoder: TextDecoder {
  private let buffer: InputBuffer
  private let inflater: (any Inflating)?
  private var isInMember = false
  private var isAtEnd = false
  private var members = 0
  private var checksum: UInt32 = 0
  /// Compressed bytes without which the member cannot go on; none after a step that ended for want of room.
  private var wanted = 0
  /// Bytes of text so far, and where the member's text starts.
  private var produced = 0
  private var memberStart = 0
  private(set) var verified = 0
  private(set) var damage: Damage?
  private(set) var warning: Damage?
  var compression: Compression { .gzip }

  init(_ buffer: InputBuffer, _ type: any Inflating.Type = Inflater.self) {
    self.buffer = buffer
    inflater = type.init()
    if inflater == nil { stop(.readError, "\(type.library) could not be set up") }
  }

  func fill(_ target: UnsafeMutablePointer<UInt8>, count: Int) -> Int {
    guard let inflater else { return 0 }
    var filled = 0
    while filled < count && !isAtEnd {
      if isInMember {
        filled += inflateSome(inflater, target + filled, count: count - filled)
      } else if startMember() {
        inflater.reset()
      }
    }
    return filled
  }

  /// One step of the inflater, from the buffer straight into the slab.
  private func inflateSome(_ inflater: any Inflating, _ target: UnsafeMutablePointer<UInt8>, count: Int) -> Int {
    let available = buffer.require(wanted)
    if available < wanted {
      stop(.truncatedGzip, "inside a member at compressed byte \(buffer.taken + available)")
      return 0
    }
    let step = inflater.step(buffer.unread, count: available, into: target, room: count)
    buffer.take(step.taken)
    wanted = step.made < count ? available - step.taken + 1 : 0
    checksum = inflater.checksum(checksum, target, count: step.made)
    produced += step.made
    switch step.status {
    case .more: break
    case .end: endMember()
    case .corrupt(let words): stop(.corruptGzip, "\(words) after \(produced) bytes of text")
    }
    return step.made
  }

  /// False at the end of the file, whole or damaged.
  private func startMember() -> Bool {
    if members > 0 && !findNextMember() { return false }
    guard readHeader() else {
      if damage == nil { stop(.truncatedGzip, "inside a header at compressed byte \(buffer.taken)") }
      return false
    }
    members += 1
    memberStart = produced
    checksum = 0
    wanted = 1
    isInMember = true
    return true
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
    if recordedChecksum != checksum {
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
