/// Raw bytes of one source, before decompression.
protocol ByteInput: AnyObject {
  /// Reads at most `count` bytes; 0 only at the end.
  /// Bounds: the caller owns `count` writable bytes at `target`.
  func read(into target: UnsafeMutablePointer<UInt8>, count: Int) throws(System.Failure) -> Int
  /// Bytes on disk of a regular file; nil for a stream.
  var size: Int? { get }
  /// What changed in the file since it was opened, in words; nil when nothing did.
  func change() -> String?
}

/// A file, pipe or standard input behind a descriptor, which is closed at the end.
final class FileInput: ByteInput {
  private let descriptor: Int32
  private let location: [UInt8]?
  private let before: System.Status

  init(_ source: Source) throws(System.Failure) {
    if source.isStandardInput {
      descriptor = 0
      location = nil
    } else {
      descriptor = try System.openForReading(source.location)
      location = source.location
    }
    do {
      before = try System.status(of: descriptor)
    } catch {
      if location != nil { System.closeDescriptor(descriptor) }
      throw error
    }
    if before.kind == .file { System.adviseSequential(descriptor) }
  }

  deinit {
    if location != nil { System.closeDescriptor(descriptor) }
  }

  var size: Int? { before.kind == .file ? before.size : nil }

  func read(into target: UnsafeMutablePointer<UInt8>, count: Int) throws(System.Failure) -> Int {
    try System.read(descriptor, into: target, count: count)
  }

  func change() -> String? {
    guard before.kind == .file else { return nil }
    guard let after = try? System.status(of: descriptor) else { return "it can no longer be looked at" }
    if after.size != before.size { return "it had \(before.size) bytes and now has \(after.size)" }
    if after.modified != before.modified { return "it was written to" }
    guard let location else { return nil }
    guard let there = try? System.status(of: location) else { return "it was removed" }
    return there.identity == before.identity ? nil : "another file took its place"
  }
}

/// A window on the raw bytes of one source, for what must look ahead: magic numbers, headers, compressed data.
/// One buffer serves all sources of a reader.
final class InputBuffer {
  static let capacity = 128 << 10

  /// Bounds: `capacity` bytes are allocated; `0 <= start <= end <= capacity` always holds.
  private let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: InputBuffer.capacity)
  private var start = 0
  private var end = 0
  private var input: (any ByteInput)?
  private var isAtEnd = true
  /// Raw bytes taken so far.
  private(set) var taken = 0
  /// Why reading stopped before the end.
  private(set) var failure: System.Failure?

  deinit { bytes.deallocate() }

  func attach(_ input: any ByteInput) {
    self.input = input
    (start, end, taken) = (0, 0, 0)
    isAtEnd = false
    failure = nil
  }

  func detach() -> (any ByteInput)? {
    defer { input = nil }
    return input
  }

  /// Bytes that wait to be taken. Bounds: `available` bytes may be read here until the next `require`.
  var unread: UnsafeMutablePointer<UInt8> { bytes + start }
  var available: Int { end - start }

  subscript(index: Int) -> UInt8 {
    precondition(index >= 0 && index < available)
    return bytes[start + index]
  }

  /// Waits for `count` bytes, at most `capacity`; returns how many there are, which is fewer only at the end.
  func require(_ count: Int) -> Int {
    precondition(count <= InputBuffer.capacity)
    if available >= count { return available }
    if start > 0 {
      bytes.update(from: bytes + start, count: available)
      end -= start
      start = 0
    }
    while end < count && !isAtEnd {
      end += readMore(into: bytes + end, count: InputBuffer.capacity - end)
    }
    return available
  }

  func take(_ count: Int) {
    precondition(count >= 0 && count <= available)
    start += count
    taken += count
  }

  /// Moves `count` raw bytes to `target`, past the buffer once it is empty; fewer only at the end.
  /// Bounds: the caller owns `count` writable bytes at `target`.
  func copy(to target: UnsafeMutablePointer<UInt8>, count: Int) -> Int {
    var done = min(count, available)
    target.update(from: unread, count: done)
    take(done)
    while done < count && !isAtEnd {
      let got = readMore(into: target + done, count: count - done)
      done += got
      taken += got
    }
    return done
  }

  private func readMore(into target: UnsafeMutablePointer<UInt8>, count: Int) -> Int {
    guard let input else {
      isAtEnd = true
      return 0
    }
    do {
      let got = try input.read(into: target, count: count)
      if got == 0 { isAtEnd = true }
      return got
    } catch {
      failure = error
      isAtEnd = true
      return 0
    }
  }
}
