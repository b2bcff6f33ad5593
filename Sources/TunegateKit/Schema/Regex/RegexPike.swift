/// Finds where the first match lies, in time linear in the text times the program (Pike's algorithm): all ways through
/// the program at once, in the order of a backtracker, each with the place where it began.
struct RegexPike {
  private let program: RegexProgram
  private var current: RegexThreads
  private var next: RegexThreads

  init(_ program: RegexProgram) {
    self.program = program
    current = RegexThreads(size: program.operations.count)
    next = current
  }

  /// The match that begins first at `from` or later, and of those the one that ECMA-262 prefers; nil as well when
  /// the search has cost more than `work` and `RegexLimit.workPerByte`.
  mutating func firstMatch(_ text: RegexText, from: Int, work: Int = RegexLimit.work) -> Range<Int>? {
    current.removeAll()
    current.resetWork()
    next.resetWork()
    let limit = work + text.count * RegexLimit.workPerByte
    var best: Range<Int>?
    var at = from
    var before = text.side(before: at, program)
    while current.work + next.work <= limit {
      let after = text.side(after: at, program)
      if best == nil, !program.isAnchored || at == 0 {
        _ = current.add(0, origin: at, program, before: before, after: after)
      }
      if current.isEmpty { return best }
      let (scalar, width) = at < text.count ? text.scalar(at: at) : (0, 0)
      let end = at + width
      let characterClass = width > 0 ? program.alphabet.classOf(scalar) : nil
      if let match = step(characterClass, at: at, behind: text.side(after: end, program)) { best = match }
      guard let characterClass else { return best }
      swap(&current, &next)
      at = end
      before = program.side(characterClass)
    }
    return nil
  }

  /// Moves every thread over one character, up to the first that matches before it: later ones have lost to that.
  private mutating func step(_ characterClass: Int?, at: Int, behind: RegexSide) -> Range<Int>? {
    next.removeAll()
    for (place, origin) in zip(current.places, current.origins) {
      let reads: Bool
      switch program.operations[Int(place)] {
      case .match: return origin..<at
      case .one(let wanted): reads = characterClass == Int(wanted)
      case .set(let set): reads = characterClass.map { program.contains(set, $0) } ?? false
      default: continue
      }
      guard reads, let characterClass else { continue }
      _ = next.add(
        place + 1, origin: origin, program, before: program.side(characterClass), after: behind)
    }
    return nil
  }
}
