import CKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The payloads of all rows in chunks of 4 MiB; a payload never straddles two chunks. Chunks beyond a limit lie in a
/// temporary file that has no name any more, so that it is gone with the process, however that ends.
///
/// Unsafe pointers: the kernels compare payloads in place. Bounds: every chunk has `chunkBytes + slack` bytes, in
/// memory as in the file, and offsets are made here alone.
final class PayloadStore {
  private static let chunkBytes = 1 << 22
  /// Readable bytes behind every payload, for kernels that read whole words.
  private static let slack = 64
  /// A chunk's place in the file, a multiple of every system's page size.
  private static let stride = chunkBytes + (1 << 16)
  private static let unit = 4
  @exclusivity(unchecked) private var chunks: [UnsafeMutablePointer<UInt8>] = []
  /// The first so many chunks are in the file.
  @exclusivity(unchecked) private var spilled = 0
  @exclusivity(unchecked) private var used = PayloadStore.chunkBytes
  @exclusivity(unchecked) private var file: Int32 = -1
  /// Why chunks that should be in the file are not; nil as long as all are.
  private(set) var failure: System.Failure?

  deinit {
    for (i, chunk) in chunks.enumerated() {
      if i < spilled { munmap(chunk, PayloadStore.stride) } else { chunk.deallocate() }
    }
    if file >= 0 { close(file) }
  }

  /// Bytes that are in the file.
  var spilledBytes: Int { spilled * PayloadStore.chunkBytes }

  /// Copies `source[range]` and returns its offset in units of 4 bytes.
  func append(_ source: [UInt8], _ range: Range<Int>) -> UInt32 {
    if range.isEmpty { return 0 }
    precondition(range.count <= PayloadStore.chunkBytes && range.upperBound <= source.count)
    if used + range.count > PayloadStore.chunkBytes {
      chunks.append(.allocate(capacity: PayloadStore.chunkBytes + PayloadStore.slack))
      used = 0
    }
    let offset = (chunks.count - 1) * PayloadStore.chunkBytes + used
    source.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return }
      (chunks[chunks.count - 1] + used).update(from: base + range.lowerBound, count: range.count)
    }
    used += (range.count + PayloadStore.unit - 1) / PayloadStore.unit * PayloadStore.unit
    return UInt32(offset / PayloadStore.unit)
  }

  /// Moves full chunks to the file, the oldest first, until no more than `bytes` are in memory. The last chunk stays.
  func keep(atMost bytes: Int) {
    while failure == nil, spilled + 1 < chunks.count,
      (chunks.count - spilled) * PayloadStore.chunkBytes > max(0, bytes)
    {
      do throws(System.Failure) { try spill(spilled) } catch { failure = error }
    }
  }

  /// Gives the memory back in which parts of the file were read; they are read again when they are asked for.
  func letGo() {
    for chunk in chunks[..<spilled] { madvise(chunk, PayloadStore.stride, MADV_DONTNEED) }
  }

  /// Bounds: the chunk's `chunkBytes + slack` bytes fit in the mapping of `stride` bytes.
  private func spill(_ i: Int) throws(System.Failure) {
    if file < 0 { file = try System.unnamedFile() }
    let place = i * PayloadStore.stride
    // Room that is only promised would be missed when the page is written, which ends the process.
    try System.reserve(file, from: place, count: PayloadStore.stride)
    let mapped = mmap(nil, PayloadStore.stride, PROT_READ | PROT_WRITE, MAP_SHARED, file, off_t(place))
    guard let mapped, mapped != MAP_FAILED else { throw System.Failure.last }
    let chunk = mapped.bindMemory(to: UInt8.self, capacity: PayloadStore.stride)
    chunk.update(from: chunks[i], count: PayloadStore.chunkBytes)
    chunks[i].deallocate()
    chunks[i] = chunk
    spilled += 1
    madvise(chunk, PayloadStore.stride, MADV_DONTNEED)
  }

  /// Asks for a payload that will be read soon.
  @inline(__always)
  func prefetch(_ offset: UInt32) {
    tg_prefetch(pointer(offset))
    tg_prefetch(pointer(offset) + 64)
  }

  @inline(__always)
  func pointer(_ offset: UInt32) -> UnsafePointer<UInt8> {
    let byte = Int(offset) * PayloadStore.unit
    return UnsafePointer(chunks[byte / PayloadStore.chunkBytes] + byte % PayloadStore.chunkBytes)
  }
}
