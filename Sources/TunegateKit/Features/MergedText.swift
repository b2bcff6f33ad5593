/// A second example inside an answer: where one ends and the next begins.
struct MergedText {
  /// The line at which the next one begins.
  var line: Range<Int>

  private enum Speaker { case asker, answerer }

  private static let askers: [StaticString] = [
    "human", "user", "instruction", "question", "input", "prompt", "usuario", "utilisateur", "benutzer", "frage",
    "pregunta",
    "пользователь", "вопрос", "用户", "问题",
  ]
  private static let answerers: [StaticString] = [
    "assistant", "response", "output", "answer", "gpt", "bot", "ai", "completion", "asistente", "réponse", "antwort",
    "respuesta", "ассистент", "ответ", "助手", "回答",
  ]

  /// The first line behind some text at which someone asks again, and gets an answer further on.
  init?(_ text: TextBytes) {
    var line = 0
    var asked: Range<Int>?
    var hasText = false
    while line < text.count {
      let end = text.next(0x0A, from: line) ?? text.count
      switch MergedText.speaker(text, line..<end) {
      case .asker where hasText && asked == nil: asked = line..<end
      case .answerer:
        if let asked, !text.isInCode(asked.lowerBound) {
          self.line = asked
          return
        }
        hasText = true
      case .asker, nil: if end - line > 1 { hasText = true }
      }
      line = end + 1
    }
    return nil
  }

  /// Who speaks on a line such as `User: …`, `### Instruction`, `2. **Input:** …`.
  private static func speaker(_ text: TextBytes, _ line: Range<Int>) -> Speaker? {
    var i = line.lowerBound
    let limit = min(line.upperBound, i + 12)
    let marks: [UInt8] = [0x20, UInt8(ascii: "*"), UInt8(ascii: "#"), UInt8(ascii: "."), UInt8(ascii: ")")]
    var isHeading = false
    while i < limit, marks.contains(text[i]) || text[i].isDigit {
      if text[i] == UInt8(ascii: "#") { isHeading = true }
      i += 1
    }
    for (words, speaker) in [(askers, Speaker.asker), (answerers, .answerer)] {
      for word in words where text.standsFolded(word, at: i) {
        var end = i + word.utf8CodeUnitCount
        while end < line.upperBound, text[end] == UInt8(ascii: "*") || text[end].isDigit || text[end] == 0x20 {
          end += 1
        }
        if end < line.upperBound ? text[end] == UInt8(ascii: ":") || text.stands("：", at: end) : isHeading {
          return speaker
        }
      }
    }
    return nil
  }
}
