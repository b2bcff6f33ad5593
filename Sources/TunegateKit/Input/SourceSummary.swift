/// One source as it was read, known after its last slab.
struct SourceSummary: Sendable, Equatable {
  /// Index of the source in the reader's list.
  let source: Int
  var compression = Compression.none
  /// Bytes on disk; bytes read for a stream.
  var bytes = 0
  /// Bytes of text after decompression, a fragment that damage left behind included.
  var textBytes = 0
  /// Lines delivered, blank and oversized ones included.
  var lines = 0
  /// False when the source was refused or could not be read to its end.
  var complete = true
  /// Offset in the text up to which every gzip checksum has passed; findings behind it do not count. All of the text
  /// for a container without checksums.
  var verifiedOffset = 0
  var problems: [InputProblem] = []
}
