// See fold.h for what these do. ASCII goes 64 bytes at a time: four vectors are sorted into classes, one bit a byte,
// and everything after that is arithmetic on 64-bit masks. Other code points go through the table, one at a time.
// A separator is written as soon as it is seen, so both paths share one small state (`struct cursor`) and can take
// turns at any byte.
#include "fold.h"

#include "fold_table.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__ARM_NEON) && defined(__aarch64__)
#include <arm_neon.h>
#endif

_Static_assert(TG_FOLD_UNICODE_MAJOR == FOLD_UNICODE_MAJOR, "fold.h and fold_table.h name two Unicode versions");

#define INLINE static inline __attribute__((always_inline))

// ---- mixing ------------------------------------------------------------------------------------------------------

static const uint64_t K0 = 0x9E3779B97F4A7C15u, K1 = 0xBF58476D1CE4E5B9u, K2 = 0x94D049BB133111EBu,
                      K3 = 0xD6E8FEB86659FD93u, K4 = 0xA0761D6478BD642Fu, K5 = 0xE7037ED1A0B428DBu;

// The folded 128-bit product (Wang Yi's wyhash, public domain) in its protected form: the operands are added again, so
// that a zero does not wipe out the other side.
INLINE uint64_t mix(uint64_t a, uint64_t b) {
  __uint128_t product = (__uint128_t)a * b;
  return a ^ b ^ (uint64_t)product ^ (uint64_t)(product >> 64);
}

// ---- vectors -----------------------------------------------------------------------------------------------------

typedef uint8_t bytes __attribute__((vector_size(16)));

INLINE bytes load(const uint8_t *at) {
  bytes v;
  __builtin_memcpy(&v, at, 16);
  return v;
}

INLINE void store(uint8_t *at, bytes v) { __builtin_memcpy(at, &v, 16); }

// One bit a byte from four vectors of 0x00 and 0xFF.
INLINE uint64_t mask64(const bytes v[4]) {
#if defined(__SSE2__)
  uint64_t a = (uint32_t)_mm_movemask_epi8((__m128i)v[0]), b = (uint32_t)_mm_movemask_epi8((__m128i)v[1]);
  uint64_t c = (uint32_t)_mm_movemask_epi8((__m128i)v[2]), d = (uint32_t)_mm_movemask_epi8((__m128i)v[3]);
  return a | b << 16 | c << 32 | d << 48;
#elif defined(__ARM_NEON) && defined(__aarch64__)
  const bytes weight = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  uint8x16_t low = vpaddq_u8((uint8x16_t)(v[0] & weight), (uint8x16_t)(v[1] & weight));
  uint8x16_t high = vpaddq_u8((uint8x16_t)(v[2] & weight), (uint8x16_t)(v[3] & weight));
  uint8x16_t sum = vpaddq_u8(low, high);
  return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sum, sum)), 0);
#else
  uint64_t mask = 0;
  for (int i = 0; i < 64; i++) mask |= (uint64_t)(v[i / 16][i % 16] >> 7) << i;
  return mask;
#endif
}

// The classes of 64 bytes. `folded` has lower-case letters, digits and kept symbols, and a space for all else; its
// second half is never filled: copies of whole blocks run into it.
struct block {
  uint64_t upper, letter, digit, space, point, kept, wide;
  uint8_t folded[64 + 64];
};

INLINE void classify(const uint8_t *src, struct block *b) {
  bytes upper[4], letter[4], digit[4], space[4], point[4], kept[4], wide[4];
#pragma clang loop unroll(full)
  for (int i = 0; i < 4; i++) {
    bytes x = load(src + 16 * i);
    upper[i] = (bytes)((bytes)(x - 'A') < 26);
    bytes low = x | (upper[i] & 0x20);
    letter[i] = (bytes)((bytes)(low - 'a') < 26);
    digit[i] = (bytes)((bytes)(x - '0') < 10);
    space[i] = (bytes)(x == ' ') | (bytes)((bytes)(x - '\t') < 5);
    point[i] = (bytes)(x == '.') | (bytes)(x == ',') | (bytes)(x == ':');
    bytes symbol = (bytes)((bytes)(x - '#') < 4) | (bytes)((x | 1) == '+') | (bytes)((x | 2) == '/') |  // #$%& *+ -/
                   (bytes)((bytes)(x - '<') < 3) | (bytes)(x == '@') |                                   // <=> @
                   (bytes)((x | 0x20) == '|') | (bytes)((x | 0x20) == '~');                              // \| ^~
    kept[i] = letter[i] | digit[i] | symbol;
    wide[i] = (bytes)(x >= 0x80);
    store(b->folded + 16 * i, (low & kept[i]) | (~kept[i] & ' '));
  }
  b->upper = mask64(upper), b->letter = mask64(letter), b->digit = mask64(digit), b->space = mask64(space);
  b->point = mask64(point), b->kept = mask64(kept), b->wide = mask64(wide);
}

// ---- the state between two characters ----------------------------------------------------------------------------

struct cursor {
  uint8_t *out;
  uint8_t point;     // the `.`, `,` or `:` that stands as a space at out[-1] and follows a digit; else 0
  uint8_t gap;       // a space stands at out[-1], or nothing was written yet
  uint8_t digit;     // a digit stands at out[-1]
  uint8_t word;      // a word goes on here
  uint8_t counting;  // `number` holds digits that `numbers` has not yet
  uint64_t number, numbers;
  struct tg_fold_stats count;
};

INLINE void end_number(struct cursor *c) {
  if (c->counting) c->numbers = mix(c->numbers ^ K1, c->number ^ K2);
  c->number = K3;
}

INLINE void add_to_number(struct cursor *c, uint8_t byte, int fresh) {
  if (fresh) end_number(c);
  c->number = (c->number ^ byte) * K0;
  c->counting = 1;
}

INLINE void put_gap(struct cursor *c) {
  if (!c->gap) *c->out++ = ' ';
  c->gap = 1, c->digit = 0, c->word = 0, c->point = 0;
}

INLINE void put_point(struct cursor *c, uint8_t byte) {
  uint8_t after_digit = c->digit;
  put_gap(c);
  if (after_digit) c->point = byte;
}

INLINE void put_digit(struct cursor *c, uint8_t byte) {
  int fresh = !c->digit && (c->point == 0 || c->point == ':');
  if (c->point) c->out[-1] = c->point;
  if (c->point && !fresh) add_to_number(c, c->point, 0);
  add_to_number(c, byte, fresh);
  *c->out++ = byte;
  c->count.words += !c->word;
  c->gap = 0, c->digit = 1, c->word = 1, c->point = 0;
}

// A kept character or mapping without digits and points: `word` says whether a word goes on after it. Whole vectors
// are copied: `from` is in the source with its slack, in the padded pool, or in 16 bytes of stack.
INLINE void put_bytes(struct cursor *c, const uint8_t *from, size_t size, uint8_t word) {
  for (size_t i = 0; i < size; i += 16) store(c->out + i, load(from + i));
  c->out += size;
  c->gap = 0, c->digit = 0, c->word = word, c->point = 0;
}

INLINE void put_word(struct cursor *c, const uint8_t *from, size_t size) {
  c->count.words += !c->word;
  put_bytes(c, from, size, 1);
}

INLINE void put_byte(struct cursor *c, uint8_t byte, uint8_t word) {
  *c->out++ = byte;
  c->gap = 0, c->digit = 0, c->word = word, c->point = 0;
}

INLINE void put_ascii(struct cursor *c, uint8_t byte) {
  uint8_t low = byte | 0x20;
  if ((uint8_t)(low - 'a') < 26) {
    c->count.words += !c->word;
    put_byte(c, low, 1);
  } else if ((uint8_t)(byte - '0') < 10) {
    put_digit(c, byte);
  } else if (byte == '.' || byte == ',' || byte == ':') {
    put_point(c, byte);
  } else if ((uint8_t)(byte - '#') < 4 || (byte | 1) == '+' || (byte | 2) == '/' || (uint8_t)(byte - '<') < 3 ||
             byte == '@' || low == '|' || low == '~') {
    put_byte(c, byte, 0);
  } else {
    put_gap(c);
  }
}

// ---- code points beyond ASCII ------------------------------------------------------------------------------------

// `p` stands at the first byte of a character of valid UTF-8 with two bytes or more.
INLINE uint32_t decode(const uint8_t *p, size_t *size) {
  if (p[0] < 0xE0) return *size = 2, (uint32_t)(p[0] & 0x1F) << 6 | (p[1] & 0x3F);
  if (p[0] < 0xF0) return *size = 3, (uint32_t)(p[0] & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
  return *size = 4, (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3F) << 12 | (uint32_t)(p[2] & 0x3F) << 6 |
                    (p[3] & 0x3F);
}

INLINE size_t encode(uint32_t cp, uint8_t *to) {
  if (cp < 0x80) return to[0] = (uint8_t)cp, 1;
  if (cp < 0x800) return to[0] = (uint8_t)(0xC0 | cp >> 6), to[1] = (uint8_t)(0x80 | (cp & 0x3F)), 2;
  to[2] = (uint8_t)(0x80 | (cp & 0x3F));
  if (cp < 0x10000) return to[0] = (uint8_t)(0xE0 | cp >> 12), to[1] = (uint8_t)(0x80 | (cp >> 6 & 0x3F)), 3;
  to[0] = (uint8_t)(0xF0 | cp >> 18), to[1] = (uint8_t)(0x80 | (cp >> 12 & 0x3F)), to[3] = to[2];
  to[2] = (uint8_t)(0x80 | (cp >> 6 & 0x3F));
  return 4;
}

// Numbers of the table are two printable characters, the low digit first, in base 92 from '#': the pages are then
// string literals of a third of the size.
INLINE uint32_t pair(const uint8_t *table, uint32_t at) {
  return (uint32_t)(table[2 * at] - '#') + 92 * (uint32_t)(table[2 * at + 1] - '#');
}

// Needs cp < FOLD_TABLE_END.
INLINE uint32_t value_of(uint32_t cp) {
  const uint32_t mid_bits = FOLD_TOP_BITS - FOLD_LEAF_BITS;
  uint32_t mid = (uint32_t)fold_top[cp >> FOLD_TOP_BITS] << mid_bits | (cp >> FOLD_LEAF_BITS & ((1u << mid_bits) - 1));
  return pair(fold_leaf, pair(fold_mid, mid) << FOLD_LEAF_BITS | (cp & ((1u << FOLD_LEAF_BITS) - 1)));
}

INLINE void put_action(struct cursor *c, uint32_t action, const uint8_t *from, size_t size) {
  if (__builtin_expect(action == FOLD_LETTER, 1)) return put_word(c, from, size);
  switch (action) {
    case FOLD_SOLO: c->count.words++, put_bytes(c, from, size, 0); break;
    case FOLD_MARK: put_bytes(c, from, size, c->word); break;
    case FOLD_SYMBOL: put_bytes(c, from, size, 0); break;
    case FOLD_DROP: break;
    default: put_gap(c);
  }
}

// A mapping of any kind of characters, each of which the table leaves alone (the generator checks it).
static void put_mapping(struct cursor *c, const uint8_t *from, size_t length) {
  for (size_t i = 0, size = 1; i < length; i += size, size = 1) {
    if (from[i] < 0x80) {
      put_ascii(c, from[i]);
    } else {
      uint32_t value = value_of(decode(from + i, &size));
      put_action(c, fold_plain[value].action, from + i, size);
    }
  }
}

INLINE void count_kind(struct cursor *c, uint32_t kind) {
  c->count.letters += kind == KIND_CASELESS || kind == KIND_UPPER;
  c->count.upper += kind == KIND_UPPER;
  c->count.digits += kind == KIND_DIGIT;
}

// Hangul syllables decompose by arithmetic (Unicode, section 3.12).
INLINE void put_hangul(struct cursor *c, uint32_t syllable) {
  uint8_t jamo[16];
  uint32_t tail = syllable % 28;
  encode(0x1100 + syllable / (21 * 28), jamo);
  encode(0x1161 + syllable / 28 % 21, jamo + 3);
  encode(0x11A7 + tail, jamo + 6);
  put_word(c, jamo, tail ? 9 : 6);
}

INLINE void put_wide(struct cursor *c, const uint8_t *from, size_t *size) {
  uint32_t cp = decode(from, size);
  c->count.code_points++;
  c->count.non_ascii++;
  if (cp - 0xAC00 < 11172) {
    c->count.letters++;
    return put_hangul(c, cp - 0xAC00);
  }
  if (cp >= FOLD_TABLE_END) {
    int ideograph = cp < 0x3FFFE;
    c->count.letters += ideograph;
    return put_action(c, ideograph ? FOLD_SOLO : cp >> 12 == 0xE0 ? FOLD_DROP : FOLD_LETTER, from, *size);
  }
  uint32_t value = value_of(cp);
  if (value < sizeof fold_plain / sizeof *fold_plain) {
    count_kind(c, fold_plain[value].kind);
    c->count.spaces += fold_plain[value].action == FOLD_SPACE;
    return put_action(c, fold_plain[value].action, from, *size);
  }
  const struct fold_group *group = &fold_groups[fold_group_of[value >> 4]];
  count_kind(c, group->kind);
  uint32_t member = value - group->first;
  uint8_t single[16];
  const uint8_t *text = fold_pool + group->base + member * group->size;
  size_t length = group->size;
  if (length == 0) {
    length = encode((uint32_t)((int32_t)cp + fold_delta[group->base + member]), single);
    text = single;
  }
  if (group->shape == SHAPE_WORD) return put_word(c, text, length);
  if (group->shape == SHAPE_SINGLE) return put_action(c, FOLD_SOLO, text, length);
  struct cursor copy = *c;
  put_mapping(&copy, text, length);
  *c = copy;
}

// ---- ASCII, up to 64 bytes at once -------------------------------------------------------------------------------

// The bits of a block's numbers, `inner` points included, go into the hash one by one: prose has few.
INLINE void add_numbers(struct cursor *c, const uint8_t *src, uint64_t digit, uint64_t inner, int goes_on) {
  for (uint64_t left = digit | inner, before = left << 1 | (uint64_t)goes_on; left; left &= left - 1) {
    int i = __builtin_ctzll(left);
    uint8_t byte = src[i];
    // A colon parts two numbers. At bit 0 `goes_on` has seen to that.
    int fresh = !(before >> i & 1) || (i > 0 && src[i - 1] == ':');
    if (byte != ':') add_to_number(c, byte, fresh);
  }
}

INLINE void store64(uint8_t *to, const uint8_t *from) {
  for (int i = 0; i < 64; i += 16) store(to + i, load(from + i));
}

// Copies the bytes of `folded` whose bit of `valid` is set and whose bit of `removed` is not. The block is stored as if
// all were kept; then what follows each removed run is stored again in its right place, whole: in prose a block has
// one or two, and a branch on their lengths would cost more than the copy. Byte f goes to out[f] or before, so the
// stores end at out[63 + length] at most.
INLINE uint8_t *compress(const uint8_t *folded, uint64_t valid, uint64_t removed, uint8_t *out) {
  uint64_t chosen = valid & ~removed;
  store64(out, folded);
  for (size_t shift = 0; removed;) {
    int start = __builtin_ctzll(removed);
    uint64_t next = chosen & ~(uint64_t)0 << start;
    if (!next) break;
    int first = __builtin_ctzll(next);
    shift += (size_t)(first - start);
    store64(out + first - shift, folded + first);
    removed &= ~(uint64_t)0 << first;
  }
  return out + __builtin_popcountll(chosen);
}

// Folds the first `length` bytes of the block, 1...64, all ASCII.
INLINE void put_block(struct cursor *c, const uint8_t *src, const struct block *b, size_t length) {
  uint64_t valid = ~(uint64_t)0 >> (64 - length), last = (uint64_t)1 << (length - 1);
  uint64_t digit = b->digit & valid, letter = b->letter & valid;
  uint64_t inner = b->point & (digit << 1 | c->digit) & (digit >> 1);
  uint64_t gap = ~(b->kept | inner) & valid;
  uint64_t word = letter | digit;

  int goes_on = c->digit || (c->point && c->point != ':');
  if (c->point && (digit & 1)) {
    c->out[-1] = c->point;
    if (goes_on) add_to_number(c, c->point, 0);
  }
  if (digit) add_numbers(c, src, digit, inner, goes_on);

  uint64_t removed = gap & (gap << 1 | c->gap);
  uint8_t *out = c->out;
  c->out = compress(b->folded, valid, removed, out);
  for (uint64_t left = inner; left; left &= left - 1) {
    uint64_t below = (left & -left) - 1;
    out[__builtin_popcountll(valid & ~removed & below)] = src[__builtin_ctzll(left)];
  }

  c->count.code_points += length;
  c->count.letters += (uint64_t)__builtin_popcountll(letter);
  c->count.upper += (uint64_t)__builtin_popcountll(b->upper & valid);
  c->count.digits += (uint64_t)__builtin_popcountll(digit);
  c->count.spaces += (uint64_t)__builtin_popcountll(b->space & valid);
  c->count.words += (uint64_t)__builtin_popcountll(word & ~(word << 1 | c->word));

  uint64_t after_digit = (digit << 1 | c->digit) & last;
  c->point = (b->point & after_digit) ? src[length - 1] : 0;
  c->gap = (gap & last) != 0, c->digit = (digit & last) != 0, c->word = (word & last) != 0;
}

// ---- the kernels -------------------------------------------------------------------------------------------------

// A vector pass pays from 8 bytes of ASCII on; the load stays within the source's slack.
INLINE int ascii8(const uint8_t *at) {
  uint64_t word;
  __builtin_memcpy(&word, at, 8);
  return (word & 0x8080808080808080u) == 0;
}

// From a character beyond ASCII to where the vectors should take over; returns the place.
static size_t fold_mixed(struct cursor *shared, const uint8_t *src, size_t i, size_t n) {
  struct cursor state = *shared, *c = &state;
  while (i < n) {
    if (src[i] >= 0x80) {
      size_t size;
      put_wide(c, src + i, &size);
      i += size;
    } else if (i + 8 <= n && ascii8(src + i)) {
      break;
    } else {
      uint8_t byte = src[i++];
      c->count.code_points++;
      c->count.letters += (uint8_t)((byte | 0x20) - 'a') < 26;
      c->count.upper += (uint8_t)(byte - 'A') < 26;
      c->count.digits += (uint8_t)(byte - '0') < 10;
      c->count.spaces += byte == ' ' || (uint8_t)(byte - '\t') < 5;
      put_ascii(c, byte);
    }
  }
  *shared = state;
  return i;
}

size_t tg_fold(const uint8_t *src, size_t n, uint8_t *dst, struct tg_fold_stats *stats) {
  struct cursor c = {.out = dst, .gap = 1, .number = K3};
  struct block b;
  for (size_t i = 0; i < n;) {
    classify(src + i, &b);
    size_t length = b.wide ? (size_t)__builtin_ctzll(b.wide) : 64;
    if (length > n - i) length = n - i;
    if (length) put_block(&c, src + i, &b, length);
    i += length;
    if (i < n && src[i] >= 0x80) {
      struct cursor copy = c;
      i = fold_mixed(&copy, src, i, n);
      c = copy;
    }
  }
  if (c.gap && c.out > dst) c.out--;
  end_number(&c);
  *stats = c.count;
  stats->numbers = c.counting && c.numbers == 0 ? K0 : c.numbers;
  return (size_t)(c.out - dst);
}

size_t tg_code_points(const uint8_t *src, size_t n) {
  size_t count = 0, i = 0;
  while (n - i >= 8) {
    // Eight sums of a byte each, at most 255 rounds, then added up by a multiplication's top byte in two halves.
    size_t stop = n - i < 8 * 255 ? n - (n - i) % 8 : i + 8 * 255;
    uint64_t sums = 0;
    for (; i < stop; i += 8) {
      uint64_t word;
      __builtin_memcpy(&word, src + i, 8);
      sums += (~word >> 7 | word >> 6) & 0x0101010101010101u;
    }
    sums = (sums & 0x00FF00FF00FF00FFu) + (sums >> 8 & 0x00FF00FF00FF00FFu);
    count += (sums * 0x0001000100010001u) >> 48;
  }
  for (; i < n; i++) count += (src[i] & 0xC0) != 0x80;
  return count;
}

INLINE uint64_t read64(const uint8_t *p) {
  uint64_t v;
  __builtin_memcpy(&v, p, 8);
  return v;
}

INLINE uint64_t read32(const uint8_t *p) {
  uint32_t v;
  __builtin_memcpy(&v, p, 4);
  return v;
}

// Two chains of products see all of two words, paired and keyed differently, so that a collision in one says nothing
// about the other.
struct lane {
  uint64_t a, b;
};

INLINE struct lane absorb(struct lane l, uint64_t x, uint64_t y) {
  return (struct lane){mix(x ^ l.a, y ^ K1), mix(x ^ K2, y ^ l.b)};
}

// Each step can be undone (David Stafford's mix 13), so the two words lose nothing.
INLINE uint64_t avalanche(uint64_t x) {
  x = (x ^ x >> 30) * K1;
  x = (x ^ x >> 27) * K2;
  return x ^ x >> 31;
}

uint64_t tg_hash128(const uint8_t *src, size_t n, uint64_t seed, uint64_t out[2]) {
  // The length is in the first state, so the overlapping reads of the tail are not ambiguous.
  uint64_t start = mix(seed ^ K0, (uint64_t)n ^ K3);
  struct lane first = {start ^ K4, start + K5}, second = {start + K2, start ^ K1};
  if (n > 16) {
    size_t i = 0;
    for (; n - i > 32; i += 32) {
      first = absorb(first, read64(src + i), read64(src + i + 8));
      second = absorb(second, read64(src + i + 16), read64(src + i + 24));
    }
    if (n - i > 16) first = absorb(first, read64(src + i), read64(src + i + 8));
    second = absorb(second, read64(src + n - 16), read64(src + n - 8));
  } else if (n >= 8) {
    first = absorb(first, read64(src), read64(src + n - 8));
  } else if (n >= 4) {
    first = absorb(first, read32(src), read32(src + n - 4));
  } else if (n > 0) {
    first = absorb(first, (uint64_t)src[0] << 16 | (uint64_t)src[n / 2] << 8 | src[n - 1], 0);
  }
  uint64_t a = mix(first.a ^ K3, second.a ^ K0), b = mix(first.b ^ K5, second.b ^ K4);
  out[0] = avalanche(a + b);
  out[1] = avalanche(a + 2 * b);
  return out[0];
}
