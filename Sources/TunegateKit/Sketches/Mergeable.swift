/// A tally or sketch that can be made in parts and joined: the parts' order and grouping do not matter.
///
/// Laws, property-tested for every conformance: `Self()` is the identity; merging is associative and commutative.
protocol Mergeable: Sendable {
  init()
  mutating func merge(_ other: Self)
}

/// The tally of a rule that remembers nothing of its own.
struct NoTally: Mergeable {
  mutating func merge(_ other: NoTally) {}
}
