/// How pieces are prepared and cut before merging: the `pre_tokenizer`.
struct CuttingPlan {
  var stages: [SplitStage] = []
  /// What is done to each stretch of text between added tokens.
  var preparations: [TokenNormalizer] = []
  /// The last preparation is for the text's start alone.
  var preparesStartOnly = false
  var isByteLevel = false
}

/// Normalizers and pre-tokenizers.
extension TokenizerJSON {
  private static let knownNormalizers = "NFC, Lowercase, Replace, Prepend, Sequence"
  private static let knownPreTokenizers =
    "ByteLevel, Split, Digits, Punctuation, WhitespaceSplit, Metaspace, Sequence"

  func normalizers(_ node: Int) throws(TokenizerFileError) -> [TokenNormalizer] {
    switch type(node) {
    case "Sequence":
      var all: [TokenNormalizer] = []
      for inner in member(node, "normalizers").map(document.children) ?? [] { all += try normalizers(inner) }
      return all
    case "NFC": return [.nfc]
    case "Lowercase": return [.lowercase]
    case "Prepend":
      guard let text = string(member(node, "prepend")) else { throw TokenizerFileError("a Prepend without its text") }
      return [.prepend(Array(text.utf8))]
    case "Replace":
      guard let pattern = member(node, "pattern").flatMap({ string(member($0, "String")) }), !pattern.isEmpty,
        let content = string(member(node, "content"))
      else { throw unsupported("a Replace by a regular expression", "by a String") }
      return [.replace(Array(pattern.utf8), with: Array(content.utf8))]
    case let other: throw unsupported("the normalizer '\(other)'", TokenizerJSON.knownNormalizers)
    }
  }

  func addPreTokenizer(_ node: Int, to plan: inout CuttingPlan) throws(TokenizerFileError) {
    let type = type(node)
    if plan.isByteLevel {
      throw unsupported("the pre-tokenizer '\(type)' behind ByteLevel, which spells bytes anew", "ByteLevel last")
    }
    switch type {
    case "Sequence":
      for inner in member(node, "pretokenizers").map(document.children) ?? [] { try addPreTokenizer(inner, to: &plan) }
    case "ByteLevel":
      plan.isByteLevel = true
      if member(node, "add_prefix_space") == nil || isTrue(node, "add_prefix_space") {
        guard plan.stages.isEmpty else {
          throw unsupported("ByteLevel with \"add_prefix_space\" behind a split", "that option off, or ByteLevel first")
        }
        plan.preparations.append(.prependOnce([0x20]))
      }
      if member(node, "use_regex") == nil || isTrue(node, "use_regex") {
        plan.stages.append(try stage(RankPattern.gpt2Expression))
      }
    case "Split": plan.stages.append(try split(node))
    case "Digits":
      plan.stages.append(
        SplitStage(program: SplitProgram(TokenUnicode.numeric, isRun: !isTrue(node, "individual_digits"))))
    case "Punctuation":
      plan.stages.append(
        SplitStage(program: SplitProgram(TokenUnicode.punctuation, isRun: false), behavior: try behavior(node)))
    case "WhitespaceSplit":
      plan.stages.append(SplitStage(program: SplitProgram(TokenUnicode.space, isRun: false), behavior: .removed))
    case "Metaspace": try addMetaspace(node, to: &plan)
    default: throw unsupported("the pre-tokenizer '\(type)'", TokenizerJSON.knownPreTokenizers)
    }
  }

  /// Spaces as `▁`, one of them in front, and a cut before each.
  private func addMetaspace(_ node: Int, to plan: inout CuttingPlan) throws(TokenizerFileError) {
    guard plan.stages.isEmpty, plan.preparations.isEmpty else {
      throw unsupported("Metaspace behind another pre-tokenizer", "Metaspace first")
    }
    let mark = string(member(node, "replacement")) ?? "▁"
    guard let scalar = mark.unicodeScalars.first, mark.unicodeScalars.count == 1 else {
      throw unsupported("Metaspace with the replacement '\(mark)'", "one character")
    }
    plan.preparations.append(.replace([0x20], with: Array(mark.utf8)))
    // Older files say `add_prefix_space`; both default to a space in front.
    let scheme =
      string(member(node, "prepend_scheme"))
      ?? (member(node, "add_prefix_space").map { document.tape.tag($0) == .false } ?? false ? "never" : "always")
    switch scheme {
    case "always": plan.preparations.append(.prependOnce(Array(mark.utf8)))
    case "first":
      plan.preparations.append(.prependOnce(Array(mark.utf8)))
      plan.preparesStartOnly = true
    case "never": break
    default: throw unsupported("Metaspace with the prepend_scheme '\(scheme)'", "always, first, never")
    }
    if member(node, "split") == nil || isTrue(node, "split") {
      plan.stages.append(
        SplitStage(program: SplitProgram(ScalarSet(scalar.value), isRun: false), behavior: .mergedWithNext))
    }
  }

  private func split(_ node: Int) throws(TokenizerFileError) -> SplitStage {
    guard let pattern = member(node, "pattern") else { throw TokenizerFileError("a Split without its pattern") }
    var stage: SplitStage
    if let literal = string(member(pattern, "String")), !literal.isEmpty {
      stage = try self.stage(literal, isLiteral: true)
    } else if let expression = string(member(pattern, "Regex")) {
      stage = try self.stage(expression)
    } else {
      throw TokenizerFileError("a Split whose pattern is neither a String nor a Regex")
    }
    stage.behavior = try behavior(node)
    stage.isInverted = isTrue(node, "invert")
    return stage
  }

  private func stage(_ expression: String, isLiteral: Bool = false) throws(TokenizerFileError) -> SplitStage {
    do {
      return SplitStage(
        program: isLiteral ? try SplitProgram(literal: expression) : try SplitProgram(expression, .oniguruma))
    } catch {
      throw unsupported(
        "\(error.found) at column \(error.column) of the pattern \(expression)",
        "sets, general categories, (?:…), (?i:…), look-ahead, quantifiers behind a set")
    }
  }

  private func behavior(_ node: Int) throws(TokenizerFileError) -> SplitStage.Behavior {
    guard let name = string(member(node, "behavior")) else { return .isolated }
    if let behavior = SplitStage.Behavior(rawValue: name) { return behavior }
    throw unsupported(
      "the split behavior '\(name)'", SplitStage.Behavior.allCases.map(\.rawValue).joined(separator: ", "))
  }
}
