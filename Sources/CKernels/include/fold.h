// The text normalizer for duplicate detection, and the hash of what it makes. Plain C with SSE2 or NEON where the
// compiler has them; every path gives the same bytes.
#ifndef TUNEGATE_FOLD_H
#define TUNEGATE_FOLD_H
#include <stddef.h>
#include <stdint.h>

/// The Unicode version of the tables; code points of later versions are kept as they are.
#define TG_FOLD_UNICODE_MAJOR 14

/// Bytes that may be read behind the source of `tg_fold`, whatever they hold.
#define TG_FOLD_SOURCE_SLACK 64

/// The most that a code point grows: U+FDFA has 3 bytes and becomes 33. Without it the factor would be 6.
#define TG_FOLD_GROWTH 11

/// Bytes of room that `tg_fold` needs for a source of `n` bytes; the 64 are for stores of whole blocks.
static inline size_t tg_fold_bound(size_t n) { return TG_FOLD_GROWTH * n + 64; }

/// Counts over one text. All but `words` and `numbers` count code points of the source.
struct tg_fold_stats {
  uint64_t code_points;
  uint64_t letters;    ///< general categories L*
  uint64_t upper;      ///< Lu and Lt, also counted as letters
  uint64_t digits;     ///< Nd
  uint64_t spaces;     ///< White_Space
  uint64_t non_ascii;  ///< beyond U+007F
  uint64_t plain;      ///< ASCII letters, spaces and control characters
  uint64_t ascii_digits;
  uint64_t words;      ///< runs of letters and digits in the folded text; each ideograph and kana is one
  /// A hash of the folded text's numbers in order, each a run of ASCII digits with the `.` and `,` inside it;
  /// 0 when there are none, never 0 otherwise.
  uint64_t numbers;
};

/// Folds `n` bytes of valid UTF-8 into `dst`, fills `stats`, and returns the length of the folded text.
///
/// Each code point becomes its compatibility decomposition (NFKD) with full case folding, decimal digits of all
/// scripts as 0-9. Then
/// - white space, control characters, punctuation and symbols become one space between what is kept, none at the ends;
/// - kept are letters, marks, numbers, unassigned and private characters, currency signs, and `+-*/=<>%$#&|^~@\`;
///   also a `.`, `,` or `:` between two digits;
/// - format characters (zero width, bidi, soft hyphen, BOM), variation selectors and enclosing marks vanish.
/// So composed and decomposed spellings agree, except that several marks on one base are not sorted.
/// Folding is idempotent.
///
/// `src` must have `TG_FOLD_SOURCE_SLACK` readable bytes behind its end and `dst` room for `tg_fold_bound(n)`; the two
/// must not overlap. One pass, no allocation.
size_t tg_fold(const uint8_t *src, size_t n, uint8_t *dst, struct tg_fold_stats *stats);

/// A 128-bit hash of `n` bytes, written to `out` (low word first); returns `out[0]`. Not for adversaries who know the
/// seed. The value is the same on every little-endian machine and may be stored.
uint64_t tg_hash128(const uint8_t *src, size_t n, uint64_t seed, uint64_t out[2]);

/// The number of code points in `n` bytes of valid UTF-8.
size_t tg_code_points(const uint8_t *src, size_t n);

#endif
