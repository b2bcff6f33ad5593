import Testing

@testable import TunegateKit

@Suite("Wrong labels")
struct LabelNoiseTests {
  @Test(
    "The rate is told, and wrong labels rank above right ones",
    arguments: [(0.0, PlantedLabels.Flips.uniform), (0.1, .uniform), (0.4, .uniform), (0.1, .confusable)])
  func rates(rate: Double, flips: PlantedLabels.Flips) {
    let set = PlantedLabels(1_500, classes: 6, rate: rate, flips)
    let fit = LabelNoise.fit(set.examples)
    #expect(fit.outcome == .valid)
    #expect(fit.judged == 1_500)
    #expect(abs(fit.rate - set.rate) < 0.03, "\(fit.rate) for \(set.rate)")
    #expect(fit.high ?? 0 >= fit.rate)
    #expect(fit.standardError > 0 && fit.standardError < 0.05)
    #expect(fit.power > 0.95)
    let flagged = set.isWrong.indices.filter { fit.posterior[$0] >= ModelFit.reported }
    let hits = flagged.count { set.isWrong[$0] }
    #expect(flagged.count - hits <= 15, "\(flagged.count - hits) right labels found")
    if rate > 0 {
      #expect(set.area(fit) > 0.98)
      #expect(Double(hits) > 0.85 * Double(set.isWrong.count { $0 }))
    }
    #expect(Set(fit.remarks.keys) == Set(flagged))
  }

  @Test("What it says: both labels, how likely they are, how often they are confused")
  func words() throws {
    let set = PlantedLabels(800, classes: 2, rate: 0.05, own: 8, answer: { ["ham", "spam"][$0] })
    let fit = LabelNoise.fit(set.examples)
    let wrong = try #require(
      set.isWrong.indices.first { set.isWrong[$0] && fit.posterior[$0] > 0.9 }, "\(fit.posterior.max() ?? 0)")
    let remark = try #require(fit.remarks[wrong])
    let (given, other) = set.labels[wrong] == 0 ? ("ham", "spam") : ("spam", "ham")
    #expect(remark.message.hasPrefix("the label is `\(given)` (probability "))
    #expect(remark.message.contains("`\(other)` is likelier ("))
    #expect(remark.hint.hasSuffix("with this label also look like `\(other)`"))
    #expect(fit.confusions.count == 2)
    #expect(fit.confusions.map(\.count).reduce(0, +) == fit.remarks.count)
    #expect(Set(fit.classes.map(\.label)) == ["ham", "spam"])
    #expect(fit.classes.map(\.count).reduce(0, +) == 800)
    #expect(fit.classes[0].count >= fit.classes[1].count)
  }

  @Test("Of the same prompt with two labels the one is found that the rest of the set does not support")
  func contradictions() {
    var set = PlantedLabels(900, classes: 5, rate: 0)
    let first = set.examples.count
    for i in 0..<20 {
      // The same prompt but for case and a full stop.
      let prompt = String(decoding: set.examples[i].prompt, as: UTF8.self).uppercased() + "."
      set.examples.append(PlantedLabels.example(first + i, prompt, "label_\((set.labels[i] + 1) % 5)"))
    }
    let fit = LabelNoise.fit(set.examples)
    for i in 0..<20 {
      #expect(fit.posterior[first + i] > 0.5 && fit.posterior[i] < 0.5, "\(fit.posterior[i])")
      #expect(fit.posterior[i] + fit.posterior[first + i] > 0.99, "one of the two is wrong for certain")
    }
  }

  @Test("Labels that do not follow from the prompts are not judged", arguments: [2, 8])
  func independent(classes: Int) {
    let set = PlantedLabels(800, classes: classes, rate: 0, own: 0)
    guard case .notCheckable(let why) = LabelNoise.fit(set.examples).outcome else {
      Issue.record("judged what cannot be judged")
      return
    }
    #expect(why == "the labels do not follow from the words of the prompts")
  }

  @Test("Keys of options that each prompt lists are no labels")
  func options() {
    func outcome(lists: Bool) -> ModelFit.Outcome {
      let set = PlantedLabels(700, classes: 3, rate: 0, answer: { ["A", "B", "C"][$0] })
      return LabelNoise.fit(
        set.examples.enumerated().map { i, example in
          let prompt = String(decoding: example.prompt, as: UTF8.self)
          return PlantedLabels.example(
            i, lists ? prompt + "\nA. red\nB. green\nC. blue" : prompt, String(decoding: example.answer, as: UTF8.self))
        }
      ).outcome
    }
    #expect(outcome(lists: true) == .notCheckable("the answers choose among options that each prompt lists anew"))
    #expect(outcome(lists: false) == .valid)
  }

  @Test("Too few examples are told")
  func few() {
    let fit = LabelNoise.fit(PlantedLabels(499, classes: 3, rate: 0.1).examples)
    #expect(fit.outcome == .notCheckable("too few examples to tell: 499 with a label, it needs 500"))
    #expect(fit.posterior.isEmpty && fit.remarks.isEmpty)
    #expect(LabelNoise.fit(PlantedLabels(500, classes: 3, rate: 0.1).examples).outcome == .valid)
  }

  @Test("Answers that are no labels are none of its business")
  func open() {
    #expect(LabelNoise.fit([]).outcome == .notApplicable)
    let answers = PlantedLabels(700, classes: 3, rate: 0).examples.enumerated().map { i, example in
      PlantedLabels.example(i, String(decoding: example.prompt, as: UTF8.self), "answer \(i * i)")
    }
    #expect(LabelNoise.fit(answers).outcome == .notApplicable)
    let constant = PlantedLabels(700, classes: 3, rate: 0, answer: { _ in "ok" })
    #expect(LabelNoise.fit(constant.examples).outcome == .notApplicable)
    #expect(!LabelTasks.areLabels(answers) && LabelTasks.areLabels(PlantedLabels(700, classes: 3, rate: 0).examples))
  }

  @Test("Fields of JSON answers, whatever stands around the JSON")
  func fields() {
    let answers = [
      #"{"intent": "I", "slots": {"text": "T"}}"#, "```json\n{\"intent\": \"I\"}\n```",
      #"Sure: {"n": [1, 2], "intent":"I"}"#,
    ]
    var next = 0
    let set = PlantedLabels(900, classes: 4, rate: 0.08) { label in
      next += 1
      return answers[next % 3].replacing("I", with: "kind \(label)").replacing("T", with: "free text \(next)")
    }
    let fit = LabelNoise.fit(set.examples)
    #expect(fit.outcome == .valid && fit.judged == 900)
    #expect(abs(fit.rate - set.rate) < 0.03)
    #expect(set.area(fit) > 0.98)
    #expect(fit.remarks.values.allSatisfy { $0.message.hasPrefix("the field `intent` is `kind ") })
  }

  @Test("Two spellings are one label")
  func spellings() {
    var next = 0
    let set = PlantedLabels(900, classes: 3, rate: 0) { label in
      next += 1
      return ["Label \(label)", "label_\(label)", " LABEL-\(label).\n"][next % 3]
    }
    let tasks = LabelTasks.find(in: set.examples)
    #expect(tasks.map(\.names.count) == [3])
    #expect(LabelNoise.fit(set.examples).remarks.count < 5)
  }

  @Test("Chinese and Thai, without spaces between words", arguments: [0x4E00, 0x0E01])
  func unspaced(first: Int) {
    let set = PlantedLabels(
      1_000, classes: 4, rate: 0.1,
      word: { n in
        // Two letters for each word, of a range of 40.
        let letters = [n / 14, 14 + n % 14].compactMap { Unicode.Scalar(UInt32(first + $0)) }
        return String(String.UnicodeScalarView(letters))
      }, space: "")
    let fit = LabelNoise.fit(set.examples)
    #expect(fit.outcome == .valid)
    #expect(abs(fit.rate - set.rate) < 0.03, "\(fit.rate) for \(set.rate)")
    #expect(set.area(fit) > 0.95)
  }

  @Test("The same set gives the same numbers")
  func repeatable() {
    let set = PlantedLabels(600, classes: 4, rate: 0.1)
    let (a, b) = (LabelNoise.fit(set.examples), LabelNoise.fit(set.examples))
    #expect(a.posterior == b.posterior && a.rate == b.rate && a.remarks == b.remarks && a.confusions == b.confusions)
  }

  @Test(
    "Ten percent of 9,972 labels of bank customers' questions", .enabled(if: SharedData.isThere, SharedData.absence))
  func ladder() throws {
    struct Line: Decodable { var text: String, label: String }
    struct Truth: Decodable { var dirty: Bool }
    let set = "s09-ladder-banking77-10"
    let lines = try SharedData.records(Line.self, set + "/data.jsonl.gz")
    let truth = try SharedData.records(Truth.self, set + "/truth.jsonl.gz").map(\.dirty)
    let fit = LabelNoise.fit(lines.enumerated().map { PlantedLabels.example($0, $1.text, $1.label) })
    #expect(fit.outcome == .valid)
    #expect(abs(fit.rate - 0.102) < 0.02, "\(fit.rate)")
    let flagged = truth.indices.filter { fit.posterior[$0] >= ModelFit.reported }
    #expect(flagged.count { !truth[$0] } < 150 && flagged.count { truth[$0] } > 900)
  }
}
