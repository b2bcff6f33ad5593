/// What every step of the shuffle must know of the whole set: 1.2 MB, however many examples there are, 24 bytes a state
/// and 16 a source.
struct ShufflePlan: Sendable {
  /// A state: which one, and how many rows of which sources it holds, in order of the sources.
  struct Part: Sendable, Equatable {
    /// A source with rows, by its place among the sources of the whole set.
    struct Reading: Sendable, Equatable {
      var source: Int
      var rows: Int
    }

    var digest: FileDigest
    var readings: [Reading]
  }

  /// In order of their digests: a plan does not depend on the order in which states are named.
  let parts: [Part]
  let slots: SlotCounts
  let words: TextWords
  let limits: NearDuplicateLimits
  /// Whether near duplicates are wanted.
  let findsNear: Bool
  /// What all streams of this plan bear.
  let digest: FileDigest
  private let body: [UInt8]

  private static let mark = "tunegate plan 1"
  private static let mostBytes = 1 << 30

  init(parts: [Part], slots: SlotCounts, words: TextWords, limits: NearDuplicateLimits, findsNear: Bool) {
    self.parts = parts.sorted { ($0.digest.high, $0.digest.low) < ($1.digest.high, $1.digest.low) }
    self.slots = slots
    self.words = words
    self.limits = limits
    self.findsNear = findsNear
    var packed = PackedBytes()
    packed.add(Self.mark)
    packed.add(findsNear ? 1 : 0)
    for limit in [limits.similarity, limits.side, limits.shortAnswer, limits.otherNumbers] {
      packed.add(UInt64(limit.bitPattern))
    }
    packed.add(limits.commonShare.bitPattern)
    packed.add(slots.examples)
    packed.add(halves: slots.counts)
    packed.add(words.texts)
    packed.add(halves: words.counts)
    packed.add(self.parts.count)
    for part in self.parts {
      packed.add(part.digest.high)
      packed.add(part.digest.low)
      packed.add(part.readings.count)
      for reading in part.readings {
        packed.add(reading.source)
        packed.add(reading.rows)
      }
    }
    body = packed.bytes
    digest = FileDigest(of: body)
  }

  /// The digest first, which whoever passes streams on puts into their headers; the sum last, to tell damage.
  var bytes: [UInt8] {
    var packed = PackedBytes()
    packed.add(digest.high)
    packed.add(digest.low)
    return packed.bytes + body + PackedBytes.sum(body)
  }

  init(contentsOf path: String) throws(ShuffleError) {
    let bytes: [UInt8]
    do { bytes = try FilePath.contents(of: path, limit: Self.mostBytes) } catch { throw ShuffleError("\(error)") }
    guard let body = PackedBytes.checked(Array(bytes.dropFirst(16))), let plan = Self.read(body) else {
      throw ShuffleError(
        "\(path): is no plan of this version, or is damaged; make it again with tunegate shuffle plan")
    }
    self = plan
  }

  private static func read(_ body: [UInt8]) -> ShufflePlan? {
    var reader = PackedReader(body)
    guard reader.string() == mark, let near = reader.number(), let similarity = reader.word(),
      let side = reader.word(), let shortAnswer = reader.word(), let otherNumbers = reader.word(),
      let share = reader.word(), let examples = reader.number(), let slots = reader.halves(),
      let texts = reader.number(), let words = reader.halves(), let count = reader.number(), count >= 0,
      slots.count == SlotCounts().counts.count, words.count == TextWords.buckets
    else { return nil }
    var parts: [Part] = []
    for _ in 0..<count {
      guard let part = reader.part() else { return nil }
      parts.append(part)
    }
    guard reader.isAtEnd else { return nil }
    func limit(_ bits: UInt64) -> Float { Float(bitPattern: UInt32(truncatingIfNeeded: bits)) }
    let limits = NearDuplicateLimits(
      similarity: limit(similarity), side: limit(side), shortAnswer: limit(shortAnswer),
      otherNumbers: limit(otherNumbers), commonShare: Double(bitPattern: share))
    return ShufflePlan(
      parts: parts, slots: SlotCounts(counts: slots, examples: examples),
      words: TextWords(counts: words, texts: texts), limits: limits, findsNear: near == 1)
  }
}

extension PackedBytes {
  /// Numbers of four bytes, with their count before them.
  fileprivate mutating func add(halves: [UInt32]) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(halves.count * 4)
    for half in halves { withUnsafeBytes(of: half.littleEndian) { bytes.append(contentsOf: $0) } }
    add(bytes)
  }
}

extension PackedReader {
  /// What `add(halves:)` wrote.
  fileprivate mutating func halves() -> [UInt32]? {
    guard let bytes = text(), bytes.count % 4 == 0 else { return nil }
    return stride(from: bytes.startIndex, to: bytes.endIndex, by: 4).map { i in
      (0..<4).reduce(0) { $0 | UInt32(bytes[i + $1]) << UInt32(8 * $1) }
    }
  }

  fileprivate mutating func part() -> ShufflePlan.Part? {
    guard let high = word(), let low = word(), let count = number(), count >= 0 else { return nil }
    var part = ShufflePlan.Part(digest: FileDigest(high: high, low: low), readings: [])
    for _ in 0..<count {
      guard let source = number(), let rows = number(), source >= 0, rows >= 0 else { return nil }
      part.readings.append(ShufflePlan.Part.Reading(source: source, rows: rows))
    }
    return part
  }
}
