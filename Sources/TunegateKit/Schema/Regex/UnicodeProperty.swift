import Synchronization

/// The properties that `\p{…}` may name: tables 67 to 69 of ECMA-262, without the properties of strings.
///
/// General categories and most binary properties are those of the standard library; it knows no scripts, which
/// `UnicodeScripts` holds.
enum UnicodeProperty {
  private static let cache = Mutex<[String: ScalarSet]>([:])

  /// The set of `L`, `Letter`, `gc=L`, `Script=Greek`, `scx=Grek`, `Alphabetic`; nil for an unknown name. The first
  /// use of a name looks at every character, which takes some milliseconds.
  static func set(named name: String) -> ScalarSet? {
    if let known = cache.withLock({ $0[name] }) { return known }
    guard let set = make(name) else { return nil }
    cache.withLock { $0[name] = set }
    return set
  }

  private static func make(_ name: String) -> ScalarSet? {
    let parts = name.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else {
      return categories(name).map(set(ofCategories:)) ?? binary(name)
    }
    let value = String(parts[1])
    return switch parts[0] {
    case "General_Category", "gc": categories(value).map(set(ofCategories:))
    case "Script", "sc": UnicodeScripts.script(value)
    case "Script_Extensions", "scx": UnicodeScripts.extensions(value)
    default: nil
    }
  }

  /// Every scalar with the property. Planes 4 to 13 are unassigned, 15 and 16 are for private use, and most of 14 is
  /// unassigned: within them, but for their ends, one scalar stands for all.
  private static func scalars(where isMember: (Unicode.Scalar) -> Bool) -> ScalarSet {
    var ranges: [ClosedRange<UInt32>] = []
    func add(_ range: ClosedRange<UInt32>) {
      guard let scalar = Unicode.Scalar(range.lowerBound), isMember(scalar) else { return }
      if let last = ranges.last, last.upperBound + 1 == range.lowerBound {
        ranges[ranges.count - 1] = last.lowerBound...range.upperBound
      } else {
        ranges.append(range)
      }
    }
    for value in UInt32(0)...0x3FFFF { add(value...value) }
    for plane in UInt32(4)...16 {
      let start = plane << 16
      if plane == 14 { for value in start...start + 0xFFF { add(value...value) } }
      add((plane == 14 ? start + 0x1000 : start)...start + 0xFFFD)
      for value in start + 0xFFFE...start + 0xFFFF { add(value...value) }
    }
    return ScalarSet(ranges)
  }

  // MARK: - General categories

  private static func set(ofCategories wanted: [Unicode.GeneralCategory]) -> ScalarSet {
    let set = scalars { wanted.contains($0.properties.generalCategory) }
    // Surrogates are no scalars, and so never seen above.
    return wanted.contains(.surrogate) ? set.union(ScalarSet([0xD800...0xDFFF])) : set
  }

  static func categories(_ name: String) -> [Unicode.GeneralCategory]? {
    if let single = single.first(where: { $0.names.contains(name) }) { return [single.category] }
    guard let group = groups.first(where: { $0.names.contains(name) }) else { return nil }
    return single.filter { group.members.contains($0.names[0]) }.map(\.category)
  }

  private static let single: [(names: [String], category: Unicode.GeneralCategory)] = [
    (["Lu", "Uppercase_Letter"], .uppercaseLetter), (["Ll", "Lowercase_Letter"], .lowercaseLetter),
    (["Lt", "Titlecase_Letter"], .titlecaseLetter), (["Lm", "Modifier_Letter"], .modifierLetter),
    (["Lo", "Other_Letter"], .otherLetter), (["Mn", "Nonspacing_Mark"], .nonspacingMark),
    (["Mc", "Spacing_Mark"], .spacingMark), (["Me", "Enclosing_Mark"], .enclosingMark),
    (["Nd", "Decimal_Number", "digit"], .decimalNumber), (["Nl", "Letter_Number"], .letterNumber),
    (["No", "Other_Number"], .otherNumber), (["Pc", "Connector_Punctuation"], .connectorPunctuation),
    (["Pd", "Dash_Punctuation"], .dashPunctuation), (["Ps", "Open_Punctuation"], .openPunctuation),
    (["Pe", "Close_Punctuation"], .closePunctuation), (["Pi", "Initial_Punctuation"], .initialPunctuation),
    (["Pf", "Final_Punctuation"], .finalPunctuation), (["Po", "Other_Punctuation"], .otherPunctuation),
    (["Sm", "Math_Symbol"], .mathSymbol), (["Sc", "Currency_Symbol"], .currencySymbol),
    (["Sk", "Modifier_Symbol"], .modifierSymbol), (["So", "Other_Symbol"], .otherSymbol),
    (["Zs", "Space_Separator"], .spaceSeparator), (["Zl", "Line_Separator"], .lineSeparator),
    (["Zp", "Paragraph_Separator"], .paragraphSeparator), (["Cc", "Control", "cntrl"], .control),
    (["Cf", "Format"], .format), (["Cs", "Surrogate"], .surrogate), (["Co", "Private_Use"], .privateUse),
    (["Cn", "Unassigned"], .unassigned),
  ]

  private static let groups: [(names: [String], members: [String])] = [
    (["L", "Letter"], ["Lu", "Ll", "Lt", "Lm", "Lo"]), (["LC", "Cased_Letter"], ["Lu", "Ll", "Lt"]),
    (["M", "Mark", "Combining_Mark"], ["Mn", "Mc", "Me"]), (["N", "Number"], ["Nd", "Nl", "No"]),
    (["P", "Punctuation", "punct"], ["Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po"]),
    (["S", "Symbol"], ["Sm", "Sc", "Sk", "So"]), (["Z", "Separator"], ["Zs", "Zl", "Zp"]),
    (["C", "Other"], ["Cc", "Cf", "Cs", "Co", "Cn"]),
  ]

  // MARK: - Binary properties

  private static func binary(_ name: String) -> ScalarSet? {
    if let fixed = fixed[name] { return ScalarSet(fixed) }
    if name == "Extended_Pictographic" || name == "ExtPict" { return UnicodeScripts.pictographic }
    if name == "Assigned" { return set(ofCategories: [.unassigned]).inverted }
    guard let property = BinaryProperty.named(name) else { return nil }
    return scalars { $0.properties[keyPath: property] }
  }

  /// Properties that the standard library does not offer and that hardly change.
  private static let fixed: [String: [ClosedRange<UInt32>]] = {
    let component: [ClosedRange<UInt32>] = [
      0x23...0x23, 0x2A...0x2A, 0x30...0x39, 0x200D...0x200D, 0x20E3...0x20E3, 0xFE0F...0xFE0F, 0x1F1E6...0x1F1FF,
      0x1F3FB...0x1F3FF, 0x1F9B0...0x1F9B3, 0xE0020...0xE007F,
    ]
    return [
      "Any": [0...ScalarSet.last], "ASCII": [0...0x7F],
      "Emoji_Component": component, "EComp": component,
      "Regional_Indicator": [0x1F1E6...0x1F1FF], "RI": [0x1F1E6...0x1F1FF],
    ]
  }()
}
