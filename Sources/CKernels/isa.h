// The tables of kernels, one for each instruction set that the compiler can write.
#ifndef TUNEGATE_ISA_H
#define TUNEGATE_ISA_H
#include "kernels.h"

extern const struct tg_kernels tg_kernels_scalar, tg_kernels_base;
#if defined(__x86_64__)
extern const struct tg_kernels tg_kernels_avx2, tg_kernels_avx512;
#endif

#endif
