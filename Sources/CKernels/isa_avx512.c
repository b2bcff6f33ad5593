// AVX-512 with its byte permutations: Intel from Ice Lake, AMD from Zen 4.
#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

#define TG_ISA_FEATURES \
  "avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,avx512vbmi2,avx2,bmi,bmi2,lzcnt,popcnt"
#pragma clang attribute push(__attribute__((target(TG_ISA_FEATURES))), apply_to = function)
#define TG_ISA_TABLE tg_kernels_avx512
#define TG_ISA_NAME "avx512"
#define TG_ISA_PLAIN 0
#define TG_ISA_AVX2 0
#define TG_ISA_AVX512 1
#include "isa_body.h"
#pragma clang attribute pop
#endif
