#include "tokens.h"

// Byte-wide counters, so that the compiler counts a vector of bytes at a time; 255 is the most that they hold.
enum { BLOCK = 240 };

static void count_block(const uint8_t *text, size_t n, struct tg_char_counts *counts) {
  uint8_t digits = 0, letters = 0, ascii = 0, low = 0, lead = 0;
  for (size_t i = 0; i < n; i++) {
    uint8_t c = text[i];
    digits += (uint8_t)(c - '0') < 10;
    letters += (uint8_t)((c | 0x20) - 'a') < 26;
    low += c <= 0x20 || c == 0x7F;
    ascii += c < 0x80;
    lead += c >= 0xC0;
  }
  counts->plain += (uint64_t)letters + low;
  counts->digits += digits;
  counts->marks += (uint64_t)ascii - letters - low - digits;
  counts->others += lead;
}

struct tg_char_counts tg_count_chars(const uint8_t *text, size_t n) {
  struct tg_char_counts counts = {0, 0, 0, 0};
  size_t i = 0;
  for (; i + BLOCK <= n; i += BLOCK) count_block(text + i, BLOCK, &counts);
  if (i < n) count_block(text + i, n - i, &counts);
  return counts;
}
