/* provided exports, attribution, uses that do not depend on the app's own modules → each row of the report as far as these say, for share_usage.c to add what the app's own modules use.
 *
 * It stays as it is while only modules change that shared code does not lead to, and these export what they did.
 */
#ifndef MFSHAKE_ANALYZE_SHARE_OUTLINE_H
#define MFSHAKE_ANALYZE_SHARE_OUTLINE_H

#include "analyze/attribution.h"
#include "analyze/share_usage.h"

struct row_outline {
    struct share_row row; /* complete, if nothing is to be added */
    bool has_fallback;
    bool missing_fallback;
    bool whole, dynamic; /* of the uses so far */
    bool possibly;       /* what is not used may be, past the share key */
};

struct share_outline {
    struct arena arena;
    struct row_outline *rows;
    uint32_t row_count; /* sorted by key, then scope */
    /* Rows of a consume-shared module: row_at[first_row[module]] … row_at[first_row[module + 1] - 1]. */
    const uint32_t *first_row, *row_at;
};

/* `uses`: those that do not depend on the app's own modules, sorted as in struct used. All must outlive the outline. */
void share_outline_make(const struct graph *graph, const struct provided *provided,
                        const struct attribution *attribution, const struct share_use *uses, uint32_t use_count,
                        struct share_outline *outline);
void share_outline_release(struct share_outline *outline);

/* One use of a name of a row. */
struct named_place {
    name_id name;
    struct share_place place;
};

/* Where a use is written; in `arena`. */
struct share_place share_place_of(const struct graph *graph, const struct attribution *attribution,
                                  const struct share_use *use, struct arena *arena);
/* Sorts as reports have it. */
void share_places_sort(struct share_place *places, uint32_t count);
/* By the names' bytes, then as places. */
void named_places_sort(struct named_place *places, uint32_t count, struct names *names);
/* A whole use for a reason that nothing was understood of. */
bool share_use_is_dynamic(const struct share_use *use);
/* The mode of a row by its uses so far. */
enum share_mode row_outline_mode(const struct row_outline *outline);
/* Gives the row the exports `exports`, which are sorted by name, and what follows for each from row and uses. */
void row_outline_decide(const struct row_outline *outline, struct share_export *exports, uint32_t count);

#endif
