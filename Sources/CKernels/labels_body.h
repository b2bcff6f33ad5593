// Sums over rows of a table of weights, softmax, and its training. Every sum runs in the order of its terms, so that
// all instruction sets give the same.
#pragma clang fp contract(off)

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

static void row_times_table(
    const float *table, size_t stride, const uint32_t *ids, const float *values, size_t from, size_t to,
    float *restrict z) {
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

static float row_without_itself(
    const float *counts, size_t stride, const uint32_t *ids, const float *values, size_t from, size_t to, size_t k,
    float alpha, float base) {
  float sum = 0;
  for (size_t i = from; i < to; i++) {
    float left = counts[(size_t)ids[i] * stride + k] - values[i];
    sum += values[i] * (log_of((left > 0 ? left : 0) + alpha) - base);
  }
  return sum;
}

static void log_table(const float *counts, size_t rows, size_t stride, float alpha, const float *base,
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

static size_t softmax(const float *z, size_t from, size_t classes, size_t stride, float scale, float *restrict out) {
  const float *row = z + from;
  size_t at;
  float top = largest(row, classes, &at), sum = 0;
  for (size_t k = 0; k < classes; k++) out[k] = exp_of((row[k] - top) * scale);
  for (size_t k = 0; k < classes; k++) sum += out[k];
  for (size_t k = 0; k < classes; k++) out[k] /= sum;
  for (size_t k = classes; k < stride; k++) out[k] = 0;
  return at;
}

static float log_softmax(const float *z, size_t from, size_t classes, float scale, size_t k) {
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

static void softmax_epoch(float *weights, float *bias, size_t classes, size_t stride, const uint32_t *ids,
                      const float *values, const int64_t *starts, const int32_t *rows, const int32_t *labels,
                      const int32_t *order, size_t count, float rate, float *scratch) {
  float *p = scratch;
  for (size_t q = 0; q < count; q++) {
    size_t i = (size_t)order[q];
    size_t from = (size_t)starts[rows[i]], to = (size_t)starts[rows[i] + 1];
    row_times_table(weights, stride, ids, values, from, to, p);
    for (size_t k = 0; k < classes; k++) p[k] += bias[k];
    softmax(p, 0, classes, stride, 1, p + stride);
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
