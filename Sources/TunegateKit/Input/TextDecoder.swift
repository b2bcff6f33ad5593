/// What ended a source before its time, or what is odd about it.
struct Damage: Equatable {
  let kind: InputProblem.Kind
  let found: String
  /// All text was there, so that a last line without a newline is a line and not a fragment.
  var isTextWhole = false
}

/// Turns the raw bytes of one source into text.
protocol TextDecoder: AnyObject {
  /// Writes `count` bytes of text; fewer only at the end of the source, whole or damaged.
  /// Bounds: the caller owns `count` writable bytes at `target`.
  func fill(_ target: UnsafeMutablePointer<UInt8>, count: Int) -> Int
  var compression: Compression { get }
  /// Bytes of text that a checksum, where the container has one, has vouched for.
  var verified: Int { get }
  var damage: Damage? { get }
  var warning: Damage? { get }
}

/// Text as it is.
final class PlainDecoder: TextDecoder {
  private let buffer: InputBuffer
  private(set) var verified = 0
  var compression: Compression { .none }
  var damage: Damage? { buffer.failure.map { Damage(kind: .readError, found: $0.text) } }
  var warning: Damage? { nil }

  init(_ buffer: InputBuffer) { self.buffer = buffer }

  func fill(_ target: UnsafeMutablePointer<UInt8>, count: Int) -> Int {
    let got = buffer.copy(to: target, count: count)
    verified += got
    return got
  }
}

extension InputBuffer {
  /// Compression by content. Nothing is taken.
  func compression() -> Compression {
    let count = require(4)
    if count >= 2, self[0] == 0x1F, self[1] == 0x8B { return .gzip }
    return count >= 4 && startsZstdFrame ? .zstd : .none
  }

  /// A frame's magic number, or that of a skippable frame. Needs four available bytes.
  var startsZstdFrame: Bool {
    let isFrame = self[0] == 0x28 && self[1] == 0xB5 && self[2] == 0x2F && self[3] == 0xFD
    return isFrame || (self[0] & 0xF0 == 0x50 && self[1] == 0x2A && self[2] == 0x4D && self[3] == 0x18)
  }
}
