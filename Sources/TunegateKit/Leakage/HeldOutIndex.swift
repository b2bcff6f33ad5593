/// The evaluation items of a run, ready to be looked up. Made once before the stream, shared by all workers.
///
/// Memory: 4 bytes a word, and about 20 a distinct n-gram.
final class HeldOutIndex: Sendable {
  let method: LeakMethod
  /// Share of an item's words that stand in the same order in an example, from which on it is a copy with changes.
  let aligned: Double
  let items: [HeldOutItem]
  /// The items' words, one item behind the other.
  let words: [UInt32]
  /// By word: whether it lies in an n-gram of the item's own.
  let isOwn: [Bool]
  let grams: GramTable
  /// By the hash of a whole prompt's words: the item.
  let wholes: [UInt64: UInt32]
  /// The same for prompts that say too little by themselves, together with their answers.
  let wholePairs: [UInt64: UInt32]

  /// A prompt of fewer words, such as a greeting, is a leak only together with its answer.
  static let fewestWords = 4

  /// - Parameter rows: One for each evaluation example: the words of its prompt and its answer.
  init(_ set: HeldOutWords, method: LeakMethod, aligned: Double) {
    (self.method, self.aligned) = (method, aligned)
    words = set.words
    var items = set.items
    var postings: [GramTable.Posting] = []
    var grams: [UInt64] = []
    for (i, item) in items.enumerated() where item.words.count >= method.gram {
      let own = Array(set.words[item.words])
      if grams.count < own.count { grams = Array(repeating: 0, count: own.count) }
      ExampleWords.makeGrams(own, own.count, length: method.gram, into: &grams)
      for at in 0...own.count - method.gram where grams[at] != 0 {
        postings.append(GramTable.Posting(gram: grams[at], item: UInt32(i), at: UInt32(at)))
      }
    }
    let table = GramTable(postings)
    self.grams = table
    var isOwn = [Bool](repeating: false, count: set.words.count)
    for posting in table.postings {
      let start = items[Int(posting.item)].words.lowerBound + Int(posting.at)
      for k in start..<start + method.gram { isOwn[k] = true }
    }
    for i in items.indices { items[i].ownWords = items[i].words.reduce(0) { $0 + (isOwn[$1] ? 1 : 0) } }
    self.isOwn = isOwn
    self.items = items
    (wholes, wholePairs) = HeldOutIndex.wholes(set)
  }

  private init(_ other: HeldOutIndex, _ items: [HeldOutItem]) {
    (method, aligned, words, isOwn, grams) = (other.method, other.aligned, other.words, other.isOwn, other.grams)
    (wholes, wholePairs) = (other.wholes, other.wholePairs)
    self.items = items
  }

  /// The same for a run that gives the sources other numbers, in the same order. O(items).
  func renumbered(_ number: (Int) -> Int) -> HeldOutIndex {
    HeldOutIndex(
      self,
      items.map { item in
        var item = item
        item.place.source = number(item.place.source)
        return item
      })
  }

  private static func wholes(_ set: HeldOutWords) -> ([UInt64: UInt32], [UInt64: UInt32]) {
    var wholes: [UInt64: UInt32] = [:]
    var answers: [UInt64: UInt64] = [:]
    var shared: Set<UInt64> = []
    for example in set.examples {
      if let answer = answers[example.lead], answer != example.answer { shared.insert(example.lead) }
      answers[example.lead] = example.answer
    }
    var pairs: [UInt64: UInt32] = [:]
    for example in set.examples {
      // A prompt with several answers is a form, or says too little to be recognized by.
      if example.leadWords >= HeldOutIndex.fewestWords, !shared.contains(example.lead) {
        if wholes[example.lead] == nil { wholes[example.lead] = example.item }
      } else if example.leadWords > 0 {
        let pair = Fingerprint.mix(example.lead, example.answer)
        if pairs[pair] == nil { pairs[pair] = example.item }
      }
    }
    return (wholes, pairs)
  }
}

/// The words of evaluation examples, as they were read.
struct HeldOutWords {
  /// For the comparison of whole prompts.
  struct Example {
    /// Hashes of the words of the prompt, or of the answer where there is no prompt; and of the answer.
    var lead: UInt64
    var answer: UInt64
    var leadWords: Int
    /// The item that is the prompt, or the answer.
    var item: UInt32
  }

  private(set) var items: [HeldOutItem] = []
  private(set) var words: [UInt32] = []
  private(set) var examples: [Example] = []

  var isEmpty: Bool { items.isEmpty }

  /// Adds an example. Answers of fewer words than `shortestAnswer` are no items: many examples share them, or their
  /// form.
  mutating func add(_ place: Place, prompt: [UInt32], answer: [UInt32], promptSpelling: UInt64, answerSpelling: UInt64)
  {
    let lead = prompt.isEmpty ? answer : prompt
    guard !lead.isEmpty else { return }
    examples.append(
      Example(
        lead: ExampleWords.hash(lead), answer: ExampleWords.hash(answer), leadWords: lead.count,
        item: UInt32(items.count)))
    if !prompt.isEmpty { add(place, .prompt, prompt, promptSpelling) }
    if prompt.isEmpty || answer.count >= HeldOutWords.shortestAnswer { add(place, .answer, answer, answerSpelling) }
  }

  /// Adds a text of a record whose shape is not known.
  mutating func add(_ place: Place, text: [UInt32]) {
    guard !text.isEmpty else { return }
    examples.append(
      Example(lead: ExampleWords.hash(text), answer: 0, leadWords: text.count, item: UInt32(items.count)))
    add(place, .text, text, 0)
  }

  static let shortestAnswer = 32

  private mutating func add(_ place: Place, _ part: HeldOutItem.Part, _ text: [UInt32], _ spelling: UInt64) {
    let start = words.count
    words += text
    items.append(HeldOutItem(place: place, part: part, words: start..<words.count, spelling: spelling))
  }
}
