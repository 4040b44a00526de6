#define _GNU_SOURCE /* qsort_r */
#include "analyze/used.h"

#include "analyze/callees.h"
#include "analyze/circles.h"
#include "analyze/module_index.h"
#include "base/map.h"
#include "base/vec.h"

#include <stdlib.h>

/* How the importing code reaches the target: decides what `default` means. */
enum access { ACCESS_IMPORT, ACCESS_REQUIRE };

/* Where a use is written. */
struct origin {
    module_id from;
    uint32_t offset;
    uint8_t reason;
};

/* A use on its way to the export it means: `path` of `to`, as `importer` sees it. */
struct use {
    module_id importer, to;
    module_id through; /* the module whose connection this is, once it was moved past modules that do not run */
    const name_id *path;
    uint32_t length;
    bool fixed;            /* the connection is that of require() or import(), which can not be moved past a module */
    bool by_star;          /* it came here by `export *` of a module that runs */
    uint32_t destructured; /* names at the end of the path that come from a pattern */
    enum access access;
    bool called; /* the end of the path is called: it sees the object before it as `this` */
    bool held;   /* the path follows a variable or pattern that holds what require() gave */
    struct origin origin;
};

struct using
{
    const struct graph *graph;
    const struct provided *provided;
    struct arena *arena;
    struct arena scratch;
    enum callee_shares shares; /* how far functions of shares are known */
    name_id default_name;
    const uint32_t *circles; /* of modules whose exports lead into one another */
    struct used *used;
    struct module_index *indexes;
    struct map names; /* (module, name) already used */
    VEC(struct used_name) used_names;
    VEC(struct share_use) share_uses;
    VEC(struct use) pending; /* uses that branched off */
    struct map branches;     /* what tells such uses apart, as a tree: (number of a prefix, next value) -> number */
    uint32_t branch_count;
    VEC(module_id) to_evaluate;
    VEC(struct used_name) to_live; /* (module, part) */
};

static const struct module_index *index_of(struct using *u, module_id module)
{
    struct module_index *index = &u->indexes[module];
    if (!index->ready) module_index_make(index, u->graph->modules[module].record, &u->scratch);
    return index;
}

/* ---------------------------------------------------------------------------------------------- marking */

static const struct module *module_at(const struct using *u, module_id module)
{
    return &u->graph->modules[module];
}

static bool has_record(const struct using *u, module_id module)
{
    return module_at(u, module)->kind == MODULE_SOURCE;
}

static void evaluate(struct using *u, module_id module)
{
    if (bitset_add(u->used->evaluated, module)) vec_push(&u->to_evaluate, module);
}

static void make_live(struct using *u, module_id module, uint32_t part)
{
    if (bitset_add(u->used->live_parts, u->used->first_part[module] + part))
        vec_push(&u->to_live, (struct used_name){module, part});
}

static void read_binding(struct using *u, module_id module, uint32_t binding)
{
    const struct grouped *declaring = &index_of(u, module)->declaring;
    for (uint32_t i = declaring->first[binding]; i < declaring->first[binding + 1]; i++)
        make_live(u, module, declaring->at[i]);
}

static void mark_name(struct using *u, module_id module, name_id name)
{
    if (map_get(&u->names, map_pair(module, name), 0)) return;
    map_set(&u->names, map_pair(module, name), 1);
    vec_push(&u->used_names, (struct used_name){module, name});
}

static bool is_side_effect_free(const struct using *u, module_id module)
{
    return module_at(u, module)->side_effects == SIDE_EFFECTS_FREE;
}

/* The value of a local export is read. */
static void use_local(struct using *u, module_id module, const struct provided_export *export)
{
    const struct record *record = module_at(u, module)->record;
    if (record->syntax != MODULE_ESM) return;
    const struct export_entry *entry = &record->exports[export->entry];
    if (entry->binding != INDEX_NONE) read_binding(u, module, entry->binding);
    else if (entry->part != INDEX_NONE) make_live(u, module, entry->part);
}

/* ---------------------------------------------------------------------------------------------- following one use */

static void push_use(struct using *u, struct use use)
{
    vec_push(&u->pending, use);
}

/* Pushes `use` unless the same one branched off before: stars of unknown names may go round in circles. */
static void push_branch(struct using *u, struct use use)
{
    const uint32_t head[] = {use.to,
                             (uint32_t)module_at(u, use.importer)->strict,
                             (uint32_t)use.access,
                             use.called,
                             use.held,
                             use.fixed,
                             use.through,
                             use.destructured,
                             use.by_star,
                             use.origin.from,
                             use.origin.offset,
                             use.length};
    uint32_t head_count = sizeof head / sizeof *head, number = 0;
    bool is_new = false;
    for (uint32_t i = 0; i < head_count + use.length; i++) {
        uint64_t key = map_pair(number, i < head_count ? head[i] : use.path[i - head_count]);
        number = map_get(&u->branches, key, 0);
        is_new = number == 0;
        if (is_new) map_set(&u->branches, key, number = ++u->branch_count);
    }
    if (is_new) push_use(u, use);
}

/* The same names are asked of `target`, to which a request of the module that was asked leads. */
static void branch(struct using *u, const struct use *use, module_id target, enum access access)
{
    struct use through = *use;
    through.importer = through.through = use->to;
    through.to = target;
    through.access = access;
    through.fixed = access == ACCESS_REQUIRE;
    if (target != MODULE_NONE) push_branch(u, through);
}

/* `first` followed by the rest of `use`'s path behind its first name. */
static const name_id *replace_first(struct using *u, const struct use *use, name_id first)
{
    if (use->length && use->path[0] == first) return use->path;
    uint32_t rest = use->length ? use->length - 1 : 0;
    name_id *path = ARENA_ARRAY(&u->scratch, name_id, rest + 1);
    path[0] = first;
    for (uint32_t i = 0; i < rest; i++) path[i + 1] = use->path[i + 1];
    return path;
}

static void drop_first(struct use *use)
{
    use->path++;
    use->length--;
}

static void use_whole(struct using *u, module_id module, struct origin origin);

/* Records why a use became one of everything, unless its source already says. False. */
static bool is_of_everything(struct use *use, enum reason_kind reason)
{
    if (use->origin.reason == REASON_NONE) use->origin.reason = (uint8_t)reason;
    return false;
}

/* The function that is called never reads its `this`, so that the object before it does not matter. */
static bool ignores_receiver(const struct using *u, const struct use *use)
{
    return use->length &&
           (callee_traits(u->graph, u->provided, u->shares, use->to, use->path, use->length) & CALLABLE_IGNORES_THIS);
}

/* webpack's getReferencedExports: what the path asks of the target, seen through the interop of CommonJS. False: everything. */
static bool apply_interop(struct using *u, struct use *use)
{
    bool receiver_is_exports = false;
    if (use->access == ACCESS_IMPORT) {
        enum import_type type = provided_import_type(u->graph, u->provided, use->importer, use->to);
        if (use->length && use->path[0] == u->default_name && type != IMPORT_NAMESPACE) {
            if (type == IMPORT_DYNAMIC) return is_of_everything(use, REASON_DEFAULT_UNKNOWN);
            drop_first(use);
            receiver_is_exports = true;
        }
    } else {
        receiver_is_exports = true;
    }
    if (use->called && (receiver_is_exports || use->length > 1) && !ignores_receiver(u, use)) {
        if (use->length <= 1)
            return is_of_everything(use, use->length ? REASON_CALLED_MEMBER : REASON_NAMESPACE_ESCAPES);
        /* The callee sees what the path before it leads to as `this`. A pure re-export on the way shortens the path first. */
        if (!is_side_effect_free(u, use->to)) {
            use->length--;
            use->called = false;
        }
    }
    bool of_namespace = use->called && use->access == ACCESS_IMPORT && use->length == 1; /* ns.f() */
    if (of_namespace && provided_function_reads_this(u->graph, u->provided, use->to, use->path[0]))
        return is_of_everything(use, REASON_CALLED_MEMBER);
    return use->length > 0 || is_of_everything(use, REASON_NAMESPACE_ESCAPES);
}

/* A name that what require() gave surely lacks is one that every object has: it may read all others. webpack's trimToProvidedPrefix; a share's names
 * are those of another module when the page runs. */
static bool is_of_no_export(const struct using *u, const struct use *use)
{
    const struct module *module = module_at(u, use->to);
    if (!use->held || module->kind != MODULE_SOURCE || provided_find(u->provided, use->to, use->path[0])) return false;
    /* No star brings `default`. */
    bool only_stars_open = module->record->syntax == MODULE_ESM && !module->record->exports_open;
    return !u->provided->modules[use->to].open || (only_stars_open && use->path[0] == u->default_name);
}

/* `export * as` of a running module gives away the whole namespace of a share whose names nobody knows: there is nothing to look into. */
static bool gives_away_unknown_share(const struct using *u, module_id target)
{
    return module_at(u, target)->kind == MODULE_CONSUME_SHARED && u->provided->modules[target].open;
}

static void record_share_use(struct using *u, const struct use *use, bool whole)
{
    vec_push(&u->share_uses, (struct share_use){
                                 .consumed = use->to,
                                 .name = whole || use->length == 0 ? NAME_NONE : use->path[0],
                                 .whole = whole,
                                 .reason = whole ? use->origin.reason : (uint8_t)REASON_NONE,
                                 .from = use->origin.from,
                                 .offset = use->origin.offset,
                                 .through = use->through,
                             });
}

/* Goes on to every star of unknown names among the first `entry_count` exports of the target. */
static void branch_to_open_stars(struct using *u, const struct use *use, uint32_t entry_count)
{
    const struct record *record = module_at(u, use->to)->record;
    for (uint32_t e = 0; e < entry_count; e++) {
        const struct export_entry *entry = &record->exports[e];
        if (entry->kind != EXPORT_STAR) continue;
        module_id target = graph_connection(u->graph, use->to, entry->request)->to;
        if (target != MODULE_NONE && u->provided->modules[target].open) branch(u, use, target, use->access);
    }
}

/* A name that the target does not list: it may come from any star whose names are unknown. */
static void use_unlisted(struct using *u, const struct use *use)
{
    evaluate(u, use->to);
    if (!has_record(u, use->to)) return;
    const struct record *record = module_at(u, use->to)->record;
    branch_to_open_stars(u, use, record->export_count);
    for (uint32_t e = 0; e < record->commonjs_count; e++) {
        const struct commonjs_export *entry = &record->commonjs[e];
        if (entry->shape != COMMONJS_WHOLE_REQUIRE) continue;
        branch(u, use, graph_connection(u->graph, use->to, entry->request)->to, ACCESS_REQUIRE);
    }
}

/* Also asked of stars before the one that lists the name, when their names are unknown: they may have it at run time. */
static void use_open_stars_before(struct using *u, const struct use *use, const struct provided_export *export)
{
    branch_to_open_stars(u, use, export->entry);
}

/* The __esModule that module.exports = require() takes over from an ES module is asked of that module. */
static void use_flag(struct using *u, const struct use *use, const struct provided_export *export)
{
    const struct commonjs_export *entry = &module_at(u, use->to)->record->commonjs[export->entry];
    if (entry->shape == COMMONJS_WHOLE_REQUIRE)
        branch(u, use, graph_connection(u->graph, use->to, entry->request)->to, ACCESS_REQUIRE);
}

/* Does the bundler leave the connection at `use->to`, so that this module runs? It is moved past a re-export of a module without side effects, but not past one in a circle,
 * not for a name in a pattern, not when it came by `export *`, and not when the re-exported name can not exist (a named import of JSON in a .mjs file). */
static bool ends_connection(const struct using *u, const struct use *use, const struct provided_export *export)
{
    bool passes_through =
        export->source == PROVIDED_REEXPORT || export->source == PROVIDED_NAMESPACE || export->source == PROVIDED_STAR;
    if (!passes_through || use->fixed || use->by_star || use->length <= use->destructured) return true;
    if (!is_side_effect_free(u, use->to) || u->circles[use->to]) return true;
    module_id next = graph_connection(u->graph, use->to, export->request)->to;
    return export->imported != NAME_NONE && export->imported != u->default_name && next != MODULE_NONE &&
           provided_import_type(u->graph, u->provided, use->to, next) == IMPORT_DEFAULT_ONLY;
}

/* One hop of a use. True when it goes on at use->to. */
static bool follow(struct using *u, struct use *use)
{
    if (use->to == MODULE_NONE) return false;
    const struct module *target = module_at(u, use->to);
    if (target->otherwise != MODULE_NONE) {
        struct use outside = *use;
        outside.to = target->otherwise;
        push_branch(u, outside);
    }
    bool named = apply_interop(u, use);
    if (named && is_of_no_export(u, use)) named = is_of_everything(use, REASON_NO_EXPORT);
    if (target->kind == MODULE_CONSUME_SHARED) {
        record_share_use(u, use, !named);
        if (named) mark_name(u, use->to, use->path[0]);
        else bitset_add(u->used->whole, use->to);
        evaluate(u, use->to);
        use->to = target->fallback;
        /* The interop was applied to the copy of the fallback's info: what is left is a path of plain members. */
        if (use->to != MODULE_NONE && !named) {
            use_whole(u, use->to, use->origin);
            return false;
        }
        use->access = ACCESS_REQUIRE;
        use->called = false;
        use->through = use->to;
        return use->to != MODULE_NONE;
    }
    if (!named) {
        use_whole(u, use->to, use->origin);
        return false;
    }
    const struct provided_export *export = provided_find(u->provided, use->to, use->path[0]);
    if (!export || target->kind != MODULE_SOURCE) {
        mark_name(u, use->to, use->path[0]);
        use_unlisted(u, use);
        return false;
    }
    bool runs = ends_connection(u, use, export);
    if (runs) {
        mark_name(u, use->to, use->path[0]);
        evaluate(u, use->to);
    }
    use->by_star = runs && export->source == PROVIDED_STAR;
    switch ((enum provided_source) export->source) {
    case PROVIDED_LOCAL: use_local(u, use->to, export); return false;
    case PROVIDED_COMMONJS:
        if (export->request == INDEX_NONE) {
            use_flag(u, use, export);
            return false;
        }
        use->access = ACCESS_REQUIRE;
        if (export->imported == NAME_NONE) drop_first(use);
        break;
    case PROVIDED_NAMESPACE:
        drop_first(use);
        use->access = ACCESS_IMPORT;
        break;
    case PROVIDED_STAR:
        use_open_stars_before(u, use, export);
        use->access = ACCESS_IMPORT;
        break;
    case PROVIDED_REEXPORT: use->access = ACCESS_IMPORT; break;
    }
    /* What a running module holds as a namespace is reached through it. */
    use->fixed = use->access == ACCESS_REQUIRE || (runs && export->source == PROVIDED_NAMESPACE);
    if (export->imported != NAME_NONE) use->path = replace_first(u, use, export->imported);
    use->importer = use->to;
    if (runs) use->through = use->to;
    use->to = graph_connection(u->graph, use->to, export->request)->to;
    /* A namespace that contains itself is one value: both bundlers stop looking into it. */
    bool contains_itself = u->circles[use->to] && u->circles[use->to] == u->circles[use->importer];
    bool gives_away = runs && export->source == PROVIDED_NAMESPACE && gives_away_unknown_share(u, use->to);
    if (export->imported == NAME_NONE && (contains_itself || gives_away)) {
        use->length = 0;
        use->called = false;
    }
    return true;
}

enum { MOST_HOPS = 10000 };

static void follow_use(struct using *u, struct use use)
{
    for (uint32_t hops = 0; hops < MOST_HOPS; hops++) {
        if (!follow(u, &use)) return;
    }
    if (use.to != MODULE_NONE) use_whole(u, use.to, use.origin);
}

/* ---------------------------------------------------------------------------------------------- whole modules */

/* Where an export is written. */
static uint32_t export_offset(const struct record *record, const struct provided_export *export)
{
    return export->source == PROVIDED_COMMONJS ? record->commonjs[export->entry].expression.start
                                               : record->exports[export->entry].span.start;
}

/* Everything of an ES module: its own values, and whatever its re-exports lead to. */
static void use_whole_exports(struct using *u, module_id module, struct origin origin)
{
    const struct provided_module *provided = &u->provided->modules[module];
    for (uint32_t i = 0; i < provided->count; i++) {
        const struct provided_export *export = &provided->exports[i];
        if (export->source == PROVIDED_LOCAL) {
            use_local(u, module, export);
            continue;
        }
        if (export->request == INDEX_NONE) continue;
        name_id *path = ARENA_ARRAY(&u->scratch, name_id, 1);
        path[0] = export->imported;
        struct origin because = origin;
        if (origin.offset == UINT32_MAX) {
            because = (struct origin){module, export_offset(module_at(u, module)->record, export), origin.reason};
            if (export->imported == NAME_NONE) because.reason = REASON_EXPORTED;
        }
        push_use(u, (struct use){
                        .importer = module,
                        .through = module,
                        .to = graph_connection(u->graph, module, export->request)->to,
                        .path = path,
                        .length = export->imported == NAME_NONE ? 0 : 1,
                        .by_star = export->source == PROVIDED_STAR,
                        .fixed = export->source == PROVIDED_COMMONJS,
                        .access = export->source == PROVIDED_COMMONJS ? ACCESS_REQUIRE : ACCESS_IMPORT,
                        .origin = because,
                    });
    }
}

/* Stars whose names are unknown, and what module.exports = require() takes over, are used whole with the module. */
static void use_whole_open_targets(struct using *u, module_id module, struct origin origin)
{
    const struct record *record = module_at(u, module)->record;
    for (uint32_t e = 0; e < record->export_count + record->commonjs_count; e++) {
        bool star = e < record->export_count;
        uint32_t request = INDEX_NONE;
        if (star && record->exports[e].kind == EXPORT_STAR) request = record->exports[e].request;
        if (!star && record->commonjs[e - record->export_count].shape == COMMONJS_WHOLE_REQUIRE) {
            request = record->commonjs[e - record->export_count].request;
        }
        if (request == INDEX_NONE) continue;
        module_id target = graph_connection(u->graph, module, request)->to;
        if (target == MODULE_NONE || (star && !u->provided->modules[target].open)) continue;
        struct origin because = {module, record->requests[request].statement.start, REASON_EXPORT_STAR_UNKNOWN};
        if (!star && origin.offset == UINT32_MAX) because.reason = REASON_EXPORTED;
        else if (!star) because = origin;
        push_use(u, (struct use){.importer = module,
                                 .through = module,
                                 .to = target,
                                 .fixed = !star,
                                 .access = star ? ACCESS_IMPORT : ACCESS_REQUIRE,
                                 .origin = because});
    }
}

static void use_whole(struct using *u, module_id module, struct origin origin)
{
    if (!bitset_add(u->used->whole, module)) return;
    evaluate(u, module);
    if (!has_record(u, module)) return;
    use_whole_exports(u, module, origin);
    use_whole_open_targets(u, module, origin);
}

/* ---------------------------------------------------------------------------------------------- live parts */

static enum access access_of(enum request_kind kind)
{
    return kind == REQUEST_REQUIRE || kind == REQUEST_AMD || kind == REQUEST_REQUIRE_RESOLVE ? ACCESS_REQUIRE
                                                                                             : ACCESS_IMPORT;
}

static void use_reference(struct using *u, module_id module, uint32_t index)
{
    const struct record *record = module_at(u, module)->record;
    const struct reference *reference = &record->references[index];
    name_id *path = ARENA_ARRAY(&u->scratch, name_id, reference->segment_count + 1);
    for (uint32_t i = 0; i < reference->segment_count; i++) {
        path[i] = graph_name(u->graph, module, record->segments[reference->first_segment + i].name);
    }
    /* A tag gets its object as `this`, as a callee does. */
    bool called = reference->kind == REFERENCE_CALLEE || reference->kind == REFERENCE_TAG;
    struct origin origin = {module, reference->identifier.start, reference->reason};
    if (reference->request == INDEX_NONE) {
        /* CommonJS reads its own exports; calling one passes the exports object. */
        if (reference->segment_count == 0 || (called && reference->segment_count == 1)) use_whole(u, module, origin);
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
    if (request->kind == REQUEST_CONTEXT) return; /* its targets are used whole with the request */
    bool direct = reference->segment_count == reference->imported_count && reference->imported_count == 1;
    bool held = request->kind == REQUEST_REQUIRE &&
                (reference->pattern_count || reference->identifier.start != request->statement.start);
    follow_use(u, (struct use){
                      .importer = module,
                      .through = module,
                      .to = graph_connection(u->graph, module, reference->request)->to,
                      .path = path,
                      .length = reference->segment_count,
                      .destructured = reference->pattern_count,
                      .access = access_of((enum request_kind)request->kind),
                      .called = called && !direct,
                      .held = held,
                      .fixed = request->kind != REQUEST_IMPORT && request->kind != REQUEST_EXPORT_FROM &&
                               request->kind != REQUEST_JSX_RUNTIME,
                      .origin = origin,
                  });
}

static void run_request(struct using *u, module_id module, uint32_t index)
{
    const struct request *request = &module_at(u, module)->record->requests[index];
    const struct connection *connection = graph_connection(u->graph, module, index);
    if (request->kind == REQUEST_CONTEXT) {
        for (uint32_t t = 0; t < connection->context_target_count; t++) {
            use_whole(u, u->graph->context_targets[connection->first_context_target + t],
                      (struct origin){module, request->statement.start, REASON_CONTEXT});
        }
    } else if (request->evaluates) {
        for (module_id to = connection->to; to != MODULE_NONE; to = module_at(u, to)->otherwise) {
            evaluate(u, to); /* require() and import() run the module, free of side effects or not. */
            if (module_at(u, to)->fallback != MODULE_NONE) evaluate(u, module_at(u, to)->fallback);
        }
    }
}

static void run_part(struct using *u, module_id module, uint32_t part)
{
    const struct record *record = module_at(u, module)->record;
    const struct module_index *index = index_of(u, module);
    for (uint32_t i = index->references.first[part]; i < index->references.first[part + 1]; i++)
        use_reference(u, module, index->references.at[i]);
    for (uint32_t i = index->requests.first[part]; i < index->requests.first[part + 1]; i++)
        run_request(u, module, index->requests.at[i]);
    const struct record_part *p = &record->parts[part];
    for (uint32_t i = 0; i < p->read_count; i++) read_binding(u, module, record->part_bindings[p->first_read + i]);
}

/* ---------------------------------------------------------------------------------------------- evaluation */

/* Nobody knows what a module does that could not be parsed: it may use everything that the app shares. */
static void use_everything_shared(struct using *u, module_id opaque)
{
    const struct record *record = module_at(u, opaque)->record;
    struct origin origin = {opaque, record->has_error ? record->error_offset : 0, REASON_OPAQUE_MODULE};
    for (module_id m = 1; m < u->graph->module_count; m++) {
        if (module_at(u, m)->kind != MODULE_CONSUME_SHARED) continue;
        follow_use(
            u, (struct use){.importer = opaque, .through = opaque, .to = m, .access = ACCESS_IMPORT, .origin = origin});
    }
}

static void run_module(struct using *u, module_id module)
{
    const struct module *m = module_at(u, module);
    if (m->fallback != MODULE_NONE && !is_side_effect_free(u, m->fallback)) evaluate(u, m->fallback);
    if (m->otherwise != MODULE_NONE && !is_side_effect_free(u, m->otherwise)) evaluate(u, m->otherwise);
    if (m->kind != MODULE_SOURCE) return;
    const struct record *record = m->record;
    if (record->syntax == MODULE_OPAQUE) use_everything_shared(u, module);
    /* Only ES modules are taken apart: CommonJS code runs as a whole. */
    for (uint32_t p = 0; p < record->part_count; p++) {
        if (record->syntax != MODULE_ESM || !record->parts[p].pure || record->parts[p].is_expression ||
            !callees_are_pure(u->graph, u->provided, u->shares, module, p))
            make_live(u, module, p);
    }
    for (uint32_t r = 0; r < record->request_count; r++) {
        if (record->requests[r].kind == REQUEST_REQUIRE) run_request(u, module, r);
        if (module_index_runs_with_part(&record->requests[r]) || !record->requests[r].evaluates) continue;
        module_id to = graph_connection(u->graph, module, r)->to;
        if (to != MODULE_NONE && !is_side_effect_free(u, to)) evaluate(u, to);
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
    evaluate(u, root->module);
    if (root->used_by_others) use_whole(u, root->module, (struct origin){root->module, UINT32_MAX, REASON_EXPOSED});
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
    return (a->whole > b->whole) - (a->whole < b->whole);
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

static void freeze_share_uses(struct using *u)
{
    uint32_t count = u->share_uses.count, kept = 0;
    struct share_use *uses = u->share_uses.at;
    if (count) qsort_r(uses, count, sizeof *uses, compare_share_uses, u->graph->names);
    for (uint32_t i = 0; i < count; i++) {
        if (kept && compare_share_uses(&uses[kept - 1], &uses[i], u->graph->names) == 0) continue;
        uses[kept++] = uses[i];
    }
    u->used->share_use_count = kept;
    u->used->share_uses = vec_freeze(&u->share_uses, u->arena);
}

void used_compute(const struct graph *graph, const struct provided *provided, struct used_options options,
                  struct arena *arena, struct used *used)
{
    struct using u = {.graph = graph, .provided = provided, .arena = arena, .used = used};
    arena_init(&u.scratch);
    map_init(&u.names);
    map_init(&u.branches);
    u.shares = options.shares_used_by_others ? CALLEES_OF_ANY_VERSION : CALLEES_OF_FALLBACK;
    u.default_name = names_add(graph->names, TEXT("default"));
    u.circles = circles_compute(graph, provided, &u.scratch);
    u.indexes = ARENA_ARRAY(&u.scratch, struct module_index, graph->module_count);
    uint32_t *first_part = ARENA_ARRAY(arena, uint32_t, graph->module_count + 1);
    for (module_id m = 0; m < graph->module_count; m++) {
        const struct record *record = graph->modules[m].record;
        first_part[m + 1] = first_part[m] + (record ? record->part_count : 0);
    }
    used->first_part = first_part;
    used->evaluated = bitset_new(arena, graph->module_count);
    used->whole = bitset_new(arena, graph->module_count);
    used->live_parts = bitset_new(arena, first_part[graph->module_count]);

    for (uint32_t r = 0; r < graph->root_count; r++) {
        if (options.root == INDEX_NONE || graph_same_runtime(graph, options.root, r)) start_root(&u, &graph->roots[r]);
    }
    for (uint32_t s = 0; options.shares_used_by_others && s < graph->provided_share_count; s++) {
        module_id module = graph->provided_shares[s].module;
        use_whole(&u, module, (struct origin){module, UINT32_MAX, REASON_EXPOSED});
    }
    run_to_fixpoint(&u);

    freeze_names(&u);
    freeze_share_uses(&u);
    vec_release(&u.pending);
    vec_release(&u.to_evaluate);
    vec_release(&u.to_live);
    map_release(&u.names);
    map_release(&u.branches);
    arena_release(&u.scratch);
}
