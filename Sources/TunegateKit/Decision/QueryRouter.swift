#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Routes live queries, of which there is a prompt and no answer yet: a naive Bayes on hashed words, learned from the
/// prompts of a set and their routes.
///
/// Made to be read elsewhere: words are runs of ASCII letters and digits in lower case, or of bytes from 0x80 on; a
/// word, and two in a row with a space between, are features; a feature's bucket is its 32-bit FNV-1a hash modulo
/// `buckets`; a class's score is its bias and the weights of the distinct buckets, all whole numbers (hundredths of a
/// natural logarithm), so that every program gets the same. The highest score wins; when the second is closer than
/// `margin`, the query is undecided.
public struct QueryRouter: Sendable, Equatable {
  public static let buckets = 4_096
  public var classes: [String]
  public var bias: [Int]
  /// By bucket, one number a class; buckets without a weight are left out.
  public var weights: [Int: [Int]]
  public var margin: Int
  /// Share of the examples that it routes as their answers said, each without having been seen, in 0…1.
  public var agreement: Double
  public var examples: Int

  private static let smoothing = 0.5
  private static let standardMargin = 100
  private static let mostExamples = 20_000
  private static let undecided = Verdict.Approach.undecided.rawValue

  /// - Parameters:
  ///   - prompts: UTF-8.
  ///   - routes: The approach of each.
  init(_ prompts: [[UInt8]], _ routes: [Verdict.Approach]) {
    let n = min(prompts.count, QueryRouter.mostExamples)
    let names = Set(routes.prefix(n).map(\.rawValue)).sorted()
    let number = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($0.element, $0.offset) })
    let truth = routes.prefix(n).map { number[$0.rawValue] ?? 0 }
    let rows = prompts.prefix(n).map { QueryRouter.features($0) }
    var counts = [Int](repeating: 0, count: QueryRouter.buckets * max(1, names.count))
    var totals = [Int](repeating: 0, count: names.count)
    var sizes = [Int](repeating: 0, count: names.count)
    for (row, k) in zip(rows, truth) {
      for bucket in row { counts[bucket * names.count + k] += 1 }
      totals[k] += row.count
      sizes[k] += 1
    }
    classes = names
    margin = QueryRouter.standardMargin
    examples = n
    let prior = sizes.map { QueryRouter.hundredths(Double($0 + 1) / Double(n + names.count)) }
    bias = prior
    weights = [:]
    func weight(_ count: Int, _ total: Int) -> Int {
      QueryRouter.hundredths(
        (Double(count) + QueryRouter.smoothing) / (Double(total) + QueryRouter.smoothing * Double(QueryRouter.buckets)))
    }
    for bucket in 0..<QueryRouter.buckets {
      let row = names.indices.map { weight(counts[bucket * names.count + $0], totals[$0]) }
      if Set(row).count > 1 { weights[bucket] = row }
    }
    var right = 0
    for (row, own) in zip(rows, truth) {
      let scores = names.indices.map { k in
        let mine = k == own ? 1 : 0
        return prior[k]
          + row.reduce(0) { $0 + weight(counts[$1 * names.count + k] - mine, totals[k] - mine * row.count) }
      }
      if scores.indices.max(by: { scores[$0] < scores[$1] }) == own { right += 1 }
    }
    agreement = Double(right) / Double(max(1, n))
  }

  private static func hundredths(_ p: Double) -> Int { Int((100 * log(p)).rounded()) }

  /// The distinct buckets of a query, ascending.
  static func features(_ text: [UInt8]) -> [Int] {
    var found: Set<Int> = []
    var previous: ArraySlice<UInt8> = []
    var word: [UInt8] = []
    func kind(_ byte: UInt8) -> Int { byte >= 0x80 ? 2 : RouteTokens.isASCIILetter(byte) || byte &- 0x30 < 10 ? 1 : 0 }
    func end() {
      guard !word.isEmpty else { return }
      found.insert(bucket(word))
      if !previous.isEmpty { found.insert(bucket(previous + [0x20] + word)) }
      previous = word[...]
      word = []
    }
    var last = 0
    for byte in text {
      let now = kind(byte)
      if now != last { end() }
      if now > 0 { word.append(byte &- 0x41 < 26 ? byte | 0x20 : byte) }
      last = now
    }
    end()
    return found.sorted()
  }

  private static func bucket(_ bytes: some Sequence<UInt8>) -> Int {
    Int(bytes.reduce(2_166_136_261 as UInt32) { ($0 ^ UInt32($1)) &* 16_777_619 } % UInt32(buckets))
  }

  /// The approach for a query, and by how much it leads.
  public func route(_ query: [UInt8]) -> (approach: String, lead: Int) {
    guard classes.count > 1 else { return (classes.first ?? QueryRouter.undecided, margin) }
    var scores = bias
    for bucket in QueryRouter.features(query) {
      guard let row = weights[bucket] else { continue }
      for k in scores.indices { scores[k] += row[k] }
    }
    // Of equals the first.
    let order = scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
    let lead = scores[order[0]] - scores[order[1]]
    return (lead >= margin ? classes[order[0]] : QueryRouter.undecided, lead)
  }

  // MARK: - JSON

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("kind", "naive-bayes")
      json.member("buckets", QueryRouter.buckets)
      json.member("margin", margin)
      json.member("agreement", agreement)
      json.member("examples", examples)
      json.key("classes")
      json.array(.line) { json in
        for name in classes { json.value(name) }
      }
      json.key("bias")
      json.array(.line) { json in
        for value in bias { json.value(value) }
      }
      json.key("weights")
      json.object { json in
        for (bucket, row) in weights.sorted(by: { $0.key < $1.key }) {
          json.key("\(bucket)")
          json.array(.line) { json in
            for value in row { json.value(value) }
          }
        }
      }
    }
  }

  /// Reads `routing.json`.
  /// - Throws: `LadderError` that says what is missing.
  public init(contentsOf path: String) throws(LadderError) {
    let bytes: [UInt8]
    do {
      bytes = try FilePath.contents(of: path, limit: 64 << 20, otherwise: "so it is no routing.json")
    } catch { throw LadderError(path, "\(error)") }
    guard let router = JSONView(bytes)?["router"], let names = router["classes"]?.elements.compactMap(\.string),
      let bias = router["bias"]?.elements.compactMap({ $0.number.flatMap { Int(exactly: $0) } }),
      bias.count == names.count,
      let margin = router["margin"]?.number.flatMap({ Int(exactly: $0) })
    else { throw LadderError(path, "no `router` with classes, bias and margin, expected what `tunegate route` writes") }
    var weights: [Int: [Int]] = [:]
    for (bucket, row) in router["weights"]?.members ?? [] {
      let values = row.elements.compactMap { $0.number.flatMap { Int(exactly: $0) } }
      guard let bucket = Int(bucket), values.count == names.count else {
        throw LadderError(path, "the weights of bucket `\(bucket)` are not one number a class, expected \(names.count)")
      }
      weights[bucket] = values
    }
    (classes, self.bias, self.weights, self.margin) = (names, bias, weights, margin)
    agreement = router["agreement"]?.number ?? 0
    examples = router["examples"]?.number.flatMap { Int(exactly: $0) } ?? 0
  }
}
