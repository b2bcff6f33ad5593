import Testing

@testable import TunegateKit

/// Schemas that the user gives: where they are found, what they may refer to, what is said when they cannot be used.
@Suite("Given schemas")
struct GivenSchemaTests {
  private func load(_ config: ConfigFile? = nil, _ flags: SettingFlags = SettingFlags()) throws -> Settings {
    try Settings.forRun(config: config, flags: flags)
  }

  private func complaint(_ flags: SettingFlags) -> String {
    do {
      _ = try load(nil, flags)
      return ""
    } catch { return "\(error)" }
  }

  @Test("A path in a config file is relative to that file; a flag wins")
  func paths() throws {
    let folder = Scratch()
    folder.write("a.json", Array(#"{"required": ["a"]}"#.utf8))
    folder.write("b.json", Array(#"{"required": ["b"]}"#.utf8))
    let config = ConfigFile(path: folder.path + "/.tunegate.yml", text: "schema: a.json\ncompletion-schema: a.json\n")
    let own = try load(config)
    #expect(own.lineSchema?.name == folder.path + "/a.json" && own.completionSchema?.name == folder.path + "/a.json")
    let flagged = try load(config, SettingFlags(schemas: .init(line: folder.path + "/b.json")))
    #expect(flagged.lineSchema?.name == folder.path + "/b.json" && flagged.completionSchema == own.completionSchema)
    let profiled = try load(config, SettingFlags(profiles: ["trl"]))
    #expect(profiled.lineSchema == own.lineSchema)
  }

  @Test("References lead into the folder of --schema-dir: by file name, by path, by $id, and nowhere else")
  func library() throws {
    let folder = Scratch()
    folder.write("main.json", Array(#"{"$ref": "parts/city.json#/$defs/name"}"#.utf8))
    folder.write("other.json", Array(#"{"$ref": "https://example.org/city#/$defs/name"}"#.utf8))
    folder.write("lost.json", Array(#"{"$ref": "https://example.org/nowhere"}"#.utf8))
    folder.write(
      "parts/city.json", Array(#"{"$id": "https://example.org/city", "$defs": {"name": {"type": "string"}}}"#.utf8))
    for name in ["main.json", "other.json"] {
      let schemas = Settings.SchemaSources(line: "\(folder.path)/\(name)", directory: folder.path)
      let schema = try #require(try load(nil, SettingFlags(schemas: schemas)).lineSchema?.schema)
      #expect(schema.isValid(Array(#""Oslo""#.utf8)) && !schema.isValid(Array("7".utf8)), "\(name)")
      let alone = complaint(SettingFlags(schemas: .init(line: "\(folder.path)/\(name)")))
      #expect(alone.contains(name) && alone.contains("--schema-dir"), "\(alone)")
    }
    let lost = complaint(SettingFlags(schemas: .init(line: folder.path + "/lost.json", directory: folder.path)))
    #expect(lost.contains("has no such file"), "\(lost)")
  }

  @Test(
    "What cannot be used is an error of the configuration that names the file and the reason",
    arguments: [
      ("{", "not JSON"), (#"{"type": "strin"}"#, "/type"), (#"{"pattern": "("}"#, "/pattern"), ("7", "schema"),
    ])
  func broken(text: String, reason: String) {
    let folder = Scratch()
    folder.write("s.json", Array(text.utf8))
    let found = complaint(SettingFlags(schemas: .init(completion: folder.path + "/s.json")))
    #expect(found.hasPrefix("\(folder.path)/s.json: error: ") && found.contains(reason), "\(found)")
    if text.hasPrefix("{") {
      let inline = complaint(SettingFlags(schemas: .init(line: text)))
      #expect(inline.hasPrefix("schema: error: ") && inline.contains(reason), "\(inline)")
    }
  }

  @Test("A missing file or folder")
  func missing() {
    let file = complaint(SettingFlags(schemas: .init(line: "/nowhere/s.json")))
    #expect(file == "/nowhere/s.json: error: cannot be read: No such file or directory")
    let folder = complaint(SettingFlags(schemas: .init(line: "{}", directory: "/nowhere")))
    #expect(folder.hasPrefix("/nowhere: error: --schema-dir: cannot be read"), "\(folder)")
  }

  @Test("Findings of a schema do not depend on the number of workers", arguments: [1, 3])
  func jobs(jobs: Int) async throws {
    let folder = Scratch()
    let lines = (0..<400).map { (i: Int) -> String in
      let answer = i % 7 == 0 ? "no" : #"{\"n\": 1}"#
      return #"{"prompt": "Q\#(i)", "completion": "\#(answer)", "k": \#(i % 5)}"#
    }
    folder.write("d.jsonl", Array(lines.joined(separator: "\n").utf8))
    let schemas = Settings.SchemaSources(
      line: #"{"properties": {"k": {"maximum": 3}}}"#, completion: #"{"type": "object"}"#)
    let settings = try load(nil, SettingFlags(select: ["schema-violation", "completion-schema"], schemas: schemas))
    let audit = await Pipeline.audit(
      [folder.path], settings: settings, options: AuditOptions(jobs: jobs, keepsAllFindings: true))
    let found = audit.findings.map { "\($0.rule) \($0.place.line)" }
    var expected: [String] = []
    for i in 0..<400 {
      if i % 5 == 4 { expected.append("schema-violation \(i + 1)") }
      if i % 7 == 0 { expected.append("completion-schema \(i + 1)") }
    }
    #expect(found == expected)
  }
}
