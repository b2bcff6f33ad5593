import Foundation
import Testing

@testable import TunegateKit

/// The rules in `docs/custom-rules.md` do what the guide says.
@Suite("Custom rules: the guide")
struct CustomRuleDocumentTests {
  private static let text: String = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return (try? String(contentsOf: root.appendingPathComponent("docs/custom-rules.md"), encoding: .utf8)) ?? ""
  }()

  @Test("Every config in it is read, and its examples hold")
  func examples() throws {
    let configs = ConfigSchemaTests.configs(in: Self.text)
    #expect(configs.count >= 5)
    for (i, yaml) in configs.enumerated() {
      let config = ConfigFile(path: "config \(i + 1) of docs/custom-rules.md", text: yaml)
      let test = CustomRuleTest(try Settings.forRun(config: config, flags: SettingFlags()))
      #expect(test.holds, "\(test.text)")
      #expect(test.outcomes.allSatisfy { $0.bad > 0 }, "\(test.text)")
    }
  }

  @Test("It tells of every key of a rule, and of every place by name")
  func keys() {
    for key in CustomRule.table.names { #expect(Self.text.contains("`\(key)`"), "\(key)") }
    for name in CustomRule.Target.names { #expect(Self.text.contains("`\(name)`"), "\(name)") }
  }
}
