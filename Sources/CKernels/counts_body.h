// Counts over a text.

#if TG_ISA_PLAIN

static struct tg_char_counts count_chars(const uint8_t *text, size_t n) {
  struct tg_char_counts counts = {0, 0, 0, 0};
  for (size_t i = 0; i < n; i++) {
    uint8_t c = text[i];
    if (c >= 0x80) counts.others += c >= 0xC0;
    else if ((uint8_t)((c | 0x20) - 'a') < 26 || c <= 0x20 || c == 0x7F) counts.plain++;
    else if ((uint8_t)(c - '0') < 10) counts.digits++;
    else counts.marks++;
  }
  return counts;
}

static size_t code_points(const uint8_t *text, size_t n) {
  size_t count = 0;
  for (size_t i = 0; i < n; i++) count += (text[i] & 0xC0) != 0x80;
  return count;
}

static size_t find_control(const uint8_t *text, size_t n) {
  size_t i = 0;
  while (i < n && (text[i] >= 0x20 || text[i] == '\t' || text[i] == '\n' || text[i] == '\r')) i++;
  return i;
}

#else

INLINE void count_block(v64 v, uint64_t own, struct tg_char_counts *counts) {
  uint64_t plain = bits(within(v | 0x20, 'a', 'z') | within(v, 0, 0x20) | is(v, 0x7F)) & own;
  uint64_t digits = bits(within(v, '0', '9')) & own, beyond = bits(within(v, 0x80, 0xFF)) & own;
  counts->plain += count_bits(plain);
  counts->digits += count_bits(digits);
  counts->marks += count_bits(own & ~(plain | digits | beyond));
  if (beyond) counts->others += count_bits(bits(within(v, 0xC0, 0xFF)) & own);
}

static struct tg_char_counts count_chars(const uint8_t *text, size_t n) {
  struct tg_char_counts counts = {0, 0, 0, 0};
  size_t i = 0;
  for (; i + 64 <= n; i += 64) count_block(load64(text + i), ~(uint64_t)0, &counts);
  if (i == n) return counts;
  uint8_t rest[64] = {0};
  memcpy(rest, text + i, n - i);
  count_block(load64(rest), lowest(n - i), &counts);
  return counts;
}

static size_t code_points(const uint8_t *text, size_t n) {
  size_t count = 0, i = 0;
  for (; i + 64 <= n; i += 64) count += 64 - (size_t)count_bits(bits(masked(load64(text + i), 0xC0, 0x80)));
  for (; i < n; i++) count += (text[i] & 0xC0) != 0x80;
  return count;
}

static size_t find_control(const uint8_t *text, size_t n) {
  for (size_t i = 0; i < n; i += 64) {
    v64 v = load64(text + i);
    uint64_t control = bits(within(v, 0, 0x1F) & ~(within(v, '\t', '\n') | is(v, '\r')));
    if (!control) continue;
    size_t at = i + first_bit(control);
    return at < n ? at : n;
  }
  return n;
}

#endif
