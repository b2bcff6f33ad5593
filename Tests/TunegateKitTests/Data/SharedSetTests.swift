import Testing

@testable import TunegateKit

@Suite("Real data sets", .enabled(if: SharedData.isThere, SharedData.absence))
struct SharedSetTests {
  /// Read by tests of their own, or, as rungs of the ladder, the same texts again with other labels.
  private static func isLeftOut(_ name: String) -> Bool {
    name.hasPrefix("d0") || name.hasPrefix("s09") && !name.hasSuffix("-40")
  }
  /// Sets with another fault by construction: what the rules must say of nearly every line.
  private static let known = [
    "a08-ha-tools-stringified": "double-encoded", "c23-pandalm-pairs": "unknown-shape",
  ]
  /// Clean controls must be free of errors; what is wrong in them by nature is below 1 %. Each exception would need a
  /// reason here.
  private static let justified: Set<String> = []

  @Test("Every set is read to its end, and clean controls are free of errors")
  func everySet() async throws {
    let sets = try SharedData.sets().filter { !Self.isLeftOut($0.name) }
    #expect(sets.count >= 18)
    for set in sets {
      let audit = try await SharedData.audit(set.name + "/data.jsonl.gz")
      #expect(audit.report.problems == [] && audit.warnings == [], "\(set.name)")
      #expect(audit.report.dataset.lines == set.examples && audit.exitCode != 2, "\(set.name)")
      let errors = Set(audit.report.rules.filter { $0.severity == .error }.map(\.id))
      if set.name.hasSuffix("clean-control") {
        #expect(errors.subtracting(Self.justified) == [], "\(set.name)")
        #expect(audit.exitCode == 0 && audit.report.noise.score < 1, "\(set.name)")
      }
      if let rule = Self.known[set.name] {
        let summary = try #require(audit.report.rules.first { $0.id == rule }, "\(set.name): \(rule)")
        #expect(summary.share > 0.99, "\(set.name)")
      } else {
        #expect(Double(audit.report.dataset.examples) > 0.98 * Double(set.examples), "\(set.name)")
      }
    }
  }
}
