/// Every rule, in the order of reports. A new rule adds one line here.
enum AllRules {
  static let types: [any Rule.Type] = [
    MalformedJSON.self,
    InvalidUTF8.self,
    TooDeep.self,
    OversizedLine.self,
    NotAnObject.self,
    ByteOrderMark.self,
    UnknownShape.self,
    AmbiguousFormat.self,
    MixedFormat.self,
    DoubleEncoded.self,
    DuplicateKey.self,
    LoneSurrogate.self,
    ControlCharacter.self,
    BrokenTurn.self,
    UnknownRole.self,
    RoleOrder.self,
    RepeatedRole.self,
    UnansweredTurn.self,
    BadWeight.self,
    BrokenToolCall.self,
    EmptyTurn.self,
    NothingToLearn.self,
    PlaceholderAnswer.self,
    ExactDuplicate.self,
    NormalizedDuplicate.self,
    NearDuplicate.self,
    TooFewExamples.self,
    LengthOutlier.self,
    MissingShard.self,
    DeclaredCountMismatch.self,
  ]

  static let specs: [RuleSpec] = types.map { $0.spec }
}
