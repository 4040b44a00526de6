/* The answer of why as JSON. */
#include "analyze/reason.h"
#include "base/json_write.h"
#include "report/why_answer.h"

struct writing {
    struct answering *a;
    struct json_writer json;
};

static void put_chain(struct writing *w, const struct chain_path *chain)
{
    struct json_writer *json = &w->json;
    json_array(json);
    for (uint32_t i = 0; i < chain->count; i++) {
        const struct module *module = &w->a->facts->graph->modules[chain->hops[i].module];
        struct text_place place;
        json_object(json);
        if (why_place_of_request(w->a, chain->hops[i].module, chain->hops[i].request, &place)) {
            json_put_count(json, "column", place.column);
            json_put_count(json, "line", place.line);
        }
        if (module->kind == MODULE_CONSUME_SHARED) json_put_text(json, "share", module->share_key);
        else json_put_text(json, "path", module->shown_path);
        json_end(json);
    }
    json_end(json);
}

/* The shortest chain, and with --all every one that is listed. */
static void put_chains(struct writing *w, const struct why_chains *chains)
{
    struct json_writer *json = &w->json;
    json_key(json, TEXT("chain"));
    put_chain(w, chains->count ? &chains->at[0] : &(struct chain_path){0});
    if (!w->a->edges) return;
    json_key(json, TEXT("chains"));
    json_array(json);
    for (uint32_t i = 0; i < chains->count; i++) put_chain(w, &chains->at[i]);
    json_end(json);
}

static void put_start(struct writing *w, const struct why_chains *chains)
{
    struct json_writer *json = &w->json;
    json_key(json, TEXT("from"));
    if (chains->count == 0) {
        json_null(json);
        return;
    }
    struct why_start start = why_start_of(w->a, chains->at[0].hops[0].module);
    json_object(json);
    json_put_text(json, "kind", text_of(start.kind));
    json_put_text(json, "name", start.name);
    json_end(json);
}

static void put_use(struct writing *w, const struct share_use *use)
{
    const struct answering *a = w->a;
    struct why_chains chains = why_chains_to(w->a, use->from);
    const struct module *from = &a->facts->graph->modules[use->from];
    struct json_writer *json = &w->json;
    json_object(json);
    bool placed = use->offset != UINT32_MAX;
    struct text_place place = placed ? why_place_in(from, use->offset) : (struct text_place){0};
    put_chains(w, &chains);
    if (placed) json_put_count(json, "column", place.column);
    json_key(json, TEXT("export"));
    if (use->name) json_string(json, names_text(a->facts->graph->names, use->name));
    else json_null(json);
    put_start(w, &chains);
    if (use->whole) json_put_text(json, "instead", text_of(why_advice((enum reason_kind)use->reason)));
    if (placed) json_put_count(json, "line", place.line);
    if (a->edges) {
        json_put_bool(json, "moreChains", chains.more);
    }
    json_put_text(json, "path", from->shown_path);
    if (use->whole) json_put_text(json, "reason", text_of(reason_words((enum reason_kind)use->reason)));
    json_put_bool(json, "whole", use->whole);
    json_end(json);
}

/* Bytes of the chunk that stay, and for each export what would go if it alone went. */
static void put_retained(struct writing *w, const struct retained *retained)
{
    struct json_writer *json = &w->json;
    json_key(json, TEXT("retained"));
    if (!retained->known) {
        json_null(json);
        return;
    }
    json_object(json);
    json_put_count(json, "bytesKept", retained->kept);
    json_key(json, TEXT("exports"));
    json_array(json);
    for (uint32_t i = 0; i < retained->export_count; i++) {
        json_flat_object(json);
        json_put_count(json, "bytes", retained->exports[i].bytes);
        json_put_text(json, "export", retained->exports[i].name);
        json_end(json);
    }
    json_end(json);
    json_end(json);
}

static void put_row(struct writing *w, const struct share_row *row, const struct retained *retained)
{
    static const char *const modes[] = {"exact", "namespace", "dynamic", "no-fallback"};
    struct why_counts counts = why_count_exports(row);
    struct json_writer *json = &w->json;
    json_object(json);
    json_put_text(json, "mode", text_of(modes[row->mode]));
    json_put_count(json, "provided", counts.provided);
    if (retained) put_retained(w, retained);
    json_put_text(json, "scope", row->scope);
    json_put_count(json, "used", counts.used);
    json_put_text(json, "version", row->version);
    json_end(json);
}

void why_put_json(struct answering *a)
{
    const struct share_usage *usage = a->facts->share_usage;
    struct writing w = {.a = a};
    struct json_writer *json = &w.json;
    json_writer_init(json, a->out);
    json_object(json);
    json_key(json, TEXT("export"));
    if (a->question.name.length) json_string(json, a->question.name);
    else json_null(json);
    json_put_text(json, "key", a->question.key);
    json_key(json, TEXT("mfshake"));
    json_flat_object(json);
    json_put_count(json, "why", 1);
    json_end(json);
    json_key(json, TEXT("shares"));
    json_array(json);
    for (uint32_t r = 0; r < usage->row_count; r++) {
        const struct retained *retained = a->facts->retained ? &a->facts->retained[r] : NULL;
        if (why_is_row_asked_for(a, &usage->rows[r])) put_row(&w, &usage->rows[r], retained);
    }
    json_end(json);
    json_key(json, TEXT("uses"));
    json_array(json);
    for (uint32_t i = 0; i < a->answers.count; i++) put_use(&w, &a->answers.at[i].use);
    json_end(json);
    json_end(json);
    json_finish(json);
}
