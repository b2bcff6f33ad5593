/// A UTF-8 byte order mark at the start of a file: most loaders fail on it, one provider asks for it.
struct ByteOrderMark: ExampleRule {
  static let id = "byte-order-mark"
  static let group = RuleGroup.format
  static var page: [UInt8] { PackageResources.byte_order_mark_md }
  static let options = [OptionSpec("expected", .bool)]

  private let isExpected: Bool

  init(_ settings: RuleSettings) { isExpected = settings.bool("expected") ?? false }

  func check(_ batch: Batch, into findings: inout Findings) {
    guard batch.isFirst, batch.startsWithMark != isExpected, !batch.rows.isEmpty else { return }
    findings.add(
      batch, 0,
      message: batch.startsWithMark
        ? "the file starts with a byte order mark, which most loaders take for a broken first line"
        : "the file starts without a byte order mark, which this provider expects",
      hint: batch.startsWithMark ? "remove it: sed -i '1s/^\\xEF\\xBB\\xBF//' FILE" : "save the file as UTF-8 with BOM")
  }
}
