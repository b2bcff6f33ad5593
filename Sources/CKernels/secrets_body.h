// See secrets.h for what is found. 64 bytes at a time are sorted into classes, one bit a byte; what follows is
// arithmetic on masks. Long runs are told apart on words of 64 bits that overlap by half, so that none of up to 33
// bytes is cut.

struct classes {
  uint64_t token, digit, upper, anchor;
  uint64_t gap;  // what may stand between the digits of one number
};

INLINE int is_token(uint8_t c) {
  return (uint8_t)((c | 0x20) - 'a') < 26 || (uint8_t)(c - '0') < 10 || c == '-' || c == '_';
}

// What may stand between the digits of one number: at most two of these.
INLINE int is_gap(uint8_t c) { return c == ' ' || c == '-' || c == '.' || c == '(' || c == ')'; }

#if TG_ISA_PLAIN

INLINE struct classes classify_places(const uint8_t *text) {
  struct classes c = {0, 0, 0, 0, 0};
  for (int i = 0; i < 64; i++) {
    uint8_t v = text[i], next = text[i + 1];
    c.token |= (uint64_t)is_token(v) << i;
    c.digit |= (uint64_t)((uint8_t)(v - '0') < 10) << i;
    c.upper |= (uint64_t)((uint8_t)(v - 'A') < 26) << i;
    int pair = (v == 'Q' && next == '~') || (v == 't' && next == 'K') || (v == '-' && next == 'B');
    c.anchor |= (uint64_t)(v == '@' || pair) << i;
    c.gap |= (uint64_t)is_gap(v) << i;
  }
  return c;
}

#elif TG_ISA_AVX512

// A bit for each class; the upper three are first bytes of pairs, and in `second` the bytes behind them.
enum { TOKEN = 1, NUMERAL = 2, CAPITAL = 4, GAP = 8, AT_SIGN = 16, PAIR_Q = 32, PAIR_T = 64, PAIR_DASH = 128 };
static const uint8_t place_classes[128] = {
    [' '] = GAP, ['('] = GAP, [')'] = GAP, ['.'] = GAP, ['-'] = TOKEN | GAP | PAIR_DASH, ['_'] = TOKEN, ['@'] = AT_SIGN,
    ['0' ... '9'] = TOKEN | NUMERAL, ['A' ... 'P'] = TOKEN | CAPITAL, ['Q'] = TOKEN | CAPITAL | PAIR_Q,
    ['R' ... 'Z'] = TOKEN | CAPITAL, ['a' ... 's'] = TOKEN, ['t'] = TOKEN | PAIR_T, ['u' ... 'z'] = TOKEN,
};
static const uint8_t place_seconds[128] = {['~'] = PAIR_Q, ['K'] = PAIR_T, ['B'] = PAIR_DASH};

INLINE struct classes classify_places(const uint8_t *text) {
  __m512i v = _mm512_loadu_si512(text), next = _mm512_loadu_si512(text + 1);
  __m512i kinds = _mm512_permutex2var_epi8(
      _mm512_loadu_si512(place_classes), v, _mm512_loadu_si512(place_classes + 64));
  __m512i seconds = _mm512_permutex2var_epi8(
      _mm512_loadu_si512(place_seconds), next, _mm512_loadu_si512(place_seconds + 64));
  uint64_t ascii = ~_mm512_movepi8_mask(v), next_ascii = ~_mm512_movepi8_mask(next);
  uint64_t pair = _mm512_test_epi8_mask(_mm512_and_si512(kinds, seconds), _mm512_set1_epi8((char)0xE0)) & next_ascii;
  return (struct classes){
      _mm512_test_epi8_mask(kinds, _mm512_set1_epi8(TOKEN)) & ascii,
      _mm512_test_epi8_mask(kinds, _mm512_set1_epi8(NUMERAL)) & ascii,
      _mm512_test_epi8_mask(kinds, _mm512_set1_epi8(CAPITAL)) & ascii,
      (_mm512_test_epi8_mask(kinds, _mm512_set1_epi8(AT_SIGN)) | pair) & ascii,
      _mm512_test_epi8_mask(kinds, _mm512_set1_epi8(GAP)) & ascii};
}

#else

INLINE struct classes classify_places(const uint8_t *text) {
  v64 v = load64(text), next = load64(text + 1);
  v64 dash = is(v, '-'), digit = within(v, '0', '9');
  v64 token = within(v | 0x20, 'a', 'z') | digit | dash | is(v, '_');
  v64 anchor = is(v, '@') | (is(v, 'Q') & is(next, '~')) | (is(v, 't') & is(next, 'K')) | (dash & is(next, 'B'));
  v64 gap = dash | is(v, ' ') | is(v, '.') | within(v, '(', ')');
  return (struct classes){bits(token), bits(digit), bits(within(v, 'A', 'Z')), bits(anchor), bits(gap)};
}

#endif

// ---- the scan ----------------------------------------------------------------------------------------------------

struct sink {
  struct tg_place *out;
  size_t count;
};

INLINE void put(struct sink *sink, size_t at, size_t end, uint32_t what) {
  sink->out[sink->count++] = (struct tg_place){(uint32_t)at, (uint32_t)end, what};
}

// Starts of runs of at least 20 ones: `base` is the offset of bit 0.
INLINE void put_tokens(
  const uint8_t *text, size_t n, uint64_t w, size_t base, struct tg_place_scan *scan, struct sink *sink) {
  uint64_t r = w & w >> 1;
  r &= r >> 2;
  r &= r >> 4;
  r &= r >> 8;
  r &= r >> 4;
  if (__builtin_expect(r == 0, 1)) return;
  for (r &= ~(r << 1); r; r &= r - 1) {
    size_t start = base + (size_t)__builtin_ctzll(r);
    if (start < scan->token_end) continue;
    size_t end = start + TG_TOKEN_RUN;
    while (end < n && is_token(text[end])) end++;
    while (start > 0 && is_token(text[start - 1])) start--;
    scan->token_end = (uint32_t)end;
    put(sink, start, end, TG_PLACE_TOKEN);
  }
}

INLINE int is_number_digit(uint8_t c) { return (uint8_t)(c - '0') < 10; }

// The number around a digit, when it has at least 9 of them.
static void put_number(const uint8_t *text, size_t n, size_t at, struct tg_place_scan *scan, struct sink *sink) {
  size_t start = at, end = at + 1, digits = 1;
  for (size_t gap = 0, i = at; i-- > scan->number_end && (is_number_digit(text[i]) || (is_gap(text[i]) && gap < 2));) {
    gap = is_number_digit(text[i]) ? 0 : gap + 1;
    if (gap == 0) start = i, digits++;
  }
  for (size_t gap = 0, i = at + 1; i < n && (is_number_digit(text[i]) || (is_gap(text[i]) && gap < 2)); i++) {
    gap = is_number_digit(text[i]) ? 0 : gap + 1;
    if (gap == 0) end = i + 1, digits++;
  }
  scan->number_end = (uint32_t)end;
  if (digits >= TG_NUMBER_DIGITS) put(sink, start, end, TG_PLACE_NUMBER);
}

// Runs of at least 8 digits, where what may stand once between two digits of a number counts as a digit.
INLINE void put_numbers(
  const uint8_t *text, size_t n, uint64_t w, uint64_t gap, size_t base, struct tg_place_scan *scan,
  struct sink *sink) {
  uint64_t e = w | (w << 1 & w >> 1 & gap);
  uint64_t r = e & e >> 1;
  r &= r >> 2;
  r &= r >> 4;
  if (__builtin_expect(r == 0, 1)) return;
  // Every digit of a run but its last 7, as what parts two digits may part two numbers.
  for (r &= w; r; r &= r - 1) {
    size_t at = base + (size_t)__builtin_ctzll(r);
    if (at >= scan->number_end) put_number(text, n, at, scan, sink);
  }
}

INLINE void step(
  const uint8_t *text, size_t n, struct classes c, struct tg_place_scan *scan, struct sink *sink) {
  size_t at = scan->at;
  put_tokens(text, n, scan->token >> 32 | c.token << 32, at - 32, scan, sink);
  put_tokens(text, n, c.token, at, scan, sink);
  if (c.digit) {
    uint64_t digits = scan->digit >> 32 | c.digit << 32, gaps = scan->gap >> 32 | c.gap << 32;
    put_numbers(text, n, digits, gaps, at - 32, scan, sink);
    put_numbers(text, n, c.digit, c.gap, at, scan, sink);
    // The second of two digits behind two capital letters.
    uint64_t account = c.digit & (c.digit << 1 | scan->digit >> 63) & (c.upper << 2 | scan->upper >> 62)
      & (c.upper << 3 | scan->upper >> 61);
    for (; account; account &= account - 1) {
      size_t start = at + (size_t)__builtin_ctzll(account) - 3;
      put(sink, start, start, TG_PLACE_ACCOUNT);
    }
  }
  for (uint64_t anchor = c.anchor; anchor; anchor &= anchor - 1) {
    size_t start = at + (size_t)__builtin_ctzll(anchor);
    put(sink, start, start, TG_PLACE_ANCHOR);
  }
  scan->token = c.token;
  scan->digit = c.digit;
  scan->upper = c.upper;
  scan->gap = c.gap;
  scan->at = at + 64;
}

static size_t find_places(
    const uint8_t *text, size_t n, struct tg_place_scan *scan, struct tg_place *out, size_t capacity) {
  struct sink sink = {out, 0};
  // 65 bytes are read: the last byte's successor belongs to its pair.
  while (scan->at + 65 <= n) {
    if (sink.count + TG_PLACES_STEP > capacity) return sink.count;
    step(text, n, classify_places(text + scan->at), scan, &sink);
  }
  while (scan->at < n) {
    if (sink.count + TG_PLACES_STEP > capacity) return sink.count;
    uint8_t rest[80] = {0};
    size_t left = n - scan->at;
    memcpy(rest, text + scan->at, left < 65 ? left : 65);
    step(text, n, classify_places(rest), scan, &sink);
  }
  return sink.count;
}
