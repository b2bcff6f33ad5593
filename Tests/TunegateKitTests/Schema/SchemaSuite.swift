import Foundation
import Testing

@testable import TunegateKit

/// The official JSON-Schema-Test-Suite, which is no part of the checkout.
enum SchemaSuite {
  static let root = JSONData.root.appendingPathComponent("suites/json-schema")
  static let isThere = FileManager.default.fileExists(atPath: root.appendingPathComponent("tests").path)
  static let absence: Comment =
    "needs the JSON-Schema-Test-Suite: set TUNEGATE_SHARED, or put shared/suites/json-schema beside the checkout"

  struct Case {
    var file: String
    var description: String
    var schema: [UInt8]
    /// Name, instance, and whether it is valid.
    var tests: [(name: String, instance: [UInt8], isValid: Bool)]
  }

  static func folder(_ draft: JSONSchemaDraft) -> String {
    switch draft {
    case .draft4: "draft4"
    case .draft6: "draft6"
    case .draft7: "draft7"
    case .draft2019: "draft2019-09"
    case .draft2020: "draft2020-12"
    }
  }

  /// The cases of the files right in `tests/DRAFT/PART`, in the order of their names.
  static func cases(_ draft: JSONSchemaDraft, _ part: String) throws -> [Case] {
    let folder = root.appendingPathComponent("tests/\(folder(draft))/\(part)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".json") }
    return try names.sorted().flatMap { name -> [Case] in
      let file = try SchemaDocument([UInt8](Data(contentsOf: folder.appendingPathComponent(name))), maxDepth: 512)
      return file.children(0).map { Case(file: name, $0, in: file) }
    }
  }

  /// What the tests expect to find at http://localhost:1234/.
  static let remotes: [String: [UInt8]] = {
    let folder = root.appendingPathComponent("remotes")
    guard let walk = FileManager.default.enumerator(atPath: folder.path) else { return [:] }
    var found: [String: [UInt8]] = [:]
    for case let name as String in walk where name.hasSuffix(".json") {
      guard let data = try? Data(contentsOf: folder.appendingPathComponent(name)) else { continue }
      found["http://localhost:1234/" + name] = [UInt8](data)
    }
    return found
  }()

  /// Runs cases through Bowtie's protocol; the names of the tests that came out wrong, and how many there were.
  static func run(_ cases: [Case], _ draft: JSONSchemaDraft, formats: Bool = false, content: Bool = false) throws
    -> (wrong: [String], total: Int)
  {
    var harness = BowtieHarness(assertsFormats: formats, assertsContent: content)
    _ = harness.answer(Array(#"{"cmd":"start","version":1}"#.utf8))
    _ = harness.answer(Array(#"{"cmd":"dialect","dialect":"\#(draft.uri)"}"#.utf8))
    var (wrong, total): ([String], Int) = ([], 0)
    for (number, test) in cases.enumerated() {
      let reply = harness.answer(command(test, number))
      let answer = try #require(reply)
      let parsed = try SchemaDocument(answer)
      let results = parsed.member(0, "results").map { parsed.children($0) }
      for (index, one) in test.tests.enumerated() {
        total += 1
        let name = "\(folder(draft))/\(test.file): \(test.description) / \(one.name)"
        guard let results, let valid = parsed.member(results[index], "valid") else {
          wrong.append("\(name): \(String(decoding: answer, as: UTF8.self))")
          continue
        }
        if (parsed.tape.tag(valid) == .true) != one.isValid { wrong.append(name) }
      }
    }
    return (wrong, total)
  }

  private static func command(_ test: Case, _ number: Int) -> [UInt8] {
    let text = String(decoding: test.schema, as: UTF8.self)
    let registry =
      text.contains("localhost:1234")
      ? remotes.sorted { $0.key < $1.key }.map { "\"\($0)\":" + String(decoding: $1, as: UTF8.self) } : []
    let tests = test.tests.map { "{\"instance\":" + String(decoding: $0.instance, as: UTF8.self) + "}" }
    return Array(
      """
      {"cmd":"run","seq":\(number),"case":{"description":"x","schema":\(text),\
      "registry":{\(registry.joined(separator: ","))},"tests":[\(tests.joined(separator: ","))]}}
      """.utf8)
  }
}

extension SchemaSuite.Case {
  init(file: String, _ node: Int, in source: SchemaDocument) {
    func text(_ object: Int, _ name: String) -> String { source.member(object, name).map(source.string) ?? "" }
    self.file = file
    description = text(node, "description")
    schema = source.member(node, "schema").map { Array(source.source($0)) } ?? []
    tests = source.children(source.member(node, "tests") ?? node).map { test in
      let instance = source.member(test, "data").map { Array(source.source($0)) } ?? []
      let isValid = source.member(test, "valid").map { source.tape.tag($0) == .true } ?? false
      return (text(test, "description"), instance, isValid)
    }
  }
}
