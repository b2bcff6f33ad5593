#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Keeps what runs have read of each source, so that a run over many reads only those that have changed.
///
/// What is kept is a state (`RunState.write`) of one source. It is known by everything that reading a source depends
/// on: the program, the settings and the files that they name, the path, the split and the contents of the source, and
/// those of the sources that it is held against. Whatever is not there, damaged or another program's is read again.
public struct SourceCache: Sendable {
  /// A folder that exists.
  let folder: String
  /// Every file that the run reads, as it was when the run began.
  let stamps: [[UInt8]: RunCache.Stamp]
  let program: String
  /// Smaller sources are read again: that takes less than their states do.
  var leastBytes = 1 << 20
  /// What all states in the folder may take together, in bytes.
  var mostBytes = 2 << 30

  private static let mark = "tunegate source 1"

  /// - Parameters:
  ///   - folder: a folder that exists; that of the run's cache will do.
  ///   - program: tells this program from a later build of it.
  public init(folder: String, key: RunCache.Key, program: String) {
    self.folder = folder
    self.program = program
    stamps = Dictionary(key.stamps.map { ($0.location, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Where the state of a source is, or will be; nil when what it holds is not known.
  ///
  /// - Parameter others: the sources that are listed in its state, itself included, in order.
  func path(of source: Source, among others: [Source], _ settings: FileDigest) -> String? {
    var packed = PackedBytes()
    for part in [Self.mark, Tunegate.version, StateFile.program, program, settings.hex] { packed.add(part) }
    packed.add(source.location)
    for other in others {
      guard let digest = stamps[other.location]?.digest else { return nil }
      packed.add(other.location)
      packed.add(other.split)
      packed.add(digest.high)
      packed.add(digest.low)
    }
    return "\(folder)/\(FileDigest(of: packed.bytes).hex).state"
  }

  /// A name that no other run has, for a state that is taken out when the run ends.
  func passingPath() -> String {
    var packed = PackedBytes()
    for _ in 0..<2 { packed.add(UInt64.random(in: .min ... .max)) }
    return "\(folder)/\(getpid())-\(FileDigest(of: packed.bytes).hex).state"
  }

  func size(of source: Source) -> Int { stamps[source.location]?.status.size ?? 0 }

  /// Whether none of the files is another than when the run began. One that was written just before it began is
  /// compared as a whole: its times may not tell of a second write.
  func isUnchanged(_ locations: Set<[UInt8]>) -> Bool {
    locations.allSatisfy { location in
      guard let stamp = stamps[location], (try? System.status(of: location)) == stamp.status else { return false }
      return stamp.isSettled || (try? FileDigest(ofFile: location)) == stamp.digest
    }
  }

  /// A state that is whole to its last section.
  static func isWhole(_ path: String) -> Bool {
    guard let file = try? StateFile(path) else { return false }
    return file.sections.allSatisfy { (try? file.bytes($0.name)) != nil }
  }

  /// Marks a state as used now.
  static func touch(_ path: String) { _ = utimes(path, nil) }

  static func remove(_ path: String) { _ = unlink(path) }

  /// Takes out states until the others fit `mostBytes`: first those that have not been used for the longest time.
  ///
  /// - Parameter own: paths of the states of this run, the last of which go first, after all others.
  func prune(sparing own: [String]) {
    let ranks = Dictionary(own.enumerated().map { ($1, own.count - $0) }, uniquingKeysWith: { first, _ in first })
    let states = ((try? System.names(in: Array(folder.utf8))) ?? []).compactMap { name -> Kept? in
      let text = String(decoding: name, as: UTF8.self)
      let path = "\(folder)/\(text)"
      guard text.hasSuffix(".state") || text.hasPrefix(".tunegate-") && text.hasSuffix(".tmp"),
        let status = try? System.status(of: Array(path.utf8)), status.kind == .file
      else { return nil }
      return Kept(path: path, bytes: status.size, rank: ranks[path] ?? 0, used: status.modified)
    }
    var total = states.reduce(0) { $0 + $1.bytes }
    for state in states.sorted(by: Kept.goesFirst) where total > mostBytes {
      SourceCache.remove(state.path)
      total -= state.bytes
    }
  }

  private struct Kept {
    var path: String
    var bytes: Int
    /// 0 for those of other runs.
    var rank: Int
    /// Seconds and nanoseconds.
    var used: [Int]

    static func goesFirst(_ a: Kept, _ b: Kept) -> Bool {
      if (a.rank == 0) != (b.rank == 0) { return a.rank == 0 }
      if a.rank != b.rank { return a.rank < b.rank }
      return a.used == b.used ? a.path < b.path : a.used.lexicographicallyPrecedes(b.used)
    }
  }
}
