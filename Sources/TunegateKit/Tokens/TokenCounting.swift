/// Counts texts that come one at a time, as JSON strings.
public struct TokenCounting {
  private let tokenizer: Tokenizer
  private let printsIDs: Bool
  private var counter: TokenCounter

  public init(_ tokenizer: Tokenizer, printsIDs: Bool = false) {
    self.tokenizer = tokenizer
    self.printsIDs = printsIDs
    counter = TokenCounter(tokenizer)
  }

  /// One line for a text: its number of tokens, or their ids with commas between; `?` for what is no JSON string.
  public mutating func answer(_ line: String) -> String {
    guard let document = try? SchemaDocument(Array(line.utf8)), document.tape.tag(0) == .string else { return "?\n" }
    let text = document.bytes(0)
    return text.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return printsIDs ? "\n" : "0\n" }
      if printsIDs { return counter.encode(base, buffer.count).map(String.init).joined(separator: ",") + "\n" }
      return "\(counter.count(base, buffer.count))\n"
    }
  }
}
