/// Findings for a report that lists places: the worst first, as many as its reader takes, and how many were left out.
public struct ListedFindings: Sendable {
  public struct Entry: Sendable, Equatable {
    public var finding: Finding
    /// 16 hexadecimal digits of the rule and the example's content: the same wherever the example stands.
    public var fingerprint: String
  }

  public let entries: [Entry]
  /// Findings of the run that are not among `entries`.
  public let omitted: Int

  /// - Parameters:
  ///   - entries: In order of path, line, rule; at most `perRule` of each rule are taken.
  ///   - most: In all.
  init(_ entries: [Entry], _ report: AuditReport, most: Int, perRule: Int = .max) {
    var room = RoomPerRule(perRule)
    let kept = entries.filter { room.takes($0.finding.rule) }
    let points = Dictionary(report.noise.byRule.map { ($0.rule, $0.points) }, uniquingKeysWith: { $1 })
    let ranked = kept.enumerated().sorted { a, b in
      let (x, y) = (a.element.finding, b.element.finding)
      if x.severity != y.severity { return x.severity > y.severity }
      let (p, q) = (points[x.rule] ?? 0, points[y.rule] ?? 0)
      if p != q { return p > q }
      if x.rule != y.rule { return x.rule < y.rule }
      if x.confidence != y.confidence { return x.confidence > y.confidence }
      return a.offset < b.offset
    }
    self.entries = ranked.prefix(most).map(\.element)
    omitted = ReportWords.findings(report) - self.entries.count
  }

  /// For tests and reports without a run: the findings of the report itself.
  init(_ report: AuditReport, most: Int = .max) {
    self.init(
      report.findings.enumerated().map { Entry(finding: $1, fingerprint: Self.hex(UInt64($0))) }, report, most: most)
  }

  static func hexByte(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16)
    return digits.count == 1 ? "0" + digits : digits
  }

  static func hex(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

/// Counts what a report takes of each rule.
struct RoomPerRule {
  private var counts: [String: Int] = [:]
  private let most: Int

  init(_ most: Int) { self.most = most }

  /// True for the first `most` of each rule.
  mutating func takes(_ rule: String) -> Bool {
    guard counts[rule, default: 0] < most else { return false }
    counts[rule, default: 0] += 1
    return true
  }
}

extension Audit {
  /// The worst findings of the run. Of equal content, such as copies, the second and later ones get fingerprints of
  /// their own. O(findings · log lines).
  public func listed(most: Int, perRule: Int = .max) -> ListedFindings {
    var seen: [UInt64: UInt64] = [:]
    // Those without room need no fingerprint: they come behind the others of their rule.
    var room = RoomPerRule(perRule)
    let entries = findings.filter { room.takes($0.rule) }.map { finding in
      var key = Fingerprint.mix(Self.hash(finding.rule), content(at: finding.place) ?? Self.hash(finding.message))
      key = Fingerprint.mix(key, Self.hash(finding.pointer))
      let copy = seen[key, default: 0]
      seen[key] = copy + 1
      return ListedFindings.Entry(
        finding: finding, fingerprint: ListedFindings.hex(copy == 0 ? key : Fingerprint.mix(key, copy)))
    }
    return ListedFindings(entries, report, most: most)
  }

  private static func hash(_ text: String) -> UInt64 {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
  }
}
