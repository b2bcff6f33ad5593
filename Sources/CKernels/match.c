// See match.h for what these do.
#include "match.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

// Sums must not depend on whether a processor fuses multiplication and addition.
#pragma STDC FP_CONTRACT OFF

static inline uint32_t mix(uint32_t x) {
  x ^= x >> 16;
  x *= 0x85EBCA6Bu;
  x ^= x >> 13;
  x *= 0xC2B2AE35u;
  return x ^ x >> 16;
}

// ---- characters --------------------------------------------------------------------------------------------------

enum class { SPACE, MARK, DIGIT, LETTER, DENSE };

static inline uint32_t decode(const uint8_t *text, size_t n, size_t *at) {
  uint32_t c = text[(*at)++];
  if (c < 0x80) return c;
  size_t more = c >= 0xF0 ? 3 : c >= 0xE0 ? 2 : c >= 0xC0 ? 1 : 0;
  c &= 0x3Fu >> more;
  while (more-- > 0 && *at < n) c = c << 6 | (text[(*at)++] & 0x3F);
  return c;
}

static inline bool within(uint32_t c, uint32_t first, uint32_t last) { return c - first <= last - first; }

// Scripts that set no spaces between words.
static bool is_dense(uint32_t c) {
  return within(c, 0x0E00, 0x0EFF) || within(c, 0x1000, 0x109F) || within(c, 0x1780, 0x17FF) ||
         within(c, 0x3040, 0x30FF) || within(c, 0x3400, 0x9FFF) || within(c, 0xAC00, 0xD7AF) ||
         within(c, 0xF900, 0xFAFF) || within(c, 0x20000, 0x3FFFF);
}

static bool is_mark(uint32_t c) {
  if (c < 0xC0) return c != 0xAA && c != 0xB5 && c != 0xBA;
  return c == 0xD7 || c == 0xF7 || within(c, 0x2010, 0x20CF) || within(c, 0x2100, 0x2BFF) ||
         within(c, 0x2E00, 0x2E7F) || within(c, 0x3001, 0x303F) || within(c, 0xFF00, 0xFF20) ||
         within(c, 0xFF3B, 0xFF40) || within(c, 0xFF5B, 0xFF65) || within(c, 0x1F000, 0x1FAFF) || c == 0xFFFD ||
         within(c, 0x060C, 0x061F) || c == 0x0964 || c == 0x06D4;
}

// Lower case of the letters that the common scripts pair at a fixed distance.
static uint32_t lower(uint32_t c) {
  if (within(c, 0xC0, 0xDE)) return c + 0x20;
  if (within(c, 0x100, 0x17F)) {
    if (within(c, 0x139, 0x148) || within(c, 0x179, 0x17E)) return c + (c & 1);
    return c | 1;
  }
  if (within(c, 0x391, 0x3A9) || within(c, 0x410, 0x42F)) return c + 0x20;
  if (within(c, 0x400, 0x40F)) return c + 0x50;
  if (within(c, 0x460, 0x52F) || within(c, 0x1E00, 0x1EFF)) return c | 1;
  if (within(c, 0x531, 0x556)) return c + 0x30;
  return c;
}

static enum class classify(uint32_t *c) {
  uint32_t x = *c;
  if (x < 0x80) {
    if (within(x | 0x20, 'a', 'z')) {
      *c = x | 0x20;
      return LETTER;
    }
    if (within(x, '0', '9')) return DIGIT;
    return x <= ' ' || x == '_' || x == 0x7F ? SPACE : MARK;
  }
  if (within(x, 0xFF10, 0xFF19)) {
    *c = x - 0xFF10 + '0';
    return DIGIT;
  }
  if (within(x, 0xFF21, 0xFF3A) || within(x, 0xFF41, 0xFF5A)) {
    *c = (x - 0xFF21 + 'A') | 0x20;
    return LETTER;
  }
  if (x == 0xA0 || x == 0x3000 || x == 0xFEFF || within(x, 0x2000, 0x200F) || within(x, 0x2028, 0x202F)) return SPACE;
  if (is_dense(x)) return DENSE;
  if (is_mark(x)) return MARK;
  *c = lower(x);
  return LETTER;
}

// ---- tokens ------------------------------------------------------------------------------------------------------

enum { WORD_SEED = 0x811C9DC5u, DIGIT_SEED = 0x5BD1E995u, MARK_SEED = 0x27D4EB2Fu, PAIR_SEED = 0x165667B1u };

// A word while it is read: hashes of it and of what is left without its last one, two and three letters.
struct word {
  uint32_t hash[4];
  uint32_t last[3];
  unsigned length;
};

static inline void push(struct word *w, uint32_t c) {
  w->hash[3] = w->hash[2];
  w->hash[2] = w->hash[1];
  w->hash[1] = w->hash[0];
  w->hash[0] = (w->hash[0] ^ c) * 0x01000193u + (c << 7);
  w->last[2] = w->last[1];
  w->last[1] = w->last[0];
  w->last[0] = c;
  w->length++;
}

// How many letters a light stemmer takes off.
static unsigned ending(const struct word *w) {
  uint32_t a = w->last[0], b = w->last[1], c = w->last[2];
  if (w->length > 5) {
    if (w->length >= 7 && a == 'g' && b == 'n' && c == 'i') return 3;
    if ((a == 'd' || a == 's') && b == 'e') return 2;
    if (a == 's') return 1;
    if (a == 'y' && b == 'l') return 2;
  }
  return w->length > 3 && a == 's' ? 1 : 0;
}

size_t tg_match_tokens(const uint8_t *text, size_t n, uint32_t *out) {
  size_t count = 0, at = 0;
  struct word w = {.hash = {WORD_SEED}};
  uint32_t before = 0, digits = 0;
  bool is_pair = false;
  enum class run = SPACE;
  while (at <= n) {
    uint32_t c = ' ';
    if (at < n) {
      c = decode(text, n, &at);
    } else {
      at++;
    }
    enum class class = classify(&c);
    if (class != run) {
      if (run == LETTER) out[count++] = mix(w.hash[ending(&w)]);
      if (run == DIGIT) out[count++] = mix(digits);
      if (run == DENSE && !is_pair) out[count++] = mix(before * 0x9E3779B1u + PAIR_SEED);
      if (class == LETTER) w = (struct word){.hash = {WORD_SEED}};
      if (class == DIGIT) digits = DIGIT_SEED;
      if (class == DENSE) {
        before = 0;
        is_pair = false;
      }
      run = class;
    }
    if (class == LETTER) push(&w, c);
    if (class == DIGIT) digits = (digits ^ c) * 0x01000193u;
    if (class == MARK) out[count++] = mix(c + MARK_SEED);
    if (class == DENSE) {
      if (before) {
        out[count++] = mix((before * 0x9E3779B1u + PAIR_SEED) ^ c * 0x85EBCA77u);
        is_pair = true;
      }
      before = c;
    }
  }
  return count;
}

// ---- shapes ------------------------------------------------------------------------------------------------------

static inline uint32_t shape(uint32_t kind, uint32_t value) { return mix(mix(value + 0x51ED27u) + kind * 0x9E3779B1u); }

static uint32_t log2_of(size_t x) { return x ? 63u - (uint32_t)__builtin_clzll(x) : 0; }

static uint32_t at_most(uint32_t x, uint32_t limit) { return x < limit ? x : limit; }

size_t tg_match_prompt_shape(const uint8_t *text, size_t n, const uint32_t *tokens, size_t count, uint32_t *out) {
  size_t k = 0;
  for (size_t i = 0; i < 3 && i < count; i++) out[k++] = shape(1, tokens[i]);
  if (count > 1) out[k++] = shape(2, tokens[0] * 31u + tokens[1]);
  if (memchr(text, '?', n)) out[k++] = shape(3, 0);
  if (memchr(text, '\n', n)) out[k++] = shape(4, 0);
  out[k++] = shape(5, at_most(log2_of(n + 1), 12));
  return k;
}

static bool is_space(uint8_t c) { return c == ' ' || within(c, '\t', '\r'); }
static bool is_alphanumeric(uint8_t c) { return c >= 0x80 || within(c | 0x20u, 'a', 'z') || within(c, '0', '9'); }

static uint32_t first_class(uint8_t c) {
  return within(c, '0', '9') ? 'D' : within(c, 'A', 'Z') ? 'U' : within(c, 'a', 'z') ? 'l' : c;
}

static bool begins(const uint8_t *at, const uint8_t *end, const char *word) {
  size_t n = strlen(word);
  return (size_t)(end - at) >= n && memcmp(at, word, n) == 0;
}

static bool is_code_at(const uint8_t *at, const uint8_t *end) {
  switch (*at) {
  case '{':
  case '}':
  case ';': return true;
  case 'd': return begins(at, end, "def ");
  case 'r': return begins(at, end, "return ");
  case '<': return begins(at, end, "</");
  case 'S': return begins(at, end, "SELECT ");
  case 'i': return begins(at, end, "import ");
  default: return false;
  }
}

size_t tg_match_answer_shape(const uint8_t *text, size_t n, const uint32_t *tokens, size_t count, uint32_t *out) {
  size_t k = 0;
  uint32_t lines = 0, digits = 0;
  bool is_list = false, has_bullets = false, is_code = false, is_number = true, begins_line = true;
  const uint8_t *end = text + n;
  for (const uint8_t *at = text; at < end; at++) {
    uint8_t c = *at;
    digits += within(c, '0', '9');
    is_code = is_code || is_code_at(at, end);
    is_number = is_number && (within(c, '0', '9') || is_space(c) || strchr(".,:%$+-", c));
    if (c == '\n') {
      lines++;
      begins_line = true;
    } else if (begins_line && !is_space(c)) {
      begins_line = false;
      has_bullets = has_bullets || c == '-' || c == '*' || begins(at, end, "\xE2\x80\xA2");
      const uint8_t *digit = at;
      while (digit < end && within(*digit, '0', '9')) digit++;
      is_list = is_list || (digit > at && digit < end && (*digit == '.' || *digit == ')'));
    }
  }
  out[k++] = shape(11, at_most(log2_of(n + 1), 12));
  out[k++] = shape(12, at_most(log2_of((size_t)(lines + 1) * (lines + 1) * (lines + 1)) / 2, 6));
  const uint8_t *first = text, *last = end;
  while (first < last && is_space(*first)) first++;
  while (last > first && is_space(last[-1])) last--;
  if (first < last) {
    out[k++] = shape(13, first_class(*first));
    out[k++] = shape(14, is_alphanumeric(last[-1]) ? 'a' : last[-1]);
    if (is_number) out[k++] = shape(15, 0);
  }
  if (is_list) out[k++] = shape(16, 0);
  if (has_bullets) out[k++] = shape(17, 0);
  if (is_code) out[k++] = shape(18, 0);
  out[k++] = shape(19, digits == 0 ? 0 : 1 + at_most((uint32_t)(4 * (size_t)digits / n), 3));
  if (count > 0) out[k++] = shape(20, tokens[0]);
  return k;
}

// ---- lists of tokens ---------------------------------------------------------------------------------------------

static int ascending(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

// A pass by the upper eight bits, after which hashes stand near their places, and an insertion sort: lists are some
// dozens to some hundreds long.
enum { SHORT_LIST = 4096 };
static void sort(uint32_t *x, size_t n) {
  uint32_t copy[SHORT_LIST];
  uint32_t starts[256] = {0};
  for (size_t i = 0; i < n; i++) starts[x[i] >> 24]++;
  for (uint32_t k = 0, sum = 0; k < 256; k++) {
    uint32_t count = starts[k];
    starts[k] = sum;
    sum += count;
  }
  for (size_t i = 0; i < n; i++) copy[starts[x[i] >> 24]++] = x[i];
  for (size_t i = 0; i < n; i++) {
    uint32_t v = copy[i];
    size_t k = i;
    for (; k > 0 && x[k - 1] > v; k--) x[k] = x[k - 1];
    x[k] = v;
  }
}

size_t tg_match_distinct(uint32_t *tokens, size_t count) {
  if (count < 2) return count;
  if (count <= SHORT_LIST) {
    sort(tokens, count);
  } else {
    qsort(tokens, count, sizeof *tokens, ascending);
  }
  size_t kept = 1;
  for (size_t i = 1; i < count; i++) {
    tokens[kept] = tokens[i];
    kept += tokens[i] != tokens[kept - 1];
  }
  return kept;
}

void tg_match_count(const uint32_t *tokens, size_t from, size_t to, uint32_t *counts, uint32_t mask) {
  for (size_t i = from; i < to; i++) counts[tokens[i] & mask]++;
}

uint32_t tg_match_side(uint32_t token, uint32_t seed) { return mix(token + seed) >> (32 - TG_CROSS_BITS); }

// Exact below 8, then quarters of an octave.
enum { RARITIES = 80 };
static inline uint32_t rarity(uint32_t count) {
  if (count < 8) return count;
  uint32_t octave = log2_of(count);
  return at_most(8 + 4 * (octave - 3) + ((count >> (octave - 2)) & 3), RARITIES - 1);
}

size_t tg_match_rarest(
    const uint32_t *tokens, size_t from, size_t to, const uint32_t *side, const uint32_t *counts, uint32_t mask,
    size_t most, uint32_t seed, uint32_t *out) {
  // A histogram finds the bound, so that nothing need be sorted.
  uint32_t histogram[RARITIES] = {0}, usable = 0, bound = RARITIES;
  size_t room = 0, written = 0;
  for (size_t i = from; i < to; i++) {
    if (side[tokens[i] & mask] < 2) continue;
    usable++;
    histogram[rarity(counts[tokens[i] & mask])]++;
  }
  if (usable > most) {
    size_t sum = 0;
    for (bound = 0; sum + histogram[bound] <= most; bound++) sum += histogram[bound];
    room = most - sum;
  }
  for (size_t i = from; i < to && written < most; i++) {
    if (side[tokens[i] & mask] < 2) continue;
    uint32_t bin = rarity(counts[tokens[i] & mask]);
    if (bin > bound || (bin == bound && room == 0)) continue;
    if (bin == bound) room--;
    out[written++] = tg_match_side(tokens[i], seed);
  }
  return written;
}

float tg_match_weight(
    const uint32_t *tokens, size_t from, size_t to, const uint32_t *counts, uint32_t mask, const float *weights) {
  float sum = 0;
  for (size_t i = from; i < to; i++) sum += weights[counts[tokens[i] & mask]];
  return sum;
}

float tg_match_shared(
    const uint32_t *a, size_t a_from, size_t a_to, const uint32_t *b, size_t b_from, size_t b_to,
    const uint32_t *counts, uint32_t mask, const float *weights) {
  float sum = 0;
  size_t i = a_from, k = b_from;
  while (i < a_to && k < b_to) {
    uint32_t x = a[i], y = b[k];
    if (x == y) sum += weights[counts[x & mask]];
    i += x <= y;
    k += y <= x;
  }
  return sum;
}

// ---- the table of pairs ------------------------------------------------------------------------------------------
//
// A pair's index is the exclusive or of two independent hashes (simple tabulation): no multiplication a pair, and as
// even as three-wise independence is.

float tg_cross_sum(
    const uint32_t *p, size_t p_from, size_t p_to, const uint32_t *c, size_t c_from, size_t c_to,
    const struct tg_cross_cell *cells) {
  float s0 = 0, s1 = 0, s2 = 0, s3 = 0;
  for (size_t i = p_from; i < p_to; i++) {
    uint32_t a = p[i];
    size_t k = c_from;
    for (; k + 4 <= c_to; k += 4) {
      s0 += cells[a ^ c[k]].weight;
      s1 += cells[a ^ c[k + 1]].weight;
      s2 += cells[a ^ c[k + 2]].weight;
      s3 += cells[a ^ c[k + 3]].weight;
    }
    for (; k < c_to; k++) s0 += cells[a ^ c[k]].weight;
  }
  return (s0 + s1) + (s2 + s3);
}

typedef float quad __attribute__((vector_size(16)));

// Four cells at a time, for the sake of the roots and divisions. Two equal tokens in one group would count as one.
void tg_cross_learn(
    const uint32_t *p, size_t p_from, size_t p_to, const uint32_t *c, size_t c_from, size_t c_to, float gradient,
    float rate, struct tg_cross_cell *cells) {
  float square = gradient * gradient, step = rate * gradient;
  for (size_t i = p_from; i < p_to; i++) {
    uint32_t a = p[i];
    size_t k = c_from;
    for (; k + 4 <= c_to; k += 4) {
      struct tg_cross_cell *w = cells + (a ^ c[k]), *x = cells + (a ^ c[k + 1]), *y = cells + (a ^ c[k + 2]),
                           *z = cells + (a ^ c[k + 3]);
      quad squares = (quad){w->squares, x->squares, y->squares, z->squares} + square;
      quad change = step / __builtin_elementwise_sqrt(squares);
      *w = (struct tg_cross_cell){w->weight - change[0], squares[0]};
      *x = (struct tg_cross_cell){x->weight - change[1], squares[1]};
      *y = (struct tg_cross_cell){y->weight - change[2], squares[2]};
      *z = (struct tg_cross_cell){z->weight - change[3], squares[3]};
    }
    for (; k < c_to; k++) {
      struct tg_cross_cell *cell = cells + (a ^ c[k]);
      cell->squares += square;
      cell->weight -= step / sqrtf(cell->squares);
    }
  }
}
