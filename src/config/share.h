/* One key of "shared", with webpack's defaults filled in, and what it says about a request.
 *
 * Twins: SharePlugin, ConsumeSharedPlugin, ProvideSharedPlugin, resolveMatchedConfigs. The four kinds of key:
 *
 *     lodash          bare       the whole request is the key; `lodash/get` is another request
 *     lodash/         prefix     the request starts with the key; share key and import get what follows appended
 *     ./src/api.js    relative   the request resolves to this file (from the context)
 *     /srv/api.js     absolute   the request resolves to this file
 *
 * Bare and prefix keys are compared with the request as it is written, before any alias. When one key is given twice, the last
 * one holds. `request` (@module-federation/enhanced) says what to compare in place of the key, which then names the share only.
 * A share with `issuerLayer` is for importers of that layer, in which it comes before the same request without one. Layers are the
 * bundler's to assign: the graph counts each answer (graph/shares.c).
 */
#ifndef MFSHAKE_CONFIG_SHARE_H
#define MFSHAKE_CONFIG_SHARE_H

#include "base/arena.h"
#include "config/share_filter.h"
#include "config/text_list.h"

enum share_kind { SHARE_BARE, SHARE_PREFIX, SHARE_RELATIVE, SHARE_ABSOLUTE };

enum share_strategy { SHARE_STRATEGY_NONE, SHARE_VERSION_FIRST, SHARE_LOADED_FIRST };

/* Of requiredVersion and version: not given (to be inferred from package.json files), `false`, or a text. */
enum share_version { SHARE_VERSION_INFERRED, SHARE_VERSION_NONE, SHARE_VERSION_TEXT };

struct share {
    uint32_t index;  /* in config.shares */
    struct text key; /* as written */
    enum share_kind kind;
    struct text written; /* `request`, or the key */
    struct text request; /* the same, or for SHARE_RELATIVE and SHARE_ABSOLUTE an absolute path, still to be resolved */

    struct text share_key;         /* default: the key */
    struct text_list share_scopes; /* default: "default" */
    bool provided;                 /* false for `import: false`: nothing is provided and there is no fallback */
    struct text import;            /* the fallback's request, default: the key; empty when not provided */
    struct text package_name;      /* empty when not given */

    enum share_version required_version_kind;
    struct text required_version;
    enum share_version version_kind;
    struct text version;

    bool singleton;
    bool strict_version; /* default: provided and no singleton */
    bool eager;

    struct share_filter include, exclude;
    struct text layer, issuer_layer; /* empty when not given */
    bool suffix_match;               /* allowNodeModulesSuffixMatch */
    enum share_strategy strategy;    /* recorded; decides at run time only */

    bool implied;      /* nobody wrote it: the plugin of a framework adds it by itself */
    bool of_framework; /* a framework's own runtime, which is not looked at, uses it */

    uint32_t offset; /* of its key, or of the string in a list, in the configuration's source */
};

struct config;

/* A share that a request belongs to. `rest` is what follows a prefix key, else empty. */
struct share_match {
    const struct share *share; /* NULL: no share */
    struct text rest;
};

/* The share of a request as it is written in a source, by an importer in `layer` ("" for none): bare keys first, that of the layer before the
 * one for all, then the first prefix key in the order of the configuration whose request filters take what follows, which is how enhanced
 * looks them up. Version filters are the caller's to ask, since they need the fallback. Files of relative and absolute keys: resolver_share_of_file. */
struct share_match share_of_request(const struct config *config, struct text request, struct text layer);

/* The same among the shares with allowNodeModulesSuffixMatch, for a relative request: `suffix` is what follows the last
 * "node_modules/" of the path that it names. */
struct share_match share_of_suffix(const struct config *config, struct text suffix, struct text layer);

/* The key in the share scope, and the request of the fallback (empty for `import: false`), of a match: with `rest` appended. */
struct text share_match_key(struct arena *arena, struct share_match match);
struct text share_match_import(struct arena *arena, struct share_match match);

#endif
