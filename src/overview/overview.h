/* The merged table and the chunks of its shares → what `mfshake report` shows: who uses which export, what that keeps, and what is in the way of removing more.
 *
 * The document (schemas/overview-v1.schema.json) is what all forms are made of; the page has it with a table per chunk (prune/simulation.h), by which it finds the size of any other choice of
 * exports.
 */
#ifndef MFSHAKE_OVERVIEW_OVERVIEW_H
#define MFSHAKE_OVERVIEW_OVERVIEW_H

#include "base/vec.h"
#include "prune/prune.h"
#include "report/merged_view.h"

struct overview_chunk {
    struct text file;      /* what it is called */
    struct text_list keys; /* the shares that its macros name, or of which a report names it: sorted */
    size_t bytes, kept, gzip, kept_gzip;
    struct prune_result result; /* its output is not kept */
    struct simulation simulation;
};

struct overview {
    struct arena *arena;
    const struct merged_view *view;
    VEC(struct overview_chunk) chunks;
};

void overview_init(struct overview *overview, struct arena *arena, const struct merged_view *view);
void overview_release(struct overview *overview);

/* Prunes `source` in memory to what `usage` says and keeps what is to be shown. M806 warns when no report knows its shares. False after an error of prune_chunk. */
bool overview_add_chunk(struct overview *overview, struct text file, struct text source, const struct usage_set *usage,
                        struct diagnostics *diagnostics);

/* The numbers of one share: 0 and false when there is no chunk of it. */
struct overview_size {
    bool known;
    size_t bytes, kept, gzip, kept_gzip;
};
struct overview_size overview_size_of(const struct overview *overview, const struct merged_key *key);

/* The document. `on_one_line` is for a page. */
void overview_json(const struct overview *overview, bool on_one_line, struct buffer *out);
/* One row per share: for a terminal, and in Markdown. */
void overview_text(const struct overview *overview, struct buffer *out);
void overview_markdown(const struct overview *overview, struct buffer *out);
/* One HTML file that needs no other. */
void overview_html(const struct overview *overview, struct buffer *out);

#endif
