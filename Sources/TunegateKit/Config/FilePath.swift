#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Files that settings name: where they are, and what is in them.
enum FilePath {
  /// A path that stands in the file at `other`: relative to that file's folder, unless it is absolute.
  static func resolve(_ path: String, besides other: String) -> String {
    guard !path.hasPrefix("/"), let slash = other.lastIndex(of: "/") else { return path }
    return other[...slash] + path
  }

  /// The bytes of a file of at most `limit` bytes.
  ///
  /// - Parameter advice: What follows from a larger one.
  static func contents(
    of path: String, limit: Int, otherwise advice: String = "is the path right?"
  ) throws(ConfigErrors) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw cannotRead(path) }
    defer { _ = close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw cannotRead(path)
      }
      bytes += chunk[..<count]
      guard bytes.count <= limit else {
        throw ConfigErrors(
          ConfigError(path: path, message: "larger than \(ByteSize.describe(limit)), \(advice)"))
      }
    }
  }

  private static func cannotRead(_ path: String) -> ConfigErrors {
    let reason = String(cString: strerror(errno))
    return ConfigErrors(ConfigError(path: path, message: "cannot be read: \(reason)"))
  }
}
