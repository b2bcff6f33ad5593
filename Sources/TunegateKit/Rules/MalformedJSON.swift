/// A line that is not JSON, with the cause named.
struct MalformedJSON: ExampleRule {
  static let id = "malformed-json"
  static let group = RuleGroup.format
  static var page: [UInt8] { PackageResources.malformed_json_md }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    for (i, row) in batch.rows.enumerated() where row.fault >= 0 {
      let fault = batch.faults[Int(row.fault)]
      guard !InvalidUTF8.covers(fault), !TooDeep.covers(fault) else { continue }
      findings.add(batch, i, offset: Int32(clamping: fault.offset), message: fault.message, hint: fault.hint)
    }
  }
}
