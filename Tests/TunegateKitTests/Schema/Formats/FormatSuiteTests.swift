import Foundation
import Testing

@testable import TunegateKit

/// The format tests of the official JSON-Schema-Test-Suite, which is not part of the checkout.
enum FormatSuite {
  static let drafts = ["draft4", "draft6", "draft7", "draft2019-09", "draft2020-12"]
  static let absent: Comment = "needs the official suite: set TUNEGATE_SHARED, or put shared/ beside the checkout"

  static let tests: URL = {
    var folder = URL(fileURLWithPath: #filePath)
    for _ in 0..<6 { folder.deleteLastPathComponent() }
    let shared = ProcessInfo.processInfo.environment["TUNEGATE_SHARED"].map { URL(fileURLWithPath: $0) }
    return (shared ?? folder.appendingPathComponent("shared")).appendingPathComponent("suites/json-schema/tests")
  }()

  static var isPresent: Bool { FileManager.default.fileExists(atPath: tests.path) }

  struct Group: Decodable {
    struct Schema: Decodable { let format: String? }
    struct Case: Decodable {
      let description: String
      let data: Instance
      let valid: Bool
    }
    let schema: Schema
    let tests: [Case]
  }

  /// A string, or anything else: formats constrain strings alone (2020-12 validation, 7.1).
  struct Instance: Decodable {
    let string: String?
    init(from decoder: any Decoder) throws {
      string = try? decoder.singleValueContainer().decode(String.self)
    }
  }

  static func files(_ draft: String) throws -> [URL] {
    let folder = tests.appendingPathComponent(draft).appendingPathComponent("optional/format")
    return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }
  }
}

@Suite("Official format tests", .enabled(if: FormatSuite.isPresent, FormatSuite.absent))
struct FormatSuiteTests {
  @Test("Every test passes, but for those of `regex`", arguments: FormatSuite.drafts)
  func drafts(_ draft: String) throws {
    var count = 0
    for file in try FormatSuite.files(draft) {
      for group in try JSONDecoder().decode([FormatSuite.Group].self, from: Data(contentsOf: file)) {
        guard let format = group.schema.format, format != "regex" else { continue }
        for test in group.tests {
          count += 1
          let isValid = test.data.string.flatMap { StringFormat.check(format, $0.utf8) } ?? true
          #expect(isValid == test.valid, "\(file.lastPathComponent): \(test.description)")
        }
      }
    }
    #expect(count > 100)
  }

  @Test("Only the format `unknown` of the suite is unknown", arguments: FormatSuite.drafts)
  func known(_ draft: String) throws {
    for file in try FormatSuite.files(draft) {
      for group in try JSONDecoder().decode([FormatSuite.Group].self, from: Data(contentsOf: file)) {
        guard let format = group.schema.format, format != "regex" else { continue }
        #expect((StringFormat(rawValue: format) == nil) == (format == "unknown"), "\(format)")
      }
    }
  }
}
