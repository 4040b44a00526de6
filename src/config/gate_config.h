/* The section "gate" of mfshake.json (schemas/config-v1.schema.json) → how much may change between two reports, and how bad what is found is.
 *
 *     "gate": {
 *       "baseline": "share-usage.baseline.json",
 *       "folders": { "host": "apps/host" },
 *       "rules": { "G6": "off" }, "maxExports": "5%", "maxBytes": "10 kB", "maxGzip": "3 kB",
 *       "keys": { "lodash-es": { "rules": { "G1": "warning" }, "maxExports": 2 } }
 *     }
 *
 * A budget is what a share key may grow by: a number, or a part of what it was.
 */
#ifndef MFSHAKE_CONFIG_GATE_CONFIG_H
#define MFSHAKE_CONFIG_GATE_CONFIG_H

#include "base/diag.h"

/* The rules of macro-spec C.7. */
enum gate_rule {
    GATE_NEW_USE,      /* G1: an export is used now, and the deployed bundle lacks it */
    GATE_NOT_PROVIDED, /* G2: an export is used, and what is loaded at run time does not provide it any more */
    GATE_INEXACT,      /* G3: a share that was used exactly is used as a whole */
    GATE_GROWTH,       /* G4: more exports or bytes than the budget allows */
    GATE_CHANGED,      /* G5: a share is gone, renamed, new, or shared in another way */
    GATE_ATTRIBUTION,  /* G6: more modules that belong to several packages, or to none for sure */
    GATE_SHRINK,       /* G7: less is used than before */
};
enum { GATE_RULE_COUNT = GATE_SHRINK + 1 };

enum gate_severity {
    GATE_UNSET, /* the rule's own */
    GATE_OFF,
    GATE_INFO,
    GATE_WARNING,
    GATE_ERROR,
};

/* "G1" … "G7", and their names in the documentation: "new-use" … */
extern const char *const gate_rule_codes[GATE_RULE_COUNT];
extern const char *const gate_rule_names[GATE_RULE_COUNT];
/* By enum gate_severity: "", "off", "info", "warning", "error". */
extern const char *const gate_severity_words[];

struct gate_budget {
    bool given;
    bool is_part;    /* `amount` is in thousandths of a percent of what it was */
    uint64_t amount; /* exports or bytes */
};

/* Reads "12", "5%", and with `counts_bytes` "10 kB", "1.5 MiB", "800" (bytes). False for anything else, negative numbers and NaN among it. */
bool gate_budget_parse(struct text text, bool counts_bytes, struct gate_budget *budget);
/* How much something that was `before` may grow. */
uint64_t gate_budget_allows(const struct gate_budget *budget, uint64_t before);

struct gate_limits {
    struct gate_budget exports, bytes, gzip;
    uint8_t severities[GATE_RULE_COUNT]; /* enum gate_severity */
};

struct gate_key_limits {
    struct text key;
    struct gate_limits limits; /* what is not given is that of all keys */
    uint32_t offset;           /* in the source */
};

/* Where an app lies, seen from where the gate runs: its places are below it. */
struct gate_folder {
    struct text app, folder;
};

struct gate_config {
    struct text path, source; /* empty: there is none */
    struct text baseline;     /* as it is written; empty: not given */
    struct text reports;      /* output.path of the same file, where analyze writes by default; empty: not given */
    struct gate_limits all;
    struct gate_key_limits *keys;
    uint32_t key_count;
    struct gate_folder *folders;
    uint32_t folder_count;
};

/* Reads "gate" of the JSON file `path` (of "mfshake" in it when its name is package.json); a file without one is fine. Everything lives in `arena`. False after M302 to M304 or M401. */
bool gate_config_load(struct arena *arena, struct text path, struct gate_config *config,
                      struct diagnostics *diagnostics);

/* Fills in what a key's own limits leave open. */
struct gate_limits gate_config_limits(const struct gate_config *config, struct text key);

#endif
