/// An answer that says the same again and again, as models do that have lost the thread.
struct Repetition: ExampleRule {
  static let id = "repetition"
  static let group = RuleGroup.content
  static var page: [UInt8] { PackageResources.repetition_md }

  init(_ settings: RuleSettings) {}

  /// Prompts that ask for repetition, or for texts that have it: songs, poems, patterns.
  private static let topics = Phrases([
    "repeat", "times", "song", "lyric", "poem", "rhyme", "chorus", "chant", "mantra", "refrain", "haiku", "pattern",
    "verse",
    "limerick", "ballad", "rap", "music", "chord", "tab", "ascii art", "pyramid", "triangle", "matrix", "workout",
    "schedule", "table", "grid", "sequence", "list all", "code", "calendar", "cancion", "canción", "poema", "chanson",
    "poème", "lied", "gedicht", "canzone", "песн", "стих", "повтор", "诗", "歌", "重复", "詩", "繰り返", "시", "노래",
  ])

  func check(_ batch: Batch, into findings: inout Findings) {
    batch.visit(.answer, with: [.recurring, .manyLines]) { i, row, turn in
      let text = batch.text(of: turn)
      // The cheapest question comes first: programs repeat themselves.
      guard !text.looksLikeCode, let found = Repetition.find(in: text, turn.marks), !Repetition.isNumeric(text),
        !Repetition.topics.isIn(batch.given(row, before: turn))
      else { return false }
      findings.add(
        batch, i, offset: turn.offset,
        message: "the answer says `\(found.what)` \(found.times) times, expected it once",
        hint: "remove the example: the model that wrote it had lost the thread")
      return true
    }
  }

  private static func find(in text: TextBytes, _ marks: TextMarks) -> Repetitions? {
    if marks.contains(.recurring), let found = Repetitions.loop(text) { return found }
    return marks.contains(.manyLines) ? Repetitions.lines(text) : nil
  }

  /// True for tables of numbers and the like: fewer than half of the characters are letters.
  private static func isNumeric(_ text: TextBytes) -> Bool {
    let text = text.first(4_096)
    return 2 * text.count(where: { $0.isASCIILetter || $0 >= 0x80 }) < text.count(where: { $0 > 0x20 })
  }
}
