/// Reads evaluation files: in the shapes that are known, and of any other record each of its texts.
struct HeldOutReader: ~Copyable {
  private(set) var words = HeldOutWords()
  private(set) var problems: [InputProblem] = []
  /// Examples that can be compared, by `Place.source`.
  private(set) var examples: [Int: Int] = [:]
  private let limits: InputLimits
  private var lines: LineReader

  /// Words of the shortest text of an unknown record that counts: shorter ones are names and options.
  static let shortestText = 8

  init(_ settings: Settings) {
    limits = InputLimits(lineBytes: settings.limits.lineBytes, ratio: settings.limits.ratio)
    lines = LineReader(fields: settings.fields, maxDepth: settings.limits.depth)
  }

  /// - Parameter numbers: What `Place.source` is for each file.
  mutating func read(_ files: [Source], _ numbers: [Int]) {
    let reader = SlabReader(files, limits: limits)
    let (slab, batch) = (Slab(), Batch())
    while reader.next(into: slab) {
      lines.read(slab, into: batch, withFeatures: false)
      let number = numbers[slab.source]
      for row in batch.rows where add(row, Place(source: number, line: row.line), batch) {
        examples[number, default: 0] += 1
      }
    }
    problems += reader.summaries.flatMap(\.problems)
  }

  private mutating func add(_ row: Row, _ place: Place, _ batch: Batch) -> Bool {
    guard row.isExample else { return row.fault < 0 && addTexts(of: row, place, batch) }
    var (prompt, answer): ([UInt32], [UInt32]) = ([], [])
    for turn in batch.turns(of: row) {
      switch turn.side {
      case .prompt: prompt += ExampleWords.ofTurn(batch.text(of: turn))
      case .answer: answer += ExampleWords.ofTurn(batch.text(of: turn))
      case .context, .rejected: continue
      }
    }
    words.add(
      place, prompt: prompt, answer: answer, promptSpelling: ExampleWords.spelling(.prompt, of: row, in: batch),
      answerSpelling: ExampleWords.spelling(.answer, of: row, in: batch))
    return !prompt.isEmpty || !answer.isEmpty
  }

  /// The texts of a record of no known shape, such as a benchmark's question with its choices.
  private mutating func addTexts(of row: Row, _ place: Place, _ batch: Batch) -> Bool {
    guard let record = JSONView(batch.bytes(of: row)) else { return false }
    var found = false
    var open = [record]
    while let value = open.popLast() {
      open += value.members.reversed().map(\.value) + value.elements.reversed()
      guard let text = value.string else { continue }
      let own = ExampleWords.ofText(FoldedText(text))
      guard own.count >= HeldOutReader.shortestText else { continue }
      words.add(place, text: own)
      found = true
    }
    return found
  }
}
