/// What each shape's record is read into: which keys, in which order, on which side.
extension ExampleReader {
  mutating func readParts(of shape: Shape, _ line: UnsafePointer<UInt8>, _ batch: Batch) {
    switch shape {
    case .unknown, .mapped: break
    case .chat, .nova:
      readSystem(.system, line, batch)
      readConversation(value(.messages), answerSide: .answer, line, batch)
    case .shareGPT:
      readSystem(.system, line, batch)
      readConversation(value(.conversations) ?? value(.conversation), answerSide: .answer, line, batch)
    case .gemini:
      readSystem(.systemInstruction, line, batch)
      readConversation(value(.contents), answerSide: hasArray(.completions) ? .prompt : .answer, line, batch)
      readScored(line, batch)
    case .evals:
      // The assistant's turns within the input are examples for the prompt.
      readConversation(value(.input), answerSide: .prompt, line, batch)
      readField(.ideal, role: .assistant, side: .answer, line, batch)
    case .alpaca:
      readSystem(.system, line, batch)
      readField(.instruction, role: .user, side: .prompt, line, batch)
      if !isEmptyString(.input, line) { readField(.input, role: .user, side: .prompt, line, batch) }
      readField(has(.output) ? .output : .response, role: .assistant, side: .answer, line, batch)
    case .promptCompletion, .unpairedPreference, .promptOnly:
      readSystem(.system, line, batch)
      readPair(line, batch)
      if shape == .unpairedPreference, let label = value(.label) { noteExtra(label, line) }
    case .textLabel:
      readField(.text, role: .user, side: .prompt, line, batch)
      readField(.label, role: .assistant, side: .answer, line, batch)
    case .text:
      readField(.text, role: .assistant, side: .answer, line, batch)
    case .openAIPreference, .trlPreference, .llamaFactoryPreference:
      readPreference(shape, line, batch)
    }
  }

  /// Gemini's preference: `completions` of a score and a completion, the preferred one with score 1.
  mutating func readScored(_ line: UnsafePointer<UInt8>, _ batch: Batch) {
    guard hasArray(.completions), let list = value(.completions) else { return }
    var element = tape.firstChild(list)
    while element < tape.next(list) {
      defer { element = tape.next(element) }
      guard tape.tag(element) == .object else { continue }
      var completion = -1
      var isPreferred = false
      var node = tape.firstChild(element)
      while node < tape.next(element) {
        let key = tape[node]
        switch keys.name(of: line + key.offset, count: key.length) {
        case .completion: completion = key.next
        case .score: isPreferred = tape.tag(key.next) == .number && JSONText.number(tape[key.next], line) == 1
        default: break
        }
        node = tape.next(key.next)
      }
      if completion >= 0 {
        readValue(completion, role: .assistant, side: isPreferred ? .answer : .rejected, line, batch)
      }
    }
  }

  mutating func readPair(_ line: UnsafePointer<UInt8>, _ batch: Batch) {
    guard let prompt = firstKey(ExampleReader.promptKeys) else { return }
    readField(prompt, role: .user, side: .prompt, line, batch)
    // A second prompt part, such as the passage of a question, is as much a part of what the model is given.
    for extra in [KeyName.context, .input, .document, .article] where extra != prompt && has(extra) {
      if !isEmptyString(extra, line) { readField(extra, role: .user, side: .prompt, line, batch) }
    }
    if let answer = firstKey(ExampleReader.answerKeys) {
      readField(answer, role: .assistant, side: .answer, line, batch)
    }
  }

  /// The parts that the configuration names.
  mutating func readMapped(_ fields: Settings.Fields, _ line: UnsafePointer<UInt8>, _ batch: Batch) -> Shape {
    let before = (batch.turns.count, batch.notes.count)
    for path in fields.system { readPath(path, role: .system, side: .context, line, batch) }
    if let path = fields.messages, let node = find(path, line) {
      readConversation(node, answerSide: .answer, line, batch)
    }
    let prompts = batch.turns.count
    for path in fields.prompt { readPath(path, role: .user, side: .prompt, line, batch) }
    let lacksPrompt = batch.turns.count == prompts && !fields.prompt.isEmpty && fields.messages == nil
    let answers = batch.turns.count
    for path in fields.answer + fields.chosen + (fields.label.map { [$0] } ?? []) {
      readPath(path, role: .assistant, side: .answer, line, batch)
    }
    let rejected = batch.turns.count
    for path in fields.rejected { readPath(path, role: .assistant, side: .rejected, line, batch) }
    settlePair(prompt: prompts..<answers, chosen: answers..<rejected, rejected: rejected..<batch.turns.count, batch)
    guard batch.turns.count > before.0 else {
      // A conversation that is there and cannot be read has a note already.
      if batch.notes.count == before.1 { note(.fieldsAbsent, 0, line, batch) }
      return .unknown
    }
    // A misspelled key in the map would otherwise pass for a set that teaches answers to nothing.
    if lacksPrompt { batch.turns.insert(absent(role: .user, side: .prompt, batch), at: prompts) }
    return .mapped
  }

  mutating func readPath(
    _ path: Settings.FieldPath, role: Role, side: Side, _ line: UnsafePointer<UInt8>, _ batch: Batch
  ) {
    guard let node = find(path, line) else { return }
    if tape.tag(node) == .string, tape[node].length == 0, side == .prompt { return }
    readValue(node, role: role, side: side, line, batch)
  }

  /// The value at a dotted path from the root.
  mutating func find(_ path: Settings.FieldPath, _ line: UnsafePointer<UInt8>) -> Int? {
    var at = 0
    for step in path.keys {
      guard tape.tag(at) == .object else { return nil }
      var node = tape.firstChild(at)
      var found: Int?
      let wanted = Array(step.utf8)
      while node < tape.next(at), found == nil {
        let key = tape[node]
        let bytes = UnsafeBufferPointer(start: line + key.offset, count: key.length)
        if bytes.elementsEqual(wanted) { found = key.next }
        node = tape.next(key.next)
      }
      guard let found else { return nil }
      at = found
    }
    return at == 0 ? nil : at
  }
}
