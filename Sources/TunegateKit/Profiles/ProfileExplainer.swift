/// Words for what a profile does not take. Reads a line again: for findings that are kept, and for the first of a kind.
struct ProfileExplainer {
  /// A sentence without a full stop, with the byte of the line that it is about.
  struct Explanation {
    var text: String
    var hint: String
    /// Nil for the record as a whole.
    var offset: Int?
  }

  private let set: ProfileSet
  private let batch: Batch

  init(_ set: ProfileSet, _ batch: Batch) {
    self.set = set
    self.batch = batch
  }

  /// What was found where, and what was expected.
  func explain(_ misfit: ProfileMisfit) -> Explanation {
    let profile = set.duties[Int(misfit.profile)].profile
    let row = batch.rows[Int(misfit.row)]
    switch misfit.cause {
    case .noFormat: return noFormat(profile, row)
    case .schema: return schema(set.formats[Int(misfit.format)], row)
    case .constraint(let constraint): return broken(constraint, misfit, profile, row)
    case .overlong: return overlong(profile, misfit.tokens)
    case .cutOff:
      var explanation = overlong(profile, misfit.tokens)
      explanation.text += ", and the prompt alone fills it: nothing of the answer is left"
      return explanation
    case .unanswered:
      return Explanation(
        text: "no answer that would be trained on, expected a turn of the assistant with text"
          + (profile.readsWeights ? " and without weight 0" : ""),
        hint: "add an answer, or remove the example", offset: nil)
    }
  }

  private func noFormat(_ profile: TrainerProfile, _ row: Row) -> Explanation {
    let keys = batch.topLevelKeys(row)
    let found =
      keys.isEmpty
      ? "no keys" : "the keys \(keys.prefix(6).map { "`\($0)`" }.joined(separator: ", "))\(keys.count > 6 ? ", …" : "")"
    return Explanation(
      text: "\(found), expected \(profile.formatKeys)", hint: "convert the example to one of these formats", offset: nil
    )
  }

  private func schema(_ format: ProfileSet.Format, _ row: Row) -> Explanation {
    let error = format.schema.errors(in: batch.bytes(of: row), limit: 1).first
    let place = error.map(\.instanceLocation) ?? ""
    return Explanation(
      text: (place.isEmpty ? "" : "\(place): ") + (error?.message ?? "the record does not fit the format"),
      hint: "see the format in rules/formats/\(format.name).schema.json", offset: error?.offset)
  }

  private func broken(
    _ constraint: ProfileConstraint, _ misfit: ProfileMisfit, _ profile: TrainerProfile, _ row: Row
  ) -> Explanation {
    let pointer = batch.pointer(row, offset: Int(misfit.offset))
    var complaint = constraint.complaint
    if constraint == .mostImages, let most = profile.limits.images { complaint += ", expected at most \(most)" }
    if constraint == .reservedWords,
      let word = set.duties[Int(misfit.profile)].reserved?.firstTurn(of: row, in: batch)?.word
    {
      complaint = "the text holds the reserved `\(word)`, expected none of the words that the trainer uses itself"
    }
    return Explanation(
      text: (pointer.isEmpty ? "" : "\(pointer): ") + complaint, hint: constraint.hint, offset: Int(misfit.offset))
  }

  private func overlong(_ profile: TrainerProfile, _ tokens: ProfileMisfit.Tokens) -> Explanation {
    let kind = profile.limits.tokensAre.isEmpty ? "" : " (\(profile.limits.tokensAre))"
    return Explanation(
      text: "\(tokens.isExact ? "" : "about ")\(Numbers.grouped(tokens.count)) tokens, "
        + "expected \(Numbers.grouped(profile.limits.tokens ?? 0)) or fewer\(kind)",
      hint: "shorten the example, or raise the limit where you can", offset: nil)
  }
}
