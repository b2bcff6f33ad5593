#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Remembers what runs told, so that one on unchanged data is answered without reading the data.
///
/// A run is known by its command line, by the program, and by what every file holds that it read: data, configuration,
/// schemas, tokenizers, evaluation files, dataset cards. What a file holds is told by a digest; as Git does, the digest
/// of a file whose size, times and inode are the same is taken from the last run. A file that was written within the
/// last two seconds is read again the next time: a second write may have left its times as they are.
public struct RunCache {
  /// What a run depends on.
  public struct Key: Sendable {
    /// Tells apart runs on different contents.
    let run: FileDigest
    /// Tells apart command lines.
    let line: FileDigest
    let stamps: [Stamp]
  }

  /// A file as it was when it was read.
  struct Stamp: Sendable, Equatable {
    var location: [UInt8]
    var status: System.Status
    var digest: FileDigest
    /// False for a file that was changed just before it was read.
    var isSettled: Bool
  }

  /// A folder that exists.
  private let folder: String
  /// Runs that are kept of one command line.
  static let mostRuns = 16
  private static let mark = "tunegate files 1"
  private static let longestRun = 256 << 20
  private static let settledAfter = 2

  public init(folder: String) { self.folder = folder }

  /// What this run depends on; nil when it cannot be remembered, as with standard input, a pipe, or a file that cannot
  /// be read. O(bytes of changed files).
  ///
  /// - Parameters:
  ///   - line: Everything besides files that the outputs depend on.
  ///   - files: Paths of other files or folders that the run reads.
  public func key(line: [String], paths: [String], settings: Settings, files: [String]) -> Key? {
    let (sources, problems) = SourceList.find(paths)
    guard problems.isEmpty, !sources.contains(where: \.isStandardInput) else { return nil }
    var packed = PackedBytes()
    packed.add(Tunegate.version)
    for part in line { packed.add(part) }
    let name = FileDigest(of: packed.bytes)
    let known = knownDigests(name)
    var stamps: [Stamp] = []
    func add(_ location: [UInt8]) -> Bool {
      packed.add(location)
      guard let status = try? System.status(of: location) else {
        packed.add("absent")
        return true
      }
      guard status.kind == .file,
        let digest = known[status.identity].flatMap({ $0.digest(if: status) })
          ?? (try? FileDigest(ofFile: location))
      else { return false }
      packed.add(digest.high)
      packed.add(digest.low)
      stamps.append(
        Stamp(location: location, status: status, digest: digest, isSettled: Self.isSettled(status)))
      return true
    }
    for source in sources where !add(source.location) { return nil }
    for location in cards(paths) + settings.filesRead(besides: files) where !add(location) { return nil }
    return Key(run: FileDigest(of: packed.bytes), line: name, stamps: stamps)
  }

  /// What the run told when it was made last.
  public func run(_ key: Key) -> CachedRun? {
    guard let bytes = try? FilePath.contents(of: path(key, "run"), limit: Self.longestRun) else { return nil }
    return CachedRun(packed: bytes)
  }

  /// Remembers a run, unless a file has changed since its key was made. Failures are silent: the next run is slower.
  public func keep(_ run: CachedRun, _ key: Key) {
    guard [0, 1].contains(run.exitCode), key.stamps.allSatisfy({ (try? System.status(of: $0.location)) == $0.status })
    else { return }
    prune(key)
    write(run.packed, to: path(key, "run"))
  }

  /// Remembers what the files of a run hold, so that they are not read for it again.
  public func keepDigests(_ key: Key) { write(Self.packed(key.stamps), to: "\(folder)/\(key.line.hex).files") }

  private func path(_ key: Key, _ kind: String) -> String { "\(folder)/\(key.line.hex)-\(key.run.hex).\(kind)" }

  private func write(_ bytes: [UInt8], to path: String) {
    guard var file = try? OutputFile(path) else { return }
    guard (try? file.write(bytes)) != nil else { return }
    _ = try? file.commit()
  }

  /// Takes out the oldest runs of the command line.
  private func prune(_ key: Key) {
    let prefix = Array((key.line.hex + "-").utf8)
    let runs = ((try? System.names(in: Array(folder.utf8))) ?? []).filter { $0.starts(with: prefix) }.compactMap {
      name in
      let location = Array(folder.utf8) + [0x2F] + name
      return (try? System.status(of: location)).map { (location, $0.modified) }
    }
    guard runs.count >= Self.mostRuns else { return }
    let oldest = runs.sorted { $0.1.lexicographicallyPrecedes($1.1) }.prefix(runs.count - Self.mostRuns + 1)
    for run in oldest { _ = unlink(String(decoding: run.0, as: UTF8.self)) }
  }

  // MARK: What a run reads

  /// Where the card of a folder would be, whether or not it is there.
  private func cards(_ paths: [String]) -> [[UInt8]] {
    paths.map { SourceList.tidy(Array($0.utf8)) }
      .filter { (try? System.status(of: $0))?.kind == .folder }
      .flatMap { folder in
        ["README.md", "dataset_infos.json"].map { FolderWalk.join(folder == [0x2E] ? [] : folder, Array($0.utf8)) }
      }
  }

  // MARK: Digests of the last run

  private static func isSettled(_ status: System.Status) -> Bool {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return max(status.modified[0], status.changed[0]) + settledAfter < now.tv_sec
  }

  private static func packed(_ stamps: [Stamp]) -> [UInt8] {
    var packed = PackedBytes()
    packed.add(mark)
    for stamp in stamps where stamp.isSettled {
      packed.add(stamp.status.identity.device)
      packed.add(stamp.status.identity.inode)
      for number in Known(stamp).numbers { packed.add(number) }
      packed.add(stamp.digest.high)
      packed.add(stamp.digest.low)
    }
    return packed.bytes + PackedBytes.sum(packed.bytes)
  }

  private func knownDigests(_ line: FileDigest) -> [System.Identity: Known] {
    guard let bytes = try? FilePath.contents(of: "\(folder)/\(line.hex).files", limit: Self.longestRun),
      let body = PackedBytes.checked(bytes)
    else { return [:] }
    var reader = PackedReader(body)
    guard reader.string() == Self.mark else { return [:] }
    var known: [System.Identity: Known] = [:]
    while let device = reader.word(), let inode = reader.word() {
      let numbers = (0..<5).compactMap { _ in reader.number() }
      guard numbers.count == 5, let high = reader.word(), let low = reader.word() else { break }
      known[System.Identity(device: device, inode: inode)] = Known(
        numbers: numbers, digest: FileDigest(high: high, low: low))
    }
    return known
  }

  private struct Known {
    /// Size, and the two times.
    var numbers: [Int]
    var digest: FileDigest

    init(numbers: [Int], digest: FileDigest) { (self.numbers, self.digest) = (numbers, digest) }

    init(_ stamp: Stamp) {
      self.init(numbers: [stamp.status.size] + stamp.status.modified + stamp.status.changed, digest: stamp.digest)
    }

    func digest(if status: System.Status) -> FileDigest? {
      numbers == [status.size] + status.modified + status.changed ? digest : nil
    }
  }
}

extension Settings {
  /// Where evaluation data is, and the files that the settings name or that are in folders that they name.
  func filesRead(besides files: [String] = []) -> [[UInt8]] {
    let evaluation = SourceList.find(evaluation)
    var found = evaluation.sources.map(\.location) + evaluation.problems.map { Array($0.path.utf8) }
    for file in namedFiles + files { Settings.walk(Array(file.utf8), into: &found, depth: 0) }
    return found
  }

  private static func walk(_ location: [UInt8], into found: inout [[UInt8]], depth: Int) {
    guard depth < 16, (try? System.status(of: location))?.kind == .folder else { return found.append(location) }
    for name in (try? System.names(in: location)) ?? [] {
      walk(location + [0x2F] + name, into: &found, depth: depth + 1)
    }
  }

  /// Files and folders that the settings name, besides data.
  var namedFiles: [String] {
    let own = customRules.flatMap(\.conditions).compactMap { condition -> String? in
      guard case .schema(let schema) = condition else { return nil }
      return schema.source
    }
    let schemas = [schemaSources.line, schemaSources.completion].compactMap { $0 } + own
    return schemas.filter { !SchemaText.isText($0) } + [schemaSources.directory, tokens.tokenizer].compactMap { $0 }
  }
}
