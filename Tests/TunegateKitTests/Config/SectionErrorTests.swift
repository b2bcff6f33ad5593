import Testing

@testable import TunegateKit

/// Every error message of the `gate:`, `limits:` and `fields:` sections, as people see it; `ToyRules.errors` also
/// proves that a refused file changes nothing.
@Suite struct SectionErrorTests {
  typealias Case = (yaml: String, expected: String)

  @Test(arguments: gateAndLimits) func gateAndLimitsAreRefused(yaml: String, expected: String) throws {
    #expect(try ToyRules.errors(yaml) == expected)
  }

  @Test(arguments: fields) func fieldsAreRefused(yaml: String, expected: String) throws {
    #expect(try ToyRules.errors(yaml) == expected)
  }

  /// The `gate:` and `limits:` sections.
  static let gateAndLimits: [Case] = [
    (
      "gate: {max-noise: 101}",
      """
      c.yml:1:19: error: gate.max-noise: expected a number between 0 and 100, found '101'
      """
    ),
    (
      "gate: {max-noise: lots}",
      """
      c.yml:1:19: error: gate.max-noise: expected a number between 0 and 100, found 'lots'
      """
    ),
    (
      "gate: {max_noise: 5}",
      """
      c.yml:1:8: error: unknown key 'max_noise' in gate; expected one of max-noise, fail-on, min-examples, \
      require-verdict, baseline-tolerance, fail-on-drift; did you mean 'max-noise'?
      """
    ),
    (
      "gate: {fail-on: errors}",
      """
      c.yml:1:17: error: gate.fail-on: expected one of error, warning, note, never, found 'errors'; did you \
      mean 'error'?
      """
    ),
    (
      "gate: {min-examples: -1}",
      """
      c.yml:1:22: error: gate.min-examples: expected a whole number of at least 0, found '-1'
      """
    ),
    ("gate: 5", "c.yml:1:7: error: gate: expected a mapping, found '5'"),
    (
      "limits: {line-bytes: 64MiBs}",
      """
      c.yml:1:22: error: limits.line-bytes: expected a size between 1MiB and 256MiB, such as 64MiB, 10MB or \
      4096, found '64MiBs'
      """
    ),
    (
      "limits: {line-bytes: 1}",
      """
      c.yml:1:22: error: limits.line-bytes: expected a size between 1MiB and 256MiB, such as 64MiB, 10MB or \
      4096, found '1'
      """
    ),
    (
      "limits: {line-bytes: '64'}",
      """
      c.yml:1:22: error: limits.line-bytes: expected a size between 1MiB and 256MiB, such as 64MiB, 10MB or \
      4096, found '64'; remove the quotes
      """
    ),
    (
      "limits: {line-bytes: 99999999999GiB}",
      """
      c.yml:1:22: error: limits.line-bytes: expected a size between 1MiB and 256MiB, such as 64MiB, 10MB or \
      4096, found '99999999999GiB'
      """
    ),
    (
      "limits: {depth: 0}",
      """
      c.yml:1:17: error: limits.depth: expected a whole number between 1 and 1024, found '0'
      """
    ),
    (
      "limits: {ratio: 0}",
      """
      c.yml:1:17: error: limits.ratio: expected a whole number between 1 and 1000000, found '0'
      """
    ),
    (
      "limits: {shown-per-rule: many}",
      """
      c.yml:1:26: error: limits.shown-per-rule: expected a whole number between 0 and 10000, found 'many'
      """
    ),
    (
      "limits: {memory: 1GiB}",
      """
      c.yml:1:10: error: unknown key 'memory' in limits; expected one of line-bytes, depth, ratio, \
      shown-per-rule
      """
    ),
  ]

  /// The `fields:` section.
  static let fields: [Case] = [
    (
      "fields: {prompt: question}",
      """
      c.yml:1:9: error: fields: nothing to learn; add answer, label, messages, or chosen and rejected
      """
    ),
    (
      "fields: {answer: a, label: b}",
      """
      c.yml:1:9: error: fields: 'answer' and 'label' exclude each other; keep one
      """
    ),
    ("fields: {chosen: a}", "c.yml:1:9: error: fields: 'chosen' needs 'rejected' beside it"),
    ("fields: {rejected: a}", "c.yml:1:9: error: fields: 'rejected' needs 'chosen' beside it"),
    ("fields: {messages: m, prompt: p}", "c.yml:1:9: error: fields: 'messages' holds the prompt; remove 'prompt'"),
    ("fields: {messages: [m, n]}", "c.yml:1:20: error: fields.messages: expected one key, found a list"),
    (
      "fields: {prompt: a..b, answer: c}",
      """
      c.yml:1:18: error: fields.prompt: 'a..b' has an empty key; write it as 'outer.inner'
      """
    ),
    (
      "fields: {prompt: [], answer: c}",
      """
      c.yml:1:18: error: fields.prompt: expected a key or a list of keys, found an empty list
      """
    ),
    (
      "fields: {promt: a, answer: c}",
      """
      c.yml:1:10: error: unknown key 'promt' in fields; expected one of system, prompt, answer, label, chosen, \
      rejected, messages; did you mean 'prompt'?
      """
    ),
    ("fields: instruction", "c.yml:1:9: error: fields: expected a mapping, found 'instruction'"),
  ]
}
