/* prune-manifest.json → which exports of each share key are in the bundles that are deployed. */
#ifndef MFSHAKE_GATE_DEPLOYED_H
#define MFSHAKE_GATE_DEPLOYED_H

#include "base/diag.h"
#include "config/text_list.h"

/* A bundle of a share key that is deployed. */
struct deployed_bundle {
    struct text key, version; /* `version` is empty when only the apps' uses are told */
    bool has_all;             /* nothing was removed */
    struct text_list exports; /* otherwise these are in it */
    bool has_size;
    uint64_t raw, gzip;
};

struct deployed {
    struct text path;
    struct deployed_bundle *bundles; /* a key with several names has one for each */
    uint32_t bundle_count;
};

/* Reads the manifest; everything lives in `arena`. False after M833: it is no manifest of this version, or tells of nothing. */
bool deployed_read(struct arena *arena, struct text path, struct text source, struct deployed *deployed,
                   struct diagnostics *diagnostics);

/* Whether a bundle of `key` is deployed. */
bool deployed_has_key(const struct deployed *deployed, struct text key);
/* Whether a bundle of one of `versions` is deployed, as far as the manifest tells versions of the key; *other is one that it tells otherwise. */
bool deployed_has_version(const struct deployed *deployed, struct text key, struct text_list versions,
                          struct text *other);
/* Whether the export is in the bundle of `key` that an app with one of `versions` loads: of that version, else in each of the key. */
bool deployed_has(const struct deployed *deployed, struct text key, struct text_list versions, struct text export);

#endif
