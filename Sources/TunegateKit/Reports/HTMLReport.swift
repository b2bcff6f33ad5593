/// One page that opens anywhere: no script, no network, light, dark and print. Verdict first, then the score against
/// its limit and what moved it, distributions, rules with evidence, and where all of it comes from.
public struct HTMLReport: Sendable {
  public static let findingsPerRule = 5
  private static let mostRules = 100
  private static let mostLabels = 30

  public init() {}

  /// UTF-8.
  public func bytes(for report: AuditReport, _ listed: ListedFindings) -> [UInt8] {
    var html = HTMLText()
    html.raw("<!DOCTYPE html>\n")
    html.element("html", ["lang": "en"]) { html in
      html.element("head") { html in head(report, &html) }
      html.line()
      html.element("body") { html in
        html.element("main") { html in
          top(report, &html)
          verdict(report, &html)
          moved(report, &html)
          distributions(report, &html)
          evidence(report, listed, &html)
          limits(report, &html)
          provenance(report, &html)
        }
      }
    }
    html.line()
    return Array(html.html.utf8)
  }

  private func head(_ report: AuditReport, _ html: inout HTMLText) {
    html.open("meta", ["charset": "utf-8"])
    html.open(
      "meta",
      [
        "http-equiv": "Content-Security-Policy",
        "content": "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
      ])
    html.open("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
    html.open("meta", ["name": "color-scheme", "content": "light dark"])
    html.open("link", ["rel": "icon", "href": "data:,"])
    html.element("title", "\(ReportWords.gate(report)): \(ReportWords.name(report.inputs)) \u{2013} Tunegate")
    html.element("style") { html in html.raw(HTMLStyle.sheet) }
  }

  private func top(_ report: AuditReport, _ html: inout HTMLText) {
    let isJudged = ReportWords.isJudged(report)
    html.element("header") { html in
      html.element("p", ["class": "brand"], "Tunegate audit")
      html.element("h1", ReportWords.name(report.inputs))
      for problem in report.problems { html.element("p", ["class": "problem", "role": "alert"], problem) }
      let state = isJudged ? report.gate.isOpen ? "good" : "bad" : "bad"
      html.element("div", ["class": "card \(state)"]) { html in
        html.element("p", ["class": "gate"]) { html in
          html.element(
            "strong", "\(isJudged && report.gate.isOpen ? "\u{2713}" : "\u{2717}") \(ReportWords.gate(report))")
          html.text(" \u{2013} \(ReportWords.noise(report))")
        }
        guard isJudged else { return }
        html.element("p", ["class": "sentence"]) { html in
          html.text(ReportWords.sentence(report))
          if report.verdict.approach != .undecided {
            html.text(" (confidence \(Numbers.fixed(100 * report.verdict.confidence, decimals: 0)) %)")
          }
        }
      }
      if report.dataset.examples > 0 { HTMLCharts.gauge(report, into: &html) }
    }
    html.line()
  }

  private func verdict(_ report: AuditReport, _ html: inout HTMLText) {
    guard ReportWords.isJudged(report) else { return }
    html.element("section") { html in
      html.element("h2", "What the set asks for")
      if let matrix = report.matrix, matrix.judged > 0 {
        HTMLCharts.matrix(matrix, into: &html)
        if !matrix.fields.isEmpty {
          html.table(
            "Fields of the answers", ["field", "where its values come from", "in the prompts"],
            matrix.fields.map { [$0.path, ReportWords.origin($0.origin), Numbers.percent($0.grounded)] },
            numbers: [2])
        }
        if !matrix.segments.isEmpty {
          html.table(
            "Kinds of examples", ["kind", "row", "sure", "examples"],
            matrix.segments.prefix(Self.mostLabels).map {
              [
                $0.name, $0.row, "\(Numbers.fixed(100 * $0.confidence, decimals: 0)) %",
                Numbers.grouped($0.examples),
              ]
            }, numbers: [2, 3])
        }
      }
      guard !report.verdict.evidence.isEmpty else { return }
      html.table(
        "Evidence", ["signal", "value", "threshold", "what it says"],
        report.verdict.evidence.map {
          [$0.signal, ReportWords.value($0.value, of: $0), ReportWords.value($0.threshold, of: $0), $0.says]
        }, numbers: [1, 2])
      guard !report.verdict.wouldFlip.isEmpty else { return }
      html.element("h3", "What would change it")
      html.element("ul") { html in
        for change in report.verdict.wouldFlip { html.element("li", change) }
      }
    }
    html.line()
  }

  private func moved(_ report: AuditReport, _ html: inout HTMLText) {
    let ranked = RankedRule.ranked(report)
    html.element("section") { html in
      html.element("h2", "What moved the score")
      guard !ranked.isEmpty else {
        html.element("p", "No rule found anything.")
        return
      }
      html.table(
        "Rules with findings", ["rule", "severity", "findings", "lines", "points"],
        ranked.prefix(Self.mostRules).map {
          [
            $0.summary.id, $0.summary.severity.name, Numbers.grouped($0.summary.findings),
            Numbers.percent($0.summary.share), Numbers.fixed($0.points, decimals: 2),
          ]
        }, numbers: [2, 3, 4])
    }
    html.line()
  }

  private func distributions(_ report: AuditReport, _ html: inout HTMLText) {
    let data = report.dataset
    guard data.examples > 0 else { return }
    html.element("section") { html in
      html.element("h2", "The data")
      if let length = data.promptLength { HTMLCharts.lengths("Prompts", length, into: &html) }
      if let length = data.answerLength { HTMLCharts.lengths("Answers", length, into: &html) }
      if let tokens = data.tokens.lengths {
        HTMLCharts.lengths("Examples", tokens, unit: "tokens", into: &html)
      }
      if !data.duplicateGroups.isEmpty { HTMLCharts.groups(data.duplicateGroups, into: &html) }
      let about = data.tokens.exact ? "" : "about "
      html.table(
        "Counts", ["what", "how many"],
        [
          ["examples", Numbers.grouped(data.examples)], ["turns", Numbers.grouped(data.turns)],
          ["tokens in prompts", about + Numbers.grouped(data.tokens.prompt)],
          ["tokens in answers", about + Numbers.grouped(data.tokens.answer)],
          ["tokens of the longest example", Numbers.grouped(data.tokens.longest)],
          ["exact duplicates", Numbers.grouped(data.exactDuplicates)],
          ["normalized duplicates", Numbers.grouped(data.normalizedDuplicates)],
          ["near duplicates", Numbers.grouped(data.nearDuplicates)],
          ["distinct examples", Numbers.grouped(data.effectiveExamples)],
        ], numbers: [1])
      if !report.leakage.isEmpty {
        html.table(
          "Evaluation data in the training data", ["file", "examples", "found", "share"],
          report.leakage.prefix(Self.mostRules).map {
            [$0.path, Numbers.grouped($0.examples), Numbers.grouped($0.found), Numbers.percent($0.share)]
          }, numbers: [1, 2, 3])
      }
      if let baseline = report.baseline { self.baseline(baseline, &html) }
      for model in report.models { self.model(model, &html) }
    }
    html.line()
  }

  private func baseline(_ baseline: BaselineSummary, _ html: inout HTMLText) {
    html.element("h3", "Against the baseline")
    html.element("p", ReportWords.accepted(baseline))
    let rows = ReportWords.comparison(baseline)
    if !rows.isEmpty { html.table("What is worse or different", ReportWords.comparisonColumns, rows) }
  }

  private func model(_ model: ModelSummary, _ html: inout HTMLText) {
    html.element("h3", model.rule)
    guard model.isValid else {
      html.element("p", "Not checked, which is not clean: \(model.reason).")
      return
    }
    html.element(
      "p",
      "\(Numbers.percent(model.rate)) of \(Numbers.grouped(model.judged)) examples, by a model of the set itself "
        + "(self-test \(Numbers.fixed(model.power, decimals: 2))).")
    if !model.confusions.isEmpty {
      html.table(
        "Labels that are taken for others", ["label", "likelier", "examples"],
        model.confusions.prefix(Self.mostLabels).map { [$0.given, $0.likelier, Numbers.grouped($0.count)] },
        numbers: [2])
    }
  }

  private func evidence(_ report: AuditReport, _ listed: ListedFindings, _ html: inout HTMLText) {
    let ranked = RankedRule.ranked(report).prefix(Self.mostRules)
    guard !ranked.isEmpty else { return }
    let byRule = Dictionary(grouping: listed.entries, by: \.finding.rule)
    html.element("section") { html in
      html.element("h2", "Findings")
      for rule in ranked {
        let id = rule.summary.id
        html.element("details") { html in
          html.element("summary") { html in
            html.element("code", id)
            html.text(
              " \(rule.summary.severity.name), "
                + ReportWords.counted(rule.summary.findings, "finding", "findings"))
          }
          if let page = RuleList.rulePage(rule.summary) { html.element("p", page.summary) }
          html.element("ol") { html in
            for entry in (byRule[id] ?? []).prefix(Self.findingsPerRule) {
              item(entry.finding, report.inputs, &html)
            }
          }
          let rest = rule.summary.findings - min(Self.findingsPerRule, byRule[id]?.count ?? 0)
          if rest > 0 { html.element("p", "\(Numbers.grouped(rest)) more") }
        }
        html.line()
      }
    }
    html.line()
  }

  private func item(_ finding: Finding, _ inputs: [InputSummary], _ html: inout HTMLText) {
    html.element("li") { html in
      html.element("code", ReportWords.place(finding.place, inputs))
      html.text(" \(finding.message)")
      if !finding.hint.isEmpty { html.element("p", ["class": "hint"], finding.hint) }
    }
  }

  private func limits(_ report: AuditReport, _ html: inout HTMLText) {
    let limits = report.gate.limits.filter { !$0.passed } + report.gate.limits.filter { $0.passed && $0.value > 0 }
    guard !limits.isEmpty else { return }
    html.element("section") { html in
      html.element("h2", "Limits of the gate")
      html.table(
        "Limits that do not hold, then those that something was held against", ["limit", "is", "at", "holds"],
        limits.map {
          [
            $0.name, ReportWords.amount($0.value, of: $0), ReportWords.amount($0.limit, of: $0),
            $0.passed ? "yes" : "no",
          ]
        }, numbers: [1, 2])
    }
    html.line()
  }

  private func provenance(_ report: AuditReport, _ html: inout HTMLText) {
    html.element("footer") { html in
      html.element("h2", "Where this comes from")
      html.table(
        "Inputs", ["path", "bytes", "examples", "compression", "read"],
        report.inputs.prefix(Self.mostRules).map {
          [
            $0.path == "-" ? "standard input" : $0.path, Numbers.grouped($0.bytes), Numbers.grouped($0.examples),
            $0.compression.rawValue, $0.complete ? "to its end" : "in part",
          ]
        }, numbers: [1, 2])
      if report.inputs.count > Self.mostRules { html.element("p", "\(report.inputs.count - Self.mostRules) more") }
      html.element(
        "p",
        "tunegate \(report.version), shape \(report.dataset.shape), profile \(report.dataset.profile). "
          + "The score is what can be seen at least: wrong facts and wrong reasoning cannot.")
    }
  }
}

/// The page's look. Text keeps a contrast of 7 to 1 on both grounds.
enum HTMLStyle {
  static let sheet: StaticString = """
    :root{color-scheme:light dark;--bg:light-dark(#fff,#0f1318);--fg:light-dark(#1b1f24,#e8edf2);
    --soft:light-dark(#4a5159,#b4bdc7);--line:light-dark(#d0d6dc,#39424c);--card:light-dark(#f5f7f9,#181e25);
    --bar:light-dark(#2f6fbb,#6ea8ec);--good:light-dark(#0d5523,#5fd38a);--bad:light-dark(#a40e26,#ff9aa2)}
    *{box-sizing:border-box}body{margin:0;background:var(--bg);color:var(--fg);
    font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
    main{max-width:60rem;margin:0 auto;padding:1.5rem 1rem 4rem}h1{font-size:1.6rem;margin:.2rem 0 1rem;
    overflow-wrap:anywhere}h2{font-size:1.2rem;margin:2.5rem 0 .8rem;border-bottom:1px solid var(--line)}
    h3{font-size:1rem;margin:1.5rem 0 .4rem}.brand{color:var(--soft);margin:0}
    .card{background:var(--card);border:1px solid var(--line);border-left:.5rem solid var(--fg);
    padding:.8rem 1rem;border-radius:.3rem}.card.good{border-left-color:var(--good)}
    .card.bad{border-left-color:var(--bad)}.card p{margin:.2rem 0}.sentence{font-size:1.2rem;font-weight:600}
    .card.good .gate strong{color:var(--good)}.card.bad .gate strong{color:var(--bad)}
    .problem{border:2px solid var(--bad);padding:.6rem 1rem;overflow-wrap:anywhere}
    svg{width:100%;display:block;margin:.6rem 0}
    .track{fill:var(--card);stroke:var(--line)}.range{fill:var(--soft);opacity:.5}.score,.bin{fill:var(--bar)}
    .limit{stroke:var(--bad);stroke-width:2}figure{margin:1rem 0}figcaption{color:var(--soft);font-size:.9rem}
    .matrix .row{display:grid;grid-template-columns:6.5rem 1fr 5.5rem 16rem;gap:.8rem;align-items:center}
    .groups .row{grid-template-columns:6.5rem 1fr 5.5rem}
    .matrix .row:not(.here){color:var(--soft)}.matrix svg{margin:.2rem 0}
    .scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;margin:.8rem 0;font-size:.92rem}
    caption{text-align:left;color:var(--soft);padding:.3rem 0}th,td{text-align:left;padding:.3rem .6rem;
    border-bottom:1px solid var(--line);vertical-align:top;font-weight:400;overflow-wrap:anywhere}
    thead th{font-weight:600}.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
    details{border:1px solid var(--line);border-radius:.3rem;padding:.4rem .8rem;margin:.4rem 0}
    summary{cursor:pointer}code{font:.9em ui-monospace,"SF Mono",Menlo,Consolas,monospace;overflow-wrap:anywhere}
    li{margin:.3rem 0;overflow-wrap:anywhere}.hint{color:var(--soft);margin:.1rem 0}
    @media(max-width:40rem){.matrix .row,.groups .row{grid-template-columns:1fr 5.5rem}.matrix svg{grid-column:1/-1}}
    @media print{:root{color-scheme:light}details{border:0}details>*{display:block}h2{break-after:avoid}
    tr,details{break-inside:avoid}}
    """
}
