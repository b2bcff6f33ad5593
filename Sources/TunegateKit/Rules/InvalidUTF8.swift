/// A line with bytes that are not UTF-8.
struct InvalidUTF8: ExampleRule {
  static let id = "invalid-utf8"
  static let group = RuleGroup.format
  static var page: [UInt8] { PackageResources.invalid_utf8_md }
  static var isRemovedByDefault: Bool { true }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    findings.add(batch, faultsWhere: InvalidUTF8.covers)
  }

  static func covers(_ fault: JSONFault) -> Bool { fault.kind == .invalidUTF8 || fault.kind == .legacyEncoding }
}
