#include "prune/run.h"

#include "base/buffer.h"

/* The text of a JavaScript string, so that any export name can stand in a message. */
static struct text thrower(struct run *run, const struct usage_decision *decision)
{
    struct text name = run_name_of(run, decision);
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
        struct shake_range range = run_range(run, region);
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
        if (!run_is_gone(run, u)) continue;
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
        result->removed_parts += table->units[u].is_part && run_is_gone(run, u);
    for (uint32_t u = module->first_unit + 1; u < end;) {
        const struct shake_unit *unit = &table->units[u];
        if (unit->parent != UNIT_NONE && run_is_gone(run, unit->parent)) {
            u++;
        } else if (unit->kind == UNIT_MEMBER) {
            u = cut_list(run, u, end);
        } else {
            if (run_is_gone(run, u) && unit->kind == UNIT_STATEMENT)
                cut_statement(&run->cut, unit->start, unit->end, unit->is_in_list);
            if (run_is_gone(run, u) && unit->kind == UNIT_TARGET) cut_to_value(&run->cut, unit);
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
    cut_modules(run, result);
    unite_directives(run);
    return apply(run);
}
