/* "include" and "exclude" of a share: what is filtered out is resolved and bundled as if it were not shared.
 *
 *     {"request": "get"}                             what follows a prefix key is exactly this
 *     {"request": {"regexp": "^get", "flags": "i"}}  or matches; JSON has no regular expressions of its own
 *     {"version": "^1.2.0"}                          the version of the fallback satisfies this, by webpack's rules
 *     {"version": "^1.2.0", "fallbackVersion": "1.4.0"}   a further version to include by, the one to exclude by
 *
 * Twins: matchesRequestFilters and matchesVersionFilters of webpack's sharing/utils; fallbackVersion is @module-federation/enhanced's.
 */
#ifndef MFSHAKE_CONFIG_SHARE_FILTER_H
#define MFSHAKE_CONFIG_SHARE_FILTER_H

#include "base/arena.h"

struct share_filter {
    bool has_request, is_pattern, has_version;
    struct text request, flags;   /* flags: of a pattern */
    struct text version;          /* a range */
    struct text fallback_version; /* "": that of the fallback's package.json */
};

/* Whether what follows a prefix key is shared. A pattern that gives up on a text shares it: a use that is told of too often is no
 * loss. */
bool share_filters_take_request(const struct share_filter *include, const struct share_filter *exclude,
                                struct text rest);

/* Whether a fallback of `version` ("": not known) is shared. An unknown version is not included, and not excluded. fallbackVersion is asked beside the version when it
 * includes, in its place when it excludes. */
bool share_filters_take_version(const struct share_filter *include, const struct share_filter *exclude,
                                struct text version);

#endif
