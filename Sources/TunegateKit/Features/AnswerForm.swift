#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What an answer is written in, in one number a row: how a set of JSON answers is told, and what breaks its form.
enum AnswerForm {
  /// No text to judge: no answer, an empty one, or tool calls.
  static let none: UInt32 = 0
  /// No JSON object in it.
  static let other: UInt32 = 1
  /// A JSON object with something around it: prose, a Markdown fence.
  static let wrapped: UInt32 = 2
  /// Begins like JSON and does not parse.
  static let broken: UInt32 = 3
  /// Begins like XML and is no document that is well-formed.
  static let brokenXML: UInt32 = 4
  /// An XML document with something around it.
  static let wrappedXML: UInt32 = 5
  /// This bit is set in fingerprints of an object's keys and their types, and in nothing else.
  static let firstObject: UInt32 = 16
  /// This bit, without the one of objects, is set in fingerprints of a document's root element.
  static let firstDocument: UInt32 = 32

  /// The form of an XML document by its root element.
  static func document(_ root: XMLDocument.Name) -> UInt32 {
    var name = root.namespace + "\n" + root.local
    let hash = name.withUTF8 { bytes in
      bytes.baseAddress.map { Fingerprint.of($0, count: bytes.count, seed: 13) } ?? 0
    }
    return UInt32(truncatingIfNeeded: hash ^ hash >> 32) & ~firstObject | firstDocument
  }

  /// Anything but an object, with or without other text, as far as a set of JSON answers is concerned.
  static func asJSON(_ form: UInt32) -> UInt32 {
    let isDocument = form & (firstObject | firstDocument) == firstDocument
    return isDocument || form == brokenXML || form == wrappedXML ? other : form
  }
}

/// Reads the form of answers; one worker's recycled tape. Unsafe pointers: answers are parsed where they lie in the
/// batch's text, which has `ByteArena.slack` readable bytes behind it.
struct AnswerFormReader: ~Copyable {
  private var tape = JSONTape()
  /// False when nobody asks for XML, which costs a parse of every answer that begins like it.
  private let readsXML: Bool
  private static let deepest = 128
  /// What the last object that was read says, see `AnswerClaim`; nil when the last answer was none.
  private(set) var object: AnswerClaim?

  init(readsXML: Bool) { self.readsXML = readsXML }

  /// The form of the row's last answer; what it is made of goes to `tally`.
  mutating func form(of row: Row, in batch: Batch, _ tally: inout FeatureTally) -> UInt32 {
    object = nil
    guard let turn = batch.turns(of: row).last(where: { $0.side == .answer }),
      !turn.flags.contains(.hasToolCalls), !turn.flags.contains(.isBlank)
    else { return AnswerForm.none }
    let (text, count) = (batch.text.bytes + Int(turn.textStart), Int(turn.textCount))
    var form = form(of: text, count: count, at: batch.place(row), &tally.forms)
    tally.forms.note(form)
    if readsXML, form == AnswerForm.other {
      form = xmlForm(UnsafeBufferPointer(start: text, count: count), at: batch.place(row), &tally.documents)
    }
    return form
  }

  private func xmlForm(
    _ text: UnsafeBufferPointer<UInt8>, at place: Place, _ counts: inout XMLFormCounts
  ) -> UInt32 {
    switch XMLAnswer.read(text) {
    case .none: return AnswerForm.other
    case .wrapped: return AnswerForm.wrappedXML
    case .broken(let complaint):
      let judgement = complaint.isRefusal ? "is refused" : "is not well-formed"
      counts.note(fault: "\(judgement): \(complaint)", at: place)
      return AnswerForm.brokenXML
    case .document(let root):
      let form = AnswerForm.document(root)
      counts.note(root: root, form: form)
      return form
    }
  }

  private mutating func form(
    of text: UnsafePointer<UInt8>, count: Int, at place: Place, _ counts: inout FormCounts
  ) -> UInt32 {
    var (start, end) = (0, count - 1)
    while start < count, text[start] <= 0x20 { start += 1 }
    if start >= count { return AnswerForm.none }
    while text[end] <= 0x20 { end -= 1 }
    if text[start] == UInt8(ascii: "{") || text[start] == UInt8(ascii: "[") {
      guard parses(text, start...end) else { return AnswerForm.broken }
      return tape.tag(0) == .object ? objectForm(text + start, at: place, &counts) : AnswerForm.other
    }
    guard let first = memchr(text, Int32(UInt8(ascii: "{")), count) else { return AnswerForm.other }
    let open = UnsafeRawPointer(first) - UnsafeRawPointer(text)
    var close = count - 1
    while close > open, text[close] != UInt8(ascii: "}") { close -= 1 }
    guard open < close, parses(text, open...close), tape.tag(0) == .object, tape.firstChild(0) < tape.next(0)
    else { return AnswerForm.other }
    return AnswerForm.wrapped
  }

  private mutating func parses(_ text: UnsafePointer<UInt8>, _ range: ClosedRange<Int>) -> Bool {
    tape.accept(text + range.lowerBound, count: range.count, maxDepth: AnswerFormReader.deepest)
  }

  /// A fingerprint of the keys and their types, whatever their order.
  private mutating func objectForm(_ text: UnsafePointer<UInt8>, at place: Place, _ counts: inout FormCounts) -> UInt32
  {
    var sum: UInt64 = 0
    var claim = AnswerClaim.ObjectSum()
    var node = tape.firstChild(0)
    let end = tape.next(0)
    while node < end {
      let key = tape[node]
      let hash = Fingerprint.of(text + key.offset, count: key.length, seed: 11)
      sum &+= Fingerprint.mix(hash, UInt64(FormType(tape.tag(key.next)).rawValue))
      let value = tape[key.next]
      claim.add(key: hash, value.tag, UnsafeBufferPointer(start: text + value.offset, count: value.length).span)
      node = value.next
    }
    object = claim.claim
    let form = UInt32(truncatingIfNeeded: sum ^ sum >> 32) | AnswerForm.firstObject
    if counts.isNew(form) { counts.learn(form, members(text)) }
    noteStrings(text, at: place, &counts)
    return form
  }

  private func members(_ text: UnsafePointer<UInt8>) -> [FormCounts.Member] {
    var members: [FormCounts.Member] = []
    var node = tape.firstChild(0)
    while node < tape.next(0) {
      let key = tape[node]
      members.append(FormCounts.Member(key: string(key, text), type: FormType(tape.tag(key.next))))
      node = tape.next(key.next)
    }
    return members
  }

  /// Short string values, which may be of a closed set.
  private func noteStrings(_ text: UnsafePointer<UInt8>, at place: Place, _ counts: inout FormCounts) {
    var node = tape.firstChild(0)
    while node < tape.next(0) {
      let key = tape[node]
      let value = tape[key.next]
      if value.tag == .string, key.length <= FormCounts.longestValue, counts.counts(string(key, text)) {
        counts.note(string(key, text), value.length <= FormCounts.longestValue ? string(value, text) : nil, at: place)
      }
      node = value.next
    }
  }

  private func string(_ node: JSONNode, _ text: UnsafePointer<UInt8>) -> String {
    String(decoding: UnsafeBufferPointer(start: text + node.offset, count: node.length), as: UTF8.self)
  }
}

/// The types that a form tells apart.
enum FormType: UInt8, Sendable {
  case null, boolean, number, string, array, object

  init(_ tag: JSONTag) {
    switch tag {
    case .null: self = .null
    case .true, .false: self = .boolean
    case .number: self = .number
    case .string: self = .string
    case .array: self = .array
    case .object: self = .object
    }
  }

  /// With its article.
  var name: String {
    switch self {
    case .null: "null"
    case .boolean: "a truth value"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}
