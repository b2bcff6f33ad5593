#include "near.h"

void tg_oph_count(const uint8_t *slots, uint32_t *counts) {
  for (unsigned i = 0; i < TG_SLOTS; i++) counts[i * 256 + slots[i]]++;
}
