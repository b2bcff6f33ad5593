// See ending.h for what these do.
#include "ending.h"

#include <stdbool.h>

static inline bool is_letter(uint8_t c) { return c >= 0x80 || (uint8_t)((c | 0x20) - 'a') < 26; }
static inline bool is_digit(uint8_t c) { return (uint8_t)(c - '0') < 10; }
static inline uint8_t lower(uint8_t c) { return (uint8_t)(c - 'A') < 26 ? c | 0x20 : c; }

// FNV-1a, because the hashes of a word's beginnings come with it.
static const uint64_t BASIS = 0xCBF29CE484222325ull, PRIME = 0x100000001B3ull;
static inline uint64_t step(uint64_t hash, uint8_t c) { return (hash ^ lower(c)) * PRIME; }

uint64_t tg_ending_hash(const uint8_t *text, size_t from, size_t to) {
  uint64_t hash = BASIS;
  for (size_t i = from; i < to; i++) hash = step(hash, text[i]);
  return hash;
}

static inline size_t bits(uint64_t hash, unsigned count) {
  return (size_t)(hash * 0x9E3779B97F4A7C15ull >> (64 - count));
}
size_t tg_ending_word(uint64_t hash) { return bits(hash, TG_ENDING_WORD_BITS); }
size_t tg_ending_prefix(uint64_t hash) { return bits(hash, TG_ENDING_PREFIX_BITS); }

// Longer runs are no 
enum { LONGEST = 48, KNOWN = 3 };

static inline bool is_word(uint8_t c) { return is_letter(c) || is_digit(c); }
static inline bool is_sentence_mark(uint8_t c) { return c == '.' || c == '!' || c == '?' || c == 0x82; }

int tg_ending_border(const uint8_t *text, size_t at, size_t n) {
  if (at < n && is_word(text[at])) return 3;
  while (at < n && (text[at] == ' ' || text[at] == '\t' || text[at] == '"' || text[at] == ')')) at++;
  if (at == n) return 2;
  return is_sentence_mark(text[at]) || text[at] == '\n' || text[at] == '\r';
}

void tg_ending_count(
    const uint8_t *text, size_t n, uint32_t number, uint32_t *texts, uint32_t *seen, uint32_t *inner, uint32_t *ends,
    uint8_t *longer) {
  size_t i = 0;
  while (n > 0 && text[n - 1] <= ' ') n--;
  while (i < n) {
    if (!is_word(text[i])) {
      i++;
      continue;
    }
    size_t start = i;
    uint64_t hash = BASIS;
    bool has_digits = false;
    for (; i < n && is_word(text[i]); i++) {
      hash = step(hash, text[i]);
      has_digits = has_digits || is_digit(text[i]);
    }
    size_t word = tg_ending_word(hash);
    int border = tg_ending_border(text, i, n);
    inner[word] += border != 2;
    ends[word] += border == 1;
    if (seen[word] == number) continue;
    seen[word] = number;
    if (++texts[word] != KNOWN || has_digits || i - start > LONGEST) continue;
    hash = BASIS;
    for (size_t k = start; k + 1 < i; k++) {
      hash = step(hash, text[k]);
      if ((text[k + 1] & 0xC0) == 0x80) continue;
      uint8_t *count = longer + tg_ending_prefix(hash);
      if (*count < 7) ++*count;
    }
  }
}

struct tg_ending_story tg_ending_story(const uint8_t *text, size_t from, size_t to) {
  struct tg_ending_story s = {0, 0, 0, 0, false};
  uint8_t last = 0;
  bool ended = false;
  for (size_t i = from; i < to; i++) {
    uint8_t c = text[i];
    if (c == '\n') {
      if (last != 0) {
        s.lines++;
        s.ended_lines += ended;
        s.line_end = is_letter(last) ? 'a' : is_digit(last) ? '0' : last;
      }
      last = 0;
    } else if (c > ' ') {
      // The three bytes of the ideographic full stop end with 0x82, which few other characters of running text do.
      if (ended && (last == 0 || text[i - 1] <= ' ' || last == 0x82)) s.sentences++;
      ended = is_sentence_mark(c) || (ended && (c == '"' || c == ')' || c == '\''));
      last = c;
    }
  }
  s.ends = ended;
  return s;
}
