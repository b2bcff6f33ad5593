#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file that appears under its name when it is complete, or not at all.
///
/// Bytes go to a temporary file in the same folder; `commit` syncs it and renames it over the final name, in one
/// step. Whatever happens before that (an error, a lost power cord, `kill -9`) leaves a previous file as it was.
/// Dropping an `OutputFile` without `commit` removes the temporary file.
///
/// What cannot be renamed over is written to directly: `-`, `/dev/stdout`, `/dev/stderr`, `/dev/fd/N`, devices and
/// pipes. A link to a file is followed, and the file keeps its permissions.
public struct OutputFile: ~Copyable {
  /// Bytes held back before a write; the memory of a stream of any length.
  static let bufferSize = 64 << 10
  private static let maxTemporaryNames = 1000

  private enum Target {
    case direct
    case atomic(temporary: String, final: String)
  }

  /// The path as the user gave it.
  public let path: String
  let descriptor: Int32
  private let target: Target
  private var isOpen = true
  private var buffer: [UInt8] = []
  /// Stays `readerGone` once a pipe has lost its reader: a producer may stop early, and need not.
  public private(set) var outcome = WriteOutcome.written

  /// Opens the temporary file, or the device or pipe (which waits for a reader).
  ///
  /// - Parameter beginning: What is written first.
  public init(_ path: String, beginning: [UInt8] = []) throws(OutputError) {
    (target, descriptor) = try Self.open(path)
    self.path = path
    buffer = beginning
  }

  deinit {
    if isOpen { _ = close(descriptor) }
    if isOpen, case .atomic(let temporary, _) = target { _ = unlink(temporary) }
  }

  /// Writes by way of the buffer.
  public mutating func write(_ bytes: [UInt8]) throws(OutputError) {
    try append { $0.append(contentsOf: bytes) }
  }

  /// Lets `body` append to the buffer itself, without a copy: `try file.append { lines.append(finding, to: &$0) }`.
  public mutating func append(_ body: (inout [UInt8]) -> Void) throws(OutputError) {
    body(&buffer)
    if buffer.count >= Self.bufferSize { try flush() }
  }

  /// Writes what is left and gives the file its name. After an error nothing has changed under that name.
  @discardableResult
  public consuming func commit() throws(OutputError) -> WriteOutcome {
    try flush()
    switch target {
    case .direct:
      isOpen = false
      try check(close(descriptor))
    case .atomic(let temporary, let final):
      try check(fsync(descriptor))
      try check(rename(temporary, final))
      isOpen = false
      // Everything is on the disk and under its name: there is nothing left that closing could fail at.
      _ = close(descriptor)
      Self.syncFolder(of: final)
    }
    return outcome
  }

  private mutating func flush() throws(OutputError) {
    defer { buffer.removeAll(keepingCapacity: true) }
    guard outcome == .written else { return }
    let code = SystemCalls.write(buffer, to: descriptor)
    if code == EPIPE {
      outcome = .readerGone
    } else if code != 0 {
      throw OutputError(path: path, code: code)
    }
  }

  private func check(_ result: Int32) throws(OutputError) {
    if result != 0 { throw OutputError(path: path, code: errno) }
  }
}

extension OutputFile {
  private static func open(_ path: String) throws(OutputError) -> (Target, Int32) {
    if let standard = standardDescriptor(path) {
      let copy = fcntl(standard, F_DUPFD_CLOEXEC, 3)
      return (.direct, try opened(copy < 0 ? -errno : copy, path))
    }
    let status = SystemCalls.status(of: path)
    switch status.map({ $0.st_mode & S_IFMT }) {
    case nil, S_IFREG: break
    case S_IFDIR: throw OutputError(path: path, code: EISDIR)
    default: return (.direct, try opened(SystemCalls.open(path, O_WRONLY), path))
    }
    // A rename would succeed on a write-protected file, against the will of whoever protected it.
    if status != nil, access(path, W_OK) != 0 { throw OutputError(path: path, code: errno) }
    let final = status == nil ? path : SystemCalls.resolved(path)
    let (temporary, descriptor) = try openTemporary(beside: final, for: path)
    if let status { _ = fchmod(descriptor, status.st_mode & 0o777) }
    return (.atomic(temporary: temporary, final: final), descriptor)
  }

  /// The descriptor that a name stands for. Opening `/dev/stdout` anew would start at the beginning of the file that
  /// standard output goes to, over what is already there; renaming over it would replace that file.
  private static func standardDescriptor(_ path: String) -> Int32? {
    switch path {
    case "-", "/dev/stdout": return 1
    case "/dev/stderr": return 2
    default: break
    }
    for prefix in ["/dev/fd/", "/proc/self/fd/"] where path.hasPrefix(prefix) {
      return Int32(path.dropFirst(prefix.count)).flatMap { $0 >= 0 ? $0 : nil }
    }
    return nil
  }

  private static func openTemporary(
    beside final: String, for path: String
  ) throws(OutputError) -> (name: String, descriptor: Int32) {
    let folder = folder(of: final)
    for number in 0..<maxTemporaryNames {
      let name = "\(folder)/.tunegate-\(getpid())-\(number).tmp"
      let descriptor = SystemCalls.open(name, O_WRONLY | O_CREAT | O_EXCL)
      if descriptor == -EEXIST { continue }
      return (name, try opened(descriptor, path))
    }
    throw OutputError(path: path, code: EEXIST)
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return String(path[..<slash])
  }

  /// Makes the rename itself survive a power cut. File systems that cannot sync a folder lose only that.
  private static func syncFolder(of path: String) {
    let descriptor = SystemCalls.open(folder(of: path) + "/", O_RDONLY)
    guard descriptor >= 0 else { return }
    _ = fsync(descriptor)
    _ = close(descriptor)
  }

  private static func opened(_ descriptor: Int32, _ path: String) throws(OutputError) -> Int32 {
    if descriptor < 0 { throw OutputError(path: path, code: -descriptor) }
    return descriptor
  }
}
