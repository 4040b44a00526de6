/* Interned names: equal byte strings get equal numbers, so that comparing two names compares two integers.
 *
 * Numbers are given in order of first sight and mean nothing beyond equality: sort by names_text before printing. Number 0
 * is "no name". Not safe for concurrent names_add; reading is, once nobody adds.
 */
#ifndef MFSHAKE_BASE_NAMES_H
#define MFSHAKE_BASE_NAMES_H

#include "base/arena.h"

typedef uint32_t name_id;
enum { NAME_NONE = 0 };

struct names_slot {
    name_id id;    /* or 0 */
    uint32_t hash; /* of its text: most texts that are not the wanted one need no look */
};

struct names {
    struct arena arena;
    struct text *texts; /* by name_id */
    uint32_t count, capacity;
    struct names_slot *slots; /* open addressing */
    uint32_t slot_count;
};

void names_init(struct names *names);
void names_release(struct names *names);

/* The number of `t`; its bytes are copied on first sight. */
name_id names_add(struct names *names, struct text t);
/* The number of `t`, or NAME_NONE when it was never added. */
name_id names_find(const struct names *names, struct text t);
/* The bytes of `id`, followed by a NUL that is not counted; valid as long as `names`. NAME_NONE gives an empty text. */
struct text names_text(const struct names *names, name_id id);

#endif
