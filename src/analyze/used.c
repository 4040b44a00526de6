#define _GNU_SOURCE /* qsort_r */
#include "analyze/used.h"

#include "analyze/circles.h"
#include "analyze/follow.h"
#include "base/memory.h"

#include <stdlib.h>

/* ---------------------------------------------------------------------------------------------- live parts */

static enum access access_of(const struct record *record, const struct request *request)
{
    switch ((enum request_kind)request->kind) {
    case REQUEST_REQUIRE:
    case REQUEST_AMD:
    case REQUEST_REQUIRE_RESOLVE: return ACCESS_REQUIRE;
    case REQUEST_CONTEXT:
        return record->contexts[request->context].asked_by == CONTEXT_OF_REQUIRE ? ACCESS_REQUIRE : ACCESS_IMPORT;
    case REQUEST_IMPORT:
    case REQUEST_EXPORT_FROM:
    case REQUEST_DYNAMIC_IMPORT:
    case REQUEST_URL:
    case REQUEST_WORKER:
    case REQUEST_JSX_RUNTIME: return ACCESS_IMPORT;
    }
    return ACCESS_IMPORT;
}

/* Follows `use` to where the request leads: to one module, or to each that a context matches. */
static void use_connection(struct using *u, const struct connection *connection, struct use use)
{
    use.to = connection->to;
    if (use.to != MODULE_NONE) follow_use(u, use);
    for (uint32_t t = 0; t < connection->context_target_count; t++) {
        use.to = u->graph->context_targets[connection->first_context_target + t];
        follow_use(u, use);
    }
}

static void use_reference(struct using *u, module_id module, uint32_t index)
{
    const struct record *record = using_module(u, module)->record;
    const struct reference *reference = &record->references[index];
    if (reference->kind == REFERENCE_UNREAD) return;
    name_id *path = ARENA_ARRAY(&u->scratch, name_id, reference->segment_count + 1);
    for (uint32_t i = 0; i < reference->segment_count; i++) {
        path[i] = graph_name(u->graph, module, record->segments[reference->first_segment + i].name);
    }
    /* A tag gets its object as `this`, as a callee does. */
    bool called = reference->kind == REFERENCE_CALLEE || reference->kind == REFERENCE_TAG;
    struct origin origin = {module, reference->identifier.start, reference->reason};
    if (reference->request == INDEX_NONE) {
        /* CommonJS reads its own exports; calling one passes the exports object. */
        if (reference->segment_count == 0 || (called && reference->segment_count == 1)) follow_whole(u, module, origin);
        else
            follow_use(u, (struct use){.importer = module,
                                       .through = module,
                                       .to = module,
                                       .path = path,
                                       .length = reference->segment_count,
                                       .access = ACCESS_REQUIRE,
                                       .called = reference->kind == REFERENCE_CALLEE,
                                       .origin = origin});
        return;
    }
    const struct request *request = &record->requests[reference->request];
    bool direct = reference->segment_count == reference->imported_count && reference->imported_count == 1;
    bool held = request->kind == REQUEST_REQUIRE &&
                (reference->pattern_count || reference->identifier.start != request->statement.start);
    use_connection(u, graph_connection(u->graph, module, reference->request),
                   (struct use){
                       .importer = module,
                       .through = module,
                       .path = path,
                       .length = reference->segment_count,
                       .destructured = reference->pattern_count,
                       .access = access_of(record, request),
                       .called = called && !direct,
                       .held = held,
                       .fixed = request->kind != REQUEST_IMPORT && request->kind != REQUEST_EXPORT_FROM &&
                                request->kind != REQUEST_JSX_RUNTIME,
                       .origin = origin,
                   });
}

static void run_request(struct using *u, module_id module, uint32_t index)
{
    const struct request *request = &using_module(u, module)->record->requests[index];
    const struct connection *connection = graph_connection(u->graph, module, index);
    if (request->kind == REQUEST_CONTEXT) {
        for (uint32_t t = 0; t < connection->context_target_count; t++)
            using_evaluate(u, u->graph->context_targets[connection->first_context_target + t]);
    } else if (request->evaluates) {
        for (module_id to = connection->to; to != MODULE_NONE; to = using_module(u, to)->otherwise) {
            using_evaluate(u, to); /* require() and import() run the module, free of side effects or not. */
            if (using_module(u, to)->fallback != MODULE_NONE && !u->stops_at_shares)
                using_evaluate(u, using_module(u, to)->fallback);
        }
    }
}

static void run_part(struct using *u, module_id module, uint32_t part)
{
    const struct record *record = using_module(u, module)->record;
    const struct module_index *index = using_index(u, module);
    for (uint32_t i = index->references.first[part]; i < index->references.first[part + 1]; i++) {
        use_reference(u, module, index->references.at[i]);
    }
    for (uint32_t i = index->requests.first[part]; i < index->requests.first[part + 1]; i++)
        run_request(u, module, index->requests.at[i]);
    const struct record_part *p = &record->parts[part];
    for (uint32_t i = 0; i < p->read_count; i++)
        using_read_binding(u, module, record->part_bindings[p->first_read + i]);
}

/* ---------------------------------------------------------------------------------------------- evaluation */

/* The module may use everything that the app shares. */
static void use_everything_shared(struct using *u, struct origin origin)
{
    for (module_id m = 1; m < u->graph->module_count; m++) {
        if (using_module(u, m)->kind != MODULE_CONSUME_SHARED) continue;
        follow_use(
            u,
            (struct use){
                .importer = origin.from, .through = origin.from, .to = m, .access = ACCESS_IMPORT, .origin = origin});
    }
}

/* Nobody knows what a module does that could not be parsed, nor which module one takes out of the cache of all modules. */
static void use_what_is_not_said(struct using *u, module_id module)
{
    const struct record *record = using_module(u, module)->record;
    uint32_t offset = record->has_error ? record->error_offset : 0;
    if (record->syntax == MODULE_OPAQUE)
        use_everything_shared(u, (struct origin){module, offset, REASON_OPAQUE_MODULE});
    if (record->reads_module_cache)
        use_everything_shared(u, (struct origin){module, record->module_cache_offset, REASON_MODULE_CACHE});
}

static void run_module(struct using *u, module_id module)
{
    const struct module *m = using_module(u, module);
    if (m->fallback != MODULE_NONE && !u->stops_at_shares && !using_is_side_effect_free(u, m->fallback))
        using_evaluate(u, m->fallback);
    if (m->otherwise != MODULE_NONE && !using_is_side_effect_free(u, m->otherwise)) using_evaluate(u, m->otherwise);
    if (m->kind != MODULE_SOURCE) return;
    const struct record *record = m->record;
    use_what_is_not_said(u, module);
    /* Only ES modules are taken apart: CommonJS code runs as a whole. */
    for (uint32_t p = 0; p < record->part_count; p++) {
        if (record->syntax != MODULE_ESM || !record->parts[p].pure || record->parts[p].is_expression ||
            !callees_are_pure(u->graph, u->provided, u->shares, module, p))
            using_make_live(u, module, p);
    }
    for (uint32_t r = 0; r < record->request_count; r++) {
        if (record->requests[r].kind == REQUEST_REQUIRE) run_request(u, module, r);
        if (module_index_runs_with_part(&record->requests[r]) || !record->requests[r].evaluates) continue;
        module_id to = graph_connection(u->graph, module, r)->to;
        if (to != MODULE_NONE && !using_is_side_effect_free(u, to)) using_evaluate(u, to);
    }
    /* What came in by require() counts wherever it is used, also in functions that nobody calls. */
    for (uint32_t r = 0; r < record->reference_count; r++) {
        uint32_t request = record->references[r].request;
        if (request != INDEX_NONE && record->requests[request].kind == REQUEST_REQUIRE) use_reference(u, module, r);
    }
}

static void run_to_fixpoint(struct using *u)
{
    while (u->pending.count || u->to_live.count || u->to_evaluate.count) {
        if (u->to_evaluate.count) {
            run_module(u, vec_pop(&u->to_evaluate));
        } else if (u->to_live.count) {
            struct used_name live = vec_pop(&u->to_live);
            run_part(u, live.module, live.name);
        } else {
            follow_use(u, vec_pop(&u->pending));
        }
    }
}

static void start_root(struct using *u, const struct root *root)
{
    using_evaluate(u, root->module);
    if (root->used_by_others) follow_whole(u, root->module, (struct origin){root->module, UINT32_MAX, REASON_EXPOSED});
}

/* ---------------------------------------------------------------------------------------------- the table */

static int compare_used_names(const void *left, const void *right, void *names)
{
    const struct used_name *a = left, *b = right;
    if (a->module != b->module) return a->module < b->module ? -1 : 1;
    return text_compare(names_text(names, a->name), names_text(names, b->name));
}

static int compare_share_uses(const void *left, const void *right, void *names)
{
    const struct share_use *a = left, *b = right;
    if (a->consumed != b->consumed) return a->consumed < b->consumed ? -1 : 1;
    if (a->name != b->name) return text_compare(names_text(names, a->name), names_text(names, b->name));
    if (a->from != b->from) return a->from < b->from ? -1 : 1;
    if (a->offset != b->offset) return a->offset < b->offset ? -1 : 1;
    if (a->through != b->through) return a->through < b->through ? -1 : 1;
    if (a->whole != b->whole) return a->whole < b->whole ? -1 : 1;
    return (a->only_asks > b->only_asks) - (a->only_asks < b->only_asks);
}

static void freeze_names(struct using *u)
{
    struct used *used = u->used;
    uint32_t count = u->used_names.count;
    if (count) qsort_r(u->used_names.at, count, sizeof *u->used_names.at, compare_used_names, u->graph->names);
    uint32_t *first = ARENA_ARRAY(u->arena, uint32_t, u->graph->module_count + 1);
    for (uint32_t i = 0; i < count; i++) first[u->used_names.at[i].module + 1]++;
    for (module_id m = 0; m < u->graph->module_count; m++) first[m + 1] += first[m];
    used->first_name = first;
    used->name_count = count;
    used->names = vec_freeze(&u->used_names, u->arena);
}

/* Sorts share uses, and keeps one of each. */
static void sort_share_uses(struct using *u)
{
    uint32_t count = u->share_uses.count, kept = 0;
    struct share_use *uses = u->share_uses.at;
    if (count) qsort_r(uses, count, sizeof *uses, compare_share_uses, u->graph->names);
    for (uint32_t i = 0; i < count; i++) {
        if (kept && compare_share_uses(&uses[kept - 1], &uses[i], u->graph->names) == 0) continue;
        uses[kept++] = uses[i];
    }
    u->share_uses.count = kept;
}

/* The share uses of both, sorted, one of each. */
static void join_share_uses(const struct using *base, const struct using *u)
{
    uint32_t left = base->share_uses.count, right = u->share_uses.count, kept = 0;
    struct share_use *uses = arena_alloc_raw(u->arena, (left + right + 1) * sizeof *uses);
    for (uint32_t l = 0, r = 0; l < left || r < right; kept++) {
        int order = r == right  ? -1
                    : l == left ? 1
                                : compare_share_uses(&base->share_uses.at[l], &u->share_uses.at[r], u->graph->names);
        uses[kept] = order <= 0 ? base->share_uses.at[l] : u->share_uses.at[r];
        l += order <= 0;
        r += order >= 0;
    }
    u->used->share_use_count = kept;
    u->used->share_uses = uses;
}

/* Leaves out what the base has. */
static void keep_own_uses(const struct using *base, struct using *u)
{
    uint32_t kept = 0, left = base->share_uses.count, at = 0;
    for (uint32_t i = 0; i < u->share_uses.count; i++) {
        const struct share_use *use = &u->share_uses.at[i];
        uint32_t low = at, high = left;
        while (low < high) {
            uint32_t middle = low + (high - low) / 2;
            if (compare_share_uses(&base->share_uses.at[middle], use, u->graph->names) < 0) low = middle + 1;
            else high = middle;
        }
        at = low;
        bool known = at < left && compare_share_uses(&base->share_uses.at[at], use, u->graph->names) == 0;
        if (!known) u->share_uses.at[kept++] = *use;
    }
    u->share_uses.count = kept;
}

static void freeze_share_uses(struct using *u, bool brief)
{
    sort_share_uses(u);
    if (u->base) {
        keep_own_uses(u->base, u);
        if (!brief) join_share_uses(u->base, u);
    }
    u->used->own_use_count = u->share_uses.count;
    u->used->own_uses = vec_freeze(&u->share_uses, u->arena);
    if (u->base) return;
    u->used->share_uses = u->used->own_uses;
    u->used->share_use_count = u->used->own_use_count;
}

/* ---------------------------------------------------------------------------------------------- starting */

/* Where the parts of each module stand in live_parts: those of `first` before all others, so that they stay where they are when another module gets more or fewer. */
static void place_parts(struct using *u, const struct bitset *first)
{
    const struct graph *graph = u->graph;
    uint32_t *first_part = ARENA_ARRAY(u->arena, uint32_t, graph->module_count + 1), next = 0;
    for (int round = first ? 0 : 1; round < 2; round++) {
        for (module_id m = 1; m < graph->module_count; m++) {
            if (first && bitset_has(*first, m) == (round == 1)) continue;
            first_part[m] = next;
            if (graph->modules[m].record) next += graph->modules[m].record->part_count;
        }
    }
    u->used->first_part = first_part;
    u->used->live_parts = bitset_new(u->arena, next);
}

/* with_shares: what is shared may be of any version. */
static void start(struct using *u, bool with_shares, const struct bitset *first)
{
    const struct graph *graph = u->graph;
    arena_init(&u->scratch);
    map_init(&u->names);
    map_init(&u->branches);
    u->shares = with_shares ? CALLEES_OF_ANY_VERSION : CALLEES_OF_FALLBACK;
    u->names_of_any_version |= with_shares;
    u->default_name = names_add(graph->names, TEXT("default"));
    u->indexes = ARENA_ARRAY(&u->scratch, struct module_index, graph->module_count);
    u->used->evaluated = bitset_new(u->arena, graph->module_count);
    u->used->whole = bitset_new(u->arena, graph->module_count);
    place_parts(u, first);
}

static void take_circles(struct using *u, const uint32_t *circles)
{
    u->circles = circles ? circles : circles_compute(u->graph, u->provided, &u->scratch);
    for (module_id m = 1; m < u->graph->module_count; m++) u->has_circles |= u->circles[m] != 0;
}

static void start_roots(struct using *u, uint32_t only)
{
    for (uint32_t r = 0; r < u->graph->root_count; r++) {
        if (only == INDEX_NONE || graph_same_runtime(u->graph, only, r)) start_root(u, &u->graph->roots[r]);
    }
}

static void start_shares(struct using *u)
{
    for (uint32_t s = 0; s < u->graph->provided_share_count; s++) {
        module_id module = u->graph->provided_shares[s].module;
        follow_whole(u, module, (struct origin){module, UINT32_MAX, REASON_EXPOSED});
    }
}

static void release(struct using *u)
{
    vec_release(&u->pending);
    vec_release(&u->to_evaluate);
    vec_release(&u->to_live);
    vec_release(&u->used_names);
    vec_release(&u->share_uses);
    map_release(&u->names);
    map_release(&u->branches);
    arena_release(&u->scratch);
}

/* ---------------------------------------------------------------------------------------------- what shares use, whoever uses them */

struct used_base {
    struct arena arena;
    struct using u;
    struct used used;
    struct bitset reach;
};

struct used_base *used_base_new(const struct graph *graph, const struct provided *provided, const uint32_t *circles,
                                struct bitset reach)
{
    struct used_base *base = memory_alloc(sizeof *base);
    *base = (struct used_base){0};
    arena_init(&base->arena);
    base->reach = reach;
    base->u = (struct using){.graph = graph, .provided = provided, .arena = &base->arena, .used = &base->used};
    start(&base->u, true, &base->reach);
    take_circles(&base->u, circles);
    start_shares(&base->u);
    run_to_fixpoint(&base->u);
    sort_share_uses(&base->u);
    return base;
}

void used_base_free(struct used_base *base)
{
    if (!base) return;
    release(&base->u);
    arena_release(&base->arena);
    memory_free(base);
}

const struct share_use *used_base_uses(const struct used_base *base, uint32_t *count)
{
    *count = base->u.share_uses.count;
    return base->u.share_uses.at;
}

static void copy_bits(struct bitset to, struct bitset from)
{
    memcpy(to.words, from.words, ((from.size + 63) / 64) * sizeof *to.words);
}

/* What the base found holds here too. */
static void go_on_from(struct using *u, const struct used_base *base)
{
    u->base = &base->u;
    u->branch_count = base->u.branch_count;
    copy_bits(u->used->evaluated, base->used.evaluated);
    copy_bits(u->used->whole, base->used.whole);
    copy_bits(u->used->live_parts, base->used.live_parts);
}

/* ---------------------------------------------------------------------------------------------- the interface */

void used_compute(const struct graph *graph, const struct provided *provided, struct used_options options,
                  struct arena *arena, struct used *used)
{
    *used = (struct used){0};
    const struct used_base *base = options.base;
    struct using u = {.graph = graph, .provided = provided, .arena = arena, .used = used};
    bool with_shares = base || options.shares_used_by_others;
    u.stops_at_shares = options.stops_at_shares;
    u.names_of_any_version = options.names_of_any_version;
    start(&u, with_shares, base ? &base->reach : NULL);
    take_circles(&u, options.circles);
    if (base) go_on_from(&u, base);
    if (with_shares && !base) {
        start_shares(&u);
        run_to_fixpoint(&u);
    }
    start_roots(&u, options.root);
    run_to_fixpoint(&u);
    if (!options.brief) {
        for (uint32_t i = 0; base && i < base->u.used_names.count; i++)
            vec_push(&u.used_names, base->u.used_names.at[i]);
        freeze_names(&u);
    }
    freeze_share_uses(&u, options.brief);
    release(&u);
}
