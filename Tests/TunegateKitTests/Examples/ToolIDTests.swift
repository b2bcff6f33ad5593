import Testing

@testable import TunegateKit

@Suite("Ids of tool calls and their results")
struct ToolIDTests {
  /// One step of a conversation.
  private enum Step: Equatable {
    case call(UInt64?)
    case result(UInt64?)
    case goOn
  }

  private func faults(_ steps: [Step]) -> [String] {
    var ids = ToolIDs()
    ids.beginRecord()
    for (i, step) in steps.enumerated() {
      let site = ToolIDs.Site(offset: i, length: 0, turn: 0)
      switch step {
      case .call(let id): ids.call(id, at: site)
      case .result(let id): ids.result(id, at: site)
      case .goOn: ids.goOn()
      }
    }
    var found: [String] = []
    ids.end(isPrompt: false) { found.append("\($0.site.offset) \($0.kind)") }
    return found.sorted()
  }

  /// The same, said slowly: each fault by a look at the whole conversation.
  private func slowly(_ steps: [Step]) -> [String] {
    let calls = steps.indices.filter { if case .call(_?) = steps[$0] { true } else { false } }
    let hasResultIDs = steps.contains { if case .result(_?) = $0 { true } else { false } }
    guard !calls.isEmpty else { return [] }
    var found: [String] = []
    var answered: Set<Int> = []
    for (i, step) in steps.enumerated() {
      switch step {
      case .call(let id?):
        if steps[..<i].contains(.call(id)) { found.append("\(i) repeated") }
      case .result(nil): if hasResultIDs { found.append("\(i) nameless") }
      case .result(let id?):
        guard let call = calls.last(where: { $0 < i && steps[$0] == .call(id) }) else {
          found.append("\(i) unknown")
          continue
        }
        if !answered.insert(call).inserted { found.append("\(i) answered") }
      default: break
      }
    }
    guard found.isEmpty, hasResultIDs else { return found.sorted() }
    return calls.filter { call in
      guard let next = steps[call...].firstIndex(of: .goOn), case .call(let id) = steps[call] else { return false }
      return !steps[call..<next].contains(.result(id))
    }.map { "\($0) overdue" }.sorted()
  }

  @Test("Every short conversation is judged as the slow reading judges it", arguments: UInt64(0)..<4)
  func slowReading(seed: UInt64) {
    var dice = Dice(seed)
    for _ in 0..<5_000 {
      let steps = (0..<dice.number(0...9)).map { _ -> Step in
        let id = dice.once(in: 6) ? nil : UInt64(dice.number(1...4))
        return dice.pick([Step.call(id), .call(id), .result(id), .result(id), .goOn])
      }
      let (found, wanted) = (faults(steps), slowly(steps))
      if found != wanted { Issue.record("\(steps): \(found), expected \(wanted)") }
    }
  }

  private static let call = #"{"role": "assistant", "tool_calls": [{"id": "a", "name": "f", "arguments": {}}]}"#
  private static let result = #"{"role": "tool", "tool_call_id": "a", "content": "1"}"#
  private static let answer = #"{"role": "assistant", "content": "A"}"#
  private static let question = #"{"role": "user", "content": "Q"}"#

  @Test("Both sides of a preference may go on from the prompt, or say it again")
  func preference() {
    let (prompt, rest) = ("\(Self.question), \(Self.call)", "\(Self.result), \(Self.answer)")
    #expect(ReadLine(#"{"prompt": [\#(prompt)], "chosen": [\#(rest)], "rejected": [\#(rest)]}"#).notes.isEmpty)
    #expect(ReadLine(#"{"chosen": [\#(prompt), \#(rest)], "rejected": [\#(prompt), \#(rest)]}"#).notes.isEmpty)
    let other = rest.replacing("\"a\"", with: "\"b\"")
    let notes = ReadLine(#"{"prompt": [\#(prompt)], "chosen": [\#(rest)], "rejected": [\#(other)]}"#).notes
    #expect(notes.map(\.kind) == [.badToolCallID])
  }

  @Test("One record's ids are nothing to the next")
  func nextRecord() {
    var ids = ToolIDs()
    var found = 0
    for _ in 0..<2 {
      ids.beginRecord()
      ids.call(1, at: ToolIDs.Site(offset: 0, length: 0, turn: 0))
      ids.result(1, at: ToolIDs.Site(offset: 1, length: 0, turn: 1))
      ids.goOn()
      ids.end(isPrompt: true) { _ in found += 1 }
    }
    #expect(found == 0)
  }
}
