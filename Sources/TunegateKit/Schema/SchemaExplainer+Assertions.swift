// Keywords that judge a value by themselves.

extension SchemaExplainer {
  /// What a keyword has against a value; nil when it has nothing.
  mutating func complaint(
    _ keyword: SchemaKeyword, _ argument: Int, _ place: Place, _ node: Int
  ) -> SchemaComplaint? {
    let source = program.documents[place.location.document]
    switch keyword {
    case .type: return wrongType(argument, source, node, place)
    case .enum:
      if source.children(argument).contains(where: { isEqual($0, source, node) }) { return nil }
      return SchemaComplaint(found: quote(node), expected: list(source.children(argument), source))
    case .const:
      if isEqual(argument, source, node) { return nil }
      return SchemaComplaint(found: quote(node), expected: SchemaQuote.value(source, argument))
    case .multipleOf, .minimum, .maximum, .exclusiveMinimum, .exclusiveMaximum:
      return value.tape.tag(node) == .number ? outOfBounds(keyword, argument, source, place, node) : nil
    case .minLength, .maxLength, .pattern, .format, .contentEncoding, .contentMediaType:
      return value.tape.tag(node) == .string ? badText(keyword, argument, source, place, node) : nil
    case .minItems, .maxItems, .uniqueItems:
      return value.tape.tag(node) == .array ? badArray(keyword, argument, source, place, node) : nil
    case .minProperties, .maxProperties:
      guard value.tape.tag(node) == .object else { return nil }
      return wrongCount(value.children(node).count, keyword == .minProperties, argument, place, "keys")
    case .required: return value.tape.tag(node) == .object ? missing(argument, source, node, because: nil) : nil
    case .dependentRequired:
      guard value.tape.tag(node) == .object else { return nil }
      for trigger in source.children(argument) where value.member(node, source.string(trigger)) != nil {
        if let found = missing(trigger + 1, source, node, because: source.string(trigger)) { return found }
      }
      return nil
    default: return nil
    }
  }

  private func isEqual(_ constant: Int, _ source: SchemaDocument, _ node: Int) -> Bool {
    JSONEquality.areEqual(constant, source.tape, source.text, node, value.tape, value.text)
  }

  private func wrongType(
    _ argument: Int, _ source: SchemaDocument, _ node: Int, _ place: Place
  ) -> SchemaComplaint? {
    let names = (source.tape.tag(argument) == .array ? source.children(argument) : [argument]).map(source.string)
    let tag = value.tape.tag(node)
    let found =
      switch tag {
      case .null: "null"
      case .false, .true: "boolean"
      case .number: "number"
      case .string: "string"
      case .array: "array"
      case .object: "object"
      }
    if names.contains(found) { return nil }
    let isDraft4 = program.registry.dialect(at: place.location).draft == .draft4
    if tag == .number, names.contains("integer"), program.isInteger(value.tape[node], value.text, isDraft4) {
      return nil
    }
    let quoted = tag == .null ? "null" : "the \(found) \(quote(node))"
    let wanted = names.map { $0 == "null" ? $0 : ("aeio".contains($0.prefix(1)) ? "an \($0)" : "a \($0)") }
    return SchemaComplaint(found: quoted, expected: wanted.joined(separator: " or "))
  }

  private func list(_ nodes: [Int], _ source: SchemaDocument) -> String {
    let shown = nodes.prefix(12).map { SchemaQuote.value(source, $0, limit: 30) }
    let more = nodes.count > shown.count ? " or one of \(nodes.count - shown.count) others" : ""
    return shown.count == 1 ? shown[0] + more : "one of " + shown.joined(separator: ", ") + more
  }

  private func outOfBounds(
    _ keyword: SchemaKeyword, _ argument: Int, _ source: SchemaDocument, _ place: Place, _ node: Int
  ) -> SchemaComplaint? {
    // In draft 4 a boolean sharpens its neighbor, which then speaks for both.
    guard source.tape.tag(argument) == .number else { return nil }
    let limit = DecimalText(source.tape[argument], source.text)
    let number = DecimalText(value.tape[node], value.text)
    let bound = SchemaQuote.value(source, argument)
    func says(_ isValid: Bool, _ words: String) -> SchemaComplaint? {
      isValid ? nil : SchemaComplaint(found: quote(node), expected: "\(words) \(bound)")
    }
    if keyword == .multipleOf {
      return says(number.isMultiple(value.text, of: limit, source.text), "a multiple of")
    }
    let order = DecimalText.compare(number, value.text, limit, source.text)
    func isSharp(_ neighbor: SchemaKeyword) -> Bool {
      sibling(neighbor, of: place).map { source.tape.tag($0) == .true } ?? false
    }
    switch keyword {
    case .minimum where isSharp(.exclusiveMinimum), .exclusiveMinimum: return says(order > 0, "a number above")
    case .maximum where isSharp(.exclusiveMaximum), .exclusiveMaximum: return says(order < 0, "a number below")
    case .minimum: return says(order >= 0, "a number of at least")
    default: return says(order <= 0, "a number of at most")
    }
  }

  private mutating func badText(
    _ keyword: SchemaKeyword, _ argument: Int, _ source: SchemaDocument, _ place: Place, _ node: Int
  ) -> SchemaComplaint? {
    let text = value.tape[node]
    switch keyword {
    case .minLength, .maxLength:
      let length = SchemaProgram.codePoints(text, value.text)
      return wrongCount(length, keyword == .minLength, argument, place, "characters")
    case .pattern:
      if matches(argument, source, node) { return nil }
      return SchemaComplaint(
        found: quote(node), expected: "text that the pattern \(SchemaQuote.value(source, argument)) matches")
    case .format:
      let dialect = program.registry.dialect(at: place.location)
      guard program.options.assertsFormats || dialect.vocabularies.contains(.formatAssertion) else { return nil }
      let name = source.string(argument)
      if JSONEquality.withDecoded(text, value.text, { SchemaFormat.check(name, $0) }) { return nil }
      return SchemaComplaint(found: quote(node), expected: "the format \(name)")
    default: return badContent(keyword, argument, source, place, text, node)
    }
  }

  private func badContent(
    _ keyword: SchemaKeyword, _ argument: Int, _ source: SchemaDocument, _ place: Place, _ text: JSONNode, _ node: Int
  ) -> SchemaComplaint? {
    guard program.options.assertsContent, program.registry.dialect(at: place.location).draft == .draft7 else {
      return nil
    }
    let encoding = sibling(.contentEncoding, of: place)
    let isBase64 = encoding.map { source.isEqual($0, "base64") } ?? false
    let isJSON = keyword == .contentMediaType && source.isEqual(argument, "application/json")
    let isValid = JSONEquality.withDecoded(text, value.text) {
      !isBase64 && !isJSON || SchemaContent.isValid($0, isBase64: isBase64, isJSON: isJSON)
    }
    return isValid ? nil : SchemaComplaint(found: quote(node), expected: source.string(argument) + " content")
  }

  private func badArray(
    _ keyword: SchemaKeyword, _ argument: Int, _ source: SchemaDocument, _ place: Place, _ node: Int
  ) -> SchemaComplaint? {
    guard keyword == .uniqueItems else {
      return wrongCount(value.children(node).count, keyword == .minItems, argument, place, "items")
    }
    guard source.tape.tag(argument) == .true,
      let pair = JSONEquality.firstRepeated(in: node, value.tape, value.text)
    else { return nil }
    let items = value.children(node)
    let places = [pair.first, pair.second].compactMap { items.firstIndex(of: $0) }.map(String.init)
    return SchemaComplaint(
      found: "\(quote(pair.second)) as items \(places.joined(separator: " and "))",
      expected: "items that all differ")
  }

  private func wrongCount(
    _ found: Int, _ isLeast: Bool, _ argument: Int, _ place: Place, _ what: String
  ) -> SchemaComplaint? {
    guard let limit = count(argument, place), isLeast ? found < limit : found > limit else { return nil }
    let unit = found == 1 ? String(what.dropLast()) : what
    return SchemaComplaint(found: "\(found) \(unit)", expected: "at \(isLeast ? "least" : "most") \(limit)")
  }

  /// A count that a keyword gives.
  func count(_ argument: Int?, _ place: Place) -> Int? {
    guard let argument else { return nil }
    let source = program.documents[place.location.document]
    let number = JSONText.number(source.tape[argument], source.text)
    return number < 1e15 ? Int(number) : Int.max
  }

  /// The keys of a list that an object lacks.
  func missing(_ names: Int, _ source: SchemaDocument, _ node: Int, because: String?) -> SchemaComplaint? {
    let lacking = source.children(names).filter { value.member(node, source.string($0)) == nil }
    guard !lacking.isEmpty else { return nil }
    let list = lacking.prefix(12).map { SchemaQuote.value(source, $0) }.joined(separator: ", ")
    let reason = because.map { ", which \"\($0)\" asks for" } ?? ""
    return SchemaComplaint(
      found: "an object without \(list)",
      expected: (lacking.count == 1 ? "that key" : "those keys") + reason)
  }

  /// What a keyword says about a value that it does not judge, as JSON text.
  func annotation(_ keyword: SchemaKeyword, _ argument: Int, _ place: Place, _ node: Int) -> [UInt8]? {
    let source = program.documents[place.location.document]
    switch keyword {
    case .title, .description, .default, .deprecated, .readOnly, .writeOnly, .examples, .unknown:
      return Array(source.source(argument))
    case .format: return Array(source.source(argument))
    case .contentEncoding, .contentMediaType:
      return value.tape.tag(node) == .string ? Array(source.source(argument)) : nil
    case .contentSchema:
      let isOfText = value.tape.tag(node) == .string && sibling(.contentMediaType, of: place) != nil
      return isOfText ? Array(source.source(argument)) : nil
    default: return nil
    }
  }
}
