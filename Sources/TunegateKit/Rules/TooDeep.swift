/// Brackets that nest deeper than the limit.
struct TooDeep: ExampleRule {
  static let id = "too-deep"
  static let group = RuleGroup.format
  static var page: [UInt8] { PackageResources.too_deep_md }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    for (i, row) in batch.rows.enumerated() where row.fault >= 0 {
      let fault = batch.faults[Int(row.fault)]
      if TooDeep.covers(fault) {
        findings.add(batch, i, offset: Int32(clamping: fault.offset), message: fault.message, hint: fault.hint)
      }
    }
  }

  static func covers(_ fault: JSONFault) -> Bool { fault.kind == .tooDeep }
}
