/* Reports of any number of apps → one table: what each app says of each share, which exports it uses, and where.
 *
 * The table is what the reports say together (macro-spec C.6), kept apart by app, so that nothing is lost that pruning for one app, or the next merge, needs.
 * Each part of it is joined by a rule for which neither order nor repetition matters: lists and names are united, the least exact mode, the greatest
 * count, "true" of "singleton" and "false" of "sideEffectFree" win, of an export "used" wins over "possibly used" over "not said" over "not used" (a report that
 * leaves open what it does not list says "not said" of the names of others), and of the places that use an export the first MERGED_MOST_PLACES of each app are kept. So merging
 * is associative, commutative and idempotent: reports that are merged in parts, and the parts merged again, give the same bytes.
 *
 * An app is known by its name; a report that names none is known by its path.
 */
#ifndef MFSHAKE_REPORT_MERGED_H
#define MFSHAKE_REPORT_MERGED_H

#include "base/map.h"
#include "base/text_set.h"
#include "base/vec.h"
#include "report/usage.h"

enum { MERGED_MOST_PLACES = 5 };

struct merged_app {
    name_id name;
    bool named;      /* else `name` is the path of a report that names no app */
    name_id remotes; /* a text set, as all lists here */
    uint32_t source; /* number of the document that it came from */
    bool is_told;    /* that reports of it differ */
};

/* An app that is declared to take part, with or without a report. */
struct merged_consumer {
    name_id name;
    bool every_key; /* it may consume any share */
    name_id keys;   /* otherwise these */
};

/* An export that an app uses. */
struct merged_use {
    name_id name;
    name_id places;
};

/* What an app says of a share beside its uses. Two are equal when their bytes are. */
struct merged_facts {
    struct usage_attribution attribution;
    name_id scopes, required, versions, fallbacks, chunks, aliases, roles;
    name_id names;    /* all exports that it mentions */
    name_id possibly; /* those of them that it does not use, as far as it knows */
    name_id missing;  /* those of them that it uses and its copy does not provide */
    name_id unsaid;   /* those of which it does not say whether it uses them */
    uint8_t mode;     /* enum usage_mode */
    bool at_least;    /* USAGE_UNKNOWN, but it uses at least what it says */
    uint8_t unlisted; /* enum usage_unlisted: of other exports */
    bool side_effect_free, singleton;
    uint8_t filler[7]; /* zero: no byte of the struct is without a meaning */
};

/* One app and one share key. */
struct merged_row {
    uint32_t app;
    name_id key;
    struct merged_facts facts;
    const struct merged_use *uses; /* sorted by name_id */
    uint32_t use_count;
    name_id whole_places; /* that use everything */
};

struct merged {
    struct names names; /* every text of the table */
    struct arena arena;
    VEC(struct merged_app) apps;
    VEC(struct merged_row) rows;
    VEC(struct merged_consumer) consumers;
    VEC(struct text) sources; /* paths of the documents */
    struct map app_of;        /* name → index + 1 */
    struct map row_of;        /* (app, key) → index + 1 */
};

void merged_init(struct merged *merged);
void merged_release(struct merged *merged);

/* Joins a report, or a merged report, which is not needed afterwards. A report whose `doubt` is set is refused (M403), and with `complete` one that does not
 * say all that mfshake's own reports say: its app, and where each export is used. Warns
 * of an app of which two different reports are given (M408). False after an error. */
bool merged_add(struct merged *merged, const struct usage *usage, bool complete, struct diagnostics *diagnostics);
/* Declares an app: `keys` are the shares that it consumes, NULL for any. */
void merged_declare(struct merged *merged, struct text app, const struct text_list *keys);

/* What `merged`, read of `document`, holds: one report per app; the first one has the declared consumers. This is what pruning reads. Texts are in `merged`, which must not change
 * any more, the rest is in `arena`. */
struct usage *merged_usages(const struct merged *merged, const struct usage *document, struct arena *arena,
                            uint32_t *count);

/* For the reading of merged reports: the app, made when it is new, and a row joined into the table. The row's `app` and `key` say what it is about. */
uint32_t merged_app_of(struct merged *merged, struct text name, bool named, uint32_t source);
void merged_join_row(struct merged *merged, const struct merged_row *row, struct diagnostics *diagnostics);
/* Joins the document of a merged report, after checking that what it derives from its facts is what follows from them. */
bool merged_add_document(struct merged *merged, const struct usage *usage, struct diagnostics *diagnostics);

/* The set as a list in `arena`, its texts in `merged`. */
struct text_list merged_list_of(const struct merged *merged, name_id set, struct arena *arena);
/* Less exact ways to use a share have greater numbers: what is exact, what is a lower bound, what is used whole or unknown. */
uint8_t merged_inexactness(uint8_t mode, bool at_least);
/* The list as a set. */
name_id merged_set_of(struct merged *merged, struct text_list list);
/* The first MERGED_MOST_PLACES of a list of places: those of the app, then of its dependencies, then of other shared packages, each in byte order. */
name_id merged_places_of(struct merged *merged, struct text_list places);
/* In this order. */
int merged_compare_places(const void *a, const void *b);

#endif
