/// One question that a set asks of every example and answers from a closed list: its whole answers are labels, or a
/// field of its JSON answers is.
struct LabelTask: Sendable {
  /// Where in the answer the label stands, keys joined by dots; empty for the whole answer.
  var path: String
  /// The usual spelling of each label; the most frequent label first, equals in order of their bytes.
  var names: [String]
  /// The label of each example, an index of `names`; -1 where there is none.
  var given: [Int32]
  /// Examples that have a label.
  var count: Int

  /// Columns of a table with a column for each label.
  var stride: Int { (names.count + 7) / 8 * 8 }
}

/// Decides whether answers are labels.
///
/// Labels are short, repeat, and cover nearly all of the set. What is no label because it is rare (a misspelled one, a
/// one-off) does not take part.
enum LabelTasks {
  /// Examples that a label must have to be one.
  static let fewestExamples = 4
  /// Share of the examples whose answers must be labels.
  static let coverage = 0.9
  static let mostLabels = 1_000
  /// Examples a label on average.
  static let examplesPerLabel = 8
  /// Bytes of the longest label.
  static let longestLabel = 120
  /// Share of the answers that must be JSON objects for their fields to be looked at.
  static let jsonShare = 0.5
  static let mostFields = 4

  static func find(in examples: [ExampleSample.Member]) -> [LabelTask] {
    let fields = AnswerFields(examples)
    if Double(fields.objects) >= jsonShare * Double(examples.count), fields.objects > 0 {
      return fieldTasks(fields, examples)
    }
    return [wholeAnswers(examples)].compactMap { $0 }
  }

  private static func wholeAnswers(_ examples: [ExampleSample.Member]) -> LabelTask? {
    var builder = LabelTaskBuilder(path: "")
    for (i, example) in examples.enumerated() where example.answerEnd.isEmpty {
      builder.add(example.answer[...], example: i)
    }
    return builder.task(of: examples.count, examplesInSet: examples.count)
  }

  /// True when the whole answers are labels.
  static func areLabels(_ examples: [ExampleSample.Member]) -> Bool {
    // The fields of JSON answers are only looked for where the answers repeat: that takes longer.
    wholeAnswers(examples) != nil && find(in: examples).contains { $0.path.isEmpty }
  }

  /// Whether answers are a closed list, of which `labels` have `fewestExamples` or more, together `covered` of
  /// `examples`.
  static func areClosed(labels: Int, covered: Int, of examples: Int) -> Bool {
    labels >= 2 && labels <= mostLabels && Double(covered) >= coverage * Double(examples)
      && labels * examplesPerLabel <= covered
  }

  private static func fieldTasks(_ fields: AnswerFields, _ examples: [ExampleSample.Member]) -> [LabelTask] {
    let order = fields.paths.indices.sorted { a, b in
      let (x, y) = (fields.leaves[a].count, fields.leaves[b].count)
      return x != y ? x > y : fields.paths[a].lexicographicallyPrecedes(fields.paths[b])
    }
    var tasks: [LabelTask] = []
    for field in order where tasks.count < mostFields {
      let leaves = fields.leaves[field]
      var builder = LabelTaskBuilder(path: String(decoding: fields.paths[field], as: UTF8.self))
      for leaf in leaves { builder.add(examples[leaf.example].answer[leaf.value], example: leaf.example) }
      guard let task = builder.task(of: examples.count, examplesInSet: leaves.count) else { continue }
      if !CopiedField.isCopied(task, examples) { tasks.append(task) }
    }
    return tasks
  }
}

/// Joins spellings and counts labels.
private struct LabelTaskBuilder {
  let path: String
  private var fold = LabelText()
  private var classOf: [[UInt8]: Int32] = [:]
  /// By spelling as it stands.
  private var spellingOf: [ArraySlice<UInt8>: Int32] = [:]
  private var spellings: [(text: ArraySlice<UInt8>, label: Int32, count: Int)] = []
  private var counts: [Int] = []
  private var entries: [(example: Int32, label: Int32)] = []

  init(path: String) { self.path = path }

  mutating func add(_ answer: ArraySlice<UInt8>, example: Int) {
    let text = LabelSpellings.trim(answer)
    guard !text.isEmpty, text.count <= LabelTasks.longestLabel, !text.contains(0x0A) else { return }
    let spelling: Int32
    if let known = spellingOf[text] {
      spelling = known
    } else {
      spelling = Int32(spellings.count)
      spellingOf[text] = spelling
      let key = LabelSpellings.key(text, &fold)
      let label = classOf[key] ?? Int32(counts.count)
      if Int(label) == counts.count {
        classOf[key] = label
        counts.append(0)
      }
      spellings.append((text, label, 0))
    }
    spellings[Int(spelling)].count += 1
    counts[Int(spellings[Int(spelling)].label)] += 1
    entries.append((Int32(example), spellings[Int(spelling)].label))
  }

  /// The task, if what was added are labels. `total` is the number of examples, `examplesInSet` of those that may have
  /// the label.
  func task(of total: Int, examplesInSet: Int) -> LabelTask? {
    let names = usualSpellings()
    let labels = counts.indices.filter { counts[$0] >= LabelTasks.fewestExamples }.sorted { a, b in
      counts[a] != counts[b] ? counts[a] > counts[b] : names[a].lexicographicallyPrecedes(names[b])
    }
    let covered = labels.reduce(0) { $0 + counts[$1] }
    guard LabelTasks.areClosed(labels: labels.count, covered: covered, of: examplesInSet) else { return nil }
    var number = [Int32](repeating: -1, count: counts.count)
    for (i, label) in labels.enumerated() { number[label] = Int32(i) }
    var given = [Int32](repeating: -1, count: total)
    for entry in entries { given[Int(entry.example)] = number[Int(entry.label)] }
    return LabelTask(
      path: path, names: labels.map { String(decoding: names[$0], as: UTF8.self) }, given: given, count: covered)
  }

  /// Of each label the most frequent spelling; of equals the first in order of bytes.
  private func usualSpellings() -> [ArraySlice<UInt8>] {
    var best = [Int](repeating: -1, count: counts.count)
    for (i, spelling) in spellings.enumerated() {
      let label = Int(spelling.label)
      guard best[label] >= 0 else {
        best[label] = i
        continue
      }
      let other = spellings[best[label]]
      let isBetter =
        spelling.count != other.count
        ? spelling.count > other.count : spelling.text.lexicographicallyPrecedes(other.text)
      if isBetter { best[label] = i }
    }
    return best.map { spellings[$0].text }
  }
}

/// Tells fields that repeat a word of the prompt from those that judge it.
enum CopiedField {
  private static let mostExamples = 400

  /// True when most values stand in their prompts, and other values of the field do not: a prompt that lists all
  /// possible labels holds both.
  static func isCopied(_ task: LabelTask, _ examples: [ExampleSample.Member]) -> Bool {
    var fold = LabelText()
    let keys = task.names.map { name in
      _ = fold.fold(Array(name.utf8))
      return Array(fold.text)
    }
    var (seen, own, other) = (0, 0, 0)
    for (i, label) in task.given.enumerated() where label >= 0 {
      _ = fold.fold(examples[i].prompt)
      own += contains(fold.text, keys[Int(label)]) ? 1 : 0
      // Another label, and a frequent one: they are in order of their counts.
      other += contains(fold.text, keys[label == 0 ? 1 : 0]) ? 1 : 0
      seen += 1
      if seen == mostExamples { break }
    }
    return own * 2 > seen && other * 2 < own
  }

  private static func contains(_ text: ArraySlice<UInt8>, _ word: [UInt8]) -> Bool {
    guard let first = word.first, word.count <= text.count else { return false }
    for start in text.startIndex...text.endIndex - word.count
    where text[start] == first && text[start..<start + word.count].elementsEqual(word) {
      return true
    }
    return false
  }
}
