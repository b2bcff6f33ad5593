// Chooses the kernels of the best instruction set, once, and calls them.
#include "isa.h"

#include <stdlib.h>
#include <string.h>

static const struct tg_kernels *best(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  int has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
                 __builtin_cpu_supports("lzcnt") && __builtin_cpu_supports("popcnt");
  if (has_avx2 && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vbmi") &&
      __builtin_cpu_supports("avx512vbmi2"))
    return &tg_kernels_avx512;
  if (has_avx2) return &tg_kernels_avx2;
#endif
  return &tg_kernels_base;
}

const struct tg_kernels *tg_kernels_named(const char *name) {
  if (strcmp(name, tg_kernels_scalar.name) == 0) return &tg_kernels_scalar;
  if (strcmp(name, tg_kernels_base.name) == 0) return &tg_kernels_base;
#if defined(__x86_64__)
  const struct tg_kernels *most = best();
  if (strcmp(name, tg_kernels_avx2.name) == 0) return most == &tg_kernels_base ? 0 : &tg_kernels_avx2;
  if (strcmp(name, tg_kernels_avx512.name) == 0) return most == &tg_kernels_avx512 ? most : 0;
#endif
  return 0;
}

// Threads that come here first all find the same, so a relaxed store is enough.
static const struct tg_kernels *chosen;

static const struct tg_kernels *choose(void) {
  const char *wish = getenv("TUNEGATE_SIMD");
  const struct tg_kernels *found = wish ? tg_kernels_named(wish) : 0;
  if (!found) found = best();
  __atomic_store_n(&chosen, found, __ATOMIC_RELAXED);
  return found;
}

static inline const struct tg_kernels *kernels(void) {
  const struct tg_kernels *known = __atomic_load_n(&chosen, __ATOMIC_RELAXED);
  return __builtin_expect(known != 0, 1) ? known : choose();
}

const struct tg_kernels *tg_kernels_in_use(void) { return kernels(); }

size_t tg_fold(const uint8_t *src, size_t n, uint8_t *dst, struct tg_fold_stats *stats) {
  return kernels()->fold(src, n, dst, stats);
}

size_t tg_code_points(const uint8_t *src, size_t n) { return kernels()->code_points(src, n); }

uint64_t tg_text_marks(const uint8_t *text, size_t n) { return kernels()->text_marks(text, n); }

uint64_t tg_prose_marks(const uint8_t *folded, size_t n, int is_answer) {
  return kernels()->prose_marks(folded, n, is_answer);
}

struct tg_char_counts tg_count_chars(const uint8_t *text, size_t n) { return kernels()->count_chars(text, n); }

size_t tg_find_control(const uint8_t *text, size_t n) { return kernels()->find_control(text, n); }

size_t tg_find_places(
    const uint8_t *text, size_t n, struct tg_place_scan *scan, struct tg_place *out, size_t capacity) {
  return kernels()->find_places(text, n, scan, out, capacity);
}

void tg_oph_add(const uint8_t *text, size_t n, unsigned side, uint64_t *bins) {
  kernels()->oph_add(text, n, side, bins);
}

void tg_oph_finish(const uint64_t *bins, uint8_t *slots) { kernels()->oph_finish(bins, slots); }

int tg_oph_bands(
    const uint8_t *slots, const uint8_t *common, size_t layers, unsigned first, unsigned count, uint32_t *keys) {
  return kernels()->oph_bands(slots, common, layers, first, count, keys);
}

unsigned tg_oph_agreement(const uint8_t *a, const uint8_t *b) { return kernels()->oph_agreement(a, b); }

struct tg_overlap tg_oph_compare(const uint8_t *a, const uint8_t *b, const float *weights) {
  return kernels()->oph_compare(a, b, weights);
}

struct tg_ending_balance tg_ending_balance(const uint8_t *text, size_t from, size_t to) {
  return kernels()->ending_balance(text, from, to);
}

void tg_row_times_table(
    const float *table, size_t stride, const uint32_t *ids, const float *values, size_t from, size_t to, float *z) {
  kernels()->row_times_table(table, stride, ids, values, from, to, z);
}

float tg_row_without_itself(
    const float *counts, size_t stride, const uint32_t *ids, const float *values, size_t from, size_t to, size_t k,
    float alpha, float base) {
  return kernels()->row_without_itself(counts, stride, ids, values, from, to, k, alpha, base);
}

void tg_log_table(
    const float *counts, size_t rows, size_t stride, float alpha, const float *base, float *logs) {
  kernels()->log_table(counts, rows, stride, alpha, base, logs);
}

size_t tg_softmax(const float *z, size_t from, size_t classes, size_t stride, float scale, float *out) {
  return kernels()->softmax(z, from, classes, stride, scale, out);
}

float tg_log_softmax(const float *z, size_t from, size_t classes, float scale, size_t k) {
  return kernels()->log_softmax(z, from, classes, scale, k);
}

void tg_softmax_epoch(
    float *weights, float *bias, size_t classes, size_t stride, const uint32_t *ids, const float *values,
    const int64_t *starts, const int32_t *rows, const int32_t *labels, const int32_t *order, size_t count, float rate,
    float *scratch) {
  kernels()->softmax_epoch(
      weights, bias, classes, stride, ids, values, starts, rows, labels, order, count, rate, scratch);
}
