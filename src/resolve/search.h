/* One search for the file of a request: the state, and the steps that the files search*.c share. Internal to resolve/.
 *
 * Each step answers MISSED (the caller tries its next way), FOUND, or FAILED (a rule forbids the request: nothing else is tried).
 */
#ifndef MFSHAKE_RESOLVE_SEARCH_H
#define MFSHAKE_RESOLVE_SEARCH_H

#include "resolve/conditions.h"
#include "resolve/disk.h"
#include "resolve/request.h"
#include "resolve/tsconfig.h"

enum outcome { MISSED, FOUND, FAILED };

struct search {
    struct arena *arena;
    const struct config *config;
    struct disk *disk;
    struct packages *packages;
    struct tsconfigs *tsconfigs;
    const struct resolve_options *options;
    bool mapped;        /* the `paths` of a tsconfig led here: none are followed again */
    unsigned depth;     /* of aliases, browser and main fields that lead to each other */
    struct text reason; /* why it FAILED, or the best known reason why it MISSED */

    bool ignored; /* FOUND: an empty module */
    struct text path;
    struct text query;
};

/* More than this many steps within each other are a circle. */
enum { SEARCH_DEEPEST = 40 };

/* Where a search stands. */
struct step {
    struct text folder; /* what `request` is relative to */
    struct request request;
    bool fully_specified; /* no extensions, no folders */
    bool rooted; /* an absolute request taken as one from the context: the file itself is not looked up in aliases */
};

/* search.c: the whole way of a request, from its aliases on. */
enum outcome search_follow(struct search *search, struct step step);
/* Starts over with the request `text` from `folder`. Its own query counts, else that of the step before. */
enum outcome search_restart(struct search *search, const struct step *before, struct text folder, struct text text);
/* An alias that concerns the request decides: nothing else is tried after it. *decided says whether one did. */
enum outcome search_aliases(struct search *search, const struct step *step, struct text text, bool is_path,
                            const struct config_aliases *aliases, bool *decided);
/* Likewise the browser field; `inner` is the request as the package knows it: bare, or a path from its root. */
enum outcome search_browser_fields(struct search *search, const struct step *step, const struct package_json *package,
                                   struct text inner, bool *decided);
/* FAILED, for `reason`. */
enum outcome search_fail(struct search *search, struct text reason);
/* The request with its query and fragment. */
struct text search_with_query(struct search *search, struct request request);

/* The tsconfig whose `paths` hold for a request in `folder`, or NULL. */
const struct tsconfig *search_tsconfig(struct search *search, struct text folder);

/* search_file.c: `path` as a file, with the extensions. */
enum outcome search_file(struct search *search, const struct step *step, struct text path);
/* `path` as a file, then as a folder. */
enum outcome search_path(struct search *search, const struct step *step, struct text path);

/* search_package.c: a bare request in its own package, then in the node_modules folders. `package`: where the request stands. */
enum outcome search_modules(struct search *search, const struct step *step, const struct package_json *package);
/* A request that begins with "#". */
enum outcome search_imports_fields(struct search *search, const struct step *step, const struct package_json *package);

#endif
