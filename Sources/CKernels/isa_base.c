// What every machine of an architecture has: SSE2, NEON.
#define TG_ISA_TABLE tg_kernels_base
#define TG_ISA_NAME "base"
#define TG_ISA_PLAIN 0
#define TG_ISA_AVX2 0
#define TG_ISA_AVX512 0
#include "isa_body.h"
