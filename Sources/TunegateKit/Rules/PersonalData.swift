/// Data of a person: e-mail addresses, phone, card, account and social security numbers.
struct PersonalData: ExampleRule {
  static let id = "personal-data"
  static let group = RuleGroup.content
  static var page: [UInt8] { PackageResources.personal_data_md }
  static let options = [SightingReport.option(SecretKind.personal)]

  private let report: SightingReport

  init(_ settings: RuleSettings) { report = SightingReport(settings, of: SecretKind.personal) }

  func check(_ batch: Batch, into findings: inout Findings) {
    report.add(
      batch, into: &findings, expected: "no personal data",
      hint: "put a placeholder in its place, such as one of example.com, or remove the example")
  }
}
