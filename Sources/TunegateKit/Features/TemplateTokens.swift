/// The control tokens and headings of chat templates, where they stand in the text of an answer.
enum TemplateTokens {
  /// In the spelling of the models; case counts.
  private static let tokens: [StaticString] = [
    "[INST]", "[/INST]", "<<SYS>>", "<</SYS>>", "[SYSTEM_PROMPT]", "[/SYSTEM_PROMPT]", "[TOOL_CALLS]", "[TOOL_RESULTS]",
    "[/TOOL_RESULTS]", "[AVAILABLE_TOOLS]", "[/AVAILABLE_TOOLS]", "[EOS]", "[BOS]", "[PAD]", "</s>", "<s>", "<bos>",
    "<eos>", "<pad>", "<unk>", "<start_of_turn>", "<end_of_turn>", "<BOS_TOKEN>", "<EOS_TOKEN>", "<PAD>", "<EOS>",
    "<end_of_utterance>",
  ]
  private static let headings: [StaticString] = [
    "instruction", "instructions", "response", "input", "output", "human", "assistant", "user", "system", "answer",
  ]

  /// Tokens of a text that are looked at: each costs a look at the whole of it.
  private static let mostTries = 32

  /// The first token that is not code, spoken of, or given in the prompt.
  static func find(in text: TextBytes, given: () -> [TextBytes]) -> Range<Int>? {
    var at = 0
    var tries = 0
    while at < text.count, tries < mostTries {
      let byte = text[at]
      if byte == UInt8(ascii: "<") || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "#"),
        let end = end(of: text, at)
      {
        tries += 1
        if !text.isInCode(at), !text.isQuoted(at..<end), !isGiven(text[at..<end], given()) { return at..<end }
      }
      at += 1
    }
    return unbalancedThought(text)
  }

  private static func end(of text: TextBytes, _ at: Int) -> Int? {
    if text[at] == UInt8(ascii: "#") { return headingEnd(text, at) }
    if let end = barTokenEnd(text, at) { return end }
    for token in tokens where text.stands(token, at: at) {
      let end = at + token.utf8CodeUnitCount
      return isStrike(text, at, end) ? nil : end
    }
    return nil
  }

  /// `<|im_start|>`, and `<｜…｜>` with full-width bars.
  private static func barTokenEnd(_ text: TextBytes, _ at: Int) -> Int? {
    let isWide = text.stands("<｜", at: at)
    guard isWide || text.stands("<|", at: at) else { return nil }
    var i = at + (isWide ? 4 : 2)
    let limit = min(text.count, i + 48)
    let start = i
    while i < limit {
      if isWide ? text.stands("｜>", at: i) : text.stands("|>", at: i) {
        return i > start ? i + (isWide ? 4 : 2) : nil
      }
      let byte = text[i]
      // U+2581 stands for a space in these names.
      guard byte.isASCIILetter || byte.isDigit || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte >= 0x80
      else { return nil }
      i += 1
    }
    return nil
  }

  /// `<s>` and `</s>` are HTML where both stand and something stands around them.
  private static func isStrike(_ text: TextBytes, _ at: Int, _ end: Int) -> Bool {
    guard text.stands("<s>", at: at) || text.stands("</s>", at: at) else { return false }
    let body = text.trimmed
    if at == body.lowerBound || end == body.upperBound { return false }
    return text.indices.contains { text.stands("<s>", at: $0) } && text.indices.contains { text.stands("</s>", at: $0) }
  }

  /// A line `### Response:`.
  private static func headingEnd(_ text: TextBytes, _ at: Int) -> Int? {
    guard at == 0 || text[at - 1] == 0x0A, text.stands("##", at: at) else { return nil }
    var i = at
    while i < text.count, text[i] == UInt8(ascii: "#") { i += 1 }
    guard i - at <= 3 else { return nil }
    while i < text.count, text[i] == 0x20 { i += 1 }
    for heading in headings where text.standsFolded(heading, at: i) {
      let end = i + heading.utf8CodeUnitCount
      if text.at(end) == UInt8(ascii: ":") { return end + 1 }
    }
    return nil
  }

  private static func isGiven(_ token: Slice<TextBytes>, _ given: [TextBytes]) -> Bool {
    let token = Array(token)
    return given.contains { text in
      text.indices.contains { text.at($0) == token[0] && text[$0...].starts(with: token) }
    }
  }

  /// `<think>` that is never closed, or closed and never begun.
  private static func unbalancedThought(_ text: TextBytes) -> Range<Int>? {
    let begin = text.indices.first { text.stands("<think>", at: $0) }
    let end = text.indices.first { text.stands("</think>", at: $0) }
    switch (begin, end) {
    case (let begin?, nil): return text.isInCode(begin) || text.isQuoted(begin..<begin + 7) ? nil : begin..<begin + 7
    // Templates of reasoning models put the opening tag into the prompt.
    default: return nil
    }
  }
}
