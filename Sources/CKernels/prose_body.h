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

// One block of the start: how many letters and vowels it has, and whether " the", " and" or " of " begins in it. The
// three bytes behind the block's own count as well, but none behind `n`.
INLINE uint64_t start_block(const uint8_t *t, size_t n, unsigned *letters, unsigned *vowels) {
  v64 v = load64(t), w = load64(t + 1), x = load64(t + 2), y = load64(t + 3);
  uint64_t own = n < 64 ? lowest(n) : ~(uint64_t)0, fits = n < 67 ? (n < 4 ? 0 : lowest(n - 3)) : ~(uint64_t)0;
  *letters += (unsigned)count_bits(bits(within(v, 'a', 'z')) & own);
  *vowels += (unsigned)count_bits(bits(is(v, 'a') | is(v, 'e') | is(v, 'i') | is(v, 'o') | is(v, 'u')) & own);
  v64 the = is(w, 't') & is(x, 'h') & is(y, 'e'), and = is(w, 'a') & is(x, 'n') & is(y, 'd');
  v64 of = is(w, 'o') & is(x, 'f') & is(y, ' ');
  return bits(is(v, ' ') & (the | and | of)) & fits;
}

static uint64_t start(const uint8_t *t, size_t n) {
  unsigned letters = 0, vowels = 0;
  uint64_t english = n > 4 && !memcmp(t, "the ", 4);
  for (size_t i = 0; i < n; i += 64) english |= start_block(t + i, n - i, &letters, &vowels);
  return start_marks(letters, vowels, english != 0);
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
