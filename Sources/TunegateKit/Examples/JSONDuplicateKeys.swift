#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Keys that stand twice in one object, at any depth. Parsers keep the last one without a word.
///
/// Small objects are compared pairwise on a signature of eight bytes; from `pairwiseLimit` keys on, and where a key is
/// escaped, a hash table of this object's keys keeps the cost linear. `Hasher` is seeded anew in each process, so that
/// no input can make the table slow; the seed decides no result.
enum JSONDuplicateKeys {
  static let pairwiseLimit = 16

  /// The node of the first key, in the order of the text, that repeats an earlier key of its object.
  static func first(in tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>) -> Int? {
    all(in: tape, text).first
  }

  /// The nodes of all keys that repeat an earlier key of their object, in the order of the text.
  static func all(in tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>) -> [Int] {
    var found: [Int] = []
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: pairwiseLimit) { signatures in
      for i in 0..<tape.count where tape.tag(i) == .object && tape.next(i) > i + 2 {
        if !pairwise(i, tape, text, signatures, &found) { hashed(i, tape, text, &found) }
      }
    }
    // Objects come in the order of their opening bracket, and an outer key may follow an inner one.
    if found.count > 1 { found.sort() }
    return found
  }

  /// False, with nothing added, when the object has too many keys or an escaped one.
  private static func pairwise(
    _ object: Int, _ tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>,
    _ signatures: UnsafeMutableBufferPointer<UInt64>, _ found: inout [Int]
  ) -> Bool {
    let end = tape.next(object)
    let before = found.count
    var (key, count) = (tape.firstChild(object), 0)
    while key < end {
      let node = tape[key]
      guard count < pairwiseLimit, !node.flags.contains(.hasEscapes) else {
        found.removeSubrange(before...)
        return false
      }
      let signature = signature(node, text)
      if signatures[..<count].contains(signature), repeats(key, in: object, tape, text) { found.append(key) }
      signatures[count] = signature
      count += 1
      key = tape.next(key + 1)
    }
    return true
  }

  /// The length and the first eight bytes, mixed: different for different keys of up to eight bytes.
  /// Bounds: reads 8 bytes from a position inside the text, which has 64 readable bytes behind it.
  @inline(__always)
  private static func signature(_ node: JSONNode, _ text: UnsafePointer<UInt8>) -> UInt64 {
    let bytes = UInt64(littleEndian: UnsafeRawPointer(text + node.offset).loadUnaligned(as: UInt64.self))
    let kept = node.length >= 8 ? bytes : bytes & (1 << (8 * UInt64(node.length)) - 1)
    return kept ^ UInt64(node.length) &* 0x9e37_79b9_7f4a_7c15
  }

  /// Whether one of the keys before `key` has the same bytes.
  private static func repeats(
    _ key: Int, in object: Int, _ tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>
  ) -> Bool {
    let node = tape[key]
    var other = tape.firstChild(object)
    while other < key {
      let earlier = tape[other]
      if earlier.length == node.length, memcmp(text + earlier.offset, text + node.offset, node.length) == 0 {
        return true
      }
      other = tape.next(other + 1)
    }
    return false
  }

  private static func hashed(
    _ object: Int, _ tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>, _ found: inout [Int]
  ) {
    let end = tape.next(object)
    var seen = Set<JSONKey>(minimumCapacity: JSONDuplicateKeys.count(object, tape))
    var decoded: [UnsafeMutablePointer<UInt8>] = []
    defer { for buffer in decoded { buffer.deallocate() } }
    var key = tape.firstChild(object)
    while key < end {
      let node = tape[key]
      if seen.insert(JSONKey(node, text, &decoded)).inserted == false { found.append(key) }
      key = tape.next(key + 1)
    }
  }

  private static func count(_ object: Int, _ tape: borrowing JSONTape) -> Int {
    var (key, count) = (tape.firstChild(object), 0)
    while key < tape.next(object) {
      count += 1
      key = tape.next(key + 1)
    }
    return count
  }
}

/// The decoded bytes of a key: in place, or in a buffer that the caller frees when the object is done.
private struct JSONKey: Hashable {
  let bytes: UnsafeBufferPointer<UInt8>

  init(_ node: JSONNode, _ text: UnsafePointer<UInt8>, _ decoded: inout [UnsafeMutablePointer<UInt8>]) {
    guard node.flags.contains(.hasEscapes) else {
      bytes = UnsafeBufferPointer(start: text + node.offset, count: node.length)
      return
    }
    // Bounds: what is decoded is never longer than its text.
    let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: node.length)
    decoded.append(buffer)
    let count = JSONText.unescape(node, text, into: buffer, keepingLoneSurrogates: true)
    bytes = UnsafeBufferPointer(start: buffer, count: count)
  }

  static func == (a: JSONKey, b: JSONKey) -> Bool { a.bytes.elementsEqual(b.bytes) }

  func hash(into hasher: inout Hasher) { hasher.combine(bytes: UnsafeRawBufferPointer(bytes)) }
}
