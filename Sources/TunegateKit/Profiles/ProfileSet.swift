/// The profiles of a run with their compiled formats. Shared by all workers, never changed.
final class ProfileSet: Sendable, Equatable {
  /// A format of one or more profiles.
  struct Format: Sendable {
    var name: String
    var schema: JSONSchema
  }

  /// One way to tell a format: the keys that a record must have, as bits of `keys`.
  struct Choice: Sendable {
    var mask: UInt64
    /// Index in `formats`.
    var format: Int
    var hasAnswer: Bool
  }

  /// A profile with what is compiled for it. A class, so that handing it on copies nothing.
  final class Duty: Sendable {
    let profile: TrainerProfile
    /// In the order in which they are tried.
    let choices: [Choice]
    /// Nil for a profile without reserved words.
    let reserved: ReservedWords?

    init(_ profile: TrainerProfile, choices: [Choice]) {
      self.profile = profile
      self.choices = choices
      reserved = profile.reservedWords.isEmpty ? nil : ReservedWords(profile.reservedWords)
    }
  }

  let duties: [Duty]
  /// How many of the profiles, from the first, make findings: those that the user named.
  let named: Int
  /// Whether the report compares the profiles.
  let compares: Bool
  let formats: [Format]
  let keys: FormatKeys
  /// Constraints that some profile has.
  let wanted: Set<ProfileConstraint>

  /// - Throws: When a format's schema cannot be used, or has more keys than fit.
  init(_ profiles: [TrainerProfile], named: Int, compares: Bool) throws(ConfigErrors) {
    self.named = named
    self.compares = compares
    var names: [String] = []
    var spellings: [String] = []
    for format in profiles.flatMap(\.formats) {
      if !names.contains(format.name) { names.append(format.name) }
      for key in format.keySets.joined() where !spellings.contains(key) { spellings.append(key) }
    }
    keys = FormatKeys(spellings)
    var formats: [Format] = []
    for name in names { formats.append(Format(name: name, schema: try ProfileLibrary.schema(name))) }
    self.formats = formats
    duties = profiles.map { profile in
      let choices = profile.formats.flatMap { format in
        format.keySets.map { set in
          Choice(
            mask: set.reduce(0) { $0 | 1 << UInt64(spellings.firstIndex(of: $1) ?? 0) },
            format: names.firstIndex(of: format.name) ?? 0, hasAnswer: format.hasAnswer)
        }
      }
      return Duty(profile, choices: choices)
    }
    wanted = Set(profiles.flatMap(\.demands).map(\.constraint))
  }

  var profiles: [TrainerProfile] { duties.map(\.profile) }

  static func == (a: ProfileSet, b: ProfileSet) -> Bool {
    a.profiles == b.profiles && a.named == b.named && a.compares == b.compares
  }
}

/// The top-level keys that tell formats apart, as bits.
struct FormatKeys: Sendable {
  /// As many as a word has bits.
  static let most = 64

  private struct Entry: Sendable {
    var bytes: [UInt8]
    var bit: UInt64
  }
  /// By length in bytes.
  private var entries: [[Entry]] = Array(repeating: [], count: 32)

  init(_ spellings: [String]) {
    precondition(spellings.count <= FormatKeys.most, "the packs name more keys than a word has bits")
    for (i, spelling) in spellings.enumerated() where spelling.utf8.count < entries.count {
      entries[spelling.utf8.count].append(Entry(bytes: Array(spelling.utf8), bit: 1 << UInt64(i)))
    }
  }

  /// The key's bit, or 0. A key with escapes has none. Bounds: `key` has `count` readable bytes.
  @inline(__always)
  func bit(of key: UnsafePointer<UInt8>, count: Int) -> UInt64 {
    guard count < entries.count else { return 0 }
    for entry in entries[count] {
      var i = 0
      while i < count, key[i] == entry.bytes[i] { i += 1 }
      if i == count { return entry.bit }
    }
    return 0
  }

  /// The keys of a record: those that are there, and those of them with another value than null.
  ///
  /// Bounds: `line` is what `tape` was parsed from.
  func present(_ tape: borrowing JSONTape, _ line: UnsafePointer<UInt8>) -> (all: UInt64, valued: UInt64) {
    guard tape.tag(0) == .object else { return (0, 0) }
    var (all, valued): (UInt64, UInt64) = (0, 0)
    var node = tape.firstChild(0)
    let end = tape.next(0)
    while node < end {
      let key = tape[node]
      let bit = bit(of: line + key.offset, count: key.length)
      all |= bit
      if tape.tag(key.next) != .null { valued |= bit }
      node = tape.next(key.next)
    }
    return (all, valued)
  }
}
