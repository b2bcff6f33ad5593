import Foundation
import Testing

@Suite("Flags and configuration")
struct SettingFlagTests {
  private func rules(_ shop: Workshop, _ arguments: String...) throws -> [String] { try rules(shop, arguments) }

  private func rules(_ shop: Workshop, _ arguments: [String]) throws -> [String] {
    let outcome = try shop.run(["check", "--report", "json"] + arguments)
    let rules = try shop.report(outcome)["rules"] as? [[String: Any]] ?? []
    return rules.compactMap { $0["id"] as? String }
  }

  @Test("--select and --ignore take rules and groups, with commas or again")
  func selection() throws {
    let shop = try Workshop()
    let both = ["broken.jsonl", "copies.jsonl"]
    let all = try rules(shop, both[0], both[1])
    #expect(all == ["malformed-json", "exact-duplicate"])
    #expect(try rules(shop, both[0], both[1], "--select", "exact-duplicate") == ["exact-duplicate"])
    #expect(try rules(shop, both[0], both[1], "--select", "format,duplicates") == all)
    #expect(try rules(shop, both[0], both[1], "--select", "format", "--select", "duplicates") == all)
    #expect(try rules(shop, both[0], both[1], "--ignore", "format") == ["exact-duplicate"])
    #expect(try rules(shop, both[0], both[1], "--ignore", "malformed-json,exact-duplicate") == [])
    let none = try shop.run("check", "clean.jsonl", "--select", "size", "--ignore", "size")
    #expect(none.status == 2 && none.errors.contains("no rule is left to run"), "\(none.errors)")
  }

  @Test("--max-noise at, below and above the score")
  func maxNoise() throws {
    let shop = try Workshop()
    // One of 62 lines is surely bad, and the rule's own limit is out of the way.
    try shop.write("limits.yml", "rules:\n  malformed-json: {limit: off}\n")
    for (limit, status) in [("1.6", 1), ("1.64", 0), ("0", 1), ("100", 0)] as [(String, Int32)] {
      let outcome = try shop.run("check", "broken.jsonl", "--config", "limits.yml", "--max-noise", limit)
      #expect(outcome.status == status, "\(limit): \(outcome.text)")
    }
  }

  @Test("--fail-on each severity")
  func failOn() throws {
    let shop = try Workshop()
    for (severity, status) in [("error", 0), ("warning", 1), ("note", 1), ("never", 0)] as [(String, Int32)] {
      #expect(try shop.run("check", "copies.jsonl", "--fail-on", severity).status == status, "\(severity)")
    }
  }

  @Test("--completion-schema takes an XML grammar; libxml2 itself prints nothing, neither of grammars nor of answers")
  func grammars() throws {
    let shop = try Workshop()
    let xs = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>"
    let type = "<xs:simpleType name='t'><xs:restriction base='xs:int'/></xs:simpleType>"
    try shop.write("parts/t.xsd", "\(xs)\(type)</xs:schema>")
    try shop.write("a.xsd", "\(xs)<xs:include schemaLocation='t.xsd'/><xs:element name='a' type='t'/></xs:schema>")
    try shop.write("no.xsd", "\(xs)\n<xs:element nme='a'/></xs:schema>")
    try shop.write("no.rng", "<grammar xmlns='http://relaxng.org/ns/structure/1.0'/>")
    let answers = [
      "<a>1</a>", "<a>1</a> done", "<a>x</a>", "<a>1</b>", "<!DOCTYPE a><a>1</a>", "<a>&b;</a>", "none",
      #"<a\u0001/>"#,
    ]
    let lines = answers.map { #"{"prompt": "Q", "completion": "\#($0)"}"# }
    try shop.write("xml.jsonl", lines.joined(separator: "\n"))
    let findings = ["--select", "completion-schema", "--completion-schema", "a.xsd", "--schema-dir", "parts", "-q"]
    for jobs in ["1", "4"] {
      let outcome = try shop.run(["check", "xml.jsonl", "--findings", "found.jsonl", "--jobs", jobs] + findings)
      #expect(outcome.status == 1 && outcome.errors == "", "\(outcome.errors)")
      let found = (shop.text("found.jsonl") ?? "").split(separator: "\n")
      #expect(found.count == 6, "\(found)")
    }
    let alone = try shop.run("check", "xml.jsonl", "--completion-schema", "a.xsd")
    #expect(alone.status == 2 && alone.errors.hasPrefix("a.xsd: error: refers to 't.xsd'"), "\(alone.errors)")
    for (name, place) in [("no.xsd", "no.xsd:2"), ("no.rng", "no.rng")] {
      let refused = try shop.run("check", "xml.jsonl", "--completion-schema", name)
      let lines = refused.errors.split(separator: "\n")
      #expect(refused.status == 2 && lines.allSatisfy { $0.hasPrefix("\(place)") }, "\(refused.errors)")
    }
    let line = try shop.run("check", "xml.jsonl", "--schema", "a.xsd")
    #expect(line.status == 2 && line.errors.contains("give it as completion-schema"), "\(line.errors)")
  }

  @Test("--schema, --completion-schema and --schema-dir; a schema that is none is wrong usage")
  func schemas() throws {
    let shop = try Workshop()
    try shop.write("parts/text.json", #"{"type": "string", "maxLength": 3}"#)
    try shop.write("line.json", #"{"properties": {"prompt": {"$ref": "text.json"}}}"#)
    try shop.write("no.json", #"{"type": "strin"}"#)
    let refused = try rules(shop, "clean.jsonl", "--schema", "line.json", "--schema-dir", "parts")
    #expect(refused == ["schema-violation"])
    #expect(try rules(shop, "clean.jsonl", "--completion-schema", "parts/text.json") == ["completion-schema"])
    for flag in ["--schema", "--completion-schema"] {
      let outcome = try shop.run("check", "clean.jsonl", flag, "no.json")
      #expect(outcome.status == 2 && outcome.errors.hasPrefix("no.json: error: no JSON Schema"), "\(outcome.errors)")
    }
    let alone = try shop.run("check", "clean.jsonl", "--schema", "line.json")
    #expect(alone.status == 2 && alone.errors.contains("--schema-dir"), "\(alone.errors)")
  }

  @Test("--show limits the findings of the report, not of --findings")
  func show() throws {
    let shop = try Workshop()
    try shop.write("bad.jsonl", (Workshop.clean(60) + Array(repeating: "{", count: 9)).joined(separator: "\n"))
    for (flags, shown) in [([], 5), (["--show", "0"], 0), (["--show", "2"], 2), (["--show", "99"], 9)] {
      let arguments = ["check", "bad.jsonl", "--report", "json", "--findings", "f.jsonl"] + flags
      let outcome = try shop.run(arguments)
      let report = try shop.report(outcome)
      #expect((report["findings"] as? [Any])?.count == shown, "\(flags)")
      #expect(shop.text("f.jsonl")?.split(separator: "\n").count == 9)
    }
  }

  @Test("The number of jobs does not show, however it is written")
  func jobs() throws {
    let shop = try Workshop()
    let one = try shop.run("check", "broken.jsonl", "--jobs", "1", "--report", "json")
    for flags in [["-j", "2"], ["-j8"], ["--jobs=3"], []] {
      let outcome = try shop.run(["check", "broken.jsonl", "--report", "json"] + flags)
      #expect(outcome.output == one.output && outcome.status == 1, "\(flags): \(outcome.errors)")
    }
  }

  @Test("-q prints the gate alone")
  func quiet() throws {
    let shop = try Workshop()
    let open = try shop.run("check", "clean.jsonl", "-q")
    #expect(open.status == 0 && open.text.split(separator: "\n").count == 1, "\(open.text)")
    let closed = try shop.run("check", "broken.jsonl", "--quiet")
    #expect(closed.status == 1 && closed.text.contains("malformed-json") && !closed.text.contains("verdict"))
    #expect(closed.text.split(separator: "\n").count <= 2)
  }

  @Test("--profile changes what a trainer minds")
  func profile() throws {
    let shop = try Workshop()
    try shop.write("marked.jsonl", "\u{FEFF}" + Workshop.clean(60).joined(separator: "\n"))
    #expect(try rules(shop, "marked.jsonl") == ["byte-order-mark"])
    let azure = ["--profile", "azure-openai", "--select", "byte-order-mark"]
    #expect(try rules(shop, ["marked.jsonl"] + azure) == [])
    #expect(try rules(shop, ["clean.jsonl"] + azure) == ["byte-order-mark"])
    #expect(try rules(shop, "clean.jsonl", "--profile", "azure-openai") == ["byte-order-mark", "profile-format"])
    #expect(try rules(shop, "clean.jsonl", "--profile", "trl") == [])
  }

  @Test("--profile all compares every profile that rules --profiles lists, explain prints each")
  func profiles() throws {
    let shop = try Workshop()
    let list = try shop.run("rules", "--profiles").text.split(separator: "\n").dropFirst().prefix {
      !$0.hasPrefix("tun")
    }
    let names = list.compactMap { $0.split(separator: " ").first.map(String.init) }
    #expect(names.count == 16 && names.contains("trl"))
    for name in names {
      let page = try shop.run("explain", name)
      #expect(page.status == 0 && page.text.contains("--profile \(name)") && page.text.contains("Sources"), "\(name)")
    }
    let outcome = try shop.run("check", "clean.jsonl", "--profile", "all", "--report", "json")
    let profiles = try shop.report(outcome)["profiles"] as? [[String: Any]] ?? []
    #expect(profiles.compactMap { $0["id"] as? String } == names && outcome.status == 0)
    let table = try shop.run("check", "clean.jsonl", "--profile", "all").text
    for name in names { #expect(table.contains("\n  \(name) "), "\(name)") }
    let unknown = try shop.run("check", "clean.jsonl", "--profile", "lama-factory")
    #expect(unknown.status == 2 && unknown.errors.contains("did you mean 'llama-factory'?"), "\(unknown.errors)")
  }

  @Test("The nearest configuration is found upwards, flags win over it, --config names another")
  func configuration() throws {
    let shop = try Workshop()
    try FileManager.default.createDirectory(at: shop.url("a/b"), withIntermediateDirectories: true)
    try shop.write(".tunegate.yml", "ignore: [malformed-json]\n")
    let below = ["check", "../../broken.jsonl"]
    #expect(try shop.run(below, in: "a/b").status == 0)
    #expect(try shop.run(below + ["--select", "malformed-json"], in: "a/b").status == 1)
    try shop.write("other.yml", "gate: {max-noise: 5}\n")
    #expect(try shop.run("check", "broken.jsonl", "--config", "other.yml").status == 1)
  }

  @Test(
    "A mistake in the configuration is 2, with file, line and the nearest key",
    arguments: [
      ("gaet: {max-noise: 3}\n", ".tunegate.yml:1", "'gate'"),
      ("gate:\n  max-nose: 3\n", ".tunegate.yml:2", "max-noise"),
      ("rules:\n  exact-duplicates: off\n", ".tunegate.yml:2", "exact-duplicate"),
      ("rules:\n  near-duplicate: {similarty: 0.9}\n", ".tunegate.yml:2", "similarity"),
      ("gate: {max-noise: 300}\n", ".tunegate.yml:1", "100"), ("gate: [\n", ".tunegate.yml:2", "not valid YAML"),
      ("profile: opnai-chat\n", "opnai-chat", "openai-chat"),
    ])
  func mistakes(yaml: String, place: String, advice: String) throws {
    let shop = try Workshop()
    try shop.write(".tunegate.yml", yaml)
    let outcome = try shop.run("check", "clean.jsonl")
    #expect(outcome.status == 2 && outcome.output.isEmpty)
    #expect(outcome.errors.contains(place) && outcome.errors.contains(advice), "\(outcome.errors)")
  }

  @Test("rules lists every rule with what the settings make of it, explain prints its page")
  func rulesAndPages() throws {
    let shop = try Workshop()
    let list = try shop.run("rules").text.split(separator: "\n").dropFirst().prefix { !$0.hasPrefix("tunegate") }
    let ids = list.compactMap { $0.split(separator: " ").first.map(String.init) }
    #expect(ids.count >= 29 && Set(ids).count == ids.count)
    for id in ids {
      let page = try shop.run("explain", id)
      #expect(page.status == 0 && page.text.contains(id), "\(id)")
    }
    let off = try shop.run("rules", "--ignore", "near-duplicate").text
    #expect(off.split(separator: "\n").contains { $0.hasPrefix("near-duplicate") && $0.contains(" off ") })
  }
}
