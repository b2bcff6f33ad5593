/// Sides of an example, for rules that look at some of them.
struct Sides: OptionSet, Sendable {
  let rawValue: UInt8

  static let context = Sides(rawValue: 1 << Side.context.rawValue)
  static let prompt = Sides(rawValue: 1 << Side.prompt.rawValue)
  static let answer = Sides(rawValue: 1 << Side.answer.rawValue)
  static let rejected = Sides(rawValue: 1 << Side.rejected.rawValue)

  static let all: Sides = [.context, .prompt, .answer, .rejected]

  @inline(__always)
  func has(_ side: Side) -> Bool { rawValue >> side.rawValue & 1 != 0 }
}

extension Batch {
  /// Looks at the turns of examples that have one of these marks, row by row; a row is left when `look` returns true.
  ///
  /// Most turns have none: this costs a comparison for each.
  @inline(__always)
  func visit(_ sides: Sides, with marks: TextMarks, _ look: (_ i: Int, _ row: Row, _ turn: Turn) -> Bool) {
    if self.marks.isDisjoint(with: marks) { return }
    let turns = self.turns
    for (i, row) in rows.enumerated() where row.isExample {
      for k in Int(row.firstTurn)..<Int(row.firstTurn + row.turnCount) {
        guard !turns[k].marks.isDisjoint(with: marks), sides.has(turns[k].side) else { continue }
        if look(i, row, turns[k]) { break }
      }
    }
  }
}
