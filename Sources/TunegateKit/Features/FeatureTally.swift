/// What the features of all examples add up to. Integers only, so that the order of adding does not matter.
struct FeatureTally: Mergeable, Equatable {
  var examples = 0
  var turns = 0
  /// Examples by shape, indexed by `Shape.rawValue`.
  var shapes = [Int](repeating: 0, count: Shape.allCases.count)
  var promptLengths = LengthSketch()
  var answerLengths = LengthSketch()
  var slots = SlotCounts()
  var forms = FormCounts()
  var tokens = TokenTally()
  var documents = XMLFormCounts()
  var words = WordCounts()

  init() {}

  /// A turn of the prompt or an answer; system messages are no turns.
  mutating func noteTurn() { turns += 1 }

  mutating func note(_ row: Row, promptLength: Int, answerLength: Int) {
    examples += 1
    shapes[Int(row.shape.rawValue)] += 1
    promptLengths.note(promptLength)
    answerLengths.note(answerLength)
  }

  mutating func merge(_ other: FeatureTally) {
    examples += other.examples
    turns += other.turns
    for i in shapes.indices { shapes[i] += other.shapes[i] }
    promptLengths.merge(other.promptLengths)
    answerLengths.merge(other.answerLengths)
    slots.merge(other.slots)
    forms.merge(other.forms)
    tokens.merge(other.tokens)
    documents.merge(other.documents)
    words.merge(other.words)
  }

  /// The shape of most examples; the first in order of declaration on a tie; `unknown` without examples.
  var majorityShape: Shape {
    Shape.allCases.max { a, b in
      (shapes[Int(a.rawValue)], -Int(a.rawValue)) < (shapes[Int(b.rawValue)], -Int(b.rawValue))
    } ?? .unknown
  }
}

extension FeatureTally {
  func write(to state: inout StateWriter) {
    state.put(count: examples)
    state.put(count: turns)
    state.put(shapes) { $0.put(count: $1) }
    promptLengths.write(to: &state)
    answerLengths.write(to: &state)
    slots.write(to: &state)
    forms.write(to: &state)
    tokens.write(to: &state)
    documents.write(to: &state)
    words.write(to: &state)
  }

  init(from state: inout StateReader) throws(StateFault) {
    examples = try state.count()
    turns = try state.count()
    shapes = try state.list(exactly: shapes.count) { (state: inout StateReader) throws(StateFault) in
      try state.count()
    }
    promptLengths = try LengthSketch(from: &state)
    answerLengths = try LengthSketch(from: &state)
    slots = try SlotCounts(from: &state)
    forms = try FormCounts(from: &state)
    tokens = try TokenTally(from: &state)
    documents = try XMLFormCounts(from: &state)
    words = try WordCounts(from: &state)
  }
}
