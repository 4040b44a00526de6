/* Comments → macro directives → regions (macro-spec A.3, A.4, A.9).
 *
 * A directive is looked for anywhere in a comment; text in strings, templates and regular expressions is never one,
 * because only the comments of the syntax tree are read. Regions pair in source order. Nothing is guessed: a
 * malformed or unbalanced macro is an error.
 */
#ifndef MFSHAKE_PRUNE_MACRO_H
#define MFSHAKE_PRUNE_MACRO_H

#include "base/diag.h"
#include "syntax/syntax.h"

enum macro_kind {
    MACRO_NONE, /* no directive in this comment, or one that is not ours */
    MACRO_IF,
    MACRO_ENDIF,
    MACRO_DEFINE_INLINE,
};

struct macro {
    enum macro_kind kind;
    struct text condition; /* of MACRO_IF, as written */
    struct text value;     /* of MACRO_DEFINE_INLINE, as written: a path into the reports */
    struct text fallback;  /* its default */
    bool has_fallback;
    bool has_problem;
    enum diag_code problem;
    uint32_t offset; /* in the comment: of the "@", or of the problem */
};

/* Reads one comment, delimiters included. */
void macro_lex(struct text comment, struct macro *macro);

#define REGION_NONE UINT32_MAX

struct macro_region {
    uint32_t opening, closing; /* indexes of the two comments in syntax->comments */
    uint32_t parent;           /* the region around it, or REGION_NONE */
    struct text condition;
};

struct macros {
    const struct macro_region *regions; /* in the order of their opening comments */
    uint32_t region_count;
    const uint32_t *inlines; /* comments that hold @common:define-inline */
    uint32_t inline_count;
};

/* All regions of a source; `path` is for messages. False after an error (M101 to M105); M106 is a warning. */
bool macro_read(const struct syntax *syntax, struct text path, struct arena *arena, struct macros *macros,
                struct diagnostics *diagnostics);

#endif
