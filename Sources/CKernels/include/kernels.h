#ifndef TUNEGATE_KERNELS_H
#define TUNEGATE_KERNELS_H
// The kernels that have a version for each instruction set. All of them give the same bytes; the functions of the other
// headers call the best that the machine has.
#include "ending.h"
#include "fold.h"
#include "labels.h"
#include "marks.h"
#include "near.h"
#include "secrets.h"
#include "tokens.h"
#include <stddef.h>
#include <stdint.h>
#pragma clang assume_nonnull begin

/// What the headers above say of the functions with these names.
struct tg_kernels {
  const char *name;
  size_t (*fold)(const uint8_t *src, size_t n, uint8_t *dst, struct tg_fold_stats *stats);
  size_t (*code_points)(const uint8_t *text, size_t n);
  uint64_t (*text_marks)(const uint8_t *text, size_t n);
  uint64_t (*prose_marks)(const uint8_t *folded, size_t n, int is_answer);
  struct tg_char_counts (*count_chars)(const uint8_t *text, size_t n);
  size_t (*find_control)(const uint8_t *text, size_t n);
  size_t (*find_places)(
      const uint8_t *text, size_t n, struct tg_place_scan *scan, struct tg_place *out, size_t capacity);
  void (*oph_add)(const uint8_t *text, size_t n, unsigned side, uint64_t *bins);
  void (*oph_finish)(const uint64_t *bins, uint8_t *slots);
  int (*oph_bands)(
      const uint8_t *slots, const uint8_t *common, size_t layers, unsigned first, unsigned count, uint32_t *keys);
  unsigned (*oph_agreement)(const uint8_t *a, const uint8_t *b);
  struct tg_overlap (*oph_compare)(const uint8_t *a, const uint8_t *b, const float *weights);
  struct tg_ending_balance (*ending_balance)(const uint8_t *text, size_t from, size_t to);
  void (*row_times_table)(
      const float *table, size_t stride, const uint32_t *ids, const float *values, size_t from, size_t to, float *z);
  float (*row_without_itself)(
      const float *counts, size_t stride, const uint32_t *ids, const float *values, size_t from, size_t to, size_t k,
      float alpha, float base);
  void (*log_table)(
      const float *counts, size_t rows, size_t stride, float alpha, const float *base, float *logs);
  size_t (*softmax)(const float *z, size_t from, size_t classes, size_t stride, float scale, float *out);
  float (*log_softmax)(const float *z, size_t from, size_t classes, float scale, size_t k);
  void (*softmax_epoch)(
      float *weights, float *bias, size_t classes, size_t stride, const uint32_t *ids, const float *values,
      const int64_t *starts, const int32_t *rows, const int32_t *labels, const int32_t *order, size_t count,
      float rate, float *scratch);
};

/// The kernels of an instruction set: `scalar` and `base` (SSE2 or NEON) everywhere, `avx2` and `avx512` where the
/// machine has them. Null for any other name.
const struct tg_kernels *_Nullable tg_kernels_named(const char *name);

/// The kernels in use: those that the environment variable TUNEGATE_SIMD names, else the best of the machine.
const struct tg_kernels *tg_kernels_in_use(void);

#pragma clang assume_nonnull end
#endif
