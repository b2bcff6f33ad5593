/// What two lists of words share, in nats.
struct Alignment: Equatable {
  var shared: Float = 0
  var onlyA: Float = 0
  var onlyB: Float = 0

  var different: Float { onlyA + onlyB }
  /// True when each side has words that the other lacks: something was replaced, not only added.
  var isTwoSided: Bool { min(onlyA, onlyB) > 0.01 }
}

/// Aligns two lists of words in order, as a longest common subsequence weighted by the words' information, in which a
/// misspelled word counts as the word that it stands for.
struct WordAlignment {
  /// A cell of the dynamic program: shared information, and what the aligned words weigh on either side. A misspelled
  /// word weighs more than its original; the surplus counts neither as shared nor as different.
  private struct Cell {
    var shared: Float = 0
    var sharedA: Float = 0
    var sharedB: Float = 0

    func adding(_ p: Float, _ q: Float) -> Cell {
      Cell(shared: shared + min(p, q), sharedA: sharedA + p, sharedB: sharedB + q)
    }

    /// Of two that share alike the one with the smaller surplus is better, whichever text comes first.
    func isBetter(than other: Cell) -> Bool {
      shared > other.shared || shared == other.shared && sharedA + sharedB < other.sharedA + other.sharedB
    }
  }
  /// Up to this many words before a text that is otherwise the same (`ok so`, `hello`) count half: openings of speech
  /// say less than their rarity in writing.
  private static let longestOpening = 3
  private var previous: [Cell] = []
  private var current: [Cell] = []

  init() {}

  /// Information (nats) that is shared, and that only `a` or only `b` has. O(n·m) words, after the common ends are cut
  /// off.
  mutating func align(_ a: [Word], _ b: [Word], weights: [Float], counts: [UInt32]) -> Alignment {
    var shared: Float = 0
    var start = 0
    while start < a.count, start < b.count, a[start].equals(b[start]) {
      shared += weights[a[start].bucket]
      start += 1
    }
    var ends = (a.count, b.count)
    while ends.0 > start, ends.1 > start, a[ends.0 - 1].equals(b[ends.1 - 1]) {
      shared += weights[a[ends.0 - 1].bucket]
      ends.0 -= 1
      ends.1 -= 1
    }
    let middle = alignMiddle(a[start..<ends.0], b[start..<ends.1], weights, counts)
    var (onlyA, onlyB) = (-middle.sharedA, -middle.sharedB)
    for word in a[start..<ends.0] { onlyA += weights[word.bucket] }
    for word in b[start..<ends.1] { onlyB += weights[word.bucket] }
    let isOpening = start == 0 && min(ends.0, ends.1) == 0 && ends.0 < a.count
    if isOpening, max(ends.0, ends.1) <= WordAlignment.longestOpening {
      (onlyA, onlyB) = (onlyA / 2, onlyB / 2)
    }
    return Alignment(shared: shared + middle.shared, onlyA: max(0, onlyA), onlyB: max(0, onlyB))
  }

  private mutating func alignMiddle(
    _ a: ArraySlice<Word>, _ b: ArraySlice<Word>, _ weights: [Float], _ counts: [UInt32]
  ) -> Cell {
    guard !a.isEmpty, !b.isEmpty else { return Cell() }
    previous.removeAll(keepingCapacity: true)
    previous.append(contentsOf: repeatElement(Cell(), count: b.count + 1))
    current.removeAll(keepingCapacity: true)
    current.append(contentsOf: previous)
    for x in a {
      for (j, y) in b.enumerated() {
        var best = current[j].isBetter(than: previous[j + 1]) ? current[j] : previous[j + 1]
        let (p, q) = (weights[x.bucket], weights[y.bucket])
        let matched = previous[j].adding(p, q)
        if matched.isBetter(than: best), x.equals(y) || Misspelling.isLikely(x, y, counts) { best = matched }
        current[j + 1] = best
      }
      swap(&previous, &current)
    }
    return previous[b.count]
  }
}

/// Whether one word is a misspelling or an inflection of another.
enum Misspelling {
  /// One edit in words of five letters or more; two when one of them is rare and the word has eight letters, or five
  /// and the other is common; one edit in shorter words when one is rare and the other common: `t` for `to`, but not
  /// `eur` for `usd`.
  static func isLikely(_ a: Word, _ b: Word, _ counts: [UInt32]) -> Bool {
    let longer = max(a.count, b.count)
    guard longer - min(a.count, b.count) <= 2, longer >= 2, !a.isNumber, !b.isNumber else { return false }
    let (rare, frequent) = (min(counts[a.bucket], counts[b.bucket]), max(counts[a.bucket], counts[b.bucket]))
    let isSlip = rare <= 3 && frequent >= 10 * max(1, rare)
    let mayDifferTwice = longer >= 5 && (isSlip || longer >= 8 && rare <= 3)
    guard longer >= 5 || isSlip else { return false }
    return mayDifferTwice ? distance(a, b) <= 2 : isWithinOneEdit(a, b)
  }

  /// The same as `distance(a, b) <= 1`, without its table: what is left of the words without their common ends is one
  /// letter at most on either side, or a swapped pair. Most pairs of words are told apart by their ends. O(n).
  static func isWithinOneEdit(_ a: Word, _ b: Word) -> Bool {
    guard abs(a.count - b.count) <= 1, max(a.count, b.count) <= 24 else { return false }
    var start = 0
    while start < a.count, start < b.count, a.start[start] == b.start[start] { start += 1 }
    var (n, m) = (a.count - start, b.count - start)
    while n > 0, m > 0, a.start[start + n - 1] == b.start[start + m - 1] { (n, m) = (n - 1, m - 1) }
    if n <= 1, m <= 1 { return true }
    return n == 2 && m == 2 && a.start[start] == b.start[start + 1] && a.start[start + 1] == b.start[start]
  }

  /// Optimal string alignment distance in bytes (insert, delete, replace, swap neighbours), at most 3. O(n·m), words
  /// are short; words of more than 24 bytes are equal or far apart.
  static func distance(_ a: Word, _ b: Word) -> Int {
    let (n, m) = (a.count, b.count)
    guard abs(n - m) <= 2, max(n, m) <= 24 else { return 3 }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 3 * 32) { rows in
      // Row i of the table lies at (i mod 3) * 32 and has m + 1 <= 25 cells.
      for j in 0...m { rows[j] = UInt8(j) }
      for i in 1...n {
        let (row, above, twoAbove) = (i % 3 * 32, (i + 2) % 3 * 32, (i + 1) % 3 * 32)
        rows[row] = UInt8(i)
        for j in 1...m {
          let same = a.start[i - 1] == b.start[j - 1]
          var best = min(rows[above + j] + 1, rows[row + j - 1] + 1, rows[above + j - 1] + (same ? 0 : 1))
          if i > 1, j > 1, a.start[i - 1] == b.start[j - 2], a.start[i - 2] == b.start[j - 1] {
            best = min(best, rows[twoAbove + j - 2] + 1)
          }
          rows[row + j] = best
        }
      }
      return Int(rows[n % 3 * 32 + m])
    }
  }
}
