/* The text of a container → what it says of itself: its global name, its share, the shares that it asks for.
 *
 * A container (emit/format.h) is a script that sets globalThis["<name>"] and that a federation runtime loads by that name. The runtime does not
 * load a script whose name is taken, so two containers of different content must not have one name: a pruned container's name ends in "#" and a hash
 * of the rest. That mark also tells a pruned container from one that analyze wrote.
 */
#ifndef MFSHAKE_PRUNE_SHARE_CONTAINER_H
#define MFSHAKE_PRUNE_SHARE_CONTAINER_H

#include "base/arena.h"
#include "config/text_list.h"

struct share_container {
    struct text global; /* its name as it stands in the text, decoded */
    size_t literal_at;  /* the name's string literal, with its quotes: [literal_at, literal_end) */
    size_t literal_end;
    bool pruned;               /* the name carries a hash */
    struct text key, version;  /* of the share */
    struct text_list consumed; /* share keys that it asks the share scope for, sorted, each once */
};

/* Reads `text`; false when it is no such container. Texts live in `arena`. */
bool share_container_read(struct arena *arena, struct text text, struct share_container *container);

/* The share keys that a container of any format asks the share scope for, sorted, each once. In `arena`. */
struct text_list share_container_consumed(struct arena *arena, struct text text);

/* `pruned` with the hash of its content in its name, when it is a container; else `pruned` itself. Doing it again changes nothing. In `arena`. */
struct text share_container_mark(struct arena *arena, struct text pruned);

#endif
