/// Runs programs with look-around and back-references, by ECMA-262 22.2.2, with a limit on its steps.
///
/// What it would have to try is kept on a stack of its own: texts cannot exhaust the stack of the thread. Only
/// look-arounds recurse, as deep as the pattern nests them.
struct RegexBacktracker {
  private struct GaveUp: Error {}

  /// A way to try later, or (with a negative place) a slot to set back.
  private struct Choice {
    var place: Int32
    var value: Int
  }

  private let program: RegexProgram
  private let ignoresCase: Bool
  private let text: RegexText
  private var slots: [Int]
  private var choices: [Choice] = []
  private var stepsLeft: Int
  private var end = 0

  init(_ program: RegexProgram, _ text: RegexText, ignoresCase: Bool) {
    (self.program, self.text, self.ignoresCase) = (program, text, ignoresCase)
    slots = Array(repeating: -1, count: program.slots)
    stepsLeft = RegexLimit.steps + text.count * RegexLimit.stepsPerByte
  }

  /// The first match at `from` or later, nil where there is none, and whether the limit left that open.
  mutating func firstMatch(from: Int) -> (range: Range<Int>?, gaveUp: Bool) {
    var start = from
    do {
      while start <= text.count, !program.isAnchored || start == 0 {
        if try run(0, start, backward: false) { return (start..<end, false) }
        start += start < text.count ? text.width(at: start) : 1
      }
      return (nil, false)
    } catch {
      return (nil, true)
    }
  }

  /// Runs from a place until its `match`, leaving the position in `end`. On failure all slots are as they were; on
  /// success what is left on the stack can undo it.
  private mutating func run(_ first: Int32, _ start: Int, backward: Bool) throws(GaveUp) -> Bool {
    let base = choices.count
    var place = first
    var at = start
    while true {
      stepsLeft -= 1
      guard stepsLeft > 0 else { throw GaveUp() }
      if case .match = program.operations[Int(place)] {
        end = at
        return true
      }
      if try step(&place, &at, backward) { continue }
      guard let choice = nextChoice(above: base) else { return false }
      place = choice.place
      at = choice.value
    }
  }

  /// One step; false when it fails.
  private mutating func step(_ place: inout Int32, _ at: inout Int, _ backward: Bool) throws(GaveUp) -> Bool {
    let operation = program.operations[Int(place)]
    place += 1
    switch operation {
    case .one(let wanted): return read(&at, backward) == Int(wanted)
    case .set(let set): return read(&at, backward).map { program.contains(set, $0) } ?? false
    case .split(let first, let second):
      choices.append(Choice(place: second, value: at))
      place = first
    case .jump(let target): place = target
    case .assertion(let assertion):
      return assertion.holds(before: text.side(before: at, program), after: text.side(after: at, program))
    case .save(let slot): set(Int(slot), to: at)
    case .progress(let slot): return slots[Int(slot)] != at
    case .clear(let first, let end):
      for slot in first..<end where slots[Int(slot)] != -1 { set(Int(slot), to: -1) }
    case .look(let look, let end):
      let holds = try self.look(look, place, at)
      place = end
      return holds
    case .backReference(let group): return repeats(Int(group), &at, backward)
    case .match: break
    }
    return true
  }

  private mutating func look(_ look: RegexLook, _ place: Int32, _ at: Int) throws(GaveUp) -> Bool {
    let base = choices.count
    let matches = try run(place, at, backward: look.isBehind)
    guard matches else { return look.isNegative }
    if look.isNegative {
      undo(to: base)
      return false
    }
    // Nothing inside is tried again, but its groups are set back when what follows fails.
    choices.removeSubrange(base..<choices.count, where: { $0.place >= 0 })
    return true
  }

  private mutating func set(_ slot: Int, to value: Int) {
    choices.append(Choice(place: -1 - Int32(slot), value: slots[slot]))
    slots[slot] = value
  }

  /// The latest way that is left, with the slots as they were when it was put aside.
  private mutating func nextChoice(above base: Int) -> Choice? {
    while choices.count > base, let choice = choices.popLast() {
      if choice.place >= 0 { return choice }
      slots[Int(-1 - choice.place)] = choice.value
    }
    return nil
  }

  private mutating func undo(to base: Int) {
    while choices.count > base, let choice = choices.popLast() {
      if choice.place < 0 { slots[Int(-1 - choice.place)] = choice.value }
    }
  }

  /// The class of the next character, forwards or backwards; nil at the end.
  @inline(__always)
  private func read(_ at: inout Int, _ backward: Bool) -> Int? {
    if backward {
      guard at > 0 else { return nil }
      at = text.start(before: at)
      return program.alphabet.classOf(text.scalar(at: at).value)
    }
    guard at < text.count else { return nil }
    let (scalar, width) = text.scalar(at: at)
    at += width
    return program.alphabet.classOf(scalar)
  }

  /// Whether the text of a group comes again. A group that took no part is empty.
  private mutating func repeats(_ group: Int, _ at: inout Int, _ backward: Bool) -> Bool {
    let (start, end) = (slots[2 * group], slots[2 * group + 1])
    guard start >= 0, end >= start else { return true }
    var from = backward ? end : start
    while backward ? from > start : from < end {
      stepsLeft -= 1
      let wanted: UInt32
      let found: UInt32
      if backward {
        guard at > 0 else { return false }
        from = text.start(before: from)
        at = text.start(before: at)
        (wanted, found) = (text.scalar(at: from).value, text.scalar(at: at).value)
      } else {
        guard at < text.count else { return false }
        (wanted, found) = (text.scalar(at: from).value, text.scalar(at: at).value)
        from += text.width(at: from)
        at += text.width(at: at)
      }
      guard wanted == found || ignoresCase && CaseFolding.fold(wanted) == CaseFolding.fold(found) else {
        return false
      }
    }
    return true
  }
}

extension Array {
  /// Removes the elements of a range that satisfy the condition; the others keep their order.
  fileprivate mutating func removeSubrange(_ range: Range<Int>, where condition: (Element) -> Bool) {
    let kept = self[range].filter { !condition($0) }
    replaceSubrange(range, with: kept)
  }
}
