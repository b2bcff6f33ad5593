import Testing

@testable import TunegateKit

/// Every error message of the choice of rules and of the `rules:` section, as people see it; `ToyRules.errors` also
/// proves that a refused file changes nothing.
@Suite struct SettingsErrorTests {
  typealias Case = (yaml: String, expected: String)

  private static let keys = orList(Settings.topLevelKeys)

  @Test(arguments: topLevel) func topLevelIsRefused(yaml: String, expected: String) throws {
    #expect(try ToyRules.errors(yaml) == expected)
  }

  @Test(arguments: rules) func rulesAreRefused(yaml: String, expected: String) throws {
    #expect(try ToyRules.errors(yaml) == expected)
  }

  /// Keys of the top level, and the choice of rules.
  static let topLevel: [Case] = [
    (
      "serverity: error",
      """
      c.yml:1:1: error: unknown key 'serverity' at the top level; expected \(keys)
      """
    ),
    (
      "zzz: 1\nrule: {}",
      """
      c.yml:1:1: error: unknown key 'zzz' at the top level; expected \(keys)
      c.yml:2:1: error: unknown key 'rule' at the top level; expected \(keys); did you mean 'rules'?
      """
    ),
    (
      "select: exact-duplicat",
      """
      c.yml:1:9: error: select: unknown rule or group 'exact-duplicat'; did you mean 'exact-duplicate'?
      """
    ),
    (
      "select: [size, duplicate]",
      """
      c.yml:1:16: error: select: unknown rule or group 'duplicate'; did you mean 'duplicates'?
      """
    ),
    (
      "ignore: [nothing-like-it]",
      """
      c.yml:1:10: error: ignore: unknown rule or group 'nothing-like-it'; 'tunegate rules' lists them
      """
    ),
    ("ignore:", "c.yml:1:8: error: ignore: expected a text or a list of texts, found nothing"),
    ("profile:", "c.yml:1:9: error: profile: expected a text or a list of texts, found nothing"),
    ("profile: {name: trl}", "c.yml:1:10: error: profile: expected a text or a list of texts, found a mapping"),
    ("profile: \"\\e[31m\"\ngate: \"\\e[31m\"", "c.yml:2:7: error: gate: expected a mapping, found '\\u{1B}[31m'"),
    (
      "select: []",
      """
      c.yml:1:9: error: select: expected a rule or a group, found an empty list; without the key all run
      """
    ),
    (
      "profle: a\ngate: {max-noise: 101, fail-on: 3}\nselect: [sise]",
      """
      c.yml:1:1: error: unknown key 'profle' at the top level; expected \(keys); did you mean 'profile'?
      c.yml:2:19: error: gate.max-noise: expected a number between 0 and 100, found '101'
      c.yml:2:33: error: gate.fail-on: expected one of error, warning, note, never, found '3'
      c.yml:3:10: error: select: unknown rule or group 'sise'; did you mean 'size'?
      """
    ),
  ]

  /// The `rules:` section.
  static let rules: [Case] = [
    (
      "rules:\n  near-duplicate: {serverity: error}",
      """
      c.yml:2:20: error: unknown key 'serverity' in rules.near-duplicate; expected one of enabled, severity, \
      weight, limit, similarity, shingle, across, side, note, skip, floor, scale; did you mean 'severity'?
      """
    ),
    (
      "rules:\n  near-duplicate: {origin: me}",
      """
      c.yml:2:20: error: unknown key 'origin' in rules.near-duplicate; expected one of enabled, severity, \
      weight, limit, similarity, shingle, across, side, note, skip, floor, scale
      """
    ),
    (
      "rules:\n  near-duplicate: {similarty: 0.5}",
      """
      c.yml:2:20: error: unknown key 'similarty' in rules.near-duplicate; expected one of enabled, severity, \
      weight, limit, similarity, shingle, across, side, note, skip, floor, scale; did you mean 'similarity'?
      """
    ),
    (
      "rules:\n  near-dupliacte: off",
      """
      c.yml:2:3: error: unknown rule 'near-dupliacte' in rules; did you mean 'near-duplicate'?
      """
    ),
    ("rules:\n  spelling: off", "c.yml:2:3: error: unknown rule 'spelling' in rules; 'tunegate rules' lists them"),
    (
      "rules:\n  duplicates: off",
      """
      c.yml:2:3: error: 'duplicates' in rules is a group; name its rules: near-duplicate, exact-duplicate
      """
    ),
    ("rules: [near-duplicate]", "c.yml:1:8: error: rules: expected a mapping, found a list"),
    (
      "rules:\n  near-duplicate:",
      """
      c.yml:2:18: error: rules.near-duplicate: expected off, on or a mapping such as {severity: warning}, \
      found nothing
      """
    ),
    (
      "rules:\n  near-duplicate: 0.3",
      """
      c.yml:2:19: error: rules.near-duplicate: expected off, on or a mapping such as {severity: warning}, \
      found '0.3'
      """
    ),
    (
      "rules:\n  near-duplicate: 'off'",
      """
      c.yml:2:19: error: rules.near-duplicate: expected off, on or a mapping such as {severity: warning}, \
      found 'off'; remove the quotes
      """
    ),
    (
      "rules:\n  near-duplicate: {severity: warn}",
      """
      c.yml:2:30: error: rules.near-duplicate.severity: expected one of error, warning, note, found 'warn'
      """
    ),
    (
      "rules:\n  near-duplicate: {severity: warnnig}",
      """
      c.yml:2:30: error: rules.near-duplicate.severity: expected one of error, warning, note, found 'warnnig'; \
      did you mean 'warning'?
      """
    ),
    (
      "rules:\n  near-duplicate: {severity: [error]}",
      """
      c.yml:2:30: error: rules.near-duplicate.severity: expected one of error, warning, note, found a list
      """
    ),
    (
      "rules:\n  near-duplicate: {weight: 2}",
      """
      c.yml:2:28: error: rules.near-duplicate.weight: expected a number between 0 and 1 (0.2 means 20 %), \
      found '2'
      """
    ),
    (
      "rules:\n  near-duplicate: {limit: 20%}",
      """
      c.yml:2:27: error: rules.near-duplicate.limit: expected a number between 0 and 1 (0.2 means 20 %), found \
      '20%'
      """
    ),
    (
      "rules:\n  near-duplicate: {limit: -0.1}",
      """
      c.yml:2:27: error: rules.near-duplicate.limit: expected a number between 0 and 1 (0.2 means 20 %), found \
      '-0.1'
      """
    ),
    (
      "rules:\n  near-duplicate: {limit: '0.1'}",
      """
      c.yml:2:27: error: rules.near-duplicate.limit: expected a number between 0 and 1 (0.2 means 20 %), found \
      '0.1'; remove the quotes
      """
    ),
    (
      "rules:\n  near-duplicate: {limit: nan}",
      """
      c.yml:2:27: error: rules.near-duplicate.limit: expected a number between 0 and 1 (0.2 means 20 %), found \
      'nan'
      """
    ),
    (
      "rules:\n  near-duplicate: {limit: }",
      """
      c.yml:2:27: error: rules.near-duplicate.limit: expected a number between 0 and 1 (0.2 means 20 %), found \
      nothing
      """
    ),
    (
      "rules:\n  near-duplicate: {enabled: maybe}",
      """
      c.yml:2:29: error: rules.near-duplicate.enabled: expected true or false, found 'maybe'
      """
    ),
    (
      "rules:\n  near-duplicate: {enabled: 'true'}",
      """
      c.yml:2:29: error: rules.near-duplicate.enabled: expected true or false, found 'true'; remove the quotes
      """
    ),
    (
      "rules:\n  near-duplicate: {similarity: 1.5}",
      """
      c.yml:2:32: error: rules.near-duplicate.similarity: expected a number between 0 and 1 (0.2 means 20 %), \
      found '1.5'
      """
    ),
    (
      "rules:\n  near-duplicate: {shingle: 5.5}",
      """
      c.yml:2:29: error: rules.near-duplicate.shingle: expected a whole number between 1 and 64, found '5.5'
      """
    ),
    (
      "rules:\n  near-duplicate: {shingle: 65}",
      """
      c.yml:2:29: error: rules.near-duplicate.shingle: expected a whole number between 1 and 64, found '65'
      """
    ),
    (
      "rules:\n  near-duplicate: {floor: 1}",
      """
      c.yml:2:27: error: rules.near-duplicate.floor: expected a whole number of at least 2, found '1'
      """
    ),
    (
      "rules:\n  near-duplicate: {scale: 0.5}",
      """
      c.yml:2:27: error: rules.near-duplicate.scale: expected a number of at least 1, found '0.5'
      """
    ),
    (
      "rules:\n  near-duplicate: {across: 1}",
      """
      c.yml:2:28: error: rules.near-duplicate.across: expected true or false, found '1'
      """
    ),
    (
      "rules:\n  near-duplicate: {side: anser}",
      """
      c.yml:2:26: error: rules.near-duplicate.side: expected one of prompt, answer, both, found 'anser'; did \
      you mean 'answer'?
      """
    ),
    (
      "rules:\n  near-duplicate: {note: {a: 1}}",
      """
      c.yml:2:26: error: rules.near-duplicate.note: expected a text, found a mapping
      """
    ),
    (
      "rules:\n  near-duplicate: {skip: {a: 1}}",
      """
      c.yml:2:26: error: rules.near-duplicate.skip: expected a text or a list of texts, found a mapping
      """
    ),
    (
      "rules:\n  near-duplicate: {skip: [a, [b]]}",
      """
      c.yml:2:30: error: rules.near-duplicate.skip: expected a text, found a list
      """
    ),
  ]
}
