/// Finds what somebody meant when they mistyped a name.
enum NearestSpelling {
  /// The candidate with the fewest edits from `word`, if that is at most a third of the word's length.
  ///
  /// Upper and lower case count as one edit. Of two equally near candidates the earlier one is taken, so that the
  /// answer depends on the order of `candidates` alone. O(length of word × total length of candidates).
  static func suggest(_ word: String, in candidates: some Sequence<String>) -> String? {
    let typed = Array(word.unicodeScalars)
    var best: (name: String, edits: Int)?
    for candidate in candidates {
      let name = Array(candidate.unicodeScalars)
      // The lengths alone need this many edits: spares the table for most candidates.
      guard abs(name.count - typed.count) * 3 <= typed.count else { continue }
      let edits = distance(typed, name)
      if edits * 3 <= typed.count, edits < best?.edits ?? .max {
        best = (candidate, edits)
      }
    }
    return best?.name
  }

  /// `; did you mean 'x'?`, or `otherwise` when nothing is near.
  static func clause(_ word: String, in candidates: some Sequence<String>, otherwise: String = "") -> String {
    suggest(word, in: candidates).map { "; did you mean '\($0)'?" } ?? otherwise
  }

  /// Damerau-Levenshtein distance in its restricted form (optimal string alignment: insert, delete, replace, swap two
  /// neighbors; no stretch is edited twice). O(a.count × b.count) time, three rows of memory.
  static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var twoAbove: [Int] = []
    var above = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      row.reserveCapacity(b.count + 1)
      for j in b.indices {
        var edits = min(above[j + 1] + 1, row[j] + 1, above[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          edits = min(edits, twoAbove[j - 1] + 1)
        }
        row.append(edits)
      }
      twoAbove = above
      above = row
    }
    return above[b.count]
  }
}
