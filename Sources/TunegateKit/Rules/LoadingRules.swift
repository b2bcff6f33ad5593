/// What the rules about loading have in common: they judge the paths of all records as table loaders see them, see
/// `docs/loading.md`.
enum LoadingRules {
  static func areEnabled(_ settings: Settings) -> Bool {
    [UnstableType.id, NullFirstColumn.id, MapLikeObject.id].contains { settings[rule: $0]?.isEnabled ?? false }
  }

  /// Something to say about a path, at the value that shows it.
  struct Remark {
    var sample: PathTree.Sample
    var path: Int
    var message: String
    var related: [Place] = []
  }

  /// Reports in the order of the lines.
  static func report(_ remarks: [Remark], hint: String, _ corpus: Corpus, into findings: inout Findings) {
    for remark in remarks.sorted(by: { ($0.sample, $0.path) < ($1.sample, $1.path) }) {
      if let row = corpus.index.row(of: remark.sample.place) { corpus.index.mark(row, rule: findings.rule) }
      findings.add(
        at: remark.sample.place, column: remark.sample.offset + 1,
        pointer: corpus.lines.paths.pointer(remark.path, indices: remark.sample.indices), related: remark.related,
        message: remark.message, hint: hint)
    }
  }

  /// What the types of columns are told from, in words.
  static func head(_ corpus: Corpus) -> String {
    let block = "the first block (\(PathReader.headBytes >> 20) MiB)"
    guard corpus.sources.count > 1 else { return block }
    return block + " of \(corpus.sources[SourceList.firstLoaded(corpus.sources)].path), which is loaded first"
  }
}

extension PathTree.Kind {
  /// Kinds that share a column, whatever their order.
  var family: FormType {
    switch self {
    case .null: .null
    case .boolean: .boolean
    case .integer, .wholeFloat, .float: .number
    case .date, .text: .string
    case .array: .array
    case .object: .object
    }
  }

  /// With its article.
  var name: String {
    switch self {
    case .float: "a number with a fraction"
    default: family.name
    }
  }
}

extension PathTree {
  /// The first value that is not null.
  func firstTyped(_ path: Int) -> (sample: Sample, kind: Kind)? {
    Kind.allCases.filter { $0 != .null }
      .compactMap { kind in samples(path, kind).first.map { (sample: $0, kind: kind) } }
      .min { $0.sample < $1.sample }
  }

  /// Whether the first block has a value that is not null.
  func isTypedInHead(_ path: Int) -> Bool { Kind.allCases.contains { $0 != .null && head(path, has: $0) } }
}
