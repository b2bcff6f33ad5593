import CKernels

/// The texts of some examples, for models that must see text after the stream has ended: all distinct examples of a
/// small set, and of a large one those whose fingerprints hash lowest, so that every split of the data keeps the same.
///
/// A bottom-k sketch of distinct examples with a budget of bytes: what is kept are the examples with the lowest keys,
/// as many as fit. An example is refused only when those below it fill the budget, and they only become more, so parts
/// merge to what the whole would have kept. Entries are appended, and sorted out whenever the budget is passed by a
/// quarter: amortized O(log n) an example that is kept, one comparison for one that is not.
struct ExampleSample: Mergeable, Equatable {
  /// One distinct example.
  struct Member: Sendable, Equatable {
    /// Hash of the example's exact fingerprint.
    var key: UInt64
    /// Fingerprint of system messages and tools.
    var context: UInt32
    /// Where the example first stands.
    var place: Place
    /// How often it stands in the set.
    var copies: Int
    /// UTF-8, cut to the limits at a character's border.
    var prompt: [UInt8]
    var answer: [UInt8]
    /// The last bytes of an answer that was cut; empty when it is whole.
    var answerEnd: [UInt8]
    /// When the record was made, in days since 1970; `Row.noDay` when it does not say.
    var day = Row.noDay
    /// What the record says it is (task, category, source); empty when it does not.
    var kind: [UInt8] = []
    /// Whether the record declares tools.
    var hasTools = false
  }

  /// What is held of a member: where its texts are in `text`, one behind the other.
  fileprivate struct Entry: BitwiseCopyable {
    var key: UInt64
    var start: Int
    var line: Int
    var source: Int32
    var copies: UInt32
    var context: UInt32
    var prompt: UInt16
    var answer: UInt16
    var answerEnd: UInt16
    var kind: UInt8
    var hasTools: Bool
    var day: Int32

    /// What it counts against the budget.
    var bytes: Int { textBytes + MemoryLayout<Entry>.stride }
    var textBytes: Int { Int(prompt) + Int(answer) + Int(answerEnd) + Int(kind) }
    var place: Place { Place(source: Int(source), line: line) }
  }

  /// Bytes of all members together. A quarter more is held while they are collected.
  static let budget = 12 << 20
  static let mostMembers = 50_000
  /// Bytes of a prompt, of an answer, and of the end of an answer that is longer.
  static let longestPrompt = 2_000
  static let longestAnswer = 2_000
  static let longestEnd = 400
  private var entries: [Entry] = []
  private var text: [UInt8] = []
  private var bytes = 0
  /// Keys from here on are refused.
  private var cut = UInt64.max

  init() {}

  static func == (a: ExampleSample, b: ExampleSample) -> Bool {
    a.kept.cut == b.kept.cut && a.members == b.members
  }

  /// Whether an example with this exact fingerprint would be kept.
  @inline(__always)
  func wants(_ exact: UInt64) -> Bool { ExampleSample.key(exact) < cut }

  static func key(_ exact: UInt64) -> UInt64 { Fingerprint.mix(exact, 0x5A3D) }

  /// True when an example was left out, so that the sample stands for a larger set.
  var isPartial: Bool { kept.cut != .max }

  /// The keys of the members whose answers are not cut.
  var wholeKeys: Set<UInt64> { Set(kept.entries.lazy.filter { $0.answerEnd == 0 }.map(\.key)) }

  /// The members, in order of their keys: an order that has nothing to do with the data's. Sorts and copies.
  var members: [Member] {
    kept.entries.map { entry in
      let answer = entry.start + Int(entry.prompt)
      let end = answer + Int(entry.answer)
      return Member(
        key: entry.key, context: entry.context, place: entry.place, copies: Int(entry.copies),
        prompt: Array(text[entry.start..<answer]), answer: Array(text[answer..<end]),
        answerEnd: Array(text[end..<end + Int(entry.answerEnd)]), day: entry.day,
        kind: Array(text[end + Int(entry.answerEnd)..<entry.start + entry.textBytes]), hasTools: entry.hasTools)
    }
  }

  /// Adds an example. Texts beyond their limits are the caller's to cut.
  mutating func add(
    exact: UInt64, context: UInt32, place: Place, prompt: some Collection<UInt8>, answer: some Collection<UInt8>,
    answerEnd: some Collection<UInt8> = EmptyCollection(), day: Int32 = Row.noDay,
    kind: some Collection<UInt8> = EmptyCollection(), hasTools: Bool = false
  ) {
    guard wants(exact) else { return }
    let start = text.count
    text.append(contentsOf: prompt)
    text.append(contentsOf: answer)
    text.append(contentsOf: answerEnd)
    text.append(contentsOf: kind)
    append(
      Entry(
        key: ExampleSample.key(exact), start: start, line: place.line, source: Int32(truncatingIfNeeded: place.source),
        copies: 1, context: context, prompt: UInt16(prompt.count), answer: UInt16(answer.count),
        answerEnd: UInt16(answerEnd.count), kind: UInt8(clamping: kind.count), hasTools: hasTools, day: day))
  }

  mutating func merge(_ other: ExampleSample) {
    cut = min(cut, other.cut)
    for var entry in other.entries where entry.key < cut {
      let start = entry.start
      entry.start = text.count
      text.append(contentsOf: other.text[start..<start + entry.textBytes])
      append(entry)
    }
  }

  private mutating func append(_ entry: Entry) {
    entries.append(entry)
    bytes += entry.bytes
    if bytes > ExampleSample.budget / 4 * 5 || entries.count > ExampleSample.mostMembers / 4 * 5 { compact() }
  }

  /// Lets go of what is beyond the budget. Texts move up in their own memory, in the order that they stand in.
  private mutating func compact() {
    (entries, cut) = kept
    bytes = 0
    var end = 0
    for i in entries.indices.sorted(by: { entries[$0].start < entries[$1].start }) {
      let (start, count) = (entries[i].start, entries[i].textBytes)
      if end < start { tg_move_bytes(&text, end, start, count) }
      entries[i].start = end
      end += count
      bytes += entries[i].bytes
    }
    text.removeLast(text.count - end)
  }

  /// Entries in order of keys, copies joined, and no more than the budget allows; and the key from which on the others
  /// are left out.
  private var kept: (entries: [Entry], cut: UInt64) {
    var kept: [Entry] = []
    var bytes = 0
    for entry in entries.sorted(by: { ($0.key, $0.place) < ($1.key, $1.place) }) where entry.key < cut {
      if let last = kept.indices.last, kept[last].key == entry.key {
        kept[last].copies = UInt32(clamping: UInt64(kept[last].copies) + UInt64(entry.copies))
        continue
      }
      if bytes + entry.bytes > ExampleSample.budget || kept.count == ExampleSample.mostMembers {
        return (kept, entry.key)
      }
      kept.append(entry)
      bytes += entry.bytes
    }
    return (kept, cut)
  }
}

extension ExampleSample {
  func write(to state: inout StateWriter) {
    let (kept, cut) = kept
    state.put(raw: cut)
    state.put(kept) { state, entry in
      state.put(raw: entry.key)
      state.put(entry.place)
      state.put(count: Int(entry.copies))
      state.put(raw: entry.context)
      for part in [entry.prompt, entry.answer, entry.answerEnd, UInt16(entry.kind)] { state.put(count: Int(part)) }
      state.put(entry.hasTools)
      state.put(Int(entry.day))
      state.append(text[entry.start..<entry.start + entry.textBytes])
    }
  }

  init(from state: inout StateReader) throws(StateFault) {
    cut = try state.raw(UInt64.self)
    for _ in 0..<(try state.count(upTo: ExampleSample.mostMembers)) {
      var entry = try Entry(from: &state)
      entry.start = text.count
      text += try state.take(entry.textBytes)
      guard bytes + entry.bytes <= ExampleSample.budget else { throw state.fault("texts within their budget") }
      entries.append(entry)
      bytes += entry.bytes
    }
  }
}

extension ExampleSample.Entry {
  fileprivate init(from state: inout StateReader) throws(StateFault) {
    key = try state.raw(UInt64.self)
    let place = try state.place()
    (line, source) = (place.line, Int32(truncatingIfNeeded: place.source))
    copies = UInt32(try state.count(upTo: Int(UInt32.max)))
    context = try state.raw(UInt32.self)
    prompt = UInt16(try state.count(upTo: Int(UInt16.max)))
    answer = UInt16(try state.count(upTo: Int(UInt16.max)))
    answerEnd = UInt16(try state.count(upTo: Int(UInt16.max)))
    kind = UInt8(try state.count(upTo: Int(UInt8.max)))
    hasTools = try state.bool()
    day = try state.number(Int32.self)
    start = 0
  }
}
