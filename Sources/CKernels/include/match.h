#ifndef TUNEGATE_MATCH_H
#define TUNEGATE_MATCH_H
// The inner loops of the model that tells own answers from those of other prompts: tokens, shared words, and a logistic
// model over all pairs of a prompt's and an answer's token, hashed into one table.
//
// Texts are read byte by byte within `n`; lists are read within the given ranges of their arrays.
#include <stddef.h>
#include <stdint.h>
#pragma clang assume_nonnull begin

/// Bits of an index into the table of pairs.
enum { TG_CROSS_BITS = 17 };
/// The most tokens that `tg_match_prompt_shape` and `tg_match_answer_shape` write.
enum { TG_PROMPT_SHAPES = 8, TG_ANSWER_SHAPES = 12 };

/// Writes a hash for each token of valid UTF-8: words in lower case without English endings, runs of digits, marks of
/// punctuation, and pairs of neighbours in scripts that set no spaces. Underscores and white space separate. Returns
/// their number, at most `n`; `out` must have room for `n`.
size_t tg_match_tokens(const uint8_t *text, size_t n, uint32_t *out);

/// Writes up to TG_PROMPT_SHAPES hashes of how a prompt begins and how long it is; `tokens` are its tokens in order.
size_t tg_match_prompt_shape(const uint8_t *text, size_t n, const uint32_t *tokens, size_t count, uint32_t *out);

/// Writes up to TG_ANSWER_SHAPES hashes of an answer's form: length, lines, first and last character, lists, code,
/// digits.
size_t tg_match_answer_shape(const uint8_t *text, size_t n, const uint32_t *tokens, size_t count, uint32_t *out);

/// Sorts `count` hashes and drops repetitions; returns how many are left.
size_t tg_match_distinct(uint32_t *tokens, size_t count);

/// Counts every token of a list. `counts` has `mask + 1` elements.
void tg_match_count(const uint32_t *tokens, size_t from, size_t to, uint32_t *counts, uint32_t mask);

/// Writes the indices of the `most` rarest tokens by `counts`, of those that `side` has at least twice, to `out`, mixed
/// by `seed` for the table of pairs; returns their number. Of tokens that are about as rare, those with the lower hash.
size_t tg_match_rarest(
    const uint32_t *tokens, size_t from, size_t to, const uint32_t *side, const uint32_t *counts, uint32_t mask,
    size_t most, uint32_t seed, uint32_t *out);

/// A token's index for one side of the table of pairs.
uint32_t tg_match_side(uint32_t token, uint32_t seed);

/// The sum of weights of a sorted list; a token's weight is `weights[counts[token & mask]]`.
float tg_match_weight(
    const uint32_t *tokens, size_t from, size_t to, const uint32_t *counts, uint32_t mask, const float *weights);

/// The sum of weights of what two sorted lists share.
float tg_match_shared(
    const uint32_t *a, size_t a_from, size_t a_to, const uint32_t *b, size_t b_from, size_t b_to,
    const uint32_t *counts, uint32_t mask, const float *weights);

/// A weight of the logistic model and the sum of its squared gradients.
struct tg_cross_cell {
  float weight;
  float squares;
};

/// The sum of the weights of all pairs of `p[p_from..<p_to]` and `c[c_from..<c_to]`. `cells` has 2^TG_CROSS_BITS
/// elements.
float tg_cross_sum(
    const uint32_t *p, size_t p_from, size_t p_to, const uint32_t *c, size_t c_from, size_t c_to,
    const struct tg_cross_cell *cells);

/// One step of AdaGrad on the same pairs, all with the same gradient.
void tg_cross_learn(
    const uint32_t *p, size_t p_from, size_t p_to, const uint32_t *c, size_t c_from, size_t c_to, float gradient,
    float rate, struct tg_cross_cell *cells);

#pragma clang assume_nonnull end
#endif
