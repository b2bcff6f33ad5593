/// How often each form of answer occurs, what the forms are made of, and the short string values of their keys.
struct FormCounts: Mergeable, Equatable {
  struct Member: Sendable, Hashable {
    var key: String
    var type: FormType
  }

  /// Counts of one key's values, and the first places of each.
  struct Values: Sendable, Equatable {
    /// Nil once there are too many different ones: then they are no closed set.
    var counts: [String: Int]? = [:]
    var places: [String: [Place]] = [:]

    /// Counts one value in place; nil, and one too many, end the counting.
    mutating func note(_ value: String?, at place: Place) {
      guard counts != nil else { return }
      if let value {
        counts?[value, default: 0] += 1
        FormCounts.insert(place, into: &places[value, default: []])
      }
      if value == nil || counts?.count ?? 0 > FormCounts.mostValues { self = Values(counts: nil) }
    }
  }

  /// Forms that are told apart; sets with more are of no form.
  static let mostForms = 4_096
  static let mostKeys = 256
  static let mostValues = 256
  static let longestValue = 64
  /// Places that are kept for each value.
  static let mostPlaces = 64

  private(set) var answers = 0
  private(set) var wrapped = 0
  private(set) var broken = 0
  private(set) var other = 0
  /// Counts by form, and the members of each.
  private(set) var objects: [UInt32: Int] = [:]
  private(set) var members: [UInt32: [Member]] = [:]
  private(set) var values: [String: Values] = [:]
  /// True when a form or a key was left out.
  private(set) var isOverfull = false

  init() {}

  mutating func note(_ form: UInt32) {
    if form == AnswerForm.none { return }
    answers += 1
    switch form {
    case AnswerForm.other: other += 1
    case AnswerForm.wrapped: wrapped += 1
    case AnswerForm.broken: broken += 1
    default: if !isOverfull { objects[form, default: 0] += 1 }
    }
  }

  func isNew(_ form: UInt32) -> Bool { !isOverfull && members[form] == nil }

  mutating func learn(_ form: UInt32, _ parts: [Member]) {
    members[form] = parts.sorted { ($0.key, $0.type.rawValue) < ($1.key, $1.type.rawValue) }
    limit()
  }

  /// Whether the key's values are still counted.
  func counts(_ key: String) -> Bool { !isOverfull && values[key]?.counts != nil || !isOverfull && values[key] == nil }

  /// `value` is nil for one that is too long to be of a closed set.
  mutating func note(_ key: String, _ value: String?, at place: Place) {
    values[key, default: Values()].note(value, at: place)
    limit()
  }

  mutating func merge(_ other: FormCounts) {
    answers += other.answers
    wrapped += other.wrapped
    broken += other.broken
    self.other += other.other
    isOverfull = isOverfull || other.isOverfull
    for (form, count) in other.objects { objects[form, default: 0] += count }
    members.merge(other.members) { mine, _ in mine }
    for (key, theirs) in other.values { values[key] = FormCounts.merged(values[key] ?? Values(), theirs) }
    limit()
  }

  private static func merged(_ a: Values, _ b: Values) -> Values {
    guard var counts = a.counts, let more = b.counts else { return Values(counts: nil) }
    counts.merge(more, uniquingKeysWith: +)
    if counts.count > mostValues { return Values(counts: nil) }
    return Values(counts: counts, places: a.places.merging(b.places, uniquingKeysWith: first))
  }

  /// Keeps the first places, in order. A worker's places ascend, so that this is an append or nothing.
  private static func insert(_ place: Place, into places: inout [Place]) {
    if let last = places.last, place < last {
      places = first(places, [place])
    } else if places.count < mostPlaces {
      places.append(place)
    }
  }

  /// The first places of both, in order.
  private static func first(_ a: [Place], _ b: [Place]) -> [Place] { Array((a + b).sorted().prefix(mostPlaces)) }

  /// Passing a limit empties everything, so that what is left does not depend on what came first.
  private mutating func limit() {
    if members.count > FormCounts.mostForms || values.count > FormCounts.mostKeys { isOverfull = true }
    guard isOverfull else { return }
    objects = [:]
    members = [:]
    values = [:]
  }
}

extension FormCounts {
  func write(to state: inout StateWriter) {
    for count in [answers, wrapped, broken, other] { state.put(count: count) }
    state.put(isOverfull)
    state.put(objects.sorted { $0.key < $1.key }) { state, entry in
      state.put(raw: entry.key)
      state.put(count: entry.value)
    }
    state.put(members.sorted { $0.key < $1.key }) { state, entry in
      state.put(raw: entry.key)
      state.put(entry.value) { state, member in
        state.put(member.key)
        state.put(count: Int(member.type.rawValue))
      }
    }
    state.put(values.sorted { $0.key < $1.key }) { state, entry in
      state.put(entry.key)
      entry.value.write(to: &state)
    }
  }

  init(from state: inout StateReader) throws(StateFault) {
    answers = try state.count()
    wrapped = try state.count()
    broken = try state.count()
    other = try state.count()
    isOverfull = try state.bool()
    let counts = try state.list { (state: inout StateReader) throws(StateFault) in
      (try state.raw(UInt32.self), try state.count())
    }
    for (form, count) in counts { objects[form] = count }
    let learned = try state.list(upTo: Self.mostForms) { (state: inout StateReader) throws(StateFault) in
      (
        try state.raw(UInt32.self),
        try state.list { (state: inout StateReader) throws(StateFault) in try Member(from: &state) }
      )
    }
    for (form, parts) in learned { members[form] = parts }
    let noted = try state.list(upTo: Self.mostKeys) { (state: inout StateReader) throws(StateFault) in
      (try state.string(), try Values(from: &state))
    }
    for (key, value) in noted { values[key] = value }
  }
}

extension FormCounts.Member {
  fileprivate init(from state: inout StateReader) throws(StateFault) {
    key = try state.string()
    guard let type = FormType(rawValue: UInt8(try state.count(upTo: 255))) else { throw state.fault("a type") }
    self.type = type
  }
}

extension FormCounts.Values {
  fileprivate func write(to state: inout StateWriter) {
    state.put(optional: counts) { state, counts in
      state.put(counts.sorted { $0.key < $1.key }) { state, entry in
        state.put(entry.key)
        state.put(count: entry.value)
        state.put(places[entry.key] ?? [])
      }
    }
  }

  fileprivate init(from state: inout StateReader) throws(StateFault) {
    guard try state.bool() else {
      counts = nil
      return
    }
    let entries = try state.list(upTo: FormCounts.mostValues) { (state: inout StateReader) throws(StateFault) in
      (try state.string(), try state.count(), try state.places(upTo: FormCounts.mostPlaces))
    }
    for (value, count, first) in entries {
      counts?[value] = count
      places[value] = first
    }
  }
}
