#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The distribution of lengths as counts in logarithmic bins of 1/64 octave: quantiles with at most 1.1 % relative
/// error.
struct LengthSketch: Mergeable, Equatable {
  static let binsPerOctave = 64
  /// Lengths up to 2³².
  fileprivate static let binCount = 32 * binsPerOctave + 2

  /// Bin 0 counts empty texts.
  private(set) var counts = [Int](repeating: 0, count: LengthSketch.binCount)
  private(set) var total = 0
  private(set) var largest = 0

  init() {}

  mutating func note(_ length: Int) {
    counts[LengthSketch.bin(of: length)] += 1
    total += 1
    largest = max(largest, length)
  }

  mutating func merge(_ other: LengthSketch) {
    for i in counts.indices { counts[i] += other.counts[i] }
    total += other.total
    largest = max(largest, other.largest)
  }

  /// The smallest length of the bin in which the share `q` (0…1) of all lengths is reached; 0 when there are none.
  func quantile(_ q: Double) -> Int {
    guard total > 0 else { return 0 }
    let wanted = max(1, Int((q * Double(total)).rounded(.up)))
    var seen = 0
    for (bin, count) in counts.enumerated() {
      seen += count
      if seen >= wanted { return min(LengthSketch.floor(of: bin), largest) }
    }
    return largest
  }

  static func bin(of length: Int) -> Int {
    guard length > 0 else { return 0 }
    return min(1 + Int(log2(Double(length)) * Double(binsPerOctave)), binCount - 1)
  }

  static func floor(of bin: Int) -> Int {
    bin == 0 ? 0 : Int(exp2(Double(bin - 1) / Double(binsPerOctave)).rounded(.up))
  }

  /// For the report: nil when nothing was counted.
  var summary: LengthSummary? {
    guard total > 0 else { return nil }
    return LengthSummary(
      p1: quantile(0.01), p50: quantile(0.5), p99: quantile(0.99), max: largest, bins: shares(16))
  }

  /// Shares of `n` bins of equal width on the logarithmic scale between the 0.1 % and the 99.9 % quantile.
  private func shares(_ n: Int) -> [Double] {
    let low = LengthSketch.bin(of: max(1, quantile(0.001)))
    let high = max(LengthSketch.bin(of: max(1, quantile(0.999))), low + n - 1)
    var shares = [Double](repeating: 0, count: n)
    for (bin, count) in counts.enumerated() where count > 0 {
      let at = (bin - low) * n / (high - low + 1)
      shares[min(max(at, 0), n - 1)] += Double(count) / Double(total)
    }
    return shares
  }
}

extension LengthSketch {
  func write(to state: inout StateWriter) {
    state.put(sparse: counts)
    state.put(count: largest)
  }

  init(from state: inout StateReader) throws(StateFault) {
    counts = try state.sparse(LengthSketch.binCount)
    total = counts.reduce(0, +)
    largest = try state.count()
  }
}
