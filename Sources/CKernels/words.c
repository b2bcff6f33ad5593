// One pass over the words of a folded text: lower case, marks apart from their letters, one space between words.
#include "words.h"

#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

static inline uint64_t load(const uint8_t *at) {
  uint64_t x;
  memcpy(&x, at, 8);
  return x;
}

static inline uint32_t hash(const uint8_t *word, size_t n) {
  uint64_t first = load(word), x;
  if (n >= 8)
    x = first ^ (load(word + n - 8) * 0x9E3779B97F4A7C15u) ^ n;
  else
    x = first & ((1ull << (8 * n)) - 1);
  x *= 0xD6E8FEB86659FD93u;
  return (uint32_t)(x >> 32) | 1;
}

uint32_t tg_word_hash(const uint8_t *word, size_t n) { return hash(word, n); }

/// By first letter, the second letters that hardly any word of a European language puts behind it.
#define L(c) (1u << ((c) - 'a'))
static const uint32_t odd_seconds[26] = {
    ['b' - 'a'] = L('f') | L('k') | L('q') | L('x'),
    ['c' - 'a'] = L('b') | L('d') | L('g') | L('j') | L('q') | L('w') | L('x'),
    ['d' - 'a'] = L('q') | L('x'),
    ['f' - 'a'] = L('c') | L('q') | L('v') | L('w') | L('x') | L('z'),
    ['g' - 'a'] = L('c') | L('q') | L('v') | L('x') | L('z'),
    ['h' - 'a'] = L('f') | L('g') | L('q') | L('x'),
    ['j' - 'a'] = L('b') | L('f') | L('g') | L('h') | L('p') | L('q') | L('r') | L('w') | L('x') | L('y'),
    ['k' - 'a'] = L('q') | L('x') | L('z'),
    ['l' - 'a'] = L('q') | L('x'),
    ['m' - 'a'] = L('q') | L('x'),
    ['n' - 'a'] = L('x'),
    ['p' - 'a'] = L('q') | L('v') | L('x') | L('z'),
    ['q' - 'a'] = L('b') | L('c') | L('d') | L('f') | L('g') | L('h') | L('j') | L('k') | L('l') | L('m') | L('n') |
                  L('o') | L('p') | L('r') | L('s') | L('t') | L('v') | L('w') | L('x') | L('y') | L('z'),
    ['r' - 'a'] = L('x'),
    ['s' - 'a'] = L('x'),
    ['t' - 'a'] = L('q') | L('x'),
    ['u' - 'a'] = L('q'),
    ['v' - 'a'] = L('b') | L('f') | L('h') | L('j') | L('m') | L('p') | L('q') | L('w') | L('x'),
    ['w' - 'a'] = L('j') | L('q') | L('v') | L('x'),
    ['x' - 'a'] = L('b') | L('d') | L('f') | L('g') | L('j') | L('k') | L('m') | L('n') | L('r') | L('v') | L('w') |
                  L('z'),
    ['y' - 'a'] = L('j') | L('q') | L('y'),
    ['z' - 'a'] = L('f') | L('j') | L('q') | L('x'),
};
#undef L

/// Counts of 32 languages side by side: bit `l` of `plane[k]` is bit `k` of language l's count, at most
/// TG_LANGUAGE_WORDS.
struct planes { uint32_t plane[7]; };

static inline void add(struct planes *p, uint32_t languages) {
  for (int k = 0; k < 7; k++) {
    uint32_t carry = p->plane[k] & languages;
    p->plane[k] ^= languages;
    languages = carry;
  }
}

/// The languages whose count is `least` or more.
static uint32_t at_least(const struct planes *p, unsigned least) {
  uint32_t greater = 0, equal = ~0u;
  for (int k = 6; k >= 0; k--) {
    uint32_t bit = least >> k & 1 ? ~0u : 0;
    greater |= equal & p->plane[k] & ~bit;
    equal &= ~(p->plane[k] ^ bit);
  }
  return greater | equal;
}

static unsigned most(const struct planes *p) {
  uint32_t among = ~0u;
  unsigned count = 0;
  for (int k = 6; k >= 0; k--)
    if (among & p->plane[k]) {
      among &= p->plane[k];
      count |= 1u << k;
    }
  return count;
}

static inline uint32_t languages_of(const uint32_t *stops, uint32_t h) {
  for (uint32_t slot = h >> 1;; slot++) {
    uint32_t key = stops[2 * (slot % TG_STOP_SLOTS)];
    if (key == h) return stops[2 * (slot % TG_STOP_SLOTS) + 1];
    if (!key) return 0;
  }
}

/// Counts the odd pairs of a word, and its letters in runs of consonants. `y` counts as a vowel.
static void judge_letters(const uint8_t *word, size_t n, struct tg_word_facts *facts) {
  const uint32_t vowels = 1u << 0 | 1u << ('e' - 'a') | 1u << ('i' - 'a') | 1u << ('o' - 'a') | 1u << ('u' - 'a') |
                          1u << ('y' - 'a');
  uint32_t run = 0;
  for (size_t i = 0; i < n; i++) {
    uint8_t a = (uint8_t)(word[i] - 'a'), b = (uint8_t)(i + 1 < n ? word[i + 1] - 'a' : 255);
    if (a > 25) {
      run = 0;
      continue;
    }
    facts->letters++;
    run = vowels >> a & 1 ? 0 : run + 1;
    if (run >= 4) facts->crowded += run == 4 ? 4 : 1;
    if (b > 25) continue;
    facts->pairs++;
    facts->odd += odd_seconds[a] >> b & 1;
  }
}

static inline int is_word_byte(uint8_t c) { return (uint8_t)(c - 'a') < 26 || c >= 0x80; }

/// The end of the word at `start`: one ideograph, kana or syllable of Hangul is a word.
static inline size_t word_end(const uint8_t *text, size_t start, size_t n) {
  size_t end = start;
#if defined(__SSE2__)
  // Most words are up to 15 ASCII letters: one look finds their end, without a branch for each letter.
  __m128i v = _mm_loadu_si128((const __m128i *)(text + start));
  __m128i x = _mm_sub_epi8(v, _mm_set1_epi8('a'));
  unsigned letters = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_min_epu8(x, _mm_set1_epi8(25)), x));
  unsigned length = (unsigned)__builtin_ctz(~letters);
  if (length < 16 && text[start + length] < 0x80) return start + length < n ? start + length : n;
#endif
  while (end < n && is_word_byte(text[end])) {
    if (text[end] >= 0xE3 && text[end] <= 0xED) return end > start ? end : (end + 3 < n ? end + 3 : n);
    end++;
  }
  return end;
}

void tg_words(const uint8_t *text, size_t n, const uint32_t *stops, int letters,
              struct tg_word_facts *facts) {
  memset(facts, 0, sizeof *facts);
  struct planes counts = {{0}};
  for (size_t i = 0; i < n && facts->words < TG_LANGUAGE_WORDS;) {
    if (!is_word_byte(text[i])) {
      i++;
      continue;
    }
    size_t end = word_end(text, i, n);
    facts->words++;
    if (end - i <= TG_STOP_LENGTH) {
      uint32_t languages = languages_of(stops, hash(text + i, end - i));
      if (languages) add(&counts, languages);
    }
    if (letters) judge_letters(text + i, end - i, facts);
    i = end;
  }
  facts->stops = most(&counts);
  if (facts->stops > 0) facts->languages = at_least(&counts, (facts->stops + 1) / 2);
}

size_t tg_long_words(const uint8_t *text, size_t n, uint32_t *hashes) {
  size_t count = 0;
  if (n > 320) n = 320;
  for (size_t i = 0; i < n && count < TG_LONG_WORDS;) {
    if (!is_word_byte(text[i])) {
      i++;
      continue;
    }
    size_t end = word_end(text, i, n);
    // Latin letters and the marks on them begin with bytes up to 0xCD. Without a branch: most words are a toss-up.
    hashes[count] = hash(text + i, end - i);
    count += end - i >= 4 && text[i] < 0xCE;
    i = end;
  }
  return count;
}

size_t tg_all_words(const uint8_t *text, size_t n, uint32_t *hashes, size_t limit) {
  size_t count = 0;
  for (size_t i = 0; i < n && count < limit;) {
    size_t end = i;
    while (end < n && (uint8_t)(text[end] - '0') < 10) end++;
    if (end == i && is_word_byte(text[i])) end = word_end(text, i, n);
    if (end == i) {
      i++;
      continue;
    }
    hashes[count++] = hash(text + i, end - i);
    i = end;
  }
  return count;
}

size_t tg_find_phrase(const uint8_t *text, size_t from, size_t n, const uint64_t *phrases) {
  int is_ideographic = n > 0 && text[0] >= 0xE3 && text[0] <= 0xE9;
  size_t i = from;
  for (size_t words = 0; i + 6 <= n && words < (is_ideographic ? 24 : 9); words++) {
    uint64_t key = tg_phrase_key(text + i);
    for (size_t slot = tg_phrase_slot(key); phrases[slot % TG_PHRASE_SLOTS]; slot++)
      if (phrases[slot % TG_PHRASE_SLOTS] == key) return i;
    if (is_ideographic) {
      i++;
      while (i < n && (text[i] & 0xC0) == 0x80) i++;
    } else {
      const uint8_t *space = memchr(text + i, ' ', n - i);
      if (!space) return n;
      i = (size_t)(space - text) + 1;
    }
  }
  return n;
}

static int script_of(uint8_t lead, uint8_t second) {
  if (lead < 0xCE) return lead == 0xCC || lead == 0xCD ? -1 : TG_LATIN;  // combining marks, and the first Greek signs
  if (lead <= 0xCF) return TG_GREEK;
  if (lead <= 0xD4) return TG_CYRILLIC;
  if (lead == 0xD6 || lead == 0xD7) return TG_HEBREW;
  if (lead >= 0xD8 && lead <= 0xDB) return TG_ARABIC;
  if (lead == 0xE0) {
    if (second >= 0xA4 && second <= 0xA5) return TG_DEVANAGARI;
    if (second >= 0xA6 && second <= 0xA7) return TG_BENGALI;
    if (second >= 0xAE && second <= 0xAF) return TG_TAMIL;
    if (second >= 0xB0 && second <= 0xB1) return TG_TELUGU;
    if (second >= 0xB8 && second <= 0xB9) return TG_THAI;
    return TG_OTHER_SCRIPT;
  }
  if (lead == 0xE1) return second >= 0xB8 && second <= 0xBB ? TG_LATIN : TG_OTHER_SCRIPT;
  if (lead == 0xE2) return -1;
  if (lead == 0xE3) return second >= 0x81 ? TG_HAN : -1;
  if (lead >= 0xE4 && lead <= 0xE9) return TG_HAN;
  if (lead >= 0xEA && lead <= 0xED) return TG_HANGUL;
  return lead >= 0xEE ? -1 : TG_OTHER_SCRIPT;
}

void tg_count_scripts(const uint8_t *text, size_t n, uint32_t *counts) {
  for (size_t i = 0; i < n; i++) {
    uint8_t c = text[i];
    if (c < 0x80) {
      counts[TG_LATIN] += (uint8_t)((c | 0x20) - 'a') < 26;
    } else if (c >= 0xC3 && i + 1 < n) {
      int script = script_of(c, text[i + 1]);
      if (script >= 0) counts[script]++;
    }
  }
}

unsigned tg_note_words(const uint32_t *words, size_t n, uint64_t *bits, size_t mask) {
  unsigned single = 0;
  for (size_t k = 0; k < n; k++) {
    size_t place = (words[k] >> 1) & mask;
    uint64_t *seen = bits + place / 64 * 2, bit = (uint64_t)1 << place % 64;
    seen[1] |= seen[0] & bit;
    seen[0] |= bit;
  }
  for (size_t k = 0; k < n; k++) {
    size_t place = (words[k] >> 1) & mask;
    single += !(bits[place / 64 * 2 + 1] >> place % 64 & 1);
  }
  return single;
}
