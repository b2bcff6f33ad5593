import Foundation

/// What an engine does between the steps of the shuffle, with arrays: grouping, sorting, leaving out what is there
/// twice. It knows the format of the streams from the documentation alone (`docs/distributed.md`).
struct SmallEngine {
  /// A folder for the streams.
  let folder: URL
  /// The first 16 bytes of the plan.
  let digest: Data
  /// Which state holds a source.
  let states: [Int: Int]

  enum Kind: UInt64 {
    case keys = 1
    case repeated, bands, wanted, rows, pairs, repeats

    var words: Int { [3, 1, 2, 2, 27, 2, 3][Int(rawValue) - 1] }
  }

  struct Unexpected: Error, CustomStringConvertible {
    let description: String
  }

  private func header(_ kind: Kind) -> Data {
    var header = Data("tunegate".utf8)
    withUnsafeBytes(of: (kind.rawValue | 1 << 16 | UInt64(kind.words * 8) << 32).littleEndian) { header += $0 }
    return header + digest
  }

  /// The records of a stream.
  private func records(_ name: String, _ kind: Kind) throws -> [[UInt64]] {
    let data = try Data(contentsOf: folder.appendingPathComponent(name))
    guard data.prefix(32) == header(kind), (data.count - 32) % (kind.words * 8) == 0 else {
      throw Unexpected(description: "\(name): expected a header and whole records of kind \(kind)")
    }
    var words = [UInt64](repeating: 0, count: (data.count - 32) / 8)
    _ = words.withUnsafeMutableBytes { data.copyBytes(to: $0, from: 32..<data.count) }
    return stride(from: 0, to: words.count, by: kind.words).map { Array(words[$0..<$0 + kind.words]) }
  }

  /// Writes a stream; returns its path.
  func write(_ name: String, _ kind: Kind, _ records: [[UInt64]]) throws -> String {
    let url = folder.appendingPathComponent(name)
    let words = Array(records.joined())
    try (header(kind) + words.withUnsafeBytes { Data($0) }).write(to: url)
    return url.path
  }

  private func state(_ row: UInt64) -> Int { states[Int(row >> 32)] ?? -1 }

  /// Exact and normalized repetitions by the keys of all rows.
  private func equal(_ keys: [[UInt64]]) -> [[UInt64]] {
    let one = UInt64(Float(1).bitPattern) << 32
    var leaders: [[UInt64]: UInt64] = [:]
    var folded: [UInt64: UInt64] = [:]
    var repeats: [[UInt64]] = []
    for record in keys.sorted(by: { $0[2] < $1[2] }) {
      let row = record[2] >> 1
      if let leader = leaders[[record[0], record[1]]] {
        repeats.append([row, leader, one])
        continue
      }
      leaders[[record[0], record[1]]] = row
      guard record[2] & 1 == 1 else { continue }
      if let leader = folded[record[0]] { repeats.append([row, leader, one | 1]) } else { folded[record[0]] = row }
    }
    return repeats
  }

  /// The distinct pairs of earlier and later rows that share a bucket.
  private func pairs(_ bands: [[UInt64]]) -> [[UInt64]] {
    var pairs: Set<[UInt64]> = []
    for bucket in Dictionary(grouping: bands, by: { $0[0] }).values {
      let rows = bucket.map { $0[1] }.sorted()
      for (i, row) in rows.enumerated() where i > 0 {
        for earlier in rows.prefix(min(i, 4)) + [rows[i - 1]] { pairs.insert([earlier, row]) }
      }
    }
    return pairs.sorted { ($0[0], $0[1]) < ($1[0], $1[1]) }
  }

  /// What one state's comparisons read: each earlier row, then its pairs.
  private func comparisons(_ pairs: [[UInt64]], of state: Int, rows: [[UInt64]: [UInt64]]) -> [[UInt64]] {
    var (words, last): ([[UInt64]], UInt64?) = ([], nil)
    for pair in pairs where self.state(pair[1]) == state {
      if last != pair[0], let row = rows[[UInt64(state), pair[0]]] { words.append([pair[0], .max] + row) }
      last = pair[0]
      words.append(pair)
    }
    return words
  }

  /// The path of the repetitions of all states.
  ///
  /// - Parameter step: Runs a step for a state, with the paths of what it reads, if anything, and of what it writes.
  func repetitions(
    _ step: (_ name: String, _ state: Int, _ input: String?, _ output: String) throws -> Void
  ) throws -> String {
    let all = Set(states.values).sorted()
    func run(_ name: String, _ state: Int, _ input: String?, _ kind: Kind) throws -> [[UInt64]] {
      let output = "\(name)-\(state).out"
      try step(name, state, input, folder.appendingPathComponent(output).path)
      return try records(output, kind)
    }
    let equal = equal(try all.flatMap { try run("keys", $0, nil, .keys) })
    let bands = try all.flatMap { state in
      let repeated = equal.filter { self.state($0[0]) == state }.map { [$0[0]] }
      return try run("bands", state, try write("repeated-\(state)", .repeated, repeated), .bands)
    }
    let pairs = pairs(bands)
    let wanted = Set(pairs.map { [$0[0], UInt64(state($0[1]))] }).sorted { ($0[0], $0[1]) < ($1[0], $1[1]) }
    var rows: [[UInt64]: [UInt64]] = [:]
    for state in all {
      let input = try write("wanted-\(state)", .wanted, wanted.filter { self.state($0[0]) == state })
      for row in try run("rows", state, input, .rows) { rows[[row[0], row[1]]] = Array(row[2...]) }
    }
    let near = try all.flatMap { state in
      let input = try write("pairs-\(state)", .pairs, comparisons(pairs, of: state, rows: rows))
      return try run("compare", state, input, .repeats)
    }
    return try write("repeats", .repeats, (equal + near).sorted { $0[0] < $1[0] })
  }
}
