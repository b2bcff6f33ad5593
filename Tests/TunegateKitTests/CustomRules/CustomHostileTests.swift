import Testing

@testable import TunegateKit

/// Patterns and lines that are made to take long.
@Suite("Custom rules: hostile patterns and lines")
struct CustomHostileTests {
  @Test("A pattern that other engines explode on takes linear time")
  func catastrophe() throws {
    let line = #"{"a": "\#(String(repeating: "a", count: 200_000))!"}"#
    #expect(try CustomLine.findings("at: /a, forbid: '^(a+)+$'", line) == [])
    #expect(try CustomLine.findings("at: /a, forbid: '(a|a)*b'", line) == [])
  }

  @Test("A pattern that gives up is a finding, not a pass")
  func givesUp() throws {
    let line = #"{"a": "\#(String(repeating: "a", count: 4000))"}"#
    for condition in ["forbid", "require"] {
      let found = try CustomLine.findings("at: /a, \(condition): '(?:a|aa)*(?<!a)$'", line)
      #expect(found.count == 1 && found[0].contains("takes too many steps"), "\(found)")
    }
    // A guard that cannot be judged does not keep the rule from looking.
    let guarded = "at: /a, max-length: 5, when: {at: /a, matches: '(?:a|aa)*(?<!a)$'}"
    #expect(try CustomLine.findings(guarded, line).count == 1)
  }

  @Test("A rule has twenty findings on a line at most")
  func mostRemarks() throws {
    let line = #"{"l": [\#((0..<5000).map { _ in #""x""# }.joined(separator: ","))]}"#
    #expect(try CustomLine.findings("at: '/l/*', forbid: x", line).count == CustomCheck.mostRemarks)
    #expect(try CustomLine.findings("at: ['/l/*', '/l/0'], forbid: [x, x]", line).count == CustomCheck.mostRemarks)
  }

  @Test("Guards within elements are asked once for each element")
  func guards() throws {
    let inner = (0..<3000).map { _ in "1" }.joined(separator: ",")
    let element = #"{"v": [\#(inner)], "k": [\#(inner)]}"#
    let line = #"{"l": [\#((0..<20).map { _ in element }.joined(separator: ","))]}"#
    #expect(try CustomLine.findings("at: '/l/*/v/*', forbid: x, when: {at: '/l/*/k/*', equals: 2}", line) == [])
  }

  @Test("Deep nesting under a long pointer")
  func depth() throws {
    let pointer = String(repeating: "/*", count: 32)
    let line = #"{"a": "# + String(repeating: "[", count: 100) + "1" + String(repeating: "]", count: 100) + "}"
    #expect(try CustomLine.findings("at: '\(pointer)', labels: [x]", line).count == 1)
    #expect(CustomLine.errors("custom-rules: {r: {message: a, at: '\(pointer)/*', labels: x}}").contains("at most 32"))
  }

  @Test("A hostile message cannot leave its page")
  func message() throws {
    let text = "\"a\\n# b\\n---\\n```\\nc\""
    let settings = try Settings.forRun(
      config: ConfigFile(path: "c.yml", text: "custom-rules: {r: {message: \(text), at: answer, forbid: '```\\n~~~'}}"),
      flags: SettingFlags())
    let page = try #require(settings.customRules[0].page(severity: .error))
    #expect(page.title == "a # b --- ``` c" && page.id == "r" && page.sections.count == 2)
  }
}
