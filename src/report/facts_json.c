#define _GNU_SOURCE /* qsort_r */
#include "report/facts_json.h"

#include "base/json_write.h"
#include "base/vec.h"

#include <stdlib.h>

struct dump {
    const struct graph *graph;
    const struct provided *provided;
    const struct used *used;
    const struct used *used_of_shares;
    const struct attribution *attribution;
    struct json_writer json;
};

/* ---------------------------------------------------------------------------------------------- modules */

static struct text shown_id(const struct dump *d, module_id module)
{
    struct text id = d->graph->modules[module].id;
    return text_starts_with(id, TEXT("./")) ? text_slice(id, 2, id.length) : id;
}

static int compare_ids(const void *left, const void *right, void *context)
{
    return text_compare(shown_id(context, *(const module_id *)left), shown_id(context, *(const module_id *)right));
}

static void write_provided(struct dump *d, module_id module)
{
    const struct provided_module *provided = &d->provided->modules[module];
    const struct record *record = d->graph->modules[module].record;
    json_key(&d->json, TEXT("provided"));
    if (!record || record->syntax == MODULE_ASSET) {
        json_null(&d->json);
    } else if (provided->open) {
        json_bool(&d->json, true);
    } else {
        json_array(&d->json);
        for (uint32_t i = 0; i < provided->count; i++)
            json_string(&d->json, names_text(d->graph->names, provided->exports[i].name));
        json_end(&d->json);
    }
}

static void write_used(struct dump *d, module_id module)
{
    const struct used *used = d->used;
    uint32_t first = used->first_name[module], end = used->first_name[module + 1];
    json_key(&d->json, TEXT("used"));
    bool any = bitset_has(used->whole, module) || first != end;
    if (any && d->provided->modules[module].open && d->graph->modules[module].record->syntax != MODULE_ESM) {
        json_null(&d->json); /* webpack: usage of names that are not known is not tracked but in ES modules */
    } else if (bitset_has(used->whole, module)) {
        json_bool(&d->json, true);
    } else if (first == end && !bitset_has(used->evaluated, module)) {
        json_bool(&d->json, false);
    } else {
        json_array(&d->json);
        for (uint32_t i = first; i < end; i++) json_string(&d->json, names_text(d->graph->names, used->names[i].name));
        json_end(&d->json);
    }
}

static void write_modules(struct dump *d)
{
    VEC(module_id) modules = {0};
    for (module_id m = 1; m < d->graph->module_count; m++) {
        if (d->graph->modules[m].kind == MODULE_SOURCE) vec_push(&modules, m);
    }
    if (modules.count) qsort_r(modules.at, modules.count, sizeof *modules.at, compare_ids, d);
    json_key(&d->json, TEXT("modules"));
    json_object(&d->json);
    for (uint32_t i = 0; i < modules.count; i++) {
        json_key(&d->json, shown_id(d, modules.at[i]));
        json_object(&d->json);
        write_provided(d, modules.at[i]);
        write_used(d, modules.at[i]);
        json_end(&d->json);
    }
    json_end(&d->json);
    vec_release(&modules);
}

/* ---------------------------------------------------------------------------------------------- shares */

struct app_use {
    struct text key, name; /* an empty name: everything; or nothing but evaluation */
    bool whole, nothing;
};

static int compare_uses(const void *left, const void *right)
{
    const struct app_use *a = left, *b = right;
    int order = text_compare(a->key, b->key);
    return order ? order : text_compare(a->name, b->name);
}

/* A module of the app itself, by the module whose request crosses the key; one that only a shared package leads to speaks for that package. */
static bool is_of_app(const struct dump *d, module_id module)
{
    const struct module_attribution *attribution = &d->attribution->modules[module];
    bool behind_a_share = attribution->distance && !attribution->external;
    return !d->graph->modules[module].in_dependency && !behind_a_share;
}

static void write_uses_of_key(struct dump *d, const struct app_use *uses, uint32_t count)
{
    bool whole = false;
    for (uint32_t i = 0; i < count; i++) whole = whole || uses[i].whole;
    json_key(&d->json, uses[0].key);
    json_object(&d->json);
    json_key(&d->json, TEXT("used"));
    if (whole) {
        json_string(&d->json, TEXT("*"));
    } else {
        json_array(&d->json);
        for (uint32_t i = 0; i < count; i++) {
            if (!uses[i].nothing && (i == 0 || uses[i - 1].nothing || compare_uses(&uses[i - 1], &uses[i]) != 0))
                json_string(&d->json, uses[i].name);
        }
        json_end(&d->json);
    }
    json_end(&d->json);
}

static void write_shared(struct dump *d)
{
    VEC(struct app_use) uses = {0};
    for (module_id m = 1; m < d->graph->module_count; m++) { /* so that a key without a use is listed too */
        const struct module *module = &d->graph->modules[m];
        if (module->kind == MODULE_CONSUME_SHARED)
            vec_push(&uses, (struct app_use){.key = module->share_key, .nothing = true});
    }
    for (uint32_t i = 0; i < d->used_of_shares->share_use_count; i++) {
        const struct share_use *use = &d->used_of_shares->share_uses[i];
        if (!is_of_app(d, use->through)) continue;
        struct app_use app_use = {
            .key = d->graph->modules[use->consumed].share_key, .whole = use->whole, .nothing = use->name == NAME_NONE};
        if (use->name != NAME_NONE) app_use.name = names_text(d->graph->names, use->name);
        vec_push(&uses, app_use);
    }
    if (uses.count) qsort(uses.at, uses.count, sizeof *uses.at, compare_uses);
    json_key(&d->json, TEXT("shared"));
    json_object(&d->json);
    for (uint32_t i = 0, end; i < uses.count; i = end) {
        for (end = i; end < uses.count && text_equal(uses.at[end].key, uses.at[i].key);) end++;
        write_uses_of_key(d, uses.at + i, end - i);
    }
    json_end(&d->json);
    vec_release(&uses);
}

static void write_facts(struct dump *d)
{
    json_object(&d->json);
    write_modules(d);
    write_shared(d);
    json_end(&d->json);
}

void facts_json(const struct graph *graph, const struct provided *provided, const struct used *used,
                const struct used *used_of_shares, const struct attribution *attribution, struct buffer *out)
{
    struct dump d = {.graph = graph,
                     .provided = provided,
                     .used = used,
                     .used_of_shares = used_of_shares,
                     .attribution = attribution};
    json_writer_init(&d.json, out);
    write_facts(&d);
    json_finish(&d.json);
}

/* ---------------------------------------------------------------------------------------------- runtimes */

static int compare_runtimes(const void *left, const void *right)
{
    const struct runtime_facts *const *a = left, *const *b = right;
    return text_compare((*a)->name, (*b)->name);
}

static void write_runtimes(struct dump *d, const char *key, const struct runtime_facts *runtimes, uint32_t count,
                           bool exposed)
{
    VEC(const struct runtime_facts *) sorted = {0};
    for (uint32_t i = 0; i < count; i++) {
        if (runtimes[i].exposed == exposed) vec_push(&sorted, &runtimes[i]);
    }
    if (sorted.count) qsort(sorted.at, sorted.count, sizeof *sorted.at, compare_runtimes);
    json_key(&d->json, text_of(key));
    json_object(&d->json);
    for (uint32_t i = 0; i < sorted.count; i++) {
        d->used = &sorted.at[i]->used;
        d->used_of_shares = &sorted.at[i]->used_of_shares;
        json_key(&d->json, sorted.at[i]->name);
        write_facts(d);
    }
    json_end(&d->json);
    vec_release(&sorted);
}

void runtimes_json(const struct graph *graph, const struct provided *provided, const struct runtime_facts *runtimes,
                   uint32_t count, const struct attribution *attribution, struct buffer *out)
{
    struct dump d = {.graph = graph, .provided = provided, .attribution = attribution};
    json_writer_init(&d.json, out);
    json_object(&d.json);
    write_runtimes(&d, "entries", runtimes, count, false);
    write_runtimes(&d, "exposes", runtimes, count, true);
    json_end(&d.json);
    json_finish(&d.json);
}
