#include "near.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

size_t tg_find_control(const uint8_t *text, size_t n) {
  size_t i = 0;
#if defined(__SSE2__)
  const __m128i low = _mm_set1_epi8(0x1F), tab = _mm_set1_epi8('\t');
  const __m128i lf = _mm_set1_epi8('\n'), cr = _mm_set1_epi8('\r');
  for (; i < n; i += 16) {
    __m128i v = _mm_loadu_si128((const __m128i *)(text + i));
    __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(v, low), v);
    __m128i allowed = _mm_or_si128(_mm_cmpeq_epi8(v, tab), _mm_or_si128(_mm_cmpeq_epi8(v, lf), _mm_cmpeq_epi8(v, cr)));
    int mask = _mm_movemask_epi8(_mm_andnot_si128(allowed, control));
    if (mask) {
      size_t at = i + (size_t)__builtin_ctz((unsigned)mask);
      return at < n ? at : n;
    }
  }
  return n;
#else
  while (i < n && (text[i] >= 0x20 || text[i] == '\t' || text[i] == '\n' || text[i] == '\r')) i++;
  return i;
#endif
}
