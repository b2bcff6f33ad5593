/// The classes of characters that a pattern can tell apart, numbered from 0.
///
/// Two characters of one class belong to the same sets of the pattern, so that programs and automata read classes:
/// a set of a thousand ranges costs them no more than a letter.
struct RegexAlphabet: Sendable {
  private(set) var count = 1
  /// The class of every ASCII character.
  private(set) var ascii: [UInt16] = []
  /// The class that all other characters share, if they do: then nobody needs to decode them.
  private(set) var beyondASCII: UInt16?
  /// For a scalar, its page of 128: the index of its classes in `leaves`, in units of 128.
  private var pages: [UInt16] = []
  private var leaves: [UInt16] = []
  /// The classes whose characters `\b` takes for parts of words; empty when the pattern has no `\b`.
  private(set) var wordClasses: [Bool] = []
  /// For every set, its classes.
  private(set) var members: [ScalarSet: [UInt16]] = [:]

  /// Sets in any order; `word` is what `\b` goes by, nil when the pattern has no `\b`.
  init(_ sets: [ScalarSet], word: ScalarSet?) throws(ECMARegexError) {
    let all = (word.map { [$0] } ?? []) + sets
    let starts = Self.boundaries(all)
    let classes = try classify(all, starts)
    guard count <= RegexLimit.classes else { throw Self.tooComplex }
    makeTable(starts, classes)
    for set in all where members[set] == nil {
      var found: Set<UInt16> = []
      Self.forEachInterval(of: set, starts) { found.insert(UInt16(classes[$0])) }
      members[set] = found.sorted()
    }
    guard let word else { return }
    wordClasses = Array(repeating: false, count: count)
    for member in members[word] ?? [] { wordClasses[Int(member)] = true }
  }

  static let tooComplex = ECMARegexError(
    column: 1, found: "a pattern with too many different sets of characters", expected: "a simpler pattern")

  /// Where a set begins or ends; always 0 and 0x80. Between two boundaries all characters are alike.
  private static func boundaries(_ sets: [ScalarSet]) -> [UInt32] {
    var starts: [UInt32] = [0, 0x80]
    for set in sets {
      for range in set.ranges {
        starts.append(range.lowerBound)
        if range.upperBound < ScalarSet.last { starts.append(range.upperBound + 1) }
      }
    }
    starts.sort()
    var last: UInt32?
    return starts.filter { start in
      defer { last = start }
      return start != last
    }
  }

  /// The intervals between boundaries that a set covers.
  private static func forEachInterval(of set: ScalarSet, _ starts: [UInt32], _ body: (Int) -> Void) {
    for range in set.ranges {
      var low = 0
      var high = starts.count
      while low < high {
        let middle = (low + high) / 2
        if starts[middle] < range.lowerBound { low = middle + 1 } else { high = middle }
      }
      while low < starts.count, starts[low] <= range.upperBound {
        body(low)
        low += 1
      }
    }
  }

  /// The class of every interval: beginning with one class for all, every set splits those that it cuts.
  private mutating func classify(_ sets: [ScalarSet], _ starts: [UInt32]) throws(ECMARegexError) -> [Int] {
    var classes = Array(repeating: 0, count: starts.count)
    var sizes = [starts.count]
    var work = 0
    var seen: Set<ScalarSet> = []
    for set in sets where seen.insert(set).inserted {
      var inside: [Int] = []
      Self.forEachInterval(of: set, starts) { inside.append($0) }
      work += inside.count
      guard work <= RegexLimit.classWork else { throw Self.tooComplex }
      var insideSizes: [Int: Int] = [:]
      for interval in inside { insideSizes[classes[interval], default: 0] += 1 }
      var renamed: [Int: Int] = [:]
      for interval in inside {
        let old = classes[interval]
        guard let size = insideSizes[old], size < sizes[old] || renamed[old] != nil else { continue }
        let new = renamed[old] ?? sizes.count
        if renamed[old] == nil {
          renamed[old] = new
          sizes.append(0)
        }
        classes[interval] = new
        sizes[old] -= 1
        sizes[new] += 1
      }
    }
    count = sizes.count
    return classes
  }

  private mutating func makeTable(_ starts: [UInt32], _ classes: [Int]) {
    var interval = 0
    func classOf(_ scalar: UInt32) -> UInt16 {
      while interval + 1 < starts.count, starts[interval + 1] <= scalar { interval += 1 }
      return UInt16(classes[interval])
    }
    ascii = (0..<0x80).map(classOf)
    // 0x80 is a boundary: all beyond are alike when all intervals from there on are.
    let beyond = Set(zip(starts, classes).filter { $0.0 >= 0x80 }.map(\.1))
    if beyond.count == 1 {
      beyondASCII = beyond.first.map(UInt16.init)
      return
    }
    // Most pages are of one class, and most others are unlike every other page.
    var uniform: [UInt16: UInt16] = [:]
    interval = 0
    let pageCount = Int(ScalarSet.last) / 128 + 1
    while pages.count < pageCount {
      let start = UInt32(pages.count) * 128
      let first = classOf(start)
      let end = interval + 1 < starts.count ? starts[interval + 1] : ScalarSet.last + 1
      let fresh = UInt16(leaves.count / 128)
      if end < start + 128 {
        pages.append(fresh)
        leaves += (start..<start + 128).map(classOf)
        continue
      }
      if uniform[first] == nil {
        uniform[first] = fresh
        leaves += Array(repeating: first, count: 128)
      }
      pages += repeatElement(uniform[first] ?? fresh, count: Int(end - start) / 128)
    }
  }

  /// The class of a scalar of at most 0x10FFFF.
  @inline(__always)
  func classOf(_ scalar: UInt32) -> Int {
    if scalar < 0x80 { return Int(ascii[Int(scalar)]) }
    if let beyondASCII { return Int(beyondASCII) }
    return Int(leaves[Int(pages[Int(scalar >> 7)]) << 7 | Int(scalar & 127)])
  }
}
