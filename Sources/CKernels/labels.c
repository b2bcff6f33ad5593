// The features of a text. What is done with them is in labels_body.h.
#include "labels.h"

#pragma STDC FP_CONTRACT OFF

#define INLINE static inline __attribute__((always_inline))

// ---- features ----------------------------------------------------------------------------------------------------

// Characters of a word that are looked at; what is longer is an encoding, not a word.
enum { WORD_LIMIT = 64 };

static const uint64_t STEP = 0x9E3779B97F4A7C15u;
static const uint64_t WORD = 0xD6E8FEB86659FD93u, PAIR = 0xA0761D6478BD642Fu, RUN = 0xE7037ED1A0B428DBu;

INLINE uint64_t extend(uint64_t hash, uint64_t value) {
  hash = (hash ^ value) * STEP;
  return hash ^ hash >> 29;
}

INLINE uint32_t number_of(uint64_t hash) { return (uint32_t)((hash * WORD) >> 44); }

INLINE size_t decode(const uint8_t *p, size_t left, uint32_t *out) {
  uint8_t c = p[0];
  size_t size = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
  if (size > left) size = left;
  uint32_t cp = size == 1 ? c : c & (0x7Fu >> size);
  for (size_t i = 1; i < size; i++) cp = cp << 6 | (p[i] & 0x3F);
  *out = cp;
  return size;
}

// Scripts that are written without spaces between words.
INLINE int is_unspaced(uint32_t cp) {
  if (cp < 0x0E00) return 0;
  return cp < 0x0F00 || (cp >= 0x1000 && cp < 0x10A0) || (cp >= 0x1780 && cp < 0x1800) ||
         (cp >= 0x3040 && cp < 0x3100) || (cp >= 0x3400 && cp < 0xA000) || (cp >= 0xF900 && cp < 0xFB00) ||
         (cp >= 0x20000 && cp < 0x40000);
}

static uint32_t *add_runs(const uint32_t *cps, size_t n, size_t shortest, size_t longest, uint32_t *out) {
  for (size_t i = 0; i < n; i++) {
    uint64_t hash = RUN;
    for (size_t j = i; j < n && j < i + longest; j++) {
      hash = extend(hash, cps[j]);
      if (j - i + 1 >= shortest) *out++ = number_of(hash);
    }
  }
  return out;
}

// A word of `n` characters between `cps[0]` and `cps[n + 1]`, which are spaces.
static uint32_t *add_word(const uint32_t *cps, size_t n, uint64_t *previous, uint32_t *out) {
  uint64_t word = WORD;
  for (size_t i = 1; i <= n; i++) word = extend(word, cps[i]);
  *out++ = number_of(word);
  if (*previous) *out++ = number_of(extend(extend(PAIR, *previous), word));
  *previous = word;
  return add_runs(cps, n + 2, 3, 5, out);
}

// Reads one run of non-spaces; returns what follows it. Long runs of an unspaced script come in pieces.
static size_t read_run(const uint8_t *text, size_t i, size_t n, uint64_t *previous, uint32_t **out) {
  uint32_t cps[WORD_LIMIT + 2];
  size_t count = 0;
  int unspaced = 0;
  cps[0] = ' ';
  while (i < n && text[i] != ' ' && count < WORD_LIMIT) {
    i += decode(text + i, n - i, &cps[count + 1]);
    unspaced |= is_unspaced(cps[++count]);
  }
  if (unspaced) {
    *previous = 0;
    *out = add_runs(cps + 1, count, 1, 3, *out);
    return i;
  }
  while (i < n && text[i] != ' ') i++;
  cps[count + 1] = ' ';
  *out = add_word(cps, count, previous, *out);
  return i;
}

// A word of n bytes has at most 2 + 3n features and a space behind it, a run of an unspaced script at most 3n: so the
// bound of the header holds.
size_t tg_text_features(const uint8_t *text, size_t n, uint32_t *out) {
  uint32_t *end = out;
  uint64_t previous = 0;
  for (size_t i = 0; i < n;) {
    if (text[i] == ' ') {
      i++;
    } else {
      i = read_run(text, i, n, &previous, &end);
    }
  }
  return (size_t)(end - out);
}

void tg_row_add(float *table, size_t stride, const uint32_t *ids, const float *values, size_t from, size_t to,
                size_t k) {
  for (size_t i = from; i < to; i++) table[(size_t)ids[i] * stride + k] += values[i];
}
