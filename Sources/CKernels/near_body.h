// One-permutation signatures: see near.h.

// One multiplication: the slot is the product's top 7 bits, the value the 32 below, in which every byte of the shingle
// has a part; the lowest bit of the value is the side. A bin holds the whole product: what is below the value decides
// between equals alone. The minimum is written back without a branch: in texts of some hundred bytes it changes too
// often to predict.
#define SHINGLE_FACTOR 0x9E3779B97F4A7C15ull
#define SHINGLE_SIDE ((uint64_t)1 << 25)

INLINE void put_hash(uint64_t h, uint64_t *bins) {
  uint64_t *bin = bins + (h >> 57), old = *bin;
  *bin = h < old ? h : old;
}

INLINE void put_shingle(uint64_t shingle, unsigned side, uint64_t *bins) {
  uint64_t h = (shingle + ((uint64_t)(side + 1) << 41)) * SHINGLE_FACTOR;
  put_hash((h & ~SHINGLE_SIDE) | (uint64_t)side << 25, bins);
}

#if TG_ISA_AVX512
// The hashes of the shingles at 8 places.
INLINE void hash_shingles(const uint8_t *text, unsigned side, uint64_t *hashes) {
  const __m512i places = _mm512_set_epi8(
      14, 13, 12, 11, 10, 9, 8, 7, 13, 12, 11, 10, 9, 8, 7, 6, 12, 11, 10, 9, 8, 7, 6, 5, 11, 10, 9, 8, 7, 6, 5, 4, 10,
      9, 8, 7, 6, 5, 4, 3, 9, 8, 7, 6, 5, 4, 3, 2, 8, 7, 6, 5, 4, 3, 2, 1, 7, 6, 5, 4, 3, 2, 1, 0);
  __m512i bytes = _mm512_castsi128_si512(_mm_loadu_si128((const __m128i *)text));
  __m512i x = _mm512_and_si512(_mm512_permutexvar_epi8(places, bytes), _mm512_set1_epi64(0xFFFFFFFFFFll));
  x = _mm512_add_epi64(x, _mm512_set1_epi64((long long)(side + 1) << 41));
  x = _mm512_mullo_epi64(x, _mm512_set1_epi64((long long)SHINGLE_FACTOR));
  x = _mm512_andnot_si512(_mm512_set1_epi64((long long)SHINGLE_SIDE), x);
  _mm512_storeu_si512(hashes, _mm512_or_si512(x, _mm512_set1_epi64((long long)side << 25)));
}
#endif

static void oph_add(const uint8_t *text, size_t n, unsigned side, uint64_t *bins) {
  if (n == 0) return;
  if (n < 5) {
    uint64_t x = 0;
    memcpy(&x, text, n);
    put_shingle(x, side, bins);
    return;
  }
  size_t i = 0, count = n - 4;
#if TG_ISA_AVX512
  uint64_t hashes[64];
  for (; i + 64 <= count; i += 64) {
    for (size_t k = 0; k < 64; k += 8) hash_shingles(text + i + k, side, hashes + k);
#pragma clang loop unroll_count(16)
    for (size_t k = 0; k < 64; k++) put_hash(hashes[k], bins);
  }
  for (size_t k = 0; i + k < count; k += 8) hash_shingles(text + i + k, side, hashes + k);
  for (size_t k = 0; i + k < count; k++) put_hash(hashes[k], bins);
#else
  for (; i + 4 <= count; i += 4) {
    uint64_t x;
    memcpy(&x, text + i, 8);
    put_shingle(x & 0xFFFFFFFFFFull, side, bins);
    put_shingle(x >> 8 & 0xFFFFFFFFFFull, side, bins);
    put_shingle(x >> 16 & 0xFFFFFFFFFFull, side, bins);
    put_shingle(x >> 24, side, bins);
  }
  for (; i < count; i++) {
    uint64_t x;
    memcpy(&x, text + i, 8);  // 3 bytes more than the shingle: the caller's slack
    put_shingle(x & 0xFFFFFFFFFFull, side, bins);
  }
#endif
}

// A minimum of 31 bits modulo 127, digit by digit to base 128, as 128 is 1 modulo 127: compilers make vectors of it.
static void oph_finish(const uint64_t *bins, uint8_t *slots) {
  for (unsigned i = 0; i < TG_SLOTS; i++) {
    uint32_t v = (uint32_t)(bins[i] >> 25), x = v >> 1;
    x = (x & 0x1FFFFF) + (x >> 21);
    x = (x & 0x3FFF) + (x >> 14);
    x = (x & 0x7F) + (x >> 7);
    x = (x & 0x7F) + (x >> 7);
    x -= x >= 127 ? 127 : 0;
    x = 1 + x + (v & 1) * 128;
    slots[i] = (uint8_t)(v == UINT32_MAX ? 0 : x);
  }
}

INLINE uint64_t mix_key(uint64_t x) {
  x *= 0x9E3779B97F4A7C15ull;
  x ^= x >> 32;
  return x * 0xD6E8FEB86659FD93ull;
}

INLINE int is_rare(const uint64_t *rare, unsigned i) { return (int)(rare[i / 64] >> (i % 64) & 1); }

// The slot that stands for slot `i`: itself when it is rare; else the first rare one on the slot's own walk over the
// others; else, after TG_WALK steps, the first that is occupied at all. The stride is odd and TG_SLOTS a power of two,
// so that a full walk visits every slot. TG_SLOTS when the signature is empty.
enum { TG_WALK = 32 };
INLINE unsigned donor(const uint8_t *slots, const uint64_t *rare, unsigned i) {
  if (is_rare(rare, i)) return i;
  unsigned stride = ((i * 40503u) >> 3) | 1, at = i, occupied = slots[i] ? i : TG_SLOTS;
  for (unsigned step = 1; step < TG_SLOTS; step++) {
    at = (at + stride) % TG_SLOTS;
    if (is_rare(rare, at)) return at;
    if (!slots[at]) continue;
    if (occupied == TG_SLOTS) occupied = at;
    if (step >= TG_WALK) break;
  }
  return occupied;
}

#if TG_ISA_AVX2 || TG_ISA_AVX512
// The walks of 32 slots side by side: bit `at` of `rare` is found by two lookups in tables of 16 bytes. Writes the
// slots that stand for `first` and the 31 behind it.
INLINE void find_donors(const uint8_t *slots, const uint64_t *rare, unsigned first, uint8_t *donors) {
  uint8_t own[32], strides[32];
  for (unsigned i = 0; i < 32; i++) {
    own[i] = (uint8_t)(first + i);
    strides[i] = (uint8_t)(((((first + i) * 40503u) >> 3) | 1) % TG_SLOTS);
  }
  const __m256i masks = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)rare));
  const __m256i powers = _mm256_broadcastsi128_si256(_mm_set1_epi64x((long long)0x8040201008040201ull));
  const __m256i low3 = _mm256_set1_epi8(7), high4 = _mm256_set1_epi8(15), wrap = _mm256_set1_epi8(TG_SLOTS - 1);
  __m256i at = _mm256_loadu_si256((const __m256i *)own), stride = _mm256_loadu_si256((const __m256i *)strides);
  __m256i found = at, is_open = _mm256_set1_epi8(-1);
  for (unsigned step = 0; step < TG_WALK; step++) {
    __m256i byte = _mm256_shuffle_epi8(masks, _mm256_and_si256(_mm256_srli_epi16(at, 3), high4));
    __m256i bit = _mm256_shuffle_epi8(powers, _mm256_and_si256(at, low3));
    __m256i hit = _mm256_and_si256(_mm256_cmpeq_epi8(_mm256_and_si256(byte, bit), bit), is_open);
    found = _mm256_blendv_epi8(found, at, hit);
    is_open = _mm256_andnot_si256(hit, is_open);
    if (_mm256_testz_si256(is_open, is_open)) break;
    at = _mm256_and_si256(_mm256_add_epi8(at, stride), wrap);
  }
  _mm256_storeu_si256((__m256i *)donors, found);
  for (uint32_t open = (uint32_t)_mm256_movemask_epi8(is_open); open; open &= open - 1) {
    unsigned i = (unsigned)__builtin_ctz(open);
    donors[i] = (uint8_t)donor(slots, rare, first + i);
  }
}
#else
INLINE void find_donors(const uint8_t *slots, const uint64_t *rare, unsigned first, uint8_t *donors) {
  for (unsigned i = 0; i < 32; i++) {
    unsigned slot = first + i, stride = ((slot * 40503u) >> 3) | 1, found = 0;
    // Eight steps at once: where a walk ends cannot be predicted, that it ends among these nearly always can.
    for (unsigned k = 0; k < 8; k++) found |= (unsigned)is_rare(rare, (slot + k * stride) % TG_SLOTS) << k;
    unsigned near = (slot + (unsigned)__builtin_ctz(found | 256) * stride) % TG_SLOTS;
    donors[i] = (uint8_t)(found ? near : donor(slots, rare, slot));
  }
}
#endif

// Which slots hold a value that is not common, all at once: the walks then look at nothing else.
INLINE void find_rare(const uint8_t *slots, const uint8_t *common, size_t layers, uint64_t *rare) {
#if TG_ISA_PLAIN
  rare[0] = rare[1] = 0;
  for (unsigned i = 0; i < TG_SLOTS; i++) {
    int is_common = slots[i] == 0;
    for (size_t k = 0; k < layers; k++) is_common |= slots[i] == common[k * TG_SLOTS + i];
    rare[i / 64] |= (uint64_t)!is_common << (i % 64);
  }
#elif TG_ISA_AVX512
  // Compares give bits here: to make vectors of them, only to join these, would cost as much again.
  v64 low = load64(slots), high = load64(slots + 64);
  uint64_t low_common = bits(is(low, 0)), high_common = bits(is(high, 0));
  for (size_t k = 0; k < layers; k++) {
    low_common |= bits(same(low, load64(common + k * TG_SLOTS)));
    high_common |= bits(same(high, load64(common + k * TG_SLOTS + 64)));
  }
  rare[0] = ~low_common, rare[1] = ~high_common;
#else
  v64 low = load64(slots), high = load64(slots + 64);
  v64 low_common = is(low, 0), high_common = is(high, 0);
  for (size_t k = 0; k < layers; k++) {
    low_common |= same(low, load64(common + k * TG_SLOTS));
    high_common |= same(high, load64(common + k * TG_SLOTS + 64));
  }
  rare[0] = ~bits(low_common), rare[1] = ~bits(high_common);
#endif
}

static int oph_bands(
    const uint8_t *slots, const uint8_t *common, size_t layers, unsigned first, unsigned count, uint32_t *keys) {
  uint64_t rare[TG_SLOTS / 64];
  find_rare(slots, common, layers, rare);
  if (!(rare[0] | rare[1])) {
    unsigned occupied = 0;
    for (unsigned i = 0; i < TG_SLOTS; i++) occupied |= slots[i];
    if (!occupied) return 0;
  }
  uint8_t donors[TG_SLOTS];
  unsigned from = first * TG_ROWS, to = (first + count) * TG_ROWS;
  for (unsigned i = from / 32 * 32; i < to; i += 32) find_donors(slots, rare, i, donors + i);
  for (unsigned band = first; band < first + count; band++) {
    uint64_t h = band;
    // 4 rows of 15 bits; the band's number is pushed into the top.
    for (unsigned i = band * TG_ROWS; i < (band + 1) * TG_ROWS; i++)
      h = h << 15 | (uint64_t)donors[i] << 8 | slots[donors[i]];
    keys[band - first] = (uint32_t)(mix_key(h) >> 32);
  }
  return 1;
}

static unsigned oph_agreement(const uint8_t *a, const uint8_t *b) {
  unsigned agree = 0, empty = 0;
  for (unsigned i = 0; i < TG_SLOTS; i++) {  // vectorized by the compiler: bytes are compared and summed
    agree += a[i] == b[i];
    empty += (a[i] | b[i]) == 0;
  }
  return agree - empty;
}

typedef float floats8 __attribute__((vector_size(32)));
typedef int32_t ints8 __attribute__((vector_size(32)));
typedef uint8_t bytes8 __attribute__((vector_size(8)));

INLINE ints8 widen(const uint8_t *at) {
  bytes8 v;
  memcpy(&v, at, 8);
  return __builtin_convertvector(v, ints8);
}

INLINE floats8 where(ints8 mask, floats8 v) { return (floats8)((ints8)v & mask); }

// The lanes from first to last, so that every instruction set adds in one order.
INLINE float sum_of(floats8 v) {
  float sum = 0;
  for (int i = 0; i < 8; i++) sum += v[i];
  return sum;
}

static struct tg_overlap oph_compare(const uint8_t *a, const uint8_t *b, const float *weights) {
  floats8 shared[2] = {{0}, {0}}, different[2] = {{0}, {0}};
  for (unsigned i = 0; i < TG_SLOTS; i += 8) {
    floats8 left, right;
    for (unsigned k = 0; k < 8; k++) {
      const float *w = weights + (i + k) * 256;
      left[k] = w[a[i + k]], right[k] = w[b[i + k]];
    }
    ints8 x = widen(a + i), y = widen(b + i);
    // The weight of an empty slot is 0. Where both are occupied, either value may be the one that the union of the two
    // sets would hold: each with one half.
    ints8 agree = x == y, both = (x != 0) & (y != 0), upper_x = x > 127, upper_y = y > 127;
    floats8 part = 1.0f - where(both, (floats8){0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f});
    shared[0] += where(agree & ~upper_x, left);
    shared[1] += where(agree & upper_x, left);
    different[0] += where(~agree & ~upper_x, part * left) + where(~agree & ~upper_y, part * right);
    different[1] += where(~agree & upper_x, part * left) + where(~agree & upper_y, part * right);
  }
  return (struct tg_overlap){
      {sum_of(shared[0]), sum_of(shared[1])}, {sum_of(different[0]), sum_of(different[1])}};
}
