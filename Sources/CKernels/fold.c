// The normalizer without vectors, for what is not ASCII, and the hash of what it makes. See fold.h for what these do,
// and fold_body.h for ASCII.
#include "fold.h"

#include "fold_cursor.h"
#include "fold_table.h"

_Static_assert(TG_FOLD_UNICODE_MAJOR == FOLD_UNICODE_MAJOR, "fold.h and fold_table.h name two Unicode versions");

// ---- what is written ---------------------------------------------------------------------------------------------

INLINE void put_gap(struct tg_cursor *c) {
  if (!c->gap) *c->out++ = ' ';
  c->gap = 1, c->digit = 0, c->word = 0, c->point = 0;
}

INLINE void put_point(struct tg_cursor *c, uint8_t byte) {
  uint8_t after_digit = c->digit;
  put_gap(c);
  if (after_digit) c->point = byte;
}

INLINE void put_digit(struct tg_cursor *c, uint8_t byte) {
  if (c->point) c->out[-1] = c->point;
  *c->out++ = byte;
  c->count.words += !c->word;
  c->gap = 0, c->digit = 1, c->word = 1, c->point = 0;
}

// A kept character or mapping without digits and points: `word` says whether a word goes on after it. Whole vectors
// are copied: `from` is in the source with its slack, in the padded pool, or in 16 bytes of stack.
INLINE void put_bytes(struct tg_cursor *c, const uint8_t *from, size_t size, uint8_t word) {
  for (size_t i = 0; i < size; i += 16) memcpy(c->out + i, from + i, 16);
  c->out += size;
  c->gap = 0, c->digit = 0, c->word = word, c->point = 0;
}

INLINE void put_word(struct tg_cursor *c, const uint8_t *from, size_t size) {
  c->count.words += !c->word;
  put_bytes(c, from, size, 1);
}

INLINE void put_byte(struct tg_cursor *c, uint8_t byte, uint8_t word) {
  *c->out++ = byte;
  c->gap = 0, c->digit = 0, c->word = word, c->point = 0;
}

INLINE void put_ascii(struct tg_cursor *c, uint8_t byte) {
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

INLINE void put_action(struct tg_cursor *c, uint32_t action, const uint8_t *from, size_t size) {
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
static void put_mapping(struct tg_cursor *c, const uint8_t *from, size_t length) {
  for (size_t i = 0, size = 1; i < length; i += size, size = 1) {
    if (from[i] < 0x80) {
      put_ascii(c, from[i]);
    } else {
      uint32_t value = value_of(decode(from + i, &size));
      put_action(c, fold_plain[value].action, from + i, size);
    }
  }
}

INLINE void count_kind(struct tg_cursor *c, uint32_t kind) {
  c->count.letters += kind == KIND_CASELESS || kind == KIND_UPPER;
  c->count.upper += kind == KIND_UPPER;
  c->count.digits += kind == KIND_DIGIT;
}

// Hangul syllables decompose by arithmetic (Unicode, section 3.12).
INLINE void put_hangul(struct tg_cursor *c, uint32_t syllable) {
  uint8_t jamo[16];
  uint32_t tail = syllable % 28;
  encode(0x1100 + syllable / (21 * 28), jamo);
  encode(0x1161 + syllable / 28 % 21, jamo + 3);
  encode(0x11A7 + tail, jamo + 6);
  put_word(c, jamo, tail ? 9 : 6);
}

INLINE void put_wide(struct tg_cursor *c, const uint8_t *from, size_t *size) {
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
  struct tg_cursor copy = *c;
  put_mapping(&copy, text, length);
  *c = copy;
}

// ---- one character at a time -------------------------------------------------------------------------------------

// A vector pass pays from 8 bytes of ASCII on; the load stays within the source's slack.
INLINE int ascii8(const uint8_t *at) {
  uint64_t word;
  __builtin_memcpy(&word, at, 8);
  return (word & 0x8080808080808080u) == 0;
}

// From a character beyond ASCII to where the vectors should take over; returns the place.
size_t tg_fold_mixed(struct tg_cursor *shared, const uint8_t *src, size_t i, size_t n, int to_the_end) {
  struct tg_cursor state = *shared, *c = &state;
  while (i < n) {
    if (src[i] >= 0x80) {
      size_t size;
      put_wide(c, src + i, &size);
      i += size;
    } else if (!to_the_end && i + 8 <= n && ascii8(src + i)) {
      break;
    } else {
      uint8_t byte = src[i++];
      c->count.code_points++;
      c->count.letters += (uint8_t)((byte | 0x20) - 'a') < 26;
      c->count.upper += (uint8_t)(byte - 'A') < 26;
      c->count.digits += (uint8_t)(byte - '0') < 10;
      c->count.spaces += byte == ' ' || (uint8_t)(byte - '\t') < 5;
      c->count.plain += (uint8_t)((byte | 0x20) - 'a') < 26 || byte <= ' ' || byte == 0x7F;
      c->count.ascii_digits += (uint8_t)(byte - '0') < 10;
      put_ascii(c, byte);
    }
  }
  *shared = state;
  return i;
}

// ---- the hash ----------------------------------------------------------------------------------------------------

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
