#include "prune/link.h"
#include "prune/run.h"

#include "base/memory.h"

/* Chunks that one runtime loads, which are marked together. */
struct joint {
    struct run **runs;
    const struct link_base *bases; /* by run */
    uint32_t count;
    struct run *all; /* with the linked table; of a single run itself */
};

static void note(struct run *run, struct text about, struct text reason)
{
    vec_push(&run->notes, (struct prune_note){about, reason});
}

/* ---------------------------------------------------------------------------------------------- where marking starts */

/* The last place in by_id of a module with this id, or MODULE_NONE. A report may write an id with or without the leading "./". */
static uint32_t place_of_id(struct run *run, struct text id)
{
    uint32_t place = shake_place_of_id(&run->table, id);
    if (place != MODULE_NONE) return place;
    struct text dot = TEXT("./");
    struct text other = text_starts_with(id, dot) ? text_slice(id, dot.length, id.length)
                                                  : arena_format(run->arena, "./%.*s", TEXT_ARGS(id));
    return shake_place_of_id(&run->table, other);
}

/* Adds all modules of that id: several chunks may have it. */
static bool add_root(struct run *run, struct text id)
{
    const struct shake_table *table = &run->table;
    uint32_t place = place_of_id(run, id);
    if (place == MODULE_NONE) return false;
    struct text name = table->modules[table->by_id[place]].id;
    for (uint32_t at = place + 1; at-- > 0 && text_equal(table->modules[table->by_id[at]].id, name);)
        bitset_add(run->roots, table->by_id[at]);
    return true;
}

static bool has_root(struct run *run, const struct usage_key *key)
{
    for (uint32_t f = 0; key && f < key->fallback_count; f++) {
        if (place_of_id(run, key->fallbacks[f]) != MODULE_NONE) return true;
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
    for (uint32_t k = 0; run->usage && k < run->usage->key_count; k++) {
        const struct usage_key *key = &run->usage->keys[k];
        for (uint32_t f = 0; f < key->fallback_count; f++) is_known = add_root(run, key->fallbacks[f]) || is_known;
    }
    /* Beside a share whose root is known there may be one whose root is not: it is among the modules with its
     * regions. */
    for (uint32_t r = 0; run->usage && is_known && r < table->region_count; r++) {
        uint32_t module = table->regions[r].module;
        if (module == MODULE_NONE || has_root(run, usage_find(run->usage, run->decisions[r].key))) continue;
        bitset_add(run->roots, module);
    }
    for (uint32_t n = table->units[UNIT_OUTSIDE].first_need; n < table->units[UNIT_OUTSIDE + 1].first_need; n++) {
        bool is_entry = table->needs[n].kind == NEED_MODULE && !shake_need_is_outer(table, table->needs[n]);
        if (is_entry) bitset_add(run->roots, table->needs[n].target);
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

static void hold_regions(const struct run *run, struct bitset held)
{
    const struct shake_table *table = &run->table;
    for (uint32_t r = 0; r < table->region_count; r++) {
        for (uint32_t i = 0; i < table->regions[r].unit_count; i++)
            bitset_add(held, table->region_units[table->regions[r].first_unit + i]);
    }
}

static void evaluate_roots(const struct run *run, struct mark *mark)
{
    for (uint32_t m = 0; m < run->table.module_count; m++) {
        if (bitset_has(run->roots, m)) mark_evaluate(mark, m);
    }
}

/* Adds the modules that the roots do not reach, whatever is live: they are not ours to judge. */
static void add_unreached(struct run *run)
{
    struct bitset all = bitset_new(run->arena, run->table.unit_count);
    for (uint32_t u = 0; u < run->table.unit_count; u++) bitset_add(all, u);
    struct mark reach;
    mark_init(&reach, &run->table, all, run->free, run->arena);
    evaluate_roots(run, &reach);
    for (uint32_t m = 0; m < run->table.module_count; m++) {
        if (!bitset_has(reach.modules, m)) bitset_add(run->roots, m);
    }
    mark_release(&reach);
}

static void mark_before(struct run *run)
{
    const struct shake_table *table = &run->table;
    struct bitset held = bitset_new(run->arena, table->unit_count);
    for (uint32_t m = 0; m < table->module_count; m++) {
        if (bitset_has(run->roots, m) || !table->modules[m].is_inner) hold_exports(run, m, held);
    }
    hold_regions(run, held);
    mark_init(&run->before, table, held, run->free, run->arena);
    evaluate_roots(run, &run->before);
}

/* Nothing was dead before, and what is live now has a reader in the chunk, or is of a module that others may ask for. */
static void mark_sweep(struct run *run)
{
    const struct shake_table *table = &run->table;
    struct bitset held = bitset_new(run->arena, table->unit_count), none = bitset_new(run->arena, table->unit_count);
    mark_init(&run->before, table, none, run->free, run->arena);
    for (uint32_t u = 0; u < table->unit_count; u++) bitset_add(run->before.units, u);
    for (uint32_t m = 0; m < table->module_count; m++) {
        bitset_add(run->before.modules, m);
        if (!table->modules[m].is_inner) bitset_add(run->roots, m);
        if (bitset_has(run->roots, m)) hold_exports(run, m, held);
    }
    hold_regions(run, held);
    mark_init(&run->after, table, held, run->free, run->arena);
    evaluate_roots(run, &run->after);
}

/* What was dead before is live with its module: it stays in the text, so what it names must stay, too. */
void live_without(const struct run *run, struct arena *arena, struct mark *mark)
{
    const struct shake_table *table = &run->table;
    struct bitset held = bitset_new(arena, table->unit_count);
    for (uint32_t u = 0; u < table->unit_count; u++) {
        if (bitset_has(run->before.held, u) || !bitset_has(run->before.units, u)) bitset_add(held, u);
    }
    for (uint32_t r = 0; r < table->region_count; r++) {
        if (run->fates[r] != FATE_GOES) continue;
        for (uint32_t i = 0; i < table->regions[r].unit_count; i++)
            bitset_remove(held, table->region_units[table->regions[r].first_unit + i]);
    }
    mark_init(mark, table, held, run->free, arena);
    for (uint32_t r = 0; r < table->region_count; r++) {
        if (run->fates[r] != FATE_GOES) continue;
        for (uint32_t i = 0; i < table->regions[r].unit_count; i++)
            bitset_add(mark->tied, table->region_units[table->regions[r].first_unit + i]);
    }
    evaluate_roots(run, mark);
}

/* ---------------------------------------------------------------------------------------------- what stays, and why */

/* Where the module `index` of the linked table stands, as run `of` calls it: "the chunk", or the path of another one. */
static struct text chunk_with(const struct joint *joint, uint32_t of, uint32_t index)
{
    uint32_t chunk = 0;
    while (chunk + 1 < joint->count && joint->bases[chunk + 1].module <= index) chunk++;
    return chunk == of ? TEXT("the chunk") : joint->runs[chunk]->path;
}

/* Why `unit` of the linked table, of the run `of`, is live. */
static struct text why_read(const struct joint *joint, uint32_t of, uint32_t unit)
{
    const struct run *all = joint->all;
    uint32_t export = all->table.units[unit].export;
    uint32_t reader = export == EXPORT_NONE ? UNIT_NONE : all->after.reader[export];
    if (reader == UNIT_NONE) return TEXT("code that stays needs it");
    uint32_t module = all->table.units[reader].module;
    bool may_read = all->after.may_read[export];
    if (module == MODULE_NONE) {
        return reader == UNIT_OUTSIDE ? TEXT("another chunk has the module too, with other exports")
                                      : TEXT("a module that computes ids may read it");
    }
    if (module == all->table.units[unit].module) {
        return may_read ? TEXT("the module hands its exports on as a whole")
                        : TEXT("the module reads this export itself");
    }
    return arena_format(joint->runs[of]->arena, "the module %.*s of %.*s %s", TEXT_ARGS(all->table.modules[module].id),
                        TEXT_ARGS(chunk_with(joint, of, module)), may_read ? "may read it" : "reads it");
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
             place_next(&run->places, run_range(run, &run->table.regions[region]).start),
             "the unused region of %.*s is kept: %s", TEXT_ARGS(condition), why);
    note(run, run_name_of(run, &run->decisions[region]), text_of(why));
}

/* Keeps the unused regions that hold something live, or nothing that can be removed. */
static void settle(const struct joint *joint, uint32_t of, uint32_t index)
{
    struct run *run = joint->runs[of];
    const struct shake_region *region = &run->table.regions[index];
    if (run->decisions[index].answer != USAGE_UNUSED) return;
    if (!run_can_remove(run, region)) {
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
    note(run, run_name_of(run, &run->decisions[index]), why_read(joint, of, link_unit(&joint->bases[of], live)));
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

static void mark_all(struct run *run)
{
    find_roots(run);
    run->free = mark_free_modules(&run->table, run->arena);
    if (run->options->sweep) {
        mark_sweep(run);
        return;
    }
    add_unreached(run);
    mark_before(run);
    live_without(run, run->arena, &run->after);
}

static void settle_all(const struct joint *joint, uint32_t of)
{
    struct run *run = joint->runs[of];
    if (run->options->sweep) return;
    bool goes = false;
    run->places = (struct place_walk){.path = run->path, .source = run->source};
    for (uint32_t r = 0; r < run->table.region_count; r++) {
        settle(joint, of, r);
        goes = goes || run->fates[r] == FATE_GOES;
    }
    if (goes) note_unknown_needs(run);
}

/* ---------------------------------------------------------------------------------------------- several chunks */

/* The part of `linked` that is about one chunk, as its own table numbers it. Who reads an export stays with the linked table. */
static struct mark part_of(const struct mark *linked, const struct link_base *base, struct run *run)
{
    const struct shake_table *table = &run->table;
    struct mark part = {
        .table = table,
        .arena = run->arena,
        .held = bitset_new(run->arena, table->unit_count),
        .units = bitset_new(run->arena, table->unit_count),
        .modules = bitset_new(run->arena, table->module_count),
    };
    for (uint32_t u = 0; u < table->unit_count; u++) {
        if (bitset_has(linked->held, link_unit(base, u))) bitset_add(part.held, u);
        if (bitset_has(linked->units, link_unit(base, u))) bitset_add(part.units, u);
    }
    for (uint32_t m = 0; m < table->module_count; m++) {
        if (bitset_has(linked->modules, base->module + m)) bitset_add(part.modules, m);
    }
    return part;
}

/* What the reports say of the regions of all chunks, in the order of the linked table. */
static void join_decisions(const struct joint *joint)
{
    struct run *all = joint->all;
    all->decisions = ARENA_ARRAY(all->arena, struct usage_decision, all->table.region_count);
    all->fates = ARENA_ARRAY(all->arena, uint8_t, all->table.region_count);
    for (uint32_t c = 0; c < joint->count; c++) {
        for (uint32_t r = 0; r < joint->runs[c]->table.region_count; r++) {
            all->decisions[joint->bases[c].region + r] = joint->runs[c]->decisions[r];
            all->fates[joint->bases[c].region + r] = joint->runs[c]->fates[r];
        }
    }
}

static void find_jointly(struct run **runs, uint32_t count)
{
    struct arena scratch;
    arena_init(&scratch);
    struct run all = {.arena = &scratch, .usage = runs[0]->usage, .options = runs[0]->options};
    const struct shake_table **tables = ARENA_ARRAY(&scratch, const struct shake_table *, count);
    struct link_base *bases = ARENA_ARRAY(&scratch, struct link_base, count);
    for (uint32_t c = 0; c < count; c++) tables[c] = &runs[c]->table;
    link_tables(tables, count, &scratch, &all.table, bases);
    struct joint joint = {runs, bases, count, &all};
    join_decisions(&joint);
    mark_all(&all);
    for (uint32_t c = 0; c < count; c++) {
        runs[c]->before = part_of(&all.before, &bases[c], runs[c]);
        runs[c]->after = part_of(&all.after, &bases[c], runs[c]);
        settle_all(&joint, c);
    }
    mark_release(&all.before);
    mark_release(&all.after);
    arena_release(&scratch);
}

static void find_alone(struct run *run)
{
    static const struct link_base itself = {.unit = UNIT_OUTSIDE + 1};
    mark_all(run);
    settle_all(&(struct joint){&run, &itself, 1, run}, 0);
}

void live_find(struct run *runs, uint32_t count)
{
    bool *is_done = memory_resize(NULL, count, sizeof *is_done);
    struct run **together = memory_resize(NULL, count, sizeof *together);
    memset(is_done, 0, count * sizeof *is_done);
    for (uint32_t first = 0; first < count; first++) {
        if (is_done[first]) continue;
        uint32_t found = 0;
        const struct shake_table *table = &runs[first].table;
        for (uint32_t c = first; c < count; c++) {
            bool is_same =
                !table->is_closed && !runs[c].table.is_closed && text_equal(table->runtime, runs[c].table.runtime);
            if (is_done[c] || (c != first && !is_same)) continue;
            is_done[c] = true;
            together[found++] = &runs[c];
        }
        if (found == 1) find_alone(&runs[first]);
        else find_jointly(together, found);
    }
    memory_free(is_done);
    memory_free(together);
}
