/// The places of a program that wait for the next character, in the order in which a backtracker would try them.
struct RegexThreads {
  private(set) var places: [Int32] = []
  /// Where the match of each place began.
  private(set) var origins: [Int] = []
  /// For each step of the program, its index in `places`, if that holds it.
  private var index: [Int32]
  private var pending: [Int32] = []
  /// Steps followed so far, for those who limit their work.
  private(set) var work = 0

  init(size: Int) { index = Array(repeating: 0, count: size) }

  var isEmpty: Bool { places.isEmpty }

  mutating func removeAll() {
    places.removeAll(keepingCapacity: true)
    origins.removeAll(keepingCapacity: true)
  }

  mutating func resetWork() { work = 0 }

  /// Adds `place` and all that it reaches without a character; true when that includes a match.
  ///
  /// Without `after`, assertions about what follows are kept as places that wait for it.
  mutating func add(
    _ place: Int32, origin: Int = 0, _ program: RegexProgram, before: RegexSide, after: RegexSide?
  ) -> Bool {
    var hasMatch = false
    pending.append(place)
    while let place = pending.popLast() {
      work += 1
      guard insert(place, origin) else { continue }
      switch program.operations[Int(place)] {
      case .match: hasMatch = true
      case .jump(let target): pending.append(target)
      case .split(let first, let second):
        pending.append(second)
        pending.append(first)
      case .assertion(.start):
        if before == .edge { pending.append(place + 1) }
      case .assertion(let assertion):
        if let after, assertion.holds(before: before, after: after) { pending.append(place + 1) }
      default: break
      }
    }
    return hasMatch
  }

  private mutating func insert(_ place: Int32, _ origin: Int) -> Bool {
    let known = Int(index[Int(place)])
    if known < places.count, places[known] == place { return false }
    index[Int(place)] = Int32(places.count)
    places.append(place)
    origins.append(origin)
    return true
  }
}
