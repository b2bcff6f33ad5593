// Cheap looks at a folded text: is it English, are its letters those of words, does it repeat itself?
/// Bytes at the start of a text that language and letters are told by.
enum { START = 128 };

/// Bytes that recur. Fewer recur in any text: " of the ".
enum { PIECE = 12 };

static uint64_t start_marks(unsigned letters, unsigned vowels, int english) {
  uint64_t marks = english ? TG_MARK_ENGLISH : 0;
  // Of the letters of European languages 35 to 50 % are vowels, of random ones 19 %.
  if (letters >= TG_FEWEST_LETTERS && vowels * 100 < letters * (letters < 64 ? 33 : 30)) marks |= TG_MARK_FEW_VOWELS;
  return marks;
}

#if TG_ISA_PLAIN

static uint64_t start(const uint8_t *t, size_t n) {
  unsigned letters = 0, vowels = 0;
  int english = n > 4 && !memcmp(t, "the ", 4);
  for (size_t i = 0; i < n; i++) {
    letters += (uint8_t)(t[i] - 'a') < 26;
    vowels += t[i] == 'a' || t[i] == 'e' || t[i] == 'i' || t[i] == 'o' || t[i] == 'u';
    english |= i + 4 <= n && (!memcmp(t + i, " the", 4) || !memcmp(t + i, " and", 4) || !memcmp(t + i, " of ", 4));
  }
  return start_marks(letters, vowels, english);
}

/// Whether the PIECE bytes at `word` stand anywhere in the `n` places from `from` on.
static int recurs(const uint8_t *word, const uint8_t *from, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (!memcmp(word, from + i, PIECE)) return 1;
  return 0;
}

#else

static uint64_t start(const uint8_t *t, size_t n) {
  typedef unsigned __int128 wide;
  _Static_assert(START == 128, "one bit a byte of the start");
  wide space = 0, a = 0, d = 0, e = 0, f = 0, h = 0, o = 0, nn = 0, tt = 0;
  uint64_t letters = 0, vowels = 0;
  for (size_t i = 0; i < n; i += 64) {
    v64 v = load64(t + i);
    uint64_t own = n - i < 64 ? lowest(n - i) : ~(uint64_t)0;
    uint64_t as = bits(is(v, 'a')) & own, es = bits(is(v, 'e')) & own, os = bits(is(v, 'o')) & own;
    letters += count_bits(bits(within(v, 'a', 'z')) & own);
    vowels += count_bits(as | es | os | (bits(is(v, 'i') | is(v, 'u')) & own));
    space |= (wide)(bits(is(v, ' ')) & own) << i, a |= (wide)as << i, e |= (wide)es << i, o |= (wide)os << i;
    d |= (wide)(bits(is(v, 'd')) & own) << i, f |= (wide)(bits(is(v, 'f')) & own) << i;
    h |= (wide)(bits(is(v, 'h')) & own) << i, nn |= (wide)(bits(is(v, 'n')) & own) << i;
    tt |= (wide)(bits(is(v, 't')) & own) << i;
  }
  wide the = tt >> 1 & h >> 2 & e >> 3, and = a >> 1 & nn >> 2 & d >> 3, of = o >> 1 & f >> 2 & space >> 3;
  int english = (space & (the | and | of)) != 0 || (n > 4 && !memcmp(t, "the ", 4));
  return start_marks((unsigned)letters, (unsigned)vowels, english);
}

/// Whether the PIECE bytes at `word` stand anywhere in the `n` places from `from` on.
INLINE int recurs(const uint8_t *word, const uint8_t *from, size_t n) {
  for (size_t i = 0; i < n; i += 64) {
    uint64_t hit = bits(is(load64(from + i), word[0]) & is(load64(from + i + PIECE - 1), word[PIECE - 1]));
    if (n - i < 64) hit &= lowest(n - i);
    for (; hit; hit &= hit - 1)
      if (!memcmp(word, from + i + first_bit(hit), PIECE)) return 1;
  }
  return 0;
}

#endif

/// A run of equal parts that makes up 40 % of a text covers four of ten places, each of which then stands a part
/// further on or back.
static uint64_t recurring(const uint8_t *t, size_t n) {
  enum { PLACES = 10, WINDOW = 256, FEWEST = 4 };
  if (n < 60) return 0;
  int found = 0;
  for (size_t k = 0; k < PLACES; k++) {
    size_t place = n * (2 * k + 1) / (2 * PLACES) - PIECE / 2;
    if (place > n - PIECE) place = n - PIECE;
    if (k < PLACES / 2) {
      size_t room = n - PIECE - place;
      found += recurs(t + place, t + place + 1, room < WINDOW ? room : WINDOW);
    } else {
      size_t room = place < WINDOW ? place : WINDOW;
      found += recurs(t + place, t + place - room, room);
    }
    if (found + (int)(PLACES - 1 - k) < FEWEST) return 0;
  }
  return found >= FEWEST ? TG_MARK_RECURRING : 0;
}

static uint64_t prose_marks(const uint8_t *folded, size_t n, int is_answer) {
  return start(folded, n < START ? n : START) | (is_answer ? recurring(folded, n) : 0);
}
