/// A path that has no type in the first block of the file that is loaded first, and one later: table loaders tell a
/// column's type from that block.
struct NullFirstColumn: CorpusRule {
  static let id = "null-first-column"
  static let group = RuleGroup.format
  static var page: [UInt8] { PackageResources.null_first_column_md }

  init(_ settings: RuleSettings) {}

  func conclude(_ tally: NoTally, _ corpus: Corpus, into findings: inout Findings) {
    let tree = corpus.lines.paths
    let head = LoadingRules.head(corpus)
    let remarks = (1..<max(1, tree.count)).compactMap { path -> LoadingRules.Remark? in
      let (parent, isElement) = (Int(tree.parents[path]), tree.names[path] == nil)
      // Below what has no type either, that is the fault.
      guard tree.head(parent, has: isElement ? .array : .object), !tree.isTypedInHead(path),
        let (sample, kind) = tree.firstTyped(path)
      else { return nil }
      let before = tree.head(path, has: .null) ? "null throughout" : isElement ? "in no list of" : "missing throughout"
      return LoadingRules.Remark(
        sample: sample, path: path,
        message: "`\(tree.pointer(path))` is \(kind.name) here and \(before) \(head), "
          + "expected a value there to tell the type from")
    }
    LoadingRules.report(
      remarks, hint: "move a record that has it to the top, or shuffle the set", corpus, into: &findings)
  }
}
