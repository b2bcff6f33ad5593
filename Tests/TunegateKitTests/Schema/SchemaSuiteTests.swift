import Testing

@testable import TunegateKit

@Suite("JSON Schema: the official suite", .enabled(if: SchemaSuite.isThere, SchemaSuite.absence))
struct SchemaSuiteTests {
  @Test("Required tests", arguments: [(4, 618), (6, 839), (7, 927), (2019, 1259), (2020, 1299)])
  func required(draft: Int, count: Int) throws {
    let draft = try draft.draft
    try expectAll(SchemaSuite.run(SchemaSuite.cases(draft, ""), draft), count)
  }

  @Test("Optional tests", arguments: [(4, 100), (6, 106), (7, 118), (2019, 158), (2020, 162)])
  func optional(draft: Int, count: Int) throws {
    let draft = try draft.draft
    try expectAll(SchemaSuite.run(SchemaSuite.cases(draft, "optional"), draft, content: true), count)
  }

  @Test("Tests of formats", arguments: [(4, 219), (6, 325), (7, 676), (2019, 757), (2020, 764)])
  func formats(draft: Int, count: Int) throws {
    let draft = try draft.draft
    try expectAll(SchemaSuite.run(SchemaSuite.cases(draft, "optional/format"), draft, formats: true), count)
  }

  private func expectAll(_ outcome: (wrong: [String], total: Int), _ count: Int) {
    #expect(outcome.total == count)
    let list = outcome.wrong.joined(separator: "\n")
    #expect(outcome.wrong.isEmpty, "\(outcome.wrong.count) of \(outcome.total) wrong:\n\(list)")
  }
}

extension Int {
  fileprivate var draft: JSONSchemaDraft {
    get throws {
      try #require([4: .draft4, 6: .draft6, 7: .draft7, 2019: .draft2019, 2020: .draft2020][self])
    }
  }
}
