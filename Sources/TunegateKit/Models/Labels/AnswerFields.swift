/// The values that stand in JSON answers, by the path of their keys. Objects within objects are entered, lists are not:
/// which of their elements is which would be a guess. A list may be taken as one value.
struct AnswerFields {
  /// A scalar: where it stands in the answer, without its quotes, escapes as they are.
  struct Leaf {
    var example: Int
    var value: Range<Int>
  }

  static let mostPaths = 256
  static let deepest = 4

  /// Keys joined by dots, in the order of their first appearance.
  private(set) var paths: [[UInt8]] = []
  /// By path.
  private(set) var leaves: [[Leaf]] = []
  /// Answers that hold a JSON object.
  private(set) var objects = 0
  private var numbers: [[UInt8]: Int] = [:]

  init(_ examples: some Sequence<ExampleSample.Member>, takesLists: Bool = false) {
    for (i, example) in examples.enumerated() where example.answerEnd.isEmpty {
      // Prose or a fence may stand around the object.
      guard let start = example.answer.firstIndex(of: 0x7B) else { continue }
      var scan = JSONLeafScan(example.answer, at: start, takesLists: takesLists)
      guard scan.object([], 1) else { continue }
      objects += 1
      for (path, value) in scan.leaves { add(path, Leaf(example: i, value: value)) }
    }
  }

  private mutating func add(_ path: [UInt8], _ leaf: Leaf) {
    if let number = numbers[path] {
      // A key that stands twice counts once.
      if leaves[number].last?.example != leaf.example { leaves[number].append(leaf) }
    } else if paths.count < AnswerFields.mostPaths {
      numbers[path] = paths.count
      paths.append(path)
      leaves.append([leaf])
    }
  }
}

/// Reads one JSON object of an answer, which is hostile text like any other: nothing is entered deeper than
/// `AnswerFields.deepest`, and what is no JSON ends the scan.
private struct JSONLeafScan {
  private let text: [UInt8]
  private let takesLists: Bool
  private var at: Int
  private(set) var leaves: [(path: [UInt8], value: Range<Int>)] = []

  init(_ text: [UInt8], at start: Int, takesLists: Bool) {
    self.text = text
    self.takesLists = takesLists
    at = start
  }

  private var next: UInt8? { at < text.count ? text[at] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { at += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    skipSpace()
    guard next == byte else { return false }
    at += 1
    return true
  }

  /// `path` is that of the object itself.
  mutating func object(_ path: [UInt8], _ depth: Int) -> Bool {
    guard depth <= AnswerFields.deepest, take(0x7B) else { return false }
    if take(0x7D) { return true }
    repeat {
      skipSpace()
      guard let key = string(), take(0x3A) else { return false }
      guard value(path.isEmpty ? Array(text[key]) : path + [0x2E] + text[key], depth) else { return false }
    } while take(0x2C)
    return take(0x7D)
  }

  private mutating func value(_ path: [UInt8], _ depth: Int) -> Bool {
    skipSpace()
    switch next {
    case 0x22:
      guard let range = string() else { return false }
      leaves.append((path, range))
      return true
    case 0x7B: return depth < AnswerFields.deepest ? object(path, depth + 1) : skip()
    case 0x5B:
      let start = at
      guard skip() else { return false }
      if takesLists { leaves.append((path, start..<at)) }
      return true
    default:
      let start = at
      while let byte = next, isWord(byte) { at += 1 }
      guard at > start else { return false }
      // null says that there is no value.
      if text[start] != 0x6E { leaves.append((path, start..<at)) }
      return true
    }
  }

  /// Letters of literals, digits, `+-.`.
  private func isWord(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2B || byte == 0x2D || byte == 0x2E
      || byte == 0x45
  }

  /// The inside of a string; nil when there is none or it does not end.
  private mutating func string() -> Range<Int>? {
    guard next == 0x22 else { return nil }
    at += 1
    let start = at
    while let byte = next {
      if byte == 0x22 {
        at += 1
        return start..<at - 1
      }
      at += byte == 0x5C ? 2 : 1
    }
    return nil
  }

  /// Steps over a list or an object by its brackets.
  private mutating func skip() -> Bool {
    var open = 0
    while let byte = next {
      switch byte {
      case 0x22:
        guard string() != nil else { return false }
        continue
      case 0x7B, 0x5B: open += 1
      case 0x7D, 0x5D: open -= 1
      default: break
      }
      at += 1
      if open == 0 { return true }
    }
    return false
  }
}
