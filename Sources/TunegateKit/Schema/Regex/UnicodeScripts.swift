/// Reads `UnicodeScriptTable`.
enum UnicodeScripts {
  /// Script=name; nil for a name that Unicode does not have.
  static func script(_ name: String) -> ScalarSet? { entries[name].map { ranges($0.script) } }

  /// Script_Extensions=name: also what several scripts share.
  static func extensions(_ name: String) -> ScalarSet? {
    entries[name].map { ranges($0.extensions ?? $0.script) }
  }

  static var pictographic: ScalarSet { ranges(UnicodeScriptTable.pictographic[...]) }

  private struct Entry {
    var script: Substring
    var extensions: Substring?
  }

  private static let entries: [String: Entry] = {
    var entries: [String: Entry] = [:]
    var text = UnicodeScriptTable.scripts[...]
    while let colon = text.firstIndex(of: ":") {
      let names = text[..<colon]
      var end = colon
      // The entry ends at the first line that does not begin with a blank.
      repeat {
        end = text[text.index(after: end)...].firstIndex(of: "\n") ?? text.endIndex
      } while end < text.endIndex && text[text.index(after: end)] == " "
      let parts = text[text.index(after: colon)..<end].split(separator: "|", maxSplits: 1)
      if let script = parts.first {
        let entry = Entry(script: script, extensions: parts.count > 1 ? parts[1] : nil)
        for name in names.split(separator: "/") { entries[String(name)] = entry }
      }
      text = end < text.endIndex ? text[text.index(after: end)...] : ""
    }
    return entries
  }()

  private static func ranges(_ text: Substring) -> ScalarSet {
    var ranges: [ClosedRange<UInt32>] = []
    var end: UInt32 = 0
    for token in text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
      let numbers = token.split(separator: "+").compactMap { UInt32($0, radix: 36) }
      guard let distance = numbers.first else { continue }
      let start = end + distance
      end = start + (numbers.count > 1 ? numbers[1] : 0)
      ranges.append(start...end)
    }
    return ScalarSet(ranges)
  }
}
