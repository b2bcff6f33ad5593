/// Tokens that are found in the text itself, before anything else looks at it: the leftmost, and of those that begin
/// at one place the longest.
///
/// A trie over bytes. Shared by all workers; never changes once it is made.
struct AddedTokens: Sendable {
  struct Token: Sendable {
    var bytes: [UInt8]
    var id: UInt32
    /// White space before and behind belongs to the token.
    var takesSpaceBefore = false
    var takesSpaceBehind = false
  }

  private let tokens: [Token]
  /// By first byte: whether any token begins with it.
  private var begins = [Bool](repeating: false, count: 256)
  /// Children: the node in the upper bits, the byte in the lower eight.
  private var children: [UInt32: UInt32] = [:]
  /// The token that ends at a node, or -1.
  private var ends: [Int32] = [-1]

  init(_ tokens: [Token]) {
    self.tokens = tokens.filter { !$0.bytes.isEmpty }
    for (index, token) in self.tokens.enumerated() {
      begins[Int(token.bytes[0])] = true
      var node: UInt32 = 0
      for byte in token.bytes {
        let edge = node << 8 | UInt32(byte)
        if let child = children[edge] {
          node = child
        } else {
          node = UInt32(ends.count)
          children[edge] = node
          ends.append(-1)
        }
      }
      ends[Int(node)] = Int32(index)
    }
  }

  var isEmpty: Bool { tokens.isEmpty }

  /// Calls `text` with what lies between tokens, where it is not empty, and `token` with the ids, in order.
  ///
  /// Bounds: `range` lies within what is readable at `bytes`.
  func split(
    _ bytes: UnsafePointer<UInt8>, _ range: Range<Int>, token: (UInt32) -> Void, text: (Range<Int>) -> Void
  ) {
    var (at, gap) = (range.lowerBound, range.lowerBound)
    while at < range.upperBound {
      guard begins[Int(bytes[at])], let match = longest(bytes, at, range.upperBound) else {
        at += 1
        continue
      }
      let found = tokens[match.index]
      var (start, end) = (at, match.end)
      if found.takesSpaceBefore { start = AddedTokens.spaceStart(bytes, before: start, gap) }
      if found.takesSpaceBehind { end = AddedTokens.spaceEnd(bytes, behind: end, range.upperBound) }
      if gap < start { text(gap..<start) }
      token(found.id)
      // As the library does: the search goes on behind the token itself, so that a token of white space is found once
      // more in what the one before it took.
      (at, gap) = (match.end, end)
    }
    if gap < range.upperBound { text(gap..<range.upperBound) }
  }

  private func longest(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> (index: Int, end: Int)? {
    var node: UInt32 = 0
    var found: (index: Int, end: Int)?
    var at = start
    while at < end, let child = children[node << 8 | UInt32(bytes[at])] {
      node = child
      at += 1
      if ends[Int(node)] >= 0 { found = (Int(ends[Int(node)]), at) }
    }
    return found
  }

  private static func spaceStart(_ bytes: UnsafePointer<UInt8>, before at: Int, _ limit: Int) -> Int {
    var at = at
    while at > limit {
      let start = TokenText.before(bytes, at, start: limit)
      guard TokenUnicode.space.contains(TokenText.scalar(bytes, start, at).value) else { break }
      at = start
    }
    return at
  }

  private static func spaceEnd(_ bytes: UnsafePointer<UInt8>, behind at: Int, _ limit: Int) -> Int {
    var at = at
    while at < limit {
      let (scalar, width) = TokenText.scalar(bytes, at, limit)
      guard TokenUnicode.space.contains(scalar) else { break }
      at += width
    }
    return at
  }
}
