#include "report/why.h"

#include "base/escape.h"
#include "base/json_write.h"
#include "base/vec.h"
#include "report/reason.h"

#include <stdlib.h>

/* ---------------------------------------------------------------------------------------------- the question */

static int compare_texts(const void *left, const void *right)
{
    return text_compare(*(const struct text *)left, *(const struct text *)right);
}

const struct text *why_keys(const struct graph *graph, struct arena *arena, uint32_t *count)
{
    VEC(struct text) keys = {0};
    for (module_id m = 1; m < graph->module_count; m++) {
        if (graph->modules[m].kind == MODULE_CONSUME_SHARED) vec_push(&keys, graph->modules[m].share_key);
    }
    for (uint32_t s = 0; s < graph->provided_share_count; s++) vec_push(&keys, graph->provided_shares[s].key);
    if (keys.count) qsort(keys.at, keys.count, sizeof *keys.at, compare_texts);
    *count = 0;
    for (uint32_t i = 0; i < keys.count; i++) {
        if (*count == 0 || !text_equal(keys.at[*count - 1], keys.at[i])) keys.at[(*count)++] = keys.at[i];
    }
    return vec_freeze(&keys, arena);
}

/* Splits KEY.EXPORT at the longest key that exists. */
static bool split_question(const struct text *keys, uint32_t count, struct text question, struct text *key,
                           struct text *name)
{
    bool found = false;
    for (uint32_t i = 0; i < count; i++) {
        bool whole = text_equal(keys[i], question);
        bool prefix = text_starts_with(question, keys[i]) && question.length > keys[i].length &&
                      question.at[keys[i].length] == '.';
        if (!whole && !prefix) continue;
        if (found && keys[i].length < key->length) continue;
        found = true;
        *key = keys[i];
        *name = whole ? TEXT("") : text_slice(question, keys[i].length + 1, question.length);
    }
    return found;
}

/* What to write instead of a construct that uses everything; empty where nothing can be done in the source. */
static const char *advice(enum reason_kind reason)
{
    switch (reason) {
    case REASON_NAMESPACE_ESCAPES: return "import the names that are needed, or pass single members on";
    case REASON_COMPUTED_MEMBER: return "write the member's name, or pick from an object of the members that are meant";
    case REASON_OPTIONAL_CHAIN: return "write ns.name: a namespace object is never null";
    case REASON_REST_PATTERN: return "name the members instead of ...rest";
    case REASON_DYNAMIC_IMPORT:
        return "take the names out: const { name } = await import(x), or .then(({ name }) => x)";
    case REASON_REQUIRE_ESCAPES: return "take the names out: const { name } = require(x)";
    case REASON_DIRECT_EVAL: return "use new Function, or indirect eval: (0, eval)(code)";
    case REASON_EXPORT_STAR_UNKNOWN: return "re-export the names that are meant: export { name } from x";
    case REASON_EXPORTED: return "re-export single names";
    case REASON_CONTEXT: return "import the module by its full name";
    case REASON_OPAQUE_MODULE: return "mend the module, or leave it out of the app";
    case REASON_NONE:
    case REASON_EXPOSED: return "";
    }
    return "";
}

/* ---------------------------------------------------------------------------------------------- the answer */

struct answering {
    const struct graph *graph;
    const struct chains *chains;
    struct arena arena;
    struct buffer *out;
    struct json_writer json;
    enum why_format format;
};

static void put(struct answering *a, struct text t)
{
    escape_text(a->out, t, false);
}

static struct text_place place_in(const struct module *module, uint32_t offset)
{
    return text_place_of(module->source, offset);
}

static void put_chain_text(struct answering *a, module_id module)
{
    uint32_t count;
    const module_id *chain = chains_to(a->chains, module, &a->arena, &count);
    if (count < 2) return;
    buffer_put_string(a->out, "      ");
    for (uint32_t i = 0; i < count; i++) {
        const struct module *m = &a->graph->modules[chain[i]];
        put(a, m->kind == MODULE_SOURCE ? m->shown_path : m->id);
        if (i + 1 == count) break;
        uint32_t request = a->chains->steps[chain[i + 1]].request;
        if (request != INDEX_NONE)
            buffer_format(a->out, ":%u", place_in(m, m->record->requests[request].statement.start).line);
        buffer_put_string(a->out, " -> ");
    }
    buffer_put_char(a->out, '\n');
}

static void put_use_text(struct answering *a, const struct share_use *use)
{
    const struct module *from = &a->graph->modules[use->from];
    buffer_put_string(a->out, "  ");
    put(a, from->shown_path);
    if (use->offset != UINT32_MAX) {
        struct text_place at = place_in(from, use->offset);
        buffer_format(a->out, ":%u:%u", at.line, at.column);
    }
    buffer_put_string(a->out, "  ");
    if (use->whole) buffer_put_string(a->out, reason_words((enum reason_kind)use->reason));
    else put(a, use->name ? names_text(a->graph->names, use->name) : TEXT("evaluated for its side effects"));
    buffer_put_char(a->out, '\n');
    const char *instead = use->whole ? advice((enum reason_kind)use->reason) : "";
    if (*instead) buffer_format(a->out, "      instead: %s\n", instead);
    put_chain_text(a, use->from);
}

static void put_use_json(struct answering *a, const struct share_use *use)
{
    const struct module *from = &a->graph->modules[use->from];
    struct json_writer *json = &a->json;
    json_object(json);
    json_key(json, TEXT("path"));
    json_string(json, from->shown_path);
    if (use->offset != UINT32_MAX) {
        struct text_place at = place_in(from, use->offset);
        json_key(json, TEXT("line"));
        json_integer(json, at.line);
        json_key(json, TEXT("column"));
        json_integer(json, at.column);
    }
    json_key(json, TEXT("export"));
    if (use->name) json_string(json, names_text(a->graph->names, use->name));
    else json_null(json);
    if (use->whole) {
        json_key(json, TEXT("reason"));
        json_string(json, text_of(reason_words((enum reason_kind)use->reason)));
        json_key(json, TEXT("instead"));
        json_string(json, text_of(advice((enum reason_kind)use->reason)));
    }
    json_key(json, TEXT("chain"));
    json_array(json);
    uint32_t count;
    const module_id *chain = chains_to(a->chains, use->from, &a->arena, &count);
    for (uint32_t i = 0; i < count; i++) {
        const struct module *m = &a->graph->modules[chain[i]];
        json_string(json, m->kind == MODULE_SOURCE ? m->shown_path : m->id);
    }
    json_end(json);
    json_end(json);
}

static bool is_asked_for(const struct answering *a, const struct share_use *use, struct text key, struct text name)
{
    if (!text_equal(a->graph->modules[use->consumed].share_key, key)) return false;
    if (name.length == 0 || use->whole) return true;
    return use->name && text_equal(names_text(a->graph->names, use->name), name);
}

enum why_answer why_put(const struct graph *graph, const struct used *used, const struct chains *chains,
                        struct text question, enum why_format format, struct buffer *out)
{
    struct answering a = {.graph = graph, .chains = chains, .out = out, .format = format};
    arena_init(&a.arena);
    uint32_t key_count, shown = 0;
    struct text key, name;
    const struct text *keys = why_keys(graph, &a.arena, &key_count);
    if (!split_question(keys, key_count, question, &key, &name)) {
        arena_release(&a.arena);
        return WHY_NO_SUCH_KEY;
    }
    if (format == WHY_JSON) {
        json_writer_init(&a.json, out);
        json_object(&a.json);
        json_key(&a.json, TEXT("key"));
        json_string(&a.json, key);
        json_key(&a.json, TEXT("export"));
        if (name.length) json_string(&a.json, name);
        else json_null(&a.json);
        json_key(&a.json, TEXT("uses"));
        json_array(&a.json);
    } else {
        put(&a, question);
        buffer_put_char(out, '\n');
    }
    for (uint32_t i = 0; i < used->share_use_count; i++) {
        if (!is_asked_for(&a, &used->share_uses[i], key, name)) continue;
        shown++;
        if (format == WHY_JSON) put_use_json(&a, &used->share_uses[i]);
        else put_use_text(&a, &used->share_uses[i]);
    }
    if (format == WHY_JSON) {
        json_end(&a.json);
        json_end(&a.json);
        json_finish(&a.json);
    } else if (shown == 0) {
        buffer_put_string(out, "  nothing in this app uses it\n");
    }
    arena_release(&a.arena);
    return shown ? WHY_USED : WHY_UNUSED;
}
