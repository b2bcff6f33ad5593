// What stands at one place of a text. Prose has about one place in 60 that is worth a look, code one in 12; the scan
// that finds them is in marks_body.h.
#include "marks.h"

#include "marks_look.h"

static inline int is_digit(uint8_t c) { return (uint8_t)(c - '0') < 10; }

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
uint64_t tg_role_line(const uint8_t *t, size_t i, size_t n) {
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
uint64_t tg_look(const uint8_t *t, size_t i, size_t n) {
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
  case 'T': {
    int is_blank = (next == 'O' && stands(t, i, n, "todo")) || (next == 'B' && stands(t, i, n, "tbd"));
    return is_blank ? TG_MARK_TODO : 0;
  }
  case 'F': return next == 'I' && stands(t, i, n, "fixme") ? TG_MARK_TODO : 0;
  case 'L': return next == 'o' && stands(t, i, n, "lorem ipsum") ? TG_MARK_TODO : 0;
  default: return t[i] >= 0x80 ? look_beyond_ascii(t, i, n) : 0;
  }
}

