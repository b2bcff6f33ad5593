/// The fences of a page that run: `yaml settings` (may be left out), then `jsonl`, then `findings`, with nothing but
/// blank lines between them. Several fences with file names (`jsonl a.jsonl`, `markdown README.md`) before one
/// `findings` fence are the files of one folder. All other fences are for the eye alone.
///
/// Behind `jsonl` may stand the name of the file, `times=N` for the fence's lines N times over, and `escaped`, in which
/// `\xNN` is one byte and `\xNN{COUNT}` that byte COUNT times.
extension RulePageParser {
  mutating func examples(in blocks: [PageBlock]) -> [RulePage.Example] {
    var examples: [RulePage.Example] = []
    var settings: ConfigFile?
    var index = 0
    while index < blocks.count {
      switch role(of: blocks[index]) {
      case .settings:
        if index + 1 < blocks.count, role(of: blocks[index + 1]) == .input {
          settings = fragment(blocks[index])
        } else {
          complain(blocks[index], "a 'yaml settings' fence must be followed by a 'jsonl' fence")
        }
      case .input:
        let inputs = Array(blocks[index...].prefix { role(of: $0) == .input })
        index += inputs.count
        if index < blocks.count, role(of: blocks[index]) == .findings {
          if let example = example(inputs, blocks[index], settings) { examples.append(example) }
        } else {
          index -= 1
          complain(
            blocks[index], "a 'jsonl' fence must be followed by a 'findings' fence, empty if nothing is found")
        }
        settings = nil
      case .findings:
        complain(blocks[index], "a 'findings' fence must follow a 'jsonl' fence")
      case .other: break
      }
      index += 1
    }
    return examples
  }

  private enum Role { case settings, input, findings, other }

  private func role(of block: PageBlock) -> Role {
    guard case .fence(let info, _) = block.kind else { return .other }
    if info == ["yaml", "settings"] { return .settings }
    switch info.first {
    case "jsonl": return .input
    case "markdown" where info.count > 1, "json" where info.count > 1: return .input
    case "findings": return .findings
    default: return .other
    }
  }

  private mutating func complain(_ block: PageBlock, _ message: String) {
    report(message, line: block.range.lowerBound + 1)
  }

  /// The config fragment, behind so many newlines that the lines of its errors are those of the page.
  private func fragment(_ block: PageBlock) -> ConfigFile? {
    guard case .fence(_, let lines) = block.kind else { return nil }
    let padding = String(repeating: "\n", count: block.range.lowerBound + 1)
    return ConfigFile(path: pageName, text: padding + lines.joined(separator: "\n"))
  }

  private mutating func example(
    _ inputs: [PageBlock], _ findingBlock: PageBlock, _ settings: ConfigFile?
  ) -> RulePage.Example? {
    guard case .fence(_, let expected) = findingBlock.kind else { return nil }
    let files = inputs.compactMap { file($0) }
    if files.count > 1 {
      let names = files.map(\.name)
      for (name, block) in zip(names, inputs) where name == nil || names.filter({ $0 == name }).count > 1 {
        complain(block, "several files make one example: each needs a name of its own, such as 'jsonl train.jsonl'")
      }
    }
    let findingFirst = findingBlock.range.lowerBound + 1
    var findings: [RulePage.ExpectedFinding] = []
    for (offset, line) in expected.enumerated() {
      if let found = finding(line, at: findingFirst + offset + 1, of: files) { findings.append(found) }
    }
    return RulePage.Example(
      files: files, settings: settings, findings: findings,
      findingLines: findingFirst..<(findingFirst + expected.count))
  }

  private mutating func file(_ block: PageBlock) -> RulePage.File? {
    guard case .fence(let info, let lines) = block.kind else { return nil }
    let first = block.range.lowerBound + 1
    var isEscaped = false
    var name: String?
    var times = 1
    for word in info.dropFirst() {
      if word == "escaped" {
        isEscaped = true
      } else if word.hasPrefix("times=") {
        if let count = natural(word.dropFirst(6)), (1...10_000).contains(count) {
          times = count
        } else {
          complain(block, "'\(word)' behind 'jsonl': expected times=1 to times=10000")
        }
      } else if word.contains("."), !word.contains("/"), name == nil {
        name = word
      } else {
        complain(block, "'\(word)' behind 'jsonl': expected 'escaped' or the name of a file, such as train.jsonl")
      }
    }
    var bytes: [UInt8] = []
    for (offset, line) in lines.enumerated() {
      bytes += isEscaped ? unescaped(line, at: first + offset + 1) : Array(line.utf8)
      bytes.append(UInt8(ascii: "\n"))
    }
    let all = Array(repeatElement(bytes, count: times).joined())
    return RulePage.File(line: first, name: name, times: times, bytes: all, lineCount: times * lines.count)
  }

  /// `LINE: message` or `LINE:COLUMN: message`; in an example of several files with `NAME:` before it.
  private mutating func finding(
    _ text: String, at line: Int, of files: [RulePage.File]
  ) -> RulePage.ExpectedFinding? {
    let parts = text.split(separator: ": ", maxSplits: 1)
    var numbers = parts.first.map { $0.split(separator: ":", omittingEmptySubsequences: false) } ?? []
    var file = files.first
    if files.count > 1, let named = files.first(where: { $0.name == numbers.first.map(String.init) }) {
      file = named
      numbers.removeFirst()
    } else if files.count > 1 {
      // Line 0 of no file is the whole set.
      file = nil
    }
    guard parts.count == 2, (1...2).contains(numbers.count), let place = natural(numbers[0]),
      let column = numbers.count == 1 ? 0 : natural(numbers[1]), file != nil || place == 0
    else {
      let name = files.count > 1 ? "NAME:" : ""
      report("expected '\(name)LINE: message' or '\(name)LINE:COLUMN: message', found '\(text)'", line: line)
      return nil
    }
    if let file, place > file.lineCount {
      report("line \(place) of an example that has \(file.lineCount); lines count from 1", line: line)
    }
    if numbers.count == 2, column == 0 {
      report("column 0; columns count from 1, leave the column out for the whole line", line: line)
    }
    return RulePage.ExpectedFinding(
      file: files.count > 1 ? file?.name : nil, line: place, column: column, message: String(parts[1]))
  }

  private func natural(_ text: Substring) -> Int? {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
  }

  /// The line's bytes, with `\xNN` (which JSON does not know) read as one byte, and `\xNN{COUNT}` as COUNT of them: for
  /// examples that are not UTF-8, and for very long ones.
  private mutating func unescaped(_ text: String, at line: Int) -> [UInt8] {
    let source = Array(text.utf8)
    var bytes: [UInt8] = []
    var index = 0
    while index < source.count {
      guard source[index] == UInt8(ascii: "\\"), index + 1 < source.count else {
        bytes.append(source[index])
        index += 1
        continue
      }
      guard source[index + 1] == UInt8(ascii: "x") else {
        // An escape of JSON, both bytes of it: the second backslash of `\\x` begins nothing.
        bytes += source[index...(index + 1)]
        index += 2
        continue
      }
      let digits = source[(index + 2)...].prefix(2)
      // `UInt8.init` would take a sign for a digit.
      guard digits.count == 2, digits.first != UInt8(ascii: "+"), digits.first != UInt8(ascii: "-"),
        let byte = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
      else {
        report("expected two hexadecimal digits behind '\\x'", line: line)
        return bytes
      }
      let (count, length) = repetition(source[(index + 4)...])
      bytes += repeatElement(byte, count: count)
      index += 4 + length
    }
    return bytes
  }

  /// What `{COUNT}` at the start of `text` says, and its length; 1 and 0 when something else stands there.
  private func repetition(_ text: ArraySlice<UInt8>) -> (count: Int, length: Int) {
    let digits = text.dropFirst().prefix { (0x30...0x39).contains($0) }
    let end = text.dropFirst(1 + digits.count).first
    guard text.first == JSONByte.openObject, end == JSONByte.closeObject, (1...8).contains(digits.count),
      let count = Int(String(decoding: digits, as: UTF8.self))
    else { return (1, 0) }
    return (count, digits.count + 2)
  }
}
