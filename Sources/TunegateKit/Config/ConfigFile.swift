#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A config file that was found and read, not yet understood.
public struct ConfigFile: Sendable, Equatable {
  /// The name that is looked for.
  public static let name = ".tunegate.yml"
  /// Far more than any config needs; keeps a mistaken path (a data file) from being read as YAML.
  public static let maximumBytes = 1 << 20

  public var path: String
  public var text: String

  public init(path: String, text: String) {
    self.path = path
    self.text = text
  }

  /// The nearest `.tunegate.yml` from `directory` upwards: as far as the folder that holds `.git`, or the root.
  ///
  /// The path is relative to `directory` (`../.tunegate.yml`), so that no output names a machine's folders.
  public static func nearest(from directory: String = ".") throws(ConfigErrors) -> ConfigFile? {
    var folder = directory == "." ? "" : directory.hasSuffix("/") ? directory : directory + "/"
    while true {
      if isRegularFile(folder + name) { return try load(folder + name) }
      let misnamed = folder + ".tunegate.yaml"
      if isRegularFile(misnamed) {
        throw ConfigErrors(
          ConfigError(path: misnamed, message: "this name is not read; rename the file to '\(name)'"))
      }
      // `.git` is a file in a work tree, a folder elsewhere: both end the repository.
      guard identity(folder + ".git") == nil, let here = identity(folder + "."),
        let above = identity(folder + ".."), here != above
      else { return nil }
      folder += "../"
    }
  }

  /// Reads the file at `path`, which must be UTF-8 of at most `maximumBytes`.
  public static func load(_ path: String) throws(ConfigErrors) -> ConfigFile {
    let bytes = try FilePath.contents(
      of: path, limit: maximumBytes, otherwise: "so it is no config file; is the path right?")
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ConfigErrors(
        ConfigError(
          path: path, line: firstBadLine(bytes), message: "not valid UTF-8; save the file as UTF-8"))
    }
    return ConfigFile(path: path, text: text)
  }

  private static func isRegularFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  private struct Identity: Equatable {
    var device: dev_t
    var node: ino_t
  }

  /// What tells two folders apart however they are spelled; nil when there is none.
  private static func identity(_ path: String) -> Identity? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return Identity(device: status.st_dev, node: status.st_ino)
  }
}

/// Line from 1 of the first byte that is not UTF-8. No sequence of UTF-8 contains a newline, so lines stand alone.
func firstBadLine(_ bytes: [UInt8]) -> Int {
  let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
  let bad = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil }
  return (bad ?? 0) + 1
}
