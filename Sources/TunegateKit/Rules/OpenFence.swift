/// An answer with a code block that is never closed.
struct OpenFence: ExampleRule {
  static let id = "open-fence"
  static let group = RuleGroup.content
  static var page: [UInt8] { PackageResources.open_fence_md }

  init(_ settings: RuleSettings) {}

  func check(_ batch: Batch, into findings: inout Findings) {
    batch.visit(.answer, with: .fence) { i, row, turn in
      let (parts, isOpen) = batch.text(of: turn).fences()
      guard isOpen, let last = parts.last else { return false }
      // Where a prompt ends in an open block, the answer goes on in it.
      if batch.given(row, before: turn).last?.fences().isOpen == true { return false }
      let text = batch.text(of: turn)
      let line = last.lowerBound..<(text.next(0x0A, from: last.lowerBound) ?? text.count)
      let isEnd = text.trimmed.upperBound <= line.upperBound
      let number = text[..<last.lowerBound].count { $0 == 0x0A } + 1
      findings.add(
        batch, i, offset: turn.offset,
        message: isEnd
          ? "the answer closes a code block that it never opened, expected a line of three back quotes before the code"
          : "the answer opens a code block on its line \(number) and never closes it, "
            + "expected a line of three back quotes at its end",
        hint: "close the block, or remove the example: it was probably cut off")
      return true
    }
  }
}
