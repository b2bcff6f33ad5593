/// Holds answers against the XML grammar that the user gave for them.
struct CompletionGrammarCheck {
  private let given: GivenGrammar
  private let choice: AnswerChoice

  /// Nil when no grammar is given or nobody asks for its rule.
  init?(_ settings: Settings) {
    guard let given = settings.completionGrammar, let choice = AnswerChoice(settings) else { return nil }
    self.given = given
    self.choice = choice
  }

  /// Judges the answers of the batch's last row.
  ///
  /// Bounds: a turn's text lies in the batch's arena.
  func check(_ batch: Batch) {
    choice.forEachAnswer(of: batch) { turn in
      let text = UnsafeBufferPointer(start: batch.text.bytes + Int(turn.textStart), count: Int(turn.textCount))
      for detail in complaints(about: text) {
        batch.note(.completionMisfit, offset: Int(turn.offset), turn: turn.index, detail: detail)
      }
    }
  }

  /// A sentence for each thing that an answer does not conform in. Places count from the beginning of the answer.
  private func complaints(about text: UnsafeBufferPointer<UInt8>) -> [String] {
    guard let block = XMLBlock(text).find(choice.extract) else {
      return ["the answer \(XMLBlock.absence(choice.extract)), expected XML that fits \(given.name)"]
    }
    let xml = UnsafeBufferPointer(rebasing: text[block])
    let start = XMLComplaint(at: block.lowerBound, in: text, message: "")
    return given.grammar.complaints(about: xml).map { complaint in
      var complaint = complaint
      if complaint.line == 1 { complaint.column += start.column - 1 }
      complaint.line += start.line - 1
      return "the answer's XML does not fit \(given.name): \(complaint)"
    }
  }
}
