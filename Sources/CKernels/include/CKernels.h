#ifndef TUNEGATE_CKERNELS_H
#define TUNEGATE_CKERNELS_H
#include "fold.h"
#include "json_scan.h"
#include "labels.h"
#include "marks.h"
#include "near.h"
#include "secrets.h"
#include "tokens.h"
#include "words.h"
#endif
