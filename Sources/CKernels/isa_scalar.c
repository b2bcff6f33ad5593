// The reference: one byte after the other, as plainly as it can be said.
#define TG_ISA_TABLE tg_kernels_scalar
#define TG_ISA_NAME "scalar"
#define TG_ISA_PLAIN 1
#define TG_ISA_AVX2 0
#define TG_ISA_AVX512 0
#include "isa_body.h"
