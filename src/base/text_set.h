/* Sets of texts as one number each: sorted, without repetition, interned. Equal sets are equal numbers, the empty set is NAME_NONE.
 *
 * A member must not hold a NUL: no text from JSON does, and no path.
 *
 *     for (struct text rest = names_text(names, set), item; text_set_next(&rest, &item);) …        in byte order
 */
#ifndef MFSHAKE_BASE_TEXT_SET_H
#define MFSHAKE_BASE_TEXT_SET_H

#include "base/names.h"

/* The set of `items`, which are sorted in place. */
name_id text_set_of(struct names *names, struct text *items, uint32_t count);
name_id text_set_union(struct names *names, name_id a, name_id b);
/* The members of `a` that `b` does not have. */
name_id text_set_difference(struct names *names, name_id a, name_id b);
bool text_set_has(const struct names *names, name_id set, struct text item);
uint32_t text_set_count(const struct names *names, name_id set);

/* Takes the next member out of `rest`; false at the end. The member is followed by a NUL. */
static inline bool text_set_next(struct text *rest, struct text *item)
{
    if (rest->length == 0) return false;
    *item = (struct text){rest->at, strlen(rest->at)};
    *rest = text_slice(*rest, item->length + 1, rest->length);
    return true;
}

#endif
