#ifndef TUNEGATE_MARKS_H
#define TUNEGATE_MARKS_H
// What a text holds that a rule may want to look at: one pass, so that rules pass by texts that have nothing for them.
#include <stddef.h>
#include <stdint.h>
#pragma clang assume_nonnull begin

/// The bits that `tg_text_marks` sets. A mark is a reason to look, not a finding.
enum {
  TG_MARK_FENCE = 1 << 0,         ///< three back quotes
  TG_MARK_BRACES = 1 << 1,        ///< {{
  TG_MARK_BAR_TAG = 1 << 2,       ///< <|
  TG_MARK_TAG = 1 << 3,           ///< < before a letter, / or a full-width bar
  TG_MARK_BRACKET = 1 << 4,       ///< [ before the beginning of a token or a blank
  TG_MARK_HEADING = 1 << 5,       ///< ## at the start of a line
  TG_MARK_ROLE_LINE = 1 << 6,     ///< a line that begins with "User:", "### Response:" and the like
  TG_MARK_FORMAT_FIELD = 1 << 7,  ///< %(
  TG_MARK_RESULT = 1 << 8,        ///< = before a number
  TG_MARK_TODO = 1 << 9,          ///< words that stand for text to come, such as "Lorem ipsum"
  TG_MARK_ADDRESS = 1 << 10,      ///< ://, www. or attached
  TG_MARK_REPLACED = 1 << 11,     ///< U+FFFD, or its bytes read as Latin-1
  TG_MARK_MISREAD = 1 << 12,      ///< a letter of U+00C2...U+00F4 before what a byte of UTF-8 becomes in a code page
  TG_MARK_INVISIBLE = 1 << 13,    ///< zero-width characters, marks of direction, soft hyphens
  TG_MARK_BIDI = 1 << 14,         ///< bidirectional overrides, embeddings and isolates
  TG_MARK_TAG_CHARACTER = 1 << 15,  ///< U+E0000...U+E007F
  TG_MARK_PRIVATE = 1 << 16,      ///< private use
  TG_MARK_MIXED_WORD = 1 << 17,   ///< a Greek or Cyrillic letter right beside an ASCII letter
  TG_MARK_NON_ASCII = 1 << 18,
  TG_MARK_CALCULATION = 1 << 19,  ///< <<
  TG_MARK_GREEK_CYRILLIC = 1 << 20,
  TG_MARK_HEBREW_ARABIC = 1 << 21,
  TG_MARK_INDIC = 1 << 22,        ///< scripts of India and South-East Asia, Georgian, Ethiopic, Vietnamese letters
  TG_MARK_HAN_KANA = 1 << 23,
  TG_MARK_HANGUL = 1 << 24,
  TG_MARK_MANY_LINES = 1 << 25,   ///< TG_MANY_LINES line ends or more
  // What `tg_prose_marks` sets.
  TG_MARK_ENGLISH = 1 << 26,      ///< "the", "and" or "of" among the first words
  TG_MARK_FEW_VOWELS = 1 << 27,   ///< at least TG_FEWEST_LETTERS ASCII letters at the start, few of them vowels
  TG_MARK_RECURRING = 1 << 28,    ///< four of ten places of the text recur nearby
};

enum { TG_MANY_LINES = 10, TG_FEWEST_LETTERS = 20 };

/// The marks of `n` bytes of UTF-8. Reads up to 32 bytes behind `n`, whatever they hold.
uint64_t tg_text_marks(const uint8_t *text, size_t n);

/// The marks of `n` bytes that `tg_fold` made: what can be told without looking at each word. Reads up to 32
/// bytes behind `n`. Whether a text recurs is told for answers alone.
uint64_t tg_prose_marks(const uint8_t *folded, size_t n, int is_answer);

#pragma clang assume_nonnull end
#endif
