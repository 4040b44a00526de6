#include "prune/prune.h"

#include "base/names.h"
#include "base/vec.h"
#include "prune/cut.h"
#include "prune/demand.h"
#include "prune/liveness.h"
#include "prune/macro.h"
#include "prune/place.h"
#include "prune/reach.h"
#include "prune/shape.h"
#include "report/usage_decision.h"
#include "scan/purity.h"

#include <stdlib.h>

/* What happens to a region. */
enum fate {
    FATE_STAYS, /* used: only its comments go */
    FATE_WAITS, /* undecided, or of a shape that can not be removed: comments and all stay */
    FATE_GOES,
};

struct run {
    struct arena *arena;
    struct arena scratch; /* of one attempt */
    struct text path;
    const struct usage_set *usage;
    const struct prune_options *options;
    struct diagnostics *diagnostics;

    struct syntax syntax;
    struct scopes scopes;
    struct macros macros;
    struct container container;
    const struct shape *shapes;       /* by region */
    struct usage_decision *decisions; /* by region */
    uint8_t *fates;                   /* by region, enum fate */
    struct liveness liveness;
    struct reach reach;
    struct bitset roots;   /* of the walk over reach */
    struct bitset gone;    /* nodes whose text goes */
    struct bitset touched; /* modules that lost something */
    struct bitset kept_modules;
    struct cut cut;
    VEC(struct prune_note) notes;
    struct place_walk places; /* of regions */
};

static struct diag_place place_of(const struct run *run, uint32_t offset)
{
    return diag_place_at(run->path, run->syntax.source, offset);
}

static void note(struct run *run, struct text about, struct text reason)
{
    vec_push(&run->notes, (struct prune_note){about, reason});
}

static void lose(struct run *run, node_id node)
{
    for (node_id inside = node; inside < syntax_next(&run->syntax, node); inside++) bitset_add(run->gone, inside);
}

/* ---------------------------------------------------------------------------------------------- reading the chunk */

static bool parse(struct run *run, struct syntax_parser *parser, struct text source)
{
    if (!syntax_parse(parser, run->arena, source, &run->syntax)) {
        diag_add(run->diagnostics, DIAG_PRUNE_NOT_A_CHUNK, diag_place_file(run->path),
                 "parsing took too long and was given up");
        return false;
    }
    if (run->syntax.has_error) {
        diag_add(run->diagnostics, DIAG_PRUNE_NOT_A_CHUNK, place_of(run, run->syntax.error_offset),
                 "this is no JavaScript that can be read");
        return false;
    }
    return true;
}

static bool read_chunk(struct run *run, struct syntax_parser *parser, struct text source)
{
    if (!parse(run, parser, source)) return false;
    if (!macro_read(&run->syntax, run->path, run->arena, &run->macros, run->diagnostics)) return false;
    scope_analyze(&run->syntax, run->arena, &run->scopes);
    if (container_find(&run->syntax, &run->scopes, run->arena, &run->container)) return true;
    diag_add(
        run->diagnostics, DIAG_PRUNE_NOT_A_CHUNK, diag_place_file(run->path),
        "the file has not exactly one module map of the form (self[\"webpackChunk...\"] = ...).push([[...], {...}]) or "
        "exports.modules = {...}");
    return false;
}

/* ---------------------------------------------------------------------------------------------- regions */

static struct text name_of(struct run *run, const struct usage_decision *decision)
{
    if (!decision->key.length) return decision->name;
    return arena_format(run->arena, "%.*s.%.*s", TEXT_ARGS(decision->key), TEXT_ARGS(decision->name));
}

static void decide(struct run *run, uint32_t region)
{
    struct usage_decision *decision = &run->decisions[region];
    struct text condition = run->macros.regions[region].condition;
    struct diag_place place = place_next(&run->places, run->syntax.comments[run->macros.regions[region].opening].start);
    usage_decide(run->usage, run->arena, condition, decision);
    if (decision->has_note) {
        struct diag_place known = decision->place.line ? decision->place : place;
        diag_add(run->diagnostics, decision->note, known, "%.*s is kept: %.*s", TEXT_ARGS(condition),
                 TEXT_ARGS(decision->reason));
    }
    run->fates[region] = decision->answer == USAGE_USED ? FATE_STAYS : FATE_WAITS;
    if (decision->answer != USAGE_UNUSED) return;
    if (run->shapes[region].kind != SHAPE_OTHER) {
        run->fates[region] = FATE_GOES;
        return;
    }
    diag_add(run->diagnostics, DIAG_PRUNE_SHAPE_KEPT, place, "the unused region of %.*s is kept: %s",
             TEXT_ARGS(condition), run->shapes[region].why);
    note(run, name_of(run, decision), text_of(run->shapes[region].why));
}

static void report_inlines(struct run *run)
{
    struct place_walk places = {.path = run->path, .source = run->syntax.source};
    for (uint32_t i = 0; i < run->macros.inline_count; i++) {
        uint32_t offset = run->syntax.comments[run->macros.inlines[i]].start;
        diag_add(run->diagnostics, DIAG_PRUNE_SHAPE_KEPT, place_next(&places, offset),
                 "@common:define-inline is kept: values are not inlined");
    }
}

/* The text of a JavaScript string, so that any export name can stand in a message. */
static struct text thrower(struct run *run, const struct usage_decision *decision)
{
    struct text name = name_of(run, decision);
    struct buffer out;
    buffer_init(&out);
    buffer_put_string(&out, "{ throw new Error(\"mfshake: ");
    for (size_t i = 0; i < name.length; i++) {
        unsigned char c = (unsigned char)name.at[i];
        if (c < ' ' || c == '"' || c == '\\') buffer_format(&out, "\\x%02x", c);
        else buffer_put_char(&out, (char)c);
    }
    buffer_put_string(&out, " was pruned\"); }");
    struct text text = arena_copy(run->arena, buffer_text(&out));
    buffer_release(&out);
    return text;
}

/* Replaces the body of a getter that goes, when the property has to stay. */
static void replace_getter(struct run *run, uint32_t region)
{
    const struct syntax *syntax = &run->syntax;
    const struct macro_region *macro = &run->macros.regions[region];
    node_id body = run->shapes[region].body;
    uint32_t start = syntax->nodes[body].start, end = syntax->nodes[body].end;
    if (run->shapes[region].kind == SHAPE_GETTER_BODY) {
        /* The comments stand inside the body, or around a body without parentheses. */
        uint32_t opening = syntax->comments[macro->opening].start, closing = syntax->comments[macro->closing].end;
        if (opening < start) start = opening;
        if (closing > end) end = closing;
    }
    bool is_block = syntax_is(syntax, body, SYNTAX_BLOCK);
    struct text null = is_block ? TEXT("{ return null; }") : TEXT("(null)");
    cut_range(&run->cut, start, end,
              run->options->removed == PRUNE_NULL ? null : thrower(run, &run->decisions[region]));
    lose(run, body);
}

/* True when something in the value of the assignment has to stay: an effect, or a region that is not removed. */
static bool is_value_needed(const struct run *run, uint32_t region, node_id value)
{
    const struct syntax *syntax = &run->syntax;
    for (uint32_t r = region + 1; r < run->macros.region_count; r++) {
        uint32_t offset = syntax->comments[run->macros.regions[r].opening].start;
        if (offset >= syntax->nodes[value].end) break;
        if (run->fates[r] != FATE_GOES) return true;
    }
    return !purity_of_expression(syntax, &run->scopes, value);
}

/* The value at the end of a chain of assignments that all go: of `exports.a = exports.b = v`, v. */
static node_id value_of_chain(const struct run *run, uint32_t region)
{
    node_id value = syntax_child(&run->syntax, run->shapes[region].assignment, FIELD_RIGHT);
    for (uint32_t r = region + 1; r < run->macros.region_count; r++) {
        bool is_next = run->fates[r] == FATE_GOES && run->shapes[r].kind == SHAPE_ASSIGNMENT &&
                       run->shapes[r].assignment == syntax_unparenthesized(&run->syntax, value);
        if (!is_next) break;
        value = syntax_child(&run->syntax, run->shapes[r].assignment, FIELD_RIGHT);
    }
    return value;
}

static void remove_assignment(struct run *run, uint32_t region)
{
    const struct shape *shape = &run->shapes[region];
    node_id statement = syntax_parent(&run->syntax, syntax_parenthesized(&run->syntax, shape->assignment));
    if (shape->is_statement && !is_value_needed(run, region, value_of_chain(run, region))) {
        cut_statement(&run->cut, statement);
        lose(run, statement);
        return;
    }
    cut_to_value(&run->cut, shape->assignment);
    lose(run, syntax_child(&run->syntax, shape->assignment, FIELD_LEFT));
}

static void remove_region(struct run *run, uint32_t region)
{
    const struct shape *shape = &run->shapes[region];
    bitset_add(run->touched, shape->module);
    switch (shape->kind) {
    case SHAPE_OTHER: break;
    case SHAPE_ASSIGNMENT: remove_assignment(run, region); break;
    case SHAPE_GETTER:
    case SHAPE_GETTER_BODY:
        if (run->options->removed == PRUNE_DROP) lose(run, shape->property);
        else replace_getter(run, region);
        break;
    }
}

static int compare_nodes(const void *a, const void *b)
{
    node_id left = *(const node_id *)a, right = *(const node_id *)b;
    return (left > right) - (left < right);
}

/* Cuts the properties that go, object by object. */
static void cut_properties(struct run *run)
{
    VEC(node_id) properties = {0}, members = {0};
    VEC(node_id) objects = {0};
    for (uint32_t r = 0; r < run->macros.region_count; r++) {
        bool is_property = run->fates[r] == FATE_GOES && run->shapes[r].kind != SHAPE_ASSIGNMENT;
        if (!is_property) continue;
        vec_push(&properties, run->shapes[r].property);
        vec_push(&objects, syntax_parent(&run->syntax, run->shapes[r].property));
    }
    if (properties.count) {
        qsort(properties.at, properties.count, sizeof *properties.at, compare_nodes);
        qsort(objects.at, objects.count, sizeof *objects.at, compare_nodes);
    }
    for (uint32_t o = 0; o < objects.count; o++) {
        if (o && objects.at[o] == objects.at[o - 1]) continue;
        vec_clear(&members);
        for (uint32_t p = o; p < properties.count; p++) {
            node_id property = properties.at[p];
            if (property >= syntax_next(&run->syntax, objects.at[o])) break;
            bool is_own = syntax_parent(&run->syntax, property) == objects.at[o];
            if (is_own && (!members.count || vec_last(&members) != property)) vec_push(&members, property);
        }
        cut_members(&run->cut, objects.at[o], members.at, members.count, false);
    }
    vec_release(&properties);
    vec_release(&objects);
    vec_release(&members);
}

static void cut_regions(struct run *run)
{
    for (uint32_t r = 0; r < run->macros.region_count; r++) {
        bool takes_comments = run->fates[r] == FATE_GOES || (run->fates[r] == FATE_STAYS && !run->options->keep_macros);
        if (takes_comments) {
            cut_comment(&run->cut, run->macros.regions[r].opening, false);
            cut_comment(&run->cut, run->macros.regions[r].closing, true);
        }
        if (run->fates[r] == FATE_GOES) remove_region(run, r);
    }
    if (run->options->removed == PRUNE_DROP) cut_properties(run);
}

/* ---------------------------------------------------------------------------------------------- parts */

/* Cuts the parts of a module that liveness added to `gone`, statement by statement. */
static void cut_parts(struct run *run, uint32_t module, struct bitset before)
{
    const struct parts *parts = &run->liveness.modules[module];
    VEC(node_id) members = {0};
    for (uint32_t p = 0; p < parts->count;) {
        node_id statement = parts->list[p].statement;
        uint32_t all = 0, already = 0;
        vec_clear(&members);
        for (; p < parts->count && parts->list[p].statement == statement; p++, all++) {
            node_id node = parts->list[p].node;
            already += bitset_has(before, node);
            if (bitset_has(run->gone, node) && !bitset_has(before, node)) vec_push(&members, node);
        }
        if (!members.count || already) continue;
        if (members.count == all) cut_statement(&run->cut, statement);
        else cut_members(&run->cut, statement, members.at, members.count, false);
    }
    vec_release(&members);
}

/* Lets what died inside the modules that lost something die; `died` counts the parts by module. */
static void sweep_parts(struct run *run, uint32_t *died)
{
    liveness_prepare(&run->syntax, &run->scopes, &run->container, run->touched, &run->scratch, &run->liveness);
    struct bitset before = bitset_new(&run->scratch, run->syntax.count);
    memcpy(before.words, run->gone.words, ((size_t)run->syntax.count + 63) / 64 * sizeof *before.words);
    for (uint32_t m = 0; m < run->container.count; m++) {
        if (!bitset_has(run->touched, m)) continue;
        died[m] = liveness_sweep(&run->liveness, m, run->gone);
        if (died[m]) cut_parts(run, m, before);
    }
}

/* ---------------------------------------------------------------------------------------------- modules */

/* A report may write a module id with or without the leading "./". */
static uint32_t module_named(struct run *run, struct text id)
{
    uint32_t module = container_module_named(&run->container, id);
    if (module != MODULE_NONE) return module;
    struct text dot = TEXT("./");
    struct text other = text_starts_with(id, dot) ? text_slice(id, dot.length, id.length)
                                                  : arena_format(run->arena, "./%.*s", TEXT_ARGS(id));
    return container_module_named(&run->container, other);
}

static bool has_root(struct run *run, const struct usage_key *key)
{
    for (uint32_t f = 0; key && f < key->fallback_count; f++) {
        if (module_named(run, key->fallbacks[f]) != MODULE_NONE) return true;
    }
    return false;
}

static struct bitset find_roots(struct run *run)
{
    VEC(uint32_t) named = {0};
    for (uint32_t i = 0; i < run->options->root_count; i++) vec_push(&named, module_named(run, run->options->roots[i]));
    for (uint32_t k = 0; k < run->usage->key_count; k++) {
        const struct usage_key *key = &run->usage->keys[k];
        for (uint32_t f = 0; f < key->fallback_count; f++) vec_push(&named, module_named(run, key->fallbacks[f]));
    }
    uint32_t known = 0;
    for (uint32_t i = 0; i < named.count; i++) {
        if (named.at[i] != MODULE_NONE) named.at[known++] = named.at[i];
    }
    named.count = known;
    /* Beside a share whose root is known there may be one whose root is not: it is among the modules with its
     * regions. */
    for (uint32_t r = 0; known && r < run->macros.region_count; r++) {
        uint32_t module = run->shapes[r].module;
        if (module == MODULE_NONE || has_root(run, usage_find(run->usage, run->decisions[r].key))) continue;
        vec_push(&named, module);
    }
    struct bitset roots = reach_roots(&run->reach, named.at, named.count, run->arena);
    vec_release(&named);
    return roots;
}

/* Says which modules keep others because their requires can not be followed. */
static void note_unknown_edges(struct run *run)
{
    uint32_t told = MODULE_NONE;
    for (uint32_t e = 0; e < run->reach.edge_count; e++) {
        const struct reach_edge *edge = &run->reach.edges[e];
        if (edge->target != MODULE_NONE || edge->from == told || edge->from == MODULE_NONE) continue;
        if (!bitset_has(run->kept_modules, edge->from) || bitset_has(run->gone, edge->node)) continue;
        told = edge->from;
        note(run, run->container.modules[told].id,
             arena_format(run->arena, "it keeps every module of the chunk: %s", edge->why));
    }
}

static void cut_modules(struct run *run, struct prune_result *result)
{
    VEC(node_id) members = {0};
    VEC(struct text) removed = {0};
    for (uint32_t m = 0; m < run->container.count; m++) {
        if (bitset_has(run->kept_modules, m)) continue;
        vec_push(&members, run->container.modules[m].entry);
        vec_push(&removed, run->container.modules[m].id);
    }
    if (members.count) cut_members(&run->cut, run->container.map, members.at, members.count, true);
    vec_release(&members);
    result->modules_after = run->container.count - removed.count;
    result->removed_module_count = removed.count;
    result->removed_modules = vec_freeze(&removed, run->arena);
}

/* ---------------------------------------------------------------------------------------------- what the chunk
 * itself reads */

/* Keeps the regions of the edge's target that the edge reads. Returns whether there were any. */
static bool keep_what_is_read(struct run *run, const struct reach_edge *edge, const struct demand *demand)
{
    bool kept = false;
    for (uint32_t r = 0; (demand->all || demand->names.count) && r < run->macros.region_count; r++) {
        if (run->fates[r] != FATE_GOES) continue;
        if (edge->target != MODULE_NONE && run->shapes[r].module != edge->target) continue;
        bool is_read = demand->all;
        for (uint32_t n = 0; n < demand->names.count && !is_read; n++) {
            is_read = text_equal(demand->names.at[n], run->shapes[r].name);
        }
        if (!is_read) continue;
        run->fates[r] = FATE_STAYS;
        kept = true;
        note(run, name_of(run, &run->decisions[r]),
             arena_format(run->arena, "the module %.*s of the chunk %s",
                          TEXT_ARGS(run->container.modules[edge->from].id), demand->all ? "may read it" : "reads it"));
    }
    return kept;
}

/* An id that is looked up stands somewhere in the chunk. A string is an edge of its own; a number could be any
 * number. */
static bool has_number_ids(const struct container *container)
{
    for (uint32_t m = 0; m < container->count; m++) {
        struct text id = container->modules[m].id;
        if (id.length && id.at[0] >= '0' && id.at[0] <= '9') return true;
    }
    return false;
}

/* Keeps the regions whose exports code of the chunk reads that is itself still there. Returns whether there were any:
 * then more code is still there. */
static bool keep_what_the_chunk_reads(struct run *run, const struct demand_chunk *chunk)
{
    bool kept = false;
    bool has_numbers = has_number_ids(&run->container);
    for (uint32_t e = 0; e < run->reach.edge_count; e++) {
        const struct reach_edge *edge = &run->reach.edges[e];
        if (edge->is_computed && !has_numbers) continue;
        bool concerns = edge->target == MODULE_NONE || bitset_has(run->touched, edge->target);
        bool is_alive = edge->from != MODULE_NONE && bitset_has(run->kept_modules, edge->from) &&
                        !bitset_has(run->gone, edge->node);
        if (!concerns || !is_alive) continue;
        struct demand demand;
        demand_of_edge(chunk, edge, run->gone, run->arena, &demand);
        kept = keep_what_is_read(run, edge, &demand) || kept;
        vec_release(&demand.names);
    }
    return kept;
}

/* ---------------------------------------------------------------------------------------------- writing */

static struct text write_output(struct run *run)
{
    struct bitset kept = bitset_new(run->arena, run->macros.region_count);
    for (uint32_t r = 0; r < run->macros.region_count; r++) {
        if (run->fates[r] == FATE_WAITS || (run->fates[r] == FATE_STAYS && run->options->keep_macros))
            bitset_add(kept, r);
    }
    return cut_apply(&run->cut, &run->macros, kept);
}

/* Why `output` can not stand for the source, or NULL: it must parse, keep its macros balanced, and refer to nothing
 * that only the source declared. */
static const char *find_damage(struct run *run, struct syntax_parser *parser, struct text output)
{
    struct arena scratch;
    arena_init(&scratch);
    struct diagnostics ignored;
    diag_init(&ignored);
    struct names names;
    names_init(&names);
    const char *damage = NULL;
    struct syntax syntax;
    struct scopes scopes;
    struct macros macros;
    if (!syntax_parse(parser, &scratch, output, &syntax) || syntax.has_error) {
        damage = "it does not parse";
    } else if (!macro_read(&syntax, run->path, &scratch, &macros, &ignored)) {
        damage = "its macros are not balanced";
    } else {
        scope_analyze(&syntax, &scratch, &scopes);
        if (run->options->removed == PRUNE_THROW) names_add(&names, TEXT("Error")); /* of the getters that throw */
        for (uint32_t i = 0; i < run->scopes.reference_count; i++) {
            const struct scope_reference *reference = &run->scopes.references[i];
            if (reference->binding == BINDING_FREE) names_add(&names, syntax_text(&run->syntax, reference->node));
        }
        for (uint32_t i = 0; i < scopes.reference_count && !damage; i++) {
            bool is_lost = scopes.references[i].binding == BINDING_FREE &&
                           names_find(&names, syntax_text(&syntax, scopes.references[i].node)) == NAME_NONE;
            if (!is_lost) continue;
            damage = arena_format(run->arena, "nothing declares \"%.*s\" any more",
                                  TEXT_ARGS(syntax_text(&syntax, scopes.references[i].node)))
                         .at;
        }
    }
    names_release(&names);
    diag_release(&ignored);
    arena_release(&scratch);
    return damage;
}

/* ---------------------------------------------------------------------------------------------- telling */

struct export_fate {
    struct text key, name;
    uint8_t fate;
};

static int compare_export_fates(const void *a, const void *b)
{
    const struct export_fate *left = a, *right = b;
    int order = text_compare(left->key, right->key);
    if (!order) order = text_compare(left->name, right->name);
    return order;
}

/* An unused export of a shape that can not be removed is kept, not undecided. */
static uint8_t fate_of_export(const struct run *run, uint32_t region)
{
    bool is_unremovable = run->fates[region] == FATE_WAITS && run->decisions[region].answer == USAGE_UNUSED;
    return is_unremovable ? FATE_STAYS : run->fates[region];
}

static struct text reason_of_key(const struct run *run, const struct prune_key *key)
{
    const struct usage_key *usage = usage_find(run->usage, key->key);
    if (usage && usage->whole) return usage->reason;
    if (!key->undecided) return TEXT("");
    return usage ? usage->waiting : run->usage->waiting;
}

static void count_keys(struct run *run, struct prune_result *result)
{
    VEC(struct export_fate) fates = {0};
    VEC(struct prune_key) keys = {0};
    for (uint32_t r = 0; r < run->macros.region_count; r++) {
        vec_push(&fates, (struct export_fate){run->decisions[r].key, run->decisions[r].name, fate_of_export(run, r)});
    }
    if (fates.count) qsort(fates.at, fates.count, sizeof *fates.at, compare_export_fates);
    for (uint32_t i = 0; i < fates.count;) {
        uint8_t fate = FATE_GOES; /* of an export with several regions: gone only when all are */
        uint32_t first = i;
        for (; i < fates.count && compare_export_fates(&fates.at[first], &fates.at[i]) == 0; i++) {
            if (fates.at[i].fate < fate) fate = fates.at[i].fate;
        }
        if (!keys.count || !text_equal(vec_last(&keys).key, fates.at[first].key)) {
            vec_push(&keys, (struct prune_key){.key = fates.at[first].key});
        }
        struct prune_key *key = &vec_last(&keys);
        key->kept += fate == FATE_STAYS;
        key->undecided += fate == FATE_WAITS;
        key->removed += fate == FATE_GOES;
    }
    for (uint32_t k = 0; k < keys.count; k++) {
        keys.at[k].reason = reason_of_key(run, &keys.at[k]);
        if (!keys.at[k].reason.length) continue;
        diag_add(run->diagnostics, DIAG_PRUNE_KEY_LOCKED, diag_place_file(run->path), "%.*s is left whole: %.*s",
                 TEXT_ARGS(keys.at[k].key), TEXT_ARGS(keys.at[k].reason));
    }
    vec_release(&fates);
    result->key_count = keys.count;
    result->keys = vec_freeze(&keys, run->arena);
}

/* ---------------------------------------------------------------------------------------------- the run */

static void decide_regions(struct run *run)
{
    run->shapes = shape_find(&run->syntax, &run->scopes, &run->container, &run->macros, run->arena);
    run->decisions = ARENA_ARRAY(run->arena, struct usage_decision, run->macros.region_count);
    run->fates = ARENA_ARRAY(run->arena, uint8_t, run->macros.region_count);
    run->places = (struct place_walk){.path = run->path, .source = run->syntax.source};
    for (uint32_t r = 0; r < run->macros.region_count; r++) decide(run, r);
    report_inlines(run);
}

/* Removes the regions that go, and lets die what died with them. */
static void remove_regions(struct run *run, uint32_t *died)
{
    vec_clear(&run->cut.edits);
    arena_release(&run->scratch);
    run->gone = bitset_new(&run->scratch, run->syntax.count);
    run->touched = bitset_new(&run->scratch, run->container.count);
    memset(died, 0, run->container.count * sizeof *died);
    cut_regions(run);
    if (!bitset_count(run->touched)) return;
    sweep_parts(run, died);
    run->kept_modules = reach_from(&run->reach, run->roots, &run->gone, &run->scratch);
}

/* Removes as much as nobody reads: starts with all that the usage allows, and keeps what then turns out to be read,
 * until nothing is. */
static void prune_regions(struct run *run, struct prune_result *result)
{
    uint32_t *died = ARENA_ARRAY(run->arena, uint32_t, run->container.count);
    reach_build(&run->syntax, &run->scopes, &run->container, run->arena, &run->reach);
    run->roots = find_roots(run);
    struct demand_chunk chunk;
    demand_chunk_init(&chunk, &run->syntax, &run->scopes, &run->container);
    do {
        remove_regions(run, died);
    } while (bitset_count(run->touched) && keep_what_the_chunk_reads(run, &chunk));
    demand_chunk_release(&chunk);
    if (!bitset_count(run->touched)) return;
    note_unknown_edges(run);
    cut_modules(run, result);
    for (uint32_t m = 0; m < run->container.count; m++) {
        if (bitset_has(run->kept_modules, m)) result->removed_parts += died[m];
    }
}

static bool run_all(struct run *run, struct syntax_parser *parser, struct text source, struct prune_result *result)
{
    if (!read_chunk(run, parser, source)) return false;
    result->output = source;
    result->modules_before = result->modules_after = run->container.count;
    decide_regions(run);
    prune_regions(run, result);
    result->output = write_output(run);
    result->changed = !text_equal(result->output, source);
    const char *damage = result->changed ? find_damage(run, parser, result->output) : NULL;
    if (damage) {
        diag_add(run->diagnostics, DIAG_PRUNE_BROKEN, diag_place_file(run->path),
                 "the pruned chunk would be broken: %s", damage);
        return false;
    }
    count_keys(run, result);
    result->note_count = run->notes.count;
    result->notes = vec_freeze(&run->notes, run->arena);
    return true;
}

bool prune_chunk(struct arena *arena, struct text path, struct text source, const struct usage_set *usage,
                 const struct prune_options *options, struct prune_result *result, struct diagnostics *diagnostics)
{
    *result = (struct prune_result){0};
    struct run run = {.arena = arena, .path = path, .usage = usage, .options = options, .diagnostics = diagnostics};
    struct syntax_parser *parser = syntax_parser_new();
    if (!parser) {
        diag_add(diagnostics, DIAG_INTERNAL, diag_nowhere, "the grammar does not fit the parser library");
        return false;
    }
    cut_init(&run.cut, &run.syntax, arena);
    arena_init(&run.scratch);
    bool good = run_all(&run, parser, source, result);
    cut_release(&run.cut);
    arena_release(&run.scratch);
    vec_release(&run.notes);
    syntax_parser_free(parser);
    return good;
}
