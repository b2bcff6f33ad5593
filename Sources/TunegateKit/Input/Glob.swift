/// A pattern with `*`, `?`, `[…]` (also `[!…]`) and `**` for any number of folders.
struct Glob {
  private let components: [[Unicode.Scalar]]
  /// The folder that the literal beginning of the pattern names; empty for the working directory.
  let root: [UInt8]
  /// False when the last component ends in a wildcard, so that only its matches' own names can tell data from the rest.
  let namesExtension: Bool

  static func isPattern(_ path: String) -> Bool {
    path.utf8.contains { $0 == 0x2A || $0 == 0x3F || $0 == 0x5B }
  }

  init(_ pattern: String) {
    var parts = pattern.split(separator: "/", omittingEmptySubsequences: true).map(String.init)
    var root = pattern.hasPrefix("/") ? "/" : ""
    while parts.count > 1, let part = parts.first, !Glob.isPattern(part) {
      if part != "." { root += (root.isEmpty || root.hasSuffix("/") ? "" : "/") + part }
      parts.removeFirst()
    }
    self.root = Array(root.utf8)
    components = parts.map { Array($0.unicodeScalars) }
    namesExtension = !(parts.last.map { Glob.isPattern(String($0.suffix(1))) || $0.hasSuffix("]") } ?? true)
  }

  /// The paths that match, in byte order. Folders that cannot be listed match nothing.
  func matches() -> [[UInt8]] {
    var found: Set<[UInt8]> = []
    var ancestors: [System.Identity] = []
    expand(root, components[...], &ancestors, &found)
    return found.sorted { $0.lexicographicallyPrecedes($1) }
  }

  private func expand(
    _ folder: [UInt8], _ rest: ArraySlice<[Unicode.Scalar]>, _ ancestors: inout [System.Identity],
    _ found: inout Set<[UInt8]>
  ) {
    guard let component = rest.first else { return }
    let isDeep = component == ["*", "*"]
    if isDeep { expand(folder, rest.dropFirst(), &ancestors, &found) }
    let place = folder.isEmpty ? [0x2E] : folder
    guard let status = try? System.status(of: place), status.kind == .folder, !ancestors.contains(status.identity),
      let names = try? System.names(in: place)
    else { return }
    ancestors.append(status.identity)
    defer { ancestors.removeLast() }
    for name in names {
      let path = FolderWalk.join(folder, name)
      if isDeep {
        guard name.first != 0x2E else { continue }
        if (try? System.status(of: path))?.kind == .folder {
          expand(path, rest, &ancestors, &found)
        } else if rest.count == 1 {
          found.insert(path)
        }
      } else if Glob.matches(component[...], Array(String(decoding: name, as: UTF8.self).unicodeScalars)[...]) {
        if rest.count == 1 {
          found.insert(path)
        } else {
          // A link back to a folder above is harmless here: the pattern's own length ends the descent.
          var fresh: [System.Identity] = []
          expand(path, rest.dropFirst(), &fresh, &found)
        }
      }
    }
  }

  /// Whether a whole name matches one component. A leading dot must be written out.
  /// At most |pattern| × |name| steps: only the last `*` is ever tried again.
  static func matches(_ pattern: ArraySlice<Unicode.Scalar>, _ name: ArraySlice<Unicode.Scalar>) -> Bool {
    if name.first == ".", pattern.first != "." { return false }
    var p = pattern.startIndex
    var n = name.startIndex
    var retry: (pattern: Int, name: Int)?
    while n < name.endIndex {
      if p < pattern.endIndex, pattern[p] == "*" {
        p += 1
        retry = (p, n)
      } else if p < pattern.endIndex, let next = step(pattern, p, name[n]) {
        p = next
        n += 1
      } else if let last = retry {
        (p, n) = (last.pattern, last.name + 1)
        retry = (p, n)
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == "*" }
  }

  /// The position behind what matches one scalar of the name; nil when it does not match.
  private static func step(_ pattern: ArraySlice<Unicode.Scalar>, _ at: Int, _ scalar: Unicode.Scalar) -> Int? {
    guard pattern[at] == "[", let set = bracket(pattern, at) else {
      return pattern[at] == "?" || pattern[at] == scalar ? at + 1 : nil
    }
    return set.ranges.contains { $0.contains(scalar) } != set.isNegated ? set.end : nil
  }

  private static func bracket(
    _ pattern: ArraySlice<Unicode.Scalar>, _ open: Int
  ) -> (ranges: [ClosedRange<Unicode.Scalar>], isNegated: Bool, end: Int)? {
    var at = open + 1
    let isNegated = at < pattern.endIndex && (pattern[at] == "!" || pattern[at] == "^")
    if isNegated { at += 1 }
    // A `]` that comes first stands for itself.
    guard at < pattern.endIndex, let close = pattern[(at + 1)...].firstIndex(of: "]") else { return nil }
    var ranges: [ClosedRange<Unicode.Scalar>] = []
    while at < close {
      if at + 2 < close, pattern[at + 1] == "-", pattern[at] <= pattern[at + 2] {
        ranges.append(pattern[at]...pattern[at + 2])
        at += 3
      } else {
        ranges.append(pattern[at]...pattern[at])
        at += 1
      }
    }
    return (ranges, isNegated, close + 1)
  }
}
