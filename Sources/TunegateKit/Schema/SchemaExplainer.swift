/// The exhaustive pass: reads the schema documents keyword by keyword and says what each of them finds.
///
/// For values that the boolean pass has refused, and where annotations are asked for. It shares nothing with that pass
/// but the references and the patterns, so that each can be held to the other.
struct SchemaExplainer: ~Copyable {
  let program: SchemaProgram
  let value: SchemaDocument
  /// Whether valid units are kept, for their annotations.
  let keepsAnnotations: Bool
  /// Members of one container that fail before the rest of it is left alone: a hostile value has millions. No limit
  /// where annotations are kept.
  private let mostFailures: Int
  /// Why the value was not judged.
  var problem: JSONSchemaProblem?
  private var depth = 0
  private var stepsLeft = 200_000
  private var scope: [Int] = []
  /// For the patterns.
  private var scratch = SchemaScratch()

  /// - Parameter errors: That the caller wants at most. Alternatives are told apart by the number of theirs, so some
  ///   more are found.
  init(_ program: SchemaProgram, _ value: SchemaDocument, keepsAnnotations: Bool, errors: Int = .max) {
    (self.program, self.value, self.keepsAnnotations) = (program, value, keepsAnnotations)
    mostFailures = keepsAnnotations ? .max : max(errors, 20)
    stepsLeft += 16 * value.tape.count
  }

  /// Where evaluation is in the schema.
  struct Place {
    var location: SchemaLocation
    /// From the root schema, as `SchemaUnit.keywordLocation`.
    var path: String
    /// From the root of the resource.
    var pointer: String
  }

  /// What is said of a value, and which of its members are accounted for.
  struct Outcome {
    var unit: SchemaUnit
    var evaluated: Set<Int> = []
  }

  mutating func explain() -> SchemaUnit {
    schema(Place(location: program.rootLocation, path: "", pointer: ""), 0).unit
  }

  /// The verdict of one schema on one value.
  mutating func schema(_ place: Place, _ node: Int) -> Outcome {
    var unit = unit(place, nil, node)
    depth += 1
    stepsLeft -= 1
    defer { depth -= 1 }
    guard depth <= JSONSchema.deepestNesting, stepsLeft > 0 else {
      problem = problem ?? (stepsLeft > 0 ? .recursion : .tooManySteps)
      unit.isValid = false
      unit.complaint = SchemaComplaint(
        found: "a value that cannot be judged", expected: "a schema that comes to an end")
      return Outcome(unit: unit)
    }
    let source = program.documents[place.location.document]
    switch source.tape.tag(place.location.node) {
    case .false:
      unit.isValid = false
      unit.complaint = SchemaComplaint(found: quote(node), expected: "nothing: no value is allowed here")
      return Outcome(unit: unit)
    case .object: break
    default: return Outcome(unit: unit)
    }
    let isNewScope = scope.last != place.location.resource
    if isNewScope { scope.append(place.location.resource) }
    defer { if isNewScope { scope.removeLast() } }
    return keywords(place, node, source, unit)
  }

  private mutating func keywords(
    _ place: Place, _ node: Int, _ source: SchemaDocument, _ unit: SchemaUnit
  ) -> Outcome {
    var outcome = Outcome(unit: unit)
    for (keyword, key) in members(of: place, source) {
      var found = self.unit(place, source.string(key), node)
      var evaluated: Set<Int> = []
      apply(keyword, key + 1, place, node, &found, &evaluated, before: outcome.evaluated)
      if found.isValid { outcome.evaluated.formUnion(evaluated) } else { outcome.unit.isValid = false }
      if !found.isValid || keepsAnnotations { outcome.unit.children.append(found) }
    }
    if !outcome.unit.isValid {
      // A schema that fails says nothing else about the value.
      outcome.unit.children.removeAll { $0.isValid }
      outcome.evaluated = []
    }
    return outcome
  }

  /// The keywords of a schema object that its dialect knows, in the order of their evaluation.
  private func members(of place: Place, _ source: SchemaDocument) -> [(SchemaKeyword, Int)] {
    let dialect = program.registry.dialect(at: place.location)
    var found: [(SchemaKeyword, Int)] = []
    for key in source.children(place.location.node) {
      let known = source.keyword(key)
      let keyword = dialect.knows(known) ? known : .unknown
      if keyword == .ref, dialect.refHidesSiblings { return [(.ref, key)] }
      found.removeAll { $0.0 == keyword && keyword != .unknown }
      found.append((keyword, key))
    }
    return found.sorted { ($0.0.rawValue, $0.1) < ($1.0.rawValue, $1.1) }
  }

  private func unit(_ place: Place, _ keyword: String?, _ node: Int) -> SchemaUnit {
    let step = keyword.map { "/" + SchemaQuote.escaped($0) } ?? ""
    let uri = program.registry.resources[place.location.resource].uri
    return SchemaUnit(
      keywordLocation: place.path + step,
      absoluteLocation: uri + "#" + SchemaURI.encoded(place.pointer + step), value: node, keyword: keyword ?? "")
  }

  /// Whether a container has failed often enough: then it is invalid, and nothing else of it is asked for.
  func isEnough(_ unit: SchemaUnit) -> Bool { unit.children.count >= mostFailures }

  func quote(_ node: Int) -> String { SchemaQuote.value(value, node) }
}

// MARK: - Getting about

extension SchemaExplainer {
  /// The place of a schema inside the one at `place`.
  func inner(_ place: Place, _ node: Int, _ steps: String) -> Place {
    var inner = place
    inner.location.node = node
    inner.path += steps
    inner.pointer += steps
    if let resource = program.registry.resource(at: node, place.location.document) {
      inner.location.resource = resource
      inner.pointer = ""
    }
    return inner
  }

  /// Where a reference leads.
  func target(of reference: Int, _ place: Place, _ keyword: String) -> Place? {
    let key = SchemaCompiler.key(place.location.document, reference)
    guard let found = program.references[key] else { return nil }
    var target = found.target
    if let name = found.dynamicName {
      for resource in scope {
        guard let anchor = program.registry.dynamicAnchor(name, in: resource) else { continue }
        target = anchor
        break
      }
    }
    let source = program.documents[target.document]
    let root = SchemaQuote.pointer(to: program.registry.resources[target.resource].node, in: source)
    let pointer = SchemaQuote.pointer(to: target.node, in: source)
    return Place(
      location: target, path: place.path + "/" + keyword, pointer: String(pointer.dropFirst(root.count)))
  }

  /// Lets another schema judge the same value, as a part of `unit`.
  mutating func same(_ place: Place, _ node: Int, _ unit: inout SchemaUnit, _ evaluated: inout Set<Int>) {
    let outcome = schema(place, node)
    if outcome.unit.isValid { evaluated.formUnion(outcome.evaluated) } else { unit.isValid = false }
    if !outcome.unit.isValid || keepsAnnotations { unit.children.append(outcome.unit) }
  }

  /// Lets a schema judge a member of the value.
  mutating func member(_ place: Place, _ node: Int, _ unit: inout SchemaUnit) {
    let outcome = schema(place, node)
    if !outcome.unit.isValid { unit.isValid = false }
    if !outcome.unit.isValid || keepsAnnotations { unit.children.append(outcome.unit) }
  }

  /// Whether a string of the value holds the pattern that stands at `pattern`.
  mutating func matches(_ pattern: Int, _ source: SchemaDocument, _ node: Int) -> Bool {
    guard let number = program.patternNumbers[source.string(pattern)] else { return false }
    let isFound = program.matches(number, value.tape[node], value.text, &scratch)
    problem = problem ?? scratch.problem
    return isFound
  }

  /// The value of another keyword of the schema at `place`, if its dialect knows it.
  func sibling(_ keyword: SchemaKeyword, of place: Place) -> Int? {
    guard program.registry.dialect(at: place.location).knows(keyword) else { return nil }
    return program.documents[place.location.document].member(place.location.node, keyword.spelling)
  }
}
