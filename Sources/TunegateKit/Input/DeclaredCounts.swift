internal import Yams

/// The number of examples that a data set's card promises for one split.
struct DeclaredCount: Sendable, Equatable {
  /// The folder PATH, as the sources under it begin.
  let folder: String
  /// The file that says so: `README.md` or `dataset_infos.json`.
  let card: String
  /// The configuration of the data set; `default` when the card names none.
  let configuration: String
  let split: String
  let examples: Int
}

/// What the card of one folder PATH declares.
struct FolderCard: Sendable, Equatable {
  /// As the system wants it.
  var folder: [UInt8]
  var counts: [DeclaredCount] = []
  var problems: [InputProblem] = []
}

extension SourceList {
  /// Bytes of a card that are read at most.
  private static let cardBytes = 16 << 20

  /// What the Hugging Face cards of the folders among the PATHs declare, in order of the folders, then of the card.
  /// `dataset_info` in the front matter of `README.md` wins over the legacy `dataset_infos.json`.
  static func cards(_ paths: [String]) -> [FolderCard] {
    var cards: [FolderCard] = []
    let folders = Set(paths.map { tidy(Array($0.utf8)) }).sorted { $0.lexicographicallyPrecedes($1) }
    for folder in folders where (try? System.status(of: folder))?.kind == .folder {
      var own = FolderCard(folder: folder)
      for (name, reader) in [("README.md", readme), ("dataset_infos.json", legacy)] {
        let card = FolderWalk.join(folder == [0x2E] ? [] : folder, Array(name.utf8))
        guard let text = contents(of: card) else { continue }
        do {
          let found = try reader(text)
          own.counts += found.map { entry in
            DeclaredCount(
              folder: String(decoding: folder, as: UTF8.self), card: String(decoding: card, as: UTF8.self),
              configuration: entry.configuration, split: entry.split, examples: entry.examples)
          }
          if !found.isEmpty { break }
        } catch {
          // Only the first line: libyaml's message goes on with an excerpt.
          let reason = "\(error)".split(separator: "\n").first.map(String.init) ?? "it is not YAML"
          own.problems.append(InputProblem(.unreadableCard, at: card, found: reason))
        }
      }
      if !own.counts.isEmpty || !own.problems.isEmpty { cards.append(own) }
    }
    return cards
  }

  private typealias Entry = (configuration: String, split: String, examples: Int)

  /// `dataset_info`: one mapping, or a list of mappings that each name their configuration.
  private static func readme(_ text: String) throws -> [Entry] {
    // By bytes: a carriage return and a newline are one `Character`.
    let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
      String(line.last == 0x0D ? line.dropLast() : line) ?? ""
    }
    guard lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") else { return [] }
    guard let info = try compose(yaml: lines[1..<end].joined(separator: "\n"))?.mapping?["dataset_info"] else {
      return []
    }
    let configurations = info.sequence.map(Array.init) ?? [info]
    return configurations.flatMap { node in
      splits(node["splits"], of: node["config_name"]?.string ?? "default")
    }
  }

  /// JSON, which is YAML: configurations by name.
  private static func legacy(_ text: String) throws -> [Entry] {
    guard let root = try compose(yaml: text)?.mapping else { return [] }
    return root.flatMap { name, node in splits(node["splits"], of: name.string ?? "default") }
  }

  /// A list of `{name, num_examples}`, or a mapping from the name.
  private static func splits(_ node: Node?, of configuration: String) -> [Entry] {
    guard let node else { return [] }
    let named: [(Node?, Node)]
    if let mapping = node.mapping {
      named = mapping.map { ($0.key, $0.value) }
    } else {
      named = node.sequence.map { list in list.map { ($0["name"], $0) } } ?? []
    }
    return named.compactMap { name, entry in
      guard let split = name?.string, let examples = entry["num_examples"]?.int, examples >= 0 else { return nil }
      return (configuration, split, examples)
    }
  }

  private static func contents(of path: [UInt8]) -> String? {
    guard let status = try? System.status(of: path), status.kind == .file,
      let input = try? FileInput(Source(location: path, root: nil))
    else { return nil }
    var bytes = [UInt8](repeating: 0, count: min(status.size, cardBytes))
    let count = bytes.withUnsafeMutableBufferPointer { target in
      let buffer = InputBuffer()
      buffer.attach(input)
      // Bounds: an empty array has no base address and is not written to.
      return target.baseAddress.map { buffer.copy(to: $0, count: target.count) } ?? 0
    }
    return String(decoding: bytes.prefix(count), as: UTF8.self)
  }
}
