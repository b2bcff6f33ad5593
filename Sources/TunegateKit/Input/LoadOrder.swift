extension SourceList {
  /// The source that a loader of tables reads first, and tells the columns from: the first one of the training split,
  /// else one of no split, else of the validation split, as Hugging Face's `datasets` does. 0 without sources.
  static func firstLoaded(_ sources: [Source]) -> Int {
    for split in ["train", "", "validation"] {
      if let first = sources.firstIndex(where: { $0.split == split }) { return first }
    }
    return 0
  }
}
