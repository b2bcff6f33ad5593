// Blocks of 64 bytes are held against the few bytes that begin a mark; only where one stands is it looked at closely.
#include "marks_look.h"

/// The leads of UTF-8 by which scripts are told, roughly: E1 also begins Vietnamese letters.
static const struct { uint8_t first, more; uint64_t mark; } script_leads[] = {
    {0xCE, 0x05, TG_MARK_GREEK_CYRILLIC}, {0xD6, 0x09, TG_MARK_HEBREW_ARABIC}, {0xE0, 0x01, TG_MARK_INDIC},
    {0xE3, 0x06, TG_MARK_HAN_KANA},       {0xEA, 0x03, TG_MARK_HANGUL},
};

/// A Greek or Cyrillic letter at `i` right beside an ASCII letter.
static uint64_t mixed_word(const uint8_t *t, size_t i, size_t n) {
  int mixed = (i > 0 && is_letter(t[i - 1])) || (i + 2 < n && is_letter(t[i + 2]));
  return mixed ? TG_MARK_MIXED_WORD : 0;
}

#if TG_ISA_PLAIN

static int is_greek_or_cyrillic(uint8_t lead) { return lead >= 0xCE && lead <= 0xD3; }

static uint64_t text_marks(const uint8_t *text, size_t n) {
  uint64_t marks = n ? tg_role_line(text, 0, n) : 0;
  unsigned line_count = 0;
  for (size_t i = 0; i < n; i++) {
    marks |= tg_look(text, i, n);
    if (text[i] == '\n') {
      line_count++;
      marks |= tg_role_line(text, i + 1, n);
    }
    if (text[i] < 0x80) continue;
    marks |= TG_MARK_NON_ASCII;
    for (size_t k = 0; k < sizeof script_leads / sizeof *script_leads; k++)
      if ((uint8_t)(text[i] - script_leads[k].first) <= script_leads[k].more) marks |= script_leads[k].mark;
    if (is_greek_or_cyrillic(text[i])) marks |= mixed_word(text, i, n);
  }
  return line_count >= TG_MANY_LINES ? marks | TG_MARK_MANY_LINES : marks;
}

#else

/// The bytes of a block that may begin a mark and are to be looked at; `w` is the block one byte on. Sums have many
/// equals signs, of which one that tells is enough: `equals` is 0 then, which tells nothing.
#if TG_ISA_AVX512
// A bit for each kind of beginning that has two bytes: of the first one here, of the second one in `goes_on`. Some
// kinds share a bit, at the price of a look in vain.
enum { EQUALS = 1, BRACKET = 2, QUOTES = 4, SLASHES = 8, WWW = 16, TO_DO = 32, THIRD = 64 };
static const uint8_t begins[128] = {
    ['='] = EQUALS, ['['] = BRACKET, ['`'] = QUOTES, ['{'] = QUOTES, ['#'] = SLASHES, ['/'] = SLASHES, ['w'] = WWW,
    ['%'] = WWW, ['T'] = TO_DO, ['F'] = THIRD, ['L'] = TO_DO, ['t'] = THIRD,
};
static const uint8_t goes_on[128] = {
    [0 ... '!'] = EQUALS, ['"'] = EQUALS, ['#'] = EQUALS | SLASHES, ['$' ... 0x27] = EQUALS, ['('] = EQUALS | WWW,
    [')' ... '.'] = EQUALS, ['/'] = EQUALS | SLASHES | BRACKET, ['0' ... '@'] = EQUALS, ['A'] = EQUALS | BRACKET,
    ['B'] = EQUALS | BRACKET | TO_DO, ['C' ... 'H'] = EQUALS | BRACKET, ['I'] = EQUALS | BRACKET | THIRD,
    ['J' ... 'N'] = EQUALS | BRACKET, ['O'] = EQUALS | BRACKET | TO_DO, ['P' ... 'Z'] = EQUALS | BRACKET,
    ['[' ... '_'] = EQUALS, ['`'] = EQUALS | QUOTES, ['a' ... 'n'] = EQUALS | BRACKET,
    ['o'] = EQUALS | BRACKET | TO_DO, ['p' ... 's'] = EQUALS | BRACKET, ['t'] = EQUALS | BRACKET | THIRD,
    ['u' ... 'v'] = EQUALS | BRACKET, ['w'] = EQUALS | BRACKET | WWW, ['x' ... 'z'] = EQUALS | BRACKET,
    ['{'] = EQUALS | QUOTES, ['|' ... 0x7F] = EQUALS,
};

INLINE uint64_t beginnings(v64 v, v64 w, uint8_t equals) {
  __m512i first = _mm512_permutex2var_epi8(_mm512_loadu_si512(begins), (__m512i)v, _mm512_loadu_si512(begins + 64));
  __m512i second =
      _mm512_permutex2var_epi8(_mm512_loadu_si512(goes_on), (__m512i)w, _mm512_loadu_si512(goes_on + 64));
  __m512i both = _mm512_and_si512(first, second);
  uint64_t ascii = ~_mm512_movepi8_mask((__m512i)v);
  // "ttac" and "FIX": what stands behind the block is not known.
  uint64_t third = _mm512_test_epi8_mask(both, _mm512_set1_epi8(THIRD));
  third &= bits(is(v, 'a') | is(v, 'X')) >> 2 | (uint64_t)3 << 62;
  uint8_t wanted = equals ? 0x3F : 0x3F & ~EQUALS;
  return ascii & (_mm512_test_epi8_mask(both, _mm512_set1_epi8((char)wanted)) | third);
}
#else
INLINE uint64_t beginnings(v64 v, v64 w, uint8_t equals) {
  v64 letter = within(w | 0x20, 'a', 'z');
  v64 one = is(v, equals) | (is(v, '[') & (letter | is(w, '/') | masked(w, 0xFE, 0xD0)));
  v64 doubled = is(v, '`') | is(v, '#') | is(v, '/') | is(v, 'w') | is(v, '{');
  v64 pair = (is(v, '%') & is(w, '(')) | (is(v, 'T') & (is(w, 'O') | is(w, 'B'))) | (is(v, 'L') & is(w, 'o'));
  // "ttac" and "FIX": what stands behind the block is not known.
  uint64_t third = bits((is(v, 't') & is(w, 't')) | (is(v, 'F') & is(w, 'I')));
  third &= bits(is(v, 'a') | is(v, 'X')) >> 2 | (uint64_t)3 << 62;
  return bits(one | (same(v, w) & doubled) | pair) | third;
}
#endif

/// What the opening angle brackets of a block begin, without a look at each: sums and markup have many. A bracket is
/// looked at only where the block ends.
INLINE uint64_t brackets(v64 v, v64 w, uint64_t own, uint64_t *found) {
  // A bracket that is the text's last byte begins nothing; of the last two of a block the third byte is not known.
  uint64_t followed = own >> 1 | (own & (uint64_t)1 << 63), near_end = (uint64_t)3 << 62;
  uint64_t open = bits(is(v, '<')) & own;
  // Compares are cheap where a whole block is one vector; a branch on what cannot be predicted is not.
  if (!TG_ISA_AVX512 && !open) return 0;
  *found |= open & near_end;
  open &= followed & ~near_end;
  uint64_t second = bits(is(w, '<')), bar = bits(is(w, '|'));
  uint64_t name = bits(within(w | 0x20, 'a', 'z') | is(w, '/') | is(w, 0xEF));
  uint64_t system = bits(is(w, 'S') | is(w, '/')) >> 1 & followed >> 1;
  return ((open & bar) ? (uint64_t)TG_MARK_BAR_TAG : 0) |
         ((open & (name | (second & system))) ? (uint64_t)TG_MARK_TAG : 0) |
         ((open & second & ~system) ? (uint64_t)TG_MARK_CALCULATION : 0);
}

/// The leads beyond ASCII that may begin a mark, Greek and Cyrillic aside.
INLINE uint64_t beginnings_beyond_ascii(v64 v) {
  return bits(masked(v, 0xFE, 0xC2) | masked(v, 0xFE, 0xEE) | is(v, 0xE2) | is(v, 0xF3));
}

/// The Greek and Cyrillic letters right beside an ASCII letter, which may stand behind the text's end.
INLINE uint64_t mixed_in_block(const uint8_t *at, v64 v, v64 w, int has_before) {
  uint64_t leads = bits(within(v, 0xCE, 0xD3));
  if (!leads) return 0;
  uint64_t own = bits(within(v | 0x20, 'a', 'z'));
  // A lead's second byte is at 1, what follows the letter at 2; of the last lead that is for `mixed_word` to see.
  uint64_t after = bits(within(w | 0x20, 'a', 'z')) >> 1 | (uint64_t)1 << 63;
  uint64_t before = own << 1 | (uint64_t)(has_before && is_letter(at[-1]));
  return leads & (after | before);
}

/// False when no role stands at the start of a text or line: neither a colon nor a letter of another script is near.
INLINE int may_begin_role(const uint8_t *text) {
  v64 v = load64(text);
  return (bits(is(v, ':') | within(v, 0xC3, 0xFF)) & 0xFFFFFFFF) != 0;
}

/// The scripts that the leads of a block belong to, as marks.
INLINE uint64_t scripts_in_block(v64 v, uint64_t own) {
  uint64_t marks = 0;
  for (size_t k = 0; k < sizeof script_leads / sizeof *script_leads; k++) {
    uint8_t first = script_leads[k].first;
    if (bits(within(v, first, (uint8_t)(first + script_leads[k].more))) & own) marks |= script_leads[k].mark;
  }
  return marks;
}

/// What the bytes beyond ASCII of a block say, and what of them is to be looked at.
INLINE uint64_t beyond_ascii(
    const uint8_t *text, size_t i, size_t n, v64 v, v64 w, uint64_t own, uint64_t *found) {
  uint64_t marks = TG_MARK_NON_ASCII | scripts_in_block(v, own);
  *found |= beginnings_beyond_ascii(v) & own;
  // The last letters of the text may stand beside another text: look again, with its end in sight.
  for (uint64_t mixed = mixed_in_block(text + i, v, w, i > 0) & own; mixed; mixed &= mixed - 1) {
    marks |= mixed_word(text, i + first_bit(mixed), n);
    if (marks & TG_MARK_MIXED_WORD) break;
  }
  return marks;
}

static uint64_t text_marks(const uint8_t *text, size_t n) {
  if (n == 0) return 0;
  uint64_t marks = may_begin_role(text) ? tg_role_line(text, 0, n) : 0, line_count = 0;
  for (size_t i = 0; i < n; i += 64) {
    v64 v = load64(text + i), w = load64(text + i + 1);
    uint64_t own = n - i < 64 ? lowest(n - i) : ~(uint64_t)0;
    uint64_t found = beginnings(v, w, marks & TG_MARK_RESULT ? 0 : '=') & own;
    if (bits(within(v, 0x80, 0xFF)) & own) marks |= beyond_ascii(text, i, n, v, w, own, &found);
    marks |= brackets(v, w, own, &found);
    for (; found; found &= found - 1) marks |= tg_look(text, i + first_bit(found), n);
    for (uint64_t lines = bits(is(v, '\n')) & own; lines; lines &= lines - 1) {
      size_t start = i + first_bit(lines) + 1;
      line_count++;
      if (may_begin_role(text + start)) marks |= tg_role_line(text, start, n);
    }
  }
  return line_count >= TG_MANY_LINES ? marks | TG_MARK_MANY_LINES : marks;
}

#endif
