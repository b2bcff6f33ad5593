/// What kind of value a node stands for.
enum JSONTag: UInt8 {
  case null, `false`, `true`, number, string, array, object
}

/// What the reader saw inside a string, so that plain text can be used in place.
struct JSONFlags: OptionSet {
  let rawValue: UInt8
  static let hasEscapes = JSONFlags(rawValue: 1)
  static let hasHighBytes = JSONFlags(rawValue: 2)
  /// A `\uD800`…`\uDFFF` without its other half: allowed by the grammar, but no text.
  static let loneSurrogate = JSONFlags(rawValue: 4)
  /// A `\u0000`.
  static let escapedNUL = JSONFlags(rawValue: 8)
}

/// One value on the tape. A member of an object is a string node, its key, followed by the nodes of its value.
struct JSONNode {
  var tag: JSONTag
  var flags: JSONFlags
  /// Byte offset in the line: the first byte behind the opening quote of a string, else the first byte of the text.
  var offset: Int
  /// Bytes: without the quotes for strings, with the brackets for containers.
  var length: Int
  /// Index of the node behind this value.
  var next: Int
}

/// A line of JSON as a flat list of nodes in the order of the text, the root first.
///
/// A tape is made once and recycled: it grows with the largest line and never shrinks. A node takes 16 bytes and holds
/// no text, so what is read from the tape is only valid together with the text that was parsed.
struct JSONTape: ~Copyable {
  /// Offsets are 32 bits wide.
  static let longestText = Int(UInt32.max)

  /// Two words a node: offset and length, 32 bits each; next (32 bits), tag (8) and flags (8).
  /// Bounds: `2 * capacity` words are allocated, and the first `2 * count` are set. `append` and `close` check, and so
  /// do all that read: one comparison, because a negative index is a huge one without sign. What is below a count that
  /// memory holds can be doubled without overflow.
  private var words: UnsafeMutablePointer<UInt64>
  private var capacity: Int
  /// Number of nodes; 0 when the last line did not parse.
  private(set) var count = 0
  /// Index of the first string, key or value, that holds half of a surrogate pair; -1 without any.
  private(set) var loneSurrogate = -1

  init(capacity: Int = 256) {
    self.capacity = max(capacity, 1)
    words = .allocate(capacity: 2 * self.capacity)
  }

  deinit { words.deallocate() }

  @inline(__always)
  subscript(i: Int) -> JSONNode {
    check(i)
    let (place, kind) = (words[2 &* i], words[2 &* i &+ 1])
    return JSONNode(
      tag: JSONTape.tag(kind), flags: JSONFlags(rawValue: UInt8(truncatingIfNeeded: kind >> 40)),
      offset: Int(UInt32(truncatingIfNeeded: place)), length: Int(place >> 32),
      next: Int(UInt32(truncatingIfNeeded: kind)))
  }

  /// The tag of node `i` alone.
  @inline(__always)
  func tag(_ i: Int) -> JSONTag {
    check(i)
    return JSONTape.tag(words[2 &* i &+ 1])
  }

  /// Index of the node behind value `i`: its next sibling, if there is one.
  @inline(__always)
  func next(_ i: Int) -> Int {
    check(i)
    return Int(UInt32(truncatingIfNeeded: words[2 &* i &+ 1]))
  }

  /// The bit of node `i`'s tag: 1 shifted by its raw value.
  @inline(__always)
  func typeBit(_ i: Int) -> UInt8 {
    check(i)
    // Only `append` writes this byte, from a tag: it is below 8.
    return 1 &<< UInt8(truncatingIfNeeded: words[2 &* i &+ 1] &>> 32)
  }

  /// Where string `i` stands, and whether it has escapes.
  @inline(__always)
  func place(_ i: Int) -> (offset: Int, length: Int, hasEscapes: Bool) {
    check(i)
    let (place, kind) = (words[2 &* i], words[2 &* i &+ 1])
    let escapes = UInt64(JSONFlags.hasEscapes.rawValue) &<< 40
    return (Int(UInt32(truncatingIfNeeded: place)), Int(place &>> 32), kind & escapes != 0)
  }

  @inline(__always)
  private func check(_ i: Int) { precondition(UInt(bitPattern: i) < UInt(bitPattern: count)) }

  /// Index of the first element or key of container `i`; equals `next(i)` when it is empty.
  @inline(__always)
  func firstChild(_ i: Int) -> Int { i + 1 }

  @inline(__always)
  private static func tag(_ kind: UInt64) -> JSONTag {
    // Only `append` writes this byte, from a tag.
    JSONTag(rawValue: UInt8(truncatingIfNeeded: kind >> 32)) ?? .null
  }
}

// MARK: - Writing, for the reader alone

extension JSONTape {
  mutating func removeAll() {
    count = 0
    loneSurrogate = -1
  }

  /// The string that is appended next holds half of a surrogate pair.
  mutating func markLoneSurrogate() { if loneSurrogate < 0 { loneSurrogate = count } }

  /// Adds a value without children.
  @inline(__always)
  mutating func append(_ tag: JSONTag, _ flags: JSONFlags = [], offset: Int, length: Int) {
    append(tag, flags, offset: offset, length: length, next: count + 1)
  }

  /// Adds a container whose end is not known yet, and returns its index. Until it closes, `next` holds its parent: the
  /// tape is also the stack of what is open, so nesting costs no memory of its own.
  @inline(__always)
  mutating func open(_ tag: JSONTag, offset: Int, parent: Int) -> Int {
    append(tag, [], offset: offset, length: 0, next: parent)
    return count - 1
  }

  /// Gives container `i`, which ends before byte `end`, its length and its end, and returns its parent.
  @inline(__always)
  mutating func close(_ i: Int, end: Int) -> Int {
    check(i)
    let offset = words[2 &* i] & 0xffff_ffff
    let kind = words[2 &* i &+ 1]
    words[2 &* i] = offset | (UInt64(truncatingIfNeeded: end) &- offset) << 32
    words[2 &* i &+ 1] = kind & ~0xffff_ffff | UInt64(truncatingIfNeeded: count)
    return Int(UInt32(truncatingIfNeeded: kind))
  }

  @inline(__always)
  private mutating func append(_ tag: JSONTag, _ flags: JSONFlags, offset: Int, length: Int, next: Int) {
    if count == capacity { grow() }
    words[2 &* count] = UInt64(truncatingIfNeeded: offset) | UInt64(truncatingIfNeeded: length) << 32
    words[2 &* count &+ 1] =
      UInt64(truncatingIfNeeded: next) | UInt64(tag.rawValue) << 32 | UInt64(flags.rawValue) << 40
    count &+= 1
  }

  @inline(never)
  private mutating func grow() {
    let larger = UnsafeMutablePointer<UInt64>.allocate(capacity: 4 * capacity)
    larger.update(from: words, count: 2 * count)
    words.deallocate()
    words = larger
    capacity *= 2
  }
}
