/// Pictures as SVG: each has a title that says in words what it shows, and none says anything by color alone.
struct HTMLCharts {
  /// The score on its scale, with the interval and the limit.
  static func gauge(_ report: AuditReport, into html: inout HTMLText) {
    let noise = report.noise
    let limit = report.gate.limits.first { $0.name == TerminalReport.noiseLimit }?.limit ?? 5
    let top = max(10, min(100, 1.25 * max(noise.high, limit, noise.score)))
    func x(_ value: Double) -> String { number(600 * min(1, max(0, value / top))) }
    let says =
      "Noise score \(Numbers.fixed(noise.score, decimals: 2)) %, between \(Numbers.fixed(noise.low, decimals: 2)) and "
      + "\(Numbers.fixed(noise.high, decimals: 2)); the limit is \(Numbers.plain(limit)) %"
    html.open("figure")
    svg(says, height: 44, into: &html) { html in
      html.element("rect", ["class": "track", "x": "0", "y": "14", "width": "600", "height": "16"], "")
      html.element(
        "rect",
        [
          "class": "range", "x": x(noise.low), "y": "18",
          "width": number(max(1, 600 * (min(top, noise.high) - noise.low) / top)), "height": "8",
        ], "")
      html.element("rect", ["class": "score", "x": "0", "y": "14", "width": x(noise.score), "height": "16"], "")
      html.element("line", ["class": "limit", "x1": x(limit), "x2": x(limit), "y1": "8", "y2": "36"], "")
    }
    html.element("figcaption", says)
    html.raw("</figure>")
  }

  /// A histogram of 16 bins.
  static func lengths(
    _ name: String, _ length: LengthSummary, unit: String = "characters", into html: inout HTMLText
  ) {
    let top = length.bins.max() ?? 0
    let says =
      "\(name): half are below \(Numbers.grouped(length.p50)) \(unit), 99 % below \(Numbers.grouped(length.p99)), "
      + "the longest has \(Numbers.grouped(length.max))"
    html.element("figure") { html in
      svg(says, height: 84, into: &html) { html in
        for (i, bin) in length.bins.enumerated() where bin > 0 && top > 0 {
          let height = max(1, 80 * bin / top)
          html.element(
            "rect",
            [
              "class": "bin", "x": number(37.5 * Double(i) + 1), "y": number(82 - height), "width": "35.5",
              "height": number(height),
            ]
          ) { html in html.element("title", Numbers.percent(bin)) }
        }
      }
      html.element("figcaption", says)
    }
    html.line()
  }

  /// How large groups of duplicates are: a bar a range of sizes.
  static func groups(_ groups: [GroupSizes], into html: inout HTMLText) {
    let top = groups.map(\.groups).max() ?? 1
    html.element("figure", ["class": "groups"]) { html in
      html.element("div", ["class": "matrix", "role": "list"]) { html in
        for size in groups {
          let (low, high) = (Numbers.grouped(size.sizes.lowerBound), Numbers.grouped(size.sizes.upperBound))
          let name = low == high ? "of \(low)" : "of \(low) to \(high)"
          let count = ReportWords.counted(size.groups, "group", "groups")
          html.element("div", ["class": "row", "role": "listitem"]) { html in
            html.element("strong", name)
            svg("\(count) \(name)", height: 18, into: &html) { html in
              html.element(
                "rect",
                [
                  "class": "bin", "x": "0", "y": "1", "width": number(max(1, 600 * Double(size.groups) / Double(top))),
                  "height": "16",
                ], "")
            }
            html.element("span", ["class": "number"], Numbers.grouped(size.groups))
          }
          html.line()
        }
      }
      html.element("figcaption", "Duplicates: how many groups there are of so many examples that repeat each other")
    }
    html.line()
  }

  /// The decision matrix: a bar a row, with the set's share in it.
  static func matrix(_ matrix: MatrixSummary, into html: inout HTMLText) {
    html.element("div", ["class": "matrix", "role": "list"]) { html in
      for row in matrix.shares {
        let share = Numbers.percent(row.share)
        html.element("div", ["class": row.share >= 0.15 ? "row here" : "row", "role": "listitem"]) { html in
          html.element("strong", row.name)
          svg("\(share) \(row.name)", height: 18, into: &html) { html in
            html.element("rect", ["class": "track", "x": "0", "y": "1", "width": "600", "height": "16"], "")
            html.element(
              "rect",
              ["class": "bin", "x": "0", "y": "1", "width": number(600 * min(1, max(0, row.share))), "height": "16"], ""
            )
          }
          html.element("span", ["class": "number"], share)
          html.element("span", ReportWords.advice(row.approach))
        }
        html.line()
      }
    }
  }

  private static func svg(
    _ says: String, height: Int, into html: inout HTMLText, _ body: (inout HTMLText) -> Void
  ) {
    html.element(
      "svg",
      [
        "viewBox": "0 0 600 \(height)", "role": "img", "preserveAspectRatio": "none", "height": "\(height)",
        "aria-label": says,
      ]
    ) { html in
      html.element("title", says)
      body(&html)
    }
  }

  private static func number(_ value: Double) -> String { Numbers.shortest((value * 10).rounded() / 10) ?? "0" }
}
