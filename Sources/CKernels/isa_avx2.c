#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt"))), apply_to = function)
#define TG_ISA_TABLE tg_kernels_avx2
#define TG_ISA_NAME "avx2"
#define TG_ISA_PLAIN 0
#define TG_ISA_AVX2 1
#define TG_ISA_AVX512 0
#include "isa_body.h"
#pragma clang attribute pop
#endif
