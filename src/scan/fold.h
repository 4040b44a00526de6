/* Syntax tree → syntax tree without the code that never runs, and the rewrites that say so.
 *
 * Folds what webpack's ConstPlugin and DefinePlugin fold: defines (process.env.NODE_ENV), constant conditions of if, ?:, &&, ||, ??, and what follows a
 * return or throw. `var` names of a dead branch stay declared, function declarations after a return stay. Everything later sees the folded
 * tree only, so that dead references never exist.
 */
#ifndef MFSHAKE_SCAN_FOLD_H
#define MFSHAKE_SCAN_FOLD_H

#include "model/record.h"
#include "scan/constant.h"

struct fold_rewrite {
    enum rewrite_kind kind; /* REWRITE_TEXT or REWRITE_DEAD */
    bool is_statement;
    struct span span;
    struct text text;
};

struct folded {
    struct syntax syntax;
    const struct fold_rewrite *rewrites; /* in source order, not overlapping */
    uint32_t rewrite_count;
};

/* Folds into `arena`. Returns false, and leaves *folded alone, when there is nothing to fold. */
bool fold_dead_code(const struct syntax *syntax, const struct scopes *scopes, const struct scan_define *defines,
                    uint32_t define_count, bool hot_is_absent, struct arena *arena, struct folded *folded);

#endif
