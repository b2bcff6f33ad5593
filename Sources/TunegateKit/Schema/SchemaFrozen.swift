/// A list of plain values that never changes: one load where an array takes two, and no reference count.
///
/// Its owner frees it. Bounds: `count` values are allocated and set; the subscript checks.
struct SchemaFrozen<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  private let base: UnsafeMutablePointer<Element>
  let count: Int

  init(_ elements: [Element]) {
    count = elements.count
    base = .allocate(capacity: max(count, 1))
    elements.withUnsafeBufferPointer { source in
      if let first = source.baseAddress { base.initialize(from: first, count: source.count) }
    }
  }

  func deallocate() { base.deallocate() }

  @inline(__always)
  subscript(i: Int) -> Element {
    @inline(__always) unsafeAddress {
      // A negative index is a huge one without sign.
      precondition(UInt(bitPattern: i) < UInt(bitPattern: count))
      return UnsafePointer(base + i)
    }
  }

  /// Where `length` elements from `i` on begin. Bounds: they lie inside.
  @inline(__always)
  func pointer(_ i: Int, length: Int) -> UnsafePointer<Element> {
    precondition(i >= 0 && length >= 0 && i <= count - length)
    return UnsafePointer(base + i)
  }
}
