// The kernels of one instruction set. `isa_*.c` include this once, with TG_ISA_TABLE, the name of the table that it
// makes, TG_ISA_NAME, and what tells the sets apart: TG_ISA_PLAIN, TG_ISA_AVX2 and TG_ISA_AVX512, each 0
// or 1.
#include "isa.h"
#include "vectors.h"

#include "counts_body.h"
#include "ending_body.h"
#include "fold_body.h"
#include "labels_body.h"
#include "marks_body.h"
#include "near_body.h"
#include "prose_body.h"
#include "secrets_body.h"

const struct tg_kernels TG_ISA_TABLE = {
    .name = TG_ISA_NAME,
    .fold = fold,
    .code_points = code_points,
    .text_marks = text_marks,
    .prose_marks = prose_marks,
    .count_chars = count_chars,
    .find_control = find_control,
    .find_places = find_places,
    .oph_add = oph_add,
    .oph_finish = oph_finish,
    .oph_bands = oph_bands,
    .oph_agreement = oph_agreement,
    .oph_compare = oph_compare,
    .ending_balance = ending_balance,
    .row_times_table = row_times_table,
    .row_without_itself = row_without_itself,
    .log_table = log_table,
    .softmax = softmax,
    .log_softmax = log_softmax,
    .softmax_epoch = softmax_epoch,
};
