/// Rows of an index in a state: blocks of at most 65,536 rows of one source, each two sections.
///
/// `rows/S/B`: how many rows; the sets of rules that found something in them; then the columns one behind the other,
/// each number with all its bytes, the lowest first; then what lines that are no examples hold. `payload/S/B`: the
/// payloads, one behind the other. What a run keeps of a row depends on the row alone, so that blocks are the same
/// whatever else the run has read.
extension ExampleIndex {
  /// What is read of a state's rows.
  enum Extent {
    /// Everything.
    case whole
    /// Everything but signatures and short texts: enough for exact and normalized duplicates.
    case columns
    /// What is needed when duplicates are known: 20 bytes a row less than the columns.
    case known
  }

  static let blockRows = 1 << 16

  static func rowsName(_ source: Int, _ block: Int) -> String { "rows/\(source)/\(block)" }
  static func payloadName(_ source: Int, _ block: Int) -> String { "payload/\(source)/\(block)" }

  static func blocks(of rows: Range<Int>) -> [Range<Int>] {
    stride(from: rows.lowerBound, to: rows.upperBound, by: blockRows).map { $0..<min($0 + blockRows, rows.upperBound) }
  }

  func writeRows(_ rows: Range<Int>, to state: inout StateWriter) {
    state.put(count: rows.count)
    // The sets in order of their first rows.
    var numbers: [UInt32: UInt32] = [:]
    var order: [UInt32] = []
    for row in rows where numbers[hits[row]] == nil {
      numbers[hits[row]] = UInt32(order.count)
      order.append(hits[row])
    }
    state.put(order) { state, set in
      state.put(sets[set].members) { $0.put(count: $1) }
    }
    for row in rows { state.put(raw: numbers[hits[row]] ?? 0) }
    lines.write(rows, to: &state)
    exact.write(rows, to: &state)
    folded.write(rows, to: &state)
    prompts.write(rows, to: &state)
    claims.write(rows, to: &state)
    promptLengths.write(rows, to: &state)
    answerLengths.write(rows, to: &state)
    answerForms.write(rows, to: &state)
    for row in rows { meetings[row].write(to: &state) }
    state.put(rows.filter { faulty[$0] != nil }) { state, row in
      state.put(count: row - rows.lowerBound)
      state.put(raw: faulty[row] ?? 0)
    }
  }

  func writePayload(_ rows: Range<Int>, to state: inout StateWriter) {
    for row in rows {
      let count = FeatureColumns.payloadBytes(meetings[row].mark)
      // Bounds: a payload has as many bytes as its mark says, `PayloadStore` made its offset.
      if count > 0 { state.append(UnsafeBufferPointer(start: payload.pointer(meetings[row].payload), count: count)) }
    }
  }

  /// Appends a block of a source; blocks come in order.
  ///
  /// - Parameter payload: Of the whole block where the extent is that, else nothing.
  func append(
    _ count: Int, of source: Int, from state: inout StateReader, _ payload: [UInt8], extent: Extent
  ) throws(StateFault) {
    guard try state.count() == count, count > 0 else { throw state.fault("\(count) rows") }
    makeRoom(count)
    if sourceStarts.last?.source != source { sourceStarts.append((self.count, source)) }
    let known = try state.list(upTo: count) { (state: inout StateReader) throws(StateFault) in
      var set = RuleSet()
      for rule in try state.list({ (state: inout StateReader) throws(StateFault) in try state.rule() }) {
        set.insert(rule)
      }
      return sets.index(of: set)
    }
    for _ in 0..<count {
      let set = Int(try state.raw(UInt32.self))
      guard set < known.count else { throw state.fault("one of \(known.count) sets of rules, found number \(set)") }
      hits.append(known[set])
    }
    try lines.append(count, from: &state)
    try exact.append(count, from: &state)
    try folded.append(count, from: &state, unless: extent == .known)
    try prompts.append(count, from: &state)
    try claims.append(count, from: &state)
    try promptLengths.append(count, from: &state)
    try answerLengths.append(count, from: &state)
    try answerForms.append(count, from: &state)
    var met: [Meeting] = []
    for _ in 0..<count { met.append(try Meeting(from: &state)) }
    let faults = try state.list(upTo: count) { (state: inout StateReader) throws(StateFault) in
      (try state.count(upTo: count - 1), try state.raw(UInt64.self))
    }
    for (row, fingerprint) in faults { faulty[self.count + row] = fingerprint }
    switch extent {
    case .whole: try append(payload, met)
    case .columns: meetings.append(contentsOf: met)
    case .known: break
    }
    self.count += count
  }

  private func append(_ bytes: [UInt8], _ met: [Meeting]) throws(StateFault) {
    var at = 0
    for meeting in met {
      let size = FeatureColumns.payloadBytes(meeting.mark)
      let isText = meeting.mark != FeatureColumns.signatureMark
      guard !isText || size <= FeatureColumns.longestText && meeting.promptCount <= meeting.mark,
        size <= bytes.count - at
      else { throw StateFault(message: "expected payloads of \(met.count) rows in \(bytes.count) bytes") }
      meetings.append(meeting.with(payload: payload.append(bytes, at..<at + size)))
      at += size
    }
    guard at == bytes.count else { throw StateFault(message: "expected \(at) bytes of payload, found \(bytes.count)") }
  }
}

extension Meeting {
  /// All but the place of the payload, which is another one in each run.
  func write(to state: inout StateWriter) {
    state.put(raw: numbers)
    state.put(raw: context)
    state.put(raw: lengthBits)
    state.put(raw: mark)
    state.put(raw: promptCount)
  }

  init(from state: inout StateReader) throws(StateFault) {
    self.init(
      payload: 0, numbers: try state.raw(UInt16.self), context: try state.raw(UInt16.self),
      lengthBits: try state.raw(UInt16.self), mark: try state.raw(UInt8.self), promptCount: try state.raw(UInt8.self))
  }

  func with(payload: UInt32) -> Meeting {
    Meeting(
      payload: payload, numbers: numbers, context: context, lengthBits: lengthBits, mark: mark,
      promptCount: promptCount)
  }
}

extension Column where Element: FixedWidthInteger {
  func write(_ rows: Range<Int>, to state: inout StateWriter) {
    for row in rows { state.put(raw: self[row]) }
  }

  /// - Parameter isSkipped: Reads the column and keeps nothing.
  mutating func append(
    _ count: Int, from state: inout StateReader, unless isSkipped: Bool = false
  ) throws(StateFault) {
    if isSkipped {
      _ = try state.take(count * Element.bitWidth / 8)
      return
    }
    var elements: [Element] = []
    elements.reserveCapacity(count)
    for _ in 0..<count { elements.append(try state.raw(Element.self)) }
    append(contentsOf: elements)
  }
}

extension PackedColumn {
  func write(_ rows: Range<Int>, to state: inout StateWriter) {
    for row in rows { state.put(raw: self[row]) }
  }

  mutating func append(_ count: Int, from state: inout StateReader) throws(StateFault) {
    for _ in 0..<count { append(try state.raw(UInt32.self)) }
  }
}
