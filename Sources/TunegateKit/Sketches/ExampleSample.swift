/// The texts of some examples, for models that must see text after the stream has ended: all distinct examples of a
/// small set, and of a large one those whose fingerprints hash lowest, so that every split of the data keeps the same.
///
/// A bottom-k sketch of distinct examples with a budget of bytes: what is kept are the examples with the lowest keys, as
/// many as fit. An example is refused only when those below it fill the budget, and they only become more, so parts
/// merge to what the whole would have kept.
struct ExampleSample: Mergeable, Equatable {
  struct Member: Sendable, Equatable {
    /// Hash of the example's exact fingerprint.
    var key: UInt64
    /// Fingerprint of system messages and tools.
    var context: UInt32
    /// Where the example first stands.
    var place: Place
    /// How often it stands in the set.
    var copies: Int
    /// UTF-8, cut to the limits at a character's border.
    var prompt: [UInt8]
    var answer: [UInt8]
    /// The last bytes of an answer that was cut; empty when it is whole.
    var answerEnd: [UInt8]

    /// What it counts against the budget: texts and their overhead.
    fileprivate var bytes: Int { prompt.count + answer.count + answerEnd.count + 160 }
  }

  /// Bytes of all members together.
  static let budget = 48 << 20
  static let mostMembers = 50_000
  /// Bytes of a prompt, of an answer, and of the end of an answer that is longer.
  static let longestPrompt = 4_000
  static let longestAnswer = 4_000
  static let longestEnd = 400

  /// A heap with the greatest key first.
  private var heap: [Member] = []
  private var slots: [UInt64: Int] = [:]
  private var bytes = 0
  /// Keys from here on are refused.
  private(set) var cut = UInt64.max

  init() {}

  /// True when an example was left out, so that the sample stands for a larger set.
  var isPartial: Bool { cut != .max }

  /// The members, in order of their keys: an order that has nothing to do with the data's.
  var members: [Member] { heap.sorted { $0.key < $1.key } }

  static func == (a: ExampleSample, b: ExampleSample) -> Bool { a.cut == b.cut && a.members == b.members }

  /// Whether an example with this exact fingerprint would be kept.
  @inline(__always)
  func wants(_ exact: UInt64) -> Bool { ExampleSample.key(exact) < cut }

  static func key(_ exact: UInt64) -> UInt64 { Fingerprint.mix(exact, 0x5A3D) }

  /// Adds a member, or counts it when its like is there.
  mutating func add(_ member: Member) {
    guard member.key < cut else { return }
    if let slot = slots[member.key] {
      heap[slot].copies += member.copies
      heap[slot].place = min(heap[slot].place, member.place)
      return
    }
    bytes += member.bytes
    heap.append(member)
    slots[member.key] = heap.count - 1
    siftUp(heap.count - 1)
    shrink()
  }

  mutating func merge(_ other: ExampleSample) {
    cut = min(cut, other.cut)
    for member in other.heap { add(member) }
    while let first = heap.first, first.key >= cut { removeFirst() }
  }

  /// Counts another copy of a member: its text need not be read again. False when there is none.
  mutating func count(_ exact: UInt64, at place: Place) -> Bool {
    guard let slot = slots[ExampleSample.key(exact)] else { return false }
    heap[slot].copies += 1
    heap[slot].place = min(heap[slot].place, place)
    return true
  }

  private mutating func shrink() {
    while bytes > ExampleSample.budget || heap.count > ExampleSample.mostMembers, let first = heap.first {
      cut = first.key
      removeFirst()
    }
  }

  // MARK: - The heap

  private mutating func removeFirst() {
    let last = heap.count - 1
    bytes -= heap[0].bytes
    slots[heap[0].key] = nil
    heap.swapAt(0, last)
    heap.removeLast()
    guard !heap.isEmpty else { return }
    slots[heap[0].key] = 0
    siftDown(0)
  }

  private mutating func siftUp(_ start: Int) {
    var child = start
    while child > 0, heap[(child - 1) / 2].key < heap[child].key {
      swap(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  private mutating func siftDown(_ start: Int) {
    var parent = start
    while true {
      var largest = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child].key > heap[largest].key {
        largest = child
      }
      if largest == parent { return }
      swap(parent, largest)
      parent = largest
    }
  }

  private mutating func swap(_ a: Int, _ b: Int) {
    heap.swapAt(a, b)
    slots[heap[a].key] = a
    slots[heap[b].key] = b
  }
}
