/// One walk over a record for what trainers ask beyond their formats: for each constraint the first byte that breaks
/// it.
///
/// All profiles share the walk. Recycled from line to line, so that it costs no allocation. Unsafe pointers: the walk
/// reads the line's bytes that the tape points to; `line` is what `tape` was parsed from, with its 64 readable bytes
/// behind.
struct RecordScan: ~Copyable {
  let names = KeyTable.standard
  let looksAtTools: Bool
  /// Byte of the first break by constraint, or -1.
  private var breaks = [Int32](repeating: -1, count: ProfileConstraint.allCases.count)
  var order = TurnOrder()
  var media = MediaCount()
  var tools = ToolPairing()

  init(wanted: Set<ProfileConstraint>) {
    looksAtTools = !wanted.isDisjoint(with: [.uniqueCallIds, .pairedResults, .declaredTools])
  }

  /// Where a constraint is broken; nil when it is not.
  func offset(_ constraint: ProfileConstraint) -> Int? {
    let offset = breaks[Int(constraint.rawValue)]
    return offset >= 0 ? Int(offset) : nil
  }

  /// The first break stays: it is the one to mend first.
  mutating func note(_ constraint: ProfileConstraint, _ offset: Int) {
    let i = Int(constraint.rawValue)
    if breaks[i] < 0 { breaks[i] = Int32(truncatingIfNeeded: offset) }
  }

  // MARK: - Top level

  /// The nodes of what a record is made of, or -1.
  private struct Top {
    var turns = -1
    var turnsKey = KeyName.other
    var chosen = -1
    var rejected = -1
    var rejectedResponse = -1
    var output = -1
    var instruction = false
    var segments = -1
    var toolLists: (Int, Int, Int) = (-1, -1, -1)
    /// Gemini's two answers.
    var completions = false
    var hasPair: Bool { chosen >= 0 && rejected >= 0 }
  }

  mutating func walk(_ tape: borrowing JSONTape, _ line: UnsafePointer<UInt8>) {
    for i in breaks.indices { breaks[i] = -1 }
    order = TurnOrder()
    media = MediaCount()
    tools.removeAll()
    guard tape.tag(0) == .object else { return }
    let top = topLevel(tape, line)
    if looksAtTools {
      for list in [top.toolLists.0, top.toolLists.1, top.toolLists.2] where list >= 0 {
        tools.declare(list, tape, line)
      }
    }
    if top.turns >= 0, tape.tag(top.turns) == .array {
      walkTurns(top.turns, isPrompt: top.hasPair || top.completions, top.turnsKey, tape, line)
    }
    if top.hasPair, isSame(top.chosen, top.rejected, tape, line) { note(.chosenDiffers, tape[top.rejected].offset) }
    if top.rejectedResponse >= 0, order.lastContent >= 0, isSame(top.rejectedResponse, order.lastContent, tape, line) {
      note(.chosenDiffers, tape[top.rejectedResponse].offset)
    }
    if top.instruction, top.output >= 0, tape.tag(top.output) != .string { note(.textAnswer, tape[top.output].offset) }
    if top.segments >= 0 { walkSegments(top.segments, tape, line) }
  }

  private func topLevel(_ tape: borrowing JSONTape, _ line: UnsafePointer<UInt8>) -> Top {
    var top = Top()
    var node = tape.firstChild(0)
    while node < tape.next(0) {
      let key = tape[node]
      let value = key.next
      let name = names.name(of: line + key.offset, count: key.length)
      switch name {
      case .messages, .conversations, .conversation, .contents:
        top.turns = value
        top.turnsKey = name
      case .input where tape.tag(value) == .object:
        if let messages = member(.messages, of: value, tape, line) {
          top.turns = messages
          top.turnsKey = .input
        }
      case .chosen, .preferredOutput: top.chosen = value
      case .rejected, .nonPreferredOutput: top.rejected = value
      case .completions: top.completions = true
      case .output: top.output = value
      case .instruction: top.instruction = true
      case .tools, .availableTools: top.toolLists.0 = value
      case .functions: top.toolLists.1 = value
      case .toolConfig: top.toolLists.2 = member(.tools, of: value, tape, line) ?? -1
      case .other: readOther(key, value, &top, tape, line)
      default: break
      }
      node = tape.next(value)
    }
    return top
  }

  private func readOther(
    _ key: JSONNode, _ value: Int, _ top: inout Top, _ tape: borrowing JSONTape, _ line: UnsafePointer<UInt8>
  ) {
    if JSONText.equals(key, line, "interactions") {
      top.turns = value
      top.turnsKey = .messages
    } else if JSONText.equals(key, line, "rejected_response") {
      top.rejectedResponse = value
    } else if JSONText.equals(key, line, "segments") {
      top.segments = value
    }
  }

  /// Whether two values are spelled the same.
  private func isSame(_ a: Int, _ b: Int, _ tape: borrowing JSONTape, _ line: UnsafePointer<UInt8>) -> Bool {
    let (x, y) = (tape[a], tape[b])
    guard x.tag == y.tag, x.length == y.length, x.length > 0 else { return false }
    let (left, right) = (
      UnsafeBufferPointer(start: line + x.offset, count: x.length),
      UnsafeBufferPointer(start: line + y.offset, count: y.length)
    )
    return left.elementsEqual(right)
  }

  /// Axolotl's template-free format.
  private mutating func walkSegments(_ i: Int, _ tape: borrowing JSONTape, _ line: UnsafePointer<UInt8>) {
    guard tape.tag(i) == .array else { return }
    var element = tape.firstChild(i)
    while element < tape.next(i) {
      if let label = member(.label, of: element, tape, line), tape.tag(label) == .true { return }
      element = tape.next(element)
    }
    note(.trainedSegment, tape[i].offset)
  }

  /// The value of an object's key; nil for anything but an object.
  func member(_ name: KeyName, of i: Int, _ tape: borrowing JSONTape, _ line: UnsafePointer<UInt8>) -> Int? {
    guard tape.tag(i) == .object else { return nil }
    var node = tape.firstChild(i)
    while node < tape.next(i) {
      let key = tape[node]
      if names.name(of: line + key.offset, count: key.length) == name { return key.next }
      node = tape.next(key.next)
    }
    return nil
  }
}
