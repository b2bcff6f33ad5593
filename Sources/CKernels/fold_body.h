// See fold.h for what this does. ASCII goes 64 bytes at a time: a block is sorted into classes, one bit a byte, and
// everything after that is arithmetic on 64-bit masks. Other characters are fold.c's. A separator is written as soon as
// it is seen, so both paths share one small state (`struct tg_cursor`) and can take turns at any byte.
#include "fold_cursor.h"

#if !TG_ISA_PLAIN
// The classes of 64 bytes, one bit a byte.
struct block {
  uint64_t upper, letter, digit, space, point, kept, low, wide;
};

#if TG_ISA_AVX512
enum { UPPER = 1, LETTER = 2, DIGIT = 4, SPACE = 8, POINT = 16, KEPT = 32, LOW = 64 };

static const uint8_t class_of[128] = {
    [0 ... '\b'] = LOW, ['\t' ... '\r'] = SPACE | LOW, [0x0E ... 0x1F] = LOW, [' '] = SPACE | LOW, [0x7F] = LOW,
    ['.'] = POINT, [','] = POINT, [':'] = POINT,
    ['A' ... 'Z'] = UPPER | LETTER | KEPT, ['a' ... 'z'] = LETTER | KEPT, ['0' ... '9'] = DIGIT | KEPT,
    ['#' ... '&'] = KEPT, ['*' ... '+'] = KEPT, ['-'] = KEPT, ['/'] = KEPT, ['<' ... '>'] = KEPT, ['@'] = KEPT,
    [0x5C] = KEPT, ['|'] = KEPT, ['^'] = KEPT, ['~'] = KEPT,
};

// Of bytes beyond ASCII nothing is said: a block ends before them.
INLINE struct block classify(v64 x) {
  __m512i kinds = _mm512_permutex2var_epi8(
      _mm512_loadu_si512(class_of), (__m512i)x, _mm512_loadu_si512(class_of + 64));
  struct block b;
  b.upper = _mm512_test_epi8_mask(kinds, _mm512_set1_epi8(UPPER));
  b.letter = _mm512_test_epi8_mask(kinds, _mm512_set1_epi8(LETTER));
  b.digit = _mm512_test_epi8_mask(kinds, _mm512_set1_epi8(DIGIT));
  b.space = _mm512_test_epi8_mask(kinds, _mm512_set1_epi8(SPACE));
  b.point = _mm512_test_epi8_mask(kinds, _mm512_set1_epi8(POINT));
  b.kept = _mm512_test_epi8_mask(kinds, _mm512_set1_epi8(KEPT));
  b.low = _mm512_test_epi8_mask(kinds, _mm512_set1_epi8(LOW));
  b.wide = _mm512_movepi8_mask((__m512i)x);
  return b;
}

// Lower-case letters, digits and kept symbols, and a space for all else.
INLINE __m512i fold_kept(v64 x, uint64_t upper, uint64_t kept) {
  __m512i low = _mm512_mask_add_epi8((__m512i)x, upper, (__m512i)x, _mm512_set1_epi8(0x20));
  return _mm512_mask_blend_epi8(kept, _mm512_set1_epi8(' '), low);
}
#else
INLINE v64 symbols(v64 x) {
  return within(x, '#', '&') | masked(x, 0xFE, '*') | masked(x, 0xFD, '-') |  // #$%& *+ -/
         within(x, '<', '>') | is(x, '@') |                                   // <=> @
         masked(x, 0xDF, 0x5C) | masked(x, 0xDF, 0x5E);                       // \| ^~
}

// Lower-case letters, digits and kept symbols, and a space for all else.
INLINE v64 fold_block(v64 x) {
  v64 low = x | (within(x, 'A', 'Z') & 0x20);
  v64 kept = within(low, 'a', 'z') | within(x, '0', '9') | symbols(x);
  return (low & kept) | (~kept & ' ');
}

INLINE struct block classify(v64 x) {
  v64 letter = within(x | 0x20, 'a', 'z'), digit = within(x, '0', '9');
  struct block b;
  b.upper = bits(within(x, 'A', 'Z')), b.letter = bits(letter), b.digit = bits(digit);
  b.space = bits(is(x, ' ') | within(x, '\t', '\r'));
  b.point = bits(is(x, '.') | is(x, ',') | is(x, ':'));
  b.low = bits(within(x, 0, ' ') | is(x, 0x7F));
  b.kept = bits(letter | digit | symbols(x)), b.wide = bits(within(x, 0x80, 0xFF));
  return b;
}
#endif

// Writes the folded bytes of a block whose bit of `valid` is set and whose bit of `removed` is not; stores of whole
// blocks end at out[127] at most. `is_whole` says that another 64 bytes may be read behind the block.
#if TG_ISA_AVX512
INLINE uint8_t *compress(
    const uint8_t *src, const struct block *b, int is_whole, uint64_t valid, uint64_t removed, uint8_t *out) {
  (void)is_whole;
  uint64_t chosen = valid & ~removed;
  _mm512_storeu_si512(out, _mm512_maskz_compress_epi8(chosen, fold_kept(load64(src), b->upper, b->kept)));
  return out + count_bits(chosen);
}
#else
// The block is stored as if all were kept; then what follows each removed run is folded and stored again in its right
// place, whole: in prose a block has one or two, and a branch on their lengths would cost more. From the source, as a
// load from what was just stored waits for it.
INLINE uint8_t *compress(
    const uint8_t *src, const struct block *b, int is_whole, uint64_t valid, uint64_t removed, uint8_t *out) {
  (void)b;
  uint64_t chosen = valid & ~removed;
  store64(out, fold_block(load64(src)));
  uint8_t copy[128];
  if (removed && !is_whole) memcpy(copy, src, 64), src = copy;
  for (size_t shift = 0; removed;) {
    size_t start = first_bit(removed);
    uint64_t next = chosen & ~(uint64_t)0 << start;
    if (!next) break;
    size_t first = first_bit(next);
    shift += first - start;
    // What is behind the block's end is written over by what comes next.
    store64(out + first - shift, fold_block(load64(src + first)));
    removed &= ~(uint64_t)0 << first;
  }
  return out + count_bits(chosen);
}
#endif

// Folds the first `length` bytes of the block, 1...64, all ASCII.
INLINE void put_block(
    struct tg_cursor *c, const uint8_t *src, const struct block *b, size_t length, int is_whole) {
  uint64_t valid = lowest(length), last = (uint64_t)1 << (length - 1);
  uint64_t digit = b->digit & valid, letter = b->letter & valid;
  uint64_t inner = b->point & (digit << 1 | c->digit) & (digit >> 1);
  uint64_t gap = ~(b->kept | inner) & valid;
  uint64_t word = letter | digit;

  if (c->point && (digit & 1)) c->out[-1] = c->point;

  uint64_t removed = gap & (gap << 1 | c->gap);
  uint8_t *out = c->out;
  c->out = compress(src, b, is_whole, valid, removed, out);
  for (uint64_t left = inner; left; left &= left - 1) {
    uint64_t below = (left & -left) - 1;
    out[count_bits(valid & ~removed & below)] = src[__builtin_ctzll(left)];
  }

  c->count.code_points += length;
  c->count.letters += count_bits(letter);
  c->count.upper += count_bits(b->upper & valid);
  c->count.digits += count_bits(digit);
  c->count.spaces += count_bits(b->space & valid);
  c->count.plain += count_bits((b->letter | b->low) & valid);
  c->count.ascii_digits += count_bits(digit);
  c->count.words += count_bits(word & ~(word << 1 | c->word));

  uint64_t after_digit = (digit << 1 | c->digit) & last;
  c->point = (b->point & after_digit) ? src[length - 1] : 0;
  c->gap = (gap & last) != 0, c->digit = (digit & last) != 0, c->word = (word & last) != 0;
}

#endif

// ---- the numbers of a folded text --------------------------------------------------------------------------------

// Numbers one behind the other, each with a space behind it, are hashed 64 bytes at a time.
struct numbers {
  uint64_t a, b;
  size_t count, total;
  uint8_t bytes[64 + 64 + 16];
};

INLINE void hash_64(struct numbers *s) {
  for (unsigned i = 0; i < 64; i += 16) {
    uint64_t x, y;
    memcpy(&x, s->bytes + i, 8);
    memcpy(&y, s->bytes + i + 8, 8);
    s->a = mix(s->a ^ x, y ^ K1), s->b = mix(s->b ^ y, x ^ K2);
  }
}

// What was written behind `count` is part of the sequence now.
INLINE void take(struct numbers *s, size_t more) {
  s->count += more, s->total += more;
  if (__builtin_expect(s->count < 64, 1)) return;
  hash_64(s);
  memcpy(s->bytes, s->bytes + 64, 64);
  s->count -= 64;
}

INLINE uint64_t end_numbers(struct numbers *s) {
  if (s->total == 0) return 0;
  memset(s->bytes + s->count, 0, 64 - s->count);
  hash_64(s);
  uint64_t hash = mix(s->a ^ K3, s->b ^ s->total);
  return hash ? hash : K0;
}

INLINE int is_of_number(uint8_t c) { return (uint8_t)(c - '0') < 10 || c == '.' || c == ','; }

// The hash of all numbers in order; 0 when there are none, and not 0 otherwise. Points and commas stand between digits
// alone in a folded text, so that a number is a run of these three.
INLINE uint64_t hash_numbers(const uint8_t *text, size_t n) {
  struct numbers s;
  s.a = K4, s.b = K5, s.count = s.total = 0;
  int goes_on = 0;
#if TG_ISA_PLAIN
  for (size_t i = 0; i <= n; i++) {
    int is_part = i < n && is_of_number(text[i]);
    if (is_part || goes_on) s.bytes[s.count] = is_part ? text[i] : ' ', take(&s, 1);
    goes_on = is_part;
  }
#else
  for (size_t i = 0; i < n; i += 64) {
    v64 v = load64(text + i);
    v64 part = within(v, '0', '9') | is(v, '.') | is(v, ',');
    uint64_t own = n - i < 64 ? lowest(n - i) : ~(uint64_t)0, parts = bits(part) & own;
    if (!(parts | (uint64_t)goes_on)) continue;
    uint64_t chosen = (parts | parts << 1 | (uint64_t)goes_on) & own;
#if TG_ISA_AVX512
    __m512i spaced = _mm512_mask_blend_epi8(parts, _mm512_set1_epi8(' '), (__m512i)v);
    _mm512_storeu_si512(s.bytes + s.count, _mm512_maskz_compress_epi8(chosen, spaced));
    take(&s, (size_t)count_bits(chosen));
#else
    for (uint64_t left = chosen; left;) {
      size_t from = first_bit(left);
      uint64_t behind = ~(left >> from);
      size_t length = behind ? first_bit(behind) : 64 - from;
      for (size_t k = 0; k < length; k++)
        s.bytes[s.count + k] = parts >> (from + k) & 1 ? text[i + from + k] : ' ';
      take(&s, length);
      left = from + length < 64 ? left & ~(uint64_t)0 << (from + length) : 0;
    }
#endif
    goes_on = (int)(parts >> 63);
  }
  if (n > 0 && is_of_number(text[n - 1])) s.bytes[s.count] = ' ', take(&s, 1);
#endif
  return end_numbers(&s);
}

static size_t fold(const uint8_t *src, size_t n, uint8_t *dst, struct tg_fold_stats *stats) {
  struct tg_cursor c = {.out = dst, .gap = 1};
#if TG_ISA_PLAIN
  for (size_t i = 0; i < n;) i = tg_fold_mixed(&c, src, i, n, 1);
#else
  for (size_t i = 0; i < n;) {
    struct block b = classify(load64(src + i));
    size_t length = b.wide ? (size_t)__builtin_ctzll(b.wide) : 64;
    if (length > n - i) length = n - i;
    if (length) put_block(&c, src + i, &b, length, i + 64 <= n);
    i += length;
    if (i < n && src[i] >= 0x80) {
      struct tg_cursor copy = c;
      i = tg_fold_mixed(&copy, src, i, n, 0);
      c = copy;
    }
  }
#endif
  if (c.gap && c.out > dst) c.out--;
  size_t length = (size_t)(c.out - dst);
  *stats = c.count;
  stats->numbers = hash_numbers(dst, length);
  return length;
}
