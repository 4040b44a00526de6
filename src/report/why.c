#define _GNU_SOURCE /* qsort_r */
#include "report/why.h"

#include "analyze/reason.h"
#include "base/escape.h"
#include "base/json_write.h"
#include "base/vec.h"

#include <stdlib.h>

enum {
    MOST_USES = 5,    /* shown without --all */
    MOST_NAMES = 20,  /* of used exports */
    MOST_HOPS = 10,   /* of a chain; longer ones lose their middle */
    MOST_NEAREST = 3, /* keys or names proposed for a wrong one */
    MOST_MISTAKES = 3
};

/* One use that answers the question. */
struct answer {
    struct share_use use;
    uint32_t distance; /* modules on its chain */
    uint8_t rank;      /* enum answer_rank */
};

enum answer_rank { RANK_WHOLE, RANK_NEAREST, RANK_ANOTHER, RANK_EVALUATED };

struct answering {
    const struct why_facts *facts;
    struct why_options options;
    struct arena arena;
    struct buffer *out;
    struct json_writer json;
    struct text key, name; /* an empty name: the share as a whole is asked for */
    VEC(struct answer) answers;
};

typedef VEC(struct text) text_vec;

/* ---------------------------------------------------------------------------------------------- the question */

static int compare_texts(const void *left, const void *right)
{
    return text_compare(*(const struct text *)left, *(const struct text *)right);
}

/* The keys that can be asked for, sorted: those of the report, and configured ones that nobody imports. */
static void collect_keys(const struct why_facts *facts, text_vec *keys)
{
    for (uint32_t r = 0; r < facts->share_usage->row_count; r++) vec_push(keys, facts->share_usage->rows[r].key);
    for (uint32_t s = 0; s < facts->config->share_count; s++) {
        const struct share *share = &facts->config->shares[s];
        if (share->kind != SHARE_PREFIX) vec_push(keys, share->share_key);
    }
    if (keys->count) qsort(keys->at, keys->count, sizeof *keys->at, compare_texts);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < keys->count; i++) {
        if (kept == 0 || !text_equal(keys->at[kept - 1], keys->at[i])) keys->at[kept++] = keys->at[i];
    }
    keys->count = kept;
}

/* Splits KEY.EXPORT at the longest key that exists. */
static bool split_question(struct answering *a, const text_vec *keys, struct text question)
{
    bool found = false;
    for (uint32_t i = 0; i < keys->count; i++) {
        struct text key = keys->at[i];
        bool whole = text_equal(key, question);
        bool prefix =
            text_starts_with(question, key) && question.length > key.length + 1 && question.at[key.length] == '.';
        if ((!whole && !prefix) || (found && key.length < a->key.length)) continue;
        found = true;
        a->key = key;
        a->name = whole ? TEXT("") : text_slice(question, key.length + 1, question.length);
    }
    return found;
}

/* Distance of a key from the question, or from what stands before one of its dots. */
static unsigned distance_to(struct text question, struct text candidate, bool cut_at_dots)
{
    unsigned least = text_distance(question, candidate, MOST_MISTAKES);
    for (size_t dot = 0; cut_at_dots && dot < question.length; dot++) {
        if (question.at[dot] != '.') continue;
        unsigned distance = text_distance(text_slice(question, 0, dot), candidate, MOST_MISTAKES);
        if (distance < least) least = distance;
    }
    return least >= candidate.length ? MOST_MISTAKES + 1 : least;
}

/* "; did you mean a or b?", or "; there are a, b, c" when nothing is near; empty without candidates. `candidates` are sorted. */
static struct text proposal(struct answering *a, struct text wrong, const text_vec *candidates, bool cut_at_dots)
{
    struct buffer said;
    uint32_t near = 0;
    buffer_init(&said);
    for (unsigned distance = 0; distance <= MOST_MISTAKES && near < MOST_NEAREST; distance++) {
        for (uint32_t i = 0; i < candidates->count && near < MOST_NEAREST; i++) {
            if (distance_to(wrong, candidates->at[i], cut_at_dots) != distance) continue;
            buffer_format(&said, "%s'%.*s'", near++ ? " or " : "; did you mean ", TEXT_ARGS(candidates->at[i]));
        }
    }
    if (near) buffer_put_char(&said, '?');
    for (uint32_t i = 0; near == 0 && i < candidates->count && i < MOST_NAMES; i++)
        buffer_format(&said, "%s'%.*s'", i ? ", " : "; there are ", TEXT_ARGS(candidates->at[i]));
    if (near == 0 && candidates->count > MOST_NAMES)
        buffer_format(&said, " and %u more", candidates->count - MOST_NAMES);
    struct text text = arena_copy(&a->arena, buffer_text(&said));
    buffer_release(&said);
    return text;
}

static bool is_row_asked_for(const struct answering *a, const struct share_row *row)
{
    return text_equal(row->key, a->key);
}

/* False when every export of the share is known and none is called so. */
static bool may_exist(const struct answering *a, text_vec *known)
{
    const struct share_usage *usage = a->facts->share_usage;
    uint32_t rows = 0;
    for (uint32_t r = 0; r < usage->row_count; r++) {
        const struct share_row *row = &usage->rows[r];
        if (!is_row_asked_for(a, row)) continue;
        rows++;
        if (row->mode == SHARE_NO_FALLBACK || row->fallback == MODULE_NONE ||
            a->facts->provided->modules[row->fallback].open)
            return true;
        for (uint32_t i = 0; i < row->export_count; i++) {
            struct text name = names_text(a->facts->graph->names, row->exports[i].name);
            if (text_equal(name, a->name)) return true;
            vec_push(known, name);
        }
    }
    return rows == 0;
}

static bool understand(struct answering *a, struct text question, struct diagnostics *diagnostics)
{
    text_vec keys = {0}, known = {0};
    collect_keys(a->facts, &keys);
    bool good = split_question(a, &keys, question);
    if (!good) {
        diag_add(diagnostics, DIAG_WHY_UNKNOWN, diag_nowhere, "the app shares no '%.*s'%.*s", TEXT_ARGS(question),
                 TEXT_ARGS(proposal(a, question, &keys, true)));
    } else if (a->name.length && !may_exist(a, &known)) {
        good = false;
        diag_add(diagnostics, DIAG_WHY_UNKNOWN, diag_nowhere, "'%.*s' has no export '%.*s'%.*s", TEXT_ARGS(a->key),
                 TEXT_ARGS(a->name), TEXT_ARGS(proposal(a, a->name, &known, false)));
    }
    vec_release(&keys);
    vec_release(&known);
    return good;
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
    case REASON_EXPORTED: return "re-export single names: export { name } from x";
    case REASON_CONTEXT: return "import the module by its full name";
    case REASON_OPAQUE_MODULE: return "mend the module, or leave it out of the app";
    case REASON_MODULE_CACHE: return "ask for the module by require(), and for its members by name";
    case REASON_NO_EXPORT: return "read only names that it exports";
    case REASON_DEFAULT_UNKNOWN:
    case REASON_CALLED_MEMBER: return "import the names that are needed: import { name } from x";
    case REASON_NONE:
    case REASON_FRAMEWORK:
    case REASON_EXPOSED: return "";
    }
    return "";
}

/* ---------------------------------------------------------------------------------------------- the uses */

static bool is_asked_for(const struct answering *a, const struct share_use *use)
{
    const struct graph *graph = a->facts->graph;
    if (!text_equal(graph->modules[use->consumed].share_key, a->key)) return false;
    if (a->name.length == 0 || use->whole) return true;
    return use->name && text_equal(names_text(graph->names, use->name), a->name);
}

static void add_answer(struct answering *a, const struct share_use *use)
{
    struct answer answer = {.use = *use, .rank = RANK_ANOTHER};
    chains_to(a->facts->chains, use->from, &a->arena, &answer.distance);
    if (use->whole) answer.rank = RANK_WHOLE;
    else if (use->name == NAME_NONE) answer.rank = RANK_EVALUATED;
    vec_push(&a->answers, answer);
}

/* A share that nobody imports may still be used by a module that was not understood. */
static void add_opaque_users(struct answering *a)
{
    const struct graph *graph = a->facts->graph;
    for (uint32_t r = 0; r < a->facts->share_usage->row_count; r++) {
        const struct share_row *row = &a->facts->share_usage->rows[r];
        if (is_row_asked_for(a, row) && row->consumed) return;
    }
    for (module_id m = 1; m < graph->module_count; m++) {
        const struct module *module = &graph->modules[m];
        if (module->kind != MODULE_SOURCE || module->record->syntax != MODULE_OPAQUE) continue;
        if (!bitset_has(a->facts->used->evaluated, m)) continue;
        add_answer(a,
                   &(struct share_use){.whole = true, .reason = REASON_OPAQUE_MODULE, .from = m, .offset = UINT32_MAX});
    }
}

/* Imports of a share of which nothing is used are no uses: the nearest one is shown. */
static void add_imports(struct answering *a)
{
    const struct graph *graph = a->facts->graph;
    for (module_id m = 1; m < graph->module_count; m++) {
        const struct module *module = &graph->modules[m];
        const struct chain_step *step = &a->facts->chains->steps[m];
        if (module->kind != MODULE_CONSUME_SHARED || !text_equal(module->share_key, a->key)) continue;
        if (!step->reached || step->importer == MODULE_NONE || step->request == INDEX_NONE) continue;
        const struct request *request = &graph->modules[step->importer].record->requests[step->request];
        add_answer(a, &(struct share_use){.consumed = m, .from = step->importer, .offset = request->statement.start});
    }
}

static int compare_answers(const void *left, const void *right, void *context)
{
    const struct answer *a = left, *b = right;
    const struct graph *graph = context;
    if (a->rank != b->rank) return a->rank < b->rank ? -1 : 1;
    const struct module *from_a = &graph->modules[a->use.from], *from_b = &graph->modules[b->use.from];
    if (from_a->in_dependency != from_b->in_dependency) return from_b->in_dependency ? -1 : 1;
    if (a->distance != b->distance) return a->distance < b->distance ? -1 : 1;
    int order = text_compare(from_a->shown_path, from_b->shown_path);
    if (order) return order;
    if (a->use.offset != b->use.offset) return a->use.offset < b->use.offset ? -1 : 1;
    return text_compare(names_text(graph->names, a->use.name), names_text(graph->names, b->use.name));
}

static bool is_same_use(const struct answer *a, const struct answer *b)
{
    return a->use.from == b->use.from && a->use.offset == b->use.offset && a->use.name == b->use.name &&
           a->use.whole == b->use.whole;
}

static void sort_answers(struct answering *a)
{
    struct answer *at = a->answers.at;
    uint32_t count = a->answers.count, kept = 0;
    const struct graph *graph = a->facts->graph;
    /* qsort_r's context is not const; it is only read. */
    union {
        const struct graph *in;
        void *out;
    } context = {graph};
    if (count) qsort_r(at, count, sizeof *at, compare_answers, context.out);
    struct map seen;
    map_init(&seen);
    for (uint32_t i = 0; i < count; i++) {
        if (kept && is_same_use(&at[kept - 1], &at[i])) continue;
        at[kept] = at[i];
        if (at[kept].rank == RANK_ANOTHER && !map_get(&seen, at[kept].use.name, 0)) {
            at[kept].rank = RANK_NEAREST;
            map_set(&seen, at[kept].use.name, 1);
        }
        kept++;
    }
    map_release(&seen);
    a->answers.count = kept;
    if (kept) qsort_r(at, kept, sizeof *at, compare_answers, context.out);
}

static void collect_answers(struct answering *a)
{
    const struct used *used = a->facts->used;
    for (uint32_t i = 0; i < used->share_use_count; i++) {
        if (is_asked_for(a, &used->share_uses[i])) add_answer(a, &used->share_uses[i]);
    }
    add_opaque_users(a);
    if (a->answers.count == 0 && a->name.length == 0) add_imports(a);
    sort_answers(a);
}

/* ---------------------------------------------------------------------------------------------- chains */

static struct text_place place_in(const struct module *module, uint32_t offset)
{
    return text_place_of(module->source, offset);
}

/* What a chain starts with: an entry, an expose, or a share that only other apps ask for. */
static struct text start_of(const struct answering *a, module_id module, const char **kind)
{
    const struct graph *graph = a->facts->graph;
    for (uint32_t r = 0; r < graph->root_count; r++) {
        if (graph->roots[r].module != module) continue;
        *kind = graph->roots[r].exposed ? "expose" : "entry";
        return graph->roots[r].name;
    }
    for (uint32_t s = 0; s < graph->provided_share_count; s++) {
        if (graph->provided_shares[s].module != module) continue;
        *kind = "share";
        return graph->provided_shares[s].key;
    }
    *kind = "module";
    return graph->modules[module].shown_path;
}

/* Where the chain's module asks for the next one. False in a consume-shared module, and at the end. */
static bool place_of_hop(const struct answering *a, const module_id *chain, uint32_t count, uint32_t hop,
                         struct text_place *place)
{
    if (hop + 1 >= count) return false;
    uint32_t request = a->facts->chains->steps[chain[hop + 1]].request;
    const struct module *module = &a->facts->graph->modules[chain[hop]];
    if (request == INDEX_NONE) return false;
    *place = place_in(module, module->record->requests[request].statement.start);
    return true;
}

/* ---------------------------------------------------------------------------------------------- text */

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

static void put_hop(struct answering *a, const module_id *chain, uint32_t count, uint32_t hop)
{
    const struct module *module = &a->facts->graph->modules[chain[hop]];
    struct text_place place;
    if (module->kind == MODULE_CONSUME_SHARED) {
        buffer_put_string(a->out, "share ");
        put(a, module->share_key);
        return;
    }
    put(a, module->shown_path);
    if (place_of_hop(a, chain, count, hop, &place)) buffer_format(a->out, ":%u", place.line);
}

static void put_chain_text(struct answering *a, module_id from)
{
    uint32_t count;
    const module_id *chain = chains_to(a->facts->chains, from, &a->arena, &count);
    if (count == 0) return;
    const char *kind;
    struct text start = start_of(a, chain[0], &kind);
    buffer_format(a->out, "    %sfrom %s ", DIM(a), kind);
    put(a, start);
    uint32_t gap_start = count, gap_end = count;
    if (!a->options.all && count > MOST_HOPS) gap_start = MOST_HOPS / 2, gap_end = count - MOST_HOPS / 2;
    for (uint32_t hop = 0; hop < count; hop++) {
        buffer_put_string(a->out, hop ? " -> " : ": ");
        if (hop == gap_start) {
            buffer_format(a->out, "%u modules", gap_end - gap_start);
            hop = gap_end - 1;
        } else {
            put_hop(a, chain, count, hop);
        }
    }
    buffer_format(a->out, "%s\n", PLAIN(a));
}

static void put_use_text(struct answering *a, const struct share_use *use)
{
    const struct module *from = &a->facts->graph->modules[use->from];
    buffer_format(a->out, "\n  %s", BOLD(a));
    put(a, from->shown_path);
    if (use->offset != UINT32_MAX) {
        struct text_place at = place_in(from, use->offset);
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
    const char *instead = use->whole ? advice((enum reason_kind)use->reason) : "";
    if (*instead) buffer_format(a->out, "    instead: %s\n", instead);
    put_chain_text(a, use->from);
}

struct row_counts {
    uint32_t used, provided;
};

static struct row_counts count_exports(const struct share_row *row)
{
    struct row_counts counts = {0};
    for (uint32_t i = 0; i < row->export_count; i++) {
        counts.used += row->exports[i].used;
        counts.provided += row->exports[i].provided;
    }
    return counts;
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
    struct row_counts counts = count_exports(row);
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
    if (a->name.length == 0 && row->mode != SHARE_NAMESPACE && row->mode != SHARE_DYNAMIC) put_used_names(a, row);
}

static void put_text(struct answering *a)
{
    const struct share_usage *usage = a->facts->share_usage;
    uint32_t rows = 0, count = a->answers.count, shown = a->options.all || count <= MOST_USES + 1 ? count : MOST_USES;
    for (uint32_t r = 0; r < usage->row_count; r++) {
        if (!is_row_asked_for(a, &usage->rows[r])) continue;
        rows++;
        put_row_text(a, &usage->rows[r]);
    }
    if (rows == 0) {
        put(a, a->key);
        buffer_put_string(a->out, ": configured, but no module of this app imports it\n");
    }
    for (uint32_t i = 0; i < shown; i++) put_use_text(a, &a->answers.at[i].use);
    if (shown < count) buffer_format(a->out, "\n  and %u more uses; --all shows them\n", count - shown);
    if (count || rows == 0) return;
    buffer_put_string(a->out, "\n  nothing in this app uses ");
    put(a, a->name.length ? a->name : TEXT("it"));
    buffer_put_char(a->out, '\n');
}

/* ---------------------------------------------------------------------------------------------- JSON */

static void json_member(struct json_writer *json, const char *key, struct text value)
{
    json_key(json, text_of(key));
    json_string(json, value);
}

static void json_count(struct json_writer *json, const char *key, uint32_t value)
{
    json_key(json, text_of(key));
    json_integer(json, value);
}

static void put_chain_json(struct answering *a, module_id from)
{
    struct json_writer *json = &a->json;
    uint32_t count;
    const module_id *chain = chains_to(a->facts->chains, from, &a->arena, &count);
    json_key(json, TEXT("chain"));
    json_array(json);
    for (uint32_t hop = 0; hop < count; hop++) {
        const struct module *module = &a->facts->graph->modules[chain[hop]];
        struct text_place place;
        json_object(json);
        if (place_of_hop(a, chain, count, hop, &place)) {
            json_count(json, "column", place.column);
            json_count(json, "line", place.line);
        }
        if (module->kind == MODULE_CONSUME_SHARED) json_member(json, "share", module->share_key);
        else json_member(json, "path", module->shown_path);
        json_end(json);
    }
    json_end(json);
}

static void put_start_json(struct answering *a, module_id from)
{
    struct json_writer *json = &a->json;
    uint32_t count;
    const module_id *chain = chains_to(a->facts->chains, from, &a->arena, &count);
    json_key(json, TEXT("from"));
    if (count == 0) {
        json_null(json);
        return;
    }
    const char *kind;
    struct text start = start_of(a, chain[0], &kind);
    json_object(json);
    json_member(json, "kind", text_of(kind));
    json_member(json, "name", start);
    json_end(json);
}

static void put_use_json(struct answering *a, const struct share_use *use)
{
    const struct module *from = &a->facts->graph->modules[use->from];
    struct json_writer *json = &a->json;
    json_object(json);
    bool placed = use->offset != UINT32_MAX;
    struct text_place place = placed ? place_in(from, use->offset) : (struct text_place){0};
    put_chain_json(a, use->from);
    if (placed) json_count(json, "column", place.column);
    json_key(json, TEXT("export"));
    if (use->name) json_string(json, names_text(a->facts->graph->names, use->name));
    else json_null(json);
    put_start_json(a, use->from);
    if (use->whole) json_member(json, "instead", text_of(advice((enum reason_kind)use->reason)));
    if (placed) json_count(json, "line", place.line);
    json_member(json, "path", from->shown_path);
    if (use->whole) json_member(json, "reason", text_of(reason_words((enum reason_kind)use->reason)));
    json_key(json, TEXT("whole"));
    json_bool(json, use->whole);
    json_end(json);
}

static void put_row_json(struct answering *a, const struct share_row *row)
{
    static const char *const modes[] = {"exact", "namespace", "dynamic", "no-fallback"};
    struct row_counts counts = count_exports(row);
    struct json_writer *json = &a->json;
    json_object(json);
    json_member(json, "mode", text_of(modes[row->mode]));
    json_count(json, "provided", counts.provided);
    json_member(json, "scope", row->scope);
    json_count(json, "used", counts.used);
    json_member(json, "version", row->version);
    json_end(json);
}

static void put_json(struct answering *a)
{
    const struct share_usage *usage = a->facts->share_usage;
    struct json_writer *json = &a->json;
    json_writer_init(json, a->out);
    json_object(json);
    json_key(json, TEXT("export"));
    if (a->name.length) json_string(json, a->name);
    else json_null(json);
    json_member(json, "key", a->key);
    json_key(json, TEXT("shares"));
    json_array(json);
    for (uint32_t r = 0; r < usage->row_count; r++) {
        if (is_row_asked_for(a, &usage->rows[r])) put_row_json(a, &usage->rows[r]);
    }
    json_end(json);
    json_key(json, TEXT("uses"));
    json_array(json);
    for (uint32_t i = 0; i < a->answers.count; i++) put_use_json(a, &a->answers.at[i].use);
    json_end(json);
    json_end(json);
    json_finish(json);
}

/* ---------------------------------------------------------------------------------------------- the answer */

bool why_put(const struct why_facts *facts, struct text question, struct why_options options, struct buffer *out,
             struct diagnostics *diagnostics)
{
    struct answering a = {.facts = facts, .options = options, .out = out};
    arena_init(&a.arena);
    bool good = understand(&a, question, diagnostics);
    if (good) {
        collect_answers(&a);
        if (options.json) put_json(&a);
        else put_text(&a);
    }
    vec_release(&a.answers);
    arena_release(&a.arena);
    return good;
}
