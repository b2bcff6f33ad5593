import Testing

@testable import TunegateKit

/// Each profile takes the records of its formats, and each of its constraints has a record that breaks it.
@Suite("Profiles: what each takes, and what it does with the rest")
struct ProfileFixtureTests {
  /// What one profile does with one record, and why.
  struct Judged: Equatable, CustomStringConvertible {
    var outcome: ProfileOutcome
    var reason: String

    init(_ line: String, _ profile: String) throws {
      let bytes = Array(line.utf8)
      let slab = Slab(capacity: bytes.count)
      for (i, byte) in bytes.enumerated() { slab.bytes[i] = byte }
      slab.setCount(bytes.count)
      let batch = Batch()
      var reader = LineReader(try Settings.forRun(config: nil, flags: SettingFlags(profiles: [profile])), first: 0)
      reader.read(slab, into: batch, withFeatures: true)
      let entry = try #require(reader.checks.tally.profiles.entries.first)
      outcome = try #require(ProfileOutcome.allCases.first { entry.counts[Int($0.rawValue)] == 1 })
      reason = entry.first[Int(outcome.rawValue)]?.reason ?? ""
    }

    var description: String { "\(outcome): \(reason)" }
  }

  /// A profile with a record, and what is expected.
  struct Case: Sendable, CustomTestStringConvertible {
    var profile: String
    var fault: String
    var line: String

    var testDescription: String { "\(profile) \(fault) \(line.prefix(60))" }
  }

  private static let profiles = (try? ProfileLibrary.all()) ?? []

  static let good: [Case] = profiles.flatMap { profile in
    profile.formats.flatMap { format in
      (FormatExamples.all[format.name]?.good ?? []).map { Case(profile: profile.name, fault: format.name, line: $0) }
    }
  }

  static let badFormat: [Case] = profiles.flatMap { profile in
    profile.formats.compactMap { format in
      FormatExamples.all[format.name].map { Case(profile: profile.name, fault: format.name, line: $0.bad) }
    }
  }

  static let broken: [Case] = ConstraintExamples.all.keys.sorted().flatMap { profile in
    (ConstraintExamples.all[profile] ?? [:]).sorted { $0.key < $1.key }.map {
      Case(profile: profile, fault: $0.key, line: $0.value)
    }
  }

  @Test("All sixteen profiles are read")
  func all() { #expect(Self.profiles.count == 16) }

  @Test("A profile takes the records of its formats", arguments: good)
  func takes(example: Case) throws {
    let judged = try Judged(example.line, example.profile)
    #expect(judged.outcome == .take, "\(judged)")
  }

  @Test("A record that breaks its format's schema is refused or dropped, as the pack says", arguments: badFormat)
  func breaksSchema(example: Case) throws {
    let profile = try #require(Self.profiles.first { $0.name == example.profile })
    let judged = try Judged(example.line, example.profile)
    #expect(judged.outcome == profile.does.misfit, "\(judged)")
    #expect(!judged.reason.hasPrefix("the keys"), "another fault than the schema: \(judged)")
  }

  @Test(
    "A record of another format is refused or dropped, with the keys that are wanted", arguments: profiles.map(\.name))
  func otherFormat(name: String) throws {
    let profile = try #require(Self.profiles.first { $0.name == name })
    for line in [#"{"song": "la"}"#, "{}", "7", #"["messages"]"#] {
      let judged = try Judged(line, name)
      #expect(judged.outcome == profile.does.misfit)
      #expect(judged.reason.hasSuffix("expected \(profile.formatKeys)"), "\(judged)")
    }
  }

  @Test("A record that breaks a constraint is treated as the pack says, for that reason", arguments: broken)
  func breaksConstraint(example: Case) throws {
    let profile = try #require(Self.profiles.first { $0.name == example.profile })
    let judged = try Judged(example.line, example.profile)
    #expect(judged.outcome == profile.outcome(ofFault: example.fault), "\(judged)")
    #expect(judged.reason.contains(Self.words(example.fault)), "\(judged)")
  }

  /// What the reason must say.
  private static func words(_ fault: String) -> String {
    switch fault {
    case "overlong": "tokens, expected"
    case "cut-off": "the prompt alone fills it"
    case "unanswered": "no answer that would be trained on"
    case "reserved-words": "the text holds the reserved `Bot:`"
    default: ProfileConstraint(name: fault)?.complaint ?? "no such constraint"
    }
  }

  @Test(
    "No constraint of a pack is without a record that breaks it, and none is made up", arguments: profiles.map(\.name))
  func complete(name: String) throws {
    let profile = try #require(Self.profiles.first { $0.name == name })
    #expect((ConstraintExamples.all[name] ?? [:]).keys.sorted() == profile.checkedFaults)
    for format in profile.formats { #expect(FormatExamples.all[format.name] != nil, "no record of \(format.name)") }
  }

  @Test("Every constraint and every format is some profile's")
  func used() {
    let demanded = Set(Self.profiles.flatMap(\.demands).map(\.constraint))
    #expect(demanded == Set(ProfileConstraint.allCases))
    let formats = Set(Self.profiles.flatMap(\.formats).map(\.name))
    #expect(formats == Set(ProfileLibrary.formats.map(\.name)))
  }

  @Test("Limits on the data set, one below and one above", arguments: profiles.map(\.name))
  func limits(name: String) throws {
    let profile = try #require(Self.profiles.first { $0.name == name })
    let limits = profile.limits
    let few = max(limits.fewestExamples ?? 1, 1)
    #expect(profile.complaints(examples: few, largest: ("a", limits.fileBytes ?? 1)) == [])
    if limits.fewestExamples != nil {
      #expect(
        profile.complaints(examples: few - 1, largest: nil).first?.hasPrefix("\(name) refuses the data set") == true)
    }
    if let most = limits.mostExamples {
      #expect(profile.complaints(examples: most, largest: nil) == [])
      #expect(profile.complaints(examples: most + 1, largest: nil).first?.contains("or fewer") == true)
    }
    if let bytes = limits.fileBytes {
      let complaints = profile.complaints(examples: few, largest: ("big.jsonl", bytes + 1))
      #expect(complaints.first?.hasPrefix("\(name) refuses the file big.jsonl") == true)
    }
  }
}
