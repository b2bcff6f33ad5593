/// What a ladder says, for people and for programs.
public struct LadderReport: Sendable {
  private let width: Int
  private let color: Bool
  private let unicode: Bool

  private static let labelColumns = 14
  private static let barColumns = 20

  public init(width: Int = 80, color: Bool, unicode: Bool) {
    (self.width, self.color, self.unicode) = (width, color, unicode)
  }

  /// The whole report, with a newline at the end.
  public func text(for result: LadderResult) -> String {
    var page = TerminalPage(width: width, color: color)
    let safe = SafeText(unicode: unicode)
    func put(_ text: TerminalText, _ label: TerminalText) {
      page.put("  " + label.left(Self.labelColumns - 2) + text, hanging: Self.labelColumns)
    }
    for (index, rung) in result.rungs.enumerated() {
      var text = safe.fit(rung.name, 26).left(28)
      text += Charts(unicode: unicode).bar(rung.mean, width: Self.barColumns).left(Self.barColumns + 1)
      text += TerminalText(rung.mean, decimals: 3) + "  " + TerminalText(rung.items) + " items"
      put(text, index == 0 ? "rungs" : "")
    }
    page.blank()
    put(safe.fit(result.trendSentence, 400), "prompts")
    put(safe.fit(result.formatSentence, 400), "form")
    for (index, rung) in result.missing.enumerated() { put(safe.fit(rung, 200), index == 0 ? "missing" : "") }
    for (index, remark) in result.remarks.enumerated() { put(safe.fit(remark, 300), index == 0 ? "note" : "") }
    page.blank()
    put(safe.fit(Self.verdict(result), 300).styled(.strong), "verdict")
    return page.text
  }

  static func verdict(_ result: LadderResult) -> String {
    if result.favorsTuning { return "fine-tuning, limited to the form, is what is left to try" }
    if !result.missing.isEmpty { return "not yet: complete the ladder first" }
    switch (result.trend.state, result.format.state) {
    case (.improving, _): return "not yet: keep prompting"
    case (.undecided, _): return "not yet: evaluate more items"
    case (_, .enforced): return "do not fine-tune: prompts keep the form already"
    case (_, .scattered): return "do not fine-tune yet: try constrained decoding or a second try first"
    default: return "not yet: show with more outputs that the form still fails"
    }
  }

  /// One JSON object, with a newline at the end.
  public func json(for result: LadderResult) -> [UInt8] {
    var json = JSONWriter(layout: .lines)
    json.object { json in
      json.member("favors_tuning", result.favorsTuning)
      json.member("verdict", Self.verdict(result))
      json.key("rungs")
      json.array { json in
        for rung in result.rungs {
          json.object(.line) { json in
            json.member("name", rung.name)
            json.member("kind", rung.kind)
            if let shots = rung.shots { json.member("k", shots) }
            json.member("items", rung.items)
            json.member("mean", rung.mean)
          }
        }
      }
      json.key("trend")
      json.object(.line) { json in
        json.member("state", result.trend.state.rawValue)
        json.member("gain", result.trend.gain)
        json.member("low", result.trend.low)
        json.member("high", result.trend.high)
        json.member("worthwhile", result.trend.worthwhile)
        json.member("items", result.trend.items)
        json.member("needed", result.trend.needed)
      }
      json.key("format")
      json.object(.line) { json in
        json.member("state", result.format.state.rawValue)
        json.member("outputs", result.format.outputs)
        json.member("strict_failures", result.format.strictFailures)
        json.member("failures", result.format.failures)
        json.member("low", result.format.low)
        json.member("high", result.format.high)
        json.member("tolerance", result.format.tolerance)
      }
      for (key, list) in [("missing", result.missing), ("remarks", result.remarks)] {
        json.key(key)
        json.array { json in
          for sentence in list { json.value(sentence) }
        }
      }
    }
    json.newline()
    return json.bytes
  }
}
