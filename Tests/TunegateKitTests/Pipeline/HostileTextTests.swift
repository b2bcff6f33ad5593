import Testing

@testable import TunegateKit

/// Every rule reads texts of its own kind: sums, keys, markup, calls. Pieces of all these kinds in any order must not
/// stop any of them.
@Suite("Hostile texts")
struct HostileTextTests {
  private static let pieces = [
    "0", "9", "99999999999999999999", "999999999999999999", "9223372036854775808", "0.000000000000000001", "1,000",
    "1e999", "-0", "%", "$", "\u{20AC}", "=", "\u{D7}", "*", "/", "\u{F7}", "+", "-", "\u{2212}", "(", ")", "[", "]",
    "{", "}", "<<", ">>", "48/2=24", "0/0", "#### ", "\\boxed{", "\\frac{1}{", "{{", "}}", "```", "```json\n",
    "<|im_start|>", "[INST]", "</s>", "<think>", "</think>", "Answer: ", "The answer is ", "yes", "no", " ", "\n", "\r",
    "\t", "\u{0}", "\u{200B}", "\u{202E}", "\u{FEFF}", "\u{FFFD}", "\u{E9}", "\u{C3}\u{A9}", "\u{4E2D}\u{6587}",
    "\u{5E9}\u{5DC}", "\u{928}\u{94D}", "\u{1F600}", "e\u{301}", "4111 1111 1111 1111", "DE89370400440532013000",
    "AKIA",
    "ghp_", "eyJ", "-----BEGIN RSA PRIVATE KEY-----", "user@", "example.com", "+49 170 ", "192.168.", "the ", "und ",
    "Human:", "I'm sorry", "[NAME]", "&nbsp;", "<div>", "</p>", "<a href=\"", "<?xml", "<![CDATA[", "]]>", "{\"a\":",
    "\"", "\\", "'", ".", "...", "!", "?", ":", ";", "half of ", "twice", "12:30",
  ]

  private static func text(_ dice: inout Dice) -> String {
    if dice.once(in: 6) { return String(repeating: dice.pick(pieces), count: dice.number(1...300)) }
    let between = dice.once(in: 2) ? "" : dice.pick(pieces)
    return (0..<dice.pick([0, 1, 2, 3, 5, 8, 20, 60])).map { _ in dice.pick(pieces) }.joined(separator: between)
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case "\u{0}"..<" ": quoted += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }

  private static func line(_ shape: Int, _ dice: inout Dice) -> String {
    func text() -> String { quoted(HostileTextTests.text(&dice)) }
    switch shape {
    case 0: return #"{"prompt": \#(text()), "completion": \#(text())}"#
    case 1: return #"{"instruction": \#(text()), "input": \#(text()), "output": \#(text())}"#
    case 2: return #"{"text": \#(text()), "label": \#(dice.once(in: 2) ? text() : "\"a\"")}"#
    case 3: return #"{"text": \#(text())}"#
    case 4: return #"{"prompt": \#(text()), "chosen": \#(text()), "rejected": \#(text())}"#
    case 5: return #"{"conversations": [{"from": "human", "value": \#(text())}, {"from": "gpt", "value": \#(text())}]}"#
    default:
      let call = #"{"id": \#(text()), "type": "function", "function": {"name": \#(text()), "arguments": \#(text())}}"#
      return #"{"messages": [{"role": "system", "content": \#(text())}, {"role": "user", "content": \#(text())}, "#
        + #"{"role": "assistant", "content": \#(text()), "tool_calls": [\#(call)]}, "#
        + #"{"role": "tool", "content": \#(text())}, {"role": "assistant", "content": \#(text())}]}"#
    }
  }

  @Test(
    "Every rule comes to an end on them, and every line is counted", arguments: [nil, 0, 1, 2, 3, 4, 5, 6] as [Int?])
  func anyText(shape: Int?) async throws {
    var dice = Dice(UInt64(shape ?? 7) + 1)
    let lines = (0..<400).map { _ in Self.line(shape ?? dice.number(0...6), &dice) }
    let folder = try TestFolder()
    let path = try folder.write("a.jsonl", lines.joined(separator: "\n") + "\n")
    let audit = await Pipeline.audit(
      [path], settings: try standardSettings(), options: AuditOptions(keepsAllFindings: true))
    #expect(audit.report.problems.isEmpty)
    var scores: [Double] = []
    audit.forEachScore { scores.append($0.noise) }
    #expect(scores.count == lines.count && scores.allSatisfy { (0...1).contains($0) })
  }
}
