/// How spellings of labels are compared, and which of them are slips.
enum LabelSpellings {
  /// Characters of a label from which on one edit, and two edits, may be a slip.
  static let longEnoughForOne = 4
  static let longEnoughForTwo = 10
  /// Characters from which on case and punctuation alone set no labels apart: `AA`, `Aa` and `aa` may be three.
  static let longEnoughToFold = 3
  /// Beginnings that make another word: `typical` and `atypical` are two labels.
  private static let prefixes: Set<String> = [
    "a", "an", "un", "in", "im", "ir", "il", "de", "re", "no", "non", "dis", "co", "bi", "di", "be", "en", "up", "on",
  ]

  /// Without white space at the ends.
  static func trim(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var text = text.drop(while: isSpace)
    while let last = text.last, isSpace(last) { text.removeLast() }
    return text
  }

  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

  /// What is left of a label without case, punctuation, spaces and hyphens; a label that has nothing else is
  /// its own key. `-1` keeps its sign, `c++` and `c#` what sets them apart.
  static func key(_ text: ArraySlice<UInt8>, _ fold: inout LabelText) -> [UInt8] {
    _ = fold.fold(text)
    let folded = Array(fold.text)
    var key: [UInt8] = []
    for (i, byte) in folded.enumerated() where byte != 0x20 {
      let isSign = i == 0 || i + 1 == folded.count || isDigit(folded[i + 1]) && !isLetter(folded[i - 1])
      if byte == 0x2D, !isSign { continue }
      key.append(byte)
    }
    return key.isEmpty ? Array(text) : key
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// Folded text has no capitals.
  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) || byte >= 0x80 }

  /// Whether `rare` may be a slip of `usual`: one edit, or two in a long label; a swap of neighbors is one edit. Other
  /// numbers and another beginning make another label.
  static func isSlip(_ rare: [Unicode.Scalar], of usual: [Unicode.Scalar]) -> Bool {
    let length = min(rare.count, usual.count)
    guard length >= longEnoughForOne else { return false }
    let most = length >= longEnoughForTwo ? 2 : 1
    guard abs(rare.count - usual.count) <= most, digits(rare) == digits(usual) else { return false }
    let (longer, shorter) = rare.count > usual.count ? (rare, usual) : (usual, rare)
    if longer.count > shorter.count, longer.suffix(shorter.count).elementsEqual(shorter) {
      let head = longer.prefix(longer.count - shorter.count).map { String($0) }.joined()
      if prefixes.contains(head) { return false }
    }
    return NearestSpelling.distance(rare, usual) <= most
  }

  private static func digits(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
    text.filter { $0.properties.numericType != nil }
  }
}

/// Finds the spellings of a closed list of labels that are slips of others.
struct SpellingCheck {
  /// A spelling with the one that was meant.
  struct Slip: Equatable {
    /// Indices of the spellings that were given.
    var rare: Int
    var usual: Int
  }

  /// How many times more frequent the right spelling is than a slip of the keyboard.
  let rarity: Int
  /// Examples that a slip of the keyboard has at most: a word that stands more often is meant.
  let mostSlips: Int

  private struct Group {
    var key: [Unicode.Scalar]
    var count: Int
    /// The most frequent spelling.
    var usual: Int
    var spellings: [Int]
  }

  /// `spellings` are as they stand, in an order of their own; `answers` are all answers of the set, long ones too.
  func slips(in spellings: [(text: [UInt8], count: Int)], answers: Int) -> [Slip] {
    let groups = groups(of: spellings)
    let labels = groups.filter { $0.count >= LabelTasks.fewestExamples }
    guard LabelTasks.areClosed(labels: labels.count, covered: labels.reduce(0) { $0 + $1.count }, of: answers) else {
      return []
    }
    var slips: [Slip] = []
    for group in labels {
      let usual = spellings[group.usual].count
      for rare in group.spellings where rare != group.usual {
        let isShort = group.key.count < LabelSpellings.longEnoughToFold
        if !isShort || spellings[rare].count * rarity <= usual { slips.append(Slip(rare: rare, usual: group.usual)) }
      }
    }
    for group in groups where group.count <= mostSlips && group.count < LabelTasks.fewestExamples {
      let usual = labels.filter { $0.count >= rarity * group.count && LabelSpellings.isSlip(group.key, of: $0.key) }
        .max { $0.count != $1.count ? $0.count < $1.count : $0.usual > $1.usual }
      if let usual { slips += group.spellings.map { Slip(rare: $0, usual: usual.usual) } }
    }
    return slips
  }

  private func groups(of spellings: [(text: [UInt8], count: Int)]) -> [Group] {
    var fold = LabelText()
    var numbers: [[UInt8]: Int] = [:]
    var groups: [Group] = []
    for (i, spelling) in spellings.enumerated() {
      let key = LabelSpellings.key(LabelSpellings.trim(spelling.text[...]), &fold)
      if let number = numbers[key] {
        groups[number].count += spelling.count
        groups[number].spellings.append(i)
        if spelling.count > spellings[groups[number].usual].count { groups[number].usual = i }
      } else {
        numbers[key] = groups.count
        let scalars = Array(String(decoding: key, as: UTF8.self).unicodeScalars)
        groups.append(Group(key: scalars, count: spelling.count, usual: i, spellings: [i]))
      }
    }
    return groups
  }
}
