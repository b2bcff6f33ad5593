#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A report, or a line of one, that could not be written: which file, why, and what helps.
public struct OutputError: Error, Equatable, CustomStringConvertible {
  /// The path as the user gave it, or `standard output`.
  public var path: String
  /// The `errno` of the call that failed.
  public var code: Int32

  public init(path: String, code: Int32) {
    self.path = path
    self.code = code
  }

  /// `report.json: cannot be written: No space left on device; free some space, or name a file on another disk`
  public var description: String {
    let name = SafeText(unicode: true).fit(path, 4096).plain
    if code == Self.isInput { return "\(name): is an input, which is never changed; name another file" }
    if code == Self.isChanged {
      return "\(name): was read twice and not the same, expected a file that nothing writes to; run it again"
    }
    if code == Self.isTooLong { return "\(name): holds a line of more than 1 GiB, expected less; split the line" }
    if code == Self.isTwice { return "\(name): is named for two outputs; name another file for one of them" }
    return "\(name): cannot be written: \(SystemCalls.message(code))" + (advice.isEmpty ? "" : "; \(advice)")
  }

  /// Stands for an `errno` where a file is one of the run's inputs.
  static let isInput: Int32 = -1
  /// Stands for an `errno` where two outputs have one name.
  static let isTwice: Int32 = -2
  /// Stands for an `errno` where an input is another one than it was when it was judged.
  static let isChanged: Int32 = -3
  /// Stands for an `errno` where an input holds a line that is not held in memory.
  static let isTooLong: Int32 = -4

  private var advice: String {
    switch code {
    case ENOSPC, EDQUOT, EFBIG: "free some space, or name a file on another disk"
    case EACCES, EPERM, EROFS: "name a file that you may write to"
    case ENOENT: "create its folder first"
    case ENOTDIR: "a part of the path is a file, not a folder"
    case EISDIR: "this is a folder; name a file in it"
    case ENAMETOOLONG: "choose a shorter name"
    case EBADF: "the stream is closed; do not close it, or send it to /dev/null"
    default: ""
    }
  }
}

/// What became of bytes that were written without an error.
public enum WriteOutcome: Sendable, Equatable {
  case written
  /// The reader went away, as `head` does: there is nobody to tell, and it is no error.
  case readerGone
}
