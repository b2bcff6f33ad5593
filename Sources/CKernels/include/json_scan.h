// String kernels of the JSON reader: header-only, so that Swift inlines them into its loops. A call through a function
// pointer to a wider kernel is slower than inlined SSE2, because a string rarely runs 100 bytes without an escape.
//
// Bounds: every function may read 64 bytes from each position inside [p, end], so 64 bytes behind `end` must be
// readable. What stands there never changes a result.
#ifndef TUNEGATE_JSON_SCAN_H
#define TUNEGATE_JSON_SCAN_H
#include <stddef.h>
#include <stdint.h>
// Only baseline vectors: Swift imports this header, and it is compiled without flags.
#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif
#pragma clang assume_nonnull begin

/// One bit for each of 64 bytes; bit 0 is the first byte.
typedef struct {
  uint64_t special;  ///< a quote, a backslash or a byte below 0x20
  uint64_t high;     ///< a byte of 0x80 or above
} tg_json_masks;

enum { TG_JSON_SEEN_ESCAPE = 1, TG_JSON_SEEN_HIGH = 2 };

typedef struct {
  size_t length;   ///< bytes from the start to the byte that stopped the scan; not below `end - p` when nothing did
  uint32_t seen;   ///< TG_JSON_SEEN_… of the bytes before that
} tg_json_hit;

/// What `tg_json_block` must return on every machine; also the fall-back where there are no vectors.
static inline tg_json_masks tg_json_block_scalar(const uint8_t *p) {
  tg_json_masks m = {0, 0};
  for (unsigned i = 0; i < 64; i++) {
    uint8_t c = p[i];
    m.special |= (uint64_t)(c == '"' || c == '\\' || c < 0x20) << i;
    m.high |= (uint64_t)(c >> 7) << i;
  }
  return m;
}

#if defined(__SSE2__)
static inline __m128i tg_json_special16(__m128i v) {
  const __m128i last_control = _mm_set1_epi8(0x1f);
  __m128i quote = _mm_cmpeq_epi8(v, _mm_set1_epi8('"'));
  __m128i backslash = _mm_cmpeq_epi8(v, _mm_set1_epi8('\\'));
  // SSE2 has no unsigned compare: max(v, 0x1f) stays 0x1f only for the control bytes.
  __m128i control = _mm_cmpeq_epi8(_mm_max_epu8(v, last_control), last_control);
  return _mm_or_si128(_mm_or_si128(quote, backslash), control);
}

static inline tg_json_masks tg_json_block(const uint8_t *p) {
  tg_json_masks m = {0, 0};
  for (unsigned i = 0; i < 4; i++) {
    __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
    m.special |= (uint64_t)(uint32_t)_mm_movemask_epi8(tg_json_special16(v)) << (16 * i);
    m.high |= (uint64_t)(uint32_t)_mm_movemask_epi8(v) << (16 * i);
  }
  return m;
}

/// The masks of the first 16 bytes alone.
static inline tg_json_masks tg_json_block16(const uint8_t *p) {
  __m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
  tg_json_masks m = {(uint32_t)_mm_movemask_epi8(tg_json_special16(v)), (uint32_t)_mm_movemask_epi8(v)};
  return m;
}

/// Bit i: byte i of the 16 is a backslash.
static inline uint32_t tg_json_backslashes16(const uint8_t *p) {
  __m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
  return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_set1_epi8('\\')));
}
#elif defined(__aarch64__)
/// Four vectors of 0x00 or 0xff to one bit a byte.
static inline uint64_t tg_json_bits(uint8x16_t a, uint8x16_t b, uint8x16_t c, uint8x16_t d) {
  const uint8x16_t bit = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  uint8x16_t low = vpaddq_u8(vandq_u8(a, bit), vandq_u8(b, bit));
  uint8x16_t high = vpaddq_u8(vandq_u8(c, bit), vandq_u8(d, bit));
  uint8x16_t sum = vpaddq_u8(low, high);
  return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sum, sum)), 0);
}

static inline uint8x16_t tg_json_special16(uint8x16_t v) {
  uint8x16_t named = vorrq_u8(vceqq_u8(v, vdupq_n_u8('"')), vceqq_u8(v, vdupq_n_u8('\\')));
  return vorrq_u8(named, vcltq_u8(v, vdupq_n_u8(0x20)));
}

static inline tg_json_masks tg_json_block(const uint8_t *p) {
  uint8x16_t a = vld1q_u8(p), b = vld1q_u8(p + 16), c = vld1q_u8(p + 32), d = vld1q_u8(p + 48);
  const uint8x16_t top = vdupq_n_u8(0x80);
  tg_json_masks m;
  m.special = tg_json_bits(tg_json_special16(a), tg_json_special16(b), tg_json_special16(c), tg_json_special16(d));
  m.high = tg_json_bits(vcgeq_u8(a, top), vcgeq_u8(b, top), vcgeq_u8(c, top), vcgeq_u8(d, top));
  return m;
}

static inline tg_json_masks tg_json_block16(const uint8_t *p) {
  uint8x16_t v = vld1q_u8(p), zero = vdupq_n_u8(0);
  tg_json_masks m;
  m.special = tg_json_bits(tg_json_special16(v), zero, zero, zero);
  m.high = tg_json_bits(vcgeq_u8(v, vdupq_n_u8(0x80)), zero, zero, zero);
  return m;
}

static inline uint32_t tg_json_backslashes16(const uint8_t *p) {
  uint8x16_t zero = vdupq_n_u8(0);
  return (uint32_t)tg_json_bits(vceqq_u8(vld1q_u8(p), vdupq_n_u8('\\')), zero, zero, zero);
}
#else
static inline tg_json_masks tg_json_block(const uint8_t *p) { return tg_json_block_scalar(p); }

static inline tg_json_masks tg_json_block16(const uint8_t *p) {
  tg_json_masks m = tg_json_block_scalar(p);
  m.special &= 0xffff;
  m.high &= 0xffff;
  return m;
}

static inline uint32_t tg_json_backslashes16(const uint8_t *p) {
  uint32_t bits = 0;
  for (unsigned i = 0; i < 16; i++) bits |= (uint32_t)(p[i] == '\\') << i;
  return bits;
}
#endif

/// Whether `c` behind a backslash makes a two-byte escape: one of " \ / b f n r t.
static inline int tg_json_is_short_escape(uint8_t c) {
  const uint64_t low = 1ull << '"' | 1ull << '/';
  const uint64_t high = 1ull << ('\\' - 64) | 1ull << ('b' - 64) | 1ull << ('f' - 64) | 1ull << ('n' - 64) |
                        1ull << ('r' - 64) | 1ull << ('t' - 64);
  return c < 128 && ((c < 64 ? low : high) >> (c & 63) & 1);
}

/// Scans the body of a string from `p` and steps over two-byte escapes. Stops at the closing quote, a control byte,
/// `\u`, an unknown escape, or when `end` is reached.
static inline tg_json_hit tg_json_scan_string(const uint8_t *p, const uint8_t *end) {
  const uint8_t *start = p;
  uint32_t seen = 0;
  // Keys and most other short strings end here, at a quarter of a block's work.
  tg_json_masks head = tg_json_block16(p);
  if (head.special) {
    unsigned i = (unsigned)__builtin_ctzll(head.special);
    if (p[i] == '"') {
      tg_json_hit hit = {i, head.high & ((1ull << i) - 1) ? TG_JSON_SEEN_HIGH : 0};
      return hit;
    }
  }
  while (p < end) {
    tg_json_masks m = tg_json_block(p);
    size_t advance = 64;
    while (m.special) {
      unsigned i = (unsigned)__builtin_ctzll(m.special);
      // A backslash that is the last byte stops the scan whatever stands behind it.
      int steps_over = p[i] == '\\' && p + i + 1 < end && tg_json_is_short_escape(p[i + 1]);
      if (!steps_over) {
        if (m.high & ((1ull << i) - 1)) seen |= TG_JSON_SEEN_HIGH;
        tg_json_hit hit = {(size_t)(p - start) + i, seen};
        return hit;
      }
      seen |= TG_JSON_SEEN_ESCAPE;
      if (i >= 62) {
        advance = i + 2;
        break;
      }
      m.special &= ~0ull << (i + 2);
    }
    if (m.high) seen |= TG_JSON_SEEN_HIGH;
    p += advance;
  }
  tg_json_hit none = {(size_t)(p - start), seen};
  return none;
}

/// Copies bytes up to the first backslash, `n` at most, and returns how many belong to the copy.
/// Bounds: writes within `out[0 ..< n]`, of which what is behind the returned count is scratch. No overlap.
static inline size_t tg_json_copy_plain(const uint8_t *p, uint8_t *out, size_t n) {
  size_t i = 0;
  for (; i + 16 <= n; i += 16) {
    uint32_t backslashes = tg_json_backslashes16(p + i);
    __builtin_memcpy(out + i, p + i, 16);
    if (backslashes) return i + (size_t)__builtin_ctz(backslashes);
  }
  for (; i < n && p[i] != '\\'; i++) out[i] = p[i];
  return i;
}

#pragma clang assume_nonnull end
#endif
