/// A line with bytes that are not UTF-8.
struct InvalidUTF8: ExampleRule {
  static let id = "invalid-utf8"
  static let group = RuleGroup.format
  static var page: [UInt8] { PackageResources.invalid_utf8_md }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    for (i, row) in batch.rows.enumerated() where row.fault >= 0 {
      let fault = batch.faults[Int(row.fault)]
      if InvalidUTF8.covers(fault) {
        findings.add(batch, i, offset: Int32(clamping: fault.offset), message: fault.message, hint: fault.hint)
      }
    }
  }

  static func covers(_ fault: JSONFault) -> Bool { fault.kind == .invalidUTF8 || fault.kind == .legacyEncoding }
}
