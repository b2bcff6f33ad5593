/// Holds records against the rules that the user wrote. What does not hold becomes a remark, whose sentence is made
/// only for findings that are kept.
///
/// Allocates nothing once its buffers have grown to the largest record. Unsafe pointers: `line` is what the tape was
/// parsed from, with its 64 readable bytes behind; turns lie within the batch's arena, which has
/// `ByteArena.slack` readable bytes behind its text.
struct CustomCheck: ~Copyable {
  /// Remarks of a rule on one line.
  static let mostRemarks = 20

  private let rules: [CustomRule]
  /// Each with its number in `settings.customRules`.
  private let numbers: [Int32]
  /// Working memory of the patterns: first those of the conditions, then those of the guards, rule by rule.
  private var patterns: [ECMARegexScratch]
  private let firstPattern: [Int]
  /// By rule, target and guard: how many steps the two have in common, if a `*` is among them; else 0.
  private let shared: [[[Int]]]
  private var schemas: [SchemaMemory] = []
  private let text = ByteArena(capacity: 1 << 10)
  private var tape = JSONTape()
  private var walk = RecordWalk()
  private var guardWalk = RecordWalk()
  private var left = 0

  /// Nil when no rule of the user's is on.
  init?(_ settings: Settings) {
    var (rules, numbers): ([CustomRule], [Int32]) = ([], [])
    for (i, rule) in settings.customRules.enumerated() where settings[rule: rule.id]?.isEnabled ?? false {
      rules.append(rule)
      numbers.append(Int32(i))
    }
    if rules.isEmpty { return nil }
    (self.rules, self.numbers) = (rules, numbers)
    patterns = []
    var first: [Int] = []
    for rule in rules {
      first.append(patterns.count)
      patterns += Array(repeating: ECMARegexScratch(), count: rule.conditions.count + rule.when.count)
    }
    firstPattern = first
    shared = rules.map { rule in rule.at.map { target in rule.when.map { target.sharedSteps(with: $0.at) } } }
    schemas = patterns.map { _ in SchemaMemory() }
  }

  /// Judges the record that became the batch's last row.
  mutating func check(_ tape: borrowing JSONTape, _ line: UnsafePointer<UInt8>, _ batch: Batch) {
    guard tape.count > 0, tape.tag(0) == .object else { return }
    for i in rules.indices {
      left = CustomCheck.mostRemarks
      for t in rules[i].at.indices where left > 0 {
        guard holds(guardsOf: i, target: t, tape, line, batch) else { continue }
        switch rules[i].at[t] {
        case .record: judge(0, i, tape, line, batch)
        case .pointer(let pointer): judge(pointer, i, target: t, tape, line, batch)
        case .turns(let turns): judge(turns, i, batch)
        }
      }
    }
  }

  // MARK: - Values

  private mutating func judge(
    _ pointer: RecordPointer, _ i: Int, target t: Int, _ tape: borrowing JSONTape, _ line: UnsafePointer<UInt8>,
    _ batch: Batch
  ) {
    walk.find(pointer, from: 0, at: 0, tape, line)
    let asksForPresence = rules[i].conditions.contains { if case .present = $0 { true } else { false } }
    for k in 0..<walk.count where left > 0 {
      let match = walk[k]
      if match.isAbsent && !asksForPresence { continue }
      guard holds(guardsOf: i, target: t, match: k, tape, line) else { continue }
      if match.isAbsent {
        for (c, condition) in rules[i].conditions.enumerated() where condition == .present(true) {
          // The place that lacks it: the innermost value that is there.
          remark(.absent, c, i, tape[Int(match.node)], batch)
        }
      } else {
        judge(Int(match.node), i, tape, line, batch)
      }
    }
  }

  private mutating func judge(
    _ node: Int, _ i: Int, _ tape: borrowing JSONTape, _ line: UnsafePointer<UInt8>, _ batch: Batch
  ) {
    let value = tape[node]
    let text = text(of: value, line)
    for c in rules[i].conditions.indices {
      let fault: CustomRemark.Fault?
      if case .schema(let schema) = rules[i].conditions[c] {
        let memory = schemas[firstPattern[i] + c]
        let isValid = schema.given?.schema.isValid(tape, node, line, &memory.scratch) ?? true
        fault = isValid ? nil : .broken
      } else {
        fault = self.fault(c, i, text)
      }
      if let fault { remark(fault, c, i, value, batch) }
    }
  }

  private mutating func remark(
    _ fault: CustomRemark.Fault, _ condition: Int, _ i: Int, _ value: JSONNode, _ batch: Batch
  ) {
    guard left > 0 else { return }
    left -= 1
    batch.customRemarks.append(
      CustomRemark(
        row: Int32(truncatingIfNeeded: batch.rows.count - 1), rule: numbers[i],
        condition: Int16(truncatingIfNeeded: condition), fault: fault, turn: -1, value: value))
  }

  /// The text of a string, a number or a switch; nil of other values. Good until the next call.
  private func text(of node: JSONNode, _ line: UnsafePointer<UInt8>) -> UnsafeBufferPointer<UInt8>? {
    switch node.tag {
    case .null, .array, .object: return nil
    case .string where node.flags.contains(.hasEscapes):
      text.count = 0
      text.reserve(node.length)
      text.count = JSONText.unescape(node, line, into: text.bytes)
      return UnsafeBufferPointer(start: text.bytes, count: text.count)
    default: return UnsafeBufferPointer(start: line + node.offset, count: node.length)
    }
  }

  // MARK: - Turns

  private mutating func judge(_ turns: CustomRule.Turns, _ i: Int, _ batch: Batch) {
    guard let row = batch.rows.last, row.isExample else { return }
    var isThere = false
    let all = batch.turns(of: row)
    let last = turns == .lastAnswer ? all.lastIndex { $0.side == .answer } : nil
    for k in all.indices where left > 0 && turns.has(all[k], isLast: k == last) {
      if !all[k].flags.contains(.isBlank) { isThere = true }
      judge(all[k], k, i, batch)
    }
    if !isThere {
      for (c, condition) in rules[i].conditions.enumerated() where condition == .present(true) {
        remark(.absent, c, i, JSONNode(tag: .object, flags: [], offset: 0, length: 0, next: 0), batch)
      }
    }
  }

  private mutating func judge(_ turn: Turn, _ k: Int, _ i: Int, _ batch: Batch) {
    if turn.flags.contains(.hasNoContent) { return }
    let words = UnsafeBufferPointer(
      start: UnsafePointer(batch.text.bytes + Int(turn.textStart)), count: Int(turn.textCount))
    for c in rules[i].conditions.indices {
      let fault: CustomRemark.Fault?
      switch rules[i].conditions[c] {
      case .schema(let schema): fault = self.fault(of: words, schema, schemas[firstPattern[i] + c])
      case .present(true): fault = nil
      case .present(false): fault = turn.flags.contains(.isBlank) ? nil : .broken
      default: fault = self.fault(c, i, words)
      }
      guard let fault, left > 0 else { continue }
      left -= 1
      batch.customRemarks.append(
        CustomRemark(
          row: Int32(truncatingIfNeeded: batch.rows.count - 1), rule: numbers[i],
          condition: Int16(truncatingIfNeeded: c), fault: fault, turn: Int32(truncatingIfNeeded: k),
          value: JSONNode(tag: .object, flags: [], offset: Int(turn.offset), length: 0, next: 0)))
    }
  }

  /// Of a turn the schema judges the JSON that its text is.
  private mutating func fault(
    of text: UnsafeBufferPointer<UInt8>, _ schema: ValueSchema, _ memory: SchemaMemory
  ) -> CustomRemark.Fault? {
    guard let start = text.baseAddress, let given = schema.given else { return nil }
    var finder = JSONBlock(text: start, count: text.count)
    guard let block = finder.find(.whole, &tape) else { return .noJSON }
    return given.schema.isValid(tape, 0, start + block.lowerBound, &memory.scratch) ? nil : .broken
  }

  // MARK: - Conditions on texts

  /// What is wrong by one condition; nil when it holds. `text` is nil for null, objects and arrays.
  private mutating func fault(_ c: Int, _ i: Int, _ text: UnsafeBufferPointer<UInt8>?) -> CustomRemark.Fault? {
    switch rules[i].conditions[c] {
    case .forbid(let pattern):
      guard let text else { return nil }
      return fault(pattern, text, memory: firstPattern[i] + c, bad: .found)
    case .require(let pattern):
      guard let text else { return .broken }
      return fault(pattern, text, memory: firstPattern[i] + c, bad: .notFound)
    case .minLength(let least):
      guard let text else { return .broken }
      return text.count < least || CustomCheck.characters(text) < least ? .broken : nil
    case .maxLength(let most):
      guard let text, text.count > most else { return nil }
      return CustomCheck.characters(text) > most ? .broken : nil
    case .labels(let set): return text.map(set.contains) ?? false ? nil : .broken
    case .present(let isWanted): return isWanted ? nil : .broken
    case .schema: return nil
    }
  }

  private mutating func fault(
    _ pattern: TextPattern, _ text: UnsafeBufferPointer<UInt8>, memory: Int, bad: ECMAMatch
  ) -> CustomRemark.Fault? {
    let match = pattern.regex.search(text, scratch: &patterns[memory])
    return match == .gaveUp ? .gaveUp : match == bad ? .broken : nil
  }

  /// Unicode scalars of a text of UTF-8.
  static func characters(_ text: UnsafeBufferPointer<UInt8>) -> Int {
    text.reduce(into: 0) { count, byte in count &+= byte & 0xC0 == 0x80 ? 0 : 1 }
  }
}

// MARK: - Where a rule looks at all

extension CustomCheck {
  /// Whether the guards hold that have no element in common with a target.
  private mutating func holds(
    guardsOf i: Int, target t: Int, _ tape: borrowing JSONTape, _ line: UnsafePointer<UInt8>, _ batch: Batch
  ) -> Bool {
    for g in rules[i].when.indices where shared[i][t][g] == 0 {
      let condition = rules[i].when[g]
      switch condition.at {
      case .record: continue
      case .turns(let turns):
        if !holds(condition.test, turns, memory(i, g), batch) { return false }
      case .pointer(let pointer):
        guardWalk.find(pointer, from: 0, at: 0, tape, line)
        if !guardHolds(condition.test, memory(i, g), tape, line) { return false }
      }
    }
    return true
  }

  /// Whether the other guards hold of a match: a `*` that a guard and the target have in common stands for one element.
  private mutating func holds(
    guardsOf i: Int, target t: Int, match: Int, _ tape: borrowing JSONTape, _ line: UnsafePointer<UInt8>
  ) -> Bool {
    for g in rules[i].when.indices where shared[i][t][g] > 0 {
      guard case .pointer(let pointer) = rules[i].when[g].at else { continue }
      let node = walk.node(ofMatch: match, depth: shared[i][t][g])
      // Absent before the last step in common: the guard has nowhere to look.
      guard node >= 0 else { return false }
      if walk.known(g, node) == nil {
        guardWalk.find(pointer, from: shared[i][t][g], at: node, tape, line)
        walk.learn(g, node, guardHolds(rules[i].when[g].test, memory(i, g), tape, line))
      }
      if walk.known(g, node) != true { return false }
    }
    return true
  }

  private func memory(_ i: Int, _ g: Int) -> Int { firstPattern[i] + rules[i].conditions.count + g }

  /// Whether the test holds of any value that `guardWalk` found.
  private mutating func guardHolds(
    _ test: CustomRule.Guard.Test, _ memory: Int, _ tape: borrowing JSONTape, _ line: UnsafePointer<UInt8>
  ) -> Bool {
    if case .present(let isWanted) = test {
      return (0..<guardWalk.count).contains { !guardWalk[$0].isAbsent } == isWanted
    }
    for k in 0..<guardWalk.count where !guardWalk[k].isAbsent {
      if let text = text(of: tape[Int(guardWalk[k].node)], line), holds(test, text, memory) { return true }
    }
    return false
  }

  private mutating func holds(
    _ test: CustomRule.Guard.Test, _ turns: CustomRule.Turns, _ memory: Int, _ batch: Batch
  ) -> Bool {
    guard let row = batch.rows.last, row.isExample else { return false }
    let all = batch.turns(of: row)
    let last = turns == .lastAnswer ? all.lastIndex { $0.side == .answer } : nil
    var isThere = false
    for k in all.indices where turns.has(all[k], isLast: k == last) && !all[k].flags.contains(.hasNoContent) {
      if !all[k].flags.contains(.isBlank) { isThere = true }
      if case .present = test { continue }
      let text = UnsafeBufferPointer(
        start: UnsafePointer(batch.text.bytes + Int(all[k].textStart)), count: Int(all[k].textCount))
      if holds(test, text, memory) { return true }
    }
    if case .present(let isWanted) = test { return isThere == isWanted }
    return false
  }

  /// A pattern that gives up counts as found: the rule looks, rather than pass over what may be wrong.
  private mutating func holds(
    _ test: CustomRule.Guard.Test, _ text: UnsafeBufferPointer<UInt8>, _ memory: Int
  ) -> Bool {
    switch test {
    case .equals(let set): set.contains(text)
    case .matches(let pattern): pattern.regex.search(text, scratch: &patterns[memory]) != .notFound
    case .present(let isWanted): isWanted
    }
  }
}

extension CustomRule.Target {
  /// How many steps a guard's place has in common with this one, if a `*` is among them; else 0.
  fileprivate func sharedSteps(with guardPlace: CustomRule.Target) -> Int {
    guard case .pointer(let mine) = self, case .pointer(let other) = guardPlace else { return 0 }
    let count = mine.sharedSteps(with: other)
    return mine.steps.prefix(count).contains(.each) ? count : 0
  }
}

extension CustomRule.Turns {
  fileprivate func has(_ turn: Turn, isLast: Bool) -> Bool {
    switch self {
    case .system: turn.role == .system
    case .prompt: turn.side == .prompt
    case .answer: turn.side == .answer
    case .lastAnswer: isLast
    case .rejected: turn.side == .rejected
    case .tool: turn.role == .tool
    case .turn: true
    }
  }
}

/// Working memory for one schema.
private final class SchemaMemory {
  var scratch = SchemaScratch()
}

/// What a rule of the user's does not find in order, with all that its sentence is made from.
struct CustomRemark: Sendable {
  enum Fault: UInt8, Sendable {
    /// The condition does not hold.
    case broken
    /// There is no value, or no such turn.
    case absent
    /// A turn whose text is no JSON.
    case noJSON
    /// The pattern reached its limit of steps.
    case gaveUp
  }

  var row: Int32
  /// Number in `Settings.customRules`.
  var rule: Int32
  var condition: Int16
  var fault: Fault
  /// Index in `Batch.turns`, or -1.
  var turn: Int32
  /// The value; of a turn, and where nothing is, its place alone.
  var value: JSONNode
}
