/// The binary properties of ECMA-262 that the standard library knows, by their long and short names.
enum BinaryProperty {
  typealias Path = KeyPath<Unicode.Scalar.Properties, Bool> & Sendable

  static func named(_ name: String) -> Path? {
    all.first { $0.names.contains(name) }?.path
  }

  private static let all: [(names: [String], path: Path)] = [
    (["ASCII_Hex_Digit", "AHex"], \.isASCIIHexDigit), (["Alphabetic", "Alpha"], \.isAlphabetic),
    (["Bidi_Control", "Bidi_C"], \.isBidiControl), (["Bidi_Mirrored", "Bidi_M"], \.isBidiMirrored),
    (["Case_Ignorable", "CI"], \.isCaseIgnorable), (["Cased"], \.isCased),
    (["Changes_When_Casefolded", "CWCF"], \.changesWhenCaseFolded),
    (["Changes_When_Casemapped", "CWCM"], \.changesWhenCaseMapped),
    (["Changes_When_Lowercased", "CWL"], \.changesWhenLowercased),
    (["Changes_When_NFKC_Casefolded", "CWKCF"], \.changesWhenNFKCCaseFolded),
    (["Changes_When_Titlecased", "CWT"], \.changesWhenTitlecased),
    (["Changes_When_Uppercased", "CWU"], \.changesWhenUppercased), (["Dash"], \.isDash),
    (["Default_Ignorable_Code_Point", "DI"], \.isDefaultIgnorableCodePoint), (["Deprecated", "Dep"], \.isDeprecated),
    (["Diacritic", "Dia"], \.isDiacritic), (["Emoji"], \.isEmoji),
    (["Emoji_Modifier", "EMod"], \.isEmojiModifier), (["Emoji_Modifier_Base", "EBase"], \.isEmojiModifierBase),
    (["Emoji_Presentation", "EPres"], \.isEmojiPresentation), (["Extender", "Ext"], \.isExtender),
    (["Grapheme_Base", "Gr_Base"], \.isGraphemeBase), (["Grapheme_Extend", "Gr_Ext"], \.isGraphemeExtend),
    (["Hex_Digit", "Hex"], \.isHexDigit), (["IDS_Binary_Operator", "IDSB"], \.isIDSBinaryOperator),
    (["IDS_Trinary_Operator", "IDST"], \.isIDSTrinaryOperator), (["ID_Continue", "IDC"], \.isIDContinue),
    (["ID_Start", "IDS"], \.isIDStart), (["Ideographic", "Ideo"], \.isIdeographic),
    (["Join_Control", "Join_C"], \.isJoinControl), (["Logical_Order_Exception", "LOE"], \.isLogicalOrderException),
    (["Lowercase", "Lower"], \.isLowercase), (["Math"], \.isMath),
    (["Noncharacter_Code_Point", "NChar"], \.isNoncharacterCodePoint),
    (["Pattern_Syntax", "Pat_Syn"], \.isPatternSyntax), (["Pattern_White_Space", "Pat_WS"], \.isPatternWhitespace),
    (["Quotation_Mark", "QMark"], \.isQuotationMark), (["Radical"], \.isRadical),
    (["Sentence_Terminal", "STerm"], \.isSentenceTerminal), (["Soft_Dotted", "SD"], \.isSoftDotted),
    (["Terminal_Punctuation", "Term"], \.isTerminalPunctuation),
    (["Unified_Ideograph", "UIdeo"], \.isUnifiedIdeograph), (["Uppercase", "Upper"], \.isUppercase),
    (["Variation_Selector", "VS"], \.isVariationSelector), (["White_Space", "space"], \.isWhitespace),
    (["XID_Continue", "XIDC"], \.isXIDContinue), (["XID_Start", "XIDS"], \.isXIDStart),
  ]
}
