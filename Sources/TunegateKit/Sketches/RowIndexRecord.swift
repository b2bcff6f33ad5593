/// A row of another state, for a comparison: what `ComparedRow` looks at, as whole words.
struct RowRecord {
  /// Words of a row: one of numbers, then the payload, filled up with zeros.
  static let words = 1 + FeatureColumns.longestText / 8

  private var meeting = Meeting(payload: 0, numbers: 0 as UInt16, context: 0, lengthBits: 0, mark: 0, promptCount: 0)
  /// The payload, with 64 readable bytes behind it, as the kernels want them.
  private var payload = [UInt8](repeating: 0, count: FeatureColumns.longestText + 64)

  init() {}

  /// Takes a row from words; false when they are none.
  mutating func read(_ words: [UInt64]) -> Bool {
    guard words.count == RowRecord.words else { return false }
    let first = words[0]
    meeting = Meeting(
      payload: 0, numbers: UInt16(truncatingIfNeeded: first), context: UInt16(truncatingIfNeeded: first >> 16),
      lengthBits: UInt16(truncatingIfNeeded: first >> 32), mark: UInt8(truncatingIfNeeded: first >> 48),
      promptCount: UInt8(truncatingIfNeeded: first >> 56))
    for (i, word) in words[1...].enumerated() {
      for k in 0..<8 { payload[i * 8 + k] = UInt8(truncatingIfNeeded: word >> UInt64(8 * k)) }
    }
    return meeting.mark == FeatureColumns.signatureMark
      || Int(meeting.mark) <= FeatureColumns.longestText && meeting.promptCount <= meeting.mark
  }

  /// Bounds: the payload has as many bytes as `read` has let pass, and 64 behind them.
  func withRow<R>(_ body: (ComparedRow) -> R) -> R {
    payload.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { preconditionFailure("a payload has bytes") }
      return body(ComparedRow(meeting: meeting, payload: base))
    }
  }
}

extension ComparedRow {
  /// What `RowRecord.read` takes. Bounds: `payloadBytes(mark)` bytes are read, at most `longestText`.
  var record: [UInt64] {
    var words = [UInt64](repeating: 0, count: RowRecord.words)
    words[0] =
      UInt64(meeting.numbers) | UInt64(meeting.context) << 16 | UInt64(meeting.lengthBits) << 32
      | UInt64(meeting.mark) << 48 | UInt64(meeting.promptCount) << 56
    for i in 0..<FeatureColumns.payloadBytes(meeting.mark) {
      words[1 + i / 8] |= UInt64(payload[i]) << UInt64(i % 8 * 8)
    }
    return words
  }
}
