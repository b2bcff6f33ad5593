/// Why a schema cannot be used.
public struct JSONSchemaError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The address of the schema, as it was given; empty when it has none.
  public var uri: String
  /// JSON Pointer to the part of the schema that is at fault.
  public var pointer: String
  /// What was found there, what was expected, and what to do.
  public var reason: String

  public var description: String {
    let place = uri.isEmpty ? "schema" : "schema \(uri)"
    return pointer.isEmpty ? "\(place): \(reason)" : "\(place), at \(pointer): \(reason)"
  }
}

/// What kept a value from being judged: it is neither valid nor invalid.
public enum JSONSchemaProblem: Sendable, Equatable {
  /// References nest deeper than `JSONSchema.deepestNesting`, or lead back to where they came from.
  case recursion
  /// More than the allowed steps: references that multiply, or a pattern that backtracks.
  case tooManySteps

  /// One sentence, with what to do.
  public var text: String {
    switch self {
    case .recursion:
      "the schema's references nest deeper than \(JSONSchema.deepestNesting) levels at this value, "
        + "expected an end; look for a `$ref` that leads back to itself"
    case .tooManySteps:
      "judging this value takes too many steps; simplify the branches or the pattern that the schema has here"
    }
  }
}
