// Cheap looks at a folded text: is it English, are its letters those of words, does it repeat itself?
#include "marks.h"

#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

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

#if defined(__SSE2__)

static inline __m128i is(__m128i v, int byte) { return _mm_cmpeq_epi8(v, _mm_set1_epi8((char)byte)); }
static inline __m128i both(__m128i a, __m128i b) { return _mm_and_si128(a, b); }
static inline __m128i either(__m128i a, __m128i b) { return _mm_or_si128(a, b); }
static inline __m128i at(const uint8_t *p) { return _mm_loadu_si128((const __m128i *)p); }

static uint64_t start(const uint8_t *t, size_t n) {
  unsigned letters = 0, vowels = 0;
  __m128i english = _mm_setzero_si128();
  for (size_t i = 0; i < n; i += 16) {
    __m128i v = at(t + i), w = at(t + i + 1), x = at(t + i + 2), y = at(t + i + 3);
    unsigned own = n - i < 16 ? (1u << (n - i)) - 1 : 0xFFFF;
    __m128i a = _mm_sub_epi8(v, _mm_set1_epi8('a'));
    __m128i letter = _mm_cmpeq_epi8(_mm_min_epu8(a, _mm_set1_epi8(25)), a);
    __m128i vowel = either(either(is(v, 'a'), is(v, 'e')), either(either(is(v, 'i'), is(v, 'o')), is(v, 'u')));
    letters += (unsigned)__builtin_popcount((unsigned)_mm_movemask_epi8(letter) & own);
    vowels += (unsigned)__builtin_popcount((unsigned)_mm_movemask_epi8(vowel) & own);
    __m128i the = both(both(is(w, 't'), is(x, 'h')), is(y, 'e'));
    __m128i and = both(both(is(w, 'a'), is(x, 'n')), is(y, 'd'));
    __m128i of = both(both(is(w, 'o'), is(x, 'f')), is(y, ' '));
    // The bytes behind the end belong to the arena: at worst a text is looked at closely for nothing.
    english = either(english, both(is(v, ' '), either(either(the, and), of)));
  }
  return start_marks(letters, vowels, _mm_movemask_epi8(english) || (n > 4 && !memcmp(t, "the ", 4)));
}

/// Whether the PIECE bytes at `word` stand anywhere in the `n` places from `from` on.
static int recurs(const uint8_t *word, const uint8_t *from, size_t n) {
  __m128i first = _mm_set1_epi8((char)word[0]), last = _mm_set1_epi8((char)word[PIECE - 1]);
  for (size_t i = 0; i < n; i += 16) {
    __m128i hit = both(_mm_cmpeq_epi8(at(from + i), first), _mm_cmpeq_epi8(at(from + i + PIECE - 1), last));
    unsigned mask = (unsigned)_mm_movemask_epi8(hit);
    if (n - i < 16) mask &= (1u << (n - i)) - 1;
    for (; mask; mask &= mask - 1)
      if (!memcmp(word, from + i + __builtin_ctz(mask), PIECE)) return 1;
  }
  return 0;
}

#else

static uint64_t start(const uint8_t *t, size_t n) {
  unsigned letters = 0, vowels = 0;
  int english = n > 4 && !memcmp(t, "the ", 4);
  for (size_t i = 0; i < n; i++) {
    letters += (uint8_t)(t[i] - 'a') < 26;
    vowels += t[i] == 'a' || t[i] == 'e' || t[i] == 'i' || t[i] == 'o' || t[i] == 'u';
    english |= t[i] == ' ' && (!memcmp(t + i + 1, "the", 3) || !memcmp(t + i + 1, "and", 3) ||
                               !memcmp(t + i + 1, "of ", 3));
  }
  return start_marks(letters, vowels, english);
}

static int recurs(const uint8_t *word, const uint8_t *from, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (!memcmp(word, from + i, PIECE)) return 1;
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

uint64_t tg_prose_marks(const uint8_t *folded, size_t n, int is_answer) {
  return start(folded, n < START ? n : START) | (is_answer ? recurring(folded, n) : 0);
}
