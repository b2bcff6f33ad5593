extension JSONSchema {
  /// One thing that is wrong with a value.
  public struct ValueError: Sendable, Equatable, CustomStringConvertible {
    /// JSON Pointer to the keyword as evaluation came to it, through references.
    public var keywordLocation: String
    /// The address of the keyword: that of its resource, and a JSON Pointer as the fragment.
    public var absoluteKeywordLocation: String
    /// JSON Pointer to what is wrong in the value.
    public var instanceLocation: String
    /// The keyword that refuses it.
    public var keyword: String
    /// What was found and what was expected, in one sentence.
    public var message: String
    /// Byte offset of what is wrong in the text of the value.
    public var offset: Int

    public var description: String {
      (instanceLocation.isEmpty ? "the value" : instanceLocation) + ": " + message
    }
  }

  /// What is wrong with `json`, in the order of the schema; empty for a valid value. Of alternatives that all failed,
  /// only the errors of the one that was most likely meant.
  ///
  /// Much slower than `isValid`: meant for values that are known to be invalid.
  ///
  /// - Parameter limit: Of the errors that are returned.
  public func errors(in json: [UInt8], limit: Int = 20) -> [ValueError] {
    do {
      let value = try SchemaDocument(json, maxDepth: JSONSchema.deepestValue)
      return errors(in: value, limit: limit)
    } catch {
      return [
        ValueError(
          keywordLocation: "", absoluteKeywordLocation: "", instanceLocation: "", keyword: "",
          message: error.reason, offset: 0)
      ]
    }
  }

  func errors(in value: SchemaDocument, limit: Int) -> [ValueError] {
    var explainer = SchemaExplainer(program, value, keepsAnnotations: false, errors: limit)
    let unit = explainer.explain()
    if let problem = explainer.problem {
      return [
        ValueError(
          keywordLocation: "", absoluteKeywordLocation: "", instanceLocation: "", keyword: "",
          message: problem.text, offset: 0)
      ]
    }
    return unit.likelyComplaints.prefix(limit).map { unit in
      ValueError(
        keywordLocation: unit.keywordLocation, absoluteKeywordLocation: unit.absoluteLocation,
        instanceLocation: SchemaQuote.pointer(to: unit.value, in: value), keyword: unit.keyword,
        message: unit.complaint?.sentence ?? "", offset: value.tape[unit.value].offset)
    }
  }

  /// The shapes of output that the specification names.
  public enum OutputFormat: Sendable { case flag, basic, detailed }

  /// The verdict on `json` in one of the specification's formats (2020-12, section 12.4), as JSON text.
  ///
  /// - Throws: When `json` is not JSON.
  public func output(for json: [UInt8], _ format: OutputFormat) throws(JSONSchemaError) -> [UInt8] {
    let value = try SchemaDocument(json, maxDepth: JSONSchema.deepestValue)
    var explainer = SchemaExplainer(program, value, keepsAnnotations: format != .flag)
    let unit = explainer.explain()
    var writer = JSONWriter()
    let output = SchemaOutput(value: value)
    writer.object { writer in
      switch format {
      case .flag: writer.member("valid", unit.isValid)
      case .basic: output.basic(unit, &writer)
      case .detailed: output.detailed(unit, &writer)
      }
    }
    return writer.bytes
  }

  /// All annotations of a valid value, in the order of evaluation; none for an invalid one.
  func annotations(of value: SchemaDocument) -> [SchemaUnit] {
    var explainer = SchemaExplainer(program, value, keepsAnnotations: true)
    return explainer.explain().annotations
  }
}

/// Units as JSON.
struct SchemaOutput {
  let value: SchemaDocument

  /// A flat list of what complains, or of annotations.
  func basic(_ unit: SchemaUnit, _ writer: inout JSONWriter) {
    head(unit, &writer)
    let parts = unit.isValid ? unit.annotations : unit.complaints
    if unit.isValid, parts.isEmpty { return }
    writer.key(unit.isValid ? "annotations" : "errors")
    writer.array { writer in
      for part in parts {
        writer.object { writer in
          head(part, &writer)
          tail(part, &writer)
        }
      }
    }
  }

  /// The tree, without nodes that say nothing and nodes with a single child.
  func detailed(_ unit: SchemaUnit, _ writer: inout JSONWriter) {
    guard let unit = condensed(unit) else { return head(unit, &writer) }
    write(unit, &writer)
  }

  private func write(_ unit: SchemaUnit, _ writer: inout JSONWriter) {
    head(unit, &writer)
    tail(unit, &writer)
    guard !unit.children.isEmpty else { return }
    writer.key(unit.isValid ? "annotations" : "errors")
    writer.array { writer in
      for child in unit.children { writer.object { write(child, &$0) } }
    }
  }

  private func condensed(_ unit: SchemaUnit) -> SchemaUnit? {
    var result = unit
    result.children = unit.children.compactMap(condensed)
    let saysSomething = unit.isValid ? unit.annotation != nil : unit.complaint != nil
    if saysSomething { return result }
    if result.children.count == 1 { return result.children[0] }
    return result.children.isEmpty ? nil : result
  }

  private func head(_ unit: SchemaUnit, _ writer: inout JSONWriter) {
    writer.member("valid", unit.isValid)
    writer.member("keywordLocation", unit.keywordLocation)
    writer.member("absoluteKeywordLocation", unit.absoluteLocation)
    writer.member("instanceLocation", SchemaQuote.pointer(to: unit.value, in: value))
  }

  private func tail(_ unit: SchemaUnit, _ writer: inout JSONWriter) {
    if !unit.isValid, let complaint = unit.complaint { writer.member("error", complaint.sentence) }
    if unit.isValid, let annotation = unit.annotation {
      writer.key("annotation")
      writer.value(encoded: annotation)
    }
  }
}
