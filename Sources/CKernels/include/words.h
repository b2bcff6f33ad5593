#ifndef TUNEGATE_WORDS_H
#define TUNEGATE_WORDS_H
// What the words of a folded text say about it: the languages it may be in, how often it repeats itself, whether its
// letters stand in an order that no language knows.
#include <stddef.h>
#include <stdint.h>
#pragma clang assume_nonnull begin

enum {
  TG_STOP_SLOTS = 4096,   ///< slots of a table of stop words, a power of two
  TG_STOP_LENGTH = 16,    ///< the longest stop word in bytes
  TG_LONG_WORDS = 10,     ///< words that `tg_long_words` takes
  TG_PHRASE_SLOTS = 1024, ///< slots of a table of phrases
  TG_LANGUAGE_WORDS = 32  ///< words that languages are told by
};

struct tg_word_facts {
  uint32_t languages;  ///< those with at least half as many stop words here as the one with most
  uint32_t words;      ///< words that were looked at; ideographs and kana count one each
  uint32_t stops;      ///< the most stop words of one language
  uint32_t pairs;      ///< pairs of ASCII letters in words
  uint32_t odd;        ///< those of them that hardly a word of a European language has
  uint32_t letters;    ///< ASCII letters in words
  uint32_t crowded;    ///< those of them in runs of four consonants and more
};

/// Never 0. Reads 8 bytes at `word`, which must be readable.
uint32_t tg_word_hash(const uint8_t *word, size_t n);

/// `stops` is an open-addressed table of TG_STOP_SLOTS slots, each the hash of a stop word (never 0) and the languages
/// that have it; a word is in the first free slot from half its hash on.
///
/// Looks at the first TG_LANGUAGE_WORDS words of `n` bytes that `tg_fold` made; reads up to 15 bytes behind them. Pairs
/// and letters are counted on request.
void tg_words(const uint8_t *text, size_t n, const uint32_t *stops, int letters,
              struct tg_word_facts *facts);

/// Hashes of the first words of at least four letters, ASCII or Latin, to `hashes`, which has TG_LONG_WORDS elements;
/// returns how many. Looks at the first 320 bytes.
size_t tg_long_words(const uint8_t *text, size_t n, uint32_t *hashes);

/// Moves `n` bytes within an array to an earlier place, which they may overlap.
static inline void tg_move_bytes(uint8_t *bytes, size_t to, size_t from, size_t n) {
  __builtin_memmove(bytes + to, bytes + from, n);
}

/// Notes words by two bits each, seen and seen again: 64 places, then the same 64, in turn; `mask` + 1 places, a power
/// of two. Returns how many of the words were not seen before, and once among these.
unsigned tg_note_words(const uint32_t *words, size_t n, uint64_t *bits, size_t mask);

/// Hashes of all words, numbers, ideographs and kana, at most `limit` of them; returns how many. Reads as `tg_words`
/// does.
size_t tg_all_words(const uint8_t *text, size_t n, uint32_t *hashes, size_t limit);

/// What a phrase is looked up by: its first 6 bytes. Reads 8 bytes.
static inline uint64_t tg_phrase_key(const uint8_t *phrase) {
  uint64_t x;
  __builtin_memcpy(&x, phrase, 8);
  return x << 16;
}

/// The first slot of a table of TG_PHRASE_SLOTS keys that a key may be in.
static inline size_t tg_phrase_slot(uint64_t key) { return (size_t)((key * 0x9E3779B97F4A7C15u) >> 54); }

/// The offset of the first of the first 9 words of a folded text, from `from` on, that begins like a phrase; of any of
/// its first 24 characters when it begins with an ideograph or kana; `n` when there is none. `phrases` is a table of
/// keys, each in the first free slot (0) from its own on. Reads up to 7 bytes behind `n`.
size_t tg_find_phrase(const uint8_t *text, size_t from, size_t n, const uint64_t *phrases);

/// Letters of scripts among the first `n` bytes of UTF-8, by `enum tg_script`.
enum tg_script {
  TG_LATIN, TG_GREEK, TG_CYRILLIC, TG_HEBREW, TG_ARABIC, TG_DEVANAGARI, TG_BENGALI, TG_TAMIL, TG_TELUGU, TG_THAI,
  TG_HAN, TG_HANGUL, TG_OTHER_SCRIPT, TG_SCRIPTS
};
/// Adds to `counts`, which has TG_SCRIPTS elements.
void tg_count_scripts(const uint8_t *text, size_t n, uint32_t *counts);

#pragma clang assume_nonnull end
#endif
