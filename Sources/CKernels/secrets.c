// See secrets.h for what is found. 64 bytes at a time are sorted into classes, one bit a byte; what follows is
// arithmetic on masks. Long runs are told apart on words of 64 bits that overlap by half, so that none of up to 33
// bytes is cut.
#include "secrets.h"

#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__ARM_NEON) && defined(__aarch64__)
#include <arm_neon.h>
#endif

#define INLINE static inline __attribute__((always_inline))

struct classes {
  uint64_t token, digit, upper, anchor;
};

INLINE int is_token(uint8_t c) {
  return (uint8_t)((c | 0x20) - 'a') < 26 || (uint8_t)(c - '0') < 10 || c == '-' || c == '_';
}

// ---- without vectors ---------------------------------------------------------------------------------------------

#define ALL(byte) (0x0101010101010101u * (uint64_t)(byte))

// The top bit of each byte whose lower 7 bits are at least `low`; the top bits of `x` are not set.
INLINE uint64_t at_least(uint64_t x, uint8_t low) { return x + ALL(0x80 - low); }

// The top bit of each byte of 7 bits that lies in a range.
INLINE uint64_t within(uint64_t x, uint8_t low, uint8_t high) {
  return at_least(x, low) & ~at_least(x, (uint8_t)(high + 1)) & ALL(0x80);
}

INLINE uint64_t is(uint64_t x, uint8_t byte) { return within(x, byte, byte); }

// One bit for each of the 8 top bits.
INLINE uint64_t gather(uint64_t top) { return ((top >> 7) * 0x0102040810204080u) >> 56; }

INLINE struct classes classify_plain(const uint8_t *text) {
  struct classes c = {0, 0, 0, 0};
  for (int i = 0; i < 64; i += 8) {
    uint64_t raw, next;
    memcpy(&raw, text + i, 8);
    memcpy(&next, text + i + 1, 8);
    uint64_t ascii = ~raw & ALL(0x80), v = raw & ALL(0x7F), n = next & ALL(0x7F);
    uint64_t dash = is(v, '-'), digit = within(v, '0', '9');
    uint64_t letter = within(v | ALL(0x20), 'a', 'z');
    uint64_t pair = (is(v, 'Q') & is(n, '~')) | (is(v, 't') & is(n, 'K')) | (dash & is(n, 'B'));
    c.token |= gather((letter | digit | dash | is(v, '_')) & ascii) << i;
    c.digit |= gather(digit & ascii) << i;
    c.upper |= gather(within(v, 'A', 'Z') & ascii) << i;
    c.anchor |= gather((is(v, '@') | pair) & ascii) << i;
  }
  return c;
}

// ---- with vectors ------------------------------------------------------------------------------------------------

#if defined(__SSE2__) || (defined(__ARM_NEON) && defined(__aarch64__))
#define HAS_VECTORS 1

typedef uint8_t bytes __attribute__((vector_size(16)));
typedef int8_t signs __attribute__((vector_size(16)));

INLINE bytes load(const uint8_t *at) {
  bytes v;
  memcpy(&v, at, 16);
  return v;
}

// Shifts the range so that its end is the largest signed byte: one comparison tells.
#define WITHIN(v, low, high) ((bytes)((signs)((v) + (uint8_t)(127 - (high))) > (int8_t)(126 - ((high) - (low)))))
#define IS(v, byte) ((bytes)((v) == (uint8_t)(byte)))

INLINE uint64_t mask64(const bytes v[4]) {
#if defined(__SSE2__)
  uint64_t a = (uint32_t)_mm_movemask_epi8((__m128i)v[0]), b = (uint32_t)_mm_movemask_epi8((__m128i)v[1]);
  uint64_t c = (uint32_t)_mm_movemask_epi8((__m128i)v[2]), d = (uint32_t)_mm_movemask_epi8((__m128i)v[3]);
  return a | b << 16 | c << 32 | d << 48;
#else
  const bytes weight = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  uint8x16_t low = vpaddq_u8((uint8x16_t)(v[0] & weight), (uint8x16_t)(v[1] & weight));
  uint8x16_t high = vpaddq_u8((uint8x16_t)(v[2] & weight), (uint8x16_t)(v[3] & weight));
  uint8x16_t sum = vpaddq_u8(low, high);
  return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sum, sum)), 0);
#endif
}

INLINE struct classes classify_vectors(const uint8_t *text) {
  bytes token[4], digit[4], upper[4], anchor[4];
  for (int i = 0; i < 4; i++) {
    bytes v = load(text + 16 * i), n = load(text + 16 * i + 1);
    bytes dash = IS(v, '-');
    digit[i] = WITHIN(v, '0', '9');
    upper[i] = WITHIN(v, 'A', 'Z');
    token[i] = WITHIN(v | 0x20, 'a', 'z') | digit[i] | dash | IS(v, '_');
    anchor[i] = IS(v, '@') | (IS(v, 'Q') & IS(n, '~')) | (IS(v, 't') & IS(n, 'K')) | (dash & IS(n, 'B'));
  }
  return (struct classes){mask64(token), mask64(digit), mask64(upper), mask64(anchor)};
}
#endif

// ---- the scan ----------------------------------------------------------------------------------------------------

struct sink {
  struct tg_place *out;
  size_t count;
};

INLINE void put(struct sink *sink, size_t at, size_t end, uint32_t what) {
  sink->out[sink->count++] = (struct tg_place){(uint32_t)at, (uint32_t)end, what};
}

// Starts of runs of at least 20 ones: `base` is the offset of bit 0.
INLINE void put_tokens(
  const uint8_t *text, size_t n, uint64_t w, size_t base, struct tg_place_scan *scan, struct sink *sink) {
  uint64_t r = w & w >> 1;
  r &= r >> 2;
  r &= r >> 4;
  r &= r >> 8;
  r &= r >> 4;
  if (__builtin_expect(r == 0, 1)) return;
  for (r &= ~(r << 1); r; r &= r - 1) {
    size_t start = base + (size_t)__builtin_ctzll(r);
    if (start < scan->token_end) continue;
    size_t end = start + TG_TOKEN_RUN;
    while (end < n && is_token(text[end])) end++;
    while (start > 0 && is_token(text[start - 1])) start--;
    scan->token_end = (uint32_t)end;
    put(sink, start, end, TG_PLACE_TOKEN);
  }
}

INLINE int is_digit(uint8_t c) { return (uint8_t)(c - '0') < 10; }

// What may stand between the digits of one number: at most two of these.
INLINE int is_gap(uint8_t c) { return c == ' ' || c == '-' || c == '.' || c == '(' || c == ')'; }

// The number around a digit, when it has at least 9 of them.
static void put_number(const uint8_t *text, size_t n, size_t at, struct tg_place_scan *scan, struct sink *sink) {
  size_t start = at, end = at + 1, digits = 1;
  for (size_t gap = 0, i = at; i-- > scan->number_end && (is_digit(text[i]) || (is_gap(text[i]) && gap < 2));) {
    gap = is_digit(text[i]) ? 0 : gap + 1;
    if (gap == 0) start = i, digits++;
  }
  for (size_t gap = 0, i = at + 1; i < n && (is_digit(text[i]) || (is_gap(text[i]) && gap < 2)); i++) {
    gap = is_digit(text[i]) ? 0 : gap + 1;
    if (gap == 0) end = i + 1, digits++;
  }
  scan->number_end = (uint32_t)end;
  if (digits >= TG_NUMBER_DIGITS) put(sink, start, end, TG_PLACE_NUMBER);
}

// Runs of at least 8 digits, where one other byte between two digits counts as a digit.
INLINE void put_numbers(
  const uint8_t *text, size_t n, uint64_t w, size_t base, struct tg_place_scan *scan, struct sink *sink) {
  uint64_t e = w | (w << 1 & w >> 1);
  uint64_t r = e & e >> 1;
  r &= r >> 2;
  r &= r >> 4;
  if (__builtin_expect(r == 0, 1)) return;
  // Every digit of a run but its last 7, as what parts two digits may part two numbers.
  for (r &= w; r; r &= r - 1) {
    size_t at = base + (size_t)__builtin_ctzll(r);
    if (at >= scan->number_end) put_number(text, n, at, scan, sink);
  }
}

INLINE void step(
  const uint8_t *text, size_t n, struct classes c, struct tg_place_scan *scan, struct sink *sink) {
  size_t at = scan->at;
  put_tokens(text, n, scan->token >> 32 | c.token << 32, at - 32, scan, sink);
  put_tokens(text, n, c.token, at, scan, sink);
  if (c.digit) {
    put_numbers(text, n, scan->digit >> 32 | c.digit << 32, at - 32, scan, sink);
    put_numbers(text, n, c.digit, at, scan, sink);
    // The second of two digits behind two capital letters.
    uint64_t account = c.digit & (c.digit << 1 | scan->digit >> 63) & (c.upper << 2 | scan->upper >> 62)
      & (c.upper << 3 | scan->upper >> 61);
    for (; account; account &= account - 1) {
      size_t start = at + (size_t)__builtin_ctzll(account) - 3;
      put(sink, start, start, TG_PLACE_ACCOUNT);
    }
  }
  for (uint64_t anchor = c.anchor; anchor; anchor &= anchor - 1) {
    size_t start = at + (size_t)__builtin_ctzll(anchor);
    put(sink, start, start, TG_PLACE_ANCHOR);
  }
  scan->token = c.token;
  scan->digit = c.digit;
  scan->upper = c.upper;
  scan->at = at + 64;
}

typedef struct classes (*classifier)(const uint8_t *);

INLINE size_t find(
  const uint8_t *text, size_t n, struct tg_place_scan *scan, struct tg_place *out, size_t capacity,
  classifier classify) {
  struct sink sink = {out, 0};
  // 65 bytes are read: the last byte's successor belongs to its pair.
  while (scan->at + 65 <= n) {
    if (sink.count + TG_PLACES_STEP > capacity) return sink.count;
    step(text, n, classify(text + scan->at), scan, &sink);
  }
  while (scan->at < n) {
    if (sink.count + TG_PLACES_STEP > capacity) return sink.count;
    uint8_t rest[80] = {0};
    size_t left = n - scan->at;
    memcpy(rest, text + scan->at, left < 65 ? left : 65);
    step(text, n, classify(rest), scan, &sink);
  }
  return sink.count;
}

size_t tg_find_places_plain(
  const uint8_t *text, size_t n, struct tg_place_scan *scan, struct tg_place *out, size_t capacity) {
  return find(text, n, scan, out, capacity, classify_plain);
}

#if HAS_VECTORS && defined(__x86_64__)
// The same with the three-operand forms of newer processors: twice as fast, though the vectors are as wide.
__attribute__((target("avx2,bmi"))) static size_t find_avx2(
  const uint8_t *text, size_t n, struct tg_place_scan *scan, struct tg_place *out, size_t capacity) {
  return find(text, n, scan, out, capacity, classify_vectors);
}
#endif

size_t tg_find_places(
  const uint8_t *text, size_t n, struct tg_place_scan *scan, struct tg_place *out, size_t capacity) {
#if HAS_VECTORS && defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi")) return find_avx2(text, n, scan, out, capacity);
#endif
#if HAS_VECTORS
  return find(text, n, scan, out, capacity, classify_vectors);
#else
  return find(text, n, scan, out, capacity, classify_plain);
#endif
}
