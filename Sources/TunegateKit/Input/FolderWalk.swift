/// The data files under one folder, in the order of their names.
struct FolderWalk {
  struct Found {
    let path: [UInt8]
    let identity: System.Identity
  }

  private(set) var found: [Found] = []
  private(set) var problems: [InputProblem] = []
  private var visited: Set<System.Identity> = []
  private var ancestors: [System.Identity] = []

  /// Extensions of data files; each also with `.gz` or `.zst`.
  private static let extensions = [".jsonl", ".ndjson", ".json"]
  /// Hugging Face's (and LLaMA-Factory's) own records about a data set, which look like data by their extension.
  private static let metadata: Set<String> = [
    "dataset_infos.json", "dataset_info.json", "dataset_dict.json", "state.json",
  ]

  static func isData(name: [UInt8]) -> Bool {
    var text = String(decoding: name, as: UTF8.self).lowercased()
    if metadata.contains(text) || text.hasPrefix(".") { return false }
    for packed in [".gz", ".zst"] where text.hasSuffix(packed) { text.removeLast(packed.count) }
    return extensions.contains { text.hasSuffix($0) }
  }

  static func join(_ folder: [UInt8], _ name: [UInt8]) -> [UInt8] {
    guard let last = folder.last else { return name }
    return last == 0x2F ? folder + name : folder + [0x2F] + name
  }

  /// Depth is bounded by the longest path that the system takes.
  mutating func walk(_ folder: [UInt8], _ status: System.Status) {
    visited.insert(status.identity)
    ancestors.append(status.identity)
    defer { ancestors.removeLast() }
    let names: [[UInt8]]
    do {
      names = try System.names(in: folder)
    } catch {
      problems.append(InputProblem(.unreadable, at: folder, found: error.text))
      return
    }
    for name in names where name.first != 0x2E {
      // The working directory is not shown: `./a.jsonl` is `a.jsonl`.
      visit(FolderWalk.join(folder == [0x2E] ? [] : folder, name), isData: FolderWalk.isData(name: name))
    }
  }

  private mutating func visit(_ path: [UInt8], isData: Bool) {
    let status: System.Status
    do {
      status = try System.status(of: path)
    } catch {
      guard isData || error.isLoop else { return }
      let kind: InputProblem.Kind = error.isLoop ? .linkLoop : error.isMissing ? .brokenLink : .unreadable
      problems.append(InputProblem(kind, at: path, found: error.text, isFatal: isData))
      return
    }
    switch status.kind {
    case .folder:
      if ancestors.contains(status.identity) {
        problems.append(InputProblem(.linkLoop, at: path, isFatal: false))
      } else if !visited.contains(status.identity) {
        walk(path, status)
      }
    case .file:
      if isData { found.append(Found(path: path, identity: status.identity)) }
    case .pipe, .other:
      if isData { problems.append(InputProblem(.specialFile, at: path)) }
    }
  }
}
