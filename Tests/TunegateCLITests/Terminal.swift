import Foundation

/// A run whose standard output is a terminal.
enum Terminal {
  struct Unavailable: Error {}

  static func output(of arguments: [String], in shop: Workshop, variables: [String: String]) throws -> String {
    let (reader, writer) = try pair()
    _ = try shop.run(arguments, variables: variables, standardOutput: writer)
    // What was written waits in the terminal: reading stops when there is no more.
    var text = Data()
    var chunk = [UInt8](repeating: 0, count: 4096)
    _ = fcntl(reader.fileDescriptor, F_SETFL, O_NONBLOCK)
    while true {
      let count = read(reader.fileDescriptor, &chunk, chunk.count)
      guard count > 0 else { break }
      text.append(contentsOf: chunk[..<count])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Both ends of a pseudo-terminal: what is written to the second can be read from the first.
  private static func pair() throws -> (FileHandle, FileHandle) {
    let parent = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    guard parent >= 0 else { throw Unavailable() }
    let reader = FileHandle(fileDescriptor: parent, closeOnDealloc: true)
    #if os(Linux)
      // `unlockpt` and `ptsname` are not in the Glibc module; these are the requests behind them (ioctl_tty(2)).
      var (lock, number): (Int32, Int32) = (0, 0)
      guard ioctl(parent, 0x4004_5431, &lock) == 0, ioctl(parent, 0x8004_5430, &number) == 0 else {
        throw Unavailable()
      }
      let name = "/dev/pts/\(number)"
    #else
      guard grantpt(parent) == 0, unlockpt(parent) == 0, let pointer = ptsname(parent) else { throw Unavailable() }
      let name = String(cString: pointer)
    #endif
    let child = open(name, O_RDWR | O_NOCTTY)
    guard child >= 0 else { throw Unavailable() }
    return (reader, FileHandle(fileDescriptor: child, closeOnDealloc: true))
  }
}
