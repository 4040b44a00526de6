/* Source text that the grammars do not take → text of the same length that they do.
 *
 * A second parse of the masked text gives a tree with the same offsets, and what is read from the tree is the source's own text. What changes nothing that is
 * evaluated is masked at once. A guess, which only the tree of the masked text can confirm, is a struct masked_guess: see syntax.c.
 */
#ifndef MFSHAKE_SYNTAX_MASKING_H
#define MFSHAKE_SYNTAX_MASKING_H

#include "base/arena.h"
#include "base/vec.h"

enum masked_guess_kind {
    MASKED_SEPARATOR,      /* a semicolon instead of white space, between two members of a type */
    MASKED_TYPE_ARGUMENTS, /* white space instead of the type arguments of a tag */
    MASKED_IMPORTED_TYPE,  /* a name instead of import("x") in a type */
    MASKED_AMPERSAND,      /* another character instead of an ampersand that begins no entity, in text of JSX */
};

/* The masked text stands for the source only if the tree has, at this place, what `kind` says. */
struct masked_guess {
    uint8_t kind;        /* enum masked_guess_kind */
    uint32_t start, end; /* the bytes that were replaced */
};

struct masked_guesses {
    VEC(struct masked_guess) list;
};

/* Masks in `masked`, a copy of `source`, what needs no confirmation: names in lists of imports and exports, forms newer than the grammar. */
void masking_apply(char *masked, struct text source, bool typescript);

/* Adds all guesses about `source`; masks nothing. The caller releases guesses->list. */
void masking_guess(struct text source, bool typescript, struct masked_guesses *guesses);

/* Masks one guess. */
void masking_apply_guess(char *masked, struct masked_guess guess);

#endif
