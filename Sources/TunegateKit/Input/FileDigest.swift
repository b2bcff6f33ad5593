import CKernels

/// 128 bits of what a file holds, to tell whether it has changed. Not collision-resistant against an adversary, who
/// could as well change the cache.
struct FileDigest: Hashable, Sendable {
  private(set) var high: UInt64
  private(set) var low: UInt64

  private static let bufferBytes = 1 << 20

  init(high: UInt64, low: UInt64) { (self.high, self.low) = (high, low) }

  init(of bytes: [UInt8]) {
    self.init(high: 0, low: 0)
    bytes.withUnsafeBufferPointer { buffer in
      // Bounds: the buffer has `count` bytes; an empty array has no base address and adds its length alone.
      if let base = buffer.baseAddress { add(base, count: buffer.count) }
    }
    finish(count: bytes.count)
  }

  /// Reads the file to its end. O(its size).
  init(ofFile location: [UInt8]) throws(System.Failure) {
    self.init(high: 0, low: 0)
    let input = try FileInput(Source(location: location, root: nil))
    let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: FileDigest.bufferBytes)
    defer { buffer.deallocate() }
    var total = 0
    var isAtEnd = false
    while !isAtEnd {
      // Whole buffers, so that the digest does not depend on how much a read returns. Bounds: `filled` is at most
      // `bufferBytes`.
      var filled = 0
      while filled < FileDigest.bufferBytes {
        let count = try input.read(into: buffer + filled, count: FileDigest.bufferBytes - filled)
        isAtEnd = count == 0
        if isAtEnd { break }
        filled += count
      }
      if filled > 0 { add(buffer, count: filled) }
      total += filled
    }
    finish(count: total)
  }

  /// Bounds: the caller owns `count` readable bytes at `bytes`.
  private mutating func add(_ bytes: UnsafePointer<UInt8>, count: Int) {
    var out: (UInt64, UInt64) = (0, 0)
    withUnsafeMutableBytes(of: &out) { raw in
      guard let words = raw.baseAddress?.assumingMemoryBound(to: UInt64.self) else { return }
      _ = tg_hash128(bytes, count, high, words)
    }
    (high, low) = (Fingerprint.mix(high, out.0), Fingerprint.mix(low ^ out.0, out.1))
  }

  private mutating func finish(count: Int) {
    (high, low) = (Fingerprint.mix(high, UInt64(count)), Fingerprint.mix(low, high))
  }

  /// 32 hexadecimal digits.
  var hex: String { ListedFindings.hex(high) + ListedFindings.hex(low) }
}
