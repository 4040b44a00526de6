/* The uses that answer a question, and the import chains that lead to them. */
#define _GNU_SOURCE /* qsort_r */
#include "analyze/reason.h"
#include "report/why_answer.h"

#include <stdlib.h>

enum {
    MOST_USES = 5,    /* shown without --all */
    MOST_CHAINS = 100 /* to one use, with --all */
};

static bool is_asked_for(const struct answering *a, const struct share_use *use)
{
    const struct graph *graph = a->facts->graph;
    if (!text_equal(graph->modules[use->consumed].share_key, a->question.key)) return false;
    if (a->question.name.length == 0 || use->whole) return true;
    return use->name && text_equal(names_text(graph->names, use->name), a->question.name);
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
        if (why_is_row_asked_for(a, row) && row->consumed) return;
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
        if (module->kind != MODULE_CONSUME_SHARED || !text_equal(module->share_key, a->question.key)) continue;
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

void why_collect_uses(struct answering *a)
{
    const struct used *used = a->facts->used;
    for (uint32_t i = 0; i < used->share_use_count; i++) {
        if (is_asked_for(a, &used->share_uses[i])) add_answer(a, &used->share_uses[i]);
    }
    add_opaque_users(a);
    if (a->answers.count == 0 && a->question.name.length == 0) add_imports(a);
    sort_answers(a);
}

struct why_counts why_count_exports(const struct share_row *row)
{
    struct why_counts counts = {0};
    for (uint32_t i = 0; i < row->export_count; i++) {
        counts.used += row->exports[i].used;
        counts.provided += row->exports[i].provided;
    }
    return counts;
}

uint32_t why_shown_count(const struct answering *a)
{
    return a->options.all || a->answers.count <= MOST_USES + 1 ? a->answers.count : MOST_USES;
}

/* ---------------------------------------------------------------------------------------------- what to do */

const char *why_advice(enum reason_kind reason)
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

/* ---------------------------------------------------------------------------------------------- chains */

struct text_place why_place_in(const struct module *module, uint32_t offset)
{
    return text_place_of(module->source, offset);
}

struct why_start why_start_of(const struct answering *a, module_id module)
{
    const struct graph *graph = a->facts->graph;
    for (uint32_t r = 0; r < graph->root_count; r++) {
        if (graph->roots[r].module == module)
            return (struct why_start){graph->roots[r].exposed ? "expose" : "entry", graph->roots[r].name};
    }
    for (uint32_t s = 0; s < graph->provided_share_count; s++) {
        if (graph->provided_shares[s].module == module)
            return (struct why_start){"share", graph->provided_shares[s].key};
    }
    return (struct why_start){"module", graph->modules[module].shown_path};
}

bool why_place_of_request(const struct answering *a, module_id importer, uint32_t request, struct text_place *place)
{
    const struct module *module = &a->facts->graph->modules[importer];
    if (request == INDEX_NONE || !module->record) return false;
    *place = why_place_in(module, module->record->requests[request].statement.start);
    return true;
}

/* The chain of the breadth-first walk, in the form that all chains have. */
static struct why_chains shortest_chain(struct answering *a, module_id module)
{
    uint32_t count;
    const module_id *modules = chains_to(a->facts->chains, module, &a->arena, &count);
    if (count == 0) return (struct why_chains){0};
    struct chain_path *path = ARENA_NEW(&a->arena, struct chain_path);
    struct chain_hop *hops = ARENA_ARRAY(&a->arena, struct chain_hop, count);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t request = i + 1 < count ? a->facts->chains->steps[modules[i + 1]].request : INDEX_NONE;
        hops[i] = (struct chain_hop){modules[i], request};
    }
    *path = (struct chain_path){hops, count};
    return (struct why_chains){path, 1, false};
}

struct why_chains why_chains_to(struct answering *a, module_id module)
{
    if (!a->edges) return shortest_chain(a, module);
    struct why_chains chains;
    chains.at = chain_paths_to(a->edges, module, MOST_CHAINS, &a->arena, &chains.count, &chains.more);
    return chains;
}
