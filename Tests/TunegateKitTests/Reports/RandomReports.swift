import Foundation

@testable import TunegateKit

extension SeededGenerator {
  mutating func integer() -> Int {
    switch Int.random(in: 0..<8, using: &self) {
    case 0: .max
    case 1: 0
    case 2: 1
    default: Int.random(in: 0...(1 << Int.random(in: 1...50, using: &self)), using: &self)
    }
  }

  mutating func real() -> Double {
    switch Int.random(in: 0..<12, using: &self) {
    case 0: .nan
    case 1: .infinity
    case 2: -1e300
    case 3: 0
    case 4: 1e-9
    default: Double.random(in: 0...1, using: &self)
    }
  }

  /// Words, wide letters, marks and everything that has ever driven a terminal mad.
  mutating func text() -> String {
    let pieces = [
      "word", "a", " ", "  ", "-", "\n", "\r\n", "\t", "\u{1B}[31m", "\u{9B}2J", "\u{7}", "\u{0}", "\u{7F}", "漢字", "한국",
      "ｆｕｌｌ", "e\u{301}", "\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}", "\u{202E}", "\u{2066}", "\u{200B}",
      "👩\u{200D}🚀",
      "❤\u{FE0F}", "🇩🇪", "שלום", "नमस्ते", "\u{FEFF}", "\u{3000}", "\u{A0}", "\u{2028}", "\u{E0041}", "\u{E000}", "…", "ﷺ",
      "\\", "\"", "supercalifragilisticexpialidocious", "\u{3164}", "⌚", "✂",
    ]
    var text = ""
    for _ in 0..<Int.random(in: 0...60, using: &self) { text += pieces.randomElement(using: &self) ?? "" }
    return text
  }
}

extension AuditReport {
  static func random(using random: inout SeededGenerator) -> AuditReport {
    func list<T>(_ limit: Int, _ make: (inout SeededGenerator) -> T) -> [T] {
      (0..<Int.random(in: 0...limit, using: &random)).map { _ in make(&random) }
    }
    let inputs = list(4) { random in
      InputSummary(
        path: random.text(), bytes: random.integer(), examples: random.integer(), compression: .gzip,
        complete: Int.random(in: 0..<4, using: &random) > 0)
    }
    let rules = list(6) { random in
      RuleSummary(
        id: random.text(), group: random.text(), severity: Severity.allCases.randomElement(using: &random) ?? .note,
        findings: random.integer(), examples: random.integer(), share: random.real())
    }
    let findings = list(8) { random in
      Finding(
        rule: rules.randomElement(using: &random)?.id ?? "orphan", severity: .warning,
        place: Place(source: Int.random(in: -1...4, using: &random), line: random.integer()),
        column: random.integer(), pointer: random.text(), message: random.text(), hint: random.text(),
        confidence: random.real())
    }
    let limits = list(5) { random in
      GateLimit(
        name: Bool.random(using: &random) ? "max-noise" : random.text(), limit: random.real(), value: random.real(),
        passed: Bool.random(using: &random))
    }
    let evidence = list(3) { random in
      Evidence(signal: random.text(), value: random.real(), threshold: random.real(), says: random.text())
    }
    let approach: Verdict.Approach = [.fineTune, .rag, .hybrid, .undecided].randomElement(using: &random) ?? .rag
    return AuditReport(
      version: random.text(), inputs: inputs, dataset: .random(using: &random),
      noise: NoiseScore(
        score: random.real(), low: random.real(), high: random.real(),
        byRule: rules.map { RulePoints(rule: $0.id, points: random.real()) }),
      gate: Gate(limits: limits),
      verdict: Verdict(
        proceed: Bool.random(using: &random), approach: approach, confidence: random.real(), evidence: evidence,
        wouldFlip: list(2) { $0.text() }),
      rules: rules, findings: findings, problems: list(1) { $0.text() })
  }
}

extension SeededGenerator {
  mutating func tokens() -> TokenSummary {
    let exact = Bool.random(using: &self)
    return TokenSummary(
      total: integer(), exact: exact, error: exact ? 0 : real(), prompt: integer(), answer: integer(),
      longest: integer(), max: Bool.random(using: &self) ? integer() : nil, over: integer(), cut: integer(),
      price: Bool.random(using: &self) ? real() : nil, epochs: Int.random(in: 1...9, using: &self))
  }
}

extension DatasetSummary {
  static func random(using random: inout SeededGenerator) -> DatasetSummary {
    func length(_ random: inout SeededGenerator) -> LengthSummary? {
      guard Bool.random(using: &random) else { return nil }
      return LengthSummary(
        p1: random.integer(), p50: random.integer(), p99: random.integer(), max: random.integer(),
        bins: (0..<Int.random(in: 0...20, using: &random)).map { _ in random.real() })
    }
    return DatasetSummary(
      lines: random.integer(), examples: random.integer(), turns: random.integer(), shape: random.text(),
      profile: random.text(), tokens: random.tokens(),
      exactDuplicates: random.integer(), normalizedDuplicates: random.integer(), nearDuplicates: random.integer(),
      effectiveExamples: random.integer(), promptLength: length(&random), answerLength: length(&random),
      duplicateGroups: (0..<Int.random(in: 0...4, using: &random)).map {
        GroupSizes(sizes: (1 << $0) + 1...2 << $0, groups: random.integer())
      })
  }
}

/// The columns of a line as the C library counts them; a scalar that it would not print counts as far too wide.
func terminalColumns(_ line: String) -> Int {
  #if canImport(Glibc)
    let mask = Int32(1) << LC_CTYPE
  #else
    let mask = LC_CTYPE_MASK
  #endif
  guard let locale = newlocale(mask, "C.UTF-8", nil) else { return .max }
  let previous = uselocale(locale)
  defer {
    _ = uselocale(previous)
    freelocale(locale)
  }
  return line.unicodeScalars.reduce(0) { sum, scalar in
    let width = Int(systemWidth(wchar_t(scalar.value)))
    return sum + (width < 0 ? 1_000 : width)
  }
}

/// `wcwidth`, which glibc's header shows only to those who define _XOPEN_SOURCE.
private let systemWidth: @convention(c) (wchar_t) -> Int32 = {
  guard let symbol = dlsym(nil, "wcwidth") else { fatalError("the C library has no wcwidth") }
  return unsafeBitCast(symbol, to: (@convention(c) (wchar_t) -> Int32).self)
}()
