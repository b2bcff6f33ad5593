/// The member by which two JSON objects with the same keys contradict each other, for messages.
///
/// Unsafe pointers: both texts are copies with `slack` zeros behind them, which the reader may read.
struct ObjectDifference {
  var key: String
  var values: (String, String)

  private static let slack = 64
  private static let deepest = 128

  /// The first scalar of `a` that `b` has otherwise; nil when there is none, or when one of them is no object.
  init?(_ a: [UInt8], _ b: [UInt8]) {
    let (first, second) = (ObjectDifference.scalars(a), ObjectDifference.scalars(b))
    for (key, value) in first {
      guard let other = second.first(where: { $0.key == key })?.value, other != value else { continue }
      if other.lowercased() == value.lowercased() { continue }
      self.key = key
      values = (value, other)
      return
    }
    return nil
  }

  private static func scalars(_ text: [UInt8]) -> [(key: String, value: String)] {
    var tape = JSONTape()
    var found: [(String, String)] = []
    let trimmed = Array(text.drop { $0 <= 0x20 })
    let padded = trimmed + [UInt8](repeating: 0, count: slack)
    padded.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress, tape.accept(start, count: trimmed.count, maxDepth: deepest),
        tape.tag(0) == .object
      else { return }
      func string(_ node: JSONNode) -> String {
        String(decoding: UnsafeBufferPointer(start: start + node.offset, count: node.length), as: UTF8.self)
      }
      var node = tape.firstChild(0)
      while node < tape.next(0) {
        let (key, value) = (tape[node], tape[tape[node].next])
        let span = UnsafeBufferPointer(start: start + value.offset, count: value.length).span
        if AnswerClaim.isScalar(value.tag, span) { found.append((string(key), string(value))) }
        node = value.next
      }
    }
    return found
  }
}
