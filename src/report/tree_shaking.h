/* United reports → what the bundlers' own tree shaking of shared packages takes as input (sharing.md A.8, D).
 *
 * Only exports that are known to be all that is used are told. A share that stays whole (not used exactly, a consumer without a report, names left open) or of
 * which nothing is used is left out with M807: for the bundlers an empty list means "everything", and a list that lacks an export removes it.
 */
#ifndef MFSHAKE_REPORT_TREE_SHAKING_H
#define MFSHAKE_REPORT_TREE_SHAKING_H

#include "report/usage.h"

/* {KEY: {"treeShaking": {"mode": mode, "usedExports": [names]}}}, to be spread into the entries of "shared" of Rspack and @module-federation/enhanced, which add the
 * names to those that they infer. False after M808: no share is left. */
bool tree_shaking_fragment(const struct usage_set *set, struct text mode, struct buffer *out,
                           struct diagnostics *diagnostics);

struct tree_shaking_request {
    struct text host;         /* empty: the app of the first report that names one */
    struct text target;       /* such as "web" */
    struct text library_type; /* such as "global" */
};

/* The body of a request to /tree-shaking-shared/build of a treeshake-server: {"shared": [[KEY, version, [names]]], "target", "libraryType", "hostName"}, one entry for
 * each version that is provided. False after M808: no share is left, or no report names an app and `host` is empty. */
bool tree_shaking_request(const struct usage_set *set, const struct tree_shaking_request *request, struct buffer *out,
                          struct diagnostics *diagnostics);

#endif
