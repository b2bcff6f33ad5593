extension Slab {
  /// The slab's lines as they stand, ends included, with their numbers. Copies.
  ///
  /// Bounds: all reads are below `count`.
  func eachLine(_ body: (_ number: Int, _ line: [UInt8]) throws -> Void) rethrows {
    let text = UnsafeBufferPointer(start: bytes, count: count)
    var (start, number) = (0, firstLine)
    while start < count {
      let end = text[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? count
      try body(number, Array(text[start..<end]))
      start = end
      number += 1
    }
  }
}
