/// The `model` of a `tokenizer.json`.
struct TokenizerJSONModel {
  let file: TokenizerJSON
  let node: Int
  /// Whether the vocabulary spells bytes as GPT-2 does.
  let isByteLevel: Bool

  func read() throws(TokenizerFileError) -> TokenModel {
    try checkKind()
    guard let entries = file.member(node, "vocab"), file.document.tape.tag(entries) == .object,
      let merges = file.member(node, "merges"), file.document.tape.tag(merges) == .array
    else {
      throw TokenizerFileError("a BPE model whose \"vocab\" is no object or whose \"merges\" are no array")
    }
    // Merges are looked up as they are spelled, pieces of text by their bytes.
    let spelled = TokenVocabulary(try tokens(entries))
    let vocabulary = isByteLevel ? TokenVocabulary(byteTokens(entries)) : spelled
    var model = TokenModel(
      vocabulary: vocabulary, merges: .pairs(try pairs(merges, spelled)), alphabet: try alphabet(spelled, vocabulary),
      takesWholePieces: file.isTrue(node, "ignore_merges"))
    if let unknown = file.string(file.member(node, "unk_token")) {
      guard let id = spelled.id(Array(unknown.utf8)) else {
        throw TokenizerFileError("the token for unknown characters '\(unknown)' is not in the vocabulary")
      }
      model.unknown = id
      model.fusesUnknown = file.isTrue(node, "fuse_unk")
    }
    return model
  }

  private func checkKind() throws(TokenizerFileError) {
    let type = file.type(node)
    guard type == "BPE" || type.isEmpty && file.member(node, "merges") != nil else {
      throw file.unsupported("a model of type '\(type)'", "BPE")
    }
    if file.member(node, "dropout").map({ file.document.source($0) != [UInt8(ascii: "0")] }) ?? false {
      throw file.unsupported("a BPE model with dropout, whose tokens are left to chance", "\"dropout\": null")
    }
    for key in ["continuing_subword_prefix", "end_of_word_suffix"] {
      if let text = file.string(file.member(node, key)), !text.isEmpty {
        throw file.unsupported("a BPE model with \"\(key)\": \"\(text)\"", "none")
      }
    }
  }

  private func tokens(_ entries: Int) throws(TokenizerFileError) -> [(bytes: ArraySlice<UInt8>, id: UInt32)] {
    var tokens: [(bytes: ArraySlice<UInt8>, id: UInt32)] = []
    for key in file.document.children(entries) {
      guard let id = file.integer(key + 1).flatMap(UInt32.init(exactly:)), id < TokenModel.missing else {
        throw TokenizerFileError("the id of '\(file.document.string(key))' in \"vocab\" is no whole number")
      }
      tokens.append((file.document.bytes(key)[...], id))
    }
    return tokens
  }

  /// Those of the tokens that stand for bytes; the others are never made of text.
  private func byteTokens(_ entries: Int) -> [(bytes: ArraySlice<UInt8>, id: UInt32)] {
    file.document.children(entries).compactMap { key in
      var bytes: [UInt8] = []
      guard let id = file.integer(key + 1), ByteLevelText.decode(file.document.bytes(key), into: &bytes) else {
        return nil
      }
      return (bytes[...], UInt32(truncatingIfNeeded: id))
    }
  }

  private func alphabet(
    _ spelled: TokenVocabulary, _ vocabulary: TokenVocabulary
  ) throws(TokenizerFileError) -> TokenModel.Alphabet {
    let bytes = (0...UInt8.max).map { [$0] }
    if isByteLevel { return .bytes(bytes.map { vocabulary.id($0) ?? TokenModel.missing }) }
    guard file.isTrue(node, "byte_fallback") else { return .characters(bytes: nil) }
    let spellings = (0...UInt8.max).map { byte in
      let digits = String(byte, radix: 16, uppercase: true)
      return spelled.id(Array("<0x\(digits.count < 2 ? "0" : "")\(digits)>".utf8))
    }
    guard let missing = spellings.firstIndex(of: nil) else { return .characters(bytes: spellings.compactMap { $0 }) }
    throw file.unsupported("\"byte_fallback\" without a token for the byte \(missing)", "one for each of the 256")
  }

  // MARK: - Merges

  private func pairs(_ merges: Int, _ spelled: TokenVocabulary) throws(TokenizerFileError) -> TokenPairs {
    var pairs: [TokenPairs.Merge] = []
    for (rank, element) in file.document.children(merges).enumerated() {
      guard let (left, right) = parts(element) else {
        throw TokenizerFileError("merge \(rank + 1) is neither \"a b\" nor [\"a\", \"b\"]")
      }
      guard let a = spelled.id(left), let b = spelled.id(right), let id = spelled.id(left + right) else {
        let text = String(decoding: left + [UInt8(ascii: " ")] + right, as: UTF8.self)
        throw TokenizerFileError("merge \(rank + 1), '\(text)', names a token that is not in the vocabulary")
      }
      pairs.append(TokenPairs.Merge(left: a, right: b, rank: UInt32(truncatingIfNeeded: rank), id: id))
    }
    return TokenPairs(pairs)
  }

  private func parts(_ element: Int) -> ([UInt8], [UInt8])? {
    switch file.document.tape.tag(element) {
    case .string:
      let parts = file.document.bytes(element).split(separator: 0x20, omittingEmptySubsequences: false)
      return parts.count == 2 ? (Array(parts[0]), Array(parts[1])) : nil
    case .array:
      let parts = file.document.children(element)
      guard parts.count == 2, parts.allSatisfy({ file.document.tape.tag($0) == .string }) else { return nil }
      return (file.document.bytes(parts[0]), file.document.bytes(parts[1]))
    default: return nil
    }
  }
}
