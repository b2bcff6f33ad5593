// What the two halves of the normalizer share: the state between two characters.
#ifndef TUNEGATE_FOLD_CURSOR_H
#define TUNEGATE_FOLD_CURSOR_H
#include "fold.h"

#include "mixing.h"

struct tg_cursor {
  uint8_t *out;
  uint8_t point;     // the `.`, `,` or `:` that stands as a space at out[-1] and follows a digit; else 0
  uint8_t gap;       // a space stands at out[-1], or nothing was written yet
  uint8_t digit;     // a digit stands at out[-1]
  uint8_t word;      // a word goes on here
  struct tg_fold_stats count;
};

// Folds from place `i` on, one character at a time, to where vectors should take over, or to the end; returns the
// place.
size_t tg_fold_mixed(struct tg_cursor *c, const uint8_t *src, size_t i, size_t n, int to_the_end);

#endif
