/// Answers to one prompt that contradict each other: two labels, two results, yes and no, two values of a field.
///
/// Two texts are only two answers: an open prompt has many good ones.
struct ContradictoryAnswer: CorpusRule {
  static let id = "contradictory-answer"
  static let group = RuleGroup.content
  static var page: [UInt8] { PackageResources.contradictory_answer_md }
  static let options = [OptionSpec("most-share", .number(0...1))]
  /// Of two labels for one text one is right, and the rest of the set tells which.
  static var judge: String? { WrongLabel.id }

  /// Share of the examples beyond which the prompts do not hold what the answers depend on.
  private let mostShare: Double
  private static let fewestForShare = 20

  init(_ settings: RuleSettings) { mostShare = settings.number("most-share") ?? 0.3 }

  func conclude(_ tally: NoTally, _ corpus: Corpus, into findings: inout Findings) {
    var found: [Contradiction] = []
    for group in corpus.index.promptGroups.groups { found += ContradictionFinder.find(group, corpus) }
    if found.isEmpty { return }
    let examples = corpus.tally.examples
    if found.count >= ContradictoryAnswer.fewestForShare, Double(found.count) > mostShare * Double(examples) {
      findings.add(
        at: Place(source: -1, line: 0),
        message: "\(Numbers.grouped(found.count)) of \(Numbers.grouped(examples)) examples "
          + "(\(Numbers.percent(Double(found.count) / Double(examples)))) contradict another answer to the same "
          + "prompt, expected at most \(Numbers.percent(mostShare))",
        hint: "put what the answers depend on into the prompts, or join the answers that belong to one prompt")
      return
    }
    found.sort { ($0.row, $0.other) < ($1.row, $1.other) }
    let texts = ClaimTexts(corpus)
    for contradiction in found {
      let other = corpus.index.place(contradiction.other)
      findings.add(
        corpus, row: contradiction.row, confidence: 1 - contradiction.share, related: [other],
        message: message(contradiction, other, texts, corpus),
        hint: "keep the right one: a model that is tuned on both learns to guess")
    }
  }

  private func message(_ found: Contradiction, _ other: Place, _ texts: ClaimTexts, _ corpus: Corpus) -> String {
    let name = corpus.name(other, from: corpus.index.place(found.row))
    let (own, others) = (found.claim, found.otherClaim)
    let expected =
      found.isMinority
      ? ", as \(Numbers.grouped(found.otherCount)) of \(Numbers.grouped(found.total)) answers do"
      : ", expected one answer"
    if AnswerClaim(bits: own).kind == .object {
      guard let difference = texts.difference(own, others) else {
        return "the answer's values are not those that \(name) gives for the same prompt\(expected)"
      }
      return "the answer's `\(difference.key)` is `\(texts.clipped(difference.values.0))`, but "
        + "`\(texts.clipped(difference.values.1))` in \(name), which has the same prompt\(expected)"
    }
    return "the answer is \(texts.shown(own)), but \(name) answers \(texts.shown(others)) to the same prompt\(expected)"
  }
}

/// An example whose answer another one contradicts.
private struct Contradiction {
  var row: Int
  /// The example that it is held against.
  var other: Int
  /// What the two say.
  var claim: UInt64
  var otherClaim: UInt64
  /// Share of the answers that agree with this one.
  var share: Double
  var otherCount: Int
  var total: Int
  /// True when the other answer is that of a clear majority.
  var isMinority: Bool
}

private enum ContradictionFinder {
  /// Share of a majority from which on the others are wrong, rather than all of them doubtful.
  private static let majority = 2.0 / 3
  /// As many answers to one prompt, each another one: it asks for any of them.
  private static let mostOpen = 4
  private static let mostClaims = 1_000

  /// The contradictions among answers to one prompt.
  static func find(_ answers: [PromptGroups.Answer], _ corpus: Corpus) -> [Contradiction] {
    var found: [Contradiction] = []
    let topics = Dictionary(grouping: answers.filter { topic($0, corpus) != nil }, by: { topic($0, corpus) ?? 0 })
    for (_, answers) in topics where answers.count > 1 { found += findOfTopic(answers, corpus) }
    return found
  }

  private static let labelTopic = UInt64.max

  private static func topic(_ answer: PromptGroups.Answer, _ corpus: Corpus) -> UInt64? {
    let claim = AnswerClaim(bits: answer.claim)
    switch claim.kind {
    case .none: return nil
    case .object: return claim.topic
    case .text:
      let length = Int(corpus.index.answerLengths[answer.row])
      return length <= LabelTasks.longestLabel && corpus.hasLabels ? labelTopic : nil
    case .number, .polarity: return corpus.hasLabels ? labelTopic : claim.topic
    }
  }

  /// Answers that agree.
  private struct Camp {
    var claim: AnswerClaim
    var rows: [Int]
  }

  private static func findOfTopic(_ answers: [PromptGroups.Answer], _ corpus: Corpus) -> [Contradiction] {
    let claims = Dictionary(grouping: answers, by: \.claim).mapValues { $0.map(\.row) }
    guard claims.count > 1, claims.count <= mostClaims else { return [] }
    var camps: [Camp] = []
    let isLabel = topic(answers[0], corpus) == labelTopic
    let ordered = claims.sorted { ($1.value.count, $0.value[0]) < ($0.value.count, $1.value[0]) }
    for (bits, rows) in ordered {
      let claim = AnswerClaim(bits: bits)
      if !isLabel, let k = camps.firstIndex(where: { $0.claim.agrees(with: claim) }) {
        camps[k].rows += rows
      } else {
        camps.append(Camp(claim: claim, rows: rows))
      }
    }
    guard camps.count > 1 else { return [] }
    if !isLabel, camps.count >= mostOpen, claims.count == answers.count { return [] }
    camps.sort { ($1.rows.count, $0.rows[0]) < ($0.rows.count, $1.rows[0]) }
    let (total, largest) = (Double(answers.count), camps[0].rows.count)
    let hasMajority = largest >= 2 && Double(largest) >= majority * total
    let claimOf = Dictionary(answers.map { ($0.row, $0.claim) }, uniquingKeysWith: { first, _ in first })
    var found: [Contradiction] = []
    for (k, camp) in camps.enumerated() where k > 0 || !hasMajority {
      let other = camps[k == 0 ? 1 : 0]
      found += camp.rows.map { row in
        let first = other.rows.min() ?? row
        return Contradiction(
          row: row, other: first, claim: claimOf[row] ?? 0, otherClaim: claimOf[first] ?? 0,
          share: Double(camp.rows.count) / total, otherCount: other.rows.count, total: answers.count,
          isMinority: hasMajority)
      }
    }
    return found
  }
}

/// What claims say, in the words of the examples whose texts were kept.
private struct ClaimTexts {
  private static let longestShown = 40
  private let members: [ExampleSample.Member]
  private var memberOf: [UInt64: Int] = [:]

  init(_ corpus: Corpus) {
    members = corpus.members
    if corpus.index.promptGroups.examples.isEmpty { return }
    var numbers: [UInt64: Int] = [:]
    numbers.reserveCapacity(members.count)
    for (i, member) in members.enumerated() where member.answerEnd.isEmpty { numbers[member.key] = i }
    for (claim, key) in corpus.index.promptGroups.examples { memberOf[claim] = numbers[key] }
  }

  /// In back quotes; `another text` when no example with the claim was kept.
  func shown(_ bits: UInt64) -> String {
    if let text = AnswerClaim(bits: bits).shown { return "`\(text)`" }
    guard let i = memberOf[bits] else { return "another text" }
    let text = members[i].answer
    return "`\(SecretMask.excerpt(LabelSpellings.trim(text[...]).span, limit: ClaimTexts.longestShown))`"
  }

  func difference(_ a: UInt64, _ b: UInt64) -> ObjectDifference? {
    guard let first = memberOf[a], let second = memberOf[b] else { return nil }
    return ObjectDifference(members[first].answer, members[second].answer)
  }

  func clipped(_ text: String) -> String { SecretMask.excerpt(Array(text.utf8).span, limit: ClaimTexts.longestShown) }
}
