// Brackets, quotes and fences of a text: see ending.h.

static struct tg_ending_balance ending_balance(const uint8_t *text, size_t from, size_t to) {
  struct tg_ending_balance b = {0, 0, 0, 0, 0};
  unsigned ticks = 0;
  size_t i = from;
#if !TG_ISA_PLAIN
  for (; i + 64 <= to; i += 64) {
    v64 v = load64(text + i);
    b.round += (int32_t)count_bits(bits(is(v, '('))) - (int32_t)count_bits(bits(is(v, ')')));
    b.square += (int32_t)count_bits(bits(is(v, '['))) - (int32_t)count_bits(bits(is(v, ']')));
    b.curly += (int32_t)count_bits(bits(is(v, '{'))) - (int32_t)count_bits(bits(is(v, '}')));
    b.quotes += (int32_t)count_bits(bits(is(v, '"')));
    if (!bits(is(v, '`'))) {
      ticks = 0;
      continue;
    }
    for (size_t k = i; k < i + 64; k++) {
      ticks = text[k] == '`' ? ticks + 1 : 0;
      if (ticks == 3) b.fences++, ticks = 0;
    }
  }
#endif
  for (; i < to; i++) {
    uint8_t c = text[i];
    b.round += (c == '(') - (c == ')');
    b.square += (c == '[') - (c == ']');
    b.curly += (c == '{') - (c == '}');
    b.quotes += c == '"';
    ticks = c == '`' ? ticks + 1 : 0;
    if (ticks == 3) b.fences++, ticks = 0;
  }
  return b;
}
