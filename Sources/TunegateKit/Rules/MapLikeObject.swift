/// An object that is used as a map: its keys are data, and table loaders make a column of each.
struct MapLikeObject: CorpusRule {
  static let id = "map-like-object"
  static let group = RuleGroup.format
  static var page: [UInt8] { PackageResources.map_like_object_md }
  static let options = [OptionSpec("fewest-keys", .integer(2...1_000_000)), OptionSpec("fill", .number(0...1))]

  private let fewestKeys: Int
  private let fill: Double

  init(_ settings: RuleSettings) {
    fewestKeys = Int(settings.number("fewest-keys") ?? 16)
    fill = settings.number("fill") ?? 0.25
  }

  func conclude(_ tally: NoTally, _ corpus: Corpus, into findings: inout Findings) {
    let tree = corpus.lines.paths
    let totals = tree.keyTotals()
    // Parents stand before their children: below a map, what it pads is padded anyway.
    var isMap = [Bool](repeating: false, count: tree.count)
    var remarks: [LoadingRules.Remark] = []
    for path in 0..<tree.count {
      if path != PathTree.root, isMap[Int(tree.parents[path])] {
        isMap[path] = true
        continue
      }
      let objects = tree.count(path, .object)
      guard objects > 0, let sample = tree.samples(path, .object).first,
        let message = complaint(tree, path, objects: objects, totals[path])
      else { continue }
      isMap[path] = true
      remarks.append(LoadingRules.Remark(sample: sample, path: path, message: message))
    }
    LoadingRules.report(
      remarks, hint: "write the object as JSON text in a string, or as a list of names and values", corpus,
      into: &findings)
  }

  private func complaint(
    _ tree: PathTree, _ path: Int, objects: Int, _ total: (keys: Int, values: Int)
  ) -> String? {
    let name = path == PathTree.root ? "the record" : "`\(tree.pointer(path))`"
    if tree.isFull[path] {
      let room = Numbers.grouped(PathTree.room(depth: Int(tree.depths[path])))
      return "\(name) has \(room) different keys and more in and below it, expected a few that all objects share"
    }
    // Columns that a record does not use are common, and a set of two shapes has a rule of its own.
    guard path != PathTree.root, total.keys >= fewestKeys else { return nil }
    let mean = Double(total.values) / Double(objects)
    guard mean < fill * Double(total.keys) else { return nil }
    return "\(name) has \(Numbers.grouped(total.keys)) different keys in \(Numbers.grouped(objects)) objects, "
      + "\(Numbers.fixed(mean, decimals: 1)) in each on average, expected a few that all share"
  }
}
