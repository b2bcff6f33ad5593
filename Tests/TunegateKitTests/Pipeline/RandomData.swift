/// A random data set as lines of bytes: every shape, malformed and blank lines, duplicates of all three kinds, hostile
/// text. The dice alone decide, so that a failing seed fails again.
struct RandomData {
  /// Lines without their ends.
  private(set) var lines: [[UInt8]] = []
  /// Whether a line is a record that any loader takes: a file may be split before such a line.
  private(set) var isSound: [Bool] = []
  /// LF or CR LF, for each line.
  private var ends: [[UInt8]] = []
  /// True when the last line lacks its end.
  private let isCutOff: Bool
  private var dice: Dice

  /// - Parameter isWild: also puts in what keeps a line from being an example.
  init(seed: UInt64, lines count: Int, isWild: Bool = true) {
    dice = Dice(seed)
    isCutOff = seed % 3 == 0
    var earlier: [RandomExample] = []
    // What a file is told by is its opening, which is sound here; what follows may be anything.
    for i in 0..<count {
      if isWild, i > 1, dice.once(in: 6) {
        append(faultyLine(), isSound: false)
      } else {
        let example = earlier.isEmpty || dice.number(0...3) > 0 ? fresh() : variation(of: dice.pick(earlier))
        earlier.append(example)
        append(Array(example.line(&dice).utf8), isSound: true)
      }
    }
  }

  /// The file: lines with their ends.
  func file(withMark: Bool = false, lineEnd: [UInt8]? = nil) -> [UInt8] {
    file(0..<lines.count, withMark: withMark, lineEnd: lineEnd)
  }

  /// A part of the file, with its own line ends or all of one kind.
  func file(_ range: Range<Int>, withMark: Bool = false, lineEnd: [UInt8]? = nil) -> [UInt8] {
    var bytes: [UInt8] = withMark ? [0xEF, 0xBB, 0xBF] : []
    for i in range {
      bytes += lines[i]
      if i + 1 < lines.count || !isCutOff { bytes += lineEnd ?? ends[i] }
    }
    return bytes
  }

  /// Splits the lines into `n` ranges, each of which begins with a sound record.
  mutating func shards(_ n: Int) -> [Range<Int>] {
    let starts = isSound.indices.dropFirst(2).filter { isSound[$0] && !lines[$0].isEmpty }
    let cuts = [0] + dice.shuffled(Array(starts)).prefix(n - 1).sorted() + [lines.count]
    return zip(cuts, cuts.dropFirst()).map { $0..<$1 }
  }

  private mutating func append(_ line: [UInt8], isSound sound: Bool) {
    lines.append(line)
    ends.append(dice.once(in: 3) ? [0x0D, 0x0A] : [0x0A])
    isSound.append(sound)
  }

  // MARK: - Examples

  private mutating func fresh() -> RandomExample {
    RandomExample(
      shape: dice.once(in: 3) ? dice.pick(RandomExample.Layout.allCases) : .chat,
      system: dice.once(in: 4) ? words(3...8) : nil, prompt: words(dice.once(in: 10) ? 0...2 : 4...40),
      answer: dice.once(in: 12) ? [dice.pick(Self.placeholders)] : words(dice.once(in: 10) ? 0...1 : 4...60),
      rejected: words(2...20))
  }

  /// The same again, or the same but for case and punctuation, or but for a word.
  private mutating func variation(of example: RandomExample) -> RandomExample {
    var copy = example
    switch dice.number(0...2) {
    case 0: break
    case 1:
      copy.prompt = copy.prompt.map { Self.isPlain($0) && dice.once(in: 2) ? $0.uppercased() + "," : $0 }
      copy.answer = copy.answer.map { Self.isPlain($0) && dice.once(in: 2) ? "(\($0))" : $0 }
    default:
      if copy.answer.count > 5 { copy.answer[dice.number(0...copy.answer.count - 1)] = dice.pick(Self.vocabulary) }
    }
    return copy
  }

  private static func isPlain(_ word: String) -> Bool { word.utf8.allSatisfy { (0x61...0x7A).contains($0) } }

  private mutating func words(_ count: ClosedRange<Int>) -> [String] {
    (0..<dice.number(count)).map { _ in dice.once(in: 25) ? dice.pick(Self.hostile) : dice.pick(Self.vocabulary) }
  }

  // MARK: - Lines that are no examples

  private mutating func faultyLine() -> [UInt8] {
    let word = dice.pick(Self.vocabulary)
    let whole = Array(fresh().line(&dice).utf8)
    switch dice.number(0...9) {
    case 0: return []
    case 1: return Array(" \t".utf8)
    case 2: return Array(whole.prefix(dice.number(1...max(1, whole.count - 1))))
    case 3: return whole + [UInt8(ascii: ",")]
    case 4: return whole.map { $0 == UInt8(ascii: "e") ? 0xE9 : $0 }
    case 5:
      let depth = dice.number(100...300)
      return Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
    case 6: return whole + [0x0D] + whole
    case 7: return Array("\(word) \u{1}".utf8)
    default: return Array(dice.pick(Self.faulty).replacing("%", with: word).utf8)
    }
  }

  private static let placeholders = ["N/A", "todo", "null", "...", "-", "None"]
  private static let hostile = [
    #"\u001b[31m"#, #"\u0000"#, #"\ud83d"#, #"\ud83d\ude00"#, #"\u202e"#, "\u{FEFF}", "</script>", "`|$(rm -rf)`",
    "\u{2028}",
    #"\""#, #"\\"#, "🚲", "日本語の文", "ภาษาไทย", "e\u{301}", "%s%n", "\u{200B}", #"\n"#, "3.14", "1,000", "-7",
  ]
  private static let vocabulary: [String] = (0..<180).map { i in
    let (a, b) = (["ba", "co", "de", "fi", "gu", "le", "mo", "nu", "pa"], ["rin", "sto", "tal", "vex", "zu"])
    return a[i % 9] + b[i / 9 % 5] + (i >= 45 ? a[i / 45 % 9] : "") + (i % 7 == 0 ? "s" : "")
  }
  private static let faulty = [
    #"{"messages": []}"#, #"{"messages": "[{\"role\": \"user\"}]"}"#, #"{"messages": {"%": 1}}"#,
    #"{"messages": [{"role": "user", "content": 7}, {"role": "assistant", "content": ["%"]}]}"#,
    #"{"messages": [{"content": "%"}, {"role": "asistant", "content": "%"}, 3]}"#,
    #"{"messages": [{"role": "assistant", "content": "%"}, {"role": "user", "content": "%"}]}"#,
    #"{"messages": [{"role": "user", "content": "%", "weight": 2}, {"role": "assistant"}], "prompt": "%"}"#,
    #"{"messages": [{"role": "user", "content": "%"}, {"role": "user", "content": "%"}]}"#,
    #"{"messages": [{"role": "assistant", "tool_calls": [{"function": {"name": "%", "arguments": "{"}}]}]}"#,
    #"{"%": 1, "%": 2}"#, #"{"prompt": "%", "prompt": "%", "completion": "\udc00 \ud800"}"#,
    #"{"output": "\ud800", "instruction": "\udfff %"}"#, #"{"a": NaN}"#, #"{'%': 1}"#, "[1, 2]", "7", "null", "{}",
    #"{"text": "%", "label": null}"#, #"{"prompt": "%", "completion": ""}"#,
  ]
}
