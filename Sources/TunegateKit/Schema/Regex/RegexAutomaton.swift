/// A deterministic automaton that builds its states while it reads: each character costs one look into a table, once
/// the table knows it. It tells whether a match exists, not where.
///
/// A state is the set of places where the program may be. Time is linear in the text: a character that the table does
/// not know costs at most the size of the program, and `RegexLimit.work` bounds the sum.
struct RegexAutomaton {
  private enum Move {
    static let unknown: Int32 = -1
    static let dead: Int32 = -2
    static let matched: Int32 = -3
  }

  /// What tells states apart.
  private struct State: Hashable {
    var places: [Int32]
    /// What was read last, where an assertion waits for it; else `other`.
    var before: RegexSide
    /// Whether assertions wait for the next character.
    var isPending: Bool
  }

  private let program: RegexProgram
  /// A row for each state: its row by the class of the next character, and last by the end of the text.
  private var table: [Int32] = []
  private let columns: Int
  private var states: [State] = []
  private var rows: [State: Int32] = [:]
  /// The start states by the side before them.
  private var starts: [Int32] = []
  private var current: RegexThreads
  private var next: RegexThreads
  /// Places that all states hold, a measure of their memory.
  private var placeCount = 0

  init(_ program: RegexProgram) {
    self.program = program
    columns = program.alphabet.count + 1
    current = RegexThreads(size: program.operations.count)
    next = current
    reset()
  }

  /// Whether a match begins at `from` or later.
  mutating func search(_ text: RegexText, from: Int, work: Int = RegexLimit.work) -> ECMAMatch {
    if program.isAnchored, from > 0 { return .notFound }
    current.resetWork()
    next.resetWork()
    let limit = work + text.count * RegexLimit.workPerByte
    var row = start(text.side(before: from, program))
    var at = from
    while row >= 0 {
      let characterClass: Int
      if at < text.count {
        (characterClass, at) = read(text, at)
      } else {
        characterClass = columns - 1
      }
      var target = table[Int(row) + characterClass]
      if target == Move.unknown {
        target = move(row, characterClass)
        if current.work + next.work > limit { return .gaveUp }
      }
      row = target
    }
    return row == Move.matched ? .found : .notFound
  }

  /// The class of the character at `at` and the offset behind it.
  @inline(__always)
  private func read(_ text: RegexText, _ at: Int) -> (Int, Int) {
    let byte = text[at]
    if byte < 0x80 { return (Int(program.alphabet.ascii[Int(byte)]), at + 1) }
    if let beyond = program.alphabet.beyondASCII { return (Int(beyond), at + text.width(at: at)) }
    let (scalar, width) = text.scalar(at: at)
    return (program.alphabet.classOf(scalar), at + width)
  }

  private mutating func reset() {
    table.removeAll(keepingCapacity: true)
    states.removeAll(keepingCapacity: true)
    rows.removeAll(keepingCapacity: true)
    starts = Array(repeating: Move.unknown, count: 3)
    placeCount = 0
  }

  private mutating func start(_ before: RegexSide) -> Int32 {
    let known = starts[Int(before.rawValue)]
    if known != Move.unknown { return known }
    next.removeAll()
    let row = next.add(0, program, before: before, after: nil) ? Move.matched : enter(before)
    starts[Int(before.rawValue)] = row
    return row
  }

  /// Where a state goes with a class, worked out and noted in the table.
  private mutating func move(_ row: Int32, _ characterClass: Int) -> Int32 {
    let state = states[Int(row) / columns]
    let isEnd = characterClass == columns - 1
    let side = isEnd ? RegexSide.edge : program.side(characterClass)
    var target = Move.dead
    var places = state.places
    if state.isPending {
      current.removeAll()
      for place in state.places where current.add(place, program, before: state.before, after: side) {
        target = Move.matched
      }
      places = current.places
    }
    if target == Move.dead, !isEnd { target = step(places, characterClass, side) }
    // Entering a new state may have emptied the table, and this state with it.
    if Int(row) + characterClass < table.count, states[Int(row) / columns] == state {
      table[Int(row) + characterClass] = target
    }
    return target
  }

  private mutating func step(_ places: [Int32], _ characterClass: Int, _ side: RegexSide) -> Int32 {
    next.removeAll()
    for place in places {
      let reads =
        switch program.operations[Int(place)] {
        case .one(let wanted): Int(wanted) == characterClass
        case .set(let set): program.contains(set, characterClass)
        default: false
        }
      if reads, next.add(place + 1, program, before: side, after: nil) { return Move.matched }
    }
    // A match may begin here as well.
    if !program.isAnchored, next.add(0, program, before: side, after: nil) { return Move.matched }
    return enter(side)
  }

  /// The row of the state with the places of `next`.
  private mutating func enter(_ before: RegexSide) -> Int32 {
    var isPending = false
    let places = next.places.filter { place in
      switch program.operations[Int(place)] {
      case .one, .set: return true
      case .assertion(let assertion) where assertion != .start:
        isPending = true
        return true
      default: return false
      }
    }.sorted()
    if places.isEmpty { return Move.dead }
    let state = State(places: places, before: isPending ? before : .other, isPending: isPending)
    if let known = rows[state] { return known }
    let bytes = (table.count + columns + 2 * (placeCount + places.count)) * MemoryLayout<Int32>.size
    if bytes > RegexLimit.tableBytes, states.count >= RegexLimit.fewestStates { reset() }
    let row = Int32(table.count)
    table.append(contentsOf: repeatElement(Move.unknown, count: columns))
    states.append(state)
    placeCount += places.count
    rows[state] = row
    return row
  }
}
