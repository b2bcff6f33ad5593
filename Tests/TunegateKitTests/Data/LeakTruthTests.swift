import Foundation
import Testing

@testable import TunegateKit

/// Evaluation items that were planted into real exercises.
@Suite("Planted evaluation data", .enabled(if: SharedData.isThere, SharedData.absence))
struct LeakTruthTests {
  private struct Exercise: Codable {
    var prompt: String
    var completion: String

    var line: String {
      get throws { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
    }
  }

  private static let planted = 50

  enum Change: String, CaseIterable {
    case verbatim, recased, tenth

    func callAsFunction(_ text: String, _ dice: inout Dice) -> String {
      switch self {
      case .verbatim: return text
      case .recased: return dice.once(in: 2) ? text.uppercased() : text.capitalized
      case .tenth:
        var words = text.split(separator: " ").map(String.init)
        for i in words.indices.shuffled(using: &dice).prefix(max(1, words.count / 10)) {
          words[i] = dice.pick(["seven", "green", "baker", "often", "carried", "market", "because"])
        }
        return words.joined(separator: " ")
      }
    }
  }

  @Test("Verbatim, re-cased, one word in ten changed: found, and hardly anything else", arguments: Change.allCases)
  func exercises(change: Change) async throws {
    var dice = Dice(17)
    let all = dice.shuffled(try SharedData.records(Exercise.self, "c06-gsm8k-train/data.jsonl.gz"))
    let (items, train) = (all.prefix(Self.planted), all.dropFirst(Self.planted))
    var lines = try train.map { try $0.line }
    var places: Set<Int> = []
    for item in items {
      // The answer is another one: the question alone gives it away.
      let copy = Exercise(prompt: change(item.prompt, &dice), completion: dice.pick(Array(train)).completion)
      let at = lines.count - dice.number(0...40)
      places = Set(places.map { $0 >= at ? $0 + 1 : $0 })
      places.insert(at)
      lines.insert(try copy.line, at: at)
    }
    let bench = LeakBench()
    let questions = try items.map { item in
      String(
        decoding: try JSONEncoder().encode(["question": item.prompt, "answer": item.completion]), as: UTF8.self)
    }
    let audit = try await bench.audit(train: lines, evaluation: questions, jobs: 2)
    let found = Set(audit.findings.map { $0.place.line - 1 })
    let recall = Double(found.intersection(places).count) / Double(Self.planted)
    #expect(recall >= (change == .tenth ? 0.9 : 1), "\(change): \(recall)")
    #expect(found.subtracting(places).count <= lines.count / 1000, "\(found.subtracting(places).count) others")
    #expect(audit.report.leakage.first?.examples == Self.planted)
  }
}
