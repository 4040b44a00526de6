#include "prune/mark.h"

/* ---------------------------------------------------------------------------------------------- effects */

struct bitset mark_free_modules(const struct shake_table *table, struct arena *arena)
{
    /* Starts with every module that does nothing itself, cycles included, and takes out those that run another one. */
    struct bitset free = bitset_new(arena, table->module_count);
    VEC(uint32_t) importers = {0}; /* units that only run a module, grouped by it */
    uint32_t *first = ARENA_ARRAY(arena, uint32_t, table->module_count + 2);
    for (uint32_t u = 0; u < table->unit_count; u++) {
        if (table->units[u].import < table->module_count) first[table->units[u].import + 2]++;
    }
    for (uint32_t m = 2; m < table->module_count + 2; m++) first[m] += first[m - 1];
    for (uint32_t i = 0; i < first[table->module_count + 1]; i++) vec_push(&importers, 0);
    for (uint32_t u = 0; u < table->unit_count; u++) {
        uint32_t import = table->units[u].import;
        if (import < table->module_count) importers.at[first[import + 1]++] = u;
    }
    VEC(uint32_t) open = {0};
    for (uint32_t m = 0; m < table->module_count; m++) {
        bool has_effects = false;
        for (uint32_t u = 0; u < table->modules[m].unit_count && !has_effects; u++)
            has_effects = table->units[table->modules[m].first_unit + u].has_effects;
        if (has_effects) vec_push(&open, m);
        else bitset_add(free, m);
    }
    while (open.count) {
        uint32_t module = vec_pop(&open);
        for (uint32_t i = first[module]; i < first[module + 1]; i++) {
            uint32_t importer = table->units[importers.at[i]].module;
            if (!bitset_has(free, importer)) continue;
            bitset_remove(free, importer);
            vec_push(&open, importer);
        }
    }
    vec_release(&open);
    vec_release(&importers);
    return free;
}

/* ---------------------------------------------------------------------------------------------- marking */

/* What a module that is declared free of side effects does counts only once somebody uses what it declares itself: a bundler leaves such a module out when
 * it only passes on what others export. */
static bool is_deferred(const struct mark *mark, const struct shake_unit *unit)
{
    return unit->module != MODULE_NONE && mark->table->modules[unit->module].is_free && unit->is_part &&
           unit->has_effects;
}

static bool is_own_code(const struct shake_unit *unit)
{
    bool is_definition = unit->runs && !unit->has_effects;
    return unit->is_part && !unit->is_import && !is_definition;
}

static void mark_unit(struct mark *mark, uint32_t index)
{
    if (!bitset_add(mark->units, index)) return;
    vec_push(&mark->open, index);
    const struct shake_unit *unit = &mark->table->units[index];
    if (unit->module == MODULE_NONE || !mark->table->modules[unit->module].is_free || !is_own_code(unit)) return;
    if (!bitset_add(mark->woken, unit->module)) return;
    const struct shake_module *module = &mark->table->modules[unit->module];
    for (uint32_t u = module->first_unit; u < module->first_unit + module->unit_count; u++) {
        if (is_deferred(mark, &mark->table->units[u]) && bitset_add(mark->units, u)) vec_push(&mark->open, u);
    }
}

static void mark_module(struct mark *mark, uint32_t index)
{
    if (index >= mark->table->module_count || !bitset_add(mark->modules, index)) return;
    const struct shake_module *module = &mark->table->modules[index];
    for (uint32_t u = module->first_unit; u < module->first_unit + module->unit_count; u++) {
        const struct shake_unit *unit = &mark->table->units[u];
        bool runs = (unit->runs && !is_deferred(mark, unit)) ||
                    (unit->import < mark->table->module_count && !bitset_has(mark->free, unit->import));
        bool is_read = unit->export != EXPORT_NONE && mark->reader[unit->export] != UNIT_NONE;
        if (runs || is_read || bitset_has(mark->held, u)) mark_unit(mark, u);
    }
}

static void mark_export(struct mark *mark, uint32_t export, uint32_t reader, bool may_read)
{
    if (mark->reader[export] != UNIT_NONE) return;
    mark->reader[export] = reader;
    mark->may_read[export] = may_read;
    /* What reads an export may be given it by another chunk's copy of the module: that it is read does not run this one. */
    const struct shake_export *read = &mark->table->exports[export];
    if (!read->unit_count || !bitset_has(mark->modules, read->module)) return;
    for (uint32_t i = 0; i < read->unit_count; i++) mark_unit(mark, mark->table->export_units[read->first_unit + i]);
}

static void mark_whole(struct mark *mark, uint32_t index, uint32_t reader)
{
    if (index >= mark->table->module_count || !bitset_add(mark->whole, index)) return;
    const struct shake_module *module = &mark->table->modules[index];
    for (uint32_t u = module->first_unit; u < module->first_unit + module->unit_count; u++) {
        if (mark->table->units[u].export != EXPORT_NONE) mark_export(mark, mark->table->units[u].export, reader, true);
    }
}

static void follow(struct mark *mark, uint32_t unit, struct shake_need need)
{
    switch ((enum need_kind)need.kind) {
    case NEED_UNIT: mark_unit(mark, need.target); break;
    case NEED_TIED:
        if (bitset_has(mark->tied, unit)) mark_unit(mark, need.target);
        break;
    case NEED_MODULE: mark_module(mark, need.target); break;
    case NEED_EXPORT: mark_export(mark, need.target, unit, false); break;
    case NEED_ALL: mark_whole(mark, need.target, unit); break;
    case NEED_EVERYTHING:
        for (uint32_t m = 0; !mark->all_whole && m < mark->table->module_count; m++) mark_whole(mark, m, unit);
        mark->all_whole = true;
        /* fallthrough */
    case NEED_MODULES:
        for (uint32_t m = 0; !mark->all_modules && m < mark->table->module_count; m++) mark_module(mark, m);
        mark->all_modules = true;
        break;
    }
}

static void run(struct mark *mark)
{
    const struct shake_table *table = mark->table;
    while (mark->open.count) {
        uint32_t unit = vec_pop(&mark->open);
        if (table->units[unit].parent != UNIT_NONE) mark_unit(mark, table->units[unit].parent);
        if (table->units[unit].module != MODULE_NONE) mark_module(mark, table->units[unit].module);
        for (uint32_t n = table->units[unit].first_need; n < table->units[unit + 1].first_need; n++)
            follow(mark, unit, table->needs[n]);
    }
}

void mark_init(struct mark *mark, const struct shake_table *table, struct bitset held, struct bitset free,
               struct arena *arena)
{
    *mark = (struct mark){
        .table = table,
        .arena = arena,
        .held = held,
        .free = free,
        .tied = bitset_new(arena, table->unit_count),
        .units = bitset_new(arena, table->unit_count),
        .modules = bitset_new(arena, table->module_count),
        .reader = ARENA_ARRAY(arena, uint32_t, table->export_count),
        .may_read = ARENA_ARRAY(arena, bool, table->export_count),
        .whole = bitset_new(arena, table->module_count),
        .woken = bitset_new(arena, table->module_count),
    };
    for (uint32_t e = 0; e < table->export_count; e++) mark->reader[e] = UNIT_NONE;
    mark_unit(mark, UNIT_OUTSIDE);
    run(mark);
}

void mark_release(struct mark *mark)
{
    vec_release(&mark->open);
}

void mark_evaluate(struct mark *mark, uint32_t module)
{
    mark_module(mark, module);
    run(mark);
}

/* ---------------------------------------------------------------------------------------------- where nothing is named */

/* Tarjan's strongly connected components, without recursion. */
struct components {
    const struct shake_table *table;
    uint32_t *order, *low, *next_need, *component; /* by module; order 0 = not visited */
    bool *is_stacked;
    VEC(uint32_t) stack, path;
    uint32_t clock, count;
};

static uint32_t end_of_needs(const struct shake_table *table, uint32_t module)
{
    return table->units[table->modules[module].first_unit + table->modules[module].unit_count].first_need;
}

static void visit(struct components *c, uint32_t module)
{
    c->order[module] = c->low[module] = ++c->clock;
    c->next_need[module] = c->table->units[c->table->modules[module].first_unit].first_need;
    c->is_stacked[module] = true;
    vec_push(&c->stack, module);
    vec_push(&c->path, module);
}

static void leave(struct components *c, uint32_t module)
{
    (void)vec_pop(&c->path);
    if (c->path.count) {
        uint32_t parent = vec_last(&c->path);
        if (c->low[module] < c->low[parent]) c->low[parent] = c->low[module];
    }
    if (c->low[module] != c->order[module]) return;
    uint32_t member;
    do {
        member = vec_pop(&c->stack);
        c->is_stacked[member] = false;
        c->component[member] = c->count;
    } while (member != module);
    c->count++;
}

static void find_components(struct components *c)
{
    for (uint32_t start = 0; start < c->table->module_count; start++) {
        if (!c->order[start]) visit(c, start);
        while (c->path.count) {
            uint32_t module = vec_last(&c->path);
            if (c->next_need[module] == end_of_needs(c->table, module)) {
                leave(c, module);
                continue;
            }
            struct shake_need need = c->table->needs[c->next_need[module]++];
            /* Of one that reaches all: as a source it would make every other module none. */
            if (need.kind != NEED_MODULE || need.target >= c->table->module_count) continue;
            if (!c->order[need.target]) visit(c, need.target);
            else if (c->is_stacked[need.target] && c->order[need.target] < c->low[module])
                c->low[module] = c->order[need.target];
        }
    }
}

void mark_sources(const struct shake_table *table, struct bitset sources, struct arena *arena)
{
    uint32_t count = table->module_count;
    struct components c = {
        .table = table,
        .order = ARENA_ARRAY(arena, uint32_t, count),
        .low = ARENA_ARRAY(arena, uint32_t, count),
        .next_need = ARENA_ARRAY(arena, uint32_t, count),
        .component = ARENA_ARRAY(arena, uint32_t, count),
        .is_stacked = ARENA_ARRAY(arena, bool, count),
    };
    find_components(&c);
    struct bitset required = bitset_new(arena, c.count);
    for (uint32_t m = 0; m < count; m++) {
        uint32_t n = table->units[table->modules[m].first_unit].first_need;
        for (; n < end_of_needs(table, m); n++) {
            if (table->needs[n].kind != NEED_MODULE || table->needs[n].target >= count) continue;
            bool leaves = c.component[table->needs[n].target] != c.component[m];
            if (leaves) bitset_add(required, c.component[table->needs[n].target]);
        }
    }
    for (uint32_t m = 0; m < count; m++) {
        if (!bitset_has(required, c.component[m])) bitset_add(sources, m);
    }
    vec_release(&c.stack);
    vec_release(&c.path);
}
