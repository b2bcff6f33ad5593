/// A label that the rest of the set contradicts: prompts like this one have another. For sets whose answers, or fields
/// of their JSON answers, are a closed list; see `LabelNoise`.
struct WrongLabel: ModelRule {
  static let id = "wrong-label"
  static let group = RuleGroup.content
  static var page: [UInt8] { PackageResources.wrong_label_md }

  init(_ settings: RuleSettings) {}

  func fit(_ examples: [ExampleSample.Member], _ facts: ModelFacts) -> ModelFit { LabelNoise.fit(examples) }
}
