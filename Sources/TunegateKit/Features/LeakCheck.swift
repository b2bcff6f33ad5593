/// An example that holds evaluation data.
struct Leak {
  enum Kind: UInt8 {
    /// Of a file that the user named.
    case given
    /// Of the set's own validation or test split.
    case split
  }

  var kind: Kind
  /// Index in `Batch.rows`.
  var row: Int
  /// The evaluation example.
  var place: Place
  var confidence: Double
  var message: String
}

/// Holds examples against evaluation data while their folded text is at hand. One belongs to one worker.
struct LeakCheck: ~Copyable {
  private let sets: HeldOutSets
  private var words = ExampleWords()
  private var given = LeakTally()
  private var splits = LeakTally()

  /// Nil when there is nothing to hold them against.
  init?(_ sets: HeldOutSets) {
    guard !sets.isEmpty else { return nil }
    self.sets = sets
  }

  /// Notes which evaluation examples were found.
  func add(to tally: inout LineTally) { (tally.given, tally.splits) = (given, splits) }

  /// Judges the batch's last row, whose folded sides the arenas hold.
  mutating func check(_ row: Row, prompt: ByteArena, answer: ByteArena, _ batch: Batch) {
    let given = sets.givenSources.contains(batch.source) ? nil : sets.given
    let splits = sets.splitSources.contains(batch.source) ? nil : sets.splits
    guard row.isExample, given != nil || splits != nil else { return }
    words.read(prompt: prompt, answer: answer)
    var length = 0
    if let given { self.given.places.formUnion(find(.given, given, row, batch, &length)) }
    if let splits { self.splits.places.formUnion(find(.split, splits, row, batch, &length)) }
  }

  /// The evaluation examples that the row holds. `length` is that of the n-grams that were made last.
  private mutating func find(
    _ kind: Leak.Kind, _ index: HeldOutIndex, _ row: Row, _ batch: Batch, _ length: inout Int
  ) -> Set<Place> {
    if length != index.method.gram {
      length = index.method.gram
      words.makeGrams(length: length)
    }
    let matches = LeakJudge(index: index).matches(words) { ExampleWords.spelling($0, of: row, in: batch) }
    guard let best = matches.first else { return [] }
    let places = Set(matches.map { index.items[$0.item].place })
    let item = index.items[best.item]
    batch.leaks.append(
      Leak(
        kind: kind, row: batch.rows.count - 1, place: item.place, confidence: best.share,
        message: message(best, item, index.method, others: places.count - 1)))
    return places
  }

  private func message(_ match: LeakJudge.Match, _ item: HeldOutItem, _ method: LeakMethod, others: Int) -> String {
    let part =
      switch item.part {
      case .prompt: "the prompt"
      case .answer: "the answer"
      case .text: "a text"
      }
    let name = "\(part) of \(sets.name(item.place))"
    let (found, all) = match.words
    let more = others > 0 ? ", and of \(others) more" : ""
    return switch match.likeness {
    case .verbatim: "repeats \(name) word for word\(more)"
    case .folded: "repeats \(name) but for case, spacing or punctuation\(more)"
    case .covered:
      method == .gpt3
        ? "shares \(method.gram) words in a row and more with \(name)\(more)"
        : "holds \(found) of the \(all) words of \(name), in runs of \(method.gram) and more\(more)"
    case .aligned: "holds \(found) of the \(all) words of \(name) in their order\(more)"
    }
  }
}
