#include "near.h"

#include <string.h>

static inline uint64_t mix(uint64_t x) {
  x *= 0x9E3779B97F4A7C15ull;
  x ^= x >> 32;
  return x * 0xD6E8FEB86659FD93ull;
}

// One multiplication: the slot is the product's top 7 bits, the value the 32 below, in which every byte of the shingle
// has a part. The minimum is written back without a branch: in texts of some hundred bytes it changes too often to
// predict.
static inline void put(uint64_t shingle, unsigned side, uint32_t *bins) {
  uint64_t h = (shingle + ((uint64_t)(side + 1) << 41)) * 0x9E3779B97F4A7C15ull;
  uint32_t v = ((uint32_t)(h >> 25) & ~1u) | side;
  uint32_t *bin = bins + (h >> 57);
  uint32_t old = *bin;
  *bin = v < old ? v : old;
}

void tg_oph_add(const uint8_t *text, size_t n, unsigned side, uint32_t *bins) {
  if (n == 0) return;
  if (n < 5) {
    uint64_t x = 0;
    memcpy(&x, text, n);
    put(x, side, bins);
    return;
  }
  for (size_t i = 0; i + 5 <= n; i++) {
    uint64_t x;
    memcpy(&x, text + i, 8);  // 3 bytes more than the shingle: the caller's slack
    put(x & 0xFFFFFFFFFFull, side, bins);
  }
}

void tg_oph_finish(const uint32_t *bins, uint8_t *slots) {
  for (unsigned i = 0; i < TG_SLOTS; i++) {
    uint32_t v = bins[i];
    slots[i] = v == UINT32_MAX ? 0 : (uint8_t)(1 + (v >> 1) % 127 + (v & 1) * 128);
  }
}

// The slot that stands for slot `i`: itself when it is rare; else the first rare one on the slot's own walk over the
// others; else, after TG_WALK steps, the first that is occupied at all. The stride is odd and TG_SLOTS a power of two,
// so that a full walk visits every slot. TG_SLOTS when the signature is empty.
enum { TG_WALK = 32 };
static inline unsigned donor(const uint8_t *slots, const uint8_t *common, unsigned i) {
  if (slots[i] && !common[i * 256 + slots[i]]) return i;
  unsigned stride = ((i * 40503u) >> 3) | 1, at = i, occupied = slots[i] ? i : TG_SLOTS;
  for (unsigned step = 1; step < TG_SLOTS; step++) {
    at = (at + stride) % TG_SLOTS;
    if (!slots[at]) continue;
    if (!common[at * 256 + slots[at]]) return at;
    if (occupied == TG_SLOTS) occupied = at;
    if (step >= TG_WALK) break;
  }
  return occupied;
}

/// `donor` with what is known of all slots. Eight steps at once, the slot itself first: where a walk ends cannot be
/// predicted, that it ends among these nearly always can.
static inline unsigned rare_donor(const uint8_t *rare, const uint8_t *slots, const uint8_t *common, unsigned i) {
  unsigned stride = ((i * 40503u) >> 3) | 1, found = 0;
  for (unsigned step = 0; step < 8; step++) found |= (unsigned)rare[(i + step * stride) % TG_SLOTS] << step;
  if (found) return (i + (unsigned)__builtin_ctz(found) * stride) % TG_SLOTS;
  return donor(slots, common, i);
}

int tg_oph_bands(const uint8_t *slots, const uint8_t *common, unsigned first, unsigned count, uint32_t *keys) {
  // Which slots are rare, all at once: the walks then look at nothing else.
  uint8_t rare[TG_SLOTS];
  for (unsigned i = 0; i < TG_SLOTS; i++)
    rare[i] = (uint8_t)((slots[i] != 0) & (common[i * 256 + slots[i]] == 0));
  for (unsigned band = first; band < first + count; band++) {
    uint64_t h = band;
    for (unsigned row = 0; row < TG_ROWS; row++) {
      unsigned from = rare_donor(rare, slots, common, band * TG_ROWS + row);
      if (from == TG_SLOTS) return 0;
      h = h << 15 | (uint64_t)from << 8 | slots[from];  // 4 rows of 15 bits; the band's number is pushed into the top
    }
    keys[band - first] = (uint32_t)(mix(h) >> 32);
  }
  return 1;
}

unsigned tg_oph_agreement(const uint8_t *a, const uint8_t *b) {
  unsigned agree = 0, empty = 0;
  for (unsigned i = 0; i < TG_SLOTS; i++) {  // vectorized by the compiler: bytes are compared and summed
    agree += a[i] == b[i];
    empty += (a[i] | b[i]) == 0;
  }
  return agree - empty;
}

struct tg_overlap tg_oph_compare(const uint8_t *a, const uint8_t *b, const float *weights) {
  struct tg_overlap r = {{0, 0}, {0, 0}};
  for (unsigned i = 0; i < TG_SLOTS; i++) {
    uint8_t x = a[i], y = b[i];
    const float *w = weights + i * 256;
    if (x == y) {
      if (x) r.shared[x >> 7] += w[x];
    } else {
      // Either value may be the one that the union of the two sets would hold here: each with one half.
      float half = x && y ? 0.5f : 1.0f;
      if (x) r.different[x >> 7] += half * w[x];
      if (y) r.different[y >> 7] += half * w[y];
    }
  }
  return r;
}
