#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file that others write to as well, such as the summary of a CI step: bytes go to its end.
public enum AppendedFile {
  public static func append(_ bytes: [UInt8], to path: String) throws(OutputError) {
    let descriptor = SystemCalls.open(path, O_WRONLY | O_APPEND | O_CREAT)
    guard descriptor >= 0 else { throw OutputError(path: path, code: -descriptor) }
    defer { _ = close(descriptor) }
    let code = SystemCalls.write(bytes, to: descriptor)
    guard code == 0 else { throw OutputError(path: path, code: code) }
  }
}
