/* facts → the document of --dump=facts: what every module provides and what is used of it, in the terms of webpack and Rspack, for
 * comparison with them.
 *
 *     {"modules": {PATH: {"provided": [names] | true | null, "used": [names] | true | false}}, "shared": {KEY: {"used": [names] | "*"}}}
 *
 * Paths are relative to the context. `provided`: true when names beyond the known ones may exist, null for what is no JavaScript. `used`: true for
 * all, false for none, [] for a module that is evaluated for its side effects only. "shared" counts only the references of the app's
 * own modules that are reached without crossing a share key.
 */
#ifndef MFSHAKE_REPORT_FACTS_JSON_H
#define MFSHAKE_REPORT_FACTS_JSON_H

#include "analyze/attribution.h"
#include "analyze/used.h"
#include "base/buffer.h"

/* The facts of one entry or expose alone. */
struct runtime_facts {
    struct text name;
    bool exposed;
    struct used used;
    struct used used_of_shares;
};

/* Puts {"entries": {NAME: facts}, "exposes": {NAME: facts}}, each the document of --dump=facts for that entry or expose alone, names sorted. */
void runtimes_json(const struct graph *graph, const struct provided *provided, const struct runtime_facts *runtimes,
                   uint32_t count, const struct attribution *attribution, struct buffer *out);

/* Puts the document into `out`. `used` is used_compute without further options: what is told of modules, as a build without sharing has it. `used_of_shares` is the same with
 * names_of_any_version, and only read for the shares. */
void facts_json(const struct graph *graph, const struct provided *provided, const struct used *used,
                const struct used *used_of_shares, const struct attribution *attribution, struct buffer *out);

#endif
