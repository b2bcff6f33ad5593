import CKernels

/// What is kept of every row, in flat arrays (structure of arrays). Together with the payload this is the whole memory
/// of a run per example: 67 bytes here and at most 192 in the payload, see `docs/architecture.md`.
struct FeatureColumns {
  /// Fingerprint of roles, texts and context as they are; 0 for a row that is no example.
  var exact: [UInt64] = []
  /// Fingerprint after folding: compatibility forms, case, punctuation and white space do not count.
  var folded: [UInt64] = []
  /// Fingerprint of the folded conversation before the last answer, with its context; 0 where there is nothing to hold
  /// the answer against: no prompt, a preference, media.
  var prompt: [UInt64] = []
  /// What the last answer says, see `AnswerClaim`.
  var claim: [UInt64] = []
  /// Fingerprint of system messages and tools.
  var context: [UInt32] = []
  /// Fingerprint of the numbers in order.
  var numbers: [UInt32] = []
  /// Lengths in Unicode scalars.
  var promptLength: [UInt32] = []
  var answerLength: [UInt32] = []
  /// See `AnswerForm`.
  var answerForm: [UInt32] = []
  /// Bytes of folded text in the payload, `signatureMark` for a signature, 0 for none.
  var payloadCount: [UInt8] = []
  /// How many of the payload's bytes are the prompt's, when it is text.
  var payloadPrompt: [UInt8] = []
  /// The payloads of all rows, one behind the other.
  var payload: [UInt8] = []

  /// Folded examples up to this many bytes are kept as text: word by word comparison is then exact.
  static let longestText = 192
  static let signatureMark: UInt8 = 255
  static let signatureBytes = Int(TG_SLOTS)

  /// Bytes of a payload with this mark.
  static func payloadBytes(_ mark: UInt8) -> Int { mark == signatureMark ? signatureBytes : Int(mark) }

  mutating func removeAll() {
    exact.removeAll(keepingCapacity: true)
    folded.removeAll(keepingCapacity: true)
    prompt.removeAll(keepingCapacity: true)
    claim.removeAll(keepingCapacity: true)
    context.removeAll(keepingCapacity: true)
    numbers.removeAll(keepingCapacity: true)
    promptLength.removeAll(keepingCapacity: true)
    answerLength.removeAll(keepingCapacity: true)
    answerForm.removeAll(keepingCapacity: true)
    payloadCount.removeAll(keepingCapacity: true)
    payloadPrompt.removeAll(keepingCapacity: true)
    payload.removeAll(keepingCapacity: true)
  }

  /// A row without an example.
  mutating func appendNone() {
    exact.append(0)
    folded.append(0)
    prompt.append(0)
    claim.append(AnswerClaim.none.bits)
    context.append(0)
    numbers.append(0)
    promptLength.append(0)
    answerLength.append(0)
    answerForm.append(AnswerForm.none)
    payloadCount.append(0)
    payloadPrompt.append(0)
  }
}
