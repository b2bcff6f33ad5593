/// Finds the JSON in an answer: the whole of it, a fenced block, or the last value that stands in prose.
///
/// Unsafe pointers: `text` has `count` bytes and 64 readable bytes behind them, as the tape's parser needs.
struct JSONBlock {
  private let text: UnsafePointer<UInt8>
  private let bytes: UnsafeBufferPointer<UInt8>
  /// Tries at the beginning of a last value, so that brackets without end cannot take quadratic time.
  private static let mostTries = 256
  private static let deepest = 128
  /// Where the text that was meant to be JSON stops being it, in bytes from its start; nil when none was meant.
  private var fault: Int?

  init(text: UnsafePointer<UInt8>, count: Int) {
    self.text = text
    bytes = UnsafeBufferPointer(start: text, count: count)
  }

  /// The range of the JSON, which is then on `tape`; nil without any.
  mutating func find(_ extract: CompletionSchema.Extract, _ tape: inout JSONTape) -> Range<Int>? {
    let whole = trimmed(0..<bytes.count)
    if extract == .whole || beginsLikeJSON(whole) {
      if parses(whole, &tape) { return whole }
      note(whole)
      if extract == .whole || fault.map({ !endsAsValue(whole, at: $0, &tape) }) ?? false { return nil }
    }
    if extract != .last {
      for block in fencedBlocks().reversed() {
        let block = trimmed(block)
        if parses(block, &tape) { return block }
        note(block)
      }
      if extract == .fenced { return nil }
    }
    // A piece of a broken value would be taken for the whole.
    if extract == .any, fault != nil, fencedBlocks().count > 0 { return nil }
    if let block = lastValue(&tape) { return block }
    // A number or a word may be what the schema asks for.
    return parses(whole, &tape) ? whole : nil
  }

  /// What is wrong with an answer in which nothing was found, to stand behind «the answer».
  func absence(_ extract: CompletionSchema.Extract) -> String {
    if let fault { return "has JSON that does not parse at its byte \(fault + 1)" }
    return switch extract {
    case .whole: "is not JSON and nothing else"
    case .fenced: "has no fenced block of JSON"
    case .any, .last: "holds no JSON"
    }
  }

  private mutating func note(_ range: Range<Int>) {
    guard fault == nil, beginsLikeJSON(range) else { return }
    var tape = JSONTape()
    fault = tape.parse(text + range.lowerBound, count: range.count, maxDepth: JSONBlock.deepest)?.offset
  }

  private func parses(_ range: Range<Int>, _ tape: inout JSONTape) -> Bool {
    !range.isEmpty && tape.accept(text + range.lowerBound, count: range.count, maxDepth: JSONBlock.deepest)
  }

  /// True when the text before byte `fault` of `range` is a value, so that only what follows it is no JSON.
  private func endsAsValue(_ range: Range<Int>, at fault: Int, _ tape: inout JSONTape) -> Bool {
    parses(trimmed(range.lowerBound..<min(range.lowerBound + fault, range.upperBound)), &tape)
  }

  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, bytes[start] <= 0x20 { start += 1 }
    while end > start, bytes[end - 1] <= 0x20 { end -= 1 }
    return start..<end
  }

  private func beginsLikeJSON(_ range: Range<Int>) -> Bool {
    guard let first = range.first else { return false }
    return bytes[first] == UInt8(ascii: "{") || bytes[first] == UInt8(ascii: "[")
  }

  /// What stands between lines of three back quotes, when it begins like JSON or its fence says so. A block without its
  /// closing fence reaches to the end.
  private func fencedBlocks() -> [Range<Int>] {
    var blocks: [Range<Int>] = []
    var open: (start: Int, isJSON: Bool)?
    var start = 0
    while start <= bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      let line = trimmed(start..<end)
      if bytes[line].starts(with: "```".utf8) {
        if let (from, isJSON) = open {
          if isJSON { blocks.append(from..<start) }
          open = nil
        } else {
          open = (min(end + 1, bytes.count), isJSONFence(line.dropFirst(3), from: end + 1))
        }
      }
      start = end + 1
    }
    if let (from, isJSON) = open, isJSON { blocks.append(from..<bytes.count) }
    return blocks
  }

  private func isJSONFence(_ language: Range<Int>, from start: Int) -> Bool {
    let name = bytes[trimmed(language)]
    if name.elementsEqual("json".utf8, by: { $0 | 0x20 == $1 }) { return true }
    return name.isEmpty && start < bytes.count && beginsLikeJSON(trimmed(start..<bytes.count))
  }

  /// The last object or array of the text: from its closing bracket back to the bracket that makes it parse, the
  /// nearest first, so that it is the one that belongs to it.
  private func lastValue(_ tape: inout JSONTape) -> Range<Int>? {
    guard let end = bytes.lastIndex(where: { $0 == UInt8(ascii: "}") || $0 == UInt8(ascii: "]") }) else { return nil }
    let opening = bytes[end] - 2
    var tries = 0
    var budget = 64 * bytes.count
    var start = end
    while start > 0, tries < JSONBlock.mostTries, budget > 0 {
      start -= 1
      guard bytes[start] == opening else { continue }
      tries += 1
      budget -= end - start
      if parses(start..<end + 1, &tape) { return start..<end + 1 }
    }
    return nil
  }
}
