/// Pairs the tool calls of a conversation with their results, by their ids.
struct ToolIDs {
  /// Bytes of the line that a note is about, and the turn.
  struct Site {
    var offset: Int
    var length: Int
    var turn: Int32
  }

  struct Fault {
    enum Kind {
      /// The id of a call stands twice.
      case repeated
      /// A result answers what nobody called, or what is answered already.
      case unknown, answered
      /// A result does not say what it answers.
      case nameless
      /// A call has no result before the conversation goes on.
      case overdue
    }
    var kind: Kind
    var site: Site
  }

  private struct Call {
    var site: Site
    var isAnswered = false
  }

  private var calls: [Call] = []
  /// The last call of each id, by its fingerprint.
  private var indexes: [UInt64: Int] = [:]
  /// The ids of a prompt, which the answers behind it may still refer to.
  private var promptIDs: Set<UInt64> = []
  private var faults: [Fault] = []
  /// Calls before this one have been looked at when a turn closed them.
  private var firstOpen = 0
  private var hasResultIDs = false
  /// Calls and results so far, with an id or without.
  private(set) var count = 0

  mutating func beginRecord() {
    if !promptIDs.isEmpty { promptIDs = [] }
    begin()
  }

  mutating func begin() {
    (firstOpen, hasResultIDs, count) = (0, false, 0)
    guard !calls.isEmpty || !faults.isEmpty else { return }
    calls.removeAll(keepingCapacity: true)
    faults.removeAll(keepingCapacity: true)
    // A table that one long conversation has made large would cost every later one.
    if indexes.capacity > 1_024 { indexes = [:] } else { indexes.removeAll(keepingCapacity: true) }
  }

  mutating func call(_ id: UInt64?, at site: Site) {
    count += 1
    guard let id else { return }
    if indexes.updateValue(calls.count, forKey: id) != nil { faults.append(Fault(kind: .repeated, site: site)) }
    calls.append(Call(site: site))
  }

  mutating func result(_ id: UInt64?, at site: Site) {
    count += 1
    guard let id else { return faults.append(Fault(kind: .nameless, site: site)) }
    hasResultIDs = true
    guard let index = indexes[id] else {
      if !promptIDs.contains(id) { faults.append(Fault(kind: .unknown, site: site)) }
      return
    }
    if calls[index].isAnswered { faults.append(Fault(kind: .answered, site: site)) }
    calls[index].isAnswered = true
  }

  /// A turn of the user, or an answer in words: what was called before must have its result.
  mutating func goOn() {
    guard firstOpen < calls.count else { return }
    for call in calls[firstOpen...] where !call.isAnswered { faults.append(Fault(kind: .overdue, site: call.site)) }
    firstOpen = calls.count
  }

  /// What is wrong, when the conversation has ended. Where no call has an id, or no result has one, nobody pairs by
  /// ids.
  mutating func end(isPrompt: Bool, _ body: (Fault) -> Void) {
    guard count > 0 else { return }
    let isOverdueAlone = faults.allSatisfy { $0.kind == .overdue }
    let hasCallIDs = !calls.isEmpty || !promptIDs.isEmpty
    for fault in faults {
      switch fault.kind {
      case .repeated: body(fault)
      case .unknown where hasCallIDs, .answered: body(fault)
      case .nameless where hasCallIDs && hasResultIDs: body(fault)
      // Beside another fault it is the same one, seen from its other side.
      case .overdue where hasResultIDs && isOverdueAlone: body(fault)
      default: break
      }
    }
    if isPrompt { promptIDs.formUnion(indexes.keys) }
  }
}
