import CKernels

/// What a turn's text holds that a rule may want to look at, found in one pass while the text is in the cache.
///
/// A mark is a reason to look, never a finding.
struct TextMarks: OptionSet, Sendable {
  let rawValue: UInt64

  init(rawValue: UInt64) { self.rawValue = rawValue }
  private init(_ mark: some BinaryInteger) { rawValue = UInt64(truncatingIfNeeded: mark) }

  static let fence = TextMarks(TG_MARK_FENCE)
  static let braces = TextMarks(TG_MARK_BRACES)
  /// `<|`
  static let barTag = TextMarks(TG_MARK_BAR_TAG)
  static let tag = TextMarks(TG_MARK_TAG)
  static let bracket = TextMarks(TG_MARK_BRACKET)
  static let heading = TextMarks(TG_MARK_HEADING)
  static let roleLine = TextMarks(TG_MARK_ROLE_LINE)
  /// `%(`
  static let formatField = TextMarks(TG_MARK_FORMAT_FIELD)
  /// `=` before a number
  static let result = TextMarks(TG_MARK_RESULT)
  static let todo = TextMarks(TG_MARK_TODO)
  static let address = TextMarks(TG_MARK_ADDRESS)
  /// U+FFFD
  static let replaced = TextMarks(TG_MARK_REPLACED)
  /// What UTF-8 looks like when it is read in a code page
  static let misread = TextMarks(TG_MARK_MISREAD)
  static let invisible = TextMarks(TG_MARK_INVISIBLE)
  static let bidi = TextMarks(TG_MARK_BIDI)
  static let tagCharacter = TextMarks(TG_MARK_TAG_CHARACTER)
  static let privateUse = TextMarks(TG_MARK_PRIVATE)
  static let mixedWord = TextMarks(TG_MARK_MIXED_WORD)
  static let nonASCII = TextMarks(TG_MARK_NON_ASCII)
  /// `<<`
  static let calculation = TextMarks(TG_MARK_CALCULATION)
  static let greekCyrillic = TextMarks(TG_MARK_GREEK_CYRILLIC)
  static let hebrewArabic = TextMarks(TG_MARK_HEBREW_ARABIC)
  static let indic = TextMarks(TG_MARK_INDIC)
  static let hanKana = TextMarks(TG_MARK_HAN_KANA)
  static let hangul = TextMarks(TG_MARK_HANGUL)
  static let manyLines = TextMarks(TG_MARK_MANY_LINES)

  // Of folded text; set for prompts and answers, those from `recurring` on for answers alone.
  static let english = TextMarks(TG_MARK_ENGLISH)
  static let fewVowels = TextMarks(TG_MARK_FEW_VOWELS)
  static let recurring = TextMarks(TG_MARK_RECURRING)
  /// See `Disclaimers`.
  static let refusal = TextMarks(rawValue: 1 << 29)
  static let boilerplate = TextMarks(rawValue: 1 << 31)
  /// The answer's languages are none of the prompt's.
  static let foreign = TextMarks(rawValue: 1 << 32)
  /// The answer is the prompt before it.
  static let echo = TextMarks(rawValue: 1 << 30)
  /// The answer is the end of the prompt before it.
  static let echoOfEnd = TextMarks(rawValue: 1 << 33)

  /// Scripts other than Latin, as far as leads of UTF-8 tell them.
  static let scripts: TextMarks = [.greekCyrillic, .hebrewArabic, .indic, .hanKana, .hangul]
}
