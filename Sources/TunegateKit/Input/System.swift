#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The few system calls that the input layer needs. Paths are bytes, because a file name need not be UTF-8.
enum System {
  struct Failure: Error, Equatable {
    let code: Int32

    /// The system's own words: `Permission denied`.
    var text: String { String(cString: strerror(code)) }
    var isMissing: Bool { code == ENOENT || code == ENOTDIR }
    var isLoop: Bool { code == ELOOP }
    var isPermission: Bool { code == EACCES || code == EPERM }

    static var last: Failure { Failure(code: errno) }
  }

  enum Kind: Equatable { case file, folder, pipe, other }

  /// What tells two names of one file apart from two files.
  struct Identity: Hashable {
    let device: UInt64
    let inode: UInt64
  }

  struct Status: Equatable {
    let identity: Identity
    let kind: Kind
    let size: Int
    /// Last change of the contents, seconds and nanoseconds.
    let modified: [Int]
    /// Last change of anything, the name and the times included; no program can set it.
    let changed: [Int]

    init(_ raw: stat) {
      identity = Identity(device: UInt64(truncatingIfNeeded: raw.st_dev), inode: UInt64(truncatingIfNeeded: raw.st_ino))
      size = Int(raw.st_size)
      #if canImport(Darwin)
        modified = [raw.st_mtimespec.tv_sec, raw.st_mtimespec.tv_nsec]
        changed = [raw.st_ctimespec.tv_sec, raw.st_ctimespec.tv_nsec]
      #else
        modified = [raw.st_mtim.tv_sec, raw.st_mtim.tv_nsec]
        changed = [raw.st_ctim.tv_sec, raw.st_ctim.tv_nsec]
      #endif
      switch raw.st_mode & S_IFMT {
      case S_IFREG: kind = .file
      case S_IFDIR: kind = .folder
      case S_IFIFO: kind = .pipe
      default: kind = .other
      }
    }
  }

  /// A file in the folder for temporary files that has no name any more: it is gone when it is closed.
  static func unnamedFile() throws(Failure) -> Int32 {
    let named = getenv("TMPDIR").map { String(cString: $0) } ?? ""
    var path = Array(((named.isEmpty ? "/tmp" : named) + "/tunegate-XXXXXX").utf8CString)
    let file = mkstemp(&path)
    guard file >= 0 else { throw Failure.last }
    unlink(path)
    return file
  }

  /// Makes sure that the disk has room for a part of a file.
  static func reserve(_ file: Int32, from start: Int, count: Int) throws(Failure) {
    #if canImport(Darwin)
      var store = fstore_t(
        fst_flags: UInt32(F_ALLOCATEALL), fst_posmode: F_PEOFPOSMODE, fst_offset: 0, fst_length: off_t(count),
        fst_bytesalloc: 0)
      guard fcntl(file, F_PREALLOCATE, &store) >= 0, ftruncate(file, off_t(start + count)) == 0 else {
        throw Failure.last
      }
    #else
      let code = posix_fallocate(file, off_t(start), off_t(count))
      if code != 0 { throw Failure(code: code) }
    #endif
  }

  /// Status of the file behind a path, links followed.
  static func status(of path: [UInt8]) throws(Failure) -> Status {
    var raw = stat()
    guard withPath(path, { stat($0, &raw) }) == 0 else { throw Failure.last }
    return Status(raw)
  }

  static func status(of descriptor: Int32) throws(Failure) -> Status {
    var raw = stat()
    guard fstat(descriptor, &raw) == 0 else { throw Failure.last }
    return Status(raw)
  }

  /// Names in a folder without `.` and `..`, sorted by their bytes.
  static func names(in folder: [UInt8]) throws(Failure) -> [[UInt8]] {
    guard let handle = withPath(folder, { opendir($0) }) else { throw Failure.last }
    defer { closedir(handle) }
    var names: [[UInt8]] = []
    errno = 0
    while let entry = readdir(handle) {
      let name = name(of: entry)
      if name != [0x2E] && name != [0x2E, 0x2E] { names.append(name) }
      errno = 0
    }
    guard errno == 0 else { throw Failure.last }
    return names.sorted { $0.lexicographicallyPrecedes($1) }
  }

  static func openForReading(_ path: [UInt8]) throws(Failure) -> Int32 {
    let descriptor = withPath(path) { open($0, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw Failure.last }
    return descriptor
  }

  /// Reads at most `count` bytes; 0 at the end. Waits when the descriptor is non-blocking.
  /// Bounds: the caller owns `count` writable bytes at `target`.
  static func read(_ descriptor: Int32, into target: UnsafeMutablePointer<UInt8>, count: Int) throws(Failure) -> Int {
    while true {
      #if canImport(Darwin)
        let got = Darwin.read(descriptor, target, min(count, Int(Int32.max)))
      #elseif canImport(Musl)
        let got = Musl.read(descriptor, target, count)
      #else
        let got = Glibc.read(descriptor, target, count)
      #endif
      if got >= 0 { return got }
      let failure = Failure.last
      if failure.code == EAGAIN {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&request, 1, -1)
      } else if failure.code != EINTR {
        throw failure
      }
    }
  }

  static func closeDescriptor(_ descriptor: Int32) { _ = close(descriptor) }

  /// Tells the kernel to read ahead generously.
  static func adviseSequential(_ descriptor: Int32) {
    #if !canImport(Darwin)
      _ = posix_fadvise(descriptor, 0, 0, Int32(POSIX_FADV_SEQUENTIAL))
    #endif
  }

  private static func withPath<T>(_ path: [UInt8], _ body: (UnsafePointer<CChar>) -> T) -> T {
    let terminated = path.map { CChar(bitPattern: $0) } + [0]
    // Bounds: `terminated` ends with NUL and outlives the call; an array that is not empty has a base address.
    return terminated.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { preconditionFailure("a terminated path is never empty") }
      return body(base)
    }
  }

  private static func name(of entry: UnsafeMutablePointer<dirent>) -> [UInt8] {
    // Bounds: readdir ends `d_name` with NUL within the entry; the entry lives until the next readdir.
    let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
    let start = UnsafeRawPointer(entry) + offset
    return Array(UnsafeRawBufferPointer(start: start, count: strlen(start.assumingMemoryBound(to: CChar.self))))
  }
}

/// Position of the first newline among `count` bytes.
/// Bounds: the caller owns `count` readable bytes at `bytes`.
func firstNewline(_ bytes: UnsafePointer<UInt8>, count: Int) -> Int? {
  guard count > 0, let found = memchr(bytes, 0x0A, count) else { return nil }
  return UnsafeRawPointer(found) - UnsafeRawPointer(bytes)
}

/// Position of the last newline among `count` bytes. `memrchr` is not portable: search windows from the end with
/// `memchr`. Bounds: the caller owns `count` readable bytes at `bytes`.
func lastNewline(_ bytes: UnsafePointer<UInt8>, count: Int) -> Int? {
  var end = count
  while end > 0 {
    let start = max(0, end - 4096)
    var last: Int?
    var from = start
    while let found = firstNewline(bytes + from, count: end - from) {
      last = from + found
      from += found + 1
    }
    if let last { return last }
    end = start
  }
  return nil
}

/// Number of newlines among `count` bytes.
/// Bounds: the caller owns `count` readable bytes at `bytes`.
func newlines(_ bytes: UnsafePointer<UInt8>, count: Int) -> Int {
  var lines = 0
  var from = 0
  while let found = firstNewline(bytes + from, count: count - from) {
    lines += 1
    from += found + 1
  }
  return lines
}
