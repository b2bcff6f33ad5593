/// HTML that was left in an answer.
struct LeftoverMarkup: Equatable {
  /// Index of the turn in the batch.
  var turn: Int
  /// The tag or entity that shows it best.
  var sample: String
  var tags: Int
  var entities: Int
  /// True when the example is about markup or code, or the answer is code: then it is meant.
  var isMeant: Bool

  /// What is left in the answers of a row; nil when there is nothing. Answers without a tag and `&` cost a search.
  ///
  /// Bounds: turns' texts lie in the batch's arena.
  static func find(in row: Row, of batch: Batch) -> LeftoverMarkup? {
    for i in batch.turns(of: row).indices where batch.turns[i].side == .answer {
      let text = text(of: batch.turns[i], batch)
      guard
        batch.turns[i].marks.contains(.tag) || XMLScan.find(UInt8(ascii: "&"), in: text, from: 0) != nil
      else { continue }
      let scan = MarkupScan(text)
      guard let sample = sample(scan, text) else { continue }
      let isMeant = scan.codeLines > 1 || isForeign(scan, text) || isAboutMarkup(row, i, batch)
      return LeftoverMarkup(
        turn: i, sample: excerpt(text, sample), tags: scan.tags.count, entities: scan.entities.count, isMeant: isMeant)
    }
    return nil
  }

  private static func text(of turn: Turn, _ batch: Batch) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: batch.text.bytes + Int(turn.textStart), count: Int(turn.textCount))
  }

  /// What proves that there is HTML: a tag with an attribute, a tag with its end tag, a line break, two paragraphs or
  /// list items, or an entity.
  private static func sample(_ scan: MarkupScan, _ text: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
    let tags = scan.tags.filter { !$0.isInTable }
    if let tag = tags.first(where: { $0.hasAttribute || $0.name == "br" && !$0.isEnd }) { return tag.range }
    // Where each telling element was last closed.
    var closed: [String: Int] = [:]
    for (i, tag) in tags.enumerated() where tag.isEnd { closed[tag.name] = i }
    var begun: [String: Int] = [:]
    for (i, tag) in tags.enumerated() where !tag.isEnd && HTMLName.isTelling(tag.name) {
      if closed[tag.name] ?? -1 > i { return tag.range }
      begun[tag.name, default: 0] += 1
      if tag.name == "p" || tag.name == "li", begun[tag.name] == 2 { return tag.range }
    }
    return scan.entities.first
  }

  /// True when the HTML parser finds an element that HTML does not know between the tags: then they belong to a
  /// language of the set's own.
  private static func isForeign(_ scan: MarkupScan, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = scan.tags.first, let last = scan.tags.last else { return false }
    let span = UnsafeBufferPointer(rebasing: text[first.range.lowerBound..<last.range.upperBound])
    return !HTMLSpan.elements(in: span).allSatisfy { HTMLName.isElement($0.lowercased()) }
  }

  /// Whether the turns around the answer, or the answer itself in its words, are about markup.
  private static func isAboutMarkup(_ row: Row, _ answer: Int, _ batch: Batch) -> Bool {
    for i in batch.turns(of: row).indices where batch.turns[i].side != .rejected {
      let isAnswer = batch.turns[i].side == .answer
      if MarkupTopic.isIn(text(of: batch.turns[i], batch), asAnswer: isAnswer) { return true }
    }
    return false
  }

  /// The tag or entity for a message, at most 60 bytes of it.
  private static func excerpt(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> String {
    SecretMask.excerpt(UnsafeBufferPointer(rebasing: text[range]).span, limit: 60)
  }
}
