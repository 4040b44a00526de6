/* Share-usage reports → which exports of each share are used, over all apps or for one.
 *
 * Reads mfshake's own report, the shapes J1 to J8 of the prototypes (macro-spec C.2), and mf-stats.json and mf-manifest.json as the federation plugins of
 * Rspack, webpack and Vite write them (sharing.md D). Merging (macro-spec C.6): an export is
 * used when any app uses it; a key that one app does not use exactly is used whole; keys that are one module
 * (aliases) share one answer; a key is left undecided when an app that may consume it has no report. An unknown is a
 * use: nothing here answers "unused" without a report that says so.
 */
#ifndef MFSHAKE_REPORT_USAGE_H
#define MFSHAKE_REPORT_USAGE_H

#include "base/diag.h"
#include "base/json.h"
#include "config/text_list.h"

/* How exactly an app knows its use of a share. Anything but exact means: all of it. */
enum usage_mode {
    USAGE_EXACT,
    USAGE_NAMESPACE,
    USAGE_DYNAMIC,
    USAGE_NO_FALLBACK,
    USAGE_UNKNOWN, /* the report does not say, or not for certain */
};

enum usage_flag {
    USAGE_FLAG_FALSE,
    USAGE_FLAG_TRUE,
    USAGE_FLAG_OTHER, /* neither true nor false */
    USAGE_FLAG_UNSAID, /* of united exports: false for all that name it, but `report` leaves open what it does not name */
};

/* What a report means by not naming an export of a share. Of several, a later value wins. */
enum usage_unlisted {
    USAGE_UNLISTED_NO_EXPORT, /* the app's copy has no such export */
    USAGE_UNLISTED_UNUSED,    /* the app does not use it */
    USAGE_UNLISTED_OPEN,      /* nothing */
};

/* Where an export stands in the lists of "mfshake.shares"; a later value wins over an earlier one. */
enum usage_listed { USAGE_NOT_LISTED, USAGE_LISTED_UNUSED, USAGE_LISTED_POSSIBLY, USAGE_LISTED_USED };

struct usage_export {
    struct text name;
    uint8_t flag;               /* enum usage_flag */
    uint8_t listed;             /* enum usage_listed */
    uint32_t offset;            /* of the flag in the report */
    const struct usage *report; /* that says so */
};

/* The places that use an export. */
struct usage_reason {
    struct text name;
    struct text_list places;
};

/* How many modules belong to a share, and how many of them not to it alone. */
struct usage_attribution {
    uint64_t modules, ambiguous, external, depth_truncated;
};

/* One share in one report. What the report does not say is empty. */
struct usage_share {
    struct text key;
    uint8_t mode;                       /* enum usage_mode */
    uint8_t unlisted;                   /* enum usage_unlisted */
    bool at_least;                      /* USAGE_UNKNOWN, but the app uses at least the exports that are listed */
    const struct usage_export *exports; /* sorted by name */
    uint32_t export_count;
    struct text_list fallbacks; /* ids of its root modules */
    struct text_list versions;  /* that the app provides */
    struct text_list required;  /* version ranges */
    struct text_list roles, scopes, aliases, chunks;
    struct text_list missing; /* used, but its copy does not provide it */
    bool side_effect_free, singleton;
    struct usage_attribution attribution;
    const struct usage_reason *reasons; /* of exports, sorted */
    uint32_t reason_count;
    struct text_list whole_places; /* that use everything */
};

/* A mistake in a report that is not in the way of reading it. */
struct usage_doubt {
    const char *what; /* NULL: none */
    struct text name; /* that it is about */
    uint32_t offset;
};

/* An app that is declared to take part. */
struct usage_consumer {
    struct text app;
    bool every_key;        /* it may consume any share */
    struct text_list keys; /* otherwise these */
};

/* One report. */
struct usage {
    struct text path, source;
    struct text app;                  /* empty: the report names none */
    struct text_list remotes;         /* apps that this one names */
    const struct usage_share *shares; /* sorted by key */
    uint32_t share_count;
    const struct usage_consumer *consumers; /* of a merged report: declared apps, which say more than `remotes` */
    uint32_t consumer_count;
    const struct json *document; /* NULL in a part of a merged report, whose document speaks for all apps */
    bool is_merged;              /* the document is a merged report, and nothing of it was read: see report/merged.h */
    bool has_section;            /* it has "mfshake", which tells more than flags */
    struct usage_doubt
        lack; /* the first thing that mfshake's own report always says, and this one with `has_section` does not */
    struct usage_doubt doubt; /* the first member that is not known, or where the two sections contradict each other */
};

/* Reads the report `source`, the whole content of `path`; both must outlive `usage`, the rest lives in `arena`. False
 * after M402 (not JSON), M403 (JSON of another shape; the message says which) or M404 (it names no share). `usage`
 * must stay where it is. */
bool usage_read(struct arena *arena, struct text path, struct text source, struct usage *usage,
                struct diagnostics *diagnostics);
/* The same for a file, or for standard input when `path` is "-"; M401 when it can not be read. */
bool usage_load(struct arena *arena, struct text path, struct usage *usage, struct diagnostics *diagnostics);

/* Takes the lists of exports that are lower bounds (`at_least`) for all that the app uses. The bundlers' inference leaves out uses (sharing.md A.6): for users who
 * know that theirs does not. */
void usage_trust_lists(struct arena *arena, struct usage *usage);

struct usage_merge_options {
    struct text remote; /* not empty: only the reports of this app count, and no consumer is waited for */
    bool
        consumers_given; /* `consumers` is the whole list; otherwise the reports' apps and the remotes that they name */
    const struct text *consumers;
    uint32_t consumer_count;
};

/* One key over all reports that count. */
struct usage_key {
    struct text key;
    const struct usage_export *exports; /* sorted by name, united */
    uint32_t export_count;
    uint8_t unlisted;             /* enum usage_unlisted: what holds for other exports */
    bool whole;                   /* some app uses it in a way that is not exact */
    struct text reason;           /* of `whole`, a sentence part; else empty */
    const struct text *fallbacks; /* ids of its root modules, one per report that says one, without repetition */
    uint32_t fallback_count;
    const struct text *scopes; /* all that a report names, sorted */
    uint32_t scope_count;
    const struct text *aliases; /* the other keys that are the same module, sorted */
    uint32_t alias_count;
    struct text
        waiting; /* not empty: consumers of it have no report, and what no report uses is undecided; a sentence part */
};

struct usage_set {
    const struct usage_key *keys; /* sorted by key */
    uint32_t key_count;
    const struct usage *const *reports; /* those that count */
    uint32_t report_count;
    struct text waiting; /* the same for what is no export of a key that the reports know */
};

/* Unites `reports`, which must outlive the set. False after M804: no report of the app `options->remote`. */
bool usage_merge(struct arena *arena, const struct usage *reports, uint32_t count,
                 const struct usage_merge_options *options, struct usage_set *set, struct diagnostics *diagnostics);

/* The merged `key`, or NULL. */
const struct usage_key *usage_find(const struct usage_set *set, struct text key);

/* The export `name` of `key`, or NULL. */
const struct usage_export *usage_find_export(const struct usage_key *key, struct text name);

/* Sorts by name, then report, then offset. */
void usage_sort_exports(struct usage_export *exports, uint32_t count);
/* Makes one of several entries of a name in a sorted list: true wins, then what is no boolean, then what is left open. Returns the new count. */
uint32_t usage_unite_exports(struct usage_export *exports, uint32_t count);

/* "exact", "namespace", "dynamic", "no-fallback", "unknown". */
const char *usage_mode_name(enum usage_mode mode);
/* How an app uses a share that it does not use exactly: "uses its namespace as a whole". Empty for exact. */
const char *usage_mode_reason(enum usage_mode mode, bool at_least);
/* The app of a report, for people; its path when it names none. */
struct text usage_speaker(const struct usage *usage);
/* True for names that stand among the exports in the prototypes' reports and are none. */
bool usage_is_reserved(struct text name);

#endif
