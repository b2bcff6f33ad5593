import Testing

@testable import TunegateKit

/// Every error message of a text that is no YAML, or no config, as people see it; `ToyRules.errors` also proves that a
/// refused file changes nothing.
@Suite struct YAMLErrorTests {
  typealias Case = (yaml: String, expected: String)

  @Test(arguments: yaml) func brokenYAMLIsRefused(yaml: String, expected: String) throws {
    #expect(try ToyRules.errors(yaml) == expected)
  }

  /// What is wrong with the text as YAML.
  static let yaml: [Case] = [
    ("- a\n- b", "c.yml:1:1: error: expected keys and values such as 'profile: openai-chat', found a list"),
    ("just text", "c.yml:1:1: error: expected keys and values such as 'profile: openai-chat', found 'just text'"),
    (
      "gate: {max-noise: 1}\ngate: {max-noise: 2}",
      """
      c.yml:2:1: error: duplicate key 'gate', first given on line 1; keep one
      """
    ),
    (
      "rules:\n  near-duplicate:\n    limit: 0.1\n    weight: 1\n    limit: 0.2\n",
      """
      c.yml:5:5: error: duplicate key 'rules.near-duplicate.limit', first given on line 3; keep one
      """
    ),
    (
      "\"gate\": {max-noise: 1}\ngate: {max-noise: 900}",
      """
      c.yml:2:1: error: duplicate key 'gate', first given on line 1; keep one
      """
    ),
    ("? [a]\n: 1", "c.yml:1:3: error: a key must be a plain text, found a list or a mapping; is a quote missing?"),
    ("1: a\n1: b", "c.yml:1:1: error: duplicate key '1'; keep one"),
    (
      "gate: {max-noise: 1, max-noise: 2, max-noise: 3, fail-no: 1}\nselect: size\r\nselect: size",
      """
      c.yml:1:22: error: duplicate key 'gate.max-noise', first given on line 1; keep one
      c.yml:1:36: error: duplicate key 'gate.max-noise', first given on line 1; keep one
      c.yml:1:50: error: unknown key 'fail-no' in gate; expected one of max-noise, fail-on, min-examples, \
      require-verdict, baseline-tolerance, fail-on-drift; did you mean 'fail-on'?
      c.yml:3:1: error: duplicate key 'select', first given on line 2; keep one
      """
    ),
    (
      "a: b: c",
      """
      c.yml:1:5: error: not valid YAML: mapping values are not allowed in this context; put quotes around a \
      text that holds ': ', and look at the line before
      """
    ),
    (
      "gate:\n\tmax-noise: 5",
      """
      c.yml:2:1: error: not valid YAML: found character that cannot start any token; indent with spaces, not \
      with a tab
      """
    ),
    (
      "select: [a, b",
      """
      c.yml:2:1: error: not valid YAML: did not find expected ',' or ']' while parsing a flow sequence from \
      line 1, column 9; close the list with ']'
      """
    ),
    (
      "gate: {max-noise: 5",
      """
      c.yml:2:1: error: not valid YAML: did not find expected ',' or '}' while parsing a flow mapping from \
      line 1, column 7; close the entry with '}'
      """
    ),
    (
      "profile: \"openai",
      """
      c.yml:1:17: error: not valid YAML: found unexpected end of stream while scanning a quoted scalar from \
      line 1, column 10; close the quote
      """
    ),
    (
      "gate:\n  max-noise: 5\n fail-on: error",
      """
      c.yml:3:2: error: not valid YAML: did not find expected key; entries of one block need the same indent
      """
    ),
    (
      "select:\n  - size\n - duplicates",
      """
      c.yml:3:2: error: not valid YAML: did not find expected key; entries of one block need the same indent
      """
    ),
    (
      "profile: *trl",
      """
      c.yml:1:10: error: not valid YAML: found undefined alias; put quotes around a text that begins with '*'
      """
    ),
    (
      "profile: @trl",
      """
      c.yml:1:10: error: not valid YAML: found character that cannot start any token; put quotes around the \
      text
      """
    ),
    (
      "profile: trl\n---\nprofile: openai",
      """
      c.yml:2:1: error: not valid YAML: found another document; only one is read; remove the line '---'
      """
    ),
    (
      "profile: a\u{1}b",
      """
      c.yml:1:11: error: not valid YAML: control characters are not allowed (U+0001); remove the character
      """
    ),
    (
      "profile\ngate: {}",
      """
      c.yml:2:5: error: not valid YAML: mapping values are not allowed in this context; put quotes around a \
      text that holds ': ', and look at the line before
      """
    ),
  ]
}
