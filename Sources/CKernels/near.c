#include "near.h"

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

void tg_oph_count(const uint8_t *slots, uint32_t *counts) {
  for (unsigned i = 0; i < TG_SLOTS; i++) counts[i * 256 + slots[i]]++;
}
