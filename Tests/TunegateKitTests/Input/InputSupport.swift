import CZlib
import CZstd
import Foundation

@testable import TunegateKit

/// A folder of its own that goes away with the test.
final class Scratch {
  let path: String

  init() {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("tunegate-input-\(UUID().uuidString)").path
    try! FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  @discardableResult
  func write(_ name: String, _ bytes: [UInt8]) -> String {
    let file = path + "/" + name
    let folder = (file as NSString).deletingLastPathComponent
    try! FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try! Data(bytes).write(to: URL(fileURLWithPath: file))
    return file
  }

  @discardableResult
  func write(_ name: String, _ text: String) -> String { write(name, Array(text.utf8)) }

  func link(_ name: String, to target: String) {
    try! FileManager.default.createSymbolicLink(atPath: path + "/" + name, withDestinationPath: target)
  }
}

/// Bytes from memory in reads of random length.
final class ChoppedInput: ByteInput {
  private let bytes: [UInt8]
  private var position = 0
  private var generator: SeededGenerator
  private let longest: Int
  private let failure: System.Failure?

  init(_ bytes: [UInt8], seed: UInt64 = 1, longest: Int = .max, failingAtEnd failure: System.Failure? = nil) {
    self.bytes = bytes
    generator = SeededGenerator(seed)
    self.longest = longest
    self.failure = failure
  }

  var size: Int? { bytes.count }
  func change() -> String? { nil }

  func read(into target: UnsafeMutablePointer<UInt8>, count: Int) throws(System.Failure) -> Int {
    let left = bytes.count - position
    if left == 0, let failure { throw failure }
    let got = min(count, left, longest == .max ? .max : Int.random(in: 1...longest, using: &generator))
    bytes.withUnsafeBufferPointer { source in
      if let base = source.baseAddress { target.update(from: base + position, count: got) }
    }
    position += got
    return got
  }
}

/// The same bytes again and again, without holding them: `head`, then `count` times `filler`, then `tail`.
final class LongLineInput: ByteInput {
  private let parts: [(byte: [UInt8], count: Int)]
  private var part = 0
  private var done = 0

  init(head: String, filler: UInt8, count: Int, tail: String) {
    parts = [(Array(head.utf8), 1), ([filler], count), (Array(tail.utf8), 1)]
  }

  var size: Int? { nil }
  func change() -> String? { nil }

  func read(into target: UnsafeMutablePointer<UInt8>, count: Int) throws(System.Failure) -> Int {
    guard part < parts.count else { return 0 }
    let (bytes, times) = parts[part]
    let got: Int
    if bytes.count == 1 {
      got = min(count, times - done)
      target.update(repeating: bytes[0], count: got)
    } else {
      got = min(count, bytes.count - done)
      bytes.withUnsafeBufferPointer { target.update(from: $0.baseAddress! + done, count: got) }
    }
    done += got
    if done == (bytes.count == 1 ? times : bytes.count) { (part, done) = (part + 1, 0) }
    return got
  }
}

/// A slab's contents, kept.
struct Piece: Equatable {
  var source: Int
  var sequence: Int
  var firstLine: Int
  var offset: Int
  var text: [UInt8]
  var oversized: Int?
}

struct ReadResult {
  var pieces: [Piece] = []
  var summaries: [SourceSummary] = []
  var largestCapacity = 0
  var text: [UInt8] { pieces.flatMap(\.text) }
  var kinds: [InputProblem.Kind] { summaries.flatMap(\.problems).map(\.kind) }
  var lines: Int { summaries.reduce(0) { $0 + $1.lines } }
}

func readAll(_ reader: SlabReader, slabBytes: Int = Slab.standardBytes, keepsText: Bool = true) -> ReadResult {
  var result = ReadResult()
  let slab = Slab(capacity: slabBytes)
  while reader.next(into: slab) {
    let text = keepsText ? Array(UnsafeBufferPointer(start: slab.bytes, count: slab.count)) : []
    result.pieces.append(
      Piece(
        source: slab.source, sequence: slab.sequence, firstLine: slab.firstLine, offset: slab.offset, text: text,
        oversized: slab.oversized))
    result.largestCapacity = max(result.largestCapacity, slab.capacity)
  }
  result.summaries = reader.summaries
  return result
}

/// Reads bytes from memory as one source.
func readAll(
  _ bytes: [UInt8], seed: UInt64 = 1, longestRead: Int = .max, limits: InputLimits = InputLimits(),
  slabBytes: Int = Slab.standardBytes
) -> ReadResult {
  let reader = SlabReader([Source(path: "train.jsonl")], limits: limits, slabBytes: slabBytes) {
    (_: Source) throws(System.Failure) -> any ByteInput in
    ChoppedInput(bytes, seed: seed, longest: longestRead)
  }
  return readAll(reader, slabBytes: slabBytes)
}

func readFiles(_ paths: String..., limits: InputLimits = InputLimits()) -> ReadResult {
  readAll(SlabReader(paths.map { Source(path: $0) }, limits: limits))
}

/// A gzip member with the header fields that `flags` names.
func gzip(_ text: [UInt8], level: Int32 = 6, flags: UInt8 = 0) -> [UInt8] {
  var member: [UInt8] = [0x1F, 0x8B, 8, flags, 0, 0, 0, 0, 0, 255]
  if flags & 0x04 != 0 { member += [5, 0, 1, 2, 3, 0x1F, 0x8B] }
  if flags & 0x08 != 0 { member += Array("name.jsonl".utf8) + [0] }
  if flags & 0x10 != 0 { member += Array("a comment".utf8) + [0] }
  if flags & 0x02 != 0 { member += [0, 0] }
  member += deflated(text, level: level, windowBits: -15)
  let checksum = text.withUnsafeBufferPointer { crc32(0, $0.baseAddress, UInt32($0.count)) }
  for number in [UInt32(truncatingIfNeeded: text.isEmpty ? 0 : checksum), UInt32(text.count)] {
    member += (0..<4).map { UInt8(truncatingIfNeeded: number >> UInt32(8 * $0)) }
  }
  return member
}

/// Deflate data: raw for negative window bits, a zlib stream for positive ones.
func deflated(_ text: [UInt8], level: Int32 = 6, windowBits: Int32) -> [UInt8] {
  var stream = z_stream()
  let size = Int32(MemoryLayout<z_stream>.size)
  precondition(deflateInit2_(&stream, level, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size) == Z_OK)
  defer { deflateEnd(&stream) }
  var input = text
  var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(text.count))))
  let made = input.withUnsafeMutableBufferPointer { from in
    output.withUnsafeMutableBufferPointer { to in
      stream.next_in = from.baseAddress
      stream.avail_in = UInt32(from.count)
      stream.next_out = to.baseAddress
      stream.avail_out = UInt32(to.count)
      precondition(deflate(&stream, Z_FINISH) == Z_STREAM_END)
      return to.count - Int(stream.avail_out)
    }
  }
  return Array(output.prefix(made))
}

func zstd(_ text: [UInt8], level: Int32 = 3) -> [UInt8] {
  var output = [UInt8](repeating: 0, count: ZSTD_compressBound(text.count))
  let made = ZSTD_compress(&output, output.count, text, text.count, level)
  precondition(ZSTD_isError(made) == 0)
  return Array(output.prefix(made))
}

/// Lines of JSON of very different lengths; now and then blank, or of two bytes.
func randomLines(_ count: Int, longest: Int, using generator: inout SeededGenerator) -> [UInt8] {
  var text: [UInt8] = Array("{\"n\":0}\n".utf8)
  for n in 0..<count {
    switch Int.random(in: 0..<10, using: &generator) {
    case 0: break
    case 1: text += Array("{}".utf8)
    default:
      let words = (0..<Int.random(in: 0...(longest / 4), using: &generator)).map { _ in
        ["a ", "\u{E9}", "data", "\\n", "\u{2028}"].randomElement(using: &generator)!
      }
      text += Array("{\"n\":\(n),\"t\":\"\(words.joined())\"}".utf8)
    }
    text.append(0x0A)
  }
  if Bool.random(using: &generator) { text.removeLast() }
  return text
}
