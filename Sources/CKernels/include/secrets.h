#ifndef TUNEGATE_SECRETS_H
#define TUNEGATE_SECRETS_H
// One scan over a text for all kinds of secrets and personal data: it yields the few places where one may stand.
#include <stddef.h>
#include <stdint.h>
#pragma clang assume_nonnull begin

/// What stands at a place.
enum {
  TG_PLACE_TOKEN,    ///< the start of at least TG_TOKEN_RUN bytes of A-Z, a-z, 0-9, `-` and `_`
  TG_PLACE_ANCHOR,   ///< an `@`, or the first byte of `Q~`, `tK` or `-B`
  TG_PLACE_NUMBER,   ///< at least TG_NUMBER_DIGITS digits; between two of them up to two of ` -.()`
  TG_PLACE_ACCOUNT,  ///< two capital letters and two digits
};
enum { TG_TOKEN_RUN = 20, TG_NUMBER_DIGITS = 9 };

struct tg_place {
  uint32_t at;
  uint32_t end;  ///< behind the last byte of a token or number; of other places, `at`
  uint32_t what;
};

/// Where a scan goes on; all zero at the start of a text.
struct tg_place_scan {
  size_t at;
  uint64_t token, digit, upper, gap;  ///< classes of the 64 bytes before `at`, one bit a byte
  uint32_t token_end;            ///< end of the last token that was found
  uint32_t number_end;           ///< end of the last number that was looked at
};

/// Room that one step of the scan may need.
enum { TG_PLACES_STEP = 256 };

/// Writes places to `out`, which has room for `capacity` of them, at least TG_PLACES_STEP, and returns their number.
/// The scan has come to its end when `scan->at >= n`; otherwise the next call goes on. Places come nearly in order: a
/// token or number may begin long before the place in front of it. Reads `n` bytes,
/// fewer than 2^32.
size_t tg_find_places(
  const uint8_t *text, size_t n, struct tg_place_scan *scan, struct tg_place *out, size_t capacity);

/// SHA-256 (FIPS 180-4) of `n` bytes, written to the 32 bytes at `digest`.
void tg_sha256(const uint8_t *bytes, size_t n, uint8_t *digest);

#pragma clang assume_nonnull end
#endif
