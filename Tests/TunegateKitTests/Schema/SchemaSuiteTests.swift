import Foundation
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

@Suite("JSON Schema: the official suite, explained", .enabled(if: SchemaSuite.isThere, SchemaSuite.absence))
struct SchemaExplainedSuiteTests {
  @Test("Both passes agree on every test", arguments: JSONSchemaDraft.allCases)
  func agreement(draft: JSONSchemaDraft) throws {
    var wrong: [String] = []
    for (part, formats) in [("", false), ("optional", false), ("optional/format", true)] {
      let options = JSONSchema.Options(
        draft: draft, assertsFormats: formats, assertsContent: true, resources: SchemaSuite.remotes)
      for test in try SchemaSuite.cases(draft, part) {
        guard let schema = try? JSONSchema(test.schema, options: options) else { continue }
        for one in test.tests {
          let isValid = schema.isValid(one.instance)
          let errors = schema.errors(in: one.instance)
          if errors.isEmpty != isValid || errors.contains(where: { $0.message.isEmpty }) {
            wrong.append("\(test.file): \(test.description) / \(one.name): \(errors)")
          }
        }
      }
    }
    #expect(wrong.isEmpty, "\(wrong.joined(separator: "\n"))")
  }

  @Test("Output tests", arguments: [JSONSchemaDraft.draft2019, .draft2020])
  func output(draft: JSONSchemaDraft) throws {
    var total = 0
    let name = SchemaSuite.folder(draft)
    let shape = try SchemaSuite.file("output-tests/\(name)/output-schema.json")
    for file in ["escape", "general", "readOnly", "type"] {
      let cases = try SchemaDocument(SchemaSuite.file("output-tests/\(name)/content/\(file).json"))
      for node in cases.children(0) {
        let schema = try JSONSchema(Array(cases.source(#require(cases.member(node, "schema")))))
        for test in cases.children(try #require(cases.member(node, "tests"))) {
          let value = Array(cases.source(try #require(cases.member(test, "data"))))
          let wanted = try #require(cases.member(test, "output").flatMap { cases.member($0, "basic") })
          let address = draft.uri.replacing("/schema", with: "/output/schema")
          let judge = try JSONSchema(
            Array(cases.source(wanted)), options: .init(draft: draft, resources: [address: shape]))
          let output = try schema.output(for: value, .basic)
          #expect(judge.errors(in: output) == [], "\(file): \(String(decoding: output, as: UTF8.self))")
          total += 1
        }
      }
    }
    #expect(total == 4)
  }

  @Test("Annotation tests")
  func annotations() throws {
    var total = 0
    for file in ["applicators", "content", "core", "format", "meta-data", "unevaluated", "unknown"] {
      let cases = try SchemaDocument(SchemaSuite.file("annotations/tests/\(file).json"))
      for node in cases.children(try #require(cases.member(0, "suite"))) {
        let range = cases.member(node, "compatibility").map(cases.string) ?? ""
        for draft in JSONSchemaDraft.allCases.reversed() where draft.isIn(range) {
          total += try SchemaSuite.checkAnnotations(node, cases, draft)
        }
      }
    }
    #expect(total > 87)
  }
}

extension JSONSchemaDraft {
  /// Whether the draft is in a range such as `6,<=2019`.
  fileprivate func isIn(_ range: String) -> Bool {
    let year = [JSONSchemaDraft.draft4: 4, .draft6: 6, .draft7: 7, .draft2019: 2019, .draft2020: 2020][self] ?? 0
    return range.split(separator: ",").allSatisfy { bound in
      if bound.hasPrefix("<=") { return year <= Int(bound.dropFirst(2)) ?? 0 }
      if bound.hasPrefix("=") { return year == Int(bound.dropFirst()) }
      return year >= Int(bound) ?? 0
    }
  }
}

extension SchemaSuite {
  /// Checks the annotations of one case; the number of assertions.
  static func checkAnnotations(_ node: Int, _ cases: SchemaDocument, _ draft: JSONSchemaDraft) throws -> Int {
    var options = JSONSchema.Options(draft: draft)
    if let others = cases.member(node, "externalSchemas") {
      for key in cases.children(others) { options.resources[cases.string(key)] = Array(cases.source(key + 1)) }
    }
    let schema = try JSONSchema(Array(cases.source(#require(cases.member(node, "schema")))), options: options)
    var total = 0
    for test in cases.children(try #require(cases.member(node, "tests"))) {
      let value = try SchemaDocument(Array(cases.source(#require(cases.member(test, "instance")))))
      let found = schema.annotations(of: value)
      for assertion in cases.children(try #require(cases.member(test, "assertions"))) {
        let place = cases.string(try #require(cases.member(assertion, "location")))
        let keyword = cases.string(try #require(cases.member(assertion, "keyword")))
        let expected = try #require(cases.member(assertion, "expected"))
        let wanted = cases.children(expected).map { cases.string($0) + " " + canonical(Array(cases.source($0 + 1))) }
        let got = found.filter {
          $0.keyword == keyword && SchemaQuote.pointer(to: $0.value, in: value) == place
        }.map {
          let place = $0.absoluteLocation.dropLast(SchemaURI.encoded(keyword).count + 1)
          return fromRoot(String(place), schema) + " " + canonical($0.annotation ?? [])
        }
        #expect(Set(got) == Set(wanted), "\(cases.string(cases.member(node, "description") ?? 0)) \(place) \(keyword)")
        total += 1
      }
    }
    return total
  }

  /// A schema's place from the root of its document, which is how the annotation tests write it.
  private static func fromRoot(_ place: String, _ schema: JSONSchema) -> String {
    let (uri, pointer) = SchemaURI.split(place)
    let registry = schema.program.registry
    guard let resource = registry.resources.first(where: { $0.uri == uri && $0.document == 0 }) else { return place }
    return "#" + SchemaQuote.pointer(to: resource.node, in: registry.documents[0]) + pointer
  }

  /// Without white space outside strings; the tests' values have none inside worth keeping.
  private static func canonical(_ json: [UInt8]) -> String {
    String(decoding: json, as: UTF8.self).filter { !$0.isWhitespace }
  }

  static func file(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: root.appendingPathComponent(path)))
  }
}
