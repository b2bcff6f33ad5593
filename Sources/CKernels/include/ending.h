#ifndef TUNEGATE_ENDING_H
#define TUNEGATE_ENDING_H
// The inner loops of the model that tells whole answers from cut ones.
#include <stddef.h>
#include <stdint.h>
#pragma clang assume_nonnull begin

enum { TG_ENDING_WORD_BITS = 18, TG_ENDING_PREFIX_BITS = 20 };

/// Counts the words of one text, by the bits of their hashes: in how many texts a word stands, and the last one that it
/// was met in; how often it stands anywhere but at the end of a text, and how often of these a sentence or a line ends
/// with it; and for beginnings of words how many words of at least three texts go on from there, up to 7. The arrays
/// have 2^TG_ENDING_WORD_BITS elements, `longer` has 2^TG_ENDING_PREFIX_BITS. `number` is another one for each text,
/// and not 0. Reads `n` bytes.
void tg_ending_count(
    const uint8_t *text, size_t n, uint32_t number, uint32_t *texts, uint32_t *seen, uint32_t *inner, uint32_t *ends,
    uint8_t *longer);

/// Whether a sentence or a line ends at byte `at` of `n`, white space aside: 1; the text: 2; none: 0; and 3 when it is
/// within a word.
int tg_ending_border(const uint8_t *text, size_t at, size_t n);

/// A hash of bytes in which the case of ASCII letters does not count.
uint64_t tg_ending_hash(const uint8_t *text, size_t from, size_t to);

/// The elements of the arrays for a hash.
size_t tg_ending_word(uint64_t hash);
size_t tg_ending_prefix(uint64_t hash);

/// Openings less closings of `(`, `[` and `{`; and how many `"` and how many fences of three backticks there are.
struct tg_ending_balance {
  int32_t round, square, curly, quotes, fences;
};
struct tg_ending_balance tg_ending_balance(const uint8_t *text, size_t from, size_t to);

/// Sentences that ended before the end, lines before the last one, those of them that ended with a sentence, and the
/// last byte of the line before the last; whether the text ends with a sentence's mark.
struct tg_ending_story {
  int32_t sentences, lines, ended_lines;
  uint8_t line_end;
  _Bool ends;
};
struct tg_ending_story tg_ending_story(const uint8_t *text, size_t from, size_t to);

#pragma clang assume_nonnull end
#endif
