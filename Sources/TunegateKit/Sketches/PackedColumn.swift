/// A column of numbers that lie close together or rise evenly: line numbers, lengths, small codes. Full chunks are kept
/// in as few bytes an element as their range needs, none for a constant or for 1, 2, 3….
struct PackedColumn: Sendable {
  private static let chunkSize = 4_096
  private var chunks: [PackedChunk] = []
  /// The last chunk while it grows.
  private var open: [UInt32] = []

  init() {}

  var count: Int { chunks.count * PackedColumn.chunkSize + open.count }

  /// Elements can be replaced; a chunk that one no longer fits in is packed anew, in O(chunk).
  subscript(_ i: Int) -> UInt32 {
    get {
      let chunk = i / PackedColumn.chunkSize
      return chunk < chunks.count ? chunks[chunk][i % PackedColumn.chunkSize] : open[i % PackedColumn.chunkSize]
    }
    set {
      let chunk = i / PackedColumn.chunkSize
      if chunk < chunks.count {
        chunks[chunk].replace(i % PackedColumn.chunkSize, with: newValue)
      } else {
        open[i % PackedColumn.chunkSize] = newValue
      }
    }
  }

  mutating func append(_ element: UInt32) {
    open.append(element)
    guard open.count == PackedColumn.chunkSize else { return }
    chunks.append(PackedChunk(open))
    open.removeAll(keepingCapacity: true)
  }

  mutating func append(contentsOf elements: [UInt32]) {
    for element in elements { append(element) }
  }
}

/// Elements as their distances from a line through the chunk: `base + slope * i + distance`.
private struct PackedChunk: Sendable {
  private var base: UInt32
  private var slope: UInt32
  private let count: Int
  /// Bytes a distance: 0, 1, 2 or 4.
  private var width: Int
  private var bytes: [UInt8]

  init(_ elements: [UInt32]) {
    count = elements.count
    let level = PackedChunk.range(elements, slope: 0)
    let rising = PackedChunk.range(elements, slope: 1)
    slope = PackedChunk.width(of: rising) < PackedChunk.width(of: level) ? 1 : 0
    let range = slope == 1 ? rising : level
    width = PackedChunk.width(of: range)
    base = UInt32(truncatingIfNeeded: range.lowerBound)
    bytes = [UInt8](repeating: 0, count: width * count)
    for (i, element) in elements.enumerated() { set(i, distance: element &- base &- slope &* UInt32(i)) }
  }

  subscript(_ i: Int) -> UInt32 {
    precondition(i < count)
    var distance: UInt32 = 0
    switch width {
    case 0: break
    case 1: distance = UInt32(bytes[i])
    case 2: distance = UInt32(bytes[2 * i]) | UInt32(bytes[2 * i + 1]) << 8
    default: for k in 0..<4 { distance |= UInt32(bytes[4 * i + k]) << UInt32(8 * k) }
    }
    return base &+ slope &* UInt32(i) &+ distance
  }

  mutating func replace(_ i: Int, with element: UInt32) {
    let distance = element &- base &- slope &* UInt32(i)
    if width == 4 || UInt64(distance) < 1 << UInt64(8 * width) {
      set(i, distance: distance)
    } else {
      var elements = (0..<count).map { self[$0] }
      elements[i] = element
      self = PackedChunk(elements)
    }
  }

  private mutating func set(_ i: Int, distance: UInt32) {
    for k in 0..<width { bytes[width * i + k] = UInt8(truncatingIfNeeded: distance >> UInt32(8 * k)) }
  }

  /// The least and the greatest distance from a line through zero.
  private static func range(_ elements: [UInt32], slope: Int) -> ClosedRange<Int> {
    var (least, greatest) = (Int.max, Int.min)
    for (i, element) in elements.enumerated() {
      let distance = Int(element) - slope * i
      least = min(least, distance)
      greatest = max(greatest, distance)
    }
    return least <= greatest ? least...greatest : 0...0
  }

  /// Bytes that distances of such a range need.
  private static func width(of range: ClosedRange<Int>) -> Int {
    switch range.upperBound - range.lowerBound {
    case 0: 0
    case ..<0x100: 1
    case ..<0x1_0000: 2
    default: 4
    }
  }
}
