/// Repairs the texts of single lines, as the rules say that judge them. Every other byte of a line stays.
final class LineRepairer {
  /// What a rule changed, with what stands around it.
  struct Change: Sendable, Equatable {
    var rule: String
    var old: String
    var new: String
  }

  /// A line that was repaired.
  struct Repaired {
    var line: [UInt8]
    /// In the order of the text, those of each pass behind those of the one before.
    var changes: [Change]
  }

  private let worker: Worker
  private let rules: [any RepairingRule.Type]

  /// Text that was misread twice takes two passes; what takes more is left alone.
  private static let mostPasses = 8
  /// Scalars that a change shows on either side, and that changes are apart at least to be shown as two.
  private static let context = 12

  /// - Parameter rules: Ids of those that may repair.
  init(_ settings: Settings, rules: [String]) {
    // What others find does not matter here.
    worker = Worker(settings: settings.leaving(rules), limit: .max, first: 0, heldOut: HeldOutSets())
    self.rules = AllRules.types.compactMap { $0 as? any RepairingRule.Type }.filter { rules.contains($0.id) }
  }

  /// The repaired line, in which the rules that repaired it find nothing any more and nothing is left to repair; nil
  /// when there is none. A rule that would still find something changes nothing. O(line) a pass.
  ///
  /// - Parameter line: Without a byte order mark and a newline.
  func repair(_ line: [UInt8]) -> Repaired? {
    var best: Repaired?
    for _ in 0..<Self.mostPasses {
      guard let next = repairOnce(best?.line ?? line) else { return best }
      best = Repaired(line: next.line, changes: (best?.changes ?? []) + next.changes)
    }
    return nil
  }

  private func repairOnce(_ line: [UInt8]) -> Repaired? {
    var able = rules
    while !able.isEmpty, let repaired = repair(line, with: able) {
      let left = worker.findings.kept.map(\.rule).filter { rule in repaired.changes.contains { $0.rule == rule } }
      if left.isEmpty { return repaired }
      able.removeAll { left.contains($0.id) }
    }
    return nil
  }

  /// Afterwards the worker holds what is found in the result.
  private func repair(_ line: [UInt8], with rules: [any RepairingRule.Type]) -> Repaired? {
    var current = Repaired(line: line, changes: [])
    for _ in 0..<Self.mostPasses {
      guard let row = read(current.line) else { return nil }
      let edits = edits(row, current.line, rules)
      if edits.isEmpty { return current.changes.isEmpty ? nil : current }
      current.changes += edits.flatMap { Self.changes($0.literal, $0.edits, $0.rule) }
      for edit in edits.reversed() { current.line = edit.literal.applying(edit.edits, to: current.line) }
    }
    return nil
  }

  private func read(_ line: [UInt8]) -> Row? {
    worker.slab.fill(line)
    worker.work()
    guard worker.batch.rows.count == 1, let row = worker.batch.rows.first, row.isExample else { return nil }
    return row
  }

  private struct LiteralEdits {
    var literal: StringLiteral
    var edits: [TextEdit]
    var rule: String
  }

  /// What is to be changed in the strings of the turns, in the order of the line; of each string what the first rule
  /// says that says something.
  private func edits(_ row: Row, _ line: [UInt8], _ rules: [any RepairingRule.Type]) -> [LiteralEdits] {
    let batch = worker.batch
    // By the literal's end: a literal may be met with more than one turn.
    var found: [Int: LiteralEdits] = [:]
    for turn in batch.turns(of: row) {
      let text = Array(batch.text(of: turn))
      for literal in StringLiteral.all(in: line, at: Int(turn.offset)) where found[literal.end] == nil {
        let own = Array(literal.text.utf8)
        guard !own.isEmpty, text == own || text.firstRange(of: own) != nil else { continue }
        for rule in rules {
          let edits = rule.edits(literal.scalars, of: turn, in: row, batch)
          guard !edits.isEmpty else { continue }
          found[literal.end] = LiteralEdits(literal: literal, edits: edits, rule: rule.id)
          break
        }
      }
    }
    return found.values.sorted { $0.literal.end < $1.literal.end }
  }

  private static func changes(_ literal: StringLiteral, _ edits: [TextEdit], _ rule: String) -> [Change] {
    let scalars = literal.scalars
    var groups: [[TextEdit]] = []
    for edit in edits {
      if let last = groups.last?.last, edit.range.lowerBound - last.range.upperBound < 2 * context {
        groups[groups.count - 1].append(edit)
      } else {
        groups.append([edit])
      }
    }
    return groups.compactMap { group in
      guard let first = group.first, let last = group.last else { return nil }
      let start = max(0, first.range.lowerBound - context)
      let end = min(scalars.count, last.range.upperBound + context)
      var (new, at) = ([Unicode.Scalar](), start)
      for edit in group {
        new += scalars[at..<edit.range.lowerBound] + edit.text
        at = edit.range.upperBound
      }
      return Change(
        rule: rule, old: String(scalars: scalars[start..<end]), new: String(scalars: new + scalars[at..<end]))
    }
  }
}
