// Blocks of 16 bytes are held against the few bytes that begin a mark; only where one stands is it looked at closely.
// Prose has about one such byte in 60, code one in 12.
#include "marks.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

static inline int is_letter(uint8_t c) { return (uint8_t)((c | 0x20) - 'a') < 26; }
static inline int is_digit(uint8_t c) { return (uint8_t)(c - '0') < 10; }

/// The leads of UTF-8 by which scripts are told, roughly: E1 also begins Vietnamese letters.
static const struct { uint8_t first, more; uint64_t mark; } script_leads[] = {
    {0xCE, 0x05, TG_MARK_GREEK_CYRILLIC}, {0xD6, 0x09, TG_MARK_HEBREW_ARABIC}, {0xE0, 0x01, TG_MARK_INDIC},
    {0xE3, 0x06, TG_MARK_HAN_KANA},       {0xEA, 0x03, TG_MARK_HANGUL},
};

/// True when `word`, in lower case, stands at `i` in any case.
static int stands(const uint8_t *t, size_t i, size_t n, const char *word) {
  for (; *word; word++, i++)
    if (i >= n || (t[i] | (is_letter(t[i]) ? 0x20 : 0)) != (uint8_t)*word) return 0;
  return 1;
}

/// A line at `i` that is one word of another alphabet and a colon to begin with, which may be full-width.
static uint64_t foreign_role_line(const uint8_t *t, size_t i, size_t n) {
  size_t limit = i + 28 < n ? i + 28 : n;
  for (; i < limit && t[i] >= 0x80; i++)
    if (t[i] == 0xEF && i + 2 < n && t[i + 1] == 0xBC && t[i + 2] == 0x9A) return TG_MARK_ROLE_LINE;
  return i < limit && t[i] == ':' ? TG_MARK_ROLE_LINE : 0;
}

/// A line at `i` that names a speaker or a field: "Human:", "**Assistant:**", "3. Instruction:", "### Response".
static uint64_t role_line(const uint8_t *t, size_t i, size_t n) {
  static const char *const words[] = {"human",  "user",   "assistant", "answer",   "instruction", "input",
                                      "output", "question", "response", "example", "system",      "prompt",
                                      "completion", "gpt", "bot", "ai", "q", "a"};
  size_t limit = i + 12 < n ? i + 12 : n;
  while (i < limit && (t[i] == ' ' || t[i] == '*' || t[i] == '#' || t[i] == '.' || t[i] == '[' || is_digit(t[i]))) i++;
  if (i < n && t[i] >= 0xC3) return foreign_role_line(t, i, n);
  if (i >= n || !is_letter(t[i])) return 0;
  for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
    if ((t[i] | 0x20) != (uint8_t)words[k][0] || !stands(t, i, n, words[k])) continue;
    size_t end = i;
    while (end < n && is_letter(t[end])) end++;
    limit = end + 6 < n ? end + 6 : n;
    while (end < limit && (t[end] == ' ' || t[end] == '*' || t[end] == ']' || is_digit(t[end]))) end++;
    if (end < n && t[end] == ':') return TG_MARK_ROLE_LINE;
  }
  return 0;
}

static uint64_t number_follows(const uint8_t *t, size_t i, size_t n) {
  size_t limit = i + 6 < n ? i + 6 : n;
  while (i < limit && (t[i] == ' ' || t[i] == '$' || t[i] == '<' || t[i] == '-' || t[i] == '=')) i++;
  return i < n && is_digit(t[i]) ? TG_MARK_RESULT : 0;
}

/// U+2000...U+206F.
static uint64_t general_punctuation(uint8_t second, uint8_t third) {
  if (second == 0x80) {
    if (third >= 0x8B && third <= 0x8F) return TG_MARK_INVISIBLE;
    if (third >= 0xAA && third <= 0xAE) return TG_MARK_BIDI;
  } else if (second == 0x81) {
    if (third >= 0xA0 && third <= 0xA4) return TG_MARK_INVISIBLE;
    if (third >= 0xA6 && third <= 0xA9) return TG_MARK_BIDI;
  }
  return 0;
}

/// What the character beyond ASCII at `i` says.
static uint64_t look_beyond_ascii(const uint8_t *t, size_t i, size_t n) {
  uint8_t b = i + 1 < n ? t[i + 1] : 0, c = i + 2 < n ? t[i + 2] : 0;
  switch (t[i]) {
  case 0xC2: return b == 0xAD ? TG_MARK_INVISIBLE : 0;
  case 0xC3: {
    if (b < 0x82 || b > 0xB4 || (c != 0xC2 && c != 0xC5 && c != 0xC6 && c != 0xCB && c != 0xE2)) return 0;
    int replaced = b == 0xAF && c == 0xC2 && i + 5 < n && t[i + 3] == 0xBF && t[i + 4] == 0xC2 && t[i + 5] == 0xBD;
    return TG_MARK_MISREAD | (replaced ? TG_MARK_REPLACED : 0);
  }
  case 0xE2: return general_punctuation(b, c);
  case 0xEE: return TG_MARK_PRIVATE;
  case 0xEF:
    if (b == 0xBB && c == 0xBF) return TG_MARK_INVISIBLE;
    if (b == 0xBF && c == 0xBD) return TG_MARK_REPLACED;
    return b >= 0x80 && b <= 0xA3 ? TG_MARK_PRIVATE : 0;
  case 0xF3:
    if (b == 0xA0 && (c == 0x80 || c == 0x81)) return TG_MARK_TAG_CHARACTER;
    return b >= 0xB0 ? TG_MARK_PRIVATE : 0;
  default: return 0;
  }
}

/// Two or three # before a word.
static uint64_t heading(const uint8_t *t, size_t i, size_t n) {
  size_t limit = i + 3 < n ? i + 3 : n;
  while (i < limit && t[i] == '#') i++;
  while (i < n && t[i] == ' ') i++;
  return i < n && is_letter(t[i]) ? TG_MARK_HEADING : 0;
}

/// The first two letters of what a token of a template or a blank to be filled in begins with, behind its bracket:
/// [INST], [Your name], [insert …], [company name], [image]. An index such as [i] is not worth a look.
static int begins_blank(uint8_t first, uint8_t second) {
  static const char pairs[] = "inenadfiplpupayocorenanotovotusysebobiihileoavunimphpiscauviatchgrmadi";
  for (size_t k = 0; k + 1 < sizeof pairs; k += 2)
    if ((first | 0x20) == (uint8_t)pairs[k] && (second | 0x20) == (uint8_t)pairs[k + 1]) return 1;
  return first == 0xD0 || first == 0xD1;
}

/// What begins at `i`, where a byte stands that may begin something.
static uint64_t look(const uint8_t *t, size_t i, size_t n) {
  uint8_t next = i + 1 < n ? t[i + 1] : 0;
  switch (t[i]) {
  case '<':
    if (next == '|') return TG_MARK_BAR_TAG;
    if (next == '<') return i + 2 < n && (t[i + 2] == 'S' || t[i + 2] == '/') ? TG_MARK_TAG : TG_MARK_CALCULATION;
    return is_letter(next) || next == '/' || next == 0xEF ? TG_MARK_TAG : 0;
  case '[': return next == '/' || (i + 2 < n && begins_blank(next, t[i + 2])) ? TG_MARK_BRACKET : 0;
  case '{': return next == '{' ? TG_MARK_BRACES : 0;
  case '=': return number_follows(t, i + 1, n);
  case '`': return next == '`' && i + 2 < n && t[i + 2] == '`' ? TG_MARK_FENCE : 0;
  case '%': return next == '(' ? TG_MARK_FORMAT_FIELD : 0;
  case '#': return next == '#' && (i == 0 || t[i - 1] == '\n') ? heading(t, i, n) : 0;
  case '/': return next == '/' && i > 0 && t[i - 1] == ':' ? TG_MARK_ADDRESS : 0;
  case 'w': return stands(t, i, n, "www.") ? TG_MARK_ADDRESS : 0;
  case 't': return stands(t, i, n, "ttached ") ? TG_MARK_ADDRESS : 0;
  case 'T': return stands(t, i, n, "todo") || stands(t, i, n, "tbd") ? TG_MARK_TODO : 0;
  case 'F': return stands(t, i, n, "fixme") ? TG_MARK_TODO : 0;
  case 'L': return stands(t, i, n, "lorem ipsum") ? TG_MARK_TODO : 0;
  default: return t[i] >= 0x80 ? look_beyond_ascii(t, i, n) : 0;
  }
}

/// A Greek or Cyrillic letter at `i` right beside an ASCII letter.
static uint64_t mixed_word(const uint8_t *t, size_t i, size_t n) {
  int mixed = (i > 0 && is_letter(t[i - 1])) || (i + 2 < n && is_letter(t[i + 2]));
  return mixed ? TG_MARK_MIXED_WORD : 0;
}

#if defined(__SSE2__)

static inline __m128i is(__m128i v, int byte) { return _mm_cmpeq_epi8(v, _mm_set1_epi8((char)byte)); }
static inline __m128i masked(__m128i v, int mask, int byte) {
  return is(_mm_and_si128(v, _mm_set1_epi8((char)mask)), byte);
}
static inline __m128i either(__m128i a, __m128i b) { return _mm_or_si128(a, b); }
static inline __m128i both(__m128i a, __m128i b) { return _mm_and_si128(a, b); }
static inline __m128i letters(__m128i v) {
  __m128i x = _mm_sub_epi8(_mm_or_si128(v, _mm_set1_epi8(0x20)), _mm_set1_epi8('a'));
  return _mm_cmpeq_epi8(_mm_min_epu8(x, _mm_set1_epi8(25)), x);
}

/// The bytes of a block that may begin a mark; `w` is the block one byte on.
static inline unsigned beginnings(__m128i v, __m128i w) {
  __m128i bracket = both(is(v, '['), either(either(letters(w), is(w, '/')), masked(w, 0xFE, 0xD0)));
  __m128i one = either(masked(v, 0xFE, 0x3C), bracket);
  __m128i doubled = either(either(is(v, '`'), is(v, '#')), either(either(is(v, '/'), is(v, 'w')), is(v, 't')));
  __m128i twice = both(_mm_cmpeq_epi8(v, w), doubled);
  __m128i pair = both(is(v, '%'), is(w, '('));
  pair = either(pair, both(_mm_cmpeq_epi8(v, w), is(v, '{')));
  pair = either(pair, both(is(v, 'T'), either(is(w, 'O'), is(w, 'B'))));
  pair = either(pair, either(both(is(v, 'F'), is(w, 'I')), both(is(v, 'L'), is(w, 'o'))));
  return (unsigned)_mm_movemask_epi8(either(one, either(twice, pair)));
}

/// The leads beyond ASCII that may begin a mark, Greek and Cyrillic aside.
static inline unsigned beginnings_beyond_ascii(__m128i v) {
  __m128i leads = either(either(masked(v, 0xFE, 0xC2), masked(v, 0xFE, 0xEE)), either(is(v, 0xE2), is(v, 0xF3)));
  return (unsigned)_mm_movemask_epi8(leads);
}

/// The Greek and Cyrillic letters right beside an ASCII letter. `before` is 0 for the first block.
static unsigned mixed_in_block(const uint8_t *at, __m128i v, int has_before) {
  __m128i x = _mm_sub_epi8(v, _mm_set1_epi8((char)0xCE));
  __m128i leads = _mm_cmpeq_epi8(_mm_min_epu8(x, _mm_set1_epi8(5)), x);
  unsigned mask = (unsigned)_mm_movemask_epi8(leads);
  if (!mask) return 0;
  unsigned after = (unsigned)_mm_movemask_epi8(letters(_mm_loadu_si128((const __m128i *)(at + 2))));
  unsigned own = (unsigned)_mm_movemask_epi8(letters(v));
  unsigned before = own << 1 | (unsigned)(has_before && is_letter(at[-1]));
  return mask & (after | before);
}

/// True when a colon is among the 32 bytes at `at`.
static inline int has_colon(const uint8_t *at) {
  __m128i a = is(_mm_loadu_si128((const __m128i *)at), ':');
  return _mm_movemask_epi8(either(a, is(_mm_loadu_si128((const __m128i *)(at + 16)), ':')));
}

/// The scripts that the leads of a block belong to, as marks.
static uint64_t scripts_in_block(__m128i v, unsigned own) {
  uint64_t marks = 0;
  for (size_t k = 0; k < sizeof script_leads / sizeof *script_leads; k++) {
    __m128i x = _mm_sub_epi8(v, _mm_set1_epi8((char)script_leads[k].first));
    __m128i within = _mm_cmpeq_epi8(_mm_min_epu8(x, _mm_set1_epi8((char)script_leads[k].more)), x);
    if ((unsigned)_mm_movemask_epi8(within) & own) marks |= script_leads[k].mark;
  }
  return marks;
}

uint64_t tg_text_marks(const uint8_t *text, size_t n) {
  uint64_t marks = n ? role_line(text, 0, n) : 0;
  unsigned line_count = 0;
  for (size_t i = 0; i < n; i += 16) {
    __m128i v = _mm_loadu_si128((const __m128i *)(text + i));
    __m128i w = _mm_loadu_si128((const __m128i *)(text + i + 1));
    unsigned own = n - i < 16 ? (1u << (n - i)) - 1 : 0xFFFF;
    unsigned found = beginnings(v, w) & own;
    if ((unsigned)_mm_movemask_epi8(v) & own) {
      marks |= TG_MARK_NON_ASCII | scripts_in_block(v, own);
      found |= beginnings_beyond_ascii(v) & own;
      unsigned mixed = mixed_in_block(text + i, v, i > 0) & own;
      // The last letters of the text may stand beside another text: look again, with its end in sight.
      for (; mixed && !(marks & TG_MARK_MIXED_WORD); mixed &= mixed - 1)
        marks |= mixed_word(text, i + (size_t)__builtin_ctz(mixed), n);
    }
    for (; found; found &= found - 1) marks |= look(text, i + (size_t)__builtin_ctz(found), n);
    for (unsigned lines = (unsigned)_mm_movemask_epi8(is(v, '\n')) & own; lines; lines &= lines - 1) {
      size_t start = i + (size_t)__builtin_ctz(lines) + 1;
      line_count++;
      if (has_colon(text + start) || (start < n && text[start] >= 0xC3)) marks |= role_line(text, start, n);
    }
  }
  return line_count >= TG_MANY_LINES ? marks | TG_MARK_MANY_LINES : marks;
}

#else

static int is_greek_or_cyrillic(uint8_t lead) { return lead >= 0xCE && lead <= 0xD3; }

uint64_t tg_text_marks(const uint8_t *text, size_t n) {
  uint64_t marks = n ? role_line(text, 0, n) : 0;
  unsigned line_count = 0;
  for (size_t i = 0; i < n; i++) {
    marks |= look(text, i, n);
    if (text[i] == '\n') {
      line_count++;
      marks |= role_line(text, i + 1, n);
    }
    if (text[i] < 0x80) continue;
    marks |= TG_MARK_NON_ASCII;
    for (size_t k = 0; k < sizeof script_leads / sizeof *script_leads; k++)
      if ((uint8_t)(text[i] - script_leads[k].first) <= script_leads[k].more) marks |= script_leads[k].mark;
    if (is_greek_or_cyrillic(text[i])) marks |= mixed_word(text, i, n);
  }
  return line_count >= TG_MANY_LINES ? marks | TG_MARK_MANY_LINES : marks;
}

#endif
