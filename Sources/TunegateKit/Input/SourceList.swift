/// From PATHs to the list of sources of a run.
enum SourceList {
  /// The sources in byte order of their paths, each file once however many PATHs name it, and what is wrong with the
  /// PATHs. Neither depends on the order of the PATHs.
  ///
  /// A PATH is a file, a folder (its data files, hidden ones left out), a glob, or `-` for standard input.
  static func find(_ paths: [String]) -> (sources: [Source], problems: [InputProblem]) {
    var finder = SourceFinder()
    for path in paths { finder.add(path) }
    return finder.result()
  }

  /// What is wrong with the PATHs of a run, or of several together: each once, in order.
  static func told(_ problems: [InputProblem]) -> [InputProblem] {
    var told: [InputProblem] = []
    for problem in problems where !told.contains(problem) { told.append(problem) }
    return told.sorted { ($0.path, $0.kind.rawValue) < ($1.path, $1.kind.rawValue) }
  }

  /// Leaves out what does not change where a path leads: `./`, doubled and final slashes.
  static func tidy(_ path: [UInt8]) -> [UInt8] {
    let parts = path.split(separator: 0x2F).filter { $0 != [0x2E] }
    let joined = Array(parts.joined(separator: [0x2F]))
    if path.first == 0x2F { return [0x2F] + joined }
    // `./-` is a file; without its folder it would be standard input.
    if joined == Source.standardInput.location { return [0x2E, 0x2F] + joined }
    return joined.isEmpty && !path.isEmpty ? [0x2E] : joined
  }
}

private struct SourceFinder {
  private var candidates: [(source: Source, identity: System.Identity)] = []
  private var problems: [InputProblem] = []

  mutating func add(_ path: String) {
    if path == "-" { return addStandardInput() }
    let location = SourceList.tidy(Array(path.utf8))
    do {
      let status = try System.status(of: location)
      switch status.kind {
      case .folder: addFolder(location, status)
      case .file, .pipe, .other:
        candidates.append((Source(location: location, root: nil), status.identity))
      }
    } catch {
      if error.isMissing && Glob.isPattern(path) { return addMatches(of: path) }
      let kind: InputProblem.Kind = error.isMissing ? .missing : error.isLoop ? .linkLoop : .unreadable
      problems.append(InputProblem(kind, at: location, found: error.text))
    }
  }

  func result() -> (sources: [Source], problems: [InputProblem]) {
    // Of several names of one file the shortest is shown, and of those the first.
    let byName = candidates.sorted { a, b in
      let (x, y) = (a.source.location, b.source.location)
      return x.count != y.count ? x.count < y.count : x.lexicographicallyPrecedes(y)
    }
    var seen: Set<System.Identity> = []
    let unique = byName.filter { seen.insert($0.identity).inserted }.map(\.source)
    return (unique.sorted { $0.location.lexicographicallyPrecedes($1.location) }, SourceList.told(problems))
  }

  private mutating func addStandardInput() {
    do {
      candidates.append((Source.standardInput, try System.status(of: 0).identity))
    } catch {
      problems.append(InputProblem(.unreadable, at: Source.standardInput.location, found: error.text))
    }
  }

  private mutating func addFolder(_ folder: [UInt8], _ status: System.Status) {
    var walk = FolderWalk()
    walk.walk(folder, status)
    for found in walk.found {
      candidates.append((Source(location: found.path, root: folder.count), found.identity))
    }
    problems += walk.problems
    if walk.found.isEmpty && !walk.problems.contains(where: \.isFatal) {
      problems.append(InputProblem(.emptyFolder, at: folder))
    }
  }

  private mutating func addMatches(of pattern: String) {
    let glob = Glob(pattern)
    var matched = false
    for path in glob.matches() {
      guard let status = try? System.status(of: path), status.kind != .folder else { continue }
      let name = path.suffix(from: (path.lastIndex(of: 0x2F) ?? -1) + 1)
      guard glob.namesExtension || FolderWalk.isData(name: Array(name)) else { continue }
      matched = true
      if status.kind == .file {
        candidates.append((Source(location: path, root: glob.root.count), status.identity))
      } else {
        problems.append(InputProblem(.specialFile, at: path))
      }
    }
    if !matched { problems.append(InputProblem(.noMatch, at: Array(pattern.utf8))) }
  }
}
