/* The answer of why for people. */
#include "analyze/reason.h"
#include "base/escape.h"
#include "base/table.h"
#include "report/why_answer.h"

enum {
    MOST_NAMES = 20, /* of used exports */
    MOST_HOPS = 10   /* of a chain; longer ones lose their middle */
};

static const char *color(const struct answering *a, const char *sequence)
{
    return a->options.color ? sequence : "";
}
#define BOLD(a)   color(a, "\x1b[1m")
#define DIM(a)    color(a, "\x1b[2m")
#define YELLOW(a) color(a, "\x1b[33m")
#define PLAIN(a)  color(a, "\x1b[0m")

static void put(struct answering *a, struct text t)
{
    escape_text(a->out, t, false);
}

static void put_hop(struct answering *a, const struct chain_hop *hop)
{
    const struct module *module = &a->facts->graph->modules[hop->module];
    struct text_place place;
    if (module->kind == MODULE_CONSUME_SHARED) {
        buffer_put_string(a->out, "share ");
        put(a, module->share_key);
        return;
    }
    put(a, module->shown_path);
    if (why_place_of_request(a, hop->module, hop->request, &place)) buffer_format(a->out, ":%u", place.line);
}

static void put_chain(struct answering *a, const struct chain_path *chain)
{
    struct why_start start = why_start_of(a, chain->hops[0].module);
    buffer_format(a->out, "    %sfrom %s ", DIM(a), start.kind);
    put(a, start.name);
    uint32_t count = chain->count, gap_start = count, gap_end = count;
    if (!a->options.all && count > MOST_HOPS) gap_start = MOST_HOPS / 2, gap_end = count - MOST_HOPS / 2;
    for (uint32_t hop = 0; hop < count; hop++) {
        buffer_put_string(a->out, hop ? " -> " : ": ");
        if (hop == gap_start) {
            buffer_format(a->out, "%u modules", gap_end - gap_start);
            hop = gap_end - 1;
        } else {
            put_hop(a, &chain->hops[hop]);
        }
    }
    buffer_format(a->out, "%s\n", PLAIN(a));
}

static void put_chains(struct answering *a, module_id from)
{
    struct why_chains chains = why_chains_to(a, from);
    for (uint32_t i = 0; i < chains.count; i++) put_chain(a, &chains.at[i]);
    if (chains.more) buffer_format(a->out, "    %sand more chains, none of them shorter%s\n", DIM(a), PLAIN(a));
}

static void put_use_text(struct answering *a, const struct share_use *use)
{
    const struct module *from = &a->facts->graph->modules[use->from];
    buffer_format(a->out, "\n  %s", BOLD(a));
    put(a, from->shown_path);
    if (use->offset != UINT32_MAX) {
        struct text_place at = why_place_in(from, use->offset);
        buffer_format(a->out, ":%u:%u", at.line, at.column);
    }
    buffer_format(a->out, "%s: ", PLAIN(a));
    if (use->whole) {
        buffer_format(a->out, "%severything may be used%s: %s\n", YELLOW(a), PLAIN(a),
                      reason_words((enum reason_kind)use->reason));
    } else if (use->name) {
        put(a, names_text(a->facts->graph->names, use->name));
        buffer_put_string(a->out, " is used\n");
    } else {
        buffer_put_string(a->out, "imported, but none of its exports is used\n");
    }
    const char *instead = use->whole ? why_advice((enum reason_kind)use->reason) : "";
    if (*instead) buffer_format(a->out, "    instead: %s\n", instead);
    put_chains(a, use->from);
}

static void put_indented(struct answering *a, struct table *table)
{
    struct buffer rows;
    buffer_init(&rows);
    table_put(table, &rows);
    struct text left = buffer_text(&rows);
    while (left.length) {
        size_t end = text_find_char(left, '\n', 0) + 1;
        buffer_put_string(a->out, "    ");
        buffer_put(a->out, text_slice(left, 0, end));
        left = text_slice(left, end, left.length);
    }
    buffer_release(&rows);
}

static void put_used_names(struct answering *a, const struct share_row *row)
{
    uint32_t used = 0, most = a->options.all ? UINT32_MAX : MOST_NAMES;
    for (uint32_t i = 0; i < row->export_count; i++) {
        if (!row->exports[i].used || used++ >= most) continue;
        buffer_put_string(a->out, used == 1 ? "  used: " : ", ");
        put(a, names_text(a->facts->graph->names, row->exports[i].name));
    }
    if (used > most) buffer_format(a->out, " and %u more", used - most);
    if (used) buffer_put_char(a->out, '\n');
}

/* "lodash-es 4.17.21: 2 of 300 exports are used", for each scope of the key. */
static void put_row_text(struct answering *a, const struct share_row *row)
{
    buffer_put_string(a->out, BOLD(a));
    put(a, row->key);
    buffer_put_string(a->out, PLAIN(a));
    if (row->version.length) {
        buffer_put_char(a->out, ' ');
        put(a, row->version);
    }
    if (!text_is(row->scope, "default")) {
        buffer_put_string(a->out, " in the share scope ");
        put(a, row->scope);
    }
    struct why_counts counts = why_count_exports(row);
    buffer_put_string(a->out, ": ");
    switch (row->mode) {
    case SHARE_EXACT:
        buffer_format(a->out, "%u of %u exports %s used\n", counts.used, counts.provided,
                      counts.used == 1 ? "is" : "are");
        break;
    case SHARE_NAMESPACE:
    case SHARE_DYNAMIC: buffer_format(a->out, "can not be shaken, all of its exports may be used\n"); break;
    case SHARE_NO_FALLBACK:
        buffer_put_string(a->out, "the app has no copy of it, so its exports are not known\n");
        break;
    }
    if (a->question.name.length == 0 && row->mode != SHARE_NAMESPACE && row->mode != SHARE_DYNAMIC)
        put_used_names(a, row);
}

/* What would go if one export alone went. */
static void put_retained(struct answering *a, const struct retained *retained)
{
    if (!retained->known || retained->export_count == 0) return;
    struct table table;
    size_t alone = 0;
    uint32_t shown = retained->export_count;
    if (!a->options.all && shown > MOST_NAMES) shown = MOST_NAMES;
    for (uint32_t i = 0; i < retained->export_count; i++) alone += retained->exports[i].bytes;
    table_init(&table, &a->arena, 2);
    table.right[0] = true;
    for (uint32_t i = 0; i < shown; i++) {
        table_cell_count(&table, retained->exports[i].bytes);
        table_cell(&table, retained->exports[i].name);
    }
    if (shown < retained->export_count) {
        size_t others = 0;
        for (uint32_t i = shown; i < retained->export_count; i++) others += retained->exports[i].bytes;
        table_cell_count(&table, others);
        table_cell_format(&table, "of %u more exports, each alone; --all shows them", retained->export_count - shown);
    }
    table_cell_count(&table, retained->kept > alone ? retained->kept - alone : 0);
    table_cell(&table, TEXT("for several, or in any case"));
    buffer_put_string(a->out, "  bytes that are kept for one export alone:\n");
    put_indented(a, &table);
    table_release(&table);
}

void why_put_text(struct answering *a)
{
    const struct share_usage *usage = a->facts->share_usage;
    uint32_t rows = 0, count = a->answers.count, shown = why_shown_count(a);
    for (uint32_t r = 0; r < usage->row_count; r++) {
        if (!why_is_row_asked_for(a, &usage->rows[r])) continue;
        rows++;
        put_row_text(a, &usage->rows[r]);
        if (a->facts->retained) put_retained(a, &a->facts->retained[r]);
    }
    if (rows == 0) {
        put(a, a->question.key);
        buffer_put_string(a->out, ": configured, but no module of this app imports it\n");
    }
    for (uint32_t i = 0; i < shown; i++) put_use_text(a, &a->answers.at[i].use);
    if (shown < count) buffer_format(a->out, "\n  and %u more uses; --all shows them\n", count - shown);
    if (count || rows == 0) return;
    buffer_put_string(a->out, "\n  nothing in this app uses ");
    put(a, a->question.name.length ? a->question.name : TEXT("it"));
    buffer_put_char(a->out, '\n');
}
