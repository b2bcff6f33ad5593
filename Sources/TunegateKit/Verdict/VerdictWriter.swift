/// The verdict as far as the rules alone can tell it: clean first, collect more, or undecided.
///
/// No rule sees wrong facts or answers that belong to another prompt, so a quiet run is never advice to fine-tune.
struct VerdictWriter {
  let settings: Settings

  func verdict(noise: NoiseScore, gate: Gate, examples: Int, effective: Int) -> Verdict {
    let advised = settings[rule: TooFewExamples.id].flatMap { $0.number("advised") } ?? 0
    var evidence = [
      Evidence(
        signal: "noise score", value: noise.score, threshold: settings.gate.maxNoise,
        says: noise.score > settings.gate.maxNoise
          ? "more detectable defects than the limit allows"
          : examples > 0 ? "no more detectable defects than the limit allows" : "there is no example to find any in"),
      Evidence(
        signal: "effective examples", value: Double(effective), threshold: advised,
        says: Double(effective) < advised
          ? "fewer distinct examples than a fine-tune repays" : "enough distinct examples to be worth a fine-tune"),
    ]
    for limit in gate.limits where !limit.passed && limit.name != "max-noise" && limit.name != "min-examples" {
      evidence.append(
        Evidence(signal: limit.name, value: limit.value, threshold: limit.limit, says: "above its limit"))
    }
    let closed = gate.limits.filter { !$0.passed }
    if closed.contains(where: { $0.name != "min-examples" }) {
      return Verdict(
        proceed: false, approach: .cleanFirst, confidence: confidence(noise), evidence: evidence,
        wouldFlip: closed.map { flip($0) })
    }
    if examples > 0, Double(effective) < advised {
      let missing = Int(advised) - effective
      return Verdict(
        proceed: false, approach: .fewShot, confidence: 0.8, evidence: evidence,
        wouldFlip: ["\(missing) more distinct example\(missing == 1 ? "" : "s")"])
    }
    return Verdict(
      proceed: false, approach: .undecided, confidence: 0, evidence: evidence,
      wouldFlip: closed.map { flip($0) }
        + (examples > 0 ? ["checks of labels, answers and prompts, which this version does not make yet"] : []))
  }

  /// One minus the part of the interval that lies on the other side of the limit.
  private func confidence(_ noise: NoiseScore) -> Double {
    let limit = settings.gate.maxNoise
    guard noise.score > limit, noise.high > noise.low else { return 0.9 }
    return max(0.5, min(0.99, (noise.high - max(limit, noise.low)) / (noise.high - noise.low)))
  }

  private func flip(_ limit: GateLimit) -> String {
    switch limit.name {
    case "max-noise": "a noise score of \(Numbers.plain(limit.limit)) or less"
    case "min-examples": "\(Numbers.plain(limit.limit)) example\(limit.limit == 1 ? "" : "s") or more"
    case let name where name.hasSuffix(" share"): "\(name) of \(Numbers.percent(limit.limit)) or less"
    default: "\(limit.name) of \(Numbers.plain(limit.limit)) or less"
    }
  }
}
