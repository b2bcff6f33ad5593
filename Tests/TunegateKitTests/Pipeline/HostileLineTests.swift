import Testing

@testable import TunegateKit

/// A line may hold as many faults as it has bytes. Work that grows with their square would not end within the limit.
@Suite("Hostile lines")
struct HostileLineTests {
  private static let faults = 50_000

  @Test(
    "Every fault of a line is named, in time that grows with the line", .timeLimit(.minutes(1)),
    arguments: [
      ("unknown-role", #"{"role": "boss", "content": "c"}"#), ("bad-weight", #"{"role": "user", "weight": 7}"#),
      ("broken-turn", "7"),
    ])
  func manyFaults(rule: String, turn: String) async throws {
    let folder = try TestFolder()
    let turns = repeatElement(turn, count: Self.faults).joined(separator: ", ")
    let path = try folder.write("a.jsonl", #"{"messages": [\#(turns), {"role": "assistant", "content": "A"}]}"#)
    let audit = await Pipeline.audit(
      [path], settings: try standardSettings(SettingFlags(select: [rule])),
      options: AuditOptions(keepsAllFindings: true))
    let pointers = audit.findings.filter { $0.rule == rule }.map(\.pointer)
    let suffix = ["unknown-role": "/role", "bad-weight": "/weight"][rule] ?? ""
    #expect(pointers == (0..<Self.faults).map { "/messages/\($0)\(suffix)" })
  }

  @Test("The faults of one tool call list too", .timeLimit(.minutes(1)))
  func manyCalls() async throws {
    let folder = try TestFolder()
    let calls = repeatElement(#"{"function": {"name": "f", "arguments": "no"}}"#, count: Self.faults)
      .joined(separator: ",")
    let path = try folder.write(
      "a.jsonl", #"{"messages": [{"role": "user", "content": "Q"}, {"role": "assistant", "tool_calls": [\#(calls)]}]}"#)
    let audit = await Pipeline.audit(
      [path], settings: try standardSettings(SettingFlags(select: ["broken-tool-call"])),
      options: AuditOptions(keepsAllFindings: true))
    #expect(audit.findings.count == Self.faults)
    #expect(audit.findings.last?.pointer == "/messages/1/tool_calls/\(Self.faults - 1)/function/arguments")
  }

  @Test("Many functions, called many times by many ids", .timeLimit(.minutes(1)))
  func manyTools() async throws {
    let folder = try TestFolder()
    let tools = (0..<Self.faults).map { #"{"name": "f\#($0)"}"# }.joined(separator: ",")
    let calls = (0..<Self.faults).map { #"{"id": "c\#($0)", "name": "f\#($0)x", "arguments": {}}"# }
      .joined(separator: ",")
    let results = (0..<Self.faults).map { #"{"role": "tool", "tool_call_id": "c\#($0)x", "content": "1"}"# }
      .joined(separator: ",")
    let path = try folder.write(
      "a.jsonl",
      #"{"tools": [\#(tools)], "messages": [{"role": "user", "content": "Q"}, "#
        + #"{"role": "assistant", "tool_calls": [\#(calls)]}, \#(results), {"role": "assistant", "content": "A"}]}"#)
    let audit = await Pipeline.audit(
      [path], settings: try standardSettings(SettingFlags(select: ["undeclared-tool", "tool-call-id"])),
      options: AuditOptions(keepsAllFindings: true))
    let counts = Dictionary(grouping: audit.findings, by: \.rule).mapValues(\.count)
    #expect(counts == ["undeclared-tool": Self.faults, "tool-call-id": Self.faults])
  }
}
