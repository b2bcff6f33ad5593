/// Place of a file in a family whose names end alike: `train-00003-of-00005.jsonl.gz`.
struct Shard: Sendable, Equatable {
  /// Number in the name; Hugging Face counts from 0, some writers from 1.
  let index: Int
  /// How many shards the name promises.
  let count: Int
  /// What all names of the family share: the path with the index left out.
  let family: Family

  struct Family: Sendable, Hashable, Comparable {
    let head: String
    /// Digits of the index.
    let width: Int
    /// From `-of-` on.
    let tail: String

    /// The path of one shard of the family.
    func path(index: Int) -> String {
      let digits = String(index)
      return head + String(repeating: "0", count: max(0, width - digits.count)) + digits + tail
    }

    /// The family's name for people: `train-*-of-00005.jsonl`.
    var name: String { head + "*" + tail }

    static func < (a: Family, b: Family) -> Bool { (a.head, a.tail, a.width) < (b.head, b.tail, b.width) }
  }

  /// Reads `-INDEX-of-COUNT` from the last component of a path; nil when it has none.
  init?(path: String) {
    let bytes = Array(path.utf8)
    let start = (bytes.lastIndex(of: 0x2F) ?? -1) + 1
    let marker = Array("-of-".utf8)
    guard
      let at = bytes.indices.dropFirst(start).last(where: { bytes[$0...].starts(with: marker) }),
      let dash = bytes[start..<at].lastIndex(of: 0x2D)
    else { return nil }
    let indexDigits = bytes[(dash + 1)..<at]
    let countDigits = bytes[(at + marker.count)...].prefix { (0x30...0x39).contains($0) }
    guard let index = Shard.number(indexDigits), let count = Shard.number(countDigits), index <= count, count > 0
    else { return nil }
    self.index = index
    self.count = count
    family = Family(
      head: String(decoding: bytes[...dash], as: UTF8.self), width: indexDigits.count,
      tail: String(decoding: bytes[at...], as: UTF8.self))
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    guard (1...9).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }
}

/// A family of shards that lacks some of what its names promise.
struct MissingShards: Sendable, Equatable {
  let family: Shard.Family
  /// Shards that the names promise.
  let count: Int
  /// How many of them are absent.
  let missingCount: Int
  /// Their first indices in ascending order, at most `MissingShards.shown`.
  let missing: [Int]

  /// A name may promise a billion shards; nobody reads a longer list.
  static let shown = 100
}

extension SourceList {
  /// The shard families, in order of their names, of which at least one member is absent.
  /// Linear in the number of sources.
  static func missingShards(_ sources: [Source]) -> [MissingShards] {
    var present: [Shard.Family: (count: Int, indices: Set<Int>)] = [:]
    for shard in sources.compactMap(\.shard) {
      present[shard.family, default: (shard.count, [])].indices.insert(shard.index)
    }
    return present.sorted { $0.key < $1.key }.compactMap { family, members in
      // A family that holds the index COUNT counts from 1.
      let first = members.indices.contains(members.count) ? 1 : 0
      let promised = first..<(first + members.count)
      let missingCount = promised.count - members.indices.count { promised.contains($0) }
      guard missingCount > 0 else { return nil }
      let missing = promised.lazy.filter { !members.indices.contains($0) }.prefix(MissingShards.shown)
      return MissingShards(
        family: family, count: members.count, missingCount: missingCount, missing: Array(missing))
    }
  }
}
