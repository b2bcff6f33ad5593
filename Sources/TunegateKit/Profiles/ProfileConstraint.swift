/// What a trainer asks of an example that JSON Schema cannot say.
///
/// Which profile asks for which, and what it does otherwise, stands in its pack.
enum ProfileConstraint: UInt8, Sendable, CaseIterable {
  // Order of turns.
  case systemFirst, oneSystem, firstUser, lastAssistant, hasUser, hasAssistant, noRepeatedRole, noRepeatedUser
  case answerFollowsPrompt, toolFollowsCall, oddEvenTurns, promptNotFromAssistant
  // Tool calls.
  case callsAnswered, contentXorCalls, uniqueCallIds, pairedResults, declaredTools, toolArgumentsJson
  // Media.
  case mostImages, imagesInUserTurns, imageWeight, oneContentForm, oneVideo, oneFile, mediaNotMixed
  // Content.
  case reservedWords, chosenDiffers, textAnswer, trainedSegment

  /// As packs spell it: `system-first`.
  var name: String {
    var name = ""
    for character in String(describing: self) {
      if character.isUppercase { name += "-" }
      name += character.lowercased()
    }
    return name
  }

  init?(name: String) {
    guard let found = ProfileConstraint.allCases.first(where: { $0.name == name }) else { return nil }
    self = found
  }

  /// What was found and what was expected.
  var complaint: String {
    switch self {
    case .systemFirst: "a system message behind other turns, expected at most one, and it first"
    case .oneSystem: "a second system message, expected at most one"
    case .firstUser: "the first turn is not the user's, expected the user to speak first"
    case .lastAssistant: "the last turn is not the assistant's, expected an answer at the end"
    case .hasUser: "no turn is the user's, expected one at least"
    case .hasAssistant: "no turn is the assistant's, expected one at least"
    case .noRepeatedRole: "the second turn of one speaker in a row, expected user and assistant in turn"
    case .noRepeatedUser: "the second turn of the user in a row, expected an answer between the two"
    case .answerFollowsPrompt: "a turn of the assistant that follows no prompt, expected one of the user before it"
    case .toolFollowsCall: "a tool result that follows neither a call nor another result, expected a call before it"
    case .oddEvenTurns:
      "turns out of order, expected the user or a tool result at odd places, the assistant or a call at even ones, "
        + "and nothing left over"
    case .promptNotFromAssistant: "the input ends with a turn of the assistant, expected the user's or a tool's"
    case .callsAnswered: "the tool results before it are not as many as the calls, expected one for each call"
    case .contentXorCalls:
      "an assistant turn with both content and tool calls, or with neither, expected one of the two"
    case .uniqueCallIds: "the id of a tool call for the second time, expected an id of its own"
    case .pairedResults: "a tool result for an id that no open call before it has, expected the id of a call"
    case .declaredTools: "a call of a tool that the example does not declare, expected one of its tools"
    case .toolArgumentsJson: "arguments of a tool call that are no JSON object, expected one"
    case .mostImages: "more images than the limit"
    case .imagesInUserTurns: "an image outside the user's turns, expected text there"
    case .imageWeight: "a weight other than 0 on a turn with an image, expected 0 or none"
    case .oneContentForm: "contents as text and as parts in one example, expected one form"
    case .oneVideo: "a second video, expected at most one"
    case .oneFile: "a second document, expected at most one"
    case .mediaNotMixed: "a video beside images or documents in one turn, expected one kind"
    case .reservedWords: "a reserved word"
    case .chosenDiffers: "the rejected answer is the chosen one, expected two different answers"
    case .textAnswer: "an `output` that is no text, expected a string"
    case .trainedSegment: "no segment with the label true, expected one to learn from"
    }
  }

  /// What to do about it.
  var hint: String {
    switch self {
    case .systemFirst, .oneSystem: "join the system messages, and put them first"
    case .firstUser, .answerFollowsPrompt: "put the question that the assistant answers before it"
    case .lastAssistant: "add the answer, or remove the turns behind the last one"
    case .hasUser, .hasAssistant, .trainedSegment: "add it, or remove the example"
    case .noRepeatedRole, .noRepeatedUser: "join the two turns, or look for one that was lost between them"
    case .toolFollowsCall: "put the call before its result"
    case .oddEvenTurns: "join turns of one speaker, and end with the assistant (a preference pair: with the user)"
    case .promptNotFromAssistant: "move the last turn to the two outputs"
    case .callsAnswered: "give each call its result, in the turns right behind it"
    case .contentXorCalls: "split the turn in two, or leave one of the two out"
    case .uniqueCallIds, .pairedResults: "give each call an id of its own and repeat it in the result"
    case .declaredTools: "declare the tool, or correct its name"
    case .toolArgumentsJson: "write the arguments as a JSON object"
    case .mostImages, .oneVideo, .oneFile: "remove some, or make two examples of it"
    case .imagesInUserTurns: "move the image to a turn of the user"
    case .imageWeight: "remove the weight"
    case .oneContentForm: "write all contents as parts, or all as text"
    case .mediaNotMixed: "make two examples of it"
    case .reservedWords: "write it another way"
    case .chosenDiffers: "remove the pair: there is nothing to prefer"
    case .textAnswer: "write the answer as a string"
    }
  }

  /// Rules that tell the same defect, and whose finding is enough.
  var coveringRules: [String] {
    switch self {
    case .systemFirst, .oneSystem, .firstUser, .answerFollowsPrompt, .toolFollowsCall: ["role-order"]
    case .oddEvenTurns: ["role-order", "unknown-role"]
    case .hasAssistant: ["nothing-to-learn"]
    case .uniqueCallIds, .pairedResults, .callsAnswered: ["tool-call-id"]
    case .declaredTools: ["undeclared-tool"]
    case .toolArgumentsJson: ["broken-tool-call"]
    case .chosenDiffers: ["identical-pair"]
    default: []
    }
  }
}

extension ProfileCause {
  /// Rules that tell the same defect, and whose finding is enough.
  var coveringRules: [String] {
    switch self {
    case .noFormat: ["not-an-object", "double-encoded"]
    case .schema: ["not-an-object", "double-encoded", "broken-turn", "unknown-role", "bad-weight", "broken-tool-call"]
    case .constraint(let constraint): constraint.coveringRules
    case .overlong, .cutOff: []
    case .unanswered: ["nothing-to-learn", "empty-turn"]
    }
  }
}
