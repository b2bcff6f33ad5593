/// What judging one value needs besides the value: owned by a worker, and used for one value after the other.
struct SchemaScratch: ~Copyable {
  /// Why the last value was not judged.
  private(set) var problem: JSONSchemaProblem?
  private var depth = 0
  private var stepsLeft = 0
  /// Bit sets of the members that some keyword has evaluated: a stack, each a count of words and the words.
  private var marks: [UInt64] = []
  /// The resources that evaluation has come through, the outermost first; only for dynamic references.
  private(set) var scope: [Int32] = []
  /// The working memory of the patterns, by their number. One that last served another schema begins anew by itself.
  private var patterns: [ECMARegexScratch?] = []

  /// - Parameter nodes: Of the tape; large values may take more steps.
  mutating func begin(nodes: Int) {
    problem = nil
    depth = 0
    stepsLeft = 2_000_000 + 64 * nodes
    marks.removeAll(keepingCapacity: true)
    scope.removeAll(keepingCapacity: true)
  }

  @inline(__always)
  mutating func enter() -> Bool {
    depth &+= 1
    stepsLeft &-= 1
    guard depth <= JSONSchema.deepestNesting, stepsLeft > 0 else {
      stop(depth > JSONSchema.deepestNesting ? .recursion : .tooManySteps)
      return false
    }
    return true
  }

  @inline(__always)
  mutating func leave() { depth &-= 1 }

  /// The first problem is the one that is told.
  mutating func stop(_ found: JSONSchemaProblem) { if problem == nil { problem = found } }

  /// Whether a pattern is found in a text. One that gives up stops the judgement.
  mutating func matches(_ number: Int, _ pattern: ECMARegex, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    while patterns.count <= number { patterns.append(nil) }
    var memory = patterns[number].take() ?? pattern.makeScratch()
    defer { patterns[number] = memory }
    switch pattern.search(text, scratch: &memory) {
    case .found: return true
    case .notFound: return false
    case .gaveUp:
      stop(.tooManySteps)
      return false
    }
  }

  // MARK: Evaluated members

  /// A new, empty set for `count` members; the handle to give back.
  mutating func openMarks(_ count: Int) -> Int {
    let words = (count + 63) / 64
    marks.append(UInt64(words))
    marks.append(contentsOf: repeatElement(0, count: words))
    return marks.count - words - 1
  }

  /// A new, empty set as large as another.
  mutating func openMarks(like set: Int) -> Int { openMarks(Int(marks[set]) * 64) }

  mutating func closeMarks(_ set: Int) { marks.removeSubrange(set...) }

  mutating func mark(_ ordinal: Int, in set: Int) { marks[set + 1 + ordinal / 64] |= 1 << UInt64(ordinal % 64) }

  func isMarked(_ ordinal: Int, in set: Int) -> Bool { marks[set + 1 + ordinal / 64] >> UInt64(ordinal % 64) & 1 == 1 }

  mutating func markAll(in set: Int) {
    for i in 0..<Int(marks[set]) { marks[set + 1 + i] = .max }
  }

  /// Adds what `from` holds to `set`, which is as large.
  mutating func merge(_ from: Int, into set: Int) {
    for i in 0..<Int(marks[set]) { marks[set + 1 + i] |= marks[from + 1 + i] }
  }

  // MARK: Dynamic scope

  /// Whether the resource is new at the inner end, and must be taken off again.
  mutating func open(_ resource: Int32) -> Bool {
    if scope.last == resource { return false }
    scope.append(resource)
    return true
  }

  mutating func closeScope() { scope.removeLast() }
}
