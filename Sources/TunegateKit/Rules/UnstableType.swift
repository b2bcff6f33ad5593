/// A path whose values have more than one type: table loaders give a column one.
struct UnstableType: CorpusRule {
  static let id = "unstable-type"
  static let group = RuleGroup.format
  static var page: [UInt8] { PackageResources.unstable_type_md }

  init(_ settings: RuleSettings) {}

  func conclude(_ tally: NoTally, _ corpus: Corpus, into findings: inout Findings) {
    let tree = corpus.lines.paths
    let remarks = (0..<tree.count).flatMap { path in
      let families = Family.all(tree, path)
      return families.count > 1 ? mixed(families, tree, path, corpus) : widened(tree, path, corpus)
    }
    LoadingRules.report(
      remarks, hint: "write it as one type everywhere, or as JSON text in a string", corpus, into: &findings)
  }

  /// The values of one path that are of one type.
  private struct Family {
    var type: FormType
    var count: Int
    var samples: [PathTree.Sample]

    /// The most frequent first; of two that are as frequent, the one that is met first.
    static func all(_ tree: PathTree, _ path: Int) -> [Family] {
      var families: [FormType: Family] = [:]
      for kind in PathTree.Kind.allCases where kind != .null && tree.count(path, kind) > 0 {
        var family = families[kind.family] ?? Family(type: kind.family, count: 0, samples: [])
        family.count += tree.count(path, kind)
        family.samples = Array((family.samples + tree.samples(path, kind)).sorted().prefix(PathTree.mostSamples))
        families[kind.family] = family
      }
      return families.values.sorted { a, b in
        a.count == b.count ? a.samples[0] < b.samples[0] : a.count > b.count
      }
    }
  }

  /// The first values of every type but the most frequent one.
  private func mixed(_ families: [Family], _ tree: PathTree, _ path: Int, _ corpus: Corpus) -> [LoadingRules.Remark] {
    let (most, pointer) = (families[0], tree.pointer(path))
    let first = most.samples[0].place
    return families.dropFirst().flatMap { family in
      family.samples.map { sample in
        let others = family.count == 1 ? "" : " and in \(values(family.count - 1, "other "))"
        return LoadingRules.Remark(
          sample: sample, path: path,
          message: "`\(pointer)` is \(family.type.name) here\(others), expected "
            + "\(most.type.name) as in \(values(most.count)), first in \(corpus.name(first, from: sample.place))",
          related: [first])
      }
    }
  }

  /// A column of whole numbers takes no fraction, and a column of dates no other text, when the type is told from a
  /// first block that has none.
  private func widened(_ tree: PathTree, _ path: Int, _ corpus: Corpus) -> [LoadingRules.Remark] {
    func only(_ kind: PathTree.Kind, _ others: [PathTree.Kind]) -> Bool {
      tree.head(path, has: kind) && !others.contains { tree.head(path, has: $0) }
    }
    if only(.integer, [.wholeFloat, .float]), let sample = tree.samples(path, .float).first {
      return [remark(sample, path, "a number with a fraction", "whole numbers", corpus)]
    }
    if only(.date, [.text]), let sample = tree.samples(path, .text).first {
      return [remark(sample, path, "a text that is no date", "dates", corpus)]
    }
    return []
  }

  private func remark(
    _ sample: PathTree.Sample, _ path: Int, _ found: String, _ expected: String, _ corpus: Corpus
  ) -> LoadingRules.Remark {
    LoadingRules.Remark(
      sample: sample, path: path,
      message: "`\(corpus.lines.paths.pointer(path))` is \(found) here, expected \(expected) alone as in "
        + LoadingRules.head(corpus))
  }

  private func values(_ count: Int, _ other: String = "") -> String {
    "\(Numbers.grouped(count)) \(other)value\(count == 1 ? "" : "s")"
  }
}
