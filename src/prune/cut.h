/* Byte edits over a chunk → the chunk without what was cut, neatly.
 *
 * Collects edits in any order, nested and overlapping ones too, and applies them in one pass. Knows how to take out a
 * macro comment, properties with their commas, a statement with its lines, some declarators of several. Licence
 * comments inside a cut survive it, and so do both comments of a macro that a cut would tear apart.
 */
#ifndef MFSHAKE_PRUNE_CUT_H
#define MFSHAKE_PRUNE_CUT_H

#include "base/bitset.h"
#include "base/vec.h"
#include "prune/macro.h"

struct cut_edit {
    uint32_t start, end;     /* bytes of the source that go */
    struct text replacement; /* what stands there instead, often nothing */
    bool is_statement;       /* the text behind it starts a statement now */
    bool with_licences;      /* licence comments inside go too */
};

struct cut {
    const struct syntax *syntax;
    struct arena *arena;
    VEC(struct cut_edit) edits;
};

/* `syntax` and `arena` must outlive `cut`. */
void cut_init(struct cut *cut, const struct syntax *syntax, struct arena *arena);
void cut_release(struct cut *cut);

/* Replaces the bytes from `start` to `end`. */
void cut_range(struct cut *cut, uint32_t start, uint32_t end, struct text replacement);
/* Takes out a comment (an index into syntax->comments) and one space beside it, before it when it closes something,
 * or its line when it stands alone there. */
void cut_comment(struct cut *cut, uint32_t comment, bool is_closing);
/* Takes out `members`, some properties of the object `list` or some declarators of the declaration `list` in source
 * order (of a declaration never all), and repairs the commas. */
void cut_members(struct cut *cut, node_id list, const node_id *members, uint32_t count, bool with_licences);
/* Takes out a statement and the comments that belong to it. */
void cut_statement(struct cut *cut, node_id statement);
/* Leaves only the right side of an assignment. */
void cut_to_value(struct cut *cut, node_id assignment);

/* The source with all edits applied, in the arena. A region in `kept` (one bit per region of `macros`) keeps its
 * comments unless a cut takes both. */
struct text cut_apply(struct cut *cut, const struct macros *macros, struct bitset kept);

#endif
