#ifndef TUNEGATE_MIXING_H
#define TUNEGATE_MIXING_H
#include "vectors.h"

static const uint64_t K0 = 0x9E3779B97F4A7C15u, K1 = 0xBF58476D1CE4E5B9u, K2 = 0x94D049BB133111EBu,
                      K3 = 0xD6E8FEB86659FD93u, K4 = 0xA0761D6478BD642Fu, K5 = 0xE7037ED1A0B428DBu;

// The folded 128-bit product (Wang Yi's wyhash, public domain) in its protected form: the operands are added again, so
// that a zero does not wipe out the other side.
INLINE uint64_t mix(uint64_t a, uint64_t b) {
  __uint128_t product = (__uint128_t)a * b;
  return a ^ b ^ (uint64_t)product ^ (uint64_t)(product >> 64);
}

#endif
