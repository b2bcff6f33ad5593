/// Sorts keys with their row numbers: `key << 32 | row`, by key, rows of equal keys in their given order.
enum RadixSort {
  /// Calls `body` with the range of each run of two or more sorted items that have one key.
  @inline(__always)
  static func forEachRun(_ items: [UInt64], _ body: (Range<Int>) -> Void) {
    var start = 0
    while start < items.count {
      var end = start + 1
      while end < items.count, items[end] >> 32 == items[start] >> 32 { end += 1 }
      if end - start > 1 { body(start..<end) }
      start = end
    }
  }

  /// Least-significant-digit radix sort by the upper 32 bits in three passes of 11 bits. O(n); `scratch` is grown to
  /// the size of `items` and may be reused.
  static func byKey(_ items: inout [UInt64], scratch: inout [UInt64]) {
    if scratch.count < items.count { scratch = [UInt64](repeating: 0, count: items.count) }
    let n = items.count
    for shift in [UInt64(32), 43, 54] {
      var starts = [Int](repeating: 0, count: 2048)
      items.withUnsafeBufferPointer { source in
        scratch.withUnsafeMutableBufferPointer { target in
          for i in 0..<n { starts[Int(source[i] >> shift & 2047)] += 1 }
          var sum = 0
          for digit in 0..<2048 { (starts[digit], sum) = (sum, sum + starts[digit]) }
          for i in 0..<n {
            let digit = Int(source[i] >> shift & 2047)
            target[starts[digit]] = source[i]
            starts[digit] += 1
          }
        }
      }
      swap(&items, &scratch)
    }
    if items.count > n { items.removeLast(items.count - n) }
  }
}
