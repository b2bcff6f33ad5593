/// The root elements of answers that are XML, and what is wrong with those that only begin like it.
struct XMLFormCounts: Mergeable, Equatable {
  struct Root: Sendable, Equatable {
    var name: XMLDocument.Name
    var count: Int
  }

  struct Fault: Sendable, Equatable {
    var place: Place
    /// `is not well-formed: line 2, column 5: …`
    var message: String
  }

  /// Root elements that are told apart; sets with more are of no form.
  static let mostRoots = 1_024
  /// Faults whose sentence is kept; answers beyond are found without one.
  static let mostFaults = 10_000

  private(set) var broken = 0
  /// By form, see `AnswerForm`.
  private(set) var roots: [UInt32: Root] = [:]
  private(set) var isOverfull = false
  /// In order of place; up to twice the most while notes come in.
  private var noted: [Fault] = []

  init() {}

  /// The first faults in order of place.
  var faults: [Fault] { XMLFormCounts.first(noted) }

  mutating func note(root name: XMLDocument.Name, form: UInt32) {
    if isOverfull { return }
    roots[form, default: Root(name: name, count: 0)].count += 1
    limit()
  }

  mutating func note(fault message: String, at place: Place) {
    broken += 1
    noted.append(Fault(place: place, message: message))
    if noted.count >= 2 * XMLFormCounts.mostFaults { noted = XMLFormCounts.first(noted) }
  }

  mutating func merge(_ other: XMLFormCounts) {
    broken += other.broken
    isOverfull = isOverfull || other.isOverfull
    for (form, theirs) in other.roots { roots[form, default: Root(name: theirs.name, count: 0)].count += theirs.count }
    noted = XMLFormCounts.first(noted + other.noted)
    limit()
  }

  private static func first(_ faults: [Fault]) -> [Fault] {
    Array(faults.sorted { ($0.place, $0.message) < ($1.place, $1.message) }.prefix(mostFaults))
  }

  /// Passing the limit empties the roots, so that what is left does not depend on what came first.
  private mutating func limit() {
    if roots.count > XMLFormCounts.mostRoots { isOverfull = true }
    if isOverfull { roots = [:] }
  }

  static func == (a: XMLFormCounts, b: XMLFormCounts) -> Bool {
    (a.broken, a.isOverfull, a.roots, a.faults) == (b.broken, b.isOverfull, b.roots, b.faults)
  }
}

extension XMLFormCounts {
  func write(to state: inout StateWriter) {
    state.put(count: broken)
    state.put(isOverfull)
    state.put(roots.sorted { $0.key < $1.key }) { state, entry in
      state.put(raw: entry.key)
      state.put(entry.value.name.local)
      state.put(entry.value.name.namespace)
      state.put(count: entry.value.count)
    }
    state.put(faults) { state, fault in
      state.put(fault.place)
      state.put(fault.message)
    }
  }

  init(from state: inout StateReader) throws(StateFault) {
    broken = try state.count()
    isOverfull = try state.bool()
    let entries = try state.list(upTo: Self.mostRoots) { (state: inout StateReader) throws(StateFault) in
      (
        try state.raw(UInt32.self),
        Root(
          name: XMLDocument.Name(local: try state.string(), namespace: try state.string()), count: try state.count())
      )
    }
    for (form, root) in entries { roots[form] = root }
    noted = try state.list(upTo: Self.mostFaults) { (state: inout StateReader) throws(StateFault) in
      Fault(place: try state.place(), message: try state.string())
    }
  }
}
