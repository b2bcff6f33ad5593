/// SARIF 2.1.0, as GitHub code scanning takes it: rules with their pages, the worst findings, and how many were left
/// out. GitHub shows 5,000 results and refuses 25,000.
public struct SARIFReport: Sendable {
  public static let mostResults = 5_000
  public static let mostOfRule = 1_000
  private static let longestText = 1_000
  private static let mostRelated = 20

  public init() {}

  public func bytes(for report: AuditReport, _ listed: ListedFindings) -> [UInt8] {
    var json = JSONWriter(layout: .lines)
    json.object { json in
      json.member("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
      json.member("version", "2.1.0")
      json.key("runs")
      json.array { json in
        json.object { json in writeRun(report, listed, &json) }
      }
    }
    json.newline()
    return json.bytes
  }

  private func writeRun(_ report: AuditReport, _ listed: ListedFindings, _ json: inout JSONWriter) {
    let rules = report.rules.filter { $0.findings > 0 }
    let numbers = Dictionary(rules.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    json.key("tool")
    json.object { json in
      json.key("driver")
      json.object { json in
        json.member("name", "tunegate")
        json.member("semanticVersion", report.version)
        json.key("rules")
        json.array { json in
          for rule in rules { write(rule, &json) }
        }
      }
    }
    // Columns count bytes; they are the characters' where a line is ASCII up to them.
    json.member("columnKind", "unicodeCodePoints")
    writeInvocation(report, listed, &json)
    json.key("results")
    json.array { json in
      for entry in listed.entries { write(entry, numbers[entry.finding.rule], report.paths, &json) }
    }
    json.key("properties")
    json.object(.line) { json in
      json.member("noise", report.noise.score)
      json.member("gate", ReportWords.gate(report))
      json.member("verdict", report.verdict.approach.rawValue)
      json.member("proceed", report.verdict.proceed)
      json.member("omittedResults", listed.omitted)
    }
  }

  private func write(_ rule: RuleSummary, _ json: inout JSONWriter) {
    let page = RuleList.rulePage(rule)
    json.object { json in
      json.member("id", rule.id)
      json.key("shortDescription")
      text(page?.title ?? rule.id, &json)
      json.key("fullDescription")
      text(page.map { $0.summary.isEmpty ? $0.title : $0.summary } ?? rule.id, &json)
      json.key("help")
      json.object { json in
        json.member("text", page?.summary ?? "tunegate explain \(rule.id)")
        if let page { json.member("markdown", page.markdown) }
      }
      json.key("defaultConfiguration")
      json.object(.line) { json in json.member("level", rule.severity.name) }
      json.key("properties")
      json.object(.line) { json in
        json.key("tags")
        json.array { json in json.value(rule.group) }
      }
    }
  }

  private func writeInvocation(_ report: AuditReport, _ listed: ListedFindings, _ json: inout JSONWriter) {
    json.key("invocations")
    json.array { json in
      json.object { json in
        json.member("executionSuccessful", ReportWords.isJudged(report))
        json.key("toolExecutionNotifications")
        json.array { json in
          for problem in report.problems { notification(problem, "error", &json) }
          notification("\(ReportWords.gate(report)): \(ReportWords.noise(report))", "note", &json)
          notification(ReportWords.sentence(report), "note", &json)
          if listed.omitted > 0 {
            notification(
              "\(ReportWords.counted(listed.omitted, "finding is", "findings are")) left out; "
                + "tunegate check --findings FILE writes them all", "note", &json)
          }
        }
      }
    }
  }

  private func notification(_ message: String, _ level: String, _ json: inout JSONWriter) {
    json.object { json in
      json.member("level", level)
      json.key("message")
      text(message, &json)
    }
  }

  private func write(
    _ entry: ListedFindings.Entry, _ rule: Int?, _ paths: [String], _ json: inout JSONWriter
  ) {
    let finding = entry.finding
    json.object { json in
      json.member("ruleId", finding.rule)
      if let rule { json.member("ruleIndex", rule) }
      json.member("level", finding.severity.name)
      json.key("message")
      text(finding.hint.isEmpty ? finding.message : "\(finding.message). Next: \(finding.hint)", &json)
      json.key("locations")
      json.array { json in
        json.object { json in write(finding.place, finding.column, paths, &json) }
      }
      if !finding.related.isEmpty {
        json.key("relatedLocations")
        json.array { json in
          for (id, place) in finding.related.prefix(Self.mostRelated).enumerated() {
            json.object { json in
              json.member("id", id)
              write(place, 0, paths, &json)
            }
          }
        }
      }
      json.key("partialFingerprints")
      json.object(.line) { json in json.member("primaryLocationLineHash", "\(entry.fingerprint):1") }
      json.key("rank")
      json.value(Numbers.rounded(100 * finding.confidence))
    }
  }

  /// What is about the whole set stands at the first line of the first file: GitHub drops results without a place.
  private func write(_ place: Place, _ column: Int, _ paths: [String], _ json: inout JSONWriter) {
    json.key("physicalLocation")
    json.object { json in
      json.key("artifactLocation")
      let source = paths.indices.contains(place.source) ? place.source : 0
      json.object(.line) { json in
        json.member("uri", Self.uri(paths.indices.contains(source) ? paths[source] : ""))
      }
      json.key("region")
      json.object(.line) { json in
        json.member("startLine", max(1, place.line))
        json.member("startColumn", max(1, column))
        json.member("endLine", max(1, place.line))
        json.member("endColumn", max(1, column) + 1)
      }
    }
  }

  private func text(_ text: String, _ json: inout JSONWriter) {
    json.object(.line) { json in json.member("text", Self.cut(text)) }
  }

  private static func cut(_ text: String) -> String {
    text.unicodeScalars.count <= longestText
      ? text : String(String.UnicodeScalarView(text.unicodeScalars.prefix(longestText - 1))) + "\u{2026}"
  }

  /// A relative reference by RFC 3986: everything but unreserved characters and slashes is escaped.
  static func uri(_ path: String) -> String {
    var uri = ""
    for byte in path.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x2F, 0x5F, 0x7E:
        uri.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        uri += "%" + (digits.count == 1 ? "0" : "") + digits
      }
    }
    // What stands before the first colon of a relative reference would be read as a scheme; colons are escaped above.
    return uri.hasPrefix("//") ? "/" + uri.drop { $0 == "/" } : uri
  }
}
