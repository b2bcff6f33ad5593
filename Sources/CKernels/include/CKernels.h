#ifndef TUNEGATE_CKERNELS_H
#define TUNEGATE_CKERNELS_H
#include "ending.h"
#include "fold.h"
#include "json_scan.h"
#include "kernels.h"
#include "labels.h"
#include "leak.h"
#include "marks.h"
#include "match.h"
#include "memory.h"
#include "near.h"
#include "secrets.h"
#include "tokens.h"
#include "words.h"
#endif
