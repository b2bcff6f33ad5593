/// Hugging Face's `tokenizer.json`, as far as it is a BPE model whose parts are known here.
///
/// Its post-processor, truncation and padding are left aside: they add or cut at the ends of a sequence, and what is
/// counted are texts inside one.
struct TokenizerJSON {
  let document: SchemaDocument

  static func read(_ bytes: [UInt8], pattern: String?) throws(TokenizerFileError) -> TokenizerDefinition {
    let document: SchemaDocument
    do {
      document = try SchemaDocument(bytes)
    } catch {
      throw TokenizerFileError("\(error.reason); expected a tokenizer.json or a rank file of tiktoken")
    }
    if let pattern {
      throw TokenizerFileError("a tokenizer.json names its own pattern; leave out the pattern '\(pattern)'")
    }
    return try TokenizerJSON(document: document).definition()
  }

  private func definition() throws(TokenizerFileError) -> TokenizerDefinition {
    guard let model = member(0, "model"), document.tape.tag(model) == .object else {
      let isTekken = member(0, "config") != nil && member(0, "vocab") != nil
      throw TokenizerFileError(
        isTekken
          ? "a tekken.json of Mistral, expected a tokenizer.json or a rank file of tiktoken"
          : "an object without \"model\", expected a tokenizer.json of Hugging Face or a rank file of tiktoken")
    }
    var normalizers: [TokenNormalizer] = []
    if let node = member(0, "normalizer") { normalizers = try self.normalizers(node) }
    var plan = CuttingPlan()
    if let node = member(0, "pre_tokenizer") { try addPreTokenizer(node, to: &plan) }
    let read = try TokenizerJSONModel(file: self, node: model, isByteLevel: plan.isByteLevel).read()
    let added = try addedTokens(normalizers)
    return TokenizerDefinition(
      name: "tokenizer.json of \(Numbers.grouped(read.vocabulary.count)) tokens", model: read, rawTokens: added.raw,
      normalizedTokens: added.normalized, normalizers: normalizers, preparations: plan.preparations,
      preparesStartOnly: plan.preparesStartOnly, stages: plan.stages)
  }

  // MARK: - Added tokens

  private func addedTokens(
    _ normalizers: [TokenNormalizer]
  ) throws(TokenizerFileError) -> (raw: AddedTokens, normalized: AddedTokens) {
    var raw: [AddedTokens.Token] = []
    var normalized: [AddedTokens.Token] = []
    for node in member(0, "added_tokens").map(document.children) ?? [] {
      guard let content = member(node, "content"), document.tape.tag(content) == .string,
        let id = integer(member(node, "id")).flatMap(UInt32.init(exactly:))
      else { throw TokenizerFileError("an element of \"added_tokens\" without \"content\" or \"id\"") }
      if isTrue(node, "single_word") {
        throw unsupported("the added token '\(document.string(content))' with \"single_word\"", "that option off")
      }
      var token = AddedTokens.Token(bytes: document.bytes(content), id: id)
      token.takesSpaceBefore = isTrue(node, "lstrip")
      token.takesSpaceBehind = isTrue(node, "rstrip")
      guard isTrue(node, "normalized") else {
        raw.append(token)
        continue
      }
      token.bytes = TokenNormalizer.apply(normalizers, to: token.bytes)
      normalized.append(token)
    }
    return (AddedTokens(raw), AddedTokens(normalized))
  }

  // MARK: - Values

  /// A member that is not null.
  func member(_ node: Int, _ name: String) -> Int? {
    document.member(node, name).flatMap { document.tape.tag($0) == .null ? nil : $0 }
  }

  func string(_ node: Int?) -> String? {
    node.flatMap { document.tape.tag($0) == .string ? document.string($0) : nil }
  }

  func integer(_ node: Int?) -> Int? {
    guard let node, document.tape.tag(node) == .number else { return nil }
    return Int(String(decoding: document.source(node), as: UTF8.self))
  }

  func isTrue(_ node: Int, _ name: String) -> Bool {
    member(node, name).map { document.tape.tag($0) == .true } ?? false
  }

  func type(_ node: Int) -> String { string(member(node, "type")) ?? "" }

  func unsupported(_ found: String, _ supported: String) -> TokenizerFileError {
    TokenizerFileError(
      "found \(found), of which an exact count is not known here; supported: \(supported). "
        + "Without a tokenizer tokens are estimated")
  }
}
