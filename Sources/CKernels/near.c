#include "near.h"

#include <string.h>

static inline uint64_t mix(uint64_t x) {
  x *= 0x9E3779B97F4A7C15ull;
  x ^= x >> 32;
  return x * 0xD6E8FEB86659FD93ull;
}

static inline void put(uint64_t shingle, unsigned side, uint32_t *bins) {
  uint64_t h = mix(shingle + ((uint64_t)(side + 1) << 41));
  uint32_t v = ((uint32_t)(h >> 25) & ~1u) | side;
  uint32_t *bin = bins + (h >> 57);
  if (v < *bin) *bin = v;
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

unsigned tg_oph_bands(const uint8_t *slots, const uint8_t *common, unsigned fewest, unsigned first, unsigned count,
                      uint32_t *keys) {
  uint8_t rare[TG_SLOTS];
  unsigned used = 0, occupied = 0;
  for (unsigned i = 0; i < TG_SLOTS; i++) {
    uint8_t v = slots[i];
    occupied += v != 0;
    rare[i] = common[i * 256 + v] ? 0 : v;
    used += rare[i] != 0;
  }
  if (used < fewest) {
    memcpy(rare, slots, TG_SLOTS);
    used = occupied;
  }
  if (used == 0) return 0;
  for (unsigned band = first; band < first + count; band++) {
    uint64_t h = band + 1;
    for (unsigned row = 0; row < TG_ROWS; row++) {
      unsigned i = band * TG_ROWS + row, from = i;
      // Each empty slot walks its own fixed sequence of donors (optimal densification), so that two examples that agree
      // on the donor agree on the slot. The stride is odd and TG_SLOTS a power of two: the walk visits every slot, and
      // `used != 0` ends it.
      unsigned stride = ((i * 40503u) >> 3) | 1;
      for (unsigned step = 1; rare[from] == 0; step++) from = (i * 61 + step * stride) % TG_SLOTS;
      h = mix(h ^ ((uint64_t)from << 8 | rare[from]));
      h ^= h >> 29;
    }
    keys[band - first] = (uint32_t)(h >> 32);
  }
  return used;
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
