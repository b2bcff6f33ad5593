/// A line that is not JSON, with the cause named.
struct MalformedJSON: ExampleRule {
  static let id = "malformed-json"
  static let group = RuleGroup.format
  static var page: [UInt8] { PackageResources.malformed_json_md }
  static var isRemovedByDefault: Bool { true }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    findings.add(batch, faultsWhere: { !InvalidUTF8.covers($0) && !TooDeep.covers($0) })
  }
}
