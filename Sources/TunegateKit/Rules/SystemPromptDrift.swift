/// A system message that is nearly the usual one, or missing where nearly all examples have one.
struct SystemPromptDrift: CorpusRule {
  static let id = "system-prompt-drift"
  static let group = RuleGroup.conversation
  static var page: [UInt8] { PackageResources.system_prompt_drift_md }
  static let options = [
    OptionSpec("dominant", .number(0.5...1)), OptionSpec("rare", .number(0...0.5)),
    OptionSpec("fewest-examples", .integer(2...1_000_000)),
  ]

  private let dominant: Double
  private let rare: Double
  private let fewest: Int
  /// Variants near the usual text beyond which it is a form that is filled in.
  private static let mostVariants = 8

  init(_ settings: RuleSettings) {
    dominant = settings.number("dominant") ?? 0.5
    rare = settings.number("rare") ?? 0.05
    fewest = Int(settings.number("fewest-examples") ?? 40)
  }

  /// The different system messages of the set, with the first examples that have them.
  struct Tally: Mergeable, Equatable {
    struct Variant: Equatable, Sendable {
      var count = 0
      /// The first bytes of the text; the same for all, whichever example came first.
      var text: [UInt8] = []
      var isCut = false
      var places = FirstPlaces()
    }

    /// A set with more has messages that are made for each example.
    static let mostVariants = 1_024
    static let longestText = 4_096

    private(set) var variants: [Variant] = []
    private(set) var missing = Variant()
    private(set) var isOverfull = false
    /// Index in `variants` by fingerprint.
    private var numbers: [UInt64: Int] = [:]
    /// Most examples have the message of the one before.
    private var recent: (key: UInt64, number: Int) = (0, -1)

    init() {}

    mutating func noteMissing(at place: Place) {
      missing.count += 1
      missing.places.note(place)
    }

    /// Notes a message by its fingerprint, which is not 0; `text` is asked for once.
    mutating func note(_ key: UInt64, at place: Place, text: () -> (bytes: [UInt8], isCut: Bool)) {
      guard !isOverfull else { return }
      if recent.key != key {
        guard let number = number(of: key, text) else { return overfill() }
        recent = (key, number)
      }
      variants[recent.number].count += 1
      variants[recent.number].places.note(place)
    }

    private mutating func number(of key: UInt64, _ text: () -> (bytes: [UInt8], isCut: Bool)) -> Int? {
      if let known = numbers[key] { return known }
      guard variants.count < Tally.mostVariants else { return nil }
      let (bytes, isCut) = text()
      numbers[key] = variants.count
      variants.append(Variant(text: bytes, isCut: isCut))
      return variants.count - 1
    }

    mutating func merge(_ other: Tally) {
      missing.count += other.missing.count
      missing.places.merge(other.missing.places)
      if other.isOverfull { overfill() }
      for (key, index) in other.numbers where !isOverfull {
        let variant = other.variants[index]
        guard let number = number(of: key, { (variant.text, variant.isCut) }) else { return overfill() }
        variants[number].count += variant.count
        variants[number].places.merge(variant.places)
      }
    }

    private mutating func overfill() {
      isOverfull = true
      (variants, numbers, recent) = ([], [:], (0, -1))
    }

    /// The most frequent first, equals in order of their texts, so that no order of reading shows. The same text has
    /// two fingerprints where only some examples have tools.
    var ordered: [Variant] {
      var joined: [[UInt8]: Variant] = [:]
      for variant in variants {
        joined[variant.text, default: Variant(text: variant.text, isCut: variant.isCut)].count += variant.count
        joined[variant.text]?.places.merge(variant.places)
      }
      return joined.values.sorted {
        $0.count != $1.count ? $0.count > $1.count : $0.text.lexicographicallyPrecedes($1.text)
      }
    }

    static func == (a: Tally, b: Tally) -> Bool {
      a.isOverfull == b.isOverfull && a.missing == b.missing && a.ordered == b.ordered
    }
  }

  func note(_ batch: Batch, in tally: inout Tally) {
    for (i, row) in batch.rows.enumerated() where row.isExample {
      let place = batch.place(row)
      guard batch.turns(of: row).contains(where: SystemPromptDrift.isMessage) else {
        tally.noteMissing(at: place)
        continue
      }
      // Without tools, this is the fingerprint of the message alone.
      let key = row.hasTools ? SystemPromptDrift.key(row, batch) : UInt64(batch.features.context[i]) | 1 << 32
      tally.note(key, at: place) { SystemPromptDrift.text(row, batch) }
    }
  }

  private static func isMessage(_ turn: Turn) -> Bool { turn.side == .context && !turn.flags.contains(.isBlank) }

  private static func key(_ row: Row, _ batch: Batch) -> UInt64 {
    batch.turns(of: row).reduce(0) { key, turn in
      isMessage(turn) ? batch.text(of: turn).withBytes { Fingerprint.of($0, count: $1, seed: key) } : key
    } | 1 << 33
  }

  private static func text(_ row: Row, _ batch: Batch) -> (bytes: [UInt8], isCut: Bool) {
    var bytes: [UInt8] = []
    for turn in batch.turns(of: row) where isMessage(turn) {
      if !bytes.isEmpty { bytes.append(0x0A) }
      bytes += batch.text(of: turn).first(Tally.longestText + 1)
    }
    return (Array(bytes.prefix(Tally.longestText)), bytes.count > Tally.longestText)
  }

  func conclude(_ tally: Tally, _ corpus: Corpus, into findings: inout Findings) {
    let total = corpus.tally.examples
    guard total >= fewest else { return }
    var found: [(place: Place, message: String)] = []
    if Double(tally.missing.count) <= rare * Double(total) {
      let share = Numbers.percent(1 - Double(tally.missing.count) / Double(total))
      found += tally.missing.places.first.map {
        ($0, "the example has no system message, expected one as in \(share) of the examples")
      }
    }
    found += drifts(tally, total: total)
    for (place, message) in found.sorted(by: { $0.place < $1.place }) {
      guard let row = corpus.index.row(of: place) else { continue }
      findings.add(
        corpus, row: row, message: message,
        hint: "use one system message throughout, as the tuned model will get it when it is used")
    }
  }

  private func drifts(_ tally: Tally, total: Int) -> [(place: Place, message: String)] {
    let variants = tally.ordered
    guard let usual = variants.first, Double(usual.count) >= dominant * Double(total), !usual.isCut else { return [] }
    let share = Numbers.percent(Double(usual.count) / Double(total))
    let comparison = PromptComparison(usual.text)
    var near: [(variant: Tally.Variant, difference: String)] = []
    for variant in variants.dropFirst() where Double(variant.count) <= rare * Double(total) && !variant.isCut {
      if let difference = comparison.drift(variant.text) { near.append((variant, difference)) }
    }
    guard near.count <= SystemPromptDrift.mostVariants else { return [] }
    return near.flatMap { variant, difference in
      variant.places.first.map { place in
        (place, "the system message is that of \(share) of the examples but for this: \(difference)")
      }
    }
  }
}

/// The first places in order of the set, however it was split.
struct FirstPlaces: Mergeable, Equatable {
  static let most = 200

  private var noted: [Place] = []
  /// No place behind this one is among the first.
  private var last: Place?

  init() {}

  var first: [Place] { Array(noted.sorted().prefix(FirstPlaces.most)) }

  mutating func note(_ place: Place) {
    if let last, !(place < last) { return }
    noted.append(place)
    if noted.count >= 2 * FirstPlaces.most { trim() }
  }

  mutating func merge(_ other: FirstPlaces) {
    noted += other.noted
    if noted.count >= FirstPlaces.most { trim() }
  }

  private mutating func trim() {
    noted = first
    last = noted.count == FirstPlaces.most ? noted.last : nil
  }

  static func == (a: FirstPlaces, b: FirstPlaces) -> Bool { a.first == b.first }
}

/// Compares texts word by word with the usual one.
struct PromptComparison {
  private let usual: [ArraySlice<UInt8>]
  private let usualBytes: [UInt8]

  /// Words between the first and the last difference, at most.
  private static let longestStretch = 200
  /// Share of the words that may differ.
  private static let mostShare = 0.1
  private static let fewestWords = 5

  init(_ usual: [UInt8]) {
    usualBytes = usual
    self.usual = PromptComparison.words(usual)
  }

  private static func words(_ text: [UInt8]) -> [ArraySlice<UInt8>] { text.split { $0 <= 0x20 } }

  /// One place in which a text differs from the usual one; empty words were left out or put in.
  struct Edit: Equatable {
    var own: [ArraySlice<UInt8>]
    var usual: [ArraySlice<UInt8>]
  }

  /// What is different in a text that is nearly the usual one, by mistake as it seems; nil for one that says something
  /// else, or differs only in what is filled into a form: numbers, quoted and capitalized words.
  func drift(_ text: [UInt8]) -> String? {
    let own = PromptComparison.words(text)
    guard usual.count >= PromptComparison.fewestWords, own.count >= PromptComparison.fewestWords else { return nil }
    guard let edits = edits(own) else { return nil }
    if edits.isEmpty { return text == usualBytes ? nil : "other white space, expected the same text" }
    var changed = 0
    var shown: Edit?
    for edit in edits {
      if isSlip(edit, text) {
        shown = shown ?? edit
        changed += 1
        continue
      }
      let isFilledIn =
        edit.own.contains { PromptComparison.isFilledIn($0, in: text) }
        || edit.usual.contains { PromptComparison.isFilledIn($0, in: usualBytes) }
      if isFilledIn { continue }
      // Other words in the same place say something else.
      if !edit.own.isEmpty, !edit.usual.isEmpty { return nil }
      shown = shown ?? edit
      changed += edit.own.count + edit.usual.count
    }
    let most = max(1, Int(PromptComparison.mostShare * Double(usual.count)))
    guard let shown, changed <= most else { return nil }
    return PromptComparison.described(shown) + ", expected the same text"
  }

  private static func described(_ edit: Edit) -> String {
    let (own, usual) = (shown(edit.own), shown(edit.usual))
    if edit.own.isEmpty { return "it lacks `\(usual)`" }
    return edit.usual.isEmpty ? "it has `\(own)` besides" : "it has `\(own)` in place of `\(usual)`"
  }

  private static func shown(_ words: [ArraySlice<UInt8>]) -> String {
    SecretMask.excerpt(Array(words.joined(separator: [0x20])).span, limit: 60)
  }

  // MARK: - Words

  /// True for one word in another case or punctuation, or with a slip of the keyboard.
  private func isSlip(_ edit: Edit, _ text: [UInt8]) -> Bool {
    guard edit.own.count == 1, edit.usual.count == 1, let a = edit.own.first, let b = edit.usual.first else {
      return false
    }
    let (x, y) = (PromptComparison.letters(a), PromptComparison.letters(b))
    if x == y { return true }
    if PromptComparison.isFilledIn(a, in: text) || PromptComparison.isFilledIn(b, in: usualBytes) { return false }
    // Short words are an edit away from others that are as right.
    let shorter = min(x.count, y.count)
    guard shorter >= 5, max(x.count, y.count) <= 40 else { return false }
    let distance = NearestSpelling.distance(x.map { Unicode.Scalar($0) }, y.map { Unicode.Scalar($0) })
    return distance <= (shorter >= 8 ? 2 : 1)
  }

  /// ASCII letters in lower case, digits, and all bytes beyond ASCII.
  private static func letters(_ word: ArraySlice<UInt8>) -> [UInt8] {
    word.filter { $0.isWordByte }.map(\.lowercased)
  }

  /// True for what forms are filled in with: anything with a digit, a quotation mark, a letter beyond ASCII, or a
  /// capital but at the start of a sentence.
  private static func isFilledIn(_ word: ArraySlice<UInt8>, in text: [UInt8]) -> Bool {
    var before = word.startIndex - 1
    while before >= 0, text[before] <= 0x20 { before -= 1 }
    let isStart = before < 0 || ".!?:;-*#".utf8.contains(text[before])
    return word.enumerated().contains { i, byte in
      byte.isDigit || byte >= 0x80 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
        || byte.isUpper && !(isStart && i == 0)
    }
  }

  // MARK: - Alignment

  /// The places in which the words differ, in order; nil when they are too far apart to tell.
  private func edits(_ own: [ArraySlice<UInt8>]) -> [Edit]? {
    var start = 0
    while start < min(own.count, usual.count), own[start] == usual[start] { start += 1 }
    var (ownEnd, usualEnd) = (own.count, usual.count)
    while ownEnd > start, usualEnd > start, own[ownEnd - 1] == usual[usualEnd - 1] {
      (ownEnd, usualEnd) = (ownEnd - 1, usualEnd - 1)
    }
    guard max(ownEnd, usualEnd) - start <= PromptComparison.longestStretch else { return nil }
    return PromptComparison.align(Array(own[start..<ownEnd]), Array(usual[start..<usualEnd]))
  }

  /// By the longest common subsequence; neighboring differences are one.
  private static func align(_ own: [ArraySlice<UInt8>], _ usual: [ArraySlice<UInt8>]) -> [Edit] {
    let width = usual.count + 1
    var common = [Int](repeating: 0, count: (own.count + 1) * width)
    for i in own.indices.reversed() {
      for k in usual.indices.reversed() {
        common[i * width + k] =
          own[i] == usual[k]
          ? common[(i + 1) * width + k + 1] + 1 : max(common[(i + 1) * width + k], common[i * width + k + 1])
      }
    }
    var edits: [Edit] = []
    var edit = Edit(own: [], usual: [])
    var (i, k) = (0, 0)
    while i < own.count || k < usual.count {
      if i < own.count, k < usual.count, own[i] == usual[k] {
        if edit != Edit(own: [], usual: []) { edits.append(edit) }
        edit = Edit(own: [], usual: [])
        (i, k) = (i + 1, k + 1)
      } else if k == usual.count || i < own.count && common[(i + 1) * width + k] >= common[i * width + k + 1] {
        edit.own.append(own[i])
        i += 1
      } else {
        edit.usual.append(usual[k])
        k += 1
      }
    }
    return edit == Edit(own: [], usual: []) ? edits : edits + [edit]
  }
}

extension SystemPromptDrift.Tally {
  func write(to state: inout StateWriter) {
    state.put(isOverfull)
    missing.write(to: &state)
    state.put(numbers.sorted { $0.key < $1.key }) { state, entry in
      state.put(raw: entry.key)
      variants[entry.value].write(to: &state)
    }
  }

  init(from state: inout StateReader) throws(StateFault) {
    isOverfull = try state.bool()
    missing = try Variant(from: &state)
    let entries = try state.list(upTo: Self.mostVariants) { (state: inout StateReader) throws(StateFault) in
      (try state.raw(UInt64.self), try Variant(from: &state))
    }
    for (key, variant) in entries {
      if numbers[key] != nil { throw state.fault("each message once") }
      numbers[key] = variants.count
      variants.append(variant)
    }
  }
}

extension SystemPromptDrift.Tally.Variant {
  fileprivate func write(to state: inout StateWriter) {
    state.put(count: count)
    state.put(text)
    state.put(isCut)
    places.write(to: &state)
  }

  fileprivate init(from state: inout StateReader) throws(StateFault) {
    count = try state.count()
    text = try state.text(upTo: SystemPromptDrift.Tally.longestText)
    isCut = try state.bool()
    places = try FirstPlaces(from: &state)
  }
}

extension FirstPlaces {
  func write(to state: inout StateWriter) { state.put(first) }

  init(from state: inout StateReader) throws(StateFault) {
    noted = try state.places(upTo: Self.most)
    trim()
  }
}
