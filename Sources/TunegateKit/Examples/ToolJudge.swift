/// Holds the tool calls of a record against the functions that it declares, and their ids against each other.
///
/// One judge belongs to one reader, whose tape and line it is lent. Bounds of all functions: `text` is what `tape` was
/// parsed from, with its 64 readable bytes behind.
struct ToolJudge: ~Copyable {
  /// What a call's arguments are.
  enum Arguments {
    case absent
    /// The object at a node of the call's own tape.
    case object(Int)
    /// The text of an object, which is on the judge's tape: its first byte in `arena`.
    case text(ByteArena, Int)
    /// The text of a text of an object.
    case encodedTwice
    case noObject
  }

  /// Where in the line something stands.
  typealias Site = ToolIDs.Site

  /// What the current record declares; nil without tools.
  private(set) var tools: ToolSet?
  var ids = ToolIDs()
  private var sets = ToolSetCache()
  private var schemaScratch = SchemaScratch()
  private var argumentTape = JSONTape()
  private let maxDepth: Int

  init(maxDepth: Int) { self.maxDepth = maxDepth }

  mutating func begin() {
    if tools != nil { tools = nil }
    ids.beginRecord()
  }

  /// Reads what the value at `node` declares, and notes what is wrong with it.
  mutating func declare(_ tape: borrowing JSONTape, _ node: Int, _ text: UnsafePointer<UInt8>, _ batch: Batch) {
    let set = sets.set(tape, node, text)
    if set.isEmpty { return }
    tools = set
    for fault in set.faults {
      batch.noteNext(
        .badToolSchema, offset: tape[node].offset + fault.offset, length: fault.length, detail: fault.detail)
    }
  }

  // MARK: - Calls

  /// Reads a call's arguments. Those that are a text are written, decoded, behind what `arena` holds.
  mutating func read(
    arguments node: Int?, _ tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>, into arena: ByteArena
  ) -> Arguments {
    guard let node else { return .absent }
    let value = tape[node]
    if value.tag == .object { return .object(node) }
    guard value.tag == .string else { return .noObject }
    let start = arena.count
    arena.reserve(value.length + Slab.tail)
    arena.count += JSONText.unescape(value, text, into: arena.bytes + start)
    guard argumentTape.accept(arena.bytes + start, count: arena.count - start, maxDepth: maxDepth) else {
      return .noObject
    }
    switch argumentTape.tag(0) {
    case .object: return .text(arena, start)
    case .string: return holdsObject(arena, start) ? .encodedTwice : .noObject
    default: return .noObject
    }
  }

  /// Whether the text from `start` on is a JSON string that holds an object.
  private func holdsObject(_ arena: ByteArena, _ start: Int) -> Bool {
    let bytes = JSONEquality.withDecoded(argumentTape[0], UnsafePointer(arena.bytes + start)) { Array($0) }
    guard let inner = try? SchemaDocument(bytes) else { return false }
    return inner.tape.tag(0) == .object
  }

  /// Judges a call of the function named by node `name`: declared, and called as its parameters say.
  mutating func judge(
    _ name: JSONNode, _ arguments: Arguments, _ tape: borrowing JSONTape, _ text: UnsafePointer<UInt8>,
    name nameSite: Site, arguments site: Site, _ batch: Batch
  ) {
    guard let tools else { return }
    guard let function = tools.function(ToolSet.name(name, text)) else {
      if tools.isOpen { return }
      let word = ToolSet.word(name, text)
      return batch.noteNext(
        .undeclaredTool, offset: nameSite.offset, length: nameSite.length, turn: nameSite.turn,
        detail: "the call is of `\(word)`, expected one of the functions that the record declares in its tools")
    }
    guard let schema = function.parameters else { return }
    let error: JSONSchema.ValueError?
    switch arguments {
    case .encodedTwice, .noObject: return
    case .absent:
      let none = Array("{}".utf8)
      if schema.isValid(none) { return }
      error = schema.errors(in: none, limit: 1).first
    case .object(let node):
      if schema.isValid(tape, node, text, &schemaScratch) { return }
      error = ToolJudge.error(schema, text + tape[node].offset, tape[node].length)
    case .text(let arena, let start):
      let inner = UnsafePointer(arena.bytes + start)
      if schema.isValid(argumentTape, 0, inner, &schemaScratch) { return }
      error = ToolJudge.error(schema, inner, arena.count - start)
    }
    let place = error.map { $0.instanceLocation.isEmpty ? "" : "\($0.instanceLocation): " } ?? ""
    batch.noteNext(
      .toolArgumentsViolate, offset: site.offset, length: site.length, turn: site.turn,
      detail: "the call of `\(ToolSet.word(name, text))` does not fit its parameters: "
        + place + (error?.message ?? "it could not be judged"))
  }

  /// Bounds: `count` bytes.
  private static func error(
    _ schema: JSONSchema, _ text: UnsafePointer<UInt8>, _ count: Int
  ) -> JSONSchema.ValueError? {
    schema.errors(in: Array(UnsafeBufferPointer(start: text, count: count)), limit: 1).first
  }

  // MARK: - Ids

  mutating func endConversation(isPrompt: Bool, _ batch: Batch) {
    ids.end(isPrompt: isPrompt) { fault in
      let detail =
        switch fault.kind {
        case .repeated: "the id of the tool call stands twice"
        case .unknown: "the tool result answers an id that no call before it has"
        case .answered: "the tool result answers a call that has a result already, expected one result a call"
        case .nameless: "the tool result has no id, expected the id of its call as other results here have it"
        case .overdue: "the tool call has no result before the conversation goes on, expected one there"
        }
      batch.noteNext(
        .badToolCallID, offset: fault.site.offset, length: fault.site.length, turn: fault.site.turn, detail: detail)
    }
  }

  /// The fingerprint of an id; nil for what is no id, such as an empty text.
  static func id(_ node: JSONNode, _ text: UnsafePointer<UInt8>) -> UInt64? {
    guard node.tag == .string, node.length > 0 else { return nil }
    return Fingerprint.of(text + node.offset, count: node.length, seed: 6)
  }
}
