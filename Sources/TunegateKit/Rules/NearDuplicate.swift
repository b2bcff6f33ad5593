/// An example that repeats an earlier one but for a few words.
struct NearDuplicate: CorpusRule {
  static let id = "near-duplicate"
  static let group = RuleGroup.duplicates
  static var page: [UInt8] { PackageResources.near_duplicate_md }
  static let options = [
    OptionSpec("similarity", .number(0.5...1)), OptionSpec("side", .number(0...1)),
    OptionSpec("short-answer", .number(0...1)), OptionSpec("other-numbers", .number(0...1)),
    OptionSpec("common-share", .number(0...1)),
  ]

  init(_ settings: RuleSettings) {}

  /// The index searches for near duplicates with these.
  static func limits(_ settings: RuleSettings) -> NearDuplicateLimits {
    var limits = NearDuplicateLimits()
    if let value = settings.number("similarity") { limits.similarity = Float(value) }
    if let value = settings.number("side") { limits.side = Float(value) }
    if let value = settings.number("short-answer") { limits.shortAnswer = Float(value) }
    if let value = settings.number("other-numbers") { limits.otherNumbers = Float(value) }
    if let value = settings.number("common-share") { limits.commonShare = value }
    return limits
  }

  func conclude(_ tally: NoTally, _ corpus: Corpus, into findings: inout Findings) {
    DuplicateReport("nearly repeats").report(corpus.duplicates.near, corpus, into: &findings)
  }
}
