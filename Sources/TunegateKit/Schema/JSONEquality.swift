#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Equality as JSON Schema has it: numbers by value, strings by their decoded text, objects without order.
///
/// Recursion is as deep as the values, which the parser has bounded.
enum JSONEquality {
  static func areEqual(
    _ a: Int, _ tapeA: borrowing JSONTape, _ textA: UnsafePointer<UInt8>, _ b: Int, _ tapeB: borrowing JSONTape,
    _ textB: UnsafePointer<UInt8>
  ) -> Bool {
    let (nodeA, nodeB) = (tapeA[a], tapeB[b])
    guard nodeA.tag == nodeB.tag else { return false }
    switch nodeA.tag {
    case .null, .false, .true: return true
    case .string: return areEqualStrings(nodeA, textA, nodeB, textB)
    case .number:
      if let wholeA = DecimalText.whole(nodeA, textA), let wholeB = DecimalText.whole(nodeB, textB) {
        return wholeA == wholeB
      }
      return DecimalText.compare(DecimalText(nodeA, textA), textA, DecimalText(nodeB, textB), textB) == 0
    case .array:
      var (i, j) = (a + 1, b + 1)
      while i < nodeA.next, j < nodeB.next {
        guard areEqual(i, tapeA, textA, j, tapeB, textB) else { return false }
        (i, j) = (tapeA.next(i), tapeB.next(j))
      }
      return i == nodeA.next && j == nodeB.next
    case .object:
      return areEqualObjects(a, tapeA, textA, b, tapeB, textB)
    }
  }

  static func areEqualStrings(
    _ a: JSONNode, _ textA: UnsafePointer<UInt8>, _ b: JSONNode, _ textB: UnsafePointer<UInt8>
  ) -> Bool {
    if !a.flags.contains(.hasEscapes), !b.flags.contains(.hasEscapes) {
      return a.length == b.length && memcmp(textA + a.offset, textB + b.offset, a.length) == 0
    }
    return withDecoded(a, textA) { first in
      withDecoded(b, textB) { second in
        first.count == second.count && first.elementsEqual(second)
      }
    }
  }

  /// The decoded text of a string node. Bounds: 8 readable bytes behind it.
  static func withDecoded<R>(
    _ node: JSONNode, _ text: UnsafePointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> R
  ) -> R {
    guard node.flags.contains(.hasEscapes) else {
      return body(UnsafeBufferPointer(start: text + node.offset, count: node.length))
    }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: node.length + 8) { buffer in
      guard let out = buffer.baseAddress else { return body(UnsafeBufferPointer(start: nil, count: 0)) }
      let count = JSONText.unescape(node, text, into: out, keepingLoneSurrogates: true)
      (out + count).update(repeating: 0, count: 8)
      return body(UnsafeBufferPointer(start: out, count: count))
    }
  }

  /// Objects mostly come in the same order; where they do not, each key is looked for in a table of the other's.
  private static func areEqualObjects(
    _ a: Int, _ tapeA: borrowing JSONTape, _ textA: UnsafePointer<UInt8>, _ b: Int, _ tapeB: borrowing JSONTape,
    _ textB: UnsafePointer<UInt8>
  ) -> Bool {
    let (endA, endB) = (tapeA.next(a), tapeB.next(b))
    var (i, j) = (a + 1, b + 1)
    while i < endA, j < endB, areEqualStrings(tapeA[i], textA, tapeB[j], textB) {
      guard areEqual(i + 1, tapeA, textA, j + 1, tapeB, textB) else { return false }
      (i, j) = (tapeA.next(i + 1), tapeB.next(j + 1))
    }
    if i == endA || j == endB { return i == endA && j == endB }
    var places: [[UInt8]: Int] = [:]
    while j < endB {
      places[withDecoded(tapeB[j], textB) { Array($0) }] = j + 1
      j = tapeB.next(j + 1)
    }
    var matched = 0
    while i < endA {
      guard let other = places[withDecoded(tapeA[i], textA) { Array($0) }],
        areEqual(i + 1, tapeA, textA, other, tapeB, textB)
      else { return false }
      matched += 1
      i = tapeA.next(i + 1)
    }
    return matched == places.count
  }
}

// MARK: - Hashing

extension JSONEquality {
  /// Equal for equal values, within one process: `Hasher` is seeded, so that no input can make a table slow.
  static func hash(_ i: Int, _ tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>) -> Int {
    let node = tape[i]
    var hasher = Hasher()
    hasher.combine(node.tag.rawValue)
    switch node.tag {
    case .null, .false, .true: break
    case .string: withDecoded(node, text) { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    case .number:
      let decimal = DecimalText(node, text)
      hasher.combine(decimal.isNegative)
      hasher.combine(decimal.isZero ? 0 : decimal.exponent)
      for k in decimal.digits where text[k] != 0x2e { hasher.combine(text[k]) }
    case .array:
      var element = i + 1
      while element < node.next {
        hasher.combine(hash(element, tape, text))
        element = tape.next(element)
      }
    case .object:
      // A sum, for members have no order.
      var (key, sum) = (i + 1, 0)
      while key < node.next {
        var member = Hasher()
        withDecoded(tape[key], text) { member.combine(bytes: UnsafeRawBufferPointer($0)) }
        member.combine(hash(key + 1, tape, text))
        sum &+= member.finalize()
        key = tape.next(key + 1)
      }
      hasher.combine(sum)
    }
    return hasher.finalize()
  }

  /// The first pair of equal elements of an array; nil when all differ. Pairwise up to a few elements, hashed beyond.
  static func firstRepeated(
    in array: Int, _ tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>
  ) -> (first: Int, second: Int)? {
    let end = tape.next(array)
    var (count, element) = (0, array + 1)
    while element < end, count <= 12 { (count, element) = (count + 1, tape.next(element)) }
    return count <= 12 ? pairwise(array, tape, text) : hashed(array, tape, text)
  }

  private static func pairwise(
    _ array: Int, _ tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>
  ) -> (first: Int, second: Int)? {
    let end = tape.next(array)
    var later = array + 1
    while later < end {
      var earlier = array + 1
      while earlier < later {
        if areEqual(earlier, tape, text, later, tape, text) { return (earlier, later) }
        earlier = tape.next(earlier)
      }
      later = tape.next(later)
    }
    return nil
  }

  private static func hashed(
    _ array: Int, _ tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>
  ) -> (first: Int, second: Int)? {
    let end = tape.next(array)
    var places: [Int: [Int]] = [:]
    var element = array + 1
    while element < end {
      let hash = hash(element, tape, text)
      for earlier in places[hash] ?? [] where areEqual(earlier, tape, text, element, tape, text) {
        return (earlier, element)
      }
      places[hash, default: []].append(element)
      element = tape.next(element)
    }
    return nil
  }
}
