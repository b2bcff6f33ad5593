extension TokenEstimate {
  /// What turns cost together, in tokens; a rejected answer aside. Roles and tool definitions are not in it. Linear in
  /// the text.
  ///
  /// Bounds: a turn's text lies in the batch's arena, which has `ByteArena.slack` readable bytes behind it.
  static func tokens(_ turns: ArraySlice<Turn>, _ batch: Batch) -> Int {
    var hundredths = 0
    for turn in turns where turn.side != .rejected {
      hundredths += TokenEstimate(UnsafePointer(batch.text.bytes + Int(turn.textStart)), Int(turn.textCount)).hundredths
    }
    return hundredths / 100
  }
}
