/// Words of eight bytes, little-endian, from a file, a pipe or standard input (`-`), in constant memory.
final class WordInput {
  /// What messages name.
  let path: String
  private let input: FileInput
  private static let capacity = 1 << 20
  /// Bounds: `capacity` bytes are allocated; `0 <= start <= end <= capacity` always holds.
  private let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: WordInput.capacity)
  private var start = 0
  private var end = 0

  init(_ path: String) throws(ShuffleError) {
    self.path = path == "-" ? "standard input" : path
    do { input = try FileInput(Source(path: path)) } catch {
      bytes.deallocate()
      throw ShuffleError("\(path): cannot be read: \(error.text)")
    }
  }

  deinit { bytes.deallocate() }

  /// Fills `words`; false when the input had ended before. An input that ends within `words` is an error.
  func read(into words: inout [UInt64]) throws(ShuffleError) -> Bool {
    for i in words.indices {
      if end - start < 8 { try fill() }
      guard end - start >= 8 else {
        if i == 0, end == start { return false }
        throw ShuffleError("\(path): ends within a record: it is cut off, make it again")
      }
      words[i] = UInt64(littleEndian: UnsafeRawPointer(bytes + start).loadUnaligned(as: UInt64.self))
      start += 8
    }
    return true
  }

  /// Reads until there is a word or the input has ended.
  private func fill() throws(ShuffleError) {
    let rest = end - start
    bytes.update(from: bytes + start, count: rest)
    (start, end) = (0, rest)
    while end < 8 {
      do {
        let got = try input.read(into: bytes + end, count: WordInput.capacity - end)
        if got == 0 { return }
        end += got
      } catch { throw ShuffleError("\(path): cannot be read: \(error.text)") }
    }
  }
}
