/// Whole lines of one source that travel together: the unit of parallel work.
///
/// A slab is owned by exactly one stage at a time (the reader, then one worker, then the reader again), which is why it
/// may be `@unchecked Sendable`. Its buffer always has `Slab.tail` zeroed bytes behind `count`, so that kernels may
/// read a whole vector at the last byte.
public final class Slab: @unchecked Sendable {
  /// Zeroed, readable bytes behind the text.
  static let tail = 64
  /// Bytes of text that a slab is filled to before it is cut at the last newline.
  static let standardBytes = 1 << 20

  /// Index of the source in the run's sorted list.
  var source = 0
  /// Position of this slab in the run, from 0: results are folded in this order.
  var sequence = 0
  /// Number (from 1) of the first line.
  var firstLine = 1
  /// Offset of the first byte in the decompressed source.
  var offset = 0
  /// Bytes of text. Ends with a newline unless it is the end of the source.
  private(set) var count = 0
  /// When not nil, the slab stands for one line that is longer than the limit: its length in bytes. It then has no
  /// text.
  var oversized: Int?

  private(set) var capacity: Int
  /// Bounds: `capacity + tail` bytes are allocated; `count <= capacity` is checked by `setCount`.
  private(set) var bytes: UnsafeMutablePointer<UInt8>

  init(capacity: Int = Slab.standardBytes) {
    self.capacity = capacity
    bytes = .allocate(capacity: capacity + Slab.tail)
    (bytes + capacity).initialize(repeating: 0, count: Slab.tail)
  }

  deinit { bytes.deallocate() }

  /// Says how much text the buffer holds, and zeroes the tail behind it.
  func setCount(_ n: Int) {
    precondition(n >= 0 && n <= capacity)
    count = n
    (bytes + n).update(repeating: 0, count: Slab.tail)
  }

  /// Holds `text` and nothing else.
  func fill(_ text: [UInt8]) {
    reserve(text.count, keeping: 0)
    for (i, byte) in text.enumerated() { bytes[i] = byte }
    setCount(text.count)
  }

  /// Grows the buffer to at least `n` bytes, keeping the first `kept`.
  func reserve(_ n: Int, keeping kept: Int) {
    guard n > capacity else { return }
    precondition(kept <= capacity)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: n + Slab.tail)
    larger.update(from: bytes, count: kept)
    bytes.deallocate()
    bytes = larger
    capacity = n
  }

  /// Gives back what a very long line needed. The text is lost.
  func shrink(to n: Int) {
    guard n < capacity else { return }
    bytes.deallocate()
    bytes = .allocate(capacity: n + Slab.tail)
    capacity = n
    setCount(0)
  }
}
