// See fold.h for what this does. ASCII goes 64 bytes at a time: a block is sorted into classes, one bit a byte, and
// everything after that is arithmetic on 64-bit masks. Other characters are fold.c's. A separator is written as soon as
// it is seen, so both paths share one small state (`struct tg_cursor`) and can take turns at any byte.
#include "fold_cursor.h"

#if !TG_ISA_PLAIN
// The classes of 64 bytes, one bit a byte.
struct block {
  uint64_t upper, letter, digit, space, point, kept, wide;
};

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
  b.kept = bits(letter | digit | symbols(x)), b.wide = bits(within(x, 0x80, 0xFF));
  return b;
}

// The bits of a block's numbers, `inner` points included, go into the hash one by one: prose has few.
INLINE void add_numbers(struct tg_cursor *c, const uint8_t *src, uint64_t digit, uint64_t inner, int goes_on) {
  for (uint64_t left = digit | inner, before = left << 1 | (uint64_t)goes_on; left; left &= left - 1) {
    int i = __builtin_ctzll(left);
    uint8_t byte = src[i];
    // A colon parts two numbers. At bit 0 `goes_on` has seen to that.
    int fresh = !(before >> i & 1) || (i > 0 && src[i - 1] == ':');
    if (byte != ':') add_to_number(c, byte, fresh);
  }
}

// Writes the folded bytes of a block whose bit of `valid` is set and whose bit of `removed` is not; stores of whole
// blocks end at out[127] at most. `is_whole` says that another 64 bytes may be read behind the block.
#if TG_ISA_AVX512
INLINE uint8_t *compress(const uint8_t *src, int is_whole, uint64_t valid, uint64_t removed, uint8_t *out) {
  (void)is_whole;
  uint64_t chosen = valid & ~removed;
  _mm512_storeu_si512(out, _mm512_maskz_compress_epi8(chosen, (__m512i)fold_block(load64(src))));
  return out + count_bits(chosen);
}
#else
// The block is stored as if all were kept; then what follows each removed run is folded and stored again in its right
// place, whole: in prose a block has one or two, and a branch on their lengths would cost more. From the source, as a
// load from what was just stored waits for it.
INLINE uint8_t *compress(const uint8_t *src, int is_whole, uint64_t valid, uint64_t removed, uint8_t *out) {
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

  int goes_on = c->digit || (c->point && c->point != ':');
  if (c->point && (digit & 1)) {
    c->out[-1] = c->point;
    if (goes_on) add_to_number(c, c->point, 0);
  }
  if (digit) add_numbers(c, src, digit, inner, goes_on);

  uint64_t removed = gap & (gap << 1 | c->gap);
  uint8_t *out = c->out;
  c->out = compress(src, is_whole, valid, removed, out);
  for (uint64_t left = inner; left; left &= left - 1) {
    uint64_t below = (left & -left) - 1;
    out[count_bits(valid & ~removed & below)] = src[__builtin_ctzll(left)];
  }

  c->count.code_points += length;
  c->count.letters += count_bits(letter);
  c->count.upper += count_bits(b->upper & valid);
  c->count.digits += count_bits(digit);
  c->count.spaces += count_bits(b->space & valid);
  c->count.words += count_bits(word & ~(word << 1 | c->word));

  uint64_t after_digit = (digit << 1 | c->digit) & last;
  c->point = (b->point & after_digit) ? src[length - 1] : 0;
  c->gap = (gap & last) != 0, c->digit = (digit & last) != 0, c->word = (word & last) != 0;
}

#endif

static size_t fold(const uint8_t *src, size_t n, uint8_t *dst, struct tg_fold_stats *stats) {
  struct tg_cursor c = {.out = dst, .gap = 1, .number = K3};
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
  end_number(&c);
  *stats = c.count;
  stats->numbers = c.counting && c.numbers == 0 ? K0 : c.numbers;
  return (size_t)(c.out - dst);
}
