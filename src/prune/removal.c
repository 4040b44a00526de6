#include "prune/run.h"

#include "base/buffer.h"

/* For a string in double quotes. */
static void put_escaped(struct buffer *out, struct text t)
{
    for (size_t i = 0; i < t.length; i++) {
        unsigned char c = (unsigned char)t.at[i];
        if (c < ' ' || c == '"' || c == '\\') buffer_format(out, "\\x%02x", c);
        else buffer_put_char(out, (char)c);
    }
}

/* The body of a function that throws; any export name can stand in its message. */
static struct text thrower(struct run *run, const struct usage_decision *decision)
{
    struct text name = run_name_of(run, decision);
    struct buffer out;
    buffer_init(&out);
    buffer_put_string(&out, "{ throw new Error(\"mfshake: ");
    put_escaped(&out, name);
    buffer_put_string(&out, " was pruned\"); }");
    struct text text = arena_copy(run->arena, buffer_text(&out));
    buffer_release(&out);
    return text;
}

/* ---------------------------------------------------------------------------------------------- what stands for exports */

static const struct usage_decision *decision_of(const struct run *run, const struct shake_region *region)
{
    return &run->decisions[region - run->table.regions];
}

/* Replaces the body of a getter that goes, when the property has to stay. */
static void replace_getter(struct run *run, const struct shake_unit *getter, const struct shake_region *region)
{
    uint32_t start = getter->body_start, end = getter->body_end;
    if (region->shape == SHAPE_GETTER_BODY) {
        /* The comments stand inside the body, or around a body without parentheses. */
        struct shake_range range = run_range(run, region);
        if (range.start < start) start = range.start;
        if (range.end > end) end = range.end;
    }
    struct text null = getter->body_is_block ? TEXT("{ return null; }") : TEXT("(null)");
    cut_range(&run->cut, start, end,
              run->options->removed == PRUNE_NULL ? null : thrower(run, decision_of(run, region)));
}

/* The name of the export that a unit makes, as a string literal. */
static struct text name_literal(struct run *run, const struct shake_unit *unit)
{
    struct buffer out;
    buffer_init(&out);
    buffer_put_char(&out, '"');
    put_escaped(&out, run->table.exports[unit->export].name);
    buffer_put_char(&out, '"');
    struct text text = arena_copy(run->arena, buffer_text(&out));
    buffer_release(&out);
    return text;
}

/* Replaces a property of `module.exports = {…}` that goes; false when it has to go after all. */
static bool replace_property(struct run *run, const struct shake_unit *property, const struct shake_region *region)
{
    struct text name = name_literal(run, property);
    bool throws = run->options->removed == PRUNE_THROW;
    /* require.d reads the values of its third argument when the module is evaluated. */
    if (throws && property->is_value) return false;
    struct text replacement = throws ? arena_format(run->arena, "get %.*s() %.*s", TEXT_ARGS(name),
                                                    TEXT_ARGS(thrower(run, decision_of(run, region))))
                                     : arena_format(run->arena, "%.*s: null", TEXT_ARGS(name));
    cut_range(&run->cut, property->start, property->end, replacement);
    return true;
}

/* Replaces the descriptor of `Object.defineProperty(exports, "name", {…})`. */
static void replace_descriptor(struct run *run, const struct shake_unit *definition, const struct shake_region *region)
{
    struct text replacement = run->options->removed == PRUNE_NULL
                                  ? TEXT("{ enumerable: true, value: null }")
                                  : arena_format(run->arena, "{ enumerable: true, get: function () %.*s }",
                                                 TEXT_ARGS(thrower(run, decision_of(run, region))));
    cut_range(&run->cut, definition->body_start, definition->body_end, replacement);
}

/* An expression that gives the export of an assignment's target what stands for it. */
static struct text stand_in(struct run *run, const struct shake_unit *target, const struct shake_region *region)
{
    struct text left = text_slice(run->source, target->start, target->end);
    if (run->options->removed == PRUNE_NULL) return arena_format(run->arena, "%.*s = null", TEXT_ARGS(left));
    size_t end = text_ends_with(left, TEXT("]")) ? text_find_char(left, '[', 0) : text_find_last_char(left, '.');
    return arena_format(run->arena, "Object.defineProperty(%.*s, %.*s, { enumerable: true, get: function () %.*s })",
                        (int)end, left.at, TEXT_ARGS(name_literal(run, target)),
                        TEXT_ARGS(thrower(run, decision_of(run, region))));
}

/* The region of an export that goes and for which something has to stand; NULL without one. */
static const struct shake_region *region_to_replace(const struct run *run, uint32_t unit)
{
    if (run->options->removed == PRUNE_DROP || run->region_of[unit] == REGION_NONE) return NULL;
    if (run->table.units[unit].export == EXPORT_NONE || !run_is_gone(run, unit)) return NULL;
    return &run->table.regions[run->region_of[unit]];
}

/* Replaces a statement that goes by what stands for the exports that it made; false when it made none. */
static bool replace_statement(struct run *run, uint32_t statement)
{
    const struct shake_unit *units = run->table.units;
    const struct shake_region *region = region_to_replace(run, statement);
    if (region) {
        replace_descriptor(run, &units[statement], region);
        return true;
    }
    struct text text = TEXT("");
    for (uint32_t u = run->first_target[statement]; u != UNIT_NONE; u = run->next_target[u]) {
        struct text next = stand_in(run, &units[u], region_to_replace(run, u));
        text = arena_format(run->arena, "%.*s%s%.*s;", TEXT_ARGS(text), text.length ? " " : "", TEXT_ARGS(next));
    }
    if (text.length) cut_range(&run->cut, units[statement].start, units[statement].end, text);
    return text.length > 0;
}

/* Takes the target out of an assignment that stays. Where the assignment's value is used, nothing can stand for the export. */
static void cut_target(struct run *run, uint32_t unit)
{
    const struct shake_unit *target = &run->table.units[unit];
    const struct shake_region *region = target->starts ? region_to_replace(run, unit) : NULL;
    if (!region) {
        cut_to_value(&run->cut, target);
        return;
    }
    struct text before = arena_format(run->arena, "%.*s, ", TEXT_ARGS(stand_in(run, target, region)));
    cut_range(&run->cut, target->start, target->body_start, before);
}

/* ---------------------------------------------------------------------------------------------- cutting */

/* Cuts the members of one list that go, which are the units from `first` on; returns the next unit behind them. */
static uint32_t cut_list(struct run *run, uint32_t first, uint32_t end)
{
    const struct shake_table *table = &run->table;
    const struct shake_list *list = &table->lists[table->units[first].list];
    VEC(uint32_t) positions = {0};
    uint32_t u = first;
    for (; u < end && table->units[u].list == table->units[first].list; u++) {
        if (!run_is_gone(run, u)) continue;
        const struct shake_region *region = region_to_replace(run, u);
        if (region && table->units[u].is_getter) replace_getter(run, &table->units[u], region);
        else if (!region || !replace_property(run, &table->units[u], region))
            vec_push(&positions, table->units[u].position);
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
        result->removed_parts += table->units[u].is_part && run_is_gone(run, u);
    for (uint32_t u = module->first_unit + 1; u < end;) {
        const struct shake_unit *unit = &table->units[u];
        if (unit->parent != UNIT_NONE && run_is_gone(run, unit->parent)) {
            u++;
        } else if (unit->kind == UNIT_MEMBER) {
            u = cut_list(run, u, end);
        } else {
            bool is_gone = run_is_gone(run, u);
            if (is_gone && unit->kind == UNIT_STATEMENT && !replace_statement(run, u))
                cut_statement(&run->cut, unit->start, unit->end, unit->is_in_list);
            if (is_gone && unit->kind == UNIT_TARGET) cut_target(run, u);
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

/* The targets in each statement, in source order. */
static void find_targets(struct run *run)
{
    const struct shake_table *table = &run->table;
    run->first_target = ARENA_ARRAY(run->arena, uint32_t, table->unit_count);
    run->next_target = ARENA_ARRAY(run->arena, uint32_t, table->unit_count);
    for (uint32_t u = 0; u < table->unit_count; u++) run->first_target[u] = UNIT_NONE;
    for (uint32_t u = table->unit_count; u-- > 0;) {
        uint32_t parent = table->units[u].parent;
        if (table->units[u].kind != UNIT_TARGET || parent == UNIT_NONE || !region_to_replace(run, u)) continue;
        run->next_target[u] = run->first_target[parent];
        run->first_target[parent] = u;
    }
}

static void cut_modules(struct run *run, struct prune_result *result)
{
    const struct shake_table *table = &run->table;
    find_regions_of_units(run);
    find_targets(run);
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

/* Other expressions, which go only when the first pruner's ways are asked for. */
static void cut_expressions(struct run *run)
{
    for (uint32_t r = 0; r < run->table.region_count; r++) {
        const struct shake_region *region = &run->table.regions[r];
        if (run->fates[r] == FATE_GOES && region->shape == SHAPE_EXPRESSION && !region->unit_count)
            cut_range(&run->cut, region->expression.start, region->expression.end, TEXT("null"));
    }
}

static struct text apply(struct run *run)
{
    struct bitset kept = bitset_new(run->arena, run->table.region_count);
    for (uint32_t r = 0; r < run->table.region_count; r++) {
        if (run->fates[r] == FATE_WAITS || (run->fates[r] == FATE_STAYS && run->options->keep_macros))
            bitset_add(kept, r);
    }
    return cut_apply(&run->cut, run->table.macro_regions, kept);
}

/* When the last module that is no strict code goes, the directives of all others become one. */
static void unite_directives(struct run *run)
{
    const struct shake_table *table = &run->table;
    bool some_went = false;
    if (table->strict_at == OFFSET_NONE) return;
    for (uint32_t m = 0; m < table->module_count; m++) {
        const struct shake_module *module = &table->modules[m];
        if (module->is_sloppy && bitset_has(run->after.modules, m)) return;
        some_went = some_went || module->is_sloppy;
    }
    if (!some_went) return;
    cut_range(&run->cut, table->strict_at, table->strict_at, TEXT("\"use strict\";\n"));
    for (uint32_t m = 0; m < table->module_count; m++) {
        const struct shake_module *module = &table->modules[m];
        if (module->directive == UNIT_NONE || !bitset_has(run->after.modules, m)) continue;
        const struct shake_unit *unit = &table->units[module->directive];
        cut_statement(&run->cut, unit->start, unit->end, true);
    }
}

struct text removal_apply(struct run *run, struct prune_result *result)
{
    cut_init(&run->cut, run->source, run->table.comments, run->table.comment_count, run->arena);
    cut_comments(run);
    cut_expressions(run);
    cut_modules(run, result);
    inline_apply(run);
    unite_directives(run);
    return apply(run);
}
