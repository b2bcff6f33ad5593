#ifndef TUNEGATE_TOKENS_H
#define TUNEGATE_TOKENS_H
// What an estimate of tokens goes by: four counts over a text.
#include <stddef.h>
#include <stdint.h>
#pragma clang assume_nonnull begin

struct tg_char_counts {
  uint64_t plain;    ///< ASCII letters, spaces and control characters
  uint64_t digits;   ///< 0-9
  uint64_t marks;    ///< ASCII punctuation and symbols
  uint64_t others;   ///< code points beyond ASCII
};

/// Counts over `n` bytes of valid UTF-8. Reads nothing behind them.
struct tg_char_counts tg_count_chars(const uint8_t *text, size_t n);

#pragma clang assume_nonnull end
#endif
