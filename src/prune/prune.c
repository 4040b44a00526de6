#include "prune/prune.h"

#include "base/names.h"
#include "base/vec.h"
#include "prune/cut.h"
#include "prune/mark.h"
#include "prune/place.h"
#include "prune/shake_build.h"
#include "report/usage_decision.h"

#include <stdlib.h>

/* What happens to a region. */
enum fate {
    FATE_STAYS, /* used: only its comments go */
    FATE_WAITS, /* undecided, or of a shape that can not be removed: comments and all stay */
    FATE_GOES,
};

struct run {
    struct arena *arena;
    struct text path;
    const struct usage_set *usage;
    const struct prune_options *options;
    struct diagnostics *diagnostics;

    struct syntax syntax;
    struct scopes scopes;
    struct macros macros;
    struct shake_table table;
    struct usage_decision *decisions; /* by region */
    uint8_t *fates;                   /* by region, enum fate */
    struct bitset roots;              /* modules */
    struct mark before, after;        /* what is live with all regions, and without the unused ones */
    uint32_t *region_of;              /* by unit */
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

static struct shake_range range_of(const struct run *run, const struct shake_region *region)
{
    const struct macro_region *macro = &run->table.macro_regions[region - run->table.regions];
    return (struct shake_range){run->table.comments[macro->opening].start, run->table.comments[macro->closing].end};
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
    struct container container;
    if (container_find(&run->syntax, &run->scopes, run->arena, &container)) {
        shake_build(&run->syntax, &run->scopes, &container, &run->macros, run->arena, &run->table);
        return true;
    }
    diag_add(
        run->diagnostics, DIAG_PRUNE_NOT_A_CHUNK, diag_place_file(run->path),
        "the file has not exactly one module map of the form (self[\"webpackChunk...\"] = ...).push([[...], {...}]) or "
        "exports.modules = {...}");
    return false;
}

/* ---------------------------------------------------------------------------------------------- what the reports say */

static struct text name_of(struct run *run, const struct usage_decision *decision)
{
    if (!decision->key.length) return decision->name;
    return arena_format(run->arena, "%.*s.%.*s", TEXT_ARGS(decision->key), TEXT_ARGS(decision->name));
}

/* Asks the usage about a region. Its shape may still keep it, and so may what the chunk reads. */
static void decide(struct run *run, uint32_t region)
{
    struct usage_decision *decision = &run->decisions[region];
    struct text condition = run->table.macro_regions[region].condition;
    struct diag_place place = place_next(&run->places, range_of(run, &run->table.regions[region]).start);
    usage_decide(run->usage, run->arena, condition, decision);
    if (decision->has_note) {
        struct diag_place known = decision->place.line ? decision->place : place;
        diag_add(run->diagnostics, decision->note, known, "%.*s is kept: %.*s", TEXT_ARGS(condition),
                 TEXT_ARGS(decision->reason));
    }
    run->fates[region] = decision->answer == USAGE_USED ? FATE_STAYS : FATE_WAITS;
    if (decision->answer == USAGE_UNUSED && run->table.regions[region].unit_count) run->fates[region] = FATE_GOES;
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

/* ---------------------------------------------------------------------------------------------- where marking starts */

/* A report may write a module id with or without the leading "./". */
static uint32_t module_named(struct run *run, struct text id)
{
    uint32_t module = shake_module_named(&run->table, id);
    if (module != MODULE_NONE) return module;
    struct text dot = TEXT("./");
    struct text other = text_starts_with(id, dot) ? text_slice(id, dot.length, id.length)
                                                  : arena_format(run->arena, "./%.*s", TEXT_ARGS(id));
    return shake_module_named(&run->table, other);
}

static bool add_root(struct run *run, struct text id)
{
    uint32_t module = module_named(run, id);
    if (module != MODULE_NONE) bitset_add(run->roots, module);
    return module != MODULE_NONE;
}

static bool has_root(struct run *run, const struct usage_key *key)
{
    for (uint32_t f = 0; key && f < key->fallback_count; f++) {
        if (module_named(run, key->fallbacks[f]) != MODULE_NONE) return true;
    }
    return false;
}

/* The modules that the reports, the options and the code outside of the factories name; when nothing is named, those that no
 * other requires. */
static void find_roots(struct run *run)
{
    const struct shake_table *table = &run->table;
    run->roots = bitset_new(run->arena, table->module_count);
    bool is_known = false;
    for (uint32_t i = 0; i < run->options->root_count; i++)
        is_known = add_root(run, run->options->roots[i]) || is_known;
    for (uint32_t k = 0; k < run->usage->key_count; k++) {
        const struct usage_key *key = &run->usage->keys[k];
        for (uint32_t f = 0; f < key->fallback_count; f++) is_known = add_root(run, key->fallbacks[f]) || is_known;
    }
    /* Beside a share whose root is known there may be one whose root is not: it is among the modules with its
     * regions. */
    for (uint32_t r = 0; is_known && r < table->region_count; r++) {
        uint32_t module = table->regions[r].module;
        if (module == MODULE_NONE || has_root(run, usage_find(run->usage, run->decisions[r].key))) continue;
        bitset_add(run->roots, module);
    }
    for (uint32_t n = table->units[UNIT_OUTSIDE].first_need; n < table->units[UNIT_OUTSIDE + 1].first_need; n++) {
        if (table->needs[n].kind == NEED_MODULE) bitset_add(run->roots, table->needs[n].target);
    }
    if (!bitset_count(run->roots)) mark_sources(table, run->roots, run->arena);
}

/* ---------------------------------------------------------------------------------------------- what is live */

/* What makes an export of such a module is live with it: nobody knows who reads it. */
static void hold_exports(const struct run *run, uint32_t module, struct bitset held)
{
    const struct shake_module *holding = &run->table.modules[module];
    for (uint32_t u = holding->first_unit; u < holding->first_unit + holding->unit_count; u++) {
        if (run->table.units[u].export != EXPORT_NONE) bitset_add(held, u);
    }
}

static void evaluate_roots(struct run *run, struct mark *mark)
{
    for (uint32_t m = 0; m < run->table.module_count; m++) {
        if (bitset_has(run->roots, m)) mark_evaluate(mark, m);
    }
}

/* Adds the modules that the roots do not reach, whatever is live: they are not ours to judge. */
static void add_unreached(struct run *run, struct bitset free)
{
    struct bitset all = bitset_new(run->arena, run->table.unit_count);
    for (uint32_t u = 0; u < run->table.unit_count; u++) bitset_add(all, u);
    struct mark reach;
    mark_init(&reach, &run->table, all, free, run->arena);
    evaluate_roots(run, &reach);
    for (uint32_t m = 0; m < run->table.module_count; m++) {
        if (!bitset_has(reach.modules, m)) bitset_add(run->roots, m);
    }
    mark_release(&reach);
}

static void mark_before(struct run *run, struct bitset free)
{
    const struct shake_table *table = &run->table;
    struct bitset held = bitset_new(run->arena, table->unit_count);
    for (uint32_t m = 0; m < table->module_count; m++) {
        if (bitset_has(run->roots, m) || !table->modules[m].is_inner) hold_exports(run, m, held);
    }
    for (uint32_t r = 0; r < table->region_count; r++) {
        for (uint32_t i = 0; i < table->regions[r].unit_count; i++)
            bitset_add(held, table->region_units[table->regions[r].first_unit + i]);
    }
    mark_init(&run->before, table, held, free, run->arena);
    evaluate_roots(run, &run->before);
}

/* What was dead before is live with its module: it stays in the text, so what it names must stay, too. */
static void mark_after(struct run *run, struct bitset free)
{
    const struct shake_table *table = &run->table;
    struct bitset held = bitset_new(run->arena, table->unit_count);
    for (uint32_t u = 0; u < table->unit_count; u++) {
        if (bitset_has(run->before.held, u) || !bitset_has(run->before.units, u)) bitset_add(held, u);
    }
    for (uint32_t r = 0; r < table->region_count; r++) {
        if (run->fates[r] != FATE_GOES) continue;
        for (uint32_t i = 0; i < table->regions[r].unit_count; i++)
            bitset_remove(held, table->region_units[table->regions[r].first_unit + i]);
    }
    mark_init(&run->after, table, held, free, run->arena);
    for (uint32_t r = 0; r < table->region_count; r++) {
        if (run->fates[r] != FATE_GOES) continue;
        for (uint32_t i = 0; i < table->regions[r].unit_count; i++)
            bitset_add(run->after.tied, table->region_units[table->regions[r].first_unit + i]);
    }
    evaluate_roots(run, &run->after);
}

static bool is_gone(const struct run *run, uint32_t unit)
{
    return bitset_has(run->before.units, unit) && !bitset_has(run->after.units, unit);
}

/* ---------------------------------------------------------------------------------------------- what stays, and why */

static struct text why_read(struct run *run, uint32_t unit)
{
    uint32_t export = run->table.units[unit].export;
    uint32_t reader = export == EXPORT_NONE ? UNIT_NONE : run->after.reader[export];
    if (reader == UNIT_NONE) return TEXT("code that stays needs it");
    uint32_t module = run->table.units[reader].module;
    bool may_read = run->after.may_read[export];
    if (module == run->table.units[unit].module) {
        return may_read ? TEXT("the module hands its exports on as a whole")
                        : TEXT("the module reads this export itself");
    }
    return arena_format(run->arena, "the module %.*s of the chunk %s", TEXT_ARGS(run->table.modules[module].id),
                        may_read ? "may read it" : "reads it");
}

static const char *why_statements_stay(const struct run *run, const struct shake_region *region)
{
    for (uint32_t i = 0; i < region->unit_count; i++) {
        if (run->table.units[run->table.region_units[region->first_unit + i]].has_effects)
            return "what stands in it has effects";
    }
    return "code that stays needs what it declares";
}

static void keep_shape(struct run *run, uint32_t region, const char *why)
{
    struct text condition = run->table.macro_regions[region].condition;
    run->fates[region] = FATE_WAITS;
    diag_add(run->diagnostics, DIAG_PRUNE_SHAPE_KEPT,
             place_next(&run->places, range_of(run, &run->table.regions[region]).start),
             "the unused region of %.*s is kept: %s", TEXT_ARGS(condition), why);
    note(run, name_of(run, &run->decisions[region]), text_of(why));
}

/* Keeps the unused regions that hold something live, or nothing that can be removed. */
static void settle(struct run *run, uint32_t index)
{
    const struct shake_region *region = &run->table.regions[index];
    if (run->decisions[index].answer != USAGE_UNUSED) return;
    if (!region->unit_count) {
        keep_shape(run, index, region->why);
        return;
    }
    uint32_t live = UNIT_NONE;
    for (uint32_t i = 0; i < region->unit_count; i++) {
        uint32_t unit = run->table.region_units[region->first_unit + i];
        if (bitset_has(run->after.units, unit)) live = unit;
    }
    if (live == UNIT_NONE) return;
    if (region->shape == SHAPE_STATEMENTS) {
        keep_shape(run, index, why_statements_stay(run, region));
        return;
    }
    run->fates[index] = FATE_STAYS;
    note(run, name_of(run, &run->decisions[index]), why_read(run, live));
}

/* Says which modules keep others because their requires can not be followed. */
static void note_unknown_needs(struct run *run)
{
    const struct shake_table *table = &run->table;
    for (uint32_t m = 0; m < table->module_count; m++) {
        const struct shake_module *module = &table->modules[m];
        const char *why = NULL;
        for (uint32_t u = module->first_unit; !why && u < module->first_unit + module->unit_count; u++) {
            if (!bitset_has(run->after.units, u)) continue;
            for (uint32_t n = table->units[u].first_need; n < table->units[u + 1].first_need; n++) {
                bool is_unknown = table->needs[n].kind == NEED_MODULES || table->needs[n].kind == NEED_EVERYTHING;
                if (is_unknown) why = table->reasons[table->needs[n].target];
            }
        }
        if (why) note(run, module->id, arena_format(run->arena, "it keeps every module of the chunk: %s", why));
    }
}

/* ---------------------------------------------------------------------------------------------- cutting */

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
static void replace_getter(struct run *run, const struct shake_unit *getter, const struct shake_region *region)
{
    uint32_t start = getter->body_start, end = getter->body_end;
    if (region->shape == SHAPE_GETTER_BODY) {
        /* The comments stand inside the body, or around a body without parentheses. */
        struct shake_range range = range_of(run, region);
        if (range.start < start) start = range.start;
        if (range.end > end) end = range.end;
    }
    struct text null = getter->body_is_block ? TEXT("{ return null; }") : TEXT("(null)");
    const struct usage_decision *decision = &run->decisions[region - run->table.regions];
    cut_range(&run->cut, start, end, run->options->removed == PRUNE_NULL ? null : thrower(run, decision));
}

/* Cuts the members of one list that go, which are the units from `first` on; returns the next unit behind them. */
static uint32_t cut_list(struct run *run, uint32_t first, uint32_t end)
{
    const struct shake_table *table = &run->table;
    const struct shake_list *list = &table->lists[table->units[first].list];
    VEC(uint32_t) positions = {0};
    uint32_t u = first;
    for (; u < end && table->units[u].list == table->units[first].list; u++) {
        if (!is_gone(run, u)) continue;
        uint32_t region = run->options->removed == PRUNE_DROP ? REGION_NONE : run->region_of[u];
        if (table->units[u].is_getter && region != REGION_NONE)
            replace_getter(run, &table->units[u], &table->regions[region]);
        else vec_push(&positions, table->units[u].position);
    }
    if (!list->is_object && positions.count == list->item_count) {
        cut_statement(&run->cut, list->statement_start, list->statement_end, list->is_in_list);
    } else if (positions.count) {
        cut_members(&run->cut, list, table->items, positions.at, positions.count, false);
    }
    vec_release(&positions);
    return u;
}

static void cut_units(struct run *run, const struct shake_module *module, struct prune_result *result)
{
    const struct shake_table *table = &run->table;
    uint32_t end = module->first_unit + module->unit_count;
    for (uint32_t u = module->first_unit + 1; u < end; u++)
        result->removed_parts += table->units[u].is_part && is_gone(run, u);
    for (uint32_t u = module->first_unit + 1; u < end;) {
        const struct shake_unit *unit = &table->units[u];
        if (unit->parent != UNIT_NONE && is_gone(run, unit->parent)) {
            u++;
        } else if (unit->kind == UNIT_MEMBER) {
            u = cut_list(run, u, end);
        } else {
            if (is_gone(run, u) && unit->kind == UNIT_STATEMENT)
                cut_statement(&run->cut, unit->start, unit->end, unit->is_in_list);
            if (is_gone(run, u) && unit->kind == UNIT_TARGET) cut_to_value(&run->cut, unit);
            u++;
        }
    }
}

/* The outermost region around each unit that goes. */
static void find_regions_of_units(struct run *run)
{
    const struct shake_table *table = &run->table;
    run->region_of = ARENA_ARRAY(run->arena, uint32_t, table->unit_count);
    for (uint32_t u = 0; u < table->unit_count; u++) run->region_of[u] = REGION_NONE;
    for (uint32_t r = table->region_count; r-- > 0;) {
        if (run->fates[r] != FATE_GOES) continue;
        for (uint32_t i = 0; i < table->regions[r].unit_count; i++)
            run->region_of[table->region_units[table->regions[r].first_unit + i]] = r;
    }
}

static void cut_modules(struct run *run, struct prune_result *result)
{
    const struct shake_table *table = &run->table;
    find_regions_of_units(run);
    VEC(uint32_t) positions = {0};
    VEC(struct text) removed = {0};
    uint32_t list = LIST_NONE;
    for (uint32_t m = 0; m < table->module_count; m++) {
        const struct shake_unit *entry = &table->units[table->modules[m].first_unit];
        list = entry->list;
        if (bitset_has(run->after.modules, m)) {
            cut_units(run, &table->modules[m], result);
            continue;
        }
        vec_push(&positions, entry->position);
        vec_push(&removed, table->modules[m].id);
    }
    if (positions.count) cut_members(&run->cut, &table->lists[list], table->items, positions.at, positions.count, true);
    vec_release(&positions);
    result->modules_after = table->module_count - removed.count;
    result->removed_module_count = removed.count;
    result->removed_modules = vec_freeze(&removed, run->arena);
}

static void cut_comments(struct run *run)
{
    for (uint32_t r = 0; r < run->table.region_count; r++) {
        bool goes = run->fates[r] == FATE_GOES || (run->fates[r] == FATE_STAYS && !run->options->keep_macros);
        if (!goes) continue;
        cut_comment(&run->cut, run->table.macro_regions[r].opening, false);
        cut_comment(&run->cut, run->table.macro_regions[r].closing, true);
    }
}

static struct text write_output(struct run *run)
{
    struct bitset kept = bitset_new(run->arena, run->table.region_count);
    for (uint32_t r = 0; r < run->table.region_count; r++) {
        if (run->fates[r] == FATE_WAITS || (run->fates[r] == FATE_STAYS && run->options->keep_macros))
            bitset_add(kept, r);
    }
    return cut_apply(&run->cut, run->table.macro_regions, kept);
}

/* ---------------------------------------------------------------------------------------------- checking */

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
    run->decisions = ARENA_ARRAY(run->arena, struct usage_decision, run->table.region_count);
    run->fates = ARENA_ARRAY(run->arena, uint8_t, run->table.region_count);
    run->places = (struct place_walk){.path = run->path, .source = run->syntax.source};
    for (uint32_t r = 0; r < run->table.region_count; r++) decide(run, r);
    report_inlines(run);
}

static void mark_live(struct run *run)
{
    find_roots(run);
    struct bitset free = mark_free_modules(&run->table, run->arena);
    add_unreached(run, free);
    mark_before(run, free);
    mark_after(run, free);
    bool goes = false;
    run->places = (struct place_walk){.path = run->path, .source = run->syntax.source};
    for (uint32_t r = 0; r < run->table.region_count; r++) {
        settle(run, r);
        goes = goes || run->fates[r] == FATE_GOES;
    }
    if (goes) note_unknown_needs(run);
}

static bool run_all(struct run *run, struct syntax_parser *parser, struct text source, struct prune_result *result)
{
    if (!read_chunk(run, parser, source)) return false;
    result->modules_before = result->modules_after = run->table.module_count;
    decide_regions(run);
    mark_live(run);
    cut_init(&run->cut, source, run->table.comments, run->table.comment_count, run->arena);
    cut_comments(run);
    cut_modules(run, result);
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
    result->edit_count = run->cut.edits.count;
    result->edits = vec_freeze(&run->cut.edits, run->arena);
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
    bool good = run_all(&run, parser, source, result);
    cut_release(&run.cut);
    mark_release(&run.before);
    mark_release(&run.after);
    vec_release(&run.notes);
    syntax_parser_free(parser);
    return good;
}
