/// Brackets that nest deeper than the limit.
struct TooDeep: ExampleRule {
  static let id = "too-deep"
  static let group = RuleGroup.format
  static var page: [UInt8] { PackageResources.too_deep_md }
  static var isRemovedByDefault: Bool { true }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    findings.add(batch, faultsWhere: TooDeep.covers)
  }

  static func covers(_ fault: JSONFault) -> Bool { fault.kind == .tooDeep }
}
