/// One place that text comes from: a file, a pipe or standard input.
struct Source: Sendable, Equatable {
  /// The path as shown to the user; `-` for standard input.
  let path: String
  /// The path as the system wants it: a file name need not be UTF-8.
  let location: [UInt8]
  let isStandardInput: Bool
  /// `train`, `validation`, `test`; empty when the name tells none.
  let split: String
  /// Place in a family of shards, as `-00003-of-00005` in the name tells.
  let shard: Shard?

  static let standardInput = Source(location: [0x2D], root: 0, isStandardInput: true)

  init(path: String) { self.init(location: Array(path.utf8), root: nil, isStandardInput: path == "-") }

  /// - Parameter root: length in bytes of the folder PATH that the source was found under; nil for the file's own
  ///   folder. Folders above it say nothing about the split: `/srv/me/dev/` is not a validation set.
  init(location: [UInt8], root: Int?, isStandardInput: Bool = false) {
    self.location = location
    self.isStandardInput = isStandardInput
    path = String(decoding: location, as: UTF8.self)
    let isStream = isStandardInput || path.hasPrefix("/dev/")
    split = isStream ? "" : SplitName.split(location: location, root: root)
    shard = isStream ? nil : Shard(path: path)
  }

  /// A source of another run, whose split is known.
  init(location: [UInt8], split: String, isStandardInput: Bool) {
    self.location = location
    self.isStandardInput = isStandardInput
    self.split = split
    path = String(decoding: location, as: UTF8.self)
    shard = isStandardInput || path.hasPrefix("/dev/") ? nil : Shard(path: path)
  }
}

/// The names that Hugging Face's `datasets` reads a split from (`data_files.py`): a keyword set off by `-._ 0-9` or by
/// the ends of a name.
enum SplitName {
  private static let keywords: [String: String] = [
    "train": "train", "training": "train",
    "validation": "validation", "valid": "validation", "dev": "validation", "val": "validation",
    "test": "test", "testing": "test", "eval": "test", "evaluation": "test",
  ]

  /// The file's own name speaks first, then its folders from the innermost up to the root's own name.
  static func split(location: [UInt8], root: Int?) -> String {
    let parts = location.split(separator: 0x2F)
    let above: Int
    if let root {
      above = max(0, location.prefix(root).split(separator: 0x2F).count - 1)
    } else {
      above = max(0, parts.count - 2)
    }
    for part in parts.dropFirst(above).reversed() {
      if let found = split(name: part) { return found }
    }
    return ""
  }

  /// The first keyword in one name.
  static func split(name: ArraySlice<UInt8>) -> String? {
    let words = name.split { byte in
      switch byte {
      case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: " "): true
      case UInt8(ascii: "0")...UInt8(ascii: "9"): true
      default: false
      }
    }
    for word in words {
      if let found = keywords[String(decoding: word, as: UTF8.self).lowercased()] { return found }
    }
    return nil
  }
}
