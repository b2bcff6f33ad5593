import CKernels
import Foundation
import Testing

@testable import TunegateKit

@Suite("Models of labels: laws")
struct LabelModelTests {
  @Test("Leaving an example out in one pass is leaving it out", arguments: [Float(0.03), 1])
  func leaveOneOut(alpha: Float) {
    let set = PlantedLabels(60, classes: 3, rate: 0.2)
    let task = LabelTasks.find(in: set.examples)[0]
    let features = LabelFeatures(set.examples, stride: task.stride)
    let items = LabelItems(task, features)
    let bayes = LabelBayes(features, items, classes: 3, stride: task.stride)
    let fast = bayes.scores(alpha, rows: items.rows.count)
    for row in items.rows.indices {
      let slow = Self.scores(without: row, features, items, classes: 3, alpha: Double(alpha))
      // The labels that the row does not have are counted without it in any case.
      for k in 0..<3 { #expect(abs(Double(fast[row * task.stride + k]) - slow[k]) < 0.01) }
    }
  }

  /// The formula of `LabelBayes`, over all rows but one.
  private static func scores(
    without left: Int, _ features: LabelFeatures, _ items: LabelItems, classes: Int, alpha: Double
  ) -> [Double] {
    var counts = [[Double]](repeating: Array(repeating: 0, count: classes), count: features.width)
    var totals = [Double](repeating: 0, count: classes)
    for item in 0..<items.count where Int(items.rowOf[item]) != left {
      for i in features.range(Int(items.rows[Int(items.rowOf[item])])) {
        counts[Int(features.ids[i])][Int(items.labels[item])] += Double(features.values[i])
        totals[Int(items.labels[item])] += Double(features.values[i])
      }
    }
    let range = features.range(Int(items.rows[left]))
    let sum = features.values[range].reduce(0.0) { $0 + Double($1) }
    return (0..<classes).map { k in
      range.reduce(0.0) { z, i in
        let smooth = log(counts[Int(features.ids[i])][k] + alpha) - log(totals[k] + alpha * Double(features.width))
        return z + Double(features.values[i]) * smooth
      } / sum.squareRoot()
    }
  }

  @Test("Logarithms and exponentials of the kernels")
  func functions() {
    for seed in 0..<20 {
      var dice = SeededGenerator(UInt64(seed))
      let counts = (0..<64).map { _ in
        Float.random(in: 0...10, using: &dice) * Float.random(in: 0...1_000, using: &dice)
      }
      var logs = [Float](repeating: 0, count: 64)
      tg_log_table(counts, 8, 8, 0.03, [Float](repeating: 0, count: 8), &logs)
      for (count, found) in zip(counts, logs) { #expect(abs(Double(found) - log(Double(count) + 0.03)) < 1e-5) }
      let z = (0..<11).map { _ in Float.random(in: -30...30, using: &dice) }
      var p = [Float](repeating: 7, count: 16)
      let top = tg_softmax(z, 0, 11, 16, 0.5, &p)
      let sum = z.reduce(0.0) { $0 + exp(0.5 * Double($1)) }
      #expect(z[top] == z.max())
      for k in 0..<11 {
        let right = exp(0.5 * Double(z[k])) / sum
        #expect(abs(Double(p[k]) - right) < 1e-6)
        #expect(abs(Double(tg_log_softmax(z, 0, 11, 0.5, k)) - log(right)) < 1e-4)
      }
      #expect(p[11...].allSatisfy { $0 == 0 })
    }
  }

  @Test("Rows times table, in blocks and without", arguments: [8, 16, 24, 80])
  func products(stride: Int) {
    var dice = SeededGenerator(UInt64(stride))
    let table = (0..<50 * stride).map { _ in Float.random(in: -1...1, using: &dice) }
    let ids = (0..<30).map { _ in UInt32.random(in: 0..<50, using: &dice) }
    let values = ids.map { _ in Float.random(in: 0...2, using: &dice) }
    var z = [Float](repeating: 9, count: stride)
    tg_row_times_table(table, stride, ids, values, 3, 27, &z)
    for k in 0..<stride {
      let sum = (3..<27).reduce(0.0) { $0 + Double(values[$1]) * Double(table[Int(ids[$1]) * stride + k]) }
      #expect(abs(Double(z[k]) - sum) < 1e-4)
    }
  }

  @Test("Features of any bytes stay within their bound", arguments: 0..<30)
  func features(seed: UInt64) {
    var dice = SeededGenerator(seed)
    for _ in 0..<50 {
      let text = (0..<Int.random(in: 0...300, using: &dice)).map { _ in
        Bool.random(using: &dice)
          ? UInt8.random(in: 0...255, using: &dice) : [0x20, 0x61, 0xE4, 0xB8][Int.random(in: 0...3, using: &dice)]
      }
      let bound = tg_features_bound(text.count)
      var found = [UInt32](repeating: .max, count: bound + 8)
      let count = tg_text_features(text, text.count, &found)
      #expect(count <= bound)
      #expect(found[..<count].allSatisfy { $0 < TG_FEATURES } && found[count...].allSatisfy { $0 == .max })
    }
  }

  @Test("Fields of any answer", arguments: 0..<20)
  func fields(seed: UInt64) {
    var dice = SeededGenerator(seed)
    let whole = Array(#"{"a": {"b": "x\"y", "c": [1, {"d": 2}]}, "e": -1.5e3, "f": null, "g": true, "": ""}"#.utf8)
    for i in 0..<40 {
      var text = whole
      for _ in 0..<Int.random(in: 0...4, using: &dice) {
        text[Int.random(in: 0..<text.count, using: &dice)] = whole[Int.random(in: 0..<whole.count, using: &dice)]
      }
      text.removeLast(i % 2 == 0 ? 0 : Int.random(in: 0..<text.count, using: &dice))
      let example = PlantedLabels.example(0, "", String(decoding: text, as: UTF8.self))
      let fields = AnswerFields([example])
      for leaf in fields.leaves.joined() { #expect(leaf.value.upperBound <= text.count) }
    }
    let fields = AnswerFields([PlantedLabels.example(0, "", String(decoding: whole, as: UTF8.self))])
    #expect(fields.paths.map { String(decoding: $0, as: UTF8.self) } == ["a.b", "e", "g", ""])
    #expect(
      fields.leaves.map { whole[$0[0].value].map { Character(Unicode.Scalar($0)) } }.map { String($0) }
        == [#"x\"y"#, "-1.5e3", "true", ""])
  }

  @Test("Prompts that fold to the same text share a row, in one context alone")
  func rows() {
    var examples = ["Where is it?", "where is IT", "Where was it?"].enumerated().map {
      PlantedLabels.example($0, $1, "a")
    }
    examples.append(examples[0])
    examples[3].context = 5
    #expect(LabelFeatures(examples, stride: 8).rowOf == [0, 0, 1, 2])
  }

  @Test("Long prompts are cut until all fit")
  func cut() {
    #expect(LabelFeatures.cut([100, 200]) > 200)
    let lengths = (0..<10_000).map { _ in 2_000 } + [10]
    let cut = LabelFeatures.cut(lengths)
    #expect(lengths.reduce(0) { $0 + min($1, cut) } <= LabelFeatures.mostText)
    #expect(lengths.reduce(0) { $0 + min($1, cut + 1) } > LabelFeatures.mostText)
  }

  @Test(
    "Slips of spelling and what is none",
    arguments: [
      ("Postive", "positive", true), ("positvie", "positive", true), ("ositive", "positive", true),
      ("type 1", "type 2", false), ("BookRestaurant2", "BookRestaurant", false), ("atypical", "typical", false),
      ("unimportant", "important", false), ("cat", "car", false), ("negative", "positive", false),
      ("card_delivery_esimate", "card_delivery_estimate", true), ("positif", "positive", false),
      ("überweisung", "ueberweisung", true),
    ])
  func slips(rare: String, usual: String, isSlip: Bool) {
    let check = SpellingCheck(rarity: 10, mostSlips: 3)
    let spellings = [(rare, 1), (usual, 40), ("something else", 40)].map { (text: Array($0.0.utf8), count: $0.1) }
    let slips = check.slips(in: spellings, answers: 81)
    #expect(slips == (isSlip ? [SpellingCheck.Slip(rare: 0, usual: 1)] : []))
  }

  @Test("Spellings are compared in closed lists alone, and frequent words are meant")
  func closed() {
    let check = SpellingCheck(rarity: 10, mostSlips: 3)
    let spellings = [("Yes", 1), ("yes", 40), ("no", 40)].map { (text: Array($0.0.utf8), count: $0.1) }
    #expect(check.slips(in: spellings, answers: 81).count == 1)
    #expect(check.slips(in: spellings, answers: 200).isEmpty)
    let meant = [("employee", 5), ("employer", 60), ("Employer", 9)].map { (text: Array($0.0.utf8), count: $0.1) }
    #expect(check.slips(in: meant, answers: 74) == [SpellingCheck.Slip(rare: 2, usual: 1)])
  }
}
