#ifndef TUNEGATE_LEAK_H
#define TUNEGATE_LEAK_H
// Looks for the word n-grams of evaluation data in a text.
#include <stddef.h>
#include <stdint.h>
#pragma clang assume_nonnull begin

/// Words without a partner: an n-gram that holds one is none.
enum { TG_GRAM_BREAK = 0 };

/// Writes the hash of the n-gram that begins at each of `n` words to `grams`, which has `n` elements; 0 where fewer
/// than `length` words follow or one of them is TG_GRAM_BREAK. No hash of an n-gram is 0.
void tg_grams(const uint32_t *words, size_t n, unsigned length, uint64_t *grams);

/// Sets the two bits of an n-gram in a filter of `mask` + 1 words, which are a power of two.
void tg_gram_note(uint64_t gram, uint64_t *filter, size_t mask);

/// The first position from `from` on, of `n`, whose n-gram may be in the filter; `n` when there is none.
size_t tg_gram_find(const uint64_t *grams, size_t from, size_t n, const uint64_t *filter, size_t mask);

#pragma clang assume_nonnull end
#endif
