#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>
#include <stddef.h>
#include <string.h>

/* The library's buffer of text, an array too large for Swift to see. */
static inline const unsigned char *isal_text(const struct inflate_state *state) { return state->tmp_out_buffer; }

/* Copies a state, but of its buffer only what is in use: 21 KB at the start of a member. */
static inline void isal_copy(struct inflate_state *to, const struct inflate_state *from) {
  memcpy(to, from, offsetof(struct inflate_state, tmp_out_buffer) + (size_t)from->tmp_out_valid);
}
