/// The report for programs: one JSON object whose keys and their order are part of the public interface.
///
/// Equal reports give equal bytes. Containers of many things have a line for each, so that two reports can be
/// compared with `diff`.
public struct JSONReport: Sendable {
  /// Goes up when a key changes its meaning or disappears.
  static let formatVersion = 1

  public init() {}

  /// UTF-8 with a newline at the end. Time and memory grow with the number of findings in `report`.
  public func bytes(for report: AuditReport) -> [UInt8] {
    let findings = FindingEncoder(paths: report.paths)
    var json = JSONWriter(layout: .lines)
    json.object { json in
      json.key("tunegate")
      json.object(.line) { json in
        json.member("version", report.version)
        json.member("report", Self.formatVersion)
        if report.scope != .set { json.member("scope", report.scope.rawValue) }
      }
      write(report.inputs, to: &json)
      write(report.dataset, to: &json)
      write(report.noise, to: &json)
      write(report.gate, to: &json)
      write(report.verdict, to: &json)
      if let matrix = report.matrix { write(matrix, to: &json) }
      write(report.rules, to: &json)
      if !report.models.isEmpty { write(report.models, to: &json) }
      if !report.leakage.isEmpty { write(report.leakage, to: &json) }
      if let baseline = report.baseline { write(baseline, to: &json) }
      if !report.profiles.isEmpty { write(report.profiles, report.inputs.map(\.path), to: &json) }
      json.key("findings")
      json.array { json in
        for finding in report.findings { findings.write(finding, to: &json, layout: .line) }
      }
    }
    json.newline()
    return json.bytes
  }

  private func write(_ inputs: [InputSummary], to json: inout JSONWriter) {
    json.key("inputs")
    json.array { json in
      for input in inputs {
        json.object(.line) { json in
          json.member("path", input.path)
          json.member("bytes", input.bytes)
          json.member("examples", input.examples)
          json.member("compression", input.compression.rawValue)
          json.member("complete", input.complete)
        }
      }
    }
  }

  private func write(_ dataset: DatasetSummary, to json: inout JSONWriter) {
    json.key("dataset")
    json.object { json in
      json.member("examples", dataset.examples)
      json.member("turns", dataset.turns)
      json.member("shape", dataset.shape)
      json.member("profile", dataset.profile)
      write(dataset.tokens, to: &json)
      json.key("duplicates")
      json.object(.line) { json in
        json.member("exact", dataset.exactDuplicates)
        json.member("normalized", dataset.normalizedDuplicates)
        json.member("near", dataset.nearDuplicates)
      }
      json.member("effective_examples", dataset.effectiveExamples)
      guard !dataset.duplicateGroups.isEmpty else { return }
      json.key("duplicate_groups")
      json.array { json in
        for size in dataset.duplicateGroups {
          json.object(.line) { json in
            json.member("from", size.sizes.lowerBound)
            json.member("to", size.sizes.upperBound)
            json.member("groups", size.groups)
          }
        }
      }
    }
  }

  private func write(_ tokens: TokenSummary, to json: inout JSONWriter) {
    json.key("tokens")
    json.object(.line) { json in
      json.member("total", tokens.total)
      json.member("exact", tokens.exact)
      json.member("prompt", tokens.prompt)
      json.member("answer", tokens.answer)
      json.member("longest", tokens.longest)
      if !tokens.exact { json.member("error", tokens.error) }
      if let max = tokens.max {
        json.member("max", max)
        json.member("over", tokens.over)
        json.member("cut", tokens.cut)
      }
      if let price = tokens.price {
        json.member("epochs", tokens.epochs)
        json.member("price", price)
      }
    }
  }

  private func write(_ noise: NoiseScore, to json: inout JSONWriter) {
    json.key("noise")
    json.object { json in
      json.member("score", noise.score)
      json.member("low", noise.low)
      json.member("high", noise.high)
      json.key("by_rule")
      json.object { json in
        for entry in noise.byRule { json.member(entry.rule, entry.points) }
      }
    }
  }

  private func write(_ gate: Gate, to json: inout JSONWriter) {
    json.key("gate")
    json.object { json in
      json.member("open", gate.isOpen)
      json.key("limits")
      json.array { json in
        for limit in gate.limits {
          json.object(.line) { json in
            json.member("name", limit.name)
            json.member("limit", limit.limit)
            json.member("value", limit.value)
            json.member("passed", limit.passed)
          }
        }
      }
    }
  }

  func write(_ verdict: Verdict, to json: inout JSONWriter) {
    json.key("verdict")
    json.object { json in
      json.member("proceed", verdict.proceed)
      json.member("approach", verdict.approach.rawValue)
      json.member("confidence", verdict.confidence)
      json.key("evidence")
      json.array { json in
        for evidence in verdict.evidence {
          json.object(.line) { json in
            json.member("signal", evidence.signal)
            json.member("value", evidence.value)
            json.member("threshold", evidence.threshold)
            json.member("says", evidence.says)
          }
        }
      }
      json.key("would_flip")
      json.array { json in
        for sentence in verdict.wouldFlip { json.value(sentence) }
      }
    }
  }

  func write(_ matrix: MatrixSummary, to json: inout JSONWriter) {
    json.key("matrix")
    json.object { json in
      json.member("judged", matrix.judged)
      json.key("rows")
      json.array { json in
        for row in matrix.shares {
          json.object(.line) { json in
            json.member("row", row.name)
            json.member("approach", row.approach.rawValue)
            json.member("share", row.share)
          }
        }
      }
      json.key("segments")
      json.array { json in
        for segment in matrix.segments {
          json.object(.line) { json in
            json.member("name", segment.name)
            json.member("examples", segment.examples)
            json.member("row", segment.row)
            json.member("confidence", segment.confidence)
          }
        }
      }
      json.key("fields")
      json.array { json in
        for field in matrix.fields {
          json.object(.line) { json in
            json.member("path", field.path)
            json.member("origin", field.origin.rawValue)
            json.member("grounded", field.grounded)
            json.member("repeated", field.repeated)
            if let skill = field.skill { json.member("skill", skill) }
          }
        }
      }
      guard let drift = matrix.drift else { return }
      json.key("drift")
      json.object(.line) { json in
        json.member("auc", drift.area)
        json.member("by_chance", drift.byChance)
        json.member("examples", drift.examples)
        json.member("first", drift.first)
        json.member("last", drift.last)
      }
    }
  }

  private func write(_ rules: [RuleSummary], to json: inout JSONWriter) {
    json.key("rules")
    json.array { json in
      for rule in rules {
        json.object(.line) { json in
          json.member("id", rule.id)
          json.member("group", rule.group)
          json.member("severity", rule.severity.name)
          json.member("findings", rule.findings)
          json.member("examples", rule.examples)
          json.member("share", rule.share)
        }
      }
    }
  }

  private func write(_ models: [ModelSummary], to json: inout JSONWriter) {
    json.key("models")
    json.array { json in
      for model in models {
        json.object { json in
          json.member("rule", model.rule)
          json.member("checkable", model.isValid)
          json.member("reason", model.reason)
          json.member("judged", model.judged)
          json.member("rate", model.rate)
          json.member("high", model.high)
          json.member("standard_error", model.standardError)
          json.member("power", model.power)
          json.key("labels")
          json.array { json in
            for label in model.classes {
              json.object(.line) { json in
                json.member("label", label.label)
                json.member("examples", label.count)
                json.member("wrong", label.wrong)
              }
            }
          }
          json.key("confusions")
          json.array { json in
            for confusion in model.confusions {
              json.object(.line) { json in
                json.member("given", confusion.given)
                json.member("likelier", confusion.likelier)
                json.member("examples", confusion.count)
              }
            }
          }
        }
      }
    }
  }

  private func write(_ baseline: BaselineSummary, to json: inout JSONWriter) {
    json.key("baseline")
    json.object { json in
      json.member("path", baseline.path)
      json.member("lines", baseline.lines)
      json.member("noise", baseline.noise)
      json.member("accepted", baseline.accepted)
      json.member("gone", baseline.gone)
      json.key("rises")
      json.array { json in
        for rise in baseline.rises {
          json.object(.line) { json in
            json.member("rule", rise.rule)
            json.member("before", rise.before)
            json.member("now", rise.now)
            json.member("allowed", rise.allowed)
          }
        }
      }
      json.key("drift")
      json.array { json in
        for drift in baseline.drifts {
          json.object(.line) { json in
            json.member("signal", drift.signal)
            json.member("value", drift.value)
            json.member("threshold", drift.threshold)
            json.member("drift", drift.isDrift)
            json.member("says", drift.says)
          }
        }
      }
    }
  }

  private func write(_ leakage: [LeakSummary], to json: inout JSONWriter) {
    json.key("leakage")
    json.array { json in
      for file in leakage {
        json.object(.line) { json in
          json.member("path", file.path)
          json.member("examples", file.examples)
          json.member("found", file.found)
          json.member("share", file.share)
        }
      }
    }
  }

  private func write(_ profiles: [ProfileSummary], _ paths: [String], to json: inout JSONWriter) {
    json.key("profiles")
    json.array { json in
      for profile in profiles {
        json.object(.line) { json in
          json.member("id", profile.name)
          json.member("date", profile.date)
          for outcome in ProfileOutcome.allCases { json.member(outcome.key, profile.count(outcome)) }
          json.member("unread", profile.unread)
          json.key("refuses_set")
          json.array { json in
            for complaint in profile.complaints { json.value(complaint) }
          }
          json.key("first")
          json.array { json in
            for first in profile.first {
              json.object { json in
                json.member("does", first.outcome.key)
                json.member("path", paths.indices.contains(first.place.source) ? paths[first.place.source] : "")
                json.member("line", first.place.line)
                json.member("reason", first.reason)
              }
            }
          }
        }
      }
    }
  }
}
