#define _GNU_SOURCE /* qsort_r */
#include "analyze/provided.h"

#include "analyze/circles.h"
#include "base/vec.h"

#include <stdlib.h>

/* Names flow from `from` to `to`: along an `export *`, a module.exports = require(), or from a fallback to its consume-shared module. */
struct flow {
    module_id from, to;
    uint8_t source;    /* enum provided_source of what arrives */
    uint32_t request;  /* of `to`; INDEX_NONE for a fallback */
    uint32_t entry;    /* into the exports or commonjs table of `to` */
    bool with_default; /* everything flows; an `export *` leaves `default` behind */
    uint32_t done;     /* exports of `from` that have arrived */
};

struct module_exports {
    VEC(struct provided_export) list;
    bool open;
    bool of_share; /* what a share provides flows to it */
    bool has_conflicts;
};

struct providing {
    const struct graph *graph;
    struct diagnostics *diagnostics;
    struct arena *arena;
    name_id default_name, esmodule_name;
    struct module_exports *modules;
    struct map index;
    VEC(struct flow) flows; /* sorted by `from` */
    uint32_t *first_flow;   /* by module, module_count + 1 */
    VEC(module_id) changed;
    bool *queued;
    bool any_ambiguous, any_disputed;
    const uint32_t *circles; /* of modules; NULL: not asked for yet */
    struct map known;        /* map_pair(module, name) -> index in `terminals` plus one */
    VEC(struct terminal_binding) terminals;
};

/* ---------------------------------------------------------------------------------------------- names of a module's own */

static struct provided_export *find(const struct providing *p, module_id module, name_id name)
{
    uint32_t at = map_get(&p->index, map_pair(module, name), INDEX_NONE);
    return at == INDEX_NONE ? NULL : &p->modules[module].list.at[at];
}

static bool add(struct providing *p, module_id module, struct provided_export export)
{
    if (!map_add(&p->index, map_pair(module, export.name), p->modules[module].list.count)) return false;
    vec_push(&p->modules[module].list, export);
    return true;
}

static void add_flow(struct providing *p, struct flow flow)
{
    if (flow.from == MODULE_NONE) p->modules[flow.to].open = true;
    else vec_push(&p->flows, flow);
}

static void add_esm_exports(struct providing *p, module_id module)
{
    static const uint8_t source_of[] = {
        [EXPORT_LOCAL] = PROVIDED_LOCAL,
        [EXPORT_DEFAULT_EXPRESSION] = PROVIDED_LOCAL,
        [EXPORT_REEXPORT] = PROVIDED_REEXPORT,
        [EXPORT_NAMESPACE] = PROVIDED_NAMESPACE,
    };
    const struct record *record = p->graph->modules[module].record;
    for (uint32_t i = 0; i < record->export_count; i++) {
        const struct export_entry *entry = &record->exports[i];
        if (entry->kind == EXPORT_STAR) {
            module_id from = graph_connection(p->graph, module, entry->request)->to;
            add_flow(p,
                     (struct flow){
                         .from = from, .to = module, .source = PROVIDED_STAR, .request = entry->request, .entry = i});
            continue;
        }
        add(p, module,
            (struct provided_export){
                .name = graph_name(p->graph, module, entry->name),
                .source = source_of[entry->kind],
                .request = entry->request,
                .imported = entry->imported ? graph_name(p->graph, module, entry->imported) : NAME_NONE,
                .entry = i,
            });
    }
}

static void add_commonjs_exports(struct providing *p, module_id module)
{
    const struct record *record = p->graph->modules[module].record;
    /* A script that never mentions its exports object may be anything: webpack leaves its names unknown. */
    p->modules[module].open = record->exports_open || record->commonjs_open || record->commonjs_count == 0;
    for (uint32_t i = 0; i < record->commonjs_count; i++) {
        const struct commonjs_export *entry = &record->commonjs[i];
        if (entry->shape == COMMONJS_WHOLE) continue;
        if (entry->shape == COMMONJS_WHOLE_REQUIRE) {
            module_id from = graph_connection(p->graph, module, entry->request)->to;
            add_flow(p, (struct flow){.from = from,
                                      .to = module,
                                      .source = PROVIDED_COMMONJS,
                                      .request = entry->request,
                                      .entry = i,
                                      .with_default = true});
            continue;
        }
        add(p, module,
            (struct provided_export){
                .name = graph_name(p->graph, module, entry->name),
                .source = PROVIDED_COMMONJS,
                .request = entry->request,
                .imported = entry->imported ? graph_name(p->graph, module, entry->imported) : NAME_NONE,
                .entry = i,
            });
    }
}

static void add_own_exports(struct providing *p, module_id module)
{
    const struct module *m = &p->graph->modules[module];
    switch ((enum module_kind)m->kind) {
    case MODULE_IGNORED:
    case MODULE_EXTERNAL: p->modules[module].open = true; return;
    case MODULE_CONSUME_SHARED:
        p->modules[module].open = m->otherwise != MODULE_NONE; /* the names of another module, maybe */
        p->modules[module].of_share = true;
        add_flow(p, (struct flow){.from = m->fallback,
                                  .to = module,
                                  .source = PROVIDED_LOCAL,
                                  .request = INDEX_NONE,
                                  .with_default = true});
        return;
    case MODULE_SOURCE: break;
    }
    switch ((enum module_syntax)m->record->syntax) {
    case MODULE_ESM:
    case MODULE_JSON:
        p->modules[module].open = m->record->exports_open;
        add_esm_exports(p, module);
        break;
    case MODULE_COMMONJS: add_commonjs_exports(p, module); break;
    case MODULE_ASSET:
    case MODULE_OPAQUE: p->modules[module].open = true; break;
    }
}

/* ---------------------------------------------------------------------------------------------- the fixpoint of flows */

static int compare_flows(const void *left, const void *right)
{
    const struct flow *a = left, *b = right;
    if (a->from != b->from) return a->from < b->from ? -1 : 1;
    if (a->to != b->to) return a->to < b->to ? -1 : 1;
    return (a->entry > b->entry) - (a->entry < b->entry);
}

static void index_flows(struct providing *p)
{
    uint32_t count = p->graph->module_count;
    p->first_flow = ARENA_ARRAY(p->arena, uint32_t, count + 1);
    if (p->flows.count) qsort(p->flows.at, p->flows.count, sizeof *p->flows.at, compare_flows);
    for (uint32_t f = 0; f < p->flows.count; f++) p->first_flow[p->flows.at[f].from + 1]++;
    for (uint32_t m = 0; m < count; m++) p->first_flow[m + 1] += p->first_flow[m];
}

static void enqueue(struct providing *p, module_id module)
{
    if (p->queued[module]) return;
    p->queued[module] = true;
    vec_push(&p->changed, module);
}

static bool is_esm(const struct graph *graph, module_id module)
{
    const struct module *m = &graph->modules[module];
    if (m->kind == MODULE_CONSUME_SHARED) return m->fallback != MODULE_NONE && is_esm(graph, m->fallback);
    return m->kind == MODULE_SOURCE && m->record->syntax == MODULE_ESM;
}

static bool deliver(struct providing *p, struct flow *flow)
{
    bool changed = false;
    /* What require() gives of an ES module says so. */
    if (flow->source == PROVIDED_COMMONJS && is_esm(p->graph, flow->from)) {
        struct provided_export flag = {
            .name = p->esmodule_name, .source = PROVIDED_COMMONJS, .request = INDEX_NONE, .entry = flow->entry};
        changed = add(p, flow->to, flag);
    }
    for (; flow->done < p->modules[flow->from].list.count; flow->done++) {
        name_id name = p->modules[flow->from].list.at[flow->done].name;
        if (name == p->default_name && !flow->with_default) continue;
        struct provided_export arrived = {
            .name = name, .source = flow->source, .request = flow->request, .imported = name, .entry = flow->entry};
        changed |= add(p, flow->to, arrived);
    }
    if (p->modules[flow->from].open && !p->modules[flow->to].open) changed = p->modules[flow->to].open = true;
    if (p->modules[flow->from].of_share && !p->modules[flow->to].of_share)
        changed = p->modules[flow->to].of_share = true;
    return changed;
}

/* Sets only grow, so any order ends at the same sets; where a name came from first is settled by resolve_stars. */
static void run_flows(struct providing *p)
{
    p->queued = ARENA_ARRAY(p->arena, bool, p->graph->module_count);
    /* Modules are numbered from the roots on: the names of the last ones have the farthest to go. */
    for (module_id m = p->graph->module_count; --m > 0;) enqueue(p, m);
    for (uint32_t next = 0; next < p->changed.count; next++) {
        module_id module = p->changed.at[next];
        p->queued[module] = false;
        for (uint32_t f = p->first_flow[module]; f < p->first_flow[module + 1]; f++) {
            if (deliver(p, &p->flows.at[f])) enqueue(p, p->flows.at[f].to);
        }
    }
    vec_release(&p->changed);
}

/* ---------------------------------------------------------------------------------------------- conflicts of stars */

enum { MOST_HOPS = 10000 }; /* a chain of re-exports longer than this counts as a cycle */

/* One hop on the way to where `name` of `module` is bound; *is_end: that is it. What a re-export names is a binding, whether its module lists it or not (ECMAScript's
 * ResolveExport knows only modules that do; webpack's getTerminalBinding takes any). */
static struct terminal_binding next_binding(const struct providing *p, module_id module, name_id name, bool *is_end)
{
    const struct provided_export *export = find(p, module, name);
    *is_end = !export || p->graph->modules[module].kind == MODULE_CONSUME_SHARED || export->source == PROVIDED_LOCAL ||
              (export->source == PROVIDED_COMMONJS && export->request == INDEX_NONE);
    if (*is_end) return (struct terminal_binding){module, name};
    *is_end = export->imported == NAME_NONE;
    return (struct terminal_binding){graph_connection(p->graph, module, export->request)->to, export->imported};
}

/* Where a name that is listed in `module` is bound; nowhere, when the way leads to the same name of the module `avoid`. */
static struct terminal_binding terminal(const struct providing *p, module_id module, name_id name, module_id avoid)
{
    name_id avoided = name;
    for (uint32_t hops = 0; hops < MOST_HOPS && module != MODULE_NONE; hops++) {
        if (hops && module == avoid && name == avoided) break;
        bool is_end;
        struct terminal_binding next = next_binding(p, module, name, &is_end);
        if (is_end) return next;
        module = next.module;
        name = next.name;
    }
    return (struct terminal_binding){MODULE_NONE, NAME_NONE};
}

/* In which circles modules lead into one another by what they export, as far as is known. */
static const uint32_t *find_circles(struct providing *p)
{
    struct provided_module *modules = ARENA_ARRAY(p->arena, struct provided_module, p->graph->module_count);
    for (module_id m = 1; m < p->graph->module_count; m++) {
        modules[m].exports = p->modules[m].list.at;
        modules[m].count = p->modules[m].list.count;
    }
    const struct provided so_far = {.modules = modules};
    return circles_compute(p->graph, &so_far, p->arena);
}

static void remember(struct providing *p, const uint64_t *pairs, uint32_t count, struct terminal_binding end)
{
    vec_push(&p->terminals, end);
    for (uint32_t i = 0; i < count; i++) map_set(&p->known, pairs[i], p->terminals.count);
}

static void forget_terminals(struct providing *p)
{
    vec_clear(&p->terminals);
    map_release(&p->known);
}

/* As `terminal`, when nothing leads from `module` back to the one that asks: where one way ended serves every other that meets it. Ways that end nowhere are not remembered; they may
 * lead somewhere once a star is resolved. */
static struct terminal_binding remembered_terminal(struct providing *p, module_id module, name_id name)
{
    VEC(uint64_t) way = {0};
    struct terminal_binding end = {MODULE_NONE, NAME_NONE};
    bool is_end = false;
    for (uint32_t hops = 0; hops < MOST_HOPS && module != MODULE_NONE && !is_end; hops++) {
        uint64_t pair = map_pair(module, name);
        uint32_t known = map_get(&p->known, pair, 0);
        if (known) {
            end = p->terminals.at[known - 1];
            break;
        }
        vec_push(&way, pair);
        struct terminal_binding next = next_binding(p, module, name, &is_end);
        if (is_end) end = next;
        module = next.module;
        name = next.name;
    }
    if (end.module != MODULE_NONE) remember(p, way.at, way.count, end);
    vec_release(&way);
    return end;
}

/* Where `name` of `target`, to which a star of `module` leads, is bound; nowhere, when that leads back to `module`. */
static struct terminal_binding terminal_behind(struct providing *p, module_id module, module_id target, name_id name)
{
    if (!p->circles) p->circles = find_circles(p);
    bool may_lead_back = p->circles[target] && p->circles[target] == p->circles[module];
    return may_lead_back ? terminal(p, target, name, module) : remembered_terminal(p, target, name);
}

static void report_conflict(struct providing *p, module_id module, const struct export_entry *star, name_id name)
{
    const struct module *m = &p->graph->modules[module];
    diag_add(p->diagnostics, DIAG_STAR_CONFLICT, diag_place_at(m->shown_path, m->source, star->span.start),
             "'%.*s' comes from more than one `export *`; it is not exported",
             TEXT_ARGS(names_text(p->graph->names, name)));
}

/* Whether the bundler sees both modules' names when it builds. What is consumed from the share scope it copies when the page runs, and then the first star
 * wins. */
static bool is_static_conflict(const struct graph *graph, struct terminal_binding a, struct terminal_binding b)
{
    return graph->modules[a.module].kind != MODULE_CONSUME_SHARED &&
           graph->modules[b.module].kind != MODULE_CONSUME_SHARED;
}

/* Names that more than one star brings: the first star that really leads somewhere wins; two different terminal bindings in ES modules are ambiguous, which an
 * entry of INDEX_NONE marks. */
static void resolve_star(struct providing *p, module_id module, uint32_t entry)
{
    const struct export_entry *star = &p->graph->modules[module].record->exports[entry];
    module_id target = graph_connection(p->graph, module, star->request)->to;
    if (target == MODULE_NONE) return;
    for (uint32_t i = 0; i < p->modules[target].list.count; i++) {
        name_id name = p->modules[target].list.at[i].name;
        struct provided_export *own = find(p, module, name);
        if (!own || own->source != PROVIDED_STAR || own->entry == entry || own->entry == INDEX_NONE ||
            name == p->default_name)
            continue;
        struct terminal_binding here = terminal_behind(p, module, target, name);
        if (here.module == MODULE_NONE) continue;
        module_id other_target = graph_connection(p->graph, module, own->request)->to;
        struct terminal_binding there = terminal_behind(p, module, other_target, name);
        bool same = here.module == there.module && here.name == there.name;
        if (!same && there.module != MODULE_NONE && is_static_conflict(p->graph, here, there) &&
            is_esm(p->graph, target) && is_esm(p->graph, other_target)) {
            report_conflict(p, module, star, name);
            own->entry = INDEX_NONE;
            p->any_ambiguous = true;
            continue;
        }
        if (!same && there.module != MODULE_NONE) own->disputed = p->any_disputed = true;
        if (entry < own->entry || there.module == MODULE_NONE) {
            own->entry = entry;
            own->request = star->request;
            if (!same) forget_terminals(p); /* the name leads elsewhere now */
        }
    }
}

static void resolve_stars(struct providing *p)
{
    for (module_id m = 1; m < p->graph->module_count; m++) {
        const struct module *module = &p->graph->modules[m];
        if (module->kind != MODULE_SOURCE || module->record->syntax != MODULE_ESM) continue;
        const struct record *record = module->record;
        uint32_t stars = 0;
        for (uint32_t e = 0; e < record->export_count; e++) stars += record->exports[e].kind == EXPORT_STAR;
        for (uint32_t e = 0; stars > 1 && e < record->export_count; e++) {
            if (record->exports[e].kind == EXPORT_STAR) resolve_star(p, m, e);
        }
    }
}

/* A name is disputed wherever stars bring it from there. */
static void spread_disputes(struct providing *p)
{
    bool again = p->any_disputed;
    while (again) {
        again = false;
        for (module_id m = p->graph->module_count; --m > 0;) { /* as in run_flows */
            for (uint32_t i = 0; i < p->modules[m].list.count; i++) {
                struct provided_export *export = &p->modules[m].list.at[i];
                if (export->source != PROVIDED_STAR || export->disputed || export->entry == INDEX_NONE) continue;
                module_id target = graph_connection(p->graph, m, export->request)->to;
                const struct provided_export *there = find(p, target, export->imported);
                if (there && there->disputed) export->disputed = again = true;
            }
        }
    }
}

/* Takes ambiguous names away, and then those that only came through them. */
static void remove_ambiguous(struct providing *p)
{
    bool again = p->any_ambiguous;
    while (again) {
        again = false;
        for (module_id m = p->graph->module_count; --m > 0;) { /* as in run_flows */
            struct module_exports *exports = &p->modules[m];
            uint32_t kept = 0;
            for (uint32_t i = 0; i < exports->list.count; i++) {
                struct provided_export *export = &exports->list.at[i];
                bool gone = export->source == PROVIDED_STAR && export->entry == INDEX_NONE;
                if (!gone && export->source == PROVIDED_STAR) {
                    module_id target = graph_connection(p->graph, m, export->request)->to;
                    gone = !find(p, target, export->imported);
                }
                if (gone) {
                    exports->has_conflicts = true;
                    map_set(&p->index, map_pair(m, export->name), INDEX_NONE);
                    again = true;
                    continue;
                }
                map_set(&p->index, map_pair(m, export->name), kept);
                exports->list.at[kept++] = *export;
            }
            exports->list.count = kept;
        }
    }
}

/* ---------------------------------------------------------------------------------------------- exports types */

static uint8_t commonjs_exports_type(const struct record *record)
{
    switch ((enum commonjs_exports_type)record->commonjs_type) {
    case COMMONJS_FLAGGED: return EXPORTS_FLAGGED;
    case COMMONJS_DEFAULT: return record->commonjs_count ? EXPORTS_DEFAULT : EXPORTS_DYNAMIC;
    case COMMONJS_DYNAMIC: return EXPORTS_DYNAMIC;
    }
    return EXPORTS_DYNAMIC;
}

/* The module whose exports object `module` takes over as a whole (module.exports = require(), a fallback), or MODULE_NONE. Two such make it unknown. */
static module_id taken_over(const struct graph *graph, module_id module)
{
    const struct module *m = &graph->modules[module];
    if (m->kind == MODULE_CONSUME_SHARED) return m->fallback;
    if (m->kind != MODULE_SOURCE || m->record->syntax != MODULE_COMMONJS) return MODULE_NONE;
    module_id taken = MODULE_NONE;
    for (uint32_t i = 0; i < m->record->commonjs_count; i++) {
        const struct commonjs_export *entry = &m->record->commonjs[i];
        if (entry->shape != COMMONJS_WHOLE_REQUIRE) continue;
        if (taken != MODULE_NONE) return MODULE_NONE;
        taken = graph_connection(graph, module, entry->request)->to;
    }
    return taken;
}

static bool has_whole_require(const struct record *record)
{
    for (uint32_t i = 0; i < record->commonjs_count; i++) {
        if (record->commonjs[i].shape == COMMONJS_WHOLE_REQUIRE) return true;
    }
    return false;
}

static uint8_t own_exports_type(const struct module *module)
{
    if (module->kind != MODULE_SOURCE || module->record->exports_open) return EXPORTS_DYNAMIC;
    switch ((enum module_syntax)module->record->syntax) {
    case MODULE_ESM: return EXPORTS_NAMESPACE;
    case MODULE_JSON: return EXPORTS_DEFAULT;
    case MODULE_COMMONJS:
        return has_whole_require(module->record) ? EXPORTS_DYNAMIC : commonjs_exports_type(module->record);
    case MODULE_ASSET:
    case MODULE_OPAQUE: return EXPORTS_DYNAMIC;
    }
    return EXPORTS_DYNAMIC;
}

/* Does the module do more to its exports object than let another take its place: set __esModule, or hand it to code that may? Then it can not be told which of both it
 * ends with. */
static bool may_keep_own_exports(const struct module *module)
{
    return module->kind == MODULE_SOURCE && module->record->commonjs_type != COMMONJS_DEFAULT;
}

static uint8_t exports_type_of(const struct graph *graph, module_id module)
{
    bool through_require = false;
    for (uint32_t hops = 0; hops < MOST_HOPS; hops++) {
        module_id next = taken_over(graph, module);
        if (next == MODULE_NONE) break;
        if (may_keep_own_exports(&graph->modules[module])) return EXPORTS_DYNAMIC;
        through_require |= graph->modules[module].kind == MODULE_SOURCE;
        module = next;
    }
    uint8_t type = own_exports_type(&graph->modules[module]);
    /* What require() gives of an ES module is its namespace object, which says __esModule. */
    return through_require && type == EXPORTS_NAMESPACE ? (uint8_t)EXPORTS_FLAGGED : type;
}

/* ---------------------------------------------------------------------------------------------- the table */

static int compare_names(const void *left, const void *right, void *names)
{
    const struct provided_export *a = left, *b = right;
    return text_compare(names_text(names, a->name), names_text(names, b->name));
}

void provided_compute(const struct graph *graph, struct arena *arena, struct diagnostics *diagnostics,
                      struct provided *provided)
{
    struct providing p = {.graph = graph, .diagnostics = diagnostics, .arena = arena};
    p.default_name = names_add(graph->names, TEXT("default"));
    p.esmodule_name = names_add(graph->names, TEXT("__esModule"));
    p.modules = ARENA_ARRAY(arena, struct module_exports, graph->module_count);
    map_init(&p.index);
    map_init(&p.known);
    for (module_id m = 1; m < graph->module_count; m++) add_own_exports(&p, m);
    index_flows(&p);
    run_flows(&p);
    resolve_stars(&p);
    spread_disputes(&p);
    remove_ambiguous(&p);

    struct provided_module *modules = ARENA_ARRAY(arena, struct provided_module, graph->module_count);
    for (module_id m = 1; m < graph->module_count; m++) {
        modules[m].count = p.modules[m].list.count;
        modules[m].open = p.modules[m].open;
        modules[m].open_at_run_time = p.modules[m].open || p.modules[m].of_share;
        modules[m].has_conflicts = p.modules[m].has_conflicts;
        modules[m].exports_type = exports_type_of(graph, m);
        if (modules[m].count)
            qsort_r(p.modules[m].list.at, modules[m].count, sizeof *p.modules[m].list.at, compare_names, graph->names);
        struct provided_export *exports = vec_freeze(&p.modules[m].list, arena);
        for (uint32_t i = 0; i < modules[m].count; i++) map_set(&p.index, map_pair(m, exports[i].name), i);
        modules[m].exports = exports;
    }
    vec_release(&p.flows);
    vec_release(&p.terminals);
    map_release(&p.known);
    provided->modules = modules;
    provided->index = p.index;
}

void provided_release(struct provided *provided)
{
    map_release(&provided->index);
}

const struct provided_export *provided_find(const struct provided *provided, module_id module, name_id name)
{
    uint32_t at = map_get(&provided->index, map_pair(module, name), INDEX_NONE);
    return at == INDEX_NONE ? NULL : &provided->modules[module].exports[at];
}

enum import_type provided_import_type(const struct graph *graph, const struct provided *provided, module_id importer,
                                      module_id module)
{
    bool strict = graph->modules[importer].strict;
    const struct module *m = &graph->modules[module];
    if (m->kind == MODULE_CONSUME_SHARED) {
        if (m->fallback == MODULE_NONE) return IMPORT_DYNAMIC; /* whatever another app provides */
        m = &graph->modules[m->fallback];
    }
    bool json = m->kind == MODULE_SOURCE && m->record->syntax == MODULE_JSON;
    switch ((enum exports_type)provided->modules[module].exports_type) {
    case EXPORTS_NAMESPACE: return IMPORT_NAMESPACE;
    case EXPORTS_FLAGGED: return strict ? IMPORT_DEFAULT_WITH_NAMED : IMPORT_NAMESPACE;
    case EXPORTS_DEFAULT: return json && strict ? IMPORT_DEFAULT_ONLY : IMPORT_DEFAULT_WITH_NAMED;
    case EXPORTS_DYNAMIC: return strict ? IMPORT_DEFAULT_WITH_NAMED : IMPORT_DYNAMIC;
    }
    return IMPORT_DYNAMIC;
}

/* Does the module take over another's exports object, too, which may have the same name? */
static bool is_one_of_several(const struct graph *graph, module_id module, const struct provided_export *export)
{
    const struct record *record = graph->modules[module].record;
    for (uint32_t e = 0; export->source == PROVIDED_COMMONJS && e < record->commonjs_count; e++) {
        if (record->commonjs[e].shape == COMMONJS_WHOLE_REQUIRE && e != export->entry) return true;
    }
    return false;
}

struct terminal_binding provided_terminal(const struct graph *graph, const struct provided *provided, module_id module,
                                          name_id name)
{
    /* Brent's: in a circle the walk comes back to where it was after some power of two of hops. */
    struct terminal_binding before = {MODULE_NONE, NAME_NONE};
    for (uint32_t hops = 0, power = 1; module != MODULE_NONE; hops++) {
        if (module == before.module && name == before.name) break;
        if (hops == power) before = (struct terminal_binding){module, name}, power *= 2;
        const struct provided_export *export = provided_find(provided, module, name);
        if (!export || is_one_of_several(graph, module, export)) break;
        bool own =
            export->source == PROVIDED_LOCAL || (export->source == PROVIDED_COMMONJS && export->request == INDEX_NONE);
        if (own) return (struct terminal_binding){module, name};
        module = graph_connection(graph, module, export->request)->to;
        if (export->imported == NAME_NONE) return (struct terminal_binding){module, NAME_NONE};
        name = export->imported;
    }
    return (struct terminal_binding){MODULE_NONE, NAME_NONE};
}
