#ifndef TUNEGATE_MARKS_LOOK_H
#define TUNEGATE_MARKS_LOOK_H
#include <stddef.h>
#include <stdint.h>

static inline int is_letter(uint8_t c) { return (uint8_t)((c | 0x20) - 'a') < 26; }

// The mark of a line at `i` that names a speaker or a field, or 0.
uint64_t tg_role_line(const uint8_t *text, size_t i, size_t n);

// The mark of what begins at `i`, where a byte stands that may begin something, or 0.
uint64_t tg_look(const uint8_t *text, size_t i, size_t n);

#endif
