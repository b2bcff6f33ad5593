/// A tally or sketch that can be made in parts and joined: the parts' order and grouping do not matter.
///
/// Laws, property-tested for every conformance: `Self()` is the identity; merging is associative and commutative.
protocol Mergeable: Sendable {
  init()
  mutating func merge(_ other: Self)

  /// Writes what anyone can learn from the tally: equal tallies write the same bytes.
  func write(to state: inout StateWriter)
  /// Reads what `write` wrote.
  init(from state: inout StateReader) throws(StateFault)
}

/// The tally of a rule that remembers nothing of its own.
struct NoTally: Mergeable {
  mutating func merge(_ other: NoTally) {}
  func write(to state: inout StateWriter) {}
  init() {}
  init(from state: inout StateReader) {}
}
