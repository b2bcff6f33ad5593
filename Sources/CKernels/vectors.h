// Blocks of 64 bytes in the compiler's own vectors: one source for every instruction set. Each `isa_*.c` includes the
// `*_body.h` of all kernels once, for the set that it names; what differs between sets is here.
#ifndef TUNEGATE_VECTORS_H
#define TUNEGATE_VECTORS_H
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__aarch64__) && defined(__ARM_NEON)
#include <arm_neon.h>
#endif

// All functions of a set are of the same set, and none of them takes or returns vectors across files.
#pragma clang diagnostic ignored "-Wpsabi"

#define INLINE static inline __attribute__((always_inline))

typedef uint8_t v64 __attribute__((vector_size(64)));
typedef _Bool lanes __attribute__((ext_vector_type(64)));

INLINE v64 load64(const uint8_t *at) {
  v64 v;
  memcpy(&v, at, 64);
  return v;
}

INLINE void store64(uint8_t *to, v64 v) { memcpy(to, &v, 64); }

// Vectors of 0x00 and 0xFF say yes or no of each byte.
INLINE v64 is(v64 v, uint8_t byte) { return (v64)(v == byte); }
INLINE v64 same(v64 a, v64 b) { return (v64)(a == b); }
INLINE v64 within(v64 v, uint8_t low, uint8_t high) {
  return (v64)((v64)(v - low) < (uint8_t)(high - low + 1));
}
INLINE v64 masked(v64 v, uint8_t mask, uint8_t byte) { return (v64)((v & mask) == byte); }

// One bit a byte of such a vector, the first byte lowest.
INLINE uint64_t bits(v64 v) {
#if TG_ISA_AVX512
  return __builtin_bit_cast(uint64_t, __builtin_convertvector(v, lanes));
#elif TG_ISA_AVX2
  __m256i part[2];
  memcpy(part, &v, 64);
  return (uint32_t)_mm256_movemask_epi8(part[0]) | (uint64_t)(uint32_t)_mm256_movemask_epi8(part[1]) << 32;
#elif defined(__SSE2__)
  __m128i part[4];
  memcpy(part, &v, 64);
  uint64_t low = (uint32_t)(_mm_movemask_epi8(part[0]) | _mm_movemask_epi8(part[1]) << 16);
  return low | (uint64_t)(uint32_t)(_mm_movemask_epi8(part[2]) | _mm_movemask_epi8(part[3]) << 16) << 32;
#elif defined(__aarch64__) && defined(__ARM_NEON)
  const uint8x16_t weight = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  uint8x16_t part[4];
  memcpy(part, &v, 64);
  for (int i = 0; i < 4; i++) part[i] = vandq_u8(part[i], weight);
  uint8x16_t sum = vpaddq_u8(vpaddq_u8(part[0], part[1]), vpaddq_u8(part[2], part[3]));
  return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sum, sum)), 0);
#else
  return __builtin_bit_cast(uint64_t, __builtin_convertvector(v, lanes));
#endif
}

// The lowest `n` bits, 1...64.
INLINE uint64_t lowest(size_t n) { return ~(uint64_t)0 >> (64 - n); }

INLINE size_t first_bit(uint64_t mask) { return (size_t)__builtin_ctzll(mask); }
INLINE uint64_t count_bits(uint64_t mask) { return (uint64_t)__builtin_popcountll(mask); }

#endif
