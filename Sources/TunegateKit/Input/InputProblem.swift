/// Why a source could not be read, or could not be read as it is: what was found, what was expected, what to do next.
struct InputProblem: Sendable, Equatable {
  /// One case a cause.
  enum Kind: String, Sendable, CaseIterable {
    // Paths.
    case missing, unreadable, emptyFolder, noMatch, brokenLink, linkLoop, specialFile, unreadableCard
    // Not lines of JSON.
    case emptyFile, lfsPointer, htmlPage, commaSeparated, tabSeparated, utf16LittleEndian, utf16BigEndian, utf32
    case parquet, arrow, zip, bzip2, xz, sevenZip, tar, zlibStream, sqlite, binary
    case jsonArray, prettyPrinted, doubleCompressed
    // Damage.
    case truncatedGzip, truncatedGzipTrailer, corruptGzip, gzipChecksum, gzipLength, trailingGarbage
    case truncatedZstd, corruptZstd, changedWhileRead, readError
    // Limits.
    case ratioLimit, totalLimit
    // Evaluation data.
    case nothingHeldOut
  }

  /// The source's path as shown to the user.
  let path: String
  let kind: Kind
  /// No judgement is possible: exit code 2. Otherwise a warning.
  var isFatal: Bool
  /// A sentence without a full stop whose subject is the path that it is printed behind.
  let message: String
  /// The command that helps, or a sentence that names one.
  let hint: String

  /// - Parameters:
  ///   - found: what the reader met, in the words that the message of this kind continues with.
  ///   - isFatal: nil for the kind's own weight.
  init(
    _ kind: Kind, at location: [UInt8], found: String = "", isFatal: Bool? = nil, compression: Compression = .none
  ) {
    let advice = InputAdvice(location: location, compression: compression)
    path = String(decoding: location, as: UTF8.self)
    self.kind = kind
    self.isFatal = isFatal ?? kind.isFatal
    message = kind.message(found: found)
    hint = advice.hint(for: kind, found: found)
  }

  /// A problem that another run has told.
  init(path: String, kind: Kind, isFatal: Bool, message: String, hint: String) {
    (self.path, self.kind, self.isFatal, self.message, self.hint) = (path, kind, isFatal, message, hint)
  }

  /// `PATH: MESSAGE; try: HINT`, as it is printed.
  var text: String { hint.isEmpty ? "\(path): \(message)" : "\(path): \(message); try: \(hint)" }
}

extension InputProblem.Kind {
  fileprivate var isFatal: Bool {
    switch self {
    case .specialFile, .unreadableCard, .trailingGarbage: false
    default: true
    }
  }

  fileprivate func message(found: String) -> String {
    switch self {
    case .missing: "there is no such file or folder"
    case .unreadable: "cannot be opened: \(found)"
    case .emptyFolder: "holds no data file: expected *.jsonl, *.ndjson or *.json, each also .gz or .zst"
    case .noMatch: "matches no data file"
    case .brokenLink: "is a symbolic link to something that does not exist"
    case .linkLoop: "is a symbolic link that leads back to itself; it was not followed"
    case .specialFile: "is a pipe, socket or device inside a folder and was skipped; name it as a PATH to read it"
    case .unreadableCard: "declares no number of examples that can be read: \(found)"
    case .emptyFile: "is empty: expected one JSON object a line"
    case .lfsPointer: "is a Git LFS pointer; the data itself has not been downloaded"
    case .htmlPage: "is an HTML or XML page, perhaps an error page saved as data; expected one JSON object a line"
    case .commaSeparated: "looks like CSV (comma-separated columns); expected one JSON object a line"
    case .tabSeparated: "looks like TSV (tab-separated columns); expected one JSON object a line"
    case .utf16LittleEndian: "is UTF-16 text, little-endian\(found); expected UTF-8"
    case .utf16BigEndian: "is UTF-16 text, big-endian\(found); expected UTF-8"
    case .utf32: "is UTF-32 text; expected UTF-8"
    case .parquet: "is a Parquet file; expected one JSON object a line"
    case .arrow: "is an Arrow file; expected one JSON object a line"
    case .zip: "is a ZIP archive; expected text, gzip or zstd"
    case .bzip2: "is bzip2 data; expected text, gzip or zstd"
    case .xz: "is xz data; expected text, gzip or zstd"
    case .sevenZip: "is a 7-Zip archive; expected text, gzip or zstd"
    case .tar: "is a tar archive; expected the files themselves"
    case .zlibStream: "is a bare zlib stream without gzip's header and checksum; expected text, gzip or zstd"
    case .sqlite: "is an SQLite database; expected one JSON object a line"
    case .binary: "is binary data of an unknown kind; expected one JSON object a line"
    case .jsonArray: "is one JSON array; expected one JSON object a line"
    case .prettyPrinted: "is pretty-printed JSON, one object over many lines; expected one JSON object a line"
    case .doubleCompressed: "is compressed twice: there is \(found) inside; expected text inside"
    case .truncatedGzip: "is cut off: the gzip data ends \(found); expected the end of a member"
    case .truncatedGzipTrailer: "is cut off: the gzip data ends \(found); expected checksum and length"
    case .corruptGzip: "is corrupt gzip data: \(found)"
    case .gzipChecksum: "does not match its gzip checksum: \(found)"
    case .gzipLength: "does not match the length that gzip recorded: \(found)"
    case .trailingGarbage: "has something that is not compressed data behind its end, which was ignored: \(found)"
    case .truncatedZstd: "is cut off: the zstd data ends \(found); expected the end of a frame"
    case .corruptZstd: "is corrupt zstd data: \(found)"
    case .changedWhileRead: "changed while it was read: \(found)"
    case .readError: "could not be read to its end: \(found)"
    case .ratioLimit: "expands like a decompression bomb and was left: \(found)"
    case .nothingHeldOut: "holds no text that training data could be held against"
    case .totalLimit: "passes the limit on all text together and was left: \(found)"
    }
  }
}
