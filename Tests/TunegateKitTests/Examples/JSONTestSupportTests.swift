import Foundation
import Testing

@testable import TunegateKit

/// A text with its 64 readable bytes behind, filled with what would mislead a reader that looked at them.
final class JSONPadded {
  let bytes: UnsafeMutablePointer<UInt8>
  let count: Int

  init(_ text: [UInt8], behind: [UInt8] = [0x0a]) {
    count = text.count
    bytes = .allocate(capacity: count + 64)
    for (i, byte) in text.enumerated() { bytes[i] = byte }
    for i in 0..<64 { bytes[count + i] = behind[i % behind.count] }
  }

  convenience init(_ text: String, behind: [UInt8] = [0x0a]) { self.init([UInt8](text.utf8), behind: behind) }

  deinit { bytes.deallocate() }

  func parse(_ tape: inout JSONTape, maxDepth: Int = 128) -> JSONFault? {
    tape.parse(bytes, count: count, maxDepth: maxDepth)
  }

  func fault(maxDepth: Int = 128) -> JSONFault? {
    var tape = JSONTape()
    return parse(&tape, maxDepth: maxDepth)
  }

  /// The decoded text of a string node.
  func string(_ node: JSONNode) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: max(node.length, 1)) { buffer, count in
      count = buffer.baseAddress.map { JSONText.unescape(node, bytes, into: $0) } ?? 0
    }
  }
}

/// What may stand behind a text: nothing, a line end, and bytes that would go on with a word, a number, a string or an
/// object.
let jsonTails: [[UInt8]] = ["\n", "\0", "\"", "}", "]", "9", " ", "e", "l", #"\n",0}]"#].map { Array($0.utf8) }

/// SplitMix64: the same numbers on every machine.
struct JSONSeeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return z ^ z >> 31
  }
}

/// The real data beside the checkout, which is not part of it.
enum JSONData {
  static let root: URL = {
    if let path = ProcessInfo.processInfo.environment["TUNEGATE_SHARED"] { return URL(fileURLWithPath: path) }
    var checkout = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { checkout.deleteLastPathComponent() }
    return checkout.deletingLastPathComponent().appendingPathComponent("shared")
  }()

  static var isPresent: Bool { FileManager.default.fileExists(atPath: root.appendingPathComponent("data").path) }
  static let absent: Comment = "needs the real data: set TUNEGATE_SHARED, or put shared/ beside the checkout"

  /// The lines of a file, numbered from 1, without their LF.
  static func lines(_ path: String) throws -> [[UInt8]] {
    let bytes = [UInt8](try Data(contentsOf: root.appendingPathComponent("data/" + path)))
    var lines = bytes.split(separator: 0x0a, omittingEmptySubsequences: false).map(Array.init)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }
}
