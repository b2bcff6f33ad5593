import CKernels

/// What the features of all examples add up to. Integers only, so that the order of adding does not matter.
struct FeatureTally: Mergeable, Equatable {
  var examples = 0
  var turns = 0
  /// Estimated tokens of prompts and answers times 4; those of system messages and tools are not in it.
  var quarterTokens = 0
  /// Examples by shape, indexed by `Shape.rawValue`.
  var shapes = [Int](repeating: 0, count: Shape.allCases.count)
  var promptLengths = LengthSketch()
  var answerLengths = LengthSketch()
  var slots = SlotCounts()
  var forms = FormCounts()
  var sample = ExampleSample()

  init() {}

  mutating func note(_ turn: Turn, _ stats: tg_fold_stats) {
    turns += 1
    // English runs at about four characters a token; scripts beyond ASCII at about one to two.
    quarterTokens += Int(stats.code_points &- stats.non_ascii) + 3 * Int(stats.non_ascii)
  }

  /// A system message: read by the trainer like any other text, though it is not folded.
  mutating func noteContext(scalars: Int, bytes: Int) {
    quarterTokens += scalars + 2 * min(scalars, bytes - scalars)
  }

  mutating func note(_ row: Row, promptLength: Int, answerLength: Int) {
    examples += 1
    shapes[Int(row.shape.rawValue)] += 1
    promptLengths.note(promptLength)
    answerLengths.note(answerLength)
  }

  mutating func merge(_ other: FeatureTally) {
    examples += other.examples
    turns += other.turns
    quarterTokens += other.quarterTokens
    for i in shapes.indices { shapes[i] += other.shapes[i] }
    promptLengths.merge(other.promptLengths)
    answerLengths.merge(other.answerLengths)
    slots.merge(other.slots)
    forms.merge(other.forms)
    sample.merge(other.sample)
  }

  /// The shape of most examples; the first in order of declaration on a tie; `unknown` without examples.
  var majorityShape: Shape {
    Shape.allCases.max { a, b in
      (shapes[Int(a.rawValue)], -Int(a.rawValue)) < (shapes[Int(b.rawValue)], -Int(b.rawValue))
    } ?? .unknown
  }

  /// An estimate, ±25 % on English prose.
  var tokens: Int { quarterTokens / 4 }
}
