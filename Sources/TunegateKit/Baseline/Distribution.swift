#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Counts by name: how often each length, label or word stands in a set.
public struct Distribution: Sendable, Equatable {
  /// Sorted by name.
  public private(set) var counts: [(name: String, count: Int)]
  /// What is counted, those without a name of their own included.
  public private(set) var total: Int

  public init(_ counts: [String: Int], total: Int? = nil) {
    self.counts = counts.filter { $0.value > 0 }.map { ($0.key, $0.value) }.sorted { $0.name < $1.name }
    self.total = max(total ?? 0, self.counts.reduce(0) { $0 + $1.count })
  }

  public static func == (a: Distribution, b: Distribution) -> Bool {
    a.total == b.total && a.counts.elementsEqual(b.counts) { $0.name == $1.name && $0.count == $1.count }
  }

  func count(_ name: String) -> Int {
    var (low, high) = (0, counts.count)
    while low < high {
      let middle = (low + high) / 2
      if counts[middle].name < name { low = middle + 1 } else { high = middle }
    }
    return low < counts.count && counts[low].name == name ? counts[low].count : 0
  }

  /// The share of a name, in 0…1.
  func share(_ name: String) -> Double { total > 0 ? Double(count(name)) / Double(total) : 0 }

  /// True when everything that is counted has a name.
  var isComplete: Bool { counts.reduce(0) { $0 + $1.count } == total }

  /// The most frequent names alone; the total stays.
  func first(_ most: Int) -> Distribution {
    guard counts.count > most else { return self }
    let ranked = counts.sorted { ($1.count, $0.name) < ($0.count, $1.name) }.prefix(most)
    return Distribution(Dictionary(ranked.map { ($0.name, $0.count) }, uniquingKeysWith: +), total: total)
  }

  /// The names that a comparison is about: those of the earlier set, and where it named all that it had, new ones too.
  private func names(besides other: Distribution) -> [String] {
    Set(other.counts.map(\.name) + (other.isComplete ? counts.map(\.name) : [])).sorted()
  }

  /// From here on two distributions are of different things: the customary bound of the index.
  static let drift = 0.25

  /// The population stability index, Σ (p − q) ln(p ∕ q) over names and over what has no name, less what chance alone
  /// puts there, (names − 1)(1 ∕ n + 1 ∕ m); at least 0. Half an example is added to every name, so that one that is
  /// new weighs as much as there are examples of it. O(names · log names).
  ///
  /// Siddiqi, Credit Risk Scorecards (2006): below 0.1 nothing has changed, above 0.25 much has.
  func stabilityIndex(against other: Distribution) -> Double {
    guard total > 0, other.total > 0 else { return 0 }
    let names = names(besides: other)
    let rest = { (d: Distribution) in d.total - names.reduce(0) { $0 + d.count($1) } }
    let pairs = names.map { (count($0), other.count($0)) } + [(rest(self), rest(other))]
    let bins = Double(pairs.count)
    let (n, m) = (Double(total) + 0.5 * bins, Double(other.total) + 0.5 * bins)
    var sum = 0.0
    for (a, b) in pairs {
      let (p, q) = ((Double(a) + 0.5) / n, (Double(b) + 0.5) / m)
      sum += (p - q) * log(p / q)
    }
    return max(0, sum - (bins - 1) * (1 / Double(total) + 1 / Double(other.total)))
  }

  /// The names whose shares changed most, with both shares, the largest change first.
  func changes(from earlier: Distribution, most: Int) -> [(name: String, before: Double, now: Double)] {
    let all = names(besides: earlier).map { (name: $0, before: earlier.share($0), now: share($0)) }
    func change(_ entry: (name: String, before: Double, now: Double)) -> Double { abs(entry.now - entry.before) }
    let ranked = all.sorted { a, b in
      change(a) != change(b) ? change(a) > change(b) : a.name < b.name
    }
    return Array(ranked.prefix(most))
  }
}
