/// What the records of a stream are. A record is whole words of eight bytes, little-endian, so that a reader in any
/// language takes a block of them as one array of integers.
///
/// A row of the whole set has one number: the place of its state in the plan, times 2³², plus its place in the state.
/// Numbers ascend as the rows of the single run do, and tell the state that holds the row.
enum ShuffleKind: UInt32, Sendable {
  /// Folded fingerprint, exact fingerprint, 2 × row + 1 where the example may be a normalized duplicate, else 2 × row.
  case keys = 1
  /// Row: one that repeats another.
  case repeated = 2
  /// Band × 2³² + key, row.
  case bands = 3
  /// Row, and a word that comes back with what is told of it.
  case wanted = 4
  /// The word that came with the row, row, and all that a comparison needs of it.
  case rows = 5
  /// Pairs, each the earlier row and the later one, in ascending order of the earlier one. Before its first pair stands
  /// what a comparison needs of the earlier row: that row, the largest word, and `RowRecord.words` words.
  case pairs = 6
  /// Row, the row that it repeats, and how: similarity (the bits of a 32-bit number) × 2³² + kind, see `RepeatKind`.
  case repeats = 7

  /// Words of a record; those of `pairs` without a row's description.
  var words: Int {
    switch self {
    case .repeated: 1
    case .bands, .wanted, .pairs: 2
    case .keys, .repeats: 3
    case .rows: 2 + RowRecord.words
    }
  }
}

/// A stream begins with 32 bytes, so that records of another version, kind or plan are never taken for these.
struct ShuffleHeader: Equatable {
  static let version: UInt64 = 1
  /// `tunegate` in ASCII.
  static let mark: UInt64 = 0x6574_6167_656E_7574
  var kind: ShuffleKind
  /// `ShufflePlan.digest`.
  var plan: FileDigest

  var words: [UInt64] {
    [Self.mark, UInt64(kind.rawValue) | Self.version << 16 | UInt64(kind.words * 8) << 32, plan.high, plan.low]
  }

  /// Why a stream that begins with `found` is not this one; nil when it is.
  func complaint(_ found: [UInt64]) -> String? {
    guard found[0] == Self.mark else { return "is no stream of tunegate shuffle" }
    let (kind, version) = (found[1] & 0xFFFF, found[1] >> 16 & 0xFFFF)
    guard version == Self.version else {
      return "has version \(version), expected \(Self.version): use one version of tunegate on all machines"
    }
    guard kind == UInt64(self.kind.rawValue), found[1] == words[1] else {
      return "holds records of kind \(kind), expected \(self.kind.rawValue) (\(self.kind))"
    }
    guard found[2...] == words[2...] else {
      return "belongs to another plan: make it again from the states of this one"
    }
    return nil
  }
}

/// Reads the records of one kind.
struct ShuffleReader {
  private let input: WordInput

  /// Opens a stream and checks its header.
  init(_ path: String, _ kind: ShuffleKind, _ plan: FileDigest) throws(ShuffleError) {
    input = try WordInput(path)
    var found = [UInt64](repeating: 0, count: 4)
    guard try input.read(into: &found) else {
      throw ShuffleError("\(input.path): is empty, expected a header of 32 bytes, and then records or none")
    }
    if let complaint = ShuffleHeader(kind: kind, plan: plan).complaint(found) {
      throw ShuffleError("\(input.path): \(complaint)")
    }
  }

  /// What messages name.
  var path: String { input.path }

  /// Fills `record`; false at the end.
  func read(into record: inout [UInt64]) throws(ShuffleError) -> Bool { try input.read(into: &record) }
}

/// Writes records to a file, or to standard output (`-`).
struct ShuffleWriter: ~Copyable {
  private var file: OutputFile

  init(_ path: String, _ kind: ShuffleKind, _ plan: FileDigest) throws(OutputError) {
    var header: [UInt8] = []
    for word in ShuffleHeader(kind: kind, plan: plan).words { Self.append(word, to: &header) }
    file = try OutputFile(path, beginning: header)
  }

  mutating func add(_ word: UInt64) throws(OutputError) { try file.append { Self.append(word, to: &$0) } }

  private static func append(_ word: UInt64, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func add(_ a: UInt64, _ b: UInt64) throws(OutputError) {
    try add(a)
    try add(b)
  }

  consuming func commit() throws(OutputError) { _ = try file.commit() }
}

/// What keeps a step of the shuffle from its end: what, and what to do.
public struct ShuffleError: Error, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
