/// What is wrong with the bytes of a section.
struct StateFault: Error, Equatable {
  var message: String
}

/// Reads one section of a state. Total: any bytes give values within their bounds or a fault, and nothing is allocated
/// that the bytes do not fill.
///
/// Places are read as those of the run that the state becomes a part of.
struct StateReader {
  private let bytes: [UInt8]
  private var at = 0
  /// What each source of the state is in the list of the run.
  private let sources: [Int]
  /// Rules of the run.
  let rules: Int

  /// No count is larger, so that sums of thousands of states fit an `Int`.
  static let mostCount = 1 << 48

  init(_ bytes: [UInt8], sources: [Int] = [], rules: Int = 0) {
    self.bytes = bytes
    self.sources = sources
    self.rules = rules
  }

  var remaining: Int { bytes.count - at }

  mutating func byte() throws(StateFault) -> UInt8 {
    guard at < bytes.count else { throw StateFault(message: "it ends at byte \(at), expected more") }
    defer { at += 1 }
    return bytes[at]
  }

  private mutating func bits() throws(StateFault) -> UInt64 {
    var number: UInt64 = 0
    for shift in stride(from: 0 as UInt64, to: 64, by: 7) {
      let next = try byte()
      if shift == 63, next > 1 { break }
      number |= UInt64(next & 0x7F) << shift
      if next < 0x80 { return number }
    }
    throw fault("a number of at most 64 bits")
  }

  /// A number from 0 to `most`.
  mutating func count(upTo most: Int = StateReader.mostCount) throws(StateFault) -> Int {
    let number = try bits()
    guard number <= UInt64(most) else { throw fault("a number of at most \(most), found \(number)") }
    return Int(number)
  }

  mutating func number() throws(StateFault) -> Int {
    let bits = try bits()
    return Int(Int64(bitPattern: bits >> 1) ^ -Int64(bitPattern: bits & 1))
  }

  mutating func number<T: FixedWidthInteger>(_ type: T.Type) throws(StateFault) -> T {
    guard let number = T(exactly: try number()) else { throw fault("a number of \(T.bitWidth) bits") }
    return number
  }

  mutating func raw<T: FixedWidthInteger>(_ type: T.Type) throws(StateFault) -> T {
    var number: T = 0
    for shift in stride(from: 0, to: T.bitWidth, by: 8) { number |= T(truncatingIfNeeded: try byte()) << T(shift) }
    return number
  }

  mutating func double() throws(StateFault) -> Double { Double(bitPattern: try raw(UInt64.self)) }

  mutating func bool() throws(StateFault) -> Bool {
    let byte = try byte()
    guard byte <= 1 else { throw fault("0 or 1, found \(byte)") }
    return byte == 1
  }

  /// So many bytes.
  mutating func take(_ count: Int) throws(StateFault) -> ArraySlice<UInt8> {
    guard count <= remaining else { throw fault("\(count) more bytes, found \(remaining)") }
    defer { at += count }
    return bytes[at..<at + count]
  }

  mutating func text(upTo most: Int = StateReader.mostCount) throws(StateFault) -> [UInt8] {
    Array(try take(try count(upTo: most)))
  }

  mutating func string() throws(StateFault) -> String {
    guard let text = String(validating: try text(), as: UTF8.self) else { throw fault("UTF-8") }
    return text
  }

  /// The run's index of a source of the state.
  mutating func source() throws(StateFault) -> Int {
    let source = try count()
    guard source < sources.count else { throw fault("one of \(sources.count) sources, found number \(source)") }
    return sources[source]
  }

  mutating func place() throws(StateFault) -> Place {
    Place(source: try source(), line: try count())
  }

  mutating func rule() throws(StateFault) -> Int {
    let rule = try count()
    guard rule < rules else { throw fault("one of \(rules) rules, found number \(rule)") }
    return rule
  }

  /// As many as the section says, each of at least one byte; more than `most` are a fault.
  mutating func list<T>(
    upTo most: Int = StateReader.mostCount, _ body: (inout StateReader) throws(StateFault) -> T
  ) throws(StateFault) -> [T] {
    let count = try count(upTo: min(most, remaining))
    var all: [T] = []
    // An element may take more memory than bytes: what is not there is not asked for.
    all.reserveCapacity(min(count, 4096))
    for _ in 0..<count { all.append(try body(&self)) }
    return all
  }

  mutating func places(upTo most: Int = StateReader.mostCount) throws(StateFault) -> [Place] {
    try list(upTo: most) { (reader: inout StateReader) throws(StateFault) in try reader.place() }
  }

  /// As many as the program expects.
  mutating func list<T>(
    exactly count: Int, _ body: (inout StateReader) throws(StateFault) -> T
  ) throws(StateFault) -> [T] {
    let found = try list(body)
    guard found.count == count else { throw fault("\(count) entries, found \(found.count)") }
    return found
  }

  mutating func optional<T>(
    _ body: (inout StateReader) throws(StateFault) -> T
  ) throws(StateFault) -> T? { try bool() ? try body(&self) : nil }

  mutating func optionalPlace() throws(StateFault) -> Place? {
    try optional { (reader: inout StateReader) throws(StateFault) in try reader.place() }
  }

  /// What `StateWriter.put(sparse:)` wrote of a table of `size` entries.
  mutating func sparse(_ size: Int, upTo most: Int = StateReader.mostCount) throws(StateFault) -> [Int] {
    var counts = [Int](repeating: 0, count: size)
    var at = -1
    for _ in 0..<(try count(upTo: size)) {
      at += 1 + (try count(upTo: size))
      guard at < size else { throw fault("one of \(size) entries, found number \(at)") }
      counts[at] = try count(upTo: most)
    }
    return counts
  }

  /// Everything has been read.
  func end() throws(StateFault) {
    if remaining > 0 { throw fault("its end, found \(remaining) more bytes") }
  }

  func fault(_ expected: String) -> StateFault { StateFault(message: "at byte \(at): expected \(expected)") }
}
