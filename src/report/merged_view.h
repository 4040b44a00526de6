/* The merged table → what follows from it for each share key: which exports are used by whom, and what is known of the rest.
 *
 * Keys that are one module in some app (aliases) have one answer, and the exports of all of them. An export is used when some app uses it; possibly used when some app may, or does not
 * use the share exactly; unused otherwise. A key is locked by each declared consumer, and each remote that an app names, of which there is no report, unless that one
 * is declared not to consume the key: what is unused is not to be removed then.
 */
#ifndef MFSHAKE_REPORT_MERGED_VIEW_H
#define MFSHAKE_REPORT_MERGED_VIEW_H

#include "report/merged.h"

enum merged_state { MERGED_UNUSED, MERGED_POSSIBLY, MERGED_USED };

struct merged_export {
    name_id name;
    uint8_t state; /* enum merged_state */
};

struct merged_key {
    name_id key;
    name_id aliases;                      /* the other keys that are the same module */
    const struct merged_row *const *rows; /* of this key, by the name of the app */
    uint32_t row_count;
    const struct merged_export *exports; /* sorted by name */
    uint32_t export_count;
    name_id names; /* the same names as a set */
    uint8_t mode;  /* enum usage_mode: the least exact one of its rows, and of its aliases' */
    bool at_least; /* as that one */
    name_id scopes, versions;
    name_id locked; /* by these consumers; empty: it is not */
};

/* An app that uses an export of a key. */
struct merged_user {
    uint32_t export; /* index into the key's exports */
    const struct merged_row *row;
    name_id places;
};

struct merged_view {
    struct merged *merged;
    const struct merged_key *keys; /* sorted by key */
    uint32_t key_count;
    const uint32_t *apps;      /* indexes of all apps, sorted by name */
    const uint32_t *consumers; /* and of all declared consumers */
    name_id missing;           /* consumers without a report, whatever they consume */
};

/* Everything new lives in `arena`, sets in `merged`, which must not change while the view is used but by asking for sets. */
void merged_view_make(struct merged *merged, struct arena *arena, struct merged_view *view);

/* Who uses which export of `key`: sorted by export, then by the name of the app. Aliases' users are with the aliases. */
struct merged_user *merged_view_users(const struct merged_key *key, struct arena *arena, uint32_t *count);

/* The key, or NULL. */
const struct merged_key *merged_view_find(const struct merged_view *view, struct text key);
/* The export, or NULL. */
const struct merged_export *merged_view_find_export(const struct merged_view *view, const struct merged_key *key,
                                                    struct text name);

/* Whether nothing may be removed of a key whose export is in `state`. */
static inline bool merged_is_kept(const struct merged_key *key, const struct merged_export *export)
{
    return export->state != MERGED_UNUSED || key->locked != NAME_NONE;
}

/* A key of two views, NULL on the side that does not have it. */
struct merged_pair {
    struct text key;
    const struct merged_key *before, *now;
};
/* The keys of both views side by side, sorted, in `arena`. */
struct merged_pair *merged_view_pair(struct arena *arena, const struct merged_view *before,
                                     const struct merged_view *now, uint32_t *count);

#endif
