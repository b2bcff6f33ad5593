// Vectors are passed between functions of this file alone, so no other compiler settings meet their calling convention.
#pragma clang diagnostic ignored "-Wpsabi"
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

// ---- logarithm and exponential -----------------------------------------------------------------------------------

// Both are polynomials of their own, so that they vectorize and give the same value on every system.

INLINE float log_of(float x) {
  uint32_t bits;
  __builtin_memcpy(&bits, &x, 4);
  // The mantissa becomes sqrt(1/2)...sqrt(2), where the series below converges fast.
  int32_t exponent = (int32_t)(bits - 0x3F3504F3u) >> 23;
  bits -= (uint32_t)exponent << 23;
  float m;
  __builtin_memcpy(&m, &bits, 4);
  float t = (m - 1) / (m + 1), s = t * t;
  float series = t * (2.0f + s * (0.666666666f + s * (0.4f + s * (0.285714286f + s * 0.2222222f))));
  return series + (float)exponent * 0.693147181f;
}

INLINE float exp_of(float x) {
  x = x < -87.0f ? -87.0f : x > 88.0f ? 88.0f : x;
  float scaled = x * 1.44269504f;
  float whole = (float)(int32_t)(scaled + (scaled < 0 ? -0.5f : 0.5f));
  float r = (scaled - whole) * 0.693147181f;
  float tail = 0.0416666667f + r * (0.00833333333f + r * 0.00138888889f);
  float series = 1 + r * (1 + r * (0.5f + r * (0.166666667f + r * tail)));
  uint32_t bits = (uint32_t)((int32_t)whole + 127) << 23;
  float power;
  __builtin_memcpy(&power, &bits, 4);
  return series * power;
}

// ---- rows and tables ---------------------------------------------------------------------------------------------

// Columns are summed in blocks that stay in registers: the order of the terms of each sum is that of the features.
enum { BLOCK = 8 };
typedef float block __attribute__((vector_size(4 * BLOCK)));

INLINE block load_block(const float *at) {
  block b;
  __builtin_memcpy(&b, at, sizeof b);
  return b;
}

INLINE void store_block(float *at, block b) { __builtin_memcpy(at, &b, sizeof b); }

void tg_row_times_table(const float *table, size_t stride, const uint32_t *ids, const float *values, size_t from,
                        size_t to, float *restrict z) {
  size_t k = 0;
  for (; k + 2 * BLOCK <= stride; k += 2 * BLOCK) {
    block low = {0}, high = {0};
    for (size_t i = from; i < to; i++) {
      const float *row = table + (size_t)ids[i] * stride + k;
      low += values[i] * load_block(row);
      high += values[i] * load_block(row + BLOCK);
    }
    store_block(z + k, low);
    store_block(z + k + BLOCK, high);
  }
  for (; k < stride; k += BLOCK) {
    block sum = {0};
    for (size_t i = from; i < to; i++) sum += values[i] * load_block(table + (size_t)ids[i] * stride + k);
    store_block(z + k, sum);
  }
}

void tg_row_add(float *table, size_t stride, const uint32_t *ids, const float *values, size_t from, size_t to,
                size_t k) {
  for (size_t i = from; i < to; i++) table[(size_t)ids[i] * stride + k] += values[i];
}

float tg_row_without_itself(const float *counts, size_t stride, const uint32_t *ids, const float *values, size_t from,
                            size_t to, size_t k, float alpha, float base) {
  float sum = 0;
  for (size_t i = from; i < to; i++) {
    float left = counts[(size_t)ids[i] * stride + k] - values[i];
    sum += values[i] * (log_of((left > 0 ? left : 0) + alpha) - base);
  }
  return sum;
}

void tg_log_table(const float *counts, size_t rows, size_t stride, float alpha, const float *base,
                  float *restrict logs) {
  for (size_t r = 0; r < rows; r++) {
    const float *from = counts + r * stride;
    float *to = logs + r * stride;
    for (size_t k = 0; k < stride; k++) to[k] = log_of(from[k] + alpha) - base[k];
  }
}

INLINE float largest(const float *z, size_t classes, size_t *at) {
  float top = z[0];
  *at = 0;
  for (size_t k = 1; k < classes; k++) {
    if (z[k] > top) top = z[k], *at = k;
  }
  return top;
}

size_t tg_softmax(const float *z, size_t from, size_t classes, size_t stride, float scale, float *restrict out) {
  const float *row = z + from;
  size_t at;
  float top = largest(row, classes, &at), sum = 0;
  for (size_t k = 0; k < classes; k++) out[k] = exp_of((row[k] - top) * scale);
  for (size_t k = 0; k < classes; k++) sum += out[k];
  for (size_t k = 0; k < classes; k++) out[k] /= sum;
  for (size_t k = classes; k < stride; k++) out[k] = 0;
  return at;
}

float tg_log_softmax(const float *z, size_t from, size_t classes, float scale, size_t k) {
  const float *row = z + from;
  size_t at;
  float top = largest(row, classes, &at), sum = 0;
  float parts[8] = {0};
  size_t i = 0;
  for (; i + 8 <= classes; i += 8) {
    for (size_t j = 0; j < 8; j++) parts[j] += exp_of((row[i + j] - top) * scale);
  }
  for (; i < classes; i++) sum += exp_of((row[i] - top) * scale);
  for (size_t j = 0; j < 8; j++) sum += parts[j];
  return (row[k] - top) * scale - log_of(sum);
}

void tg_softmax_epoch(float *weights, float *bias, size_t classes, size_t stride, const uint32_t *ids,
                      const float *values, const int64_t *starts, const int32_t *rows, const int32_t *labels,
                      const int32_t *order, size_t count, float rate, float *scratch) {
  float *p = scratch;
  for (size_t q = 0; q < count; q++) {
    size_t i = (size_t)order[q];
    size_t from = (size_t)starts[rows[i]], to = (size_t)starts[rows[i] + 1];
    tg_row_times_table(weights, stride, ids, values, from, to, p);
    for (size_t k = 0; k < classes; k++) p[k] += bias[k];
    tg_softmax(p, 0, classes, stride, 1, p + stride);
    float *g = p + stride;
    g[labels[i]] -= 1;
    for (size_t k = 0; k < stride; k++) g[k] *= -rate;
    for (size_t a = from; a < to; a++) {
      float *row = weights + (size_t)ids[a] * stride;
      float v = values[a];
      for (size_t k = 0; k < stride; k += BLOCK) store_block(row + k, load_block(row + k) + v * load_block(g + k));
    }
    for (size_t k = 0; k < classes; k++) bias[k] += 0.1f * g[k];
  }
}
