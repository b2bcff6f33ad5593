#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Standard output and standard error, unbuffered: what `write` has returned from is out.
public struct StandardStream: Sendable {
  public static let output = StandardStream(descriptor: 1, name: "standard output")
  public static let error = StandardStream(descriptor: 2, name: "standard error")

  let descriptor: Int32
  let name: String

  /// Call once, before anything is opened or written.
  ///
  /// Ignores SIGPIPE, so that a reader that goes away shows as `WriteOutcome.readerGone` and not as a death by
  /// signal. Fills descriptors 0 to 2 when the parent closed them, so that no report file can be opened under the
  /// number of a standard stream; writing to a stream filled like this stays an error.
  public static func prepareProcess() {
    _ = signal(SIGPIPE, SIG_IGN)
    for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) == -1 {
      _ = SystemCalls.open("/dev/null", O_RDONLY)
    }
  }

  public var isTerminal: Bool { isatty(descriptor) == 1 }

  /// Writes all of `bytes`. A reader that is gone is an outcome, every other failure an error.
  @discardableResult
  public func write(_ bytes: [UInt8]) throws(OutputError) -> WriteOutcome {
    let code = SystemCalls.write(bytes, to: descriptor)
    if code == EPIPE { return .readerGone }
    if code != 0 { throw OutputError(path: name, code: code) }
    return .written
  }

  @discardableResult
  public func write(_ text: String) throws(OutputError) -> WriteOutcome {
    try write(Array(text.utf8))
  }
}
