/// The JSON Schema (2020-12) of a config file, written from the tables that the parser reads by, for editors and for
/// `tunegate schema`.
///
/// It says what a file may look like; whether names lead to rules of the user's own, and files are there, only a run
/// knows.
public enum ConfigSchema {
  /// The schema; the same bytes for the same version.
  public static var text: String {
    var json = JSONWriter(layout: .lines)
    json.object { json in
      json.member("$schema", "https://json-schema.org/draft/2020-12/schema")
      json.member("title", "Tunegate's configuration, \(ConfigFile.name)")
      types(["object", "null"], &json)
      members(of: Settings.topTable, &json)
      json.key("$defs")
      json.object { json in definitions(&json) }
    }
    json.newline()
    return String(decoding: json.bytes, as: UTF8.self)
  }

  private static func definitions(_ json: inout JSONWriter) {
    json.key("switch")
    json.object(.line) { json in
      json.key("enum")
      json.array { json in
        json.value(true)
        json.value(false)
        for word in ["on", "off", "yes", "no"] { json.value(word) }
      }
    }
    json.key("text")
    json.object(.line) { json in types(["string", "number", "boolean"], &json) }
    json.key("profile-name")
    json.object(.line) { json in names("enum", ProfileLibrary.names + [TrainerProfile.all], &json) }
    json.key("rule-name")
    json.object { json in
      // Rules of the user's own have other names; editors offer these.
      json.key("anyOf")
      json.array { json in
        let groups = RuleGroup.allCases.map(\.rawValue) + [CustomRule.group]
        json.object(.line) { json in names("enum", AllRules.specs.map(\.id) + groups, &json) }
        json.object(.line) { json in json.member("type", "string") }
      }
    }
    for key in Settings.ruleTable.keys where key.name != "origin" {
      json.key(key.name)
      describe(key, &json)
    }
    json.key("rule")
    rule(title: "What every rule may be set to.", options: [], &json)
    json.key("custom-rule")
    json.object { json in
      json.member("type", "object")
      members(of: CustomRule.table, &json)
    }
  }

  // MARK: - Sections

  /// What an object of a table's keys has besides its type.
  private static func members(of table: ConfigTable, _ json: inout JSONWriter) {
    json.key("properties")
    json.object { json in
      for key in table.keys {
        json.key(key.name)
        describe(key, &json)
      }
    }
    json.member("additionalProperties", false)
    if !table.required.isEmpty { names("required", table.required, &json) }
    guard !table.oneOf.isEmpty else { return }
    json.key("anyOf")
    json.array(.line) { json in
      for name in table.oneOf { json.object { json in names("required", [name], &json) } }
    }
  }

  private static func names(_ key: String, _ names: [String], _ json: inout JSONWriter) {
    json.key(key)
    json.array(.line) { json in for name in names { json.value(name) } }
  }

  private static func types(_ names: [String], _ json: inout JSONWriter) {
    if names.count == 1 { json.member("type", names[0]) } else { self.names("type", names, &json) }
  }

  /// A key's schema, with its sentence.
  private static func describe(_ key: ConfigKey, _ json: inout JSONWriter) {
    json.object(isLong(key.kind) ? nil : .line) { json in
      json.member("description", key.help)
      write(key.kind, &json)
    }
  }

  private static func isLong(_ kind: ConfigKey.Kind) -> Bool {
    switch kind {
    case .section, .sections, .rules, .named: true
    default: false
    }
  }

  private static func write(_ kind: ConfigKey.Kind, _ json: inout JSONWriter) {
    switch kind {
    case .value(let option): write(option, &json)
    case .numberOrOff(let range):
      any(&json) { json in
        json.object { json in write(.number(range), &json) }
        json.object { json in json.member("const", "off") }
      }
    case .bytes(let range):
      any(&json) { json in
        json.object { json in write(.integer(range), &json) }
        json.object { json in
          json.member("type", "string")
          json.member("pattern", "^[0-9]+ ?(\(ByteSize.units.map(\.name).joined(separator: "|")))$")
        }
      }
    case .text(let text): write(text, &json)
    case .list(let text): oneOrMore(&json) { json in json.object { json in write(text, &json) } }
    case .schema: types(["string", "object"], &json)
    case .records:
      json.member("type", "array")
      json.key("items")
      json.object { json in types(["object", "string"], &json) }
    case .section(let table):
      types(["object", "null"], &json)
      members(of: table, &json)
    case .sections(let table):
      oneOrMore(&json) { json in
        json.object { json in
          json.member("type", "object")
          members(of: table, &json)
        }
      }
    case .named:
      types(["object", "null"], &json)
      json.member("maxProperties", CustomRule.most)
      json.key("propertyNames")
      json.object(.line) { json in
        json.member("pattern", "^[a-z0-9]+(-[a-z0-9]+)*$")
        json.member("maxLength", CustomRule.longestID)
      }
      json.key("additionalProperties")
      reference("custom-rule", &json)
    case .rules: writeRules(&json)
    }
  }

  private static func any(_ json: inout JSONWriter, _ body: (inout JSONWriter) -> Void) {
    json.key("anyOf")
    json.array { json in body(&json) }
  }

  /// A value, or a list of such.
  private static func oneOrMore(_ json: inout JSONWriter, _ body: (inout JSONWriter) -> Void) {
    any(&json) { json in
      body(&json)
      json.object { json in
        json.member("type", "array")
        json.key("items")
        body(&json)
      }
    }
  }

  private static func reference(_ name: String, _ json: inout JSONWriter) {
    json.object(.line) { json in json.member("$ref", "#/$defs/\(name)") }
  }

  // MARK: - Values

  private static func write(_ option: OptionSpec.Kind, _ json: inout JSONWriter) {
    switch option {
    case .number(let range):
      json.member("type", "number")
      json.member("minimum", range.lowerBound)
      if range.upperBound < .greatestFiniteMagnitude { json.member("maximum", range.upperBound) }
    case .integer(let range):
      json.member("type", "integer")
      json.member("minimum", range.lowerBound)
      if range.upperBound < .max { json.member("maximum", range.upperBound) }
    case .bool: json.member("$ref", "#/$defs/switch")
    case .string(oneOf: []): json.member("$ref", "#/$defs/text")
    case .string(oneOf: let values): names("enum", values, &json)
    case .strings: oneOrMore(&json) { json in reference("text", &json) }
    case .names(oneOf: let values):
      oneOrMore(&json) { json in json.object(.line) { json in names("enum", values, &json) } }
    }
  }

  private static func write(_ text: ConfigKey.Text, _ json: inout JSONWriter) {
    switch text {
    case .any: json.member("$ref", "#/$defs/text")
    case .profile: json.member("$ref", "#/$defs/profile-name")
    case .rule: json.member("$ref", "#/$defs/rule-name")
    case .path, .key: json.member("type", "string")
    case .pattern:
      json.member("$ref", "#/$defs/text")
      json.member("format", "regex")
    case .target:
      any(&json) { json in
        json.object { json in names("enum", CustomRule.Target.names, &json) }
        json.object { json in
          json.member("type", "string")
          json.member("pattern", "^/")
        }
      }
    }
  }

  // MARK: - Rules

  private static func writeRules(_ json: inout JSONWriter) {
    types(["object", "null"], &json)
    json.key("properties")
    json.object { json in
      for spec in AllRules.specs {
        json.key(spec.id)
        let title = RuleList.rulePage(spec.id)?.title ?? spec.id
        if spec.options.isEmpty {
          json.object(.line) { json in
            json.member("description", title)
            json.member("$ref", "#/$defs/rule")
          }
        } else {
          rule(title: title, options: spec.options, &json)
        }
      }
    }
    json.member("additionalProperties", false)
  }

  /// A switch, or an object of the keys that each rule has and of its own options.
  private static func rule(title: String, options: [OptionSpec], _ json: inout JSONWriter) {
    json.object { json in
      json.member("description", title)
      json.key("anyOf")
      json.array { json in
        reference("switch", &json)
        json.object { json in
          json.member("type", "object")
          json.key("properties")
          json.object { json in
            for key in Settings.ruleTable.keys where key.name != "origin" {
              json.key(key.name)
              reference(key.name, &json)
            }
            for option in options {
              json.key(option.name)
              json.object(.line) { json in write(option.kind, &json) }
            }
          }
          json.member("additionalProperties", false)
        }
      }
    }
  }
}
