import CKernels
import Foundation
import Testing

@testable import TunegateKit

/// `Mergeable`'s laws, for every conformance: `Self()` is the identity, merging is associative and commutative, and
/// merging the tallies of parts is the same as tallying the whole. What a tally writes into a state is read back as it
/// was, and is the same for the same tally, however it came about.
@Suite("Tallies merge in any order and grouping")
struct MergeLawTests {
  private static let proven: Set = [
    "FeatureTally", "LengthSketch", "SlotCounts", "MixedFormat.Tally", "PlaceholderAnswer.Tally", "NoTally",
    "FormCounts", "LineTally", "ExampleSample", "CallsWithoutTools.Tally", "ToolsWithoutCalls.Tally",
    "TokenTally", "PathTree", "LengthBias.Tally", "PreferenceInversion.Tally",
    "XMLFormCounts", "MarkupResidue.Tally", "ProfileTally", "LabelSpelling.Tally",
    "XMLFormCounts", "MarkupResidue.Tally", "ProfileTally", "CandidateTally", "WordCounts", "Refusal.Tally",
    "AnswerPattern.Tally", "SystemPromptDrift.Tally", "FirstPlaces", "LeakTally", "TextWords",
  ]

  /// - Parameters:
  ///   - note: notes one random thing.
  ///   - view: what anyone can learn from a tally; orders that nobody sees may differ.
  private func expectLaws<T: Mergeable, View: Equatable>(
    _ type: T.Type, things: ClosedRange<Int> = 0...60, seeds: Range<UInt64> = 0..<20,
    note: (inout T, inout Dice) -> Void, view: (T) -> View
  ) {
    for seed in seeds {
      var dice = Dice(seed)
      var whole = T()
      let parts = (0..<3).map { _ in
        var part = T()
        for _ in 0..<dice.number(things) {
          var same = dice
          note(&part, &dice)
          note(&whole, &same)
        }
        return part
      }
      let (a, b, c) = (parts[0], parts[1], parts[2])
      #expect(view(merged(T(), a)) == view(a) && view(merged(a, T())) == view(a), "\(type): identity, seed \(seed)")
      #expect(view(merged(a, b)) == view(merged(b, a)), "\(type): commutative, seed \(seed)")
      #expect(view(merged(merged(a, b), c)) == view(merged(a, merged(b, c))), "\(type): associative, seed \(seed)")
      #expect(view(merged(merged(c, a), b)) == view(whole), "\(type): parts make the whole, seed \(seed)")
      expectState(of: whole, parts: (a, b, c), seed, view)
    }
  }

  private func expectState<T: Mergeable, View: Equatable>(
    of whole: T, parts: (a: T, b: T, c: T), _ seed: UInt64, _ view: (T) -> View
  ) {
    let bytes = written(whole)
    #expect(written(merged(parts.c, merged(parts.a, parts.b))) == bytes, "\(T.self): one state, seed \(seed)")
    var state = StateReader(bytes, sources: Array(0..<4))
    do {
      let read = try T(from: &state)
      #expect(view(read) == view(whole) && state.remaining == 0, "\(T.self): read back, seed \(seed)")
      #expect(written(read) == bytes, "\(T.self): written again, seed \(seed)")
      #expect(view(merged(read, parts.a)) == view(merged(whole, parts.a)), "\(T.self): goes on, seed \(seed)")
    } catch { Issue.record("\(T.self): \(error), seed \(seed)") }
    for count in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 40)) {
      var cut = StateReader(Array(bytes[..<count]), sources: Array(0..<4))
      #expect(throws: StateFault.self, "\(T.self): cut at \(count), seed \(seed)") { try T(from: &cut) }
    }
  }

  private func written<T: Mergeable>(_ tally: T) -> [UInt8] {
    var state = StateWriter()
    tally.write(to: &state)
    return state.bytes
  }

  private func merged<T: Mergeable>(_ a: T, _ b: T) -> T {
    var result = a
    result.merge(b)
    return result
  }

  @Test func lengthSketch() {
    expectLaws(LengthSketch.self, note: { $0.note($1.number(0...100_000)) }, view: { $0 })
  }

  @Test func slotCounts() {
    expectLaws(SlotCounts.self, things: 0...12, note: { $0.note(Self.slots(&$1)) }, view: { $0 })
  }

  @Test func lineTally() {
    expectLaws(
      LineTally.self,
      note: { tally, dice in
        Self.noteProfile(&tally.profiles, &dice)
        Self.notePath(&tally.paths, &dice, keys: 3)
        tally.given.places.insert(Self.place(&dice))
        tally.splits.places.insert(Self.place(&dice))
      }, view: { $0 })
  }

  @Test func leakTally() {
    expectLaws(LeakTally.self, note: { $0.places.insert(Self.place(&$1)) }, view: { $0 })
  }

  @Test("Paths, with few keys and with more than there is room for", arguments: [3, 12, 40])
  func pathTree(keys: Int) {
    expectLaws(
      PathTree.self, things: 0...keys * 200, seeds: 0..<4, note: { Self.notePath(&$0, &$1, keys: keys) }, view: { $0 })
  }

  @Test("The first samples of all parts are the first samples of the whole", arguments: 0..<20)
  func pathSamples(seed: UInt64) {
    var dice = Dice(seed)
    var all: [PathTree.Sample] = []
    let parts = (0..<4).map { _ in
      // Those of one tree come in order.
      let samples = (0..<dice.number(0...6)).map { _ in
        PathTree.Sample(place: Self.place(&dice), offset: 0, indices: [])
      }.sorted()
      all += samples
      return samples.reduce(into: PathTree()) { tree, sample in
        if tree.note(PathTree.root, .text, inHead: false) { tree.keep(sample, PathTree.root, .text) }
      }
    }
    let joined = dice.shuffled(parts).reduce(into: PathTree()) { $0.merge($1) }
    #expect(joined.samples(PathTree.root, .text) == Array(all.sorted().prefix(PathTree.mostSamples)))
    #expect(joined.count(PathTree.root, .text) == all.count)
  }

  @Test func lengthBias() {
    expectLaws(
      LengthBias.Tally.self, note: { $0.note(chosen: $1.number(0...900), rejected: $1.number(0...900)) }, view: { $0 })
  }

  @Test func preferenceInversion() {
    expectLaws(
      PreferenceInversion.Tally.self,
      note: { tally, dice in
        let pair = Pair(
          row: 0, offset: 0, likeness: .different, prompt: dice.next(), chosen: dice.next(), rejected: dice.next(),
          chosenLength: 1, rejectedLength: 2)
        tally.note(pair, at: Self.place(&dice))
      },
      view: { Set($0.entries) })
  }

  @Test func featureTally() {
    expectLaws(FeatureTally.self, things: 0...12, note: Self.noteExample, view: { $0 })
  }

  @Test func tokenTally() {
    expectLaws(TokenTally.self, note: Self.noteTokens, view: { $0 })
  }

  @Test func mixedFormat() {
    expectLaws(
      MixedFormat.Tally.self, note: { $0.note($1.pick(Shape.allCases), at: Self.place(&$1)) }, view: { $0 })
  }

  @Test func callsWithoutTools() {
    expectLaws(
      CallsWithoutTools.Tally.self, note: { $0.note(hasTools: $1.once(in: 2), at: Self.place(&$1)) }, view: { $0 })
  }

  @Test func toolsWithoutCalls() {
    expectLaws(
      ToolsWithoutCalls.Tally.self, note: { $0.note(hasTools: $1.once(in: 2), hasCalls: $1.once(in: 2)) },
      view: { $0 })
  }

  @Test func placeholderAnswer() {
    let kinds = PlaceholderAnswer.Tally().counts.count
    expectLaws(
      PlaceholderAnswer.Tally.self, note: { $0.note($1.number(0...kinds - 1), at: Self.place(&$1)) },
      view: Self.placeholders)
  }

  @Test("Places beyond the limit are dropped from the end of the set, not from the end of the run")
  func placeholderLimit() {
    let most = PlaceholderAnswer.Tally.mostPlaces
    expectLaws(
      PlaceholderAnswer.Tally.self, things: most / 2...most * 3 / 2, seeds: 0..<2,
      note: { $0.note(0, at: Self.place(&$1)) },
      view: Self.placeholders)
  }

  @Test("Spellings of labels, also past the limit of them", arguments: [0...60, 3_000...5_000])
  func labelSpelling(things: ClosedRange<Int>) {
    let most = things.upperBound < 100 ? 9 : LabelSpelling.Tally.mostSpellings + 900
    expectLaws(
      LabelSpelling.Tally.self, things: things, seeds: things.upperBound < 100 ? 0..<20 : 0..<2,
      note: { tally, dice in
        tally.note(dice.once(in: 9) ? nil : Array("\(dice.number(0...most))".utf8), at: Self.place(&dice))
      }, view: Self.labels)
  }

  @Test("Places of a spelling are dropped from the end of the set")
  func labelPlaces() {
    let most = LabelSpelling.Tally.mostPlaces
    expectLaws(
      LabelSpelling.Tally.self, things: most / 2...most * 3 / 2, seeds: 0..<2,
      note: { $0.note([0x61], at: Self.place(&$1)) }, view: Self.labels)
  }

  @Test("Forms, their members, and the values of their keys", arguments: [3, 40, 400])
  func formCounts(values: Int) {
    expectLaws(
      FormCounts.self, things: 0...600, seeds: 0..<4, note: { Self.noteForm(&$0, &$1, values: values) }, view: { $0 })
  }

  @Test("Past the limit of forms nothing is left, whatever came first")
  func tooManyForms() {
    var counts = FormCounts()
    for form in 0...UInt32(FormCounts.mostForms) {
      counts.note(AnswerForm.firstObject + form)
      counts.learn(AnswerForm.firstObject + form, [])
    }
    #expect(counts.isOverfull && counts.objects.isEmpty && counts.members.isEmpty && counts.values.isEmpty)
    #expect(counts.answers == FormCounts.mostForms + 1)
  }

  @Test("Root elements and faults of XML, also past the limits", arguments: [0...60, 700...900])
  func xmlFormCounts(things: ClosedRange<Int>) {
    let most = UInt32(XMLFormCounts.mostRoots) + 200
    expectLaws(
      XMLFormCounts.self, things: things, seeds: 0..<6,
      note: { counts, dice in
        if dice.once(in: 3) { return counts.note(fault: "fault \(dice.number(0...9))", at: Self.place(&dice)) }
        let form = UInt32(dice.number(0...Int(things.upperBound < 100 ? 5 : most)))
        counts.note(root: XMLDocument.Name(local: "n\(form)", namespace: ""), form: form)
      }, view: { $0 })
  }

  @Test("Leftover markup, also past the limit of candidates", arguments: [0...60, 9_000...11_000])
  func markupResidue(things: ClosedRange<Int>) {
    expectLaws(
      MarkupResidue.Tally.self, things: things, seeds: things.upperBound < 100 ? 0..<20 : 0..<1,
      note: { tally, dice in
        let place = Self.place(&dice)
        let candidate = MarkupResidue.Tally.Candidate(
          place: place, column: 1, pointer: "", message: "\(place.line % 7)")
        tally.note(dice.once(in: 5) ? nil : candidate)
      }, view: { $0 })
  }

  @Test("Candidates of rules on text, also past the limit", arguments: [0...60, 9_000...11_000])
  func candidateTally(things: ClosedRange<Int>) {
    expectLaws(
      CandidateTally.self, things: things, seeds: things.upperBound < 100 ? 0..<20 : 0..<1,
      note: { tally, dice in
        let place = Self.place(&dice)
        tally.looked += 1
        tally.note(CandidateTally.Candidate(place: place, column: 1, pointer: "", message: "\(place.line % 7)"))
      }, view: { $0 })
  }

  @Test("Words of short texts")
  func textWords() {
    expectLaws(
      TextWords.self, things: 0...3, seeds: 0..<3,
      note: { words, dice in
        var counts = [UInt32](repeating: 0, count: TextWords.buckets)
        for _ in 0..<20 { counts[dice.number(0...TextWords.buckets - 1)] = 1 }
        words.merge(TextWords(counts: counts, texts: 1))
      }, view: { $0 })
  }

  @Test("Words and the answers whose words stand nowhere else, also when candidates are sorted out")
  func wordCounts() {
    for things in [0...40, 4_000...5_000] {
      expectLaws(
        WordCounts.self, things: things, seeds: things.upperBound < 100 ? 0..<4 : 0..<1,
        note: { counts, dice in
          // Some answers have words of their own, some those of others.
          let range = dice.once(in: 3) ? 0...UInt32.max : 0...300
          let words = (0..<dice.number(4...10)).map { _ in
            UInt32(truncatingIfNeeded: dice.next()) % (range.upperBound) | 1
          }
          let place = Self.place(&dice)
          if counts.note(words, count: words.count) { counts.add(words, at: place) }
        }, view: { $0 })
    }
  }

  @Test("Last lines of answers, also past the limit of places", arguments: [0...60, 9_000...11_000])
  func answerPattern(things: ClosedRange<Int>) {
    expectLaws(
      AnswerPattern.Tally.self, things: things, seeds: things.upperBound < 100 ? 0..<10 : 0..<1,
      note: { tally, dice in
        let slot = dice.once(in: 3) ? dice.number(0...AnswerPattern.Tally.unmarked) : AnswerPattern.Tally.unmarked
        let place = Self.place(&dice)
        tally.note(slot, at: place, isAlone: dice.once(in: 4)) { "head \(place.line)" }
      }, view: { $0 })
  }

  @Test("System messages, also past the limit of them", arguments: [0...60, 900...1_200])
  func systemPrompts(things: ClosedRange<Int>) {
    let most = things.upperBound < 100 ? 9 : SystemPromptDrift.Tally.mostVariants + 600
    expectLaws(
      SystemPromptDrift.Tally.self, things: things, seeds: things.upperBound < 100 ? 0..<20 : 0..<6,
      note: { tally, dice in
        let (key, place) = (UInt64(dice.number(1...most)), Self.place(&dice))
        if dice.once(in: 9) { return tally.noteMissing(at: place) }
        // Two fingerprints may have one text.
        tally.note(key, at: place) { (Array("text \(key / 2)".utf8), false) }
      }, view: { $0 })
  }

  @Test("First places, also past the limit of them", arguments: [0...60, 150...900])
  func firstPlaces(things: ClosedRange<Int>) {
    expectLaws(FirstPlaces.self, things: things, seeds: 0..<6, note: { $0.note(Self.place(&$1)) }, view: { $0 })
  }

  @Test func refusal() {
    expectLaws(
      Refusal.Tally.self,
      note: { tally, dice in
        tally.answers += 1
        tally.refusals += dice.number(0...1)
      }, view: { $0 })
  }

  @Test func noTally() {
    expectLaws(NoTally.self, note: { _, _ in }, view: { _ in 0 })
  }

  @Test func profileTally() {
    expectLaws(ProfileTally.self, note: Self.noteProfile, view: { $0 })
  }

  @Test("No conformance is left out")
  func conformances() throws {
    let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Sources/TunegateKit")
    let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
    var found: Set<String> = []
    while let url = files?.nextObject() as? URL {
      guard url.pathExtension == "swift" else { continue }
      let text = try String(contentsOf: url, encoding: .utf8)
      for match in text.matches(of: /(?:struct|class|extension|enum) (\w+)(?:<[^>]*>)?: [^{]*\bMergeable\b/) {
        let name = String(match.1)
        found.insert(name == "Tally" ? url.deletingPathExtension().lastPathComponent + ".Tally" : name)
      }
    }
    #expect(found == Self.proven, "each of them needs its laws tested above")
  }

  // MARK: - Random things to note

  /// The places that a spelling's findings come from.
  private static func labels(_ tally: LabelSpelling.Tally) -> LabelSpelling.Tally {
    var tally = tally
    for text in tally.spellings.keys {
      let places = tally.spellings[text]?.places.sorted().prefix(LabelSpelling.Tally.mostPlaces)
      tally.spellings[text]?.places = Array(places ?? [])
    }
    return tally
  }

  private static func slots(_ dice: inout Dice) -> [UInt8] {
    (0..<Int(TG_SLOTS)).map { _ in UInt8(dice.number(0...255)) }
  }

  /// One answer; with 400 values a key has more than are counted.
  private static func noteForm(_ counts: inout FormCounts, _ dice: inout Dice, values: Int) {
    let form = UInt32(dice.number(0...20))
    counts.note(form)
    guard form >= AnswerForm.firstObject else { return }
    let key = "key \(form % 3)"
    if counts.isNew(form) { counts.learn(form, [FormCounts.Member(key: key, type: .string)]) }
    let value = dice.once(in: 500) ? nil : "value \(dice.number(0...values))"
    let place = place(&dice)
    if counts.counts(key) { counts.note(key, value, at: place) }
  }

  private static func noteProfile(_ tally: inout ProfileTally, _ dice: inout Dice) {
    let misfit = ProfileMisfit(
      row: 0, profile: Int32(dice.number(0...2)), outcome: dice.pick(ProfileOutcome.allCases), cause: .overlong,
      format: Int32(dice.number(-1...3)))
    tally.prepare(profiles: 3, formats: 4)
    tally.judged += 1
    let place = place(&dice)
    tally.note(misfit, at: place) { "line \(place.line)" }
  }

  /// A value somewhere below the root, at paths of `keys` different keys on each level.
  private static func notePath(_ tree: inout PathTree, _ dice: inout Dice, keys: Int) {
    var path = PathTree.root
    for _ in 0..<dice.number(0...5) {
      let key = UInt64(dice.number(0...keys))
      if tree.isFull[path] { return }
      guard let child = tree.child(of: path, key: key) ?? tree.add("key \(key)", to: path, key: key) else { return }
      path = child
    }
    _ = tree.note(path, dice.pick(PathTree.Kind.allCases), inHead: dice.once(in: 3))
    tree.settle()
  }

  private static func place(_ dice: inout Dice) -> Place {
    Place(source: dice.number(0...3), line: dice.number(1...1_000_000))
  }

  private static func noteExample(_ tally: inout FeatureTally, _ dice: inout Dice) {
    for _ in 0..<dice.number(1...4) { tally.noteTurn() }
    let row = Row(
      line: 1, offset: 0, length: 0, shape: dice.pick(Shape.allCases), isExample: true, fault: -1, firstTurn: 0,
      turnCount: 0)
    tally.note(row, promptLength: dice.number(0...5000), answerLength: dice.number(0...5000))
    tally.slots.note(slots(&dice))
    noteTokens(&tally.tokens, &dice)
  }

  private static func noteTokens(_ tally: inout TokenTally, _ dice: inout Dice) {
    var example = ExampleTokens(limit: dice.once(in: 2) ? dice.number(1...40) : nil)
    for _ in 0..<dice.number(0...4) {
      var tokens = TokenEstimate()
      tokens.hundredths = dice.number(0...3000)
      tokens.characters = dice.number(0...3000)
      tokens.others = dice.number(0...tokens.characters)
      example.add(tokens, dice.pick([.context, .prompt, .answer, .rejected]), isLearned: !dice.once(in: 4))
    }
    tally.note(example)
    tally.over += dice.number(0...1)
    tally.cut += example.cut
  }

  /// Counts, and the places that a conclusion is drawn from.
  private static func placeholders(_ tally: PlaceholderAnswer.Tally) -> [[Place]] {
    zip(tally.counts, tally.places).map { count, places in
      [Place(source: 0, line: count)] + places.sorted().prefix(PlaceholderAnswer.Tally.mostPlaces)
    }
  }
}
