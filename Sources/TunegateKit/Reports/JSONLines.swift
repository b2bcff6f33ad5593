/// Paths as JSON strings, encoded once: they repeat on every line of `--findings` and `--scores`.
struct EncodedPaths: Sendable {
  private let encoded: [[UInt8]]

  init(_ paths: [String]) {
    encoded = paths.map { path in
      var json = JSONWriter()
      json.value(path)
      return json.bytes
    }
  }

  /// The path of a place's source; an empty string for the whole data set.
  func write(_ source: Int, to json: inout JSONWriter) {
    json.key("path")
    if encoded.indices.contains(source) { json.value(encoded: encoded[source]) } else { json.value("") }
  }
}

/// The one spelling of a finding in JSON, shared by the report and by `--findings`.
struct FindingEncoder: Sendable {
  private let paths: EncodedPaths

  init(paths: [String]) {
    self.paths = EncodedPaths(paths)
  }

  func write(_ finding: Finding, to json: inout JSONWriter, layout: JSONWriter.Layout? = nil) {
    json.object(layout) { json in
      json.member("rule", finding.rule)
      json.member("severity", finding.severity.name)
      paths.write(finding.place.source, to: &json)
      json.member("line", finding.place.line)
      json.member("column", finding.column)
      json.member("pointer", finding.pointer)
      json.member("message", finding.message)
      json.member("hint", finding.hint)
      json.member("confidence", finding.confidence)
      json.key("related")
      json.array { json in
        for place in finding.related {
          json.object { json in
            paths.write(place.source, to: &json)
            json.member("line", place.line)
          }
        }
      }
    }
  }
}

/// `--findings`: every finding as one compact JSON object a line.
///
/// Holds no findings itself; together with `OutputFile.append` the memory is one buffer, whatever the data set's size.
public struct FindingLines: Sendable {
  private let encoder: FindingEncoder

  /// - Parameter paths: the paths of the run's sources, indexed by `Place.source`.
  public init(paths: [String]) {
    encoder = FindingEncoder(paths: paths)
  }

  /// Appends one line, newline included. The order of the lines is the caller's: path, line, rule.
  public func append(_ finding: Finding, to bytes: inout [UInt8]) {
    JSONWriter.append(to: &bytes) { json in
      encoder.write(finding, to: &json)
      json.newline()
    }
  }
}

/// What `--scores` says about one example.
public struct ExampleScore: Sendable, Equatable {
  public var place: Place
  /// The example's noise in 0…1.
  public var noise: Double
  /// The ids of the rules with a finding here, in the order of the rule list.
  public var rules: [String]
  /// One of `fineTune`, `rag`, `chainOfThought` and `undecided`.
  public var approach: Verdict.Approach

  public init(place: Place, noise: Double, rules: [String], approach: Verdict.Approach) {
    self.place = place
    self.noise = noise
    self.rules = rules
    self.approach = approach
  }
}

/// `--scores`: every example as one compact JSON object a line. Streams as `FindingLines` does.
public struct ScoreLines: Sendable {
  private let paths: EncodedPaths

  /// - Parameter paths: the paths of the run's sources, indexed by `Place.source`.
  public init(paths: [String]) {
    self.paths = EncodedPaths(paths)
  }

  /// Appends one line, newline included. The order of the lines is the caller's: path, line.
  public func append(_ score: ExampleScore, to bytes: inout [UInt8]) {
    JSONWriter.append(to: &bytes) { json in
      json.object { json in
        paths.write(score.place.source, to: &json)
        json.member("line", score.place.line)
        json.member("noise", score.noise)
        json.key("rules")
        json.array { json in
          for rule in score.rules { json.value(rule) }
        }
        json.member("approach", score.approach.rawValue)
      }
      json.newline()
    }
  }
}
