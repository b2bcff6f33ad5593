/// Bars and sparklines, in block characters or in ASCII.
struct Charts {
  let unicode: Bool

  /// A bar of `share` (0…1) of `width` columns, in steps of an eighth with Unicode and of a whole column without.
  /// What is more than nothing shows at least the smallest step.
  func bar(_ share: Double, width: Int) -> TerminalText {
    var text = TerminalText()
    guard width > 0, share > 0 else { return text }
    let steps = unicode ? 8 : 1
    let filled = max(1, Int((min(1, share) * Double(width * steps)).rounded()))
    for _ in 0..<(filled / steps) { text.append(unicode ? "█" : "#", columns: 1) }
    let part = filled % steps
    if part > 0 { text.append(Self.eighths[part - 1], columns: 1) }
    return text
  }

  /// A column for each bin, as high as its part of the largest one; an empty bin is a gap.
  func sparkline(_ bins: [Double]) -> TerminalText {
    var text = TerminalText()
    let levels = unicode ? Self.blocks : Self.ramp
    let top = bins.filter(\.isFinite).max() ?? 0
    for bin in bins {
      if bin.isFinite, bin > 0 {
        let level = Int((bin / top * Double(levels.count)).rounded(.up)) - 1
        text.append(levels[min(max(0, level), levels.count - 1)], columns: 1)
      } else {
        text.append(" ", columns: 1)
      }
    }
    return text
  }

  private static let eighths: [Unicode.Scalar] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"]
  private static let blocks: [Unicode.Scalar] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  private static let ramp: [Unicode.Scalar] = ["_", ".", ":", "-", "=", "+", "*", "#"]
}
