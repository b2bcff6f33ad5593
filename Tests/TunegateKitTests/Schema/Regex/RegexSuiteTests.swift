import Foundation
import Testing

@testable import TunegateKit

/// The patterns of the JSON Schema test suite, where it is there: `suites/json-schema` in `TUNEGATE_SHARED`, else in
/// `../shared` beside the checkout.
@Suite("Regular expressions: the JSON Schema test suite", .enabled(if: RegexSuite.isThere, RegexSuite.absence))
struct RegexSuiteTests {
  @Test("pattern finds what the suite says")
  func patterns() throws {
    var checked = 0
    let files = ["pattern.json", "ecmascript-regex.json", "non-bmp-regex.json"]
    for (schema, data, isValid) in try RegexSuite.tests(files) {
      guard let pattern = schema["pattern"] as? String, let text = data as? String else { continue }
      #expect(try matches(pattern, text) == isValid, "\(pattern) on \(text)")
      checked += 1
    }
    #expect(checked > 300)
  }

  @Test("patternProperties takes the keys that the suite says")
  func patternProperties() throws {
    var checked = 0
    let files = ["patternProperties.json", "ecmascript-regex.json", "non-bmp-regex.json"]
    for (schema, data, isValid) in try RegexSuite.tests(files) {
      guard let patterns = schema["patternProperties"] as? [String: Any], let data = data as? [String: Any] else {
        continue
      }
      // Only of schemas that forbid all other keys do the keys alone tell whether the data is valid.
      let forbidsOthers = schema["additionalProperties"] as? Bool == false
      let areTaken = try data.keys.allSatisfy { key in try patterns.keys.contains { try matches($0, key) } }
      guard forbidsOthers, patterns.values.allSatisfy({ $0 as? Bool == true }) else {
        for pattern in patterns.keys { _ = try ECMARegex(pattern) }
        continue
      }
      #expect(areTaken == isValid, "\(patterns.keys.sorted()) on \(data.keys.sorted())")
      checked += 1
    }
    #expect(checked > 50)
  }

  @Test("format regex: a pattern compiles when the suite says that it is one")
  func formats() throws {
    var checked = 0
    for (schema, data, isValid) in try RegexSuite.tests(["format/regex.json", "format/ecmascript-regex.json"]) {
      guard schema["format"] as? String == "regex", let pattern = data as? String else { continue }
      #expect((refusal(pattern) == nil) == isValid, "\(pattern)")
      checked += 1
    }
    #expect(checked > 30)
  }

  @Test("Every other pattern of the suite compiles")
  func all() throws {
    var patterns: Set<String> = []
    func collect(_ value: Any) {
      if let list = value as? [Any] { list.forEach(collect) }
      guard let object = value as? [String: Any] else { return }
      if let pattern = object["pattern"] as? String { patterns.insert(pattern) }
      if let keyed = object["patternProperties"] as? [String: Any] { patterns.formUnion(keyed.keys) }
      object.values.forEach(collect)
    }
    for (schema, _, _) in try RegexSuite.tests([".json"]) { collect(schema) }
    #expect(patterns.count > 30)
    for pattern in patterns.sorted() { #expect(refusal(pattern) == nil, "\(pattern)") }
  }
}

enum RegexSuite {
  static let folder: URL = {
    let root = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../../..").standardized
    let shared =
      ProcessInfo.processInfo.environment["TUNEGATE_SHARED"].map { URL(fileURLWithPath: $0) }
      ?? root.appendingPathComponent("shared")
    return shared.appendingPathComponent("suites/json-schema/tests")
  }()

  static let isThere = FileManager.default.fileExists(atPath: folder.path)
  static let absence: Comment = "no JSON Schema suite: set TUNEGATE_SHARED to the folder that holds suites/json-schema"

  /// Every test of the files whose paths end so: schema, data, and whether that is valid.
  static func tests(_ suffixes: [String]) throws -> [(schema: [String: Any], data: Any, isValid: Bool)] {
    let paths = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    var tests: [(schema: [String: Any], data: Any, isValid: Bool)] = []
    for path in paths.sorted() where suffixes.contains(where: { path.hasSuffix($0) }) {
      if suffixes.contains("ecmascript-regex.json"), path.contains("/format/") { continue }
      let content = try JSONSerialization.jsonObject(with: Data(contentsOf: folder.appendingPathComponent(path)))
      for group in content as? [[String: Any]] ?? [] {
        guard let schema = group["schema"] as? [String: Any] else { continue }
        for test in group["tests"] as? [[String: Any]] ?? [] {
          guard let data = test["data"], let isValid = test["valid"] as? Bool else { continue }
          tests.append((schema, data, isValid))
        }
      }
    }
    return tests
  }
}
