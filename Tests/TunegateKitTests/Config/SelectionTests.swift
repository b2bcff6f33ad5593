import Testing

@testable import TunegateKit

/// Which rules run, by layer. The pack of `ToyRules` switches `length-outlier` off.
@Suite struct SelectionTests {
  @Test(arguments: [
    ("", ["near-duplicate", "exact-duplicate"]),
    ("select: duplicates", ["near-duplicate", "exact-duplicate"]),
    ("select: [exact-duplicate]", ["exact-duplicate"]),
    // The rule's own id switches it on, its group does not.
    ("select: [length-outlier]", ["length-outlier"]),
    ("select: [size, exact-duplicate]", ["exact-duplicate"]),
    ("rules: {length-outlier: on}", ["near-duplicate", "exact-duplicate", "length-outlier"]),
    ("rules: {length-outlier: {enabled: yes}}", ["near-duplicate", "exact-duplicate", "length-outlier"]),
    ("rules: {length-outlier: {severity: error}}", ["near-duplicate", "exact-duplicate"]),
    ("rules: {near-duplicate: off}", ["exact-duplicate"]),
    ("rules: {near-duplicate: {enabled: false}}", ["exact-duplicate"]),
    ("ignore: [near-duplicate]", ["exact-duplicate"]),
    ("ignore: duplicates", []),
    // Within a file, whatever the order of its keys: select, then rules, then ignore; an id is stronger than a group.
    ("rules: {near-duplicate: off}\nselect: [near-duplicate, exact-duplicate]", ["exact-duplicate"]),
    ("ignore: [near-duplicate]\nselect: [near-duplicate, exact-duplicate]", ["exact-duplicate"]),
    ("ignore: [duplicates]\nselect: [near-duplicate]", ["near-duplicate"]),
    ("ignore: [duplicates]\nselect: [duplicates, length-outlier]", ["length-outlier"]),
  ]) func ofOneFile(yaml: String, expected: [String]) throws {
    #expect(DraftRules.enabled(try settings(yaml)) == expected)
  }

  @Test(arguments: [
    ("select: [exact-duplicate]", ["near-duplicate"], [], ["near-duplicate"]),
    ("ignore: [near-duplicate]", ["near-duplicate"], [], ["near-duplicate"]),
    ("rules: {near-duplicate: off}", ["near-duplicate,exact-duplicate"], [], ["near-duplicate", "exact-duplicate"]),
    ("rules: {near-duplicate: off}", ["duplicates"], [], ["exact-duplicate"]),
    ("ignore: [near-duplicate]", [], ["exact-duplicate"], []),
    ("select: [exact-duplicate, near-duplicate]", [], ["exact-duplicate"], ["near-duplicate"]),
    ("", ["near-duplicate, exact-duplicate"], ["near-duplicate"], ["exact-duplicate"]),
  ]) func ofFileAndFlags(yaml: String, select: [String], ignore: [String], expected: [String]) throws {
    var settings = try settings(yaml)
    try settings.overlay(SettingFlags(select: select, ignore: ignore))
    #expect(DraftRules.enabled(settings) == expected)
  }

  @Test func flagsSayWhatIsWrong() throws {
    var settings = try ToyRules.settings()
    let before = settings
    let flags = SettingFlags(
      select: ["duplicates,exact-duplicat"], ignore: ["sizes", "wholly-unknown"], maxNoise: -1, failOn: "eror")
    let error = #expect(throws: ConfigErrors.self) { try settings.overlay(flags) }
    #expect(
      error?.description == """
        --select: error: unknown rule or group 'exact-duplicat'; did you mean 'exact-duplicate'?
        --ignore: error: unknown rule or group 'sizes'; did you mean 'size'?
        --ignore: error: unknown rule or group 'wholly-unknown'; 'tunegate rules' lists them
        --max-noise: error: expected a number between 0 and 100, found -1.0
        --fail-on: error: expected one of error, warning, note, never, found 'eror'; did you mean 'error'?
        """)
    #expect(settings == before)
    #expect(throws: ConfigErrors.self) { try settings.overlay(SettingFlags(maxNoise: .nan)) }
  }

  @Test func noFlagsChangeNothing() throws {
    var settings = try settings("select: [exact-duplicate]\nprofile: trl")
    let before = settings
    try settings.overlay(SettingFlags())
    #expect(settings == before)
  }

  private func settings(_ yaml: String) throws -> Settings {
    var settings = try ToyRules.settings()
    try settings.overlay(yaml, path: "c.yml")
    return settings
  }
}
