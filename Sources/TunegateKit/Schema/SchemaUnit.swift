/// What one keyword, or one schema, said of one value: a node of the output that the specification calls a unit.
struct SchemaUnit {
  var isValid = true
  /// How evaluation came here, through references; a JSON Pointer from the root schema.
  var keywordLocation: String
  /// Where the keyword stands: an address with a JSON Pointer as its fragment.
  var absoluteLocation: String
  /// The value, as a node of the explained document.
  var value: Int
  /// Empty for a schema as a whole.
  var keyword = ""
  /// What an assertion found and what it wanted; nil when it holds, and for schemas.
  var complaint: SchemaComplaint?
  /// JSON text of what a keyword says about a valid value.
  var annotation: [UInt8]?
  var children: [SchemaUnit] = []
}

struct SchemaComplaint {
  var found: String
  var expected: String

  var sentence: String { "found \(found), expected \(expected)" }
}

extension SchemaUnit {
  /// The units that complain by themselves, in the order of evaluation.
  var complaints: [SchemaUnit] {
    if isValid { return [] }
    return (complaint == nil ? [] : [self]) + children.flatMap(\.complaints)
  }

  var annotations: [SchemaUnit] {
    guard isValid else { return [] }
    return (annotation == nil ? [] : [self]) + children.flatMap(\.annotations)
  }

  /// The complaints that help: of branches that all failed, those of the one that was meant.
  var likelyComplaints: [SchemaUnit] {
    if isValid { return [] }
    guard keyword == "anyOf" || keyword == "oneOf" else {
      return (complaint == nil ? [] : [self]) + children.flatMap(\.likelyComplaints)
    }
    let branches = children.filter { !$0.isValid }.map { ($0.likelyComplaints, $0) }
    guard branches.count == children.count, let best = branches.max(by: { rank($0.0) < rank($1.0) }) else {
      return complaint == nil ? [] : [self]
    }
    if rank(best.0).kinship > 0 { return best.0 }
    return [together(branches.map(\.0))]
  }

  /// How near a branch came: one for another type or another tag is not what was meant.
  private struct Rank: Comparable {
    var kinship: Int
    var depth: Int
    var fewness: Int

    static func < (a: Rank, b: Rank) -> Bool {
      (a.kinship, a.fewness, a.depth) < (b.kinship, b.fewness, b.depth)
    }
  }

  private func rank(_ complaints: [SchemaUnit]) -> Rank {
    let isOtherType = complaints.contains { $0.value == value && ["type", "const", "enum"].contains($0.keyword) }
    let isOtherTag = complaints.contains { $0.value != value && ["const", "enum"].contains($0.keyword) }
    let depth = complaints.map(\.value).max() ?? 0
    return Rank(kinship: isOtherType ? 0 : isOtherTag ? 1 : 2, depth: depth, fewness: -complaints.count)
  }

  /// One complaint for branches of which none comes near.
  private func together(_ branches: [[SchemaUnit]]) -> SchemaUnit {
    var unit = self
    unit.children = []
    let own = branches.compactMap { $0.first { $0.value == value }?.complaint }
    if own.count == branches.count, let first = own.first {
      var expected: [String] = []
      for complaint in own where !expected.contains(complaint.expected) { expected.append(complaint.expected) }
      unit.complaint = SchemaComplaint(found: first.found, expected: expected.joined(separator: ", or "))
    }
    return unit
  }
}
