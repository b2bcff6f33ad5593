import CKernels

/// A folded copy of a text: for texts that are under suspicion, and for tables that are made once.
///
/// Bounds: `bytes` has 64 zeros behind `count`, which kernels may read.
struct FoldedText {
  private(set) var bytes: [UInt8]
  private(set) var count = 0

  init(_ text: TextBytes) {
    var source = Array(text)
    source.append(contentsOf: repeatElement(0, count: Int(TG_FOLD_SOURCE_SLACK)))
    self.init(source, count: text.count)
  }

  init(_ text: String) {
    let text = Array(text.utf8)
    self.init(text + [UInt8](repeating: 0, count: Int(TG_FOLD_SOURCE_SLACK)), count: text.count)
  }

  /// `source` has `TG_FOLD_SOURCE_SLACK` bytes behind `n`.
  private init(_ source: [UInt8], count n: Int) {
    bytes = [UInt8](repeating: 0, count: tg_fold_bound(n) + 64)
    var stats = tg_fold_stats()
    count = source.withUnsafeBufferPointer { source in
      bytes.withUnsafeMutableBufferPointer { target in
        guard let source = source.baseAddress, let target = target.baseAddress else { return 0 }
        return tg_fold(source, n, target, &stats)
      }
    }
    for i in count..<min(count + 64, bytes.count) { bytes[i] = 0 }
  }

  var folded: ArraySlice<UInt8> { bytes[..<count] }

  /// What the first words tell.
  var words: tg_word_facts {
    var facts = tg_word_facts()
    StopWords.table.withUnsafeBufferPointer { table in
      bytes.withUnsafeBufferPointer { text in
        guard let table = table.baseAddress, let text = text.baseAddress else { return }
        tg_words(text, count, table, 1, &facts)
      }
    }
    return facts
  }

  /// Hashes of the words in order, at most `limit`; ideographs and kana are words.
  func wordHashes(limit: Int) -> [UInt32] {
    var hashes = [UInt32](repeating: 0, count: limit)
    let found = bytes.withUnsafeBufferPointer { text in
      hashes.withUnsafeMutableBufferPointer { hashes in
        guard let text = text.baseAddress, let hashes = hashes.baseAddress else { return 0 }
        return tg_all_words(text, count, hashes, limit)
      }
    }
    return Array(hashes[..<found])
  }
}
