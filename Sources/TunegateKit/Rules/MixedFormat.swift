/// More than one shape in a set: trainers decide by the first line, or refuse the file.
struct MixedFormat: CorpusRule {
  static let id = "mixed-format"
  static let group = RuleGroup.format
  static var page: [UInt8] { PackageResources.mixed_format_md }

  init(_ settings: RuleSettings) {}

  /// Count and first place of every shape.
  struct Tally: Mergeable, Equatable {
    var counts = [Int](repeating: 0, count: Shape.allCases.count)
    var first = [Place?](repeating: nil, count: Shape.allCases.count)

    init() {}

    mutating func note(_ shape: Shape, at place: Place) {
      let i = Int(shape.rawValue)
      counts[i] += 1
      if first[i].map({ place < $0 }) ?? true { first[i] = place }
    }

    mutating func merge(_ other: Tally) {
      for i in counts.indices {
        counts[i] += other.counts[i]
        if let place = other.first[i], first[i].map({ place < $0 }) ?? true { first[i] = place }
      }
    }
  }

  func note(_ batch: Batch, in tally: inout Tally) {
    for row in batch.rows where row.isExample { tally.note(row.shape, at: batch.place(row)) }
  }

  func conclude(_ tally: Tally, _ corpus: Corpus, into findings: inout Findings) {
    let majority = corpus.tally.majorityShape
    // In the order of the lines, as every rule reports: the first findings are the ones that are shown.
    let others = Shape.allCases.filter { $0 != majority }
      .compactMap { shape in tally.first[Int(shape.rawValue)].map { (place: $0, shape: shape) } }
      .sorted { $0.place < $1.place }
    for (place, shape) in others {
      guard let row = corpus.index.row(of: place) else { continue }
      let count = tally.counts[Int(shape.rawValue)]
      findings.add(
        corpus, row: row,
        message: "\(count) example\(count == 1 ? " has" : "s have") the shape \(shape.name) (\(shape.keys)), "
          + "here first; expected \(majority.name) (\(majority.keys)) as in "
          + "\(tally.counts[Int(majority.rawValue)]) other\(tally.counts[Int(majority.rawValue)] == 1 ? "" : "s")",
        hint: "convert them to one shape, or train on each in a file of its own")
    }
  }
}

extension MixedFormat.Tally {
  func write(to state: inout StateWriter) {
    state.put(counts) { $0.put(count: $1) }
    state.put(first) { $0.put(optional: $1) }
  }

  init(from state: inout StateReader) throws(StateFault) {
    counts = try state.list(exactly: counts.count) { (state: inout StateReader) throws(StateFault) in
      try state.count()
    }
    first = try state.list(exactly: counts.count) { (state: inout StateReader) throws(StateFault) in
      try state.optionalPlace()
    }
  }
}
