/// What a set was like when it was recorded: what was found in it and was accepted, and how its lengths, labels and
/// words are distributed. A later run is held against it.
public struct Baseline: Sendable, Equatable {
  /// What a rule found.
  public struct RuleState: Sendable, Equatable {
    /// Lines with a finding.
    public var examples: Int
    /// Findings by the content of the example that they are about, 16 hexadecimal digits; those about a file or the
    /// set are counted under an empty name.
    public var accepted: [String: Int]

    public init(examples: Int, accepted: [String: Int]) { (self.examples, self.accepted) = (examples, accepted) }
  }

  /// Where it was read from; empty for one that was not.
  public var path = ""
  public var version: String
  public var lines: Int
  public var examples: Int
  /// In 0…100.
  public var noise: Double
  /// By rule id; rules that found nothing are left out.
  public var rules: [String: RuleState]
  /// By the name of what is counted, see `DriftSignals`.
  public var distributions: [String: Distribution]

  static let format = 1
  static let longest = 1 << 30

  public init(
    version: String, lines: Int, examples: Int, noise: Double, rules: [String: RuleState],
    distributions: [String: Distribution]
  ) {
    self.version = version
    self.lines = lines
    self.examples = examples
    self.noise = noise
    self.rules = rules
    self.distributions = distributions
  }

  /// UTF-8: JSON with a line for each thing, so that a change of it can be read in a diff.
  public var bytes: [UInt8] {
    var json = JSONWriter(layout: .lines)
    json.object { json in
      json.member("tunegate_baseline", Self.format)
      json.member("version", version)
      json.member("lines", lines)
      json.member("examples", examples)
      json.member("noise", noise)
      json.key("rules")
      json.object { json in
        for (rule, state) in rules.sorted(by: { $0.key < $1.key }) {
          json.key(rule)
          json.object { json in
            json.member("examples", state.examples)
            json.key("accepted")
            write(state.accepted.map { ($0.key, $0.value) }.sorted { $0.0 < $1.0 }, to: &json)
          }
        }
      }
      json.key("distributions")
      json.object { json in
        for (name, distribution) in distributions.sorted(by: { $0.key < $1.key }) {
          json.key(name)
          json.object { json in
            json.member("total", distribution.total)
            json.key("counts")
            write(distribution.counts.map { ($0.name, $0.count) }, to: &json)
          }
        }
      }
    }
    json.newline()
    return json.bytes
  }

  private func write(_ counts: [(String, Int)], to json: inout JSONWriter) {
    json.object { json in
      for (name, count) in counts { json.member(name, count) }
    }
  }
}

/// A baseline that cannot be used.
public struct BaselineError: Error, Equatable, CustomStringConvertible {
  public let description: String

  init(_ path: String, _ found: String) {
    description = "\(path): \(found); --write-baseline \(path) records one"
  }
}

extension Baseline {
  /// Reads what `bytes` wrote. O(its size).
  public init(path: String) throws(BaselineError) {
    let bytes: [UInt8]
    do { bytes = try FilePath.contents(of: path, limit: Self.longest) } catch {
      throw BaselineError(path, error.all.first?.message ?? "cannot be read")
    }
    guard let top = JSONView(bytes), let format = top["tunegate_baseline"]?.number else {
      throw BaselineError(path, "is no baseline: expected a JSON object with the key tunegate_baseline")
    }
    guard format == Double(Self.format) else {
      throw BaselineError(path, "has format \(Numbers.plain(format)), expected \(Self.format)")
    }
    func whole(_ view: JSONView?, _ name: String) throws(BaselineError) -> Int {
      guard let number = view?.number, number >= 0, number < 1e15 else {
        throw BaselineError(path, "\(name): expected a whole number of at least 0, found \(view?.text ?? "nothing")")
      }
      return Int(number)
    }
    func counts(_ view: JSONView?, _ name: String) throws(BaselineError) -> [String: Int] {
      var counts: [String: Int] = [:]
      for (key, value) in view?.members ?? [] { counts[key] = try whole(value, "\(name).\(key)") }
      return counts
    }
    guard let noise = top["noise"]?.number, (0...100).contains(noise) else {
      throw BaselineError(path, "noise: expected a number from 0 to 100, found \(top["noise"]?.text ?? "nothing")")
    }
    self.init(
      version: top["version"]?.string ?? "", lines: try whole(top["lines"], "lines"),
      examples: try whole(top["examples"], "examples"), noise: noise, rules: [:], distributions: [:])
    self.path = path
    for (id, rule) in top["rules"]?.members ?? [] {
      rules[id] = RuleState(
        examples: try whole(rule["examples"], "rules.\(id).examples"),
        accepted: try counts(rule["accepted"], "rules.\(id).accepted"))
    }
    for (name, view) in top["distributions"]?.members ?? [] {
      distributions[name] = Distribution(
        try counts(view["counts"], "distributions.\(name).counts"),
        total: try whole(view["total"], "distributions.\(name).total"))
    }
  }
}
