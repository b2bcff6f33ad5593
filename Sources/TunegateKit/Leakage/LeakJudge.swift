/// Which evaluation item an example holds, if any.
struct LeakJudge {
  /// How an item was recognized, best first.
  enum Likeness: Int, Comparable {
    case verbatim, folded, covered, aligned

    static func < (a: Likeness, b: Likeness) -> Bool { a.rawValue < b.rawValue }
  }

  struct Match {
    var item: Int
    var likeness: Likeness
    /// Of the item's own words, in 0…1.
    var share: Double
    /// Own words that were found, and all of them.
    var words: (found: Int, all: Int)
  }

  let index: HeldOutIndex

  /// A place in the item and the place in the example that holds the same n-gram.
  private struct Hit {
    var item: UInt32
    var at: Int
    var word: Int
  }

  /// The best match, and every item that matches. `spelling` gives the fingerprint of the example's sides as they are
  /// spelled; it is asked for when whole prompts agree.
  func matches(_ words: ExampleWords, spelling: (Sides) -> UInt64) -> [Match] {
    var found: [Match] = []
    if let whole = whole(words) {
      let item = index.items[whole]
      let isVerbatim = item.spelling != 0 && item.spelling == spelling(item.part == .answer ? .answer : .prompt)
      found.append(
        Match(
          item: whole, likeness: isVerbatim ? .verbatim : .folded, share: 1,
          words: (item.words.count, item.words.count)))
    }
    let hits = hits(words)
    var start = 0
    while start < hits.count {
      let ofItem = hits[start...].prefix { $0.item == hits[start].item }
      if let match = judge(ofItem, words), !found.contains(where: { $0.item == match.item }) { found.append(match) }
      start = ofItem.endIndex
    }
    return found.sorted { ($0.likeness, -$0.share, $0.item) < ($1.likeness, -$1.share, $1.item) }
  }

  private func whole(_ words: ExampleWords) -> Int? {
    let lead = words.lead
    guard !lead.isEmpty else { return nil }
    let hash = ExampleWords.hash(words.words[lead])
    if let item = index.wholes[hash] { return Int(item) }
    guard !index.wholePairs.isEmpty else { return nil }
    let answer = ExampleWords.hash(words.words[words.answer])
    return index.wholePairs[Fingerprint.mix(hash, answer)].map { Int($0) }
  }

  /// In order of item, then of the example's words.
  private func hits(_ words: ExampleWords) -> [Hit] {
    var hits: [Hit] = []
    var at = index.grams.next(in: words.grams, from: 0, count: words.count)
    while at < words.count {
      for posting in index.grams.postings(of: words.grams[at]) {
        hits.append(Hit(item: posting.item, at: Int(posting.at), word: at))
      }
      at = index.grams.next(in: words.grams, from: at + 1, count: words.count)
    }
    if hits.count > 1 { hits.sort { ($0.item, $0.word, $0.at) < ($1.item, $1.word, $1.at) } }
    return hits
  }

  /// Words from which on a prompt is long enough for the published definitions: of shorter ones an opening that many
  /// questions share, such as "how long does it take for my transfer to", is more than half.
  static let longPrompt = 24

  private func judge(_ hits: ArraySlice<Hit>, _ words: ExampleWords) -> Match? {
    guard let first = hits.first else { return nil }
    let item = Int(first.item)
    let own = index.items[item].ownWords
    guard own > 0 else { return nil }
    let isLong = index.items[item].part != .answer && index.items[item].words.count >= LeakJudge.longPrompt
    let covered = covered(hits, index.items[item], words)
    var share = Double(covered) / Double(own)
    if index.method == .palm {
      let grams = index.items[item].words.count - index.method.gram + 1
      share = Double(Set(hits.map(\.at)).count) / Double(grams)
    }
    if isLong || index.aligned == 0, index.method.isLeak(share) {
      return Match(item: item, likeness: .covered, share: share, words: (covered, own))
    }
    let equal = aligned(hits, index.items[item], words)
    guard index.aligned > 0, Double(equal) >= index.aligned * Double(own) else { return nil }
    return Match(item: item, likeness: .aligned, share: Double(equal) / Double(own), words: (equal, own))
  }

  /// How many of the item's own words lie in common n-grams, or in longer runs where the method allows for differences.
  private func covered(_ hits: ArraySlice<Hit>, _ item: HeldOutItem, _ words: ExampleWords) -> Int {
    var isCovered = [Bool](repeating: false, count: item.words.count)
    for hit in hits {
      let length = index.method == .llama2 ? run(from: hit, item, words) : index.method.gram
      for k in hit.at..<hit.at + length { isCovered[k] = true }
    }
    return count(isCovered, item)
  }

  /// Words of the run that begins with a common n-gram and goes on with at most four differences, the last word equal;
  /// 0 when it is not longer than the n-gram.
  private func run(from hit: Hit, _ item: HeldOutItem, _ words: ExampleWords) -> Int {
    let most = min(item.words.count - hit.at, words.count - hit.word)
    var (length, at, differences) = (index.method.gram, index.method.gram, 0)
    while at < most {
      if index.words[item.words.lowerBound + hit.at + at] == words.words[hit.word + at] {
        length = at + 1
      } else {
        differences += 1
        if differences > 4 { break }
      }
      at += 1
    }
    return length > index.method.gram ? length : 0
  }

  /// How many of the item's own words stand in the example at the same distance from a common n-gram.
  private func aligned(_ hits: ArraySlice<Hit>, _ item: HeldOutItem, _ words: ExampleWords) -> Int {
    var isEqual = [Bool](repeating: false, count: item.words.count)
    for shift in Set(hits.map { $0.word - $0.at }) {
      for k in max(0, -shift)..<max(0, -shift, min(item.words.count, words.count - shift))
      where index.words[item.words.lowerBound + k] == words.words[k + shift] { isEqual[k] = true }
    }
    return count(isEqual, item)
  }

  private func count(_ marks: [Bool], _ item: HeldOutItem) -> Int {
    marks.indices.reduce(0) { $0 + (marks[$1] && index.isOwn[item.words.lowerBound + $1] ? 1 : 0) }
  }
}
