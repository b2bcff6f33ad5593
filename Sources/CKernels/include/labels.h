// Kernels of the models that learn a set's own labels: features of a text, and sums over rows of a table of weights.
// Plain C that compilers vectorize; every sum runs in the order of its terms, so results do not depend on the machine's
// vectors. Tables have `stride` columns, a multiple of 8; columns beyond the last class are ignored by the caller.
#ifndef TUNEGATE_LABELS_H
#define TUNEGATE_LABELS_H
#include <stddef.h>
#include <stdint.h>
#pragma clang assume_nonnull begin

/// Features are numbered below this.
#define TG_FEATURES (1u << 20)

/// The most features that `tg_text_features` writes for `n` bytes.
static inline size_t tg_features_bound(size_t n) { return 4 * n + 8; }

/// Writes the hashed features of `n` bytes of folded text (see `tg_fold`) to `out` and returns their number: words,
/// pairs of neighboring words, and runs of 3 to 5 characters within a word and its borders; runs of 1 to 3 characters
/// where a script does not part its words. `out` has room for `tg_features_bound(n)`. Reads nothing behind the text.
size_t tg_text_features(const uint8_t *text, size_t n, uint32_t *out);

/// A row of features: those at `from..<to` of `ids`, each below the height of the table, and their values.
/// z[k] = sum of values[i] * table[ids[i] * stride + k]
void tg_row_times_table(const float *table, size_t stride, const uint32_t *ids, const float *values, size_t from,
                        size_t to, float *z);

/// table[ids[i] * stride + k] += values[i] for every feature of the row.
void tg_row_add(float *table, size_t stride, const uint32_t *ids, const float *values, size_t from, size_t to,
                size_t k);

/// The score of class `k` as if the row had not been counted in it:
/// sum of v[i] * (log(max(0, counts[ids[i], k] - v[i]) + alpha) - base).
float tg_row_without_itself(const float *counts, size_t stride, const uint32_t *ids, const float *values, size_t from,
                            size_t to, size_t k, float alpha, float base);

/// logs[i * stride + k] = log(counts[i * stride + k] + alpha) - base[k] for `rows` rows. Relative error below 1e-6.
void tg_log_table(const float *counts, size_t rows, size_t stride, float alpha, const float *base, float *logs);

/// out[k] = softmax(z[from + k] * scale), for k below `classes`; the rest of `stride` becomes 0. Returns the index of
/// the largest.
size_t tg_softmax(const float *z, size_t from, size_t classes, size_t stride, float scale, float *out);

/// The log of the softmax of z * scale at class `k`.
float tg_log_softmax(const float *z, size_t from, size_t classes, float scale, size_t k);

/// One pass of stochastic gradient descent for a softmax over rows: for each `i` of `order[0..<count]`, row
/// `rows[i]` with label `labels[i]`. `weights` and `bias` change; the bias learns at a tenth of the rate.
void tg_softmax_epoch(float *weights, float *bias, size_t classes, size_t stride, const uint32_t *ids,
                      const float *values, const int64_t *starts, const int32_t *rows, const int32_t *labels,
                      const int32_t *order, size_t count, float rate, float *scratch);

#pragma clang assume_nonnull end
#endif
