#include "analyze/follow.h"

static bool has_record(const struct using *u, module_id module)
{
    return using_module(u, module)->kind == MODULE_SOURCE;
}

/* The value of a local export is read. */
static void use_local(struct using *u, module_id module, const struct provided_export *export)
{
    const struct record *record = using_module(u, module)->record;
    if (record->syntax != MODULE_ESM) return;
    const struct export_entry *entry = &record->exports[export->entry];
    if (entry->binding != INDEX_NONE) using_read_binding(u, module, entry->binding);
    else if (entry->part != INDEX_NONE) using_make_live(u, module, entry->part);
}

static void push_use(struct using *u, struct use use)
{
    vec_push(&u->pending, use);
}

/* Pushes `use` unless the same one branched off before: stars of unknown names may go round in circles. */
static void push_branch(struct using *u, struct use use)
{
    const uint32_t head[] = {use.to,
                             (uint32_t)using_module(u, use.importer)->strict,
                             (uint32_t)use.access,
                             use.called,
                             use.held,
                             use.fixed,
                             use.through,
                             use.destructured,
                             use.by_star,
                             use.only_asks,
                             use.origin.from,
                             use.origin.offset,
                             use.length};
    uint32_t head_count = sizeof head / sizeof *head, number = 0;
    bool is_new = false;
    for (uint32_t i = 0; i < head_count + use.length; i++) {
        uint64_t key = map_pair(number, i < head_count ? head[i] : use.path[i - head_count]);
        number = u->base ? map_get(&u->base->branches, key, 0) : 0;
        if (number == 0) number = map_get(&u->branches, key, 0);
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

/* Records why a use became one of everything, unless its source already says. False. */
static bool is_of_everything(struct use *use, enum reason_kind reason)
{
    if (use->origin.reason == REASON_NONE) use->origin.reason = (uint8_t)reason;
    return false;
}

/* `exports.a = require("x").default` of a module without side effects: bundlers move an import of `a` to x, whose default export is then seen through the interop of
 * the importer. Of a CommonJS module that is all. */
static void use_moved_default(struct using *u, module_id importer, module_id module,
                              const struct provided_export *export, struct origin origin)
{
    if (export->imported != u->default_name || !using_is_side_effect_free(u, module)) return;
    module_id to = graph_connection(u->graph, module, export->request)->to;
    if (to == MODULE_NONE || provided_import_type(u->graph, u->provided, importer, to) == IMPORT_NAMESPACE) return;
    if (origin.reason == REASON_NONE) origin.reason = REASON_DEFAULT_UNKNOWN;
    push_branch(u, (struct use){.importer = module,
                                .through = module,
                                .to = to,
                                .access = ACCESS_REQUIRE,
                                .fixed = true,
                                .origin = origin});
}

/* A name that what require() gave lacks, or may lack, is one that every object has: it may read all others. webpack's trimToProvidedPrefix; a share's names
 * are those of another module when the page runs. */
static bool is_of_no_export(const struct using *u, const struct use *use)
{
    const struct module *module = using_module(u, use->to);
    if (!use->held || module->kind != MODULE_SOURCE) return false;
    const struct provided_export *export = provided_find(u->provided, use->to, use->path[0]);
    if (export) return export->disputed;
    /* No star brings `default`. */
    bool only_stars_open = module->record->syntax == MODULE_ESM && !module->record->exports_open;
    return !using_is_open(u, use->to) || (only_stars_open && use->path[0] == u->default_name);
}

/* `export * as` of a running module gives away the whole namespace of a share whose names nobody knows: there is nothing to look into. */
static bool gives_away_unknown_share(const struct using *u, module_id target)
{
    return using_module(u, target)->kind == MODULE_CONSUME_SHARED && u->provided->modules[target].open;
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
                                 .only_asks = use->only_asks,
                             });
}

/* Where the export `entry` of the module leads if it is a star of unknown names, else MODULE_NONE. */
static module_id open_star(const struct using *u, module_id module, uint32_t entry)
{
    const struct export_entry *export = &using_module(u, module)->record->exports[entry];
    module_id target =
        export->kind == EXPORT_STAR ? graph_connection(u->graph, module, export->request)->to : MODULE_NONE;
    return target != MODULE_NONE && using_is_open(u, target) ? target : MODULE_NONE;
}

/* May `module`, which lists `name`, lack it when the page runs? Then the next star has it. That is so for a share's names, of which another version may be loaded, and where it
 * leads to CommonJS code that also does with its exports what nobody can follow. */
static bool may_lack(const struct using *u, module_id module, name_id name)
{
    if (!using_is_open(u, module)) return false;
    module_id bound = provided_terminal(u->graph, u->provided, module, name).module;
    if (bound == MODULE_NONE || using_module(u, bound)->kind == MODULE_CONSUME_SHARED) return true;
    return using_is_open(u, bound) && has_record(u, bound) && using_module(u, bound)->record->syntax == MODULE_COMMONJS;
}

/* Goes on to the first star that surely has the name among the exports from `entry` on, and to those before it that may have it: they list it for a share, their names are
 * unknown, or it is in conflict there. */
static void branch_to_next_star(struct using *u, const struct use *use, uint32_t entry)
{
    const struct record *record = using_module(u, use->to)->record;
    for (uint32_t e = entry; use->path[0] != u->default_name && e < record->export_count; e++) {
        if (record->exports[e].kind != EXPORT_STAR) continue;
        module_id target = graph_connection(u->graph, use->to, record->exports[e].request)->to;
        if (target == MODULE_NONE) continue;
        bool is_listed = provided_find(u->provided, target, use->path[0]);
        bool may_have = using_is_open(u, target) || u->provided->modules[target].has_conflicts;
        if (is_listed || may_have) branch(u, use, target, use->access);
        if (is_listed && !may_lack(u, target, use->path[0])) return;
    }
}

/* Goes on to what the target takes over by module.exports = require(), but for the entry `but`: which of several is assigned last, only run time tells. */
static void branch_to_taken_over(struct using *u, const struct use *use, uint32_t but)
{
    const struct record *record = using_module(u, use->to)->record;
    for (uint32_t e = 0; e < record->commonjs_count; e++) {
        const struct commonjs_export *entry = &record->commonjs[e];
        if (entry->shape != COMMONJS_WHOLE_REQUIRE || e == but) continue;
        branch(u, use, graph_connection(u->graph, use->to, entry->request)->to, ACCESS_REQUIRE);
    }
}

/* A name that the target does not list: it may come from any star whose names are unknown. */
static void use_unlisted(struct using *u, const struct use *use)
{
    using_evaluate(u, use->to);
    if (!has_record(u, use->to)) return;
    const struct record *record = using_module(u, use->to)->record;
    struct use asking = *use;
    uint32_t open_stars = 0;
    for (uint32_t e = 0; e < record->export_count; e++) open_stars += open_star(u, use->to, e) != MODULE_NONE;
    asking.only_asks |= open_stars > 1;
    for (uint32_t e = 0; e < record->export_count; e++) branch(u, &asking, open_star(u, use->to, e), use->access);
    /* A name that two stars bring from different places is exported by neither, as the language says. Bundlers that let the first star win, always or in circles, read it
     * there. */
    branch_to_next_star(u, &asking, 0);
    branch_to_taken_over(u, use, INDEX_NONE);
}

/* Also asked of the stars before the one that has the name: when their names are unknown they may have it at run time, and when they re-export it, but it leads nowhere from
 * there, bundlers read it there all the same. */
static void use_stars_before(struct using *u, const struct use *use, const struct provided_export *export)
{
    const struct record *record = using_module(u, use->to)->record;
    struct use before = *use;
    before.only_asks = true;
    for (uint32_t e = 0; e < export->entry; e++) {
        if (record->exports[e].kind != EXPORT_STAR) continue;
        module_id target = graph_connection(u->graph, use->to, record->exports[e].request)->to;
        if (target == MODULE_NONE) continue;
        const struct provided_export *listed = provided_find(u->provided, target, use->path[0]);
        if (using_is_open(u, target) || (listed && listed->source != PROVIDED_STAR))
            branch(u, &before, target, use->access);
    }
}

/* The __esModule that module.exports = require() takes over from an ES module is asked of that module. */
static void use_flag(struct using *u, const struct use *use, const struct provided_export *export)
{
    const struct commonjs_export *entry = &using_module(u, use->to)->record->commonjs[export->entry];
    if (entry->shape == COMMONJS_WHOLE_REQUIRE)
        branch(u, use, graph_connection(u->graph, use->to, entry->request)->to, ACCESS_REQUIRE);
}

static bool surely_lacks(const struct using *u, module_id module, name_id name)
{
    return using_module(u, module)->kind == MODULE_SOURCE && !u->provided->modules[module].open &&
           !provided_find(u->provided, module, name) && u->provided->modules[module].exports_type == EXPORTS_NAMESPACE;
}

static bool passes_through(const struct provided_export *export)
{
    return export->source == PROVIDED_REEXPORT || export->source == PROVIDED_NAMESPACE ||
           export->source == PROVIDED_STAR;
}

/* Do the re-exports of modules without side effects lead from `export` of `module` round in a circle? Then the bundler finds no place to move the connection to. */
static bool leads_round(const struct using *u, module_id module, const struct provided_export *export)
{
    /* Brent's: in a circle the walk comes back to where it was after some power of two of hops. */
    const struct provided_export *before = NULL;
    for (uint32_t hops = 0, power = 1; u->has_circles && export && export->request != INDEX_NONE; hops++) {
        if (export == before) return true;
        if (hops == power) before = export, power *= 2;
        if (!using_is_side_effect_free(u, module) || export->imported == NAME_NONE) return false;
        module = graph_connection(u->graph, module, export->request)->to;
        if (using_module(u, module)->kind == MODULE_CONSUME_SHARED) module = using_module(u, module)->fallback;
        if (module == MODULE_NONE || !has_record(u, module)) return false;
        export = provided_find(u->provided, module, export->imported);
    }
    return false;
}

/* Does the module have a star of unknown names beside the one that `export` comes by? Bundlers have that star as a second place for the name, which they may not see past. */
static bool has_open_star_beside(const struct using *u, module_id module, const struct provided_export *export)
{
    if (export->source != PROVIDED_STAR) return false;
    for (uint32_t e = 0; e < using_module(u, module)->record->export_count; e++) {
        if (e != export->entry && open_star(u, module, e) != MODULE_NONE) return true;
    }
    return false;
}

/* May a bundler leave the connection at the re-export? In a circle that depends on how it is made up, and on whether the name leads round in it. */
static bool may_stay(const struct using *u, module_id module, const struct provided_export *export)
{
    return u->circles[module] || leads_round(u, module, export) || has_open_star_beside(u, module, export);
}

/* Does the bundler surely leave the connection at `use->to`? It is moved past a re-export of a module without side effects, but not for a name in a pattern, not when it came
 * by `export *`, and not when the re-exported name can not exist (no export of an ES module, a named import of JSON in a .mjs file). */
static bool stays(const struct using *u, const struct use *use, const struct provided_export *export)
{
    if (!passes_through(export) || use->fixed || use->by_star || use->length <= use->destructured) return true;
    if (!using_is_side_effect_free(u, use->to)) return true;
    module_id next = graph_connection(u->graph, use->to, export->request)->to;
    if (export->imported == NAME_NONE || next == MODULE_NONE) return false;
    if (surely_lacks(u, next, export->imported)) return true;
    return export->imported != u->default_name &&
           provided_import_type(u->graph, u->provided, use->to, next) == IMPORT_DEFAULT_ONLY;
}

/* Does the bundler leave the connection at `use->to`, as far as can be told, so that this module runs? */
static bool ends_connection(const struct using *u, const struct use *use, const struct provided_export *export)
{
    return stays(u, use, export) || may_stay(u, use->to, export);
}

/* Does the bundler move the connection on from `use->to`, so that what follows is asked of another module? */
static bool moves_on(const struct using *u, const struct use *use)
{
    if (using_module(u, use->to)->kind != MODULE_SOURCE) return false;
    const struct provided_export *export = provided_find(u->provided, use->to, use->path[0]);
    return export && !ends_connection(u, use, export);
}

/* The function that is called never reads its `this`, so that the object before it does not matter. */
static bool ignores_receiver(const struct using *u, const struct use *use)
{
    return use->length &&
           (callee_traits(u->graph, u->provided, u->shares, use->to, use->path, use->length) & CALLABLE_IGNORES_THIS);
}

/* ns.f() of CommonJS code, where f reads its `this`: that is the exports object. */
static bool gives_namespace_as_this(const struct using *u, const struct use *use)
{
    return use->called && use->access == ACCESS_IMPORT && use->length == 1 &&
           u->provided->modules[use->to].exports_type != EXPORTS_NAMESPACE &&
           (callee_traits(u->graph, u->provided, u->shares, use->to, use->path, 1) & CALLABLE_READS_THIS);
}

/* Both bundlers ask for an export `default` of `module`, too. */
static void use_default_by_name(struct using *u, const struct use *use, module_id module)
{
    struct use by_name = *use;
    by_name.access = ACCESS_REQUIRE;
    by_name.to = module;
    push_branch(u, by_name);
}

/* The module whose export `default` both bundlers use beside `module.exports`, which the import means, or MODULE_NONE. It is used for a name in a pattern:
 * `const { default: { a } } = ns`. And for `exports.default = require("x")` of a module without side effects, or of the fallback of a share: they move the connection to x
 * before they ask what `default` is. */
static module_id default_by_name(const struct using *u, const struct use *use)
{
    if (use->destructured == use->length) return use->to;
    const struct module *target = using_module(u, use->to);
    module_id module = target->kind == MODULE_CONSUME_SHARED ? target->fallback : use->to;
    if (module == MODULE_NONE || use->fixed) return MODULE_NONE;
    const struct provided_export *export = provided_find(u->provided, module, use->path[0]);
    bool moves = export && export->source == PROVIDED_COMMONJS && export->request != INDEX_NONE &&
                 using_is_side_effect_free(u, module);
    return moves ? module : MODULE_NONE;
}

/* webpack's getReferencedExports: what the path asks of the target, seen through the interop of CommonJS. False: everything. */
static bool apply_interop(struct using *u, struct use *use)
{
    bool receiver_is_exports = false;
    if (use->access == ACCESS_IMPORT) {
        enum import_type type = provided_import_type(u->graph, u->provided, use->importer, use->to);
        if (use->length && use->path[0] == u->default_name && type != IMPORT_NAMESPACE) {
            bool is_passed_on = use->origin.from != use->importer;
            if (type == IMPORT_DYNAMIC || (is_passed_on && use->length > 1))
                return is_of_everything(use, REASON_DEFAULT_UNKNOWN);
            module_id by_name = default_by_name(u, use);
            if (by_name != MODULE_NONE) use_default_by_name(u, use, by_name);
            drop_first(use);
            receiver_is_exports = true;
        }
    } else {
        receiver_is_exports = true;
    }
    if (use->called && (receiver_is_exports || use->length > 1) && !ignores_receiver(u, use)) {
        if (use->length <= 1)
            return is_of_everything(use, use->length ? REASON_CALLED_MEMBER : REASON_NAMESPACE_ESCAPES);
        /* The callee sees what the path before it leads to as `this`. Where the connection moves on, its path is shorter by the time that this is asked. */
        if (!moves_on(u, use)) {
            use->length--;
            use->called = false;
        }
    }
    if (gives_namespace_as_this(u, use)) return is_of_everything(use, REASON_CALLED_MEMBER);
    return use->length > 0 || is_of_everything(use, REASON_NAMESPACE_ESCAPES);
}

/* A bundler that moves the connection to `use->to` sees that by the rules of `importer`, which has the import. Not so where the connection moves on. */
static void follow_moved(struct using *u, const struct use *use, module_id importer)
{
    if (use->to == MODULE_NONE || using_module(u, importer)->strict == using_module(u, use->importer)->strict) return;
    const struct provided_export *next = use->length ? provided_find(u->provided, use->to, use->path[0]) : NULL;
    if (next && next->request != INDEX_NONE && using_is_side_effect_free(u, use->to)) return;
    struct use moved = *use;
    moved.importer = importer;
    push_branch(u, moved);
}

static bool leads_back_through_share(const struct using *u, module_id module, uint32_t request)
{
    module_id to = graph_connection(u->graph, module, request)->to;
    return u->circles[module] && to != MODULE_NONE && u->circles[to] == u->circles[module] &&
           using_module(u, to)->kind == MODULE_CONSUME_SHARED;
}

/* One hop of a use. True when it goes on at use->to. */
static bool follow(struct using *u, struct use *use)
{
    if (use->to == MODULE_NONE) return false;
    const struct module *target = using_module(u, use->to);
    if (target->otherwise != MODULE_NONE) {
        struct use outside = *use;
        outside.to = target->otherwise;
        push_branch(u, outside);
    }
    bool named = apply_interop(u, use);
    if (named && is_of_no_export(u, use)) named = is_of_everything(use, REASON_NO_EXPORT);
    if (target->kind == MODULE_CONSUME_SHARED) {
        record_share_use(u, use, !named);
        if (named) using_mark_name(u, use->to, use->path[0]);
        else bitset_add(u->used->whole, use->to);
        using_evaluate(u, use->to);
        if (u->stops_at_shares) return false;
        use->to = target->fallback;
        /* The interop was applied to the copy of the fallback's info: what is left is a path of plain members. */
        if (use->to != MODULE_NONE && !named) {
            follow_whole(u, use->to, use->origin);
            return false;
        }
        use->access = ACCESS_REQUIRE;
        use->called = false;
        use->through = use->to;
        return use->to != MODULE_NONE;
    }
    if (!named) {
        follow_whole(u, use->to, use->origin);
        return false;
    }
    const struct provided_export *export = provided_find(u->provided, use->to, use->path[0]);
    if (!export || target->kind != MODULE_SOURCE) {
        using_mark_name(u, use->to, use->path[0]);
        use_unlisted(u, use);
        return false;
    }
    bool certain = stays(u, use, export), runs = certain || may_stay(u, use->to, export);
    if (runs) {
        using_mark_name(u, use->to, use->path[0]);
        using_evaluate(u, use->to);
    }
    use->by_star = runs && export->source == PROVIDED_STAR;
    switch ((enum provided_source) export->source) {
    case PROVIDED_LOCAL: use_local(u, use->to, export); return false;
    case PROVIDED_COMMONJS:
        branch_to_taken_over(u, use, export->entry);
        if (export->request == INDEX_NONE) {
            use_flag(u, use, export);
            return false;
        }
        if (!use->fixed) use_moved_default(u, use->importer, use->to, export, use->origin);
        use->access = ACCESS_REQUIRE;
        if (export->imported == NAME_NONE) drop_first(use);
        break;
    case PROVIDED_NAMESPACE:
        drop_first(use);
        use->access = ACCESS_IMPORT;
        break;
    case PROVIDED_STAR:
        use_stars_before(u, use, export);
        /* A share that only has the name from here does not have it. */
        if (leads_back_through_share(u, use->to, export->request) ||
            may_lack(u, graph_connection(u->graph, use->to, export->request)->to, export->imported))
            branch_to_next_star(u, use, export->entry + 1);
        use->access = ACCESS_IMPORT;
        break;
    case PROVIDED_REEXPORT: use->access = ACCESS_IMPORT; break;
    }
    /* What a running module holds as a namespace is reached through it. */
    use->fixed = use->access == ACCESS_REQUIRE || (runs && export->source == PROVIDED_NAMESPACE);
    if (export->imported != NAME_NONE) use->path = replace_first(u, use, export->imported);
    module_id importer = use->importer;
    use->importer = use->to;
    /* Where it may be moved in spite of a circle, the one who asks counts as the one who crosses a share key. */
    if (certain) use->through = use->to;
    use->to = graph_connection(u->graph, use->to, export->request)->to;
    if (!runs) follow_moved(u, use, importer);
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

void follow_use(struct using *u, struct use use)
{
    for (uint32_t hops = 0; hops < MOST_HOPS; hops++) {
        if (!follow(u, &use)) return;
    }
    if (use.to != MODULE_NONE) follow_whole(u, use.to, use.origin);
}

/* ---------------------------------------------------------------------------------------------- whole modules */

/* Where an export is written. */
static uint32_t export_offset(const struct record *record, const struct provided_export *export)
{
    return export->source == PROVIDED_COMMONJS ? record->commonjs[export->entry].expression.start
                                               : record->exports[export->entry].span.start;
}

/* A name of a whole module that a star has is asked of the stars before it, and of the next one when it may lack it. */
static void use_other_stars(struct using *u, module_id module, const struct provided_export *export, name_id *path,
                            struct origin origin)
{
    struct use use = {.importer = module,
                      .through = module,
                      .to = module,
                      .path = path,
                      .length = 1,
                      .by_star = true,
                      .access = ACCESS_IMPORT,
                      .origin = origin};
    use_stars_before(u, &use, export);
    module_id target = graph_connection(u->graph, module, export->request)->to;
    if (export->disputed || may_lack(u, target, export->imported)) branch_to_next_star(u, &use, export->entry + 1);
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
        if (export->source == PROVIDED_COMMONJS) use_moved_default(u, module, module, export, origin);
        name_id *path = ARENA_ARRAY(&u->scratch, name_id, 1);
        path[0] = export->imported;
        struct origin because = origin;
        if (origin.offset == UINT32_MAX) {
            because = (struct origin){module, export_offset(using_module(u, module)->record, export), origin.reason};
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
        if (export->source == PROVIDED_STAR) use_other_stars(u, module, export, path, because);
    }
}

/* Stars whose names are unknown or in conflict, and what module.exports = require() takes over, are used whole with the module. */
static void use_whole_open_targets(struct using *u, module_id module, struct origin origin)
{
    const struct record *record = using_module(u, module)->record;
    for (uint32_t e = 0; e < record->export_count + record->commonjs_count; e++) {
        bool star = e < record->export_count;
        uint32_t request = INDEX_NONE;
        if (star && record->exports[e].kind == EXPORT_STAR) request = record->exports[e].request;
        if (!star && record->commonjs[e - record->export_count].shape == COMMONJS_WHOLE_REQUIRE) {
            request = record->commonjs[e - record->export_count].request;
        }
        if (request == INDEX_NONE) continue;
        module_id target = graph_connection(u->graph, module, request)->to;
        if (target == MODULE_NONE || (star && !using_is_open(u, target) && !u->provided->modules[module].has_conflicts))
            continue;
        struct origin because = {module, record->requests[request].statement.start, REASON_EXPORT_STAR_UNKNOWN};
        bool unknown = star && (u->provided->modules[target].open || u->provided->modules[module].has_conflicts);
        if (!unknown && origin.offset == UINT32_MAX) because.reason = REASON_EXPORTED;
        else if (!unknown) because = origin;
        push_use(u, (struct use){.importer = module,
                                 .through = module,
                                 .to = target,
                                 .fixed = !star,
                                 .access = star ? ACCESS_IMPORT : ACCESS_REQUIRE,
                                 .origin = because});
    }
}

void follow_whole(struct using *u, module_id module, struct origin origin)
{
    if (!bitset_add(u->used->whole, module)) return;
    using_evaluate(u, module);
    if (!has_record(u, module)) return;
    use_whole_exports(u, module, origin);
    use_whole_open_targets(u, module, origin);
}
