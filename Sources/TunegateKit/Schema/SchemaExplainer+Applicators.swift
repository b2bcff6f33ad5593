// Keywords that apply schemas: to the same value, and to its members.

extension SchemaExplainer {
  /// Lets one keyword judge a value. `before` are the members that keywords before it have evaluated.
  mutating func apply(
    _ keyword: SchemaKeyword, _ argument: Int, _ place: Place, _ node: Int, _ unit: inout SchemaUnit,
    _ evaluated: inout Set<Int>, before: Set<Int>
  ) {
    let source = program.documents[place.location.document]
    switch keyword {
    case .ref, .dynamicRef, .recursiveRef:
      if let target = target(of: argument, place, unit.keyword) { same(target, node, &unit, &evaluated) }
    case .allOf:
      for (index, branch) in source.children(argument).enumerated() {
        same(inner(place, branch, "/allOf/\(index)"), node, &unit, &evaluated)
      }
    case .anyOf, .oneOf: branches(keyword, argument, place, node, &unit, &evaluated)
    case .not:
      if schema(inner(place, argument, "/not"), node).unit.isValid, problem == nil {
        unit.isValid = false
        unit.complaint = SchemaComplaint(found: quote(node), expected: "a value that the schema under `not` refuses")
      }
    case .if: conditional(argument, place, node, &unit, &evaluated)
    case .then, .else: break  // spoken for by `if`
    case .properties, .patternProperties, .additionalProperties, .propertyNames, .unevaluatedProperties,
      .dependentSchemas, .dependencies:
      if value.tape.tag(node) == .object {
        object(keyword, argument, place, node, &unit, &evaluated, before: before)
      }
    case .prefixItems, .items, .additionalItems, .contains, .unevaluatedItems:
      if value.tape.tag(node) == .array {
        array(keyword, argument, place, node, &unit, &evaluated, before: before)
      }
    default:
      unit.complaint = complaint(keyword, argument, place, node)
      unit.isValid = unit.complaint == nil
      if keepsAnnotations { unit.annotation = annotation(keyword, argument, place, node) }
    }
  }

  private mutating func branches(
    _ keyword: SchemaKeyword, _ argument: Int, _ place: Place, _ node: Int, _ unit: inout SchemaUnit,
    _ evaluated: inout Set<Int>
  ) {
    let source = program.documents[place.location.document]
    var matched: [Int] = []
    for (index, branch) in source.children(argument).enumerated() {
      let outcome = schema(inner(place, branch, "/\(keyword.spelling)/\(index)"), node)
      if outcome.unit.isValid {
        matched.append(index)
        evaluated.formUnion(outcome.evaluated)
      }
      unit.children.append(outcome.unit)
    }
    unit.isValid = keyword == .anyOf ? !matched.isEmpty : matched.count == 1
    if unit.isValid {
      // Branches that were not taken are no errors.
      unit.children.removeAll { !$0.isValid }
      return
    }
    let count = source.children(argument).count
    if matched.isEmpty {
      let expected = count == 1 ? "what the one alternative allows" : "what one of the \(count) alternatives allows"
      unit.complaint = SchemaComplaint(found: quote(node), expected: expected)
    } else {
      let list = matched.map(String.init).joined(separator: " and ")
      unit.complaint = SchemaComplaint(
        found: "\(quote(node)), which alternatives \(list) all allow", expected: "exactly one alternative that does")
    }
  }

  private mutating func conditional(
    _ argument: Int, _ place: Place, _ node: Int, _ unit: inout SchemaUnit, _ evaluated: inout Set<Int>
  ) {
    let condition = schema(inner(place, argument, "/if"), node)
    if condition.unit.isValid {
      evaluated.formUnion(condition.evaluated)
      if keepsAnnotations { unit.children.append(condition.unit) }
    }
    let keyword: SchemaKeyword = condition.unit.isValid ? .then : .else
    guard let branch = sibling(keyword, of: place) else { return }
    same(inner(place, branch, "/" + keyword.spelling), node, &unit, &evaluated)
  }

  // MARK: Members

  private mutating func object(
    _ keyword: SchemaKeyword, _ argument: Int, _ place: Place, _ node: Int, _ unit: inout SchemaUnit,
    _ evaluated: inout Set<Int>, before: Set<Int>
  ) {
    let source = program.documents[place.location.document]
    let step = "/" + SchemaQuote.escaped(unit.keyword)
    for key in value.children(node) {
      if isEnough(unit) { break }
      let name = value.string(key)
      switch keyword {
      case .properties:
        guard let child = source.member(argument, name) else { continue }
        evaluated.insert(key)
        member(inner(place, child, step + "/" + SchemaQuote.escaped(name)), key + 1, &unit)
      case .patternProperties:
        for pattern in source.children(argument) where matches(pattern, source, key) {
          evaluated.insert(key)
          let name = SchemaQuote.escaped(source.string(pattern))
          member(inner(place, pattern + 1, step + "/" + name), key + 1, &unit)
        }
      case .additionalProperties where !isNamed(key, name, place),
        .unevaluatedProperties where !before.contains(key):
        evaluated.insert(key)
        unexpected(inner(place, argument, step), key, name, &unit)
      case .propertyNames:
        member(inner(place, argument, step), key, &unit)
        // Keys are no part of the value that annotations could be about.
        if unit.isValid { unit.children = [] }
      default: break
      }
    }
    guard keyword == .dependentSchemas || keyword == .dependencies else { return }
    for trigger in source.children(argument) where value.member(node, source.string(trigger)) != nil {
      let name = source.string(trigger)
      if source.tape.tag(trigger + 1) == .array {
        unit.complaint = unit.complaint ?? missing(trigger + 1, source, node, because: name)
        if unit.complaint != nil { unit.isValid = false }
      } else {
        same(inner(place, trigger + 1, step + "/" + SchemaQuote.escaped(name)), node, &unit, &evaluated)
      }
    }
  }

  /// A member that no other keyword speaks of. Where none is allowed, the key is the error and not its value.
  private mutating func unexpected(_ place: Place, _ key: Int, _ name: String, _ unit: inout SchemaUnit) {
    var outcome = schema(place, key + 1).unit
    if !outcome.isValid { unit.isValid = false }
    if outcome.complaint != nil, outcome.children.isEmpty, outcome.keyword.isEmpty {
      outcome.keyword = unit.keyword
      outcome.complaint = SchemaComplaint(found: "the key \(SchemaQuote.value(value, key))", expected: allowed(place))
    }
    if !outcome.isValid || keepsAnnotations { unit.children.append(outcome) }
  }

  /// The keys that the schema around `additionalProperties` names.
  private func allowed(_ place: Place) -> String {
    let source = program.documents[place.location.document]
    let pointer = place.location.node
    guard let parent = source.parent(of: pointer), let named = source.member(parent, "properties"),
      !source.children(named).isEmpty
    else { return "no key that the schema does not name" }
    let names = source.children(named).prefix(12).map { SchemaQuote.value(source, $0) }
    let more = source.children(named).count > names.count ? " or another that the schema names" : ""
    return names.count == 1 && more.isEmpty
      ? "no key but \(names[0])" : "one of \(names.joined(separator: ", "))" + more
  }

  private mutating func isNamed(_ key: Int, _ name: String, _ place: Place) -> Bool {
    let source = program.documents[place.location.document]
    if let named = sibling(.properties, of: place), source.member(named, name) != nil { return true }
    guard let patterns = sibling(.patternProperties, of: place) else { return false }
    for pattern in source.children(patterns) where matches(pattern, source, key) { return true }
    return false
  }

  private mutating func array(
    _ keyword: SchemaKeyword, _ argument: Int, _ place: Place, _ node: Int, _ unit: inout SchemaUnit,
    _ evaluated: inout Set<Int>, before: Set<Int>
  ) {
    let source = program.documents[place.location.document]
    let items = value.children(node)
    let step = "/" + unit.keyword
    if keyword == .contains { return contains(argument, place, items, &unit, &evaluated) }
    let isTuple = source.tape.tag(argument) == .array
    if keyword == .additionalItems {
      // Without an array of items in front, it says nothing.
      guard let tuple = sibling(.items, of: place), source.tape.tag(tuple) == .array else { return }
    }
    let schemas = isTuple ? source.children(argument) : []
    for (index, item) in items.enumerated() {
      if isEnough(unit) { break }
      if isTuple {
        guard index < schemas.count else { break }
        evaluated.insert(item)
        member(inner(place, schemas[index], "\(step)/\(index)"), item, &unit)
      } else if keyword == .unevaluatedItems ? !before.contains(item) : index >= prefixLength(keyword, place) {
        evaluated.insert(item)
        member(inner(place, argument, step), item, &unit)
      }
    }
  }

  /// How many items the keyword leaves to another one in front.
  private func prefixLength(_ keyword: SchemaKeyword, _ place: Place) -> Int {
    let source = program.documents[place.location.document]
    let prefix = sibling(keyword == .additionalItems ? .items : .prefixItems, of: place)
    return prefix.map { source.children($0).count } ?? 0
  }

  private mutating func contains(
    _ argument: Int, _ place: Place, _ items: [Int], _ unit: inout SchemaUnit, _ evaluated: inout Set<Int>
  ) {
    let isTold = program.registry.dialect(at: place.location).draft == .draft2020
    var found = 0
    for item in items {
      let outcome = schema(inner(place, argument, "/contains"), item)
      guard outcome.unit.isValid else { continue }
      found += 1
      if isTold { evaluated.insert(item) }
      if keepsAnnotations { unit.children.append(outcome.unit) }
    }
    let least = count(sibling(.minContains, of: place), place) ?? 1
    let most = count(sibling(.maxContains, of: place), place) ?? Int.max
    guard found < least || found > most else { return }
    unit.isValid = false
    unit.complaint = SchemaComplaint(
      found: "\(found) of \(items.count) items that the schema under `contains` allows",
      expected: found < least ? "at least \(least)" : "at most \(most)")
  }
}

extension SchemaDocument {
  /// The innermost object or array that holds a value.
  fileprivate func parent(of node: Int) -> Int? {
    var i = node - 1
    while i >= 0 {
      if tape.tag(i) == .object || tape.tag(i) == .array, tape.next(i) > node { return i }
      i -= 1
    }
    return nil
  }
}
