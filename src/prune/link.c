#include "prune/link.h"

#include "base/map.h"
#include "base/names.h"
#include "prune/module_ids_order.h"

struct linker {
    const struct shake_table *const *tables;
    const struct link_base *bases;
    uint32_t count; /* of chunks */
    struct arena *arena;
    struct shake_table *linked;
    struct shake_module *modules;
    struct shake_unit *units;
    struct shake_export *exports;
    uint32_t *first_export;  /* by chunk */
    uint32_t *last_of;       /* by module: its last export, or EXPORT_NONE */
    uint32_t *before;        /* by export: the one before it of the same module, or EXPORT_NONE */
    uint32_t *next_copy;     /* by module: the next one of the same id, in another chunk, or MODULE_NONE */
    struct names ids, names; /* of modules; of exports */
    struct map first_copy;   /* name of an id → module */
    struct map export_of;    /* map_pair(module, name) → export */
    VEC(struct shake_need) needs;
    uint32_t *any,
        *all; /* by chunk: the unit that needs any module of the chunk, and the one that reads any export too, or UNIT_NONE */
};

static uint32_t first_copy(const struct linker *l, struct text id)
{
    name_id name = names_find(&l->ids, id);
    return name == NAME_NONE ? MODULE_NONE : map_get(&l->first_copy, name, MODULE_NONE);
}

static uint32_t export_of(const struct linker *l, uint32_t module, struct text name)
{
    name_id known = names_find(&l->names, name);
    return known == NAME_NONE ? EXPORT_NONE : map_get(&l->export_of, map_pair(module, known), EXPORT_NONE);
}

/* ---------------------------------------------------------------------------------------------- modules and exports */

static void copy_modules(struct linker *l)
{
    for (uint32_t c = 0; c < l->count; c++) {
        const struct shake_table *table = l->tables[c];
        for (uint32_t m = 0; m < table->module_count; m++) {
            uint32_t module = l->bases[c].module + m;
            l->modules[module] = table->modules[m];
            l->modules[module].first_unit = link_unit(&l->bases[c], table->modules[m].first_unit);
            l->next_copy[module] = MODULE_NONE;
            l->last_of[module] = EXPORT_NONE;
            /* Of several with one id in a map, JavaScript takes the last. */
            if (shake_module_named(table, table->modules[m].id) != m) continue;
            name_id id = names_add(&l->ids, table->modules[m].id);
            uint32_t known = map_get(&l->first_copy, id, MODULE_NONE);
            if (known == MODULE_NONE) map_set(&l->first_copy, id, module);
            else {
                l->next_copy[module] = l->next_copy[known];
                l->next_copy[known] = module;
            }
        }
    }
}

static void copy_exports(struct linker *l)
{
    uint32_t next = 0, *makers = ARENA_ARRAY(l->arena, uint32_t, l->linked->unit_count), maker = 0;
    for (uint32_t c = 0; c < l->count; c++) {
        const struct shake_table *table = l->tables[c];
        l->first_export[c] = next;
        for (uint32_t e = 0; e < table->export_count; e++, next++) {
            const struct shake_export *export = &table->exports[e];
            bool is_outer = export->module >= table->module_count;
            uint32_t module = is_outer ? MODULE_NONE : l->bases[c].module + export->module;
            l->exports[next] = (struct shake_export){module, export->name, maker, export->unit_count};
            for (uint32_t i = 0; i < export->unit_count; i++)
                makers[maker++] = link_unit(&l->bases[c], table->export_units[export->first_unit + i]);
            if (is_outer) continue;
            map_set(&l->export_of, map_pair(module, names_add(&l->names, export->name)), next);
            l->before[next] = l->last_of[module];
            l->last_of[module] = next;
        }
    }
    l->linked->export_units = makers;
}

/* True when `module` offers all that `other` does. */
static bool has_exports_of(const struct linker *l, uint32_t module, uint32_t other)
{
    for (uint32_t e = l->last_of[other]; e != EXPORT_NONE; e = l->before[e]) {
        if (export_of(l, module, l->exports[e].name) == EXPORT_NONE) return false;
    }
    return true;
}

/* ---------------------------------------------------------------------------------------------- needs */

static void need(struct linker *l, enum need_kind kind, uint32_t target)
{
    vec_push(&l->needs, (struct shake_need){kind, target});
}

/* The first of the copies that stand for the module `index` of a chunk's table. */
static uint32_t copies_of(const struct linker *l, uint32_t chunk, uint32_t index)
{
    return first_copy(l, l->tables[chunk]->modules[index].id);
}

static void need_module(struct linker *l, uint32_t chunk, uint32_t index)
{
    if (index < l->tables[chunk]->module_count) {
        need(l, NEED_MODULE, l->bases[chunk].module + index);
        return;
    }
    for (uint32_t m = copies_of(l, chunk, index); m != MODULE_NONE; m = l->next_copy[m]) need(l, NEED_MODULE, m);
}

static void need_all(struct linker *l, uint32_t chunk, uint32_t index)
{
    uint32_t copy = copies_of(l, chunk, index);
    if (copy == MODULE_NONE && index < l->tables[chunk]->module_count) copy = l->bases[chunk].module + index;
    for (; copy != MODULE_NONE; copy = l->next_copy[copy]) need(l, NEED_ALL, copy);
}

static void need_export(struct linker *l, uint32_t chunk, uint32_t index)
{
    const struct shake_export *export = &l->tables[chunk]->exports[index];
    bool is_outer = export->module >= l->tables[chunk]->module_count;
    if (!is_outer) need(l, NEED_EXPORT, l->first_export[chunk] + index);
    for (uint32_t m = copies_of(l, chunk, export->module); m != MODULE_NONE; m = l->next_copy[m]) {
        uint32_t of_copy = export_of(l, m, export->name);
        bool is_own = !is_outer && of_copy == l->first_export[chunk] + index;
        if (of_copy != EXPORT_NONE && !is_own) need(l, NEED_EXPORT, of_copy);
    }
}

/* The unit that stands for all of a chunk's modules, given a number when it is first asked for. */
static uint32_t unit_of_chunk(struct linker *l, uint32_t *units, uint32_t chunk)
{
    if (units[chunk] == UNIT_NONE) units[chunk] = l->linked->unit_count++;
    return units[chunk];
}

static void copy_need(struct linker *l, uint32_t chunk, struct shake_need given)
{
    switch ((enum need_kind)given.kind) {
    case NEED_UNIT:
    case NEED_TIED: need(l, (enum need_kind)given.kind, link_unit(&l->bases[chunk], given.target)); break;
    case NEED_MODULE: need_module(l, chunk, given.target); break;
    case NEED_EXPORT: need_export(l, chunk, given.target); break;
    case NEED_ALL: need_all(l, chunk, given.target); break;
    case NEED_EVERYTHING: need(l, NEED_UNIT, unit_of_chunk(l, l->all, chunk)); break;
    case NEED_MODULES: need(l, NEED_UNIT, unit_of_chunk(l, l->any, chunk)); break;
    }
}

static void copy_needs(struct linker *l, uint32_t chunk, uint32_t unit)
{
    const struct shake_table *table = l->tables[chunk];
    for (uint32_t n = table->units[unit].first_need; n < table->units[unit + 1].first_need; n++)
        copy_need(l, chunk, table->needs[n]);
}

/* The code outside of all factories; it also keeps the exports of copies that are not alike. */
static void link_outside(struct linker *l)
{
    l->units[UNIT_OUTSIDE] = l->tables[0]->units[UNIT_OUTSIDE];
    l->units[UNIT_OUTSIDE].first_need = 0;
    for (uint32_t c = 0; c < l->count; c++) copy_needs(l, c, UNIT_OUTSIDE);
    for (uint32_t m = 0; m < l->linked->module_count; m++) {
        uint32_t copy = first_copy(l, l->modules[m].id);
        if (copy == m && l->next_copy[m] == MODULE_NONE) continue;
        l->modules[m].is_inner = false;
        if (copy == MODULE_NONE || copy == m) continue;
        if (has_exports_of(l, m, copy) && has_exports_of(l, copy, m)) continue;
        for (; copy != MODULE_NONE; copy = l->next_copy[copy]) need(l, NEED_ALL, copy);
    }
}

/* ---------------------------------------------------------------------------------------------- units and regions */

/* An import of a module that stands in another chunk is like one in its own chunk, when it is known which factory runs. */
static void link_import(const struct linker *l, uint32_t chunk, struct shake_unit *unit)
{
    if (unit->import == MODULE_NONE) return;
    if (unit->import < l->tables[chunk]->module_count) {
        unit->import += l->bases[chunk].module;
        return;
    }
    uint32_t copy = copies_of(l, chunk, unit->import);
    unit->import = MODULE_NONE;
    if (copy == MODULE_NONE || l->next_copy[copy] != MODULE_NONE) return;
    unit->is_import = true;
    if (unit->runs) unit->import = copy;
    unit->runs = unit->has_effects = false;
}

static void link_units(struct linker *l)
{
    link_outside(l);
    for (uint32_t c = 0; c < l->count; c++) {
        const struct shake_table *table = l->tables[c];
        for (uint32_t u = UNIT_OUTSIDE + 1; u < table->unit_count; u++) {
            struct shake_unit *unit = &l->units[link_unit(&l->bases[c], u)];
            *unit = table->units[u];
            unit->module += l->bases[c].module;
            if (unit->parent != UNIT_NONE) unit->parent = link_unit(&l->bases[c], unit->parent);
            if (unit->export != EXPORT_NONE) unit->export += l->first_export[c];
            unit->first_need = l->needs.count;
            link_import(l, c, unit);
            copy_needs(l, c, u);
        }
    }
}

/* One unit whose needs are all modules of the chunk, and with `whole` all that they offer. */
static void add_unit_of_chunk(struct linker *l, uint32_t chunk, uint32_t unit, bool whole)
{
    l->units[unit] = (struct shake_unit){.kind = UNIT_OUTSIDE_OF_MODULES,
                                         .module = MODULE_NONE,
                                         .parent = UNIT_NONE,
                                         .list = LIST_NONE,
                                         .import = MODULE_NONE,
                                         .export = EXPORT_NONE,
                                         .first_need = l->needs.count};
    for (uint32_t m = 0; m < l->tables[chunk]->module_count; m++) {
        need_module(l, chunk, m);
        if (whole) need_all(l, chunk, m);
    }
}

static void add_units_of_chunks(struct linker *l, uint32_t first)
{
    uint32_t end = l->linked->unit_count;
    for (uint32_t unit = first; unit < end; unit++) {
        for (uint32_t c = 0; c < l->count; c++) {
            if (l->any[c] == unit || l->all[c] == unit) add_unit_of_chunk(l, c, unit, l->all[c] == unit);
        }
    }
    l->units[end] = (struct shake_unit){.module = MODULE_NONE, .first_need = l->needs.count};
}

static void link_regions(struct linker *l)
{
    uint32_t guarded = 0;
    for (uint32_t c = 0; c < l->count; c++) {
        for (uint32_t r = 0; r < l->tables[c]->region_count; r++) guarded += l->tables[c]->regions[r].unit_count;
    }
    uint32_t *units = ARENA_ARRAY(l->arena, uint32_t, guarded), next = 0;
    struct shake_region *regions = ARENA_ARRAY(l->arena, struct shake_region, l->linked->region_count);
    for (uint32_t c = 0; c < l->count; c++) {
        const struct shake_table *table = l->tables[c];
        for (uint32_t r = 0; r < table->region_count; r++) {
            struct shake_region *region = &regions[l->bases[c].region + r];
            *region = table->regions[r];
            if (region->module != MODULE_NONE) region->module += l->bases[c].module;
            region->first_unit = next;
            for (uint32_t i = 0; i < region->unit_count; i++)
                units[next++] = link_unit(&l->bases[c], table->region_units[table->regions[r].first_unit + i]);
        }
    }
    l->linked->regions = regions;
    l->linked->region_units = units;
}

/* ---------------------------------------------------------------------------------------------- the whole */

static const uint32_t *sort_by_id(const struct linker *l)
{
    struct text *ids = ARENA_ARRAY(l->arena, struct text, l->linked->module_count + 1);
    for (uint32_t m = 0; m < l->linked->module_count; m++) ids[m] = l->modules[m].id;
    return module_ids_sort(l->arena, ids, l->linked->module_count);
}

static void lay_out(const struct shake_table *const *tables, uint32_t count, struct shake_table *linked,
                    struct link_base *bases)
{
    linked->unit_count = UNIT_OUTSIDE + 1;
    for (uint32_t c = 0; c < count; c++) {
        bases[c] = (struct link_base){linked->unit_count, linked->module_count, linked->region_count};
        linked->unit_count += tables[c]->unit_count - 1;
        linked->module_count += tables[c]->module_count;
        linked->region_count += tables[c]->region_count;
        linked->export_count += tables[c]->export_count;
    }
}

void link_tables(const struct shake_table *const *tables, uint32_t count, struct arena *arena,
                 struct shake_table *linked, struct link_base *bases)
{
    *linked = (struct shake_table){.strict_at = OFFSET_NONE};
    lay_out(tables, count, linked, bases);
    uint32_t modules = linked->module_count, units = linked->unit_count;
    struct linker l = {
        .tables = tables,
        .bases = bases,
        .count = count,
        .arena = arena,
        .linked = linked,
        .modules = ARENA_ARRAY(arena, struct shake_module, modules),
        .units = ARENA_ARRAY(arena, struct shake_unit, (size_t)units + 2 * (size_t)count + 1),
        .exports = ARENA_ARRAY(arena, struct shake_export, linked->export_count),
        .first_export = ARENA_ARRAY(arena, uint32_t, count),
        .next_copy = ARENA_ARRAY(arena, uint32_t, modules),
        .last_of = ARENA_ARRAY(arena, uint32_t, modules),
        .before = ARENA_ARRAY(arena, uint32_t, linked->export_count),
        .any = ARENA_ARRAY(arena, uint32_t, count),
        .all = ARENA_ARRAY(arena, uint32_t, count),
    };
    names_init(&l.ids);
    names_init(&l.names);
    map_init(&l.first_copy);
    map_init(&l.export_of);
    for (uint32_t c = 0; c < count; c++) l.any[c] = l.all[c] = UNIT_NONE;
    copy_modules(&l);
    copy_exports(&l);
    link_units(&l);
    add_units_of_chunks(&l, units);
    link_regions(&l);
    linked->modules = l.modules;
    linked->by_id = sort_by_id(&l);
    linked->units = l.units;
    linked->exports = l.exports;
    linked->needs = vec_freeze(&l.needs, arena);
    names_release(&l.ids);
    names_release(&l.names);
    map_release(&l.first_copy);
    map_release(&l.export_of);
}
