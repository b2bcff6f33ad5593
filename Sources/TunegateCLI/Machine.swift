#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

enum Machine {
  /// Cores that are online, at least 1.
  static var cores: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// Tells this program from a later build of it: size and time of its file.
  static var program: String {
    var status = stat()
    guard stat("/proc/self/exe", &status) == 0 || stat(CommandLine.arguments[0], &status) == 0 else { return "" }
    #if canImport(Glibc)
      return "\(status.st_size) \(status.st_mtim.tv_sec) \(status.st_mtim.tv_nsec)"
    #else
      return "\(status.st_size) \(status.st_mtimespec.tv_sec) \(status.st_mtimespec.tv_nsec)"
    #endif
  }

  /// Whether anything has this name, a dangling link included.
  static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  /// Whether this is the path of a folder, or of a link to one.
  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Makes a folder; one that is there already will do.
  static func makeFolder(_ path: String) throws(FolderError) {
    guard mkdir(path, 0o777) != 0, errno != EEXIST else { return }
    throw FolderError(description: "\(path): \(String(cString: strerror(errno))); does its parent folder exist?")
  }

  /// Makes the folders that lead to a file.
  static func makeFolders(above path: String) throws(FolderError) {
    var folder = ""
    for part in path.split(separator: "/", omittingEmptySubsequences: false).dropLast() {
      folder += folder.isEmpty && !part.isEmpty ? String(part) : "/" + part
      if folder != "/", !folder.isEmpty { try makeFolder(folder) }
    }
  }

  static func exit(_ code: Int32) -> Never {
    #if canImport(Glibc)
      Glibc.exit(code)
    #else
      Darwin.exit(code)
    #endif
  }
}

struct FolderError: Error, CustomStringConvertible {
  let description: String
}
