/* A statement list → parts: the units that live or die together.
 *
 * Each statement is a part; a declaration with several declarators gives one part for each. A part declares bindings of the list's scope and reads bindings
 * of that scope; it is pure when nothing is lost by not evaluating it as long as nobody reads what it declares. The list is a program, or the
 * body of a module factory in a chunk: both shapes are analysed by the same code.
 */
#ifndef MFSHAKE_SCAN_PARTS_H
#define MFSHAKE_SCAN_PARTS_H

#include "syntax/scope.h"

struct part {
    node_id statement; /* the statement of the list */
    node_id node;      /* the declarator, or the statement itself */
    bool pure;
    uint32_t first_declared, declared_count; /* into declared */
    uint32_t first_read,
        read_count; /* into read: bindings of the list's scope (or outer ones), without repetition; writes count as reads too */
    uint32_t first_reference, reference_count; /* into scopes->references: all that stand inside node */
    uint32_t first_callee, callee_count;       /* into callees: pure only if these are (scan/purity.h) */
};

struct parts {
    const struct part *list; /* in source order */
    uint32_t count;
    const binding_id *declared;
    const binding_id *read;
    const node_id *callees;
};

/* Splits the statements that are children of `list` (a program or a statement block). Everything lives in `arena`. */
void parts_split(const struct syntax *syntax, const struct scopes *scopes, node_id list, struct arena *arena,
                 struct parts *parts);

#endif
