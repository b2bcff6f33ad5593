import Testing

@testable import TunegateKit

/// What the `custom-rules:` section is told, as people see it.
@Suite("Custom rules: configuration")
struct CustomConfigTests {
  static let mistakes: [(rule: String, expected: String)] = [
    (
      "exact-duplicate: {message: a, at: answer, forbid: x}",
      """
      2:3: error: custom-rules: 'exact-duplicate' is a built-in rule; choose another id, or set that rule under \
      'rules:' ('tunegate explain exact-duplicate')
      """
    ),
    (
      "content: {message: a, at: answer, forbid: x}",
      "2:3: error: custom-rules: 'content' is a group of rules; choose another id"
    ),
    (
      "custom: {message: a, at: answer, forbid: x}",
      "2:3: error: custom-rules: 'custom' is a group of rules; choose another id"
    ),
    (
      "Bad_Id: {message: a, at: answer, forbid: x}",
      """
      2:3: error: custom-rules: expected an id of small letters, digits and hyphens, such as no-apology, found 'Bad_Id'
      """
    ),
    (
      "r: off",
      """
      2:6: error: custom-rules.r: expected a mapping such as {message: …, at: answer, forbid: …}, found 'off'
      """
    ),
    (
      "r: {at: answer, forbid: x}",
      "2:3: error: custom-rules.r.message is missing; add 'message: the answer apologizes'"
    ),
    ("r: {message: a, forbid: x}", "2:3: error: custom-rules.r.at is missing; add 'at: answer' or 'at: /meta/source'"),
    (
      "r: {message: a, at: answer}",
      """
      2:3: error: custom-rules.r: nothing to check; add one of forbid, require, min-length, max-length, labels, \
      schema, present
      """
    ),
    (
      "r: {message: a, at: completion, forbid: x}",
      """
      2:23: error: custom-rules.r.at: expected a JSON Pointer such as /meta/source or /messages/*/content, or one of \
      record, system, prompt, answer, last-answer, rejected, tool, turn, found 'completion'; did you mean 'answer'?
      """
    ),
    (
      "r: {message: a, at: /a~2, forbid: x}",
      """
      2:23: error: custom-rules.r.at: '/a~2' is no JSON Pointer of at most 32 steps; in a key write ~0 for '~' and \
      ~1 for '/'
      """
    ),
    (
      "r: {message: a, at: answer, forbid: '(a'}",
      """
      2:39: error: custom-rules.r.forbid: '(a' is no regular expression of ECMA-262 (flag u): column 3: found the end \
      of the pattern, expected ')' that closes the group
      """
    ),
    (
      "r: {message: a, at: answer, min-length: 5, max-length: 3}",
      "2:58: error: custom-rules.r.max-length: expected at least min-length, which is 5, found 3"
    ),
    (
      "r: {message: a, at: answer, labels: []}",
      "2:39: error: custom-rules.r.labels: expected a text, found an empty list"
    ),
    (
      "r: {message: a, at: answer, forbid: x, when: {at: /a}}",
      "2:48: error: custom-rules.r.when: nothing to compare with; add one of equals, matches, present"
    ),
    (
      "r: {message: a, at: answer, forbid: x, when: [{equals: 3}]}",
      "2:49: error: custom-rules.r.when.at is missing; add 'at: /lang' or 'at: system'"
    ),
    (
      "r: {message: a, at: answer, forbid: x, when: {at: record, equals: 3}}",
      """
      2:53: error: custom-rules.r.when.at: expected a place within the record, found 'record'; name a key, such as /lang
      """
    ),
    (
      "r: {message: a, at: answer, forbid: x, examples: {good: [5], bad: ['{\"a\":}']}}",
      """
      2:60: error: custom-rules.r.examples.good: expected a record as a mapping or as the JSON text of a line, found '5'
      c.yml:2:70: error: custom-rules.r.examples.bad: not JSON at byte 6: nothing between the colon and `}`, expected \
      a value; write the value, or null
      """
    ),
    (
      "r: {message: a, at: answer, forbid: x, severity: fatal}",
      "2:52: error: custom-rules.r.severity: expected one of error, warning, note, found 'fatal'"
    ),
    (
      "r: {message: a, at: record, schema: {type: 5}}",
      """
      2:39: error: custom-rules.r.schema: no JSON Schema that can be used: schema, at /type: found 5, expected the \
      name of a type, or an array of such names
      """
    ),
    (
      "r: {message: a, at: record, schema: nowhere.json}",
      "2:39: error: custom-rules.r.schema: nowhere.json: cannot be read: No such file or directory"
    ),
    (
      "r: {message: a, at: answer, forbid: x}\nrules: {r: off}",
      "3:9: error: 'r' in rules is a rule of your own; what it is set to stands in custom-rules.r"
    ),
    (
      "r: {message: a, at: answer, forbid: x}\nselect: [s]",
      "3:10: error: select: unknown rule or group 's'; 'tunegate rules' lists them"
    ),
  ]

  @Test("Every mistake is told with its place, what was found, what was expected", arguments: mistakes)
  func mistakesAreTold(rule: String, expected: String) {
    #expect(CustomLine.errors("custom-rules:\n  \(rule)\n") == "c.yml:" + expected)
  }

  @Test("An unknown key names the nearest")
  func unknownKey() {
    let errors = CustomLine.errors("custom-rules:\n  r: {message: a, at: answer, forbid: x, forbit: y}\n")
    #expect(
      errors.hasPrefix("c.yml:2:42: error: unknown key 'forbit' in custom-rules.r; expected one of message, hint"))
    #expect(errors.hasSuffix("did you mean 'forbid'?"))
  }

  @Test("64 rules fit, one more does not")
  func most() {
    func rules(_ count: Int) -> String {
      "custom-rules:\n" + (0..<count).map { "  r\($0): {message: a, at: answer, forbid: x}\n" }.joined()
    }
    #expect(CustomLine.errors(rules(CustomRule.most)) == "")
    #expect(CustomLine.errors(rules(CustomRule.most + 1)).contains("expected at most 64 rules, found 65"))
    #expect(AllRules.types.count + CustomRule.most <= RuleSet.capacity)
  }

  @Test("Defaults: a warning without weight and limit, that runs")
  func defaults() throws {
    let rule = try #require(try CustomLine.settings("at: answer, forbid: x")[rule: "r"])
    #expect(rule.severity == .warning && rule.weight == 0 && rule.limit == nil && rule.isEnabled)
    #expect(rule.group == "custom")
    let set = try CustomLine.settings("at: answer, forbid: x, severity: error, weight: 0.5, limit: 0.1")
    #expect(set[rule: "r"]?.severity == .error && set[rule: "r"]?.weight == 0.5 && set[rule: "r"]?.limit == 0.1)
  }

  @Test("A profile beside them changes nothing about them")
  func profile() throws {
    let config = ConfigFile(
      path: "c.yml", text: "profile: trl\ncustom-rules: {r: {message: a, at: /a, schema: {type: string}, limit: 0.5}}")
    let settings = try Settings.forRun(config: config, flags: SettingFlags())
    #expect(settings[rule: "r"]?.limit == 0.5)
    guard case .schema(let schema) = settings.customRules[0].conditions[0] else { throw CancellationError() }
    #expect(schema.given != nil)
  }

  @Test("They are chosen as any rule, by id and by group")
  func selection() throws {
    let text = "custom-rules:\n  a: {message: a, at: answer, forbid: x}\n  b: {message: b, at: answer, forbid: x}\n"
    func enabled(_ more: String, _ flags: SettingFlags = SettingFlags()) throws -> [String] {
      let settings = try Settings.forRun(config: ConfigFile(path: "c.yml", text: text + more), flags: flags)
      return settings.rules.filter { $0.isEnabled && $0.group == CustomRule.group }.map(\.id)
    }
    #expect(try enabled("") == ["a", "b"])
    #expect(try enabled("ignore: [custom]\n") == [])
    #expect(try enabled("select: [custom]\nignore: a\n") == ["b"])
    #expect(try enabled("select: [duplicates]\n") == [])
    #expect(try enabled("", SettingFlags(select: ["a"])) == ["a"])
    #expect(CustomLine.errors("select: custom").contains("the group 'custom' has no rule yet"))
  }
}
