import Foundation
import Testing

@testable import TunegateKit

@Suite("Repairs in a line")
struct LineRepairTests {
  private static let settings: Settings? = try? Settings.forRun(config: nil, flags: SettingFlags())

  private static func repair(_ line: String) throws -> (line: String, changes: [LineRepairer.Change])? {
    let settings = try #require(settings)
    let plan = try FixPlan(settings)
    let repairer = LineRepairer(settings, rules: plan.repairs)
    return repairer.repair(Array(line.utf8)).map { (String(decoding: $0.line, as: UTF8.self), $0.changes) }
  }

  @Test(
    "What was damaged is written back in the spelling of its line, and nothing else is touched",
    arguments: [
      (
        #"{"prompt":  "Where?", "completion": "In KÃ¶ln, â€œthereâ€�."}"#,
        #"{"prompt":  "Where?", "completion": "In Köln, “there”."}"#
      ),
      (
        #"{"id": 1.50, "prompt": "a", "completion": "caf\u00c3\u00a9 \u2014 \/x"}"#,
        #"{"id": 1.50, "prompt": "a", "completion": "caf\u00e9 \u2014 \/x"}"#
      ),
      (
        #"{"prompt": "Coffee?", "completion": "the cafÃƒÂ© here"}"#,
        #"{"prompt": "Coffee?", "completion": "the café here"}"#
      ),
      (
        #"{"prompt": "Who?", "completion": "FÃ©lix Ã�lex and cafÃ©"}"#,
        #"{"prompt": "Who?", "completion": "Félix Ã�lex and café"}"#
      ),
      (#"{"prompt": "Hallo?", "completion": "ÐŸÑ€Ð¸Ð²ÐµÑ‚ ðŸ˜€"}"#, #"{"prompt": "Hallo?", "completion": "Привет 😀"}"#),
      (
        #"{"messages": [{"role": "user", "content": "a\u200bb"}, "#
          + #"{"content": [{"type": "text", "text": "c\ufeffd"}], "role": "assistant"}]}"#,
        #"{"messages": [{"role": "user", "content": "ab"}, "#
          + #"{"content": [{"type": "text", "text": "cd"}], "role": "assistant"}]}"#
      ),
      (
        #"{"prompt": "\u001b[1;31merror\u001b[0m \"x\"", "completion": "p\f Q\u0000r"}"#,
        #"{"prompt": "error \"x\"", "completion": "p\n Qr"}"#
      ),
      (
        #"{"instruction": "Un cafÃ© noir", "input": "\u00c3\u00a0 ZÃ¼rich", "output": "VoilÃ\u00a0 !"}"#,
        #"{"instruction": "Un café noir", "input": "\u00e0 Zürich", "output": "Voilà !"}"#
      ),
      (
        #"{"conversations": [{"from": "human", "value": "naÃ¯ve?"}, {"from": "gpt", "value": "Non, naÃ¯f"}]}"#,
        #"{"conversations": [{"from": "human", "value": "naïve?"}, {"from": "gpt", "value": "Non, naïf"}]}"#
      ),
    ])
  func repairs(line: String, expected: String) throws {
    let repaired = try #require(try Self.repair(line), "\(line)")
    #expect(repaired.line == expected)
    #expect(!repaired.changes.isEmpty)
    #expect(try Self.repair(repaired.line) == nil, "a second time there is nothing left")
  }

  @Test(
    "What may be meant, or cannot be known, is left alone",
    arguments: [
      #"{"prompt": "Why does my page show cafÃ©?", "completion": "It is UTF-8 read as Latin-1: cafÃ© is café."}"#,
      #"{"prompt": "Escreva", "completion": "NÃO É UMA MANHÃ FRIA."}"#,
      #"{"prompt": "x", "completion": "caf\u0000e9"}"#,
      #"{"prompt": "x", "completion": "bell\u0007, and \u001b[2J"}"#,
      #"{"prompt": "x", "completion": "half\u0000way, and a bell\u0007"}"#,
      #"{"prompt": "x", "completion": "pass\u200bword at pаypal"}"#,
      #"{"prompt": "Halve", "completion": "\frac{1}{2}"}"#,
      #"{"prompt": "Sine", "completion": "sin\u2061x"}"#,
      #"{"prompt": "Print red with an ANSI code", "completion": "echo '\u001b[31mred'"}"#,
      #"{"prompt": "Emoji?", "completion": "👨\u200d💻"}"#,
      #"{"prompt": "سلام", "completion": "می‌خواهم"}"#,
      #"{"prompt": "Firm?", "completion": "It is pаypal, of course."}"#,
      #"{"prompt": "a", "completion": "b", "source": "cafÃ©"}"#,
      #"{"prompt": "a", "completion": "cafÃ©",}"#,
    ])
  func leaves(line: String) throws {
    #expect(try Self.repair(line) == nil)
  }

  @Test(
    "Every example of a repairable rule's page is repaired or left, and then left",
    arguments: AllRules.types.compactMap { $0 as? any RepairingRule.Type }.map { $0.id })
  func pages(id: String) throws {
    let page = try #require(RuleList.rulePage(id))
    #expect(page.repairable)
    var repaired = 0
    for example in page.examples {
      for line in example.input.split(separator: 0x0A).map({ String(decoding: $0, as: UTF8.self) }) {
        guard let once = try Self.repair(line) else { continue }
        repaired += 1
        #expect(try Self.repair(once.line) == nil, "\(line)")
      }
    }
    #expect(repaired > 1)
  }

  @Test("Pages say which rules repair") func pagesAgree() throws {
    for type in AllRules.types {
      let page = try #require(RuleList.rulePage(type.id))
      #expect(page.repairable == (type is any RepairingRule.Type || type.id == ByteOrderMark.id), "\(type.id)")
    }
  }

  @Test("Of any line only the damaged strings change, and what they become is what they were", arguments: 0..<200)
  func property(seed: UInt64) throws {
    var dice = Dice(seed)
    let words = ["café", "naïve", "Köln", "it’s", "“so”", "plain", "tab\t", "quote\"", "back\\", "😀", "line\n", "São"]
    func text() -> String { (0..<dice.number(1...9)).map { _ in dice.pick(words) }.joined(separator: " ") }
    func literal(_ text: String, escapes: Bool) -> String {
      var out = "\""
      for unit in text.unicodeScalars {
        switch unit {
        case "\"": out += "\\\""
        case "\\": out += "\\\\"
        case "\n": out += "\\n"
        case "\t": out += "\\t"
        default:
          guard escapes, unit.value >= 0x80 else {
            out.unicodeScalars.append(unit)
            continue
          }
          for half in String(unit).utf16 { out += "\\u" + String(format: "%04x", half) }
        }
      }
      return out + "\""
    }
    func misread(_ text: String) -> String {
      String(String.UnicodeScalarView(text.utf8.map { Unicode.Scalar(UInt32($0)) ?? " " }))
    }
    let escapes = dice.once(in: 2)
    let gap = dice.once(in: 2) ? " " : ""
    let (prompt, answer, other) = (text(), "café " + text(), misread(text()))
    func line(_ prompt: String, _ answer: String) -> String {
      "{\"meta\":\(gap)\(literal(other, escapes: escapes)),\"prompt\":\(gap)\(literal(prompt, escapes: escapes)),"
        + "\(gap)\"n\": 1.0e2,\"completion\": \(literal(answer, escapes: escapes))}"
    }
    let repaired = try Self.repair(line(prompt, misread(answer)))
    #expect(repaired?.line == line(prompt, answer), "\(answer)")
    #expect(try Self.repair(line(prompt, answer)) == nil)
  }

  @Test(
    "Whatever JSON stands around it, one string changes, and all other values are what they were", arguments: 0..<200)
  func random(seed: UInt64) throws {
    var dice = Dice(seed)
    let (damaged, sound) = dice.pick([
      (#""un cafÃ© noir""#, #""un café noir""#), (#""caf\u00C3\u00A9\tnoir""#, #""caf\u00e9\tnoir""#),
      (#""a\u200bb \"c\" \ud83d\ude00""#, #""ab \"c\" \ud83d\ude00""#), (#""x\u0000y\\""#, #""xy\\""#),
      (#""\u001b[31mno\u001B[0m""#, #""no""#),
    ])
    var fields = (0..<dice.number(0...5)).map { ("k\($0)", Self.json(&dice, depth: 3)) }
    fields.append(("prompt", #""What is it?""#))
    let space = { (dice: inout Dice) in dice.pick(["", " ", "  ", "\t"]) }
    fields.append(("completion", damaged))
    let order = dice.shuffled(fields)
    var (before, after) = ("{", "{")
    for (i, (key, value)) in order.enumerated() {
      let start = (i > 0 ? "," : "") + space(&dice) + "\"\(key)\"" + space(&dice) + ":" + space(&dice)
      let end = space(&dice)
      before += start + value + end
      after += start + (key == "completion" ? sound : value) + end
    }
    let repaired = try #require(try Self.repair(before + "}"), "\(before)")
    #expect(repaired.line == after + "}")
    let (old, new) = (try Self.object(before + "}"), try Self.object(repaired.line))
    #expect(new["completion"] as? String != old["completion"] as? String)
    for (key, value) in old where key != "completion" { #expect(new[key] == value, "\(key)") }
  }

  private static func object(_ line: String) throws -> [String: NSObject] {
    try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: NSObject])
  }

  /// A value in some of the spellings that JSON allows, with damage that no rule judges.
  private static func json(_ dice: inout Dice, depth: Int) -> String {
    switch dice.number(0...(depth > 0 ? 7 : 5)) {
    case 0: return dice.pick(["1.0e2", "-0", "12345678901234567890", "0.10", "1E+2"])
    case 1: return dice.pick(["true", "false", "null"])
    case 2, 3: return dice.pick([#""cafÃ©""#, #""a\u200Bb\/""#, #""}],{\"[""#, #""\u0000""#, #""""#])
    case 4, 5: return dice.pick(["[]", "{}", #""\ud83d\ude00""#, #""ÐŸÑ€Ð¸Ð²ÐµÑ‚""#])
    case 6:
      let items = (0..<dice.number(0...3)).map { _ in json(&dice, depth: depth - 1) }
      return "[ " + items.joined(separator: " ,") + "]"
    default:
      let items = (0..<dice.number(0...3)).map { "\"cafÃ©\($0)\": " + json(&dice, depth: depth - 1) }
      return "{" + items.joined(separator: ", ") + " }"
    }
  }
}
