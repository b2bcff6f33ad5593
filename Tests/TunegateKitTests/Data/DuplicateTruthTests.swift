import Foundation
import Testing

@testable import TunegateKit

/// Duplicates against planted ones, by group: either member of a pair is a right answer.
@Suite("Planted duplicates of real data", .enabled(if: SharedData.isThere, SharedData.absence))
struct DuplicateTruthTests {
  private struct Truth: Decodable {
    let line: Int
    let kinds: [String]
    let refLine: Int?

    enum CodingKeys: String, CodingKey {
      case line, kinds
      case refLine = "ref_line"
    }
  }

  @Test(
    "Exact and normalized ones are all found and are right, near ones are found",
    arguments: [
      "s01-chat-corrupted", "s03-banking77-noisy",
    ])
  func recallAndPrecision(set: String) async throws {
    let audit = try await SharedData.audit(
      set, flags: SettingFlags(select: ["exact-duplicate", "normalized-duplicate", "near-duplicate"]))
    let truth = try SharedData.records(Truth.self, set + "/truth.jsonl.gz")
    let lines = try SharedData.lines(set + "/data.jsonl.gz")
    let planted = { (kind: String) in
      truth.filter { $0.kinds.contains(kind) }.compactMap { t in t.refLine.map { (t.line, $0) } }
    }
    let (exact, near) = (planted("exact-dup"), planted("near-dup"))
    try #require(exact.count >= 60 && near.count >= 60)

    #expect(recall(exact, Groups(audit, ["exact-duplicate"])) == 1)
    // Which of the near ones are equal but for case, spacing and punctuation is told by a normalizer of its own.
    let equal = near.filter { folded(lines[$0.0 - 1]) == folded(lines[$0.1 - 1]) }
    #expect(equal.count >= 20 && recall(equal, Groups(audit, ["exact-duplicate", "normalized-duplicate"])) == 1)
    let all = Groups(audit, ["exact-duplicate", "normalized-duplicate", "near-duplicate"])
    #expect(recall(near, all) >= 0.9, "\(recall(near, all))")

    for (rule, view) in [("exact-duplicate", spelled), ("normalized-duplicate", folded)] {
      let found = audit.findings.filter { $0.rule == rule }
      let right = found.count { view(lines[$0.place.line - 1]) == view(lines[$0.related[0].line - 1]) }
      #expect(!found.isEmpty && Double(right) >= 0.99 * Double(found.count), "\(rule): \(right) of \(found.count)")
    }
  }

  private func recall(_ pairs: [(Int, Int)], _ groups: Groups) -> Double {
    Double(pairs.count { groups.areTogether($0.0, $0.1) }) / Double(pairs.count)
  }

  /// A record's texts as another JSON reader sees them.
  private func spelled(_ line: [UInt8]) -> [String] {
    func texts(_ value: Any) -> [String] {
      switch value {
      case let text as String: [text]
      case let array as [Any]: array.flatMap(texts)
      case let object as [String: Any]: object.sorted { $0.key < $1.key }.flatMap { texts($0.value) }
      default: ["\(value)"]
      }
    }
    return (try? JSONSerialization.jsonObject(with: Data(line))).map(texts) ?? []
  }

  /// Letters and digits alone, without case and compatibility forms.
  private func folded(_ line: [UInt8]) -> [String] {
    spelled(line).map { text in
      String(text.decomposedStringWithCompatibilityMapping.lowercased().filter { $0.isLetter || $0.isNumber })
    }
  }
}

/// Lines that findings link, directly or through others.
private struct Groups {
  private var parent: [Int: Int] = [:]

  init(_ audit: Audit, _ rules: Set<String>) {
    for finding in audit.findings where rules.contains(finding.rule) {
      for place in finding.related { parent[root(finding.place.line)] = root(place.line) }
    }
  }

  func areTogether(_ a: Int, _ b: Int) -> Bool { root(a) == root(b) }

  private func root(_ line: Int) -> Int {
    var at = line
    while let next = parent[at], next != at { at = next }
    return at
  }
}
