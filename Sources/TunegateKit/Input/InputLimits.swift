/// What the reader refuses to do for a hostile or broken source.
struct InputLimits: Sendable, Equatable {
  /// The longest line in bytes, without its newline; a longer one is skipped. At least `Slab.standardBytes` counts.
  var lineBytes = 64 << 20
  /// The most bytes of text that one compressed byte may stand for, once `ratioFloor` is passed.
  /// Deflate reaches 1032 on zeros; text of real data sets stays below 30.
  var ratio = 200
  /// Bytes of text that a source may always have, whatever its ratio.
  var ratioFloor = 64 << 20
  /// The most bytes of text of all sources together; nil for no limit.
  var totalBytes: Int?

  /// Whether `text` bytes out of `raw` compressed ones are more than any data set needs.
  func isBomb(text: Int, raw: Int) -> Bool { text > ratioFloor && text / ratio > raw }
}
