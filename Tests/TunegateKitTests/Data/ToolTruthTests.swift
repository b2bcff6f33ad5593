import Testing

@testable import TunegateKit

/// A published set of tool calls, of which another validator has told what is wrong.
@Suite("Tool calls with known defects", .enabled(if: SharedData.isThere, SharedData.absence))
struct ToolTruthTests {
  private struct Truth: Decodable {
    var line: Int
    var kinds: [String]
  }

  @Test("Every known defect of a call is found, and nothing else")
  func calls() async throws {
    let set = "a09-ha-tools-messages"
    let audit = try await SharedData.audit(
      set + "/data.jsonl.gz", flags: SettingFlags(select: ["conversation"]))
    let found = audit.rulesByLine
    let rules = ["tool-args-violate-schema": "tool-arguments", "tool-unknown": "undeclared-tool"]
    var wanted: [Int: Set<String>] = [:]
    for truth in try SharedData.records(Truth.self, set + "/truth.jsonl.gz") {
      for kind in truth.kinds { wanted[truth.line, default: []].insert(try #require(rules[kind])) }
    }
    #expect(wanted.count == 288)
    #expect(found == wanted)
  }

  @Test("Conversations that are a text are told as such, each once, and their tools as nothing")
  func encodedTwice() async throws {
    let audit = try await SharedData.audit("a08-ha-tools-stringified/data.jsonl.gz")
    #expect(audit.rulesByLine.filter { $0.key > 0 }.values.allSatisfy { $0 == ["double-encoded"] })
    #expect(audit.findings.count { $0.rule == "double-encoded" } == 2357)
  }
}
