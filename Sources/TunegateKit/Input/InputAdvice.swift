/// The command that helps with an input problem, ready to be pasted into a shell.
struct InputAdvice {
  /// The path as one shell word.
  private let word: String
  private let compression: Compression
  private let isStandardInput: Bool

  init(location: [UInt8], compression: Compression) {
    word = InputAdvice.shellWord(String(decoding: location, as: UTF8.self))
    self.compression = compression
    isStandardInput = location == Source.standardInput.location
  }

  func hint(for kind: InputProblem.Kind, found: String) -> String {
    if isStandardInput, let hint = streamHint(for: kind) { return hint }
    // With its mark iconv finds the byte order itself and drops the mark; without one it must be told.
    let order = found.isEmpty ? "" : kind == .utf16LittleEndian ? "LE" : "BE"
    return switch kind {
    case .missing, .brokenLink, .linkLoop: "ls -l \(word)"
    case .unreadable: "ls -l \(word), then chmod u+r \(word)"
    case .emptyFolder: "find \(word) -type f"
    case .noMatch: "quote the glob, and list the folder that it starts in with ls"
    case .specialFile: "tunegate check \(word)"
    case .unreadableCard: "compare it with the card that datasets writes: dataset_info, splits, num_examples"
    case .emptyFile: "ls -l \(word), and write the file again"
    case .lfsPointer: "git lfs pull"
    case .htmlPage: "head \(word), then download the data again: curl -fL URL -o \(word)"
    case .commaSeparated: pandas("read_csv(F)")
    case .tabSeparated: pandas("read_csv(F, sep='\\t')")
    case .parquet: pandas("read_parquet(F)")
    case .arrow: python("from datasets import Dataset; Dataset.from_file(F).to_json(F + '.jsonl')")
    case .utf16LittleEndian, .utf16BigEndian: convert("iconv -f UTF-16\(order) -t UTF-8")
    case .utf32: convert("iconv -f UTF-32 -t UTF-8")
    case .zip: "unzip \(word)"
    case .bzip2: "bzip2 -dc \(word) | tunegate check -"
    case .xz: "xz -dc \(word) | tunegate check -"
    case .sevenZip: "7z x \(word)"
    case .tar: "tar -xf \(word)"
    case .zlibStream: zlib
    case .sqlite: "sqlite3 -json \(word) 'SELECT * FROM TABLE' | jq -c '.[]' > \(word).jsonl"
    case .binary: "file \(word)"
    case .jsonArray: convert("jq -c '.[]'")
    case .prettyPrinted: convert("jq -c .")
    case .doubleCompressed: "\(opened) | tunegate check -"
    case .truncatedGzip, .truncatedGzipTrailer, .corruptGzip, .gzipChecksum, .gzipLength: "gzip -t \(word)\(again)"
    case .trailingGarbage: "\(compression == .zstd ? "zstd" : "gzip") -t \(word), and see what wrote behind the end"
    case .truncatedZstd, .corruptZstd: "zstd -t \(word)\(again)"
    case .changedWhileRead: "lsof \(word), and run again when its writer has finished"
    case .readError: "cat \(word) > /dev/null, and look at the disk or the pipe"
    case .ratioLimit: "\(opened) | tunegate check -, if you trust the file"
    case .nothingHeldOut: "head \(word), and name the file that holds the questions"
    case .totalLimit: "fewer PATHs, or a higher limit"
    }
  }

  /// For a stream most commands have no file to work on.
  private func streamHint(for kind: InputProblem.Kind) -> String? {
    switch kind {
    case .jsonArray, .prettyPrinted, .utf16LittleEndian, .utf16BigEndian, .utf32, .totalLimit: nil
    case .emptyFile, .readError, .unreadable: "check the command before the pipe"
    default: "cat > FILE instead of tunegate, then tunegate check FILE"
    }
  }

  private var again: String { ", and copy or download it again" }

  /// The command that writes the text out.
  private var opened: String {
    switch compression {
    case .none: "cat \(word)"
    case .gzip: "gzip -dc \(word)"
    case .zstd: "zstd -dc \(word)"
    }
  }

  /// A filter from the text to a new file beside it; from standard input, to the next run.
  private func convert(_ command: String) -> String {
    if isStandardInput { return "COMMAND | \(command) | tunegate check -" }
    if compression == .none { return "\(command) \(word) > \(word).jsonl" }
    return "\(opened) | \(command) > \(word).jsonl"
  }

  private func pandas(_ read: String) -> String {
    python(
      "import pandas; pandas.\(read).to_json(F + '.jsonl', orient='records', lines=True, force_ascii=False)")
  }

  /// The path travels as an argument, never inside the program's text.
  private func python(_ program: String) -> String {
    "python3 -c \"import sys; F = sys.argv[1]; \(program)\" \(word)"
  }

  private var zlib: String {
    "python3 -c \"import sys, zlib; "
      + "sys.stdout.buffer.write(zlib.decompress(sys.stdin.buffer.read()))\" < \(word) > \(word).jsonl"
  }

  /// Quotes a path for POSIX shells. Control characters of a hostile file name become `?`.
  static func shellWord(_ path: String) -> String {
    let plain = path.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
      case UInt8(ascii: "0")...UInt8(ascii: "9"): true
      default: "_./,:=@%+-".utf8.contains(byte)
      }
    }
    let named = path.hasPrefix("-") && path != "-" ? "./" + path : path
    if plain && !path.isEmpty { return named }
    var word = "'"
    for scalar in named.unicodeScalars {
      if scalar == "'" {
        word += "'\\''"
      } else if scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) {
        word += "?"
      } else {
        word.unicodeScalars.append(scalar)
      }
    }
    return word + "'"
  }
}
