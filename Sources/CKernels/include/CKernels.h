#ifndef TUNEGATE_CKERNELS_H
#define TUNEGATE_CKERNELS_H
#include <stddef.h>
#include <stdint.h>
#include "fold.h"
#endif
