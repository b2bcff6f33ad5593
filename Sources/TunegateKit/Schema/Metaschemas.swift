/// The schemas that describe schemas, so that a reference to one of them never needs a network.
enum Metaschemas {
  /// The text of the metaschema or vocabulary at `uri`, which has no fragment.
  static func text(at uri: String) -> [UInt8]? {
    for set in [draft2020, draft2019, draftsBefore2019] {
      for entry in set where entry.uri == uri {
        return entry.text.withUTF8Buffer { Array($0) }
      }
    }
    return nil
  }
}
