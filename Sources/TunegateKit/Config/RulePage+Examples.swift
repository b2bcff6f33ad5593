/// The fences of a page that run: `yaml settings` (may be left out), then `jsonl`, then `findings`, with nothing but
/// blank lines between them. All other fences are for the eye alone.
extension RulePageParser {
  mutating func examples(in blocks: [PageBlock]) -> [RulePage.Example] {
    var examples: [RulePage.Example] = []
    var settings: ConfigFile?
    var index = 0
    while index < blocks.count {
      let next = index + 1 < blocks.count ? blocks[index + 1] : nil
      switch role(of: blocks[index]) {
      case .settings:
        if let next, role(of: next) == .input {
          settings = fragment(blocks[index])
        } else {
          complain(blocks[index], "a 'yaml settings' fence must be followed by a 'jsonl' fence")
        }
      case .input:
        if let next, role(of: next) == .findings {
          if let example = example(blocks[index], next, settings) { examples.append(example) }
          index += 1
        } else {
          complain(blocks[index], "a 'jsonl' fence must be followed by a 'findings' fence, empty if nothing is found")
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
    _ inputBlock: PageBlock, _ findingBlock: PageBlock, _ settings: ConfigFile?
  ) -> RulePage.Example? {
    guard case .fence(let info, let input) = inputBlock.kind, case .fence(_, let expected) = findingBlock.kind
    else { return nil }
    let (first, findingFirst) = (inputBlock.range.lowerBound, findingBlock.range.lowerBound + 1)
    var isEscaped = false
    var fileName: String?
    for word in info.dropFirst() {
      if word == "escaped" {
        isEscaped = true
      } else if word.contains("."), fileName == nil {
        fileName = word
      } else {
        complain(inputBlock, "'\(word)' behind 'jsonl': expected 'escaped' or the name of a file, such as train.jsonl")
      }
    }
    var bytes: [UInt8] = []
    for (offset, line) in input.enumerated() {
      bytes += isEscaped ? unescaped(line, at: first + offset + 2) : Array(line.utf8)
      bytes.append(UInt8(ascii: "\n"))
    }
    var findings: [RulePage.ExpectedFinding] = []
    for (offset, line) in expected.enumerated() {
      if let found = finding(line, at: findingFirst + offset + 1, of: input.count) { findings.append(found) }
    }
    return RulePage.Example(
      line: first + 1, fileName: fileName, input: bytes, settings: settings, findings: findings,
      findingLines: findingFirst..<(findingFirst + expected.count))
  }

  /// `LINE: message` or `LINE:COLUMN: message`.
  private mutating func finding(_ text: String, at line: Int, of count: Int) -> RulePage.ExpectedFinding? {
    let parts = text.split(separator: ": ", maxSplits: 1)
    let numbers = parts.first.map { $0.split(separator: ":", omittingEmptySubsequences: false) } ?? []
    guard parts.count == 2, (1...2).contains(numbers.count), let place = natural(numbers[0]),
      let column = numbers.count == 1 ? 0 : natural(numbers[1])
    else {
      report("expected 'LINE: message' or 'LINE:COLUMN: message', found '\(text)'", line: line)
      return nil
    }
    if place > count {
      report("line \(place) of an example that has \(count); lines count from 1", line: line)
    }
    if numbers.count == 2, column == 0 {
      report("column 0; columns count from 1, leave the column out for the whole line", line: line)
    }
    return RulePage.ExpectedFinding(line: place, column: column, message: String(parts[1]))
  }

  private func natural(_ text: Substring) -> Int? {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
  }

  /// The line's bytes, with `\xNN` (which JSON does not know) read as one byte: for examples that are not UTF-8.
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
      bytes.append(byte)
      index += 4
    }
    return bytes
  }
}
