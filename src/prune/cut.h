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
#include "prune/shake_table.h"

struct cut_edit {
    uint32_t start, end;     /* bytes of the source that go */
    struct text replacement; /* what stands there instead, often nothing */
    bool is_statement;       /* the text behind it starts a statement now */
    bool with_licences;      /* licence comments inside go too */
};

struct cut_source {
    struct text text;
    const struct syntax_comment *comments;
    uint32_t comment_count;
};

struct cut {
    struct cut_source source;
    struct arena *arena;
    VEC(struct cut_edit) edits;
};

/* `text`, its comments in source order, and `arena` must outlive `cut`. */
void cut_init(struct cut *cut, struct text text, const struct syntax_comment *comments, uint32_t comment_count,
              struct arena *arena);
void cut_release(struct cut *cut);

/* Whether a comment must outlive what it stands before: licences, and those that tools read. */
bool cut_is_lasting(struct text comment);

/* Replaces the bytes from `start` to `end`. */
void cut_range(struct cut *cut, uint32_t start, uint32_t end, struct text replacement);
/* Takes out a comment (an index into the source's comments) and one space beside it, before it when it closes something,
 * or its line when it stands alone there. */
void cut_comment(struct cut *cut, uint32_t comment, bool is_closing);
/* Takes out the members of `list` at `positions`, in source order (of a declaration never all), and repairs the commas; in an array they leave holes. */
void cut_members(struct cut *cut, const struct shake_list *list, const struct shake_range *items,
                 const uint32_t *positions, uint32_t count, bool with_licences);
/* Takes out a statement and the comments that belong to it; one that does not stand among others leaves a `;`. */
void cut_statement(struct cut *cut, uint32_t start, uint32_t end, bool is_in_list);
/* Leaves only the right side of an assignment, of which `unit` is the target. */
void cut_to_value(struct cut *cut, const struct shake_unit *unit);

/* The source with all edits applied, in the arena. A region in `kept` (one bit per region) keeps its comments unless a
 * cut takes both. Afterwards the edits are sorted, do not overlap, and their replacements are the bytes that stand in
 * the result. */
struct text cut_apply(struct cut *cut, const struct macro_region *regions, struct bitset kept);

#endif
