#include "leak.h"

// A polynomial over the words' hashes, modulo 2^64, in an odd base: rolls in one multiplication and one addition.
static const uint64_t base = 0x9E3779B97F4A7C15u;

static uint64_t mix(uint64_t x) {
  x ^= x >> 32;
  x *= 0xD6E8FEB86659FD93u;
  x ^= x >> 32;
  return x | 1;
}

void tg_grams(const uint32_t *words, size_t n, unsigned length, uint64_t *grams) {
  uint64_t top = 1;
  for (unsigned i = 1; i < length; i++) top *= base;
  uint64_t hash = 0;
  size_t run = 0;  // words since the last break
  for (size_t i = 0; i < n; i++) {
    if (words[i] == TG_GRAM_BREAK) {
      hash = 0;
      run = 0;
    } else {
      if (run >= length) hash -= top * ((uint64_t)words[i - length] + 1);
      hash = hash * base + words[i] + 1;
      run++;
    }
    grams[i] = 0;
    if (run >= length) grams[i + 1 - length] = mix(hash);
  }
}

static uint64_t bits_of(uint64_t gram) { return (uint64_t)1 << (gram >> 58) | (uint64_t)1 << (gram >> 52 & 63); }

void tg_gram_note(uint64_t gram, uint64_t *filter, size_t mask) { filter[(gram >> 1) & mask] |= bits_of(gram); }

size_t tg_gram_find(const uint64_t *grams, size_t from, size_t n, const uint64_t *filter, size_t mask) {
  for (size_t i = from; i < n; i++) {
    uint64_t bits = bits_of(grams[i]);
    if ((filter[(grams[i] >> 1) & mask] & bits) == bits && grams[i] != 0) return i;
  }
  return n;
}
