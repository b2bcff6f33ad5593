#ifndef TUNEGATE_NEAR_H
#define TUNEGATE_NEAR_H
// One-permutation hashing of byte 5-grams (Li, Owen, Zhang 2012) with densification (Shrivastava 2017).
#include <stddef.h>
#include <stdint.h>
#pragma clang assume_nonnull begin

enum { TG_SLOTS = 128, TG_BANDS = 32, TG_ROWS = TG_SLOTS / TG_BANDS };

/// Folds every 5-gram of `text` into `bins` (TG_SLOTS minima, set to UINT64_MAX by the caller before the first call).
/// `side` is 0 for the prompt and 1 for the answer: the same words on the two sides are different shingles.
/// Reads up to 7 bytes behind `n`, which must be readable. A text of fewer than 5 bytes is one shingle.
void tg_oph_add(const uint8_t *text, size_t n, unsigned side, uint64_t *bins);

/// Cuts the minima to one byte each: 0 empty, 1...127 from the prompt, 129...255 from the answer.
void tg_oph_finish(const uint64_t *bins, uint8_t *slots);

/// Hashes rows of TG_ROWS slots to one key for each of the bands `first` to `first + count - 1`. In the place of an
/// empty slot stands another one, the same for every example (optimal densification); so it does for a slot whose value
/// is common, as long as rare ones are near: `common` has `layers` values of every slot one behind the other, TG_SLOTS
/// bytes a layer; 0 stands for none. Returns 0 for an empty signature, whose keys are not written, else 1.
int tg_oph_bands(
    const uint8_t *slots, const uint8_t *common, size_t layers, unsigned first, unsigned count, uint32_t *keys);

/// Adds one to `counts[slot * 256 + value]` of every slot.
void tg_oph_count(const uint8_t *slots, uint32_t *counts);

/// The number of slots that are occupied in both and agree.
unsigned tg_oph_agreement(const uint8_t *a, const uint8_t *b);

/// The weight of the slots that two examples share, of those that only one of them occupies, and the same for each
/// side.
struct tg_overlap {
  float shared[2];
  float different[2];
};
/// `weights[slot * 256 + value]` is the information of a slot's value, 0 for an empty one.
struct tg_overlap tg_oph_compare(const uint8_t *a, const uint8_t *b, const float *weights);

/// Asks for the cache line at `address`, which need not be readable.
static inline void tg_prefetch(const void *address) { __builtin_prefetch(address); }

/// Index of the first byte below 0x20 that is not tab, newline or carriage return, or `n`. Reads up to 15 bytes behind
/// `n`.
size_t tg_find_control(const uint8_t *text, size_t n);

#pragma clang assume_nonnull end
#endif
