/* Byte edits over a chunk → the chunk without what was cut, neatly.
 *
 * Collects edits in any order, nested and overlapping ones too, and applies them in one pass. Knows how to take out a macro comment, a property with its
 * comma, a statement with its lines, one declarator of several. Licence comments of what stays, and macro comments that must stay
 * balanced, survive inside a cut.
 */
#ifndef MFSHAKE_PRUNE_CUT_H
#define MFSHAKE_PRUNE_CUT_H

#include "base/bitset.h"
#include "base/vec.h"
#include "prune/macro.h"

struct cut_edit {
    uint32_t start, end;     /* bytes of the source that go */
    struct text replacement; /* what stands there instead, often nothing */
};

struct cut {
    const struct syntax *syntax;
    struct arena *arena;
    VEC(struct cut_edit) edits;
};

void cut_init(struct cut *cut, const struct syntax *syntax, struct arena *arena);
void cut_release(struct cut *cut);

/* Any bytes. */
void cut_range(struct cut *cut, uint32_t start, uint32_t end, struct text replacement);
/* A comment and one space beside it, or its line when it stands alone there; never joins two tokens or two lines. */
void cut_comment(struct cut *cut, uint32_t comment);
/* The members `members` (sorted, properties of one object or declarators of one declaration, not all of them for a declaration) with
 * their separators. `from` and `to` may widen each member to a region around it; NULL: the member itself. */
void cut_members(struct cut *cut, node_id list, const node_id *members, uint32_t count);
/* A statement of a statement list with the comments that belong to it; leaves a `;` where taking it out would join its neighbours. */
void cut_statement(struct cut *cut, node_id statement);

/* Applies all edits. `regions` whose comments stay and that a cut would tear apart keep both comments: `kept` has one bit per
 * region. With `licences`, licence comments inside cuts stay too, but for cuts made by cut_members of whole modules. */
struct text cut_apply(struct cut *cut, const struct macros *macros, struct bitset kept);

#endif
