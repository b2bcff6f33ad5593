/// An answer that is not well-formed XML, or has another root element, where nearly all answers are XML documents.
struct BrokenXML: CorpusRule {
  static let id = "broken-xml"
  static let group = RuleGroup.content
  static var page: [UInt8] { PackageResources.broken_xml_md }
  static let options = [
    OptionSpec("majority", .number(0.5...1)), OptionSpec("fewest-examples", .integer(10...1_000_000)),
  ]

  private let majority: Double
  private let fewest: Int

  init(_ settings: RuleSettings) {
    majority = settings.number("majority") ?? 0.9
    fewest = Int(settings.number("fewest-examples") ?? 50)
  }

  func conclude(_ tally: NoTally, _ corpus: Corpus, into findings: inout Findings) {
    // Whoever gives a grammar need not have the form guessed, as with `format-break`.
    if corpus.hasCompletionSchema { return }
    let documents = corpus.tally.documents
    let answers = corpus.tally.forms.answers
    // Fragments of a page may be well-formed by chance, and need not be.
    let roots = documents.roots.filter { !HTMLName.isOfFragments($0.value.name) }
    let total = roots.values.reduce(0) { $0 + $1.count }
    guard answers >= fewest, Double(total) >= majority * Double(answers) else { return }
    // One of nine tenths has no rival, so that the order of the dictionary does not matter.
    let usual = roots.first { Double($0.value.count) >= majority * Double(total) }
    let expected = usual.map { "the root element \(BrokenXML.quoted($0.value.name))" } ?? "XML"
    let faults = Dictionary(documents.faults.map { ($0.place, $0.message) }) { first, _ in first }
    for row in 0..<corpus.index.count where corpus.index.isExample(row) {
      let form = corpus.index.answerForms[row]
      let complaint: String
      switch form {
      case AnswerForm.none: continue
      case AnswerForm.brokenXML:
        complaint =
          "the answer's XML " + (faults[corpus.index.place(row)] ?? "is not well-formed, expected \(expected)")
      case AnswerForm.wrappedXML: complaint = "the answer has something around its XML, expected the XML alone"
      default:
        guard let root = documents.roots[form] else {
          complaint = "the answer is no XML, expected \(expected)"
          break
        }
        if form == usual?.key || usual == nil { continue }
        complaint =
          "the answer's root element is \(BrokenXML.quoted(root.name)), expected "
          + "\(usual.map { BrokenXML.quoted($0.value.name) } ?? "") as in nearly all others"
      }
      findings.add(corpus, row: row, message: complaint, hint: BrokenXML.hint)
    }
  }

  private static let hint = "correct the answer: one in a different form teaches both"

  private static func quoted(_ name: XMLDocument.Name) -> String {
    name.namespace.isEmpty ? "`\(name.local)`" : "`\(name.local)` of the namespace `\(name.namespace)`"
  }
}
