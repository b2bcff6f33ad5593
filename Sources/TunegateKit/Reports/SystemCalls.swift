#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The system calls of this folder, with the interruptions that POSIX allows dealt with.
enum SystemCalls {
  /// Writes all of `bytes`, however many calls that takes. Returns 0 or the `errno` of the call that failed.
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    var rest = bytes
    while !rest.isEmpty {
      #if canImport(Glibc)
        let count = Glibc.write(descriptor, rest, rest.count)
      #else
        let count = Darwin.write(descriptor, rest, rest.count)
      #endif
      if count > 0 {
        rest.removeFirst(count)
        continue
      }
      let code = count == 0 ? EIO : errno
      if code == EINTR { continue }
      // A parent may have left the pipe non-blocking; then it is our part to wait.
      guard code == EAGAIN, wait(untilWritable: descriptor) else { return code }
    }
    return 0
  }

  private static func wait(untilWritable descriptor: Int32) -> Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    return poll(&entry, 1, -1) >= 0 || errno == EINTR
  }

  /// Opens and never passes the descriptor on to a child. Returns the descriptor or the `errno`, negated.
  static func open(_ path: String, _ flags: Int32) -> Int32 {
    while true {
      #if canImport(Glibc)
        let descriptor = Glibc.open(path, flags | O_CLOEXEC, 0o666)
      #else
        let descriptor = Darwin.open(path, flags | O_CLOEXEC, 0o666)
      #endif
      if descriptor >= 0 { return descriptor }
      if errno != EINTR { return -errno }
    }
  }

  /// What `path` leads to, links followed; nil when there is nothing or it cannot be seen.
  static func status(of path: String) -> stat? {
    var status = stat()
    return stat(path, &status) == 0 ? status : nil
  }

  /// The path without links; `path` itself when it cannot be resolved.
  static func resolved(_ path: String) -> String {
    // realpath allocates a string that ends in NUL and leaves it to us to free.
    guard let text = realpath(path, nil) else { return path }
    defer { free(text) }
    return String(cString: text)
  }

  static func message(_ code: Int32) -> String {
    String(cString: strerror(code))
  }
}

/// The environment of the process, as a function so that tests can bring their own.
public enum ProcessEnvironment {
  /// The value of a variable; nil when it is not set.
  public static func value(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }
}
