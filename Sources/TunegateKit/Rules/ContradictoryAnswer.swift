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
    let groups = PromptGroups(corpus.index)
    var found: [Contradiction] = []
    groups.visit { rows in found += ContradictionFinder.find(rows, corpus) }
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
    let texts = ClaimTexts(found, corpus)
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
    let (own, others) = (corpus.index.claims[found.row], corpus.index.claims[found.other])
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
  /// Share of the answers that agree with this one.
  var share: Double
  var otherCount: Int
  var total: Int
  /// True when the other answer is that of a clear majority.
  var isMinority: Bool
}

/// The rows of each prompt that stands more than once. Sorts half of each fingerprint; O(n), 16 bytes an
/// example.
private struct PromptGroups {
  private let index: ExampleIndex
  private var items: [UInt64] = []

  init(_ index: ExampleIndex) {
    self.index = index
    items.reserveCapacity(index.count)
    for row in 0..<index.count where index.prompts[row] != 0 {
      items.append((index.prompts[row] >> 32) << 32 | UInt64(row))
    }
    var scratch: [UInt64] = []
    RadixSort.byKey(&items, scratch: &scratch)
  }

  /// Calls `body` with the rows of each prompt, ascending.
  func visit(_ body: ([Int]) -> Void) {
    var start = 0
    while start < items.count {
      var end = start + 1
      while end < items.count, items[end] >> 32 == items[start] >> 32 { end += 1 }
      if end - start > 1 { split(items[start..<end].map { Int($0 & 0xFFFF_FFFF) }, body) }
      start = end
    }
  }

  /// Half a fingerprint agrees by chance among 100,000 prompts; the whole one tells.
  private func split(_ rows: [Int], _ body: ([Int]) -> Void) {
    let key = index.prompts[rows[0]]
    if rows.allSatisfy({ index.prompts[$0] == key }) { return body(rows) }
    let groups = Dictionary(grouping: rows) { index.prompts[$0] }.values.filter { $0.count > 1 }
    for group in groups.sorted(by: { $0[0] < $1[0] }) { body(group) }
  }
}

private enum ContradictionFinder {
  /// Share of a majority from which on the others are wrong, rather than all of them doubtful.
  private static let majority = 2.0 / 3
  /// As many answers to one prompt, each another one: it asks for any of them.
  private static let mostOpen = 4
  private static let mostClaims = 1_000

  /// The contradictions among rows of one prompt.
  static func find(_ rows: [Int], _ corpus: Corpus) -> [Contradiction] {
    let first = corpus.index.claims[rows[0]]
    // Nearly all groups are copies.
    if rows.allSatisfy({ corpus.index.claims[$0] == first }) { return [] }
    var found: [Contradiction] = []
    let topics = Dictionary(grouping: rows.filter { topic($0, corpus) != nil }, by: { topic($0, corpus) ?? 0 })
    for (_, rows) in topics where rows.count > 1 { found += findOfTopic(rows, corpus) }
    return found
  }

  private static let labelTopic = UInt64.max

  private static func topic(_ row: Int, _ corpus: Corpus) -> UInt64? {
    let claim = AnswerClaim(bits: corpus.index.claims[row])
    switch claim.kind {
    case .none: return nil
    case .object: return claim.topic
    case .text:
      return Int(corpus.index.answerLengths[row]) <= LabelTasks.longestLabel && corpus.hasLabels ? labelTopic : nil
    case .number, .polarity: return corpus.hasLabels ? labelTopic : claim.topic
    }
  }

  /// Answers that agree.
  private struct Camp {
    var claim: AnswerClaim
    var rows: [Int]
  }

  private static func findOfTopic(_ rows: [Int], _ corpus: Corpus) -> [Contradiction] {
    let claims = Dictionary(grouping: rows) { corpus.index.claims[$0] }
    guard claims.count > 1, claims.count <= mostClaims else { return [] }
    var camps: [Camp] = []
    let isLabel = topic(rows[0], corpus) == labelTopic
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
    if !isLabel, camps.count >= mostOpen, claims.count == rows.count { return [] }
    camps.sort { ($1.rows.count, $0.rows[0]) < ($0.rows.count, $1.rows[0]) }
    let (total, largest) = (Double(rows.count), camps[0].rows.count)
    let hasMajority = largest >= 2 && Double(largest) >= majority * total
    var found: [Contradiction] = []
    for (k, camp) in camps.enumerated() where k > 0 || !hasMajority {
      let other = camps[k == 0 ? 1 : 0]
      found += camp.rows.map {
        Contradiction(
          row: $0, other: other.rows.min() ?? $0, share: Double(camp.rows.count) / total, otherCount: other.rows.count,
          total: rows.count, isMinority: hasMajority)
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

  init(_ found: [Contradiction], _ corpus: Corpus) {
    members = corpus.members
    var wanted: Set<UInt64> = []
    for contradiction in found {
      for row in [contradiction.row, contradiction.other] {
        let bits = corpus.index.claims[row]
        if AnswerClaim(bits: bits).shown == nil { wanted.insert(bits) }
      }
    }
    if wanted.isEmpty { return }
    var numbers: [UInt64: Int] = [:]
    numbers.reserveCapacity(members.count)
    for (i, member) in members.enumerated() where member.answerEnd.isEmpty { numbers[member.key] = i }
    for row in 0..<corpus.index.count where wanted.contains(corpus.index.claims[row]) {
      let bits = corpus.index.claims[row]
      if memberOf[bits] == nil { memberOf[bits] = numbers[ExampleSample.key(corpus.index.exact[row])] }
    }
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
