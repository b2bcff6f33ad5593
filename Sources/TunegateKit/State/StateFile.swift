#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A state on disk: sections one behind the other, then their table of contents with a checksum for each, then where
/// the table is. A section is read, and its checksum compared, when it is asked for.
///
/// ```
/// "tunegate state 1"  section …  table: version, program, (name, offset, count, checksum) …
/// offset of the table (8)  its count (8)  its checksum (16)  "state 1\n"
/// ```
public final class StateFile: Sendable {
  public struct Section: Sendable, Equatable {
    public let name: String
    /// Bytes from the start of the file, and how many.
    let offset: Int
    public let count: Int
    let digest: FileDigest
  }

  /// The path as the user gave it.
  public let path: String
  public let sections: [Section]
  /// Tells the state from every other one: the checksum of the table of contents, in which those of all sections are.
  let digest: FileDigest
  /// Indices in `sections`.
  private let numbers: [String: Int]

  static let head = Array("tunegate state 1".utf8)
  static let tail = Array("state 1\n".utf8)
  static let trailerBytes = 40
  private static let mostTable = 1 << 30

  /// Opens a state, reads its table of contents, and refuses what another program or version wrote.
  public init(_ path: String) throws(StateError) {
    self.path = path
    let descriptor = try StateFile.open(path)
    defer { System.closeDescriptor(descriptor) }
    let size = try StateFile.size(descriptor, path)
    (sections, digest) = try StateFile.table(descriptor, size, path)
    numbers = Dictionary(sections.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  private static func open(_ path: String) throws(StateError) -> Int32 {
    let location = Array(path.utf8)
    do {
      // A pipe would wait for a writer, and cannot be read from its end.
      guard try System.status(of: location).kind == .file else {
        throw StateError(path, "is no file, expected a state that check --state-out wrote")
      }
      return try System.openForReading(location)
    } catch let failure as System.Failure {
      throw StateError(path, "cannot be opened: \(failure.text)")
    } catch let error as StateError { throw error } catch { throw StateError(path, "cannot be opened") }
  }

  /// The bytes of a section. O(its size).
  public func bytes(_ name: String) throws(StateError) -> [UInt8] {
    guard let number = numbers[name] else {
      throw StateError(path, "holds no section '\(name)', expected one; write the state again")
    }
    let section = sections[number]
    // Thousands of states are joined, and a process may not have as many files open.
    let descriptor = try StateFile.open(path)
    defer { System.closeDescriptor(descriptor) }
    let bytes = try StateFile.read(descriptor, section.offset, section.count, path)
    guard FileDigest(of: bytes) == section.digest else { throw StateFile.damaged(path, "section '\(name)'") }
    return bytes
  }

  func has(_ name: String) -> Bool { numbers[name] != nil }

  private static func damaged(_ path: String, _ part: String) -> StateError {
    StateError(
      path,
      "is damaged: the checksum of its \(part) is not the one that was written; copy the state again, or make it "
        + "again with check --state-out")
  }

  private static func size(_ descriptor: Int32, _ path: String) throws(StateError) -> Int {
    let status: System.Status
    do { status = try System.status(of: descriptor) } catch { throw StateError(path, "cannot be read: \(error.text)") }
    return status.size
  }

  private static func table(
    _ descriptor: Int32, _ size: Int, _ path: String
  ) throws(StateError) -> (sections: [Section], digest: FileDigest) {
    let opening = try read(descriptor, 0, min(size, head.count), path)
    guard opening == head else {
      let isOther = opening.count == head.count && opening.dropLast() == head.dropLast()
      throw StateError(
        path,
        isOther
          ? "is a state of another format, expected format 1; merge with the version of Tunegate that wrote it"
          : "is no state, expected a file that check --state-out or merge --state-out wrote")
    }
    let cut = StateError(
      path, "is cut off or damaged at its end; copy it again, or make it again with check --state-out")
    guard size >= head.count + trailerBytes else { throw cut }
    let trailer = try read(descriptor, size - trailerBytes, trailerBytes, path)
    guard trailer.suffix(tail.count) == tail[...] else { throw cut }
    var numbers = StateReader(trailer)
    guard let offset = try? numbers.raw(UInt64.self), let count = try? numbers.raw(UInt64.self),
      let high = try? numbers.raw(UInt64.self), let low = try? numbers.raw(UInt64.self),
      offset <= UInt64(size), count <= UInt64(min(size, mostTable)),
      Int(offset) + Int(count) == size - trailerBytes, Int(offset) >= head.count
    else { throw cut }
    let bytes = try read(descriptor, Int(offset), Int(count), path)
    let digest = FileDigest(high: high, low: low)
    guard FileDigest(of: bytes) == digest else { throw damaged(path, "table of contents") }
    var table = StateReader(bytes)
    do {
      try checkProgram(&table, path)
      let sections = try table.list { (table: inout StateReader) throws(StateFault) in try Section(from: &table) }
      try table.end()
      var next = head.count
      for section in sections {
        guard section.offset == next else { throw StateFault(message: "its sections do not follow each other") }
        next += section.count
      }
      guard next == Int(offset) else { throw StateFault(message: "its sections do not reach the table") }
      return (sections, digest)
    } catch let error as StateError { throw error } catch let fault as StateFault {
      throw StateError(path, section: "table of contents", fault)
    } catch { throw cut }
  }

  private static func checkProgram(_ table: inout StateReader, _ path: String) throws {
    let (version, program) = (try table.string(), try table.string())
    guard version == Tunegate.version else {
      throw StateError(
        path,
        "was written by Tunegate \(SafeText(unicode: true).fit(version, 40).plain), expected "
          + "\(Tunegate.version); merge with that version, or make the state again with this one")
    }
    guard program == StateFile.program else {
      throw StateError(
        path,
        "was written by a Tunegate \(version) with other rules or another default pack, expected those of this "
          + "program; make all states with one program")
    }
  }

  /// Tells programs apart that have one version and other rules.
  static let program: String = {
    var packed = PackedBytes()
    for type in AllRules.types { packed.add(type.id) }
    packed.add(PackageResources.default_yml)
    return FileDigest(of: packed.bytes).hex
  }()

  private static func read(
    _ descriptor: Int32, _ offset: Int, _ count: Int, _ path: String
  ) throws(StateError) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    var chunk = [UInt8](repeating: 0, count: min(count, 1 << 20))
    while bytes.count < count {
      let got = pread(descriptor, &chunk, min(chunk.count, count - bytes.count), off_t(offset + bytes.count))
      if got < 0, errno == EINTR { continue }
      guard got > 0 else {
        let reason = got < 0 ? String(cString: strerror(errno)) : "it became shorter while it was read"
        throw StateError(path, "cannot be read: \(reason)")
      }
      bytes.append(contentsOf: chunk[..<got])
    }
    return bytes
  }
}

extension StateFile.Section {
  fileprivate init(from table: inout StateReader) throws(StateFault) {
    name = try table.string()
    offset = try table.count()
    count = try table.count()
    digest = FileDigest(high: try table.raw(UInt64.self), low: try table.raw(UInt64.self))
  }
}

/// Writes a state section by section: only one is held in memory.
struct StateOutput: ~Copyable {
  private var file: OutputFile
  private var table = StateWriter()
  private var sections = 0
  private var offset = 0

  private let version: String
  private let program: String

  /// - Parameters:
  ///   - version: other than this program's only in tests, as `program`.
  init(
    _ path: String, version: String = Tunegate.version, program: String = StateFile.program
  ) throws(OutputError) {
    var opened = try OutputFile(path)
    try opened.write(StateFile.head)
    (self.version, self.program) = (version, program)
    file = opened
    offset = StateFile.head.count
  }

  /// Names may not come twice.
  mutating func add(_ name: String, _ body: (inout StateWriter) -> Void) throws(OutputError) {
    var section = StateWriter()
    body(&section)
    table.put(name)
    table.put(count: offset)
    table.put(count: section.bytes.count)
    let digest = FileDigest(of: section.bytes)
    table.put(raw: digest.high)
    table.put(raw: digest.low)
    sections += 1
    try put(section.bytes)
  }

  consuming func commit() throws(OutputError) {
    var whole = StateWriter()
    whole.put(version)
    whole.put(program)
    whole.put(count: sections)
    whole.append(table.bytes)
    let digest = FileDigest(of: whole.bytes)
    var trailer = StateWriter()
    trailer.put(raw: UInt64(offset))
    trailer.put(raw: UInt64(whole.bytes.count))
    trailer.put(raw: digest.high)
    trailer.put(raw: digest.low)
    trailer.append(StateFile.tail)
    try file.write(whole.bytes + trailer.bytes)
    try file.commit()
  }

  private mutating func put(_ bytes: [UInt8]) throws(OutputError) {
    try file.write(bytes)
    offset += bytes.count
  }
}
