#include "prune/shake_build.h"

#include "prune/building.h"
#include "prune/shape.h"

/* Finds needs of one unit that say the same again. */
struct said {
    uint32_t *by_unit, *by_export, *by_module, *whole; /* by target: the unit that said it last, plus one */
};

static bool is_said_before(const struct said *said, struct owned_need owned)
{
    uint32_t *by_target;
    switch ((int)owned.need.kind) {
    case NEED_UNIT: by_target = said->by_unit; break;
    case NEED_EXPORT: by_target = said->by_export; break;
    case NEED_MODULE: by_target = said->by_module; break;
    case NEED_ALL: by_target = said->whole; break;
    default: return false;
    }
    bool is_again = by_target[owned.need.target] == owned.unit + 1;
    by_target[owned.need.target] = owned.unit + 1;
    return is_again;
}

static uint32_t *numbers(struct arena *arena, uint32_t count)
{
    return ARENA_ARRAY(arena, uint32_t, count);
}

/* Takes out of `needs`, which are in the order of their units, what a unit says twice, and tells each unit where its own start. */
static const struct shake_need *unite_needs(struct building *b, const struct owned_need *needs, uint32_t count)
{
    struct arena scratch;
    arena_init(&scratch);
    uint32_t modules = b->container->count + b->outer.count;
    struct said said = {numbers(&scratch, b->units.count), numbers(&scratch, b->exports.count),
                        numbers(&scratch, modules), numbers(&scratch, modules)};
    struct shake_need *united = ARENA_ARRAY(b->arena, struct shake_need, count);
    uint32_t kept = 0, next = 0;
    for (uint32_t u = 0; u < b->units.count; u++) {
        b->units.at[u].first_need = kept;
        for (; next < count && needs[next].unit == u; next++) {
            if (!is_said_before(&said, needs[next])) united[kept++] = needs[next].need;
        }
    }
    arena_release(&scratch);
    return united;
}

/* Puts the needs in the order of their units. */
static const struct shake_need *sort_needs(struct building *b)
{
    for (uint32_t i = 0; i < b->needs.count; i++) b->units.at[b->needs.at[i].unit].first_need++;
    uint32_t sum = 0;
    for (uint32_t u = 0; u < b->units.count; u++) {
        uint32_t own = b->units.at[u].first_need;
        b->units.at[u].first_need = sum;
        sum += own;
    }
    struct owned_need *sorted = memory_resize(NULL, sum + 1, sizeof *sorted);
    uint32_t *next = memory_resize(NULL, b->units.count, sizeof *next);
    for (uint32_t u = 0; u < b->units.count; u++) next[u] = b->units.at[u].first_need;
    for (uint32_t i = 0; i < b->needs.count; i++) sorted[next[b->needs.at[i].unit]++] = b->needs.at[i];
    const struct shake_need *united = unite_needs(b, sorted, sum);
    memory_free(next);
    memory_free(sorted);
    return united;
}

/* The modules of the chunk, and behind them those that it only names. */
static const struct shake_module *with_outer_modules(struct building *b, uint32_t *outer_count)
{
    uint32_t own = b->container->count;
    *outer_count = b->outer.count - 1; /* the first name is none */
    struct shake_module *modules = ARENA_ARRAY(b->arena, struct shake_module, own + *outer_count);
    if (own) memcpy(modules, b->modules, own * sizeof *modules);
    for (uint32_t i = 0; i < *outer_count; i++) {
        modules[own + i] = (struct shake_module){
            .id = arena_copy(b->arena, names_text(&b->outer, i + 1)), .first_unit = UNIT_NONE, .directive = UNIT_NONE};
    }
    return modules;
}

static const uint32_t *sort_makers(struct building *b)
{
    for (uint32_t i = 0; i < b->made.count; i++) b->exports.at[b->made.at[i].export].unit_count++;
    uint32_t sum = 0;
    for (uint32_t e = 0; e < b->exports.count; e++) {
        b->exports.at[e].first_unit = sum;
        sum += b->exports.at[e].unit_count;
        b->exports.at[e].unit_count = 0;
    }
    uint32_t *sorted = ARENA_ARRAY(b->arena, uint32_t, sum);
    for (uint32_t i = 0; i < b->made.count; i++) {
        struct shake_export *export = &b->exports.at[b->made.at[i].export];
        sorted[export->first_unit + export->unit_count++] = b->made.at[i].unit;
    }
    return sorted;
}

/* Statements of one region go together or not at all. */
static void tie_regions(struct building *b, const struct shake_region *regions, uint32_t count, const uint32_t *units)
{
    for (uint32_t r = 0; r < count; r++) {
        if (regions[r].shape != SHAPE_STATEMENTS) continue;
        for (uint32_t i = 0; i < regions[r].unit_count; i++) {
            uint32_t unit = units[regions[r].first_unit + i],
                     next = units[regions[r].first_unit + (i + 1) % regions[r].unit_count];
            if (unit != next) vec_push(&b->needs, (struct owned_need){unit, {NEED_TIED, next}});
        }
    }
}

/* The runtime of a share's container is analyze's own and runs as strict code, too. */
static uint32_t place_of_directive(const struct syntax *syntax, const struct container *container)
{
    bool is_own = container->kind == CONTAINER_SHARE && container->body != NODE_NONE &&
                  text_find(syntax->source, TEXT("\nconst container = {\n  key: "), 0) != TEXT_NOWHERE;
    if (!is_own) return OFFSET_NONE;
    node_id first = syntax_first_child(syntax, container->body);
    return syntax_is(syntax, first, SYNTAX_EXPRESSION_STATEMENT) ? OFFSET_NONE : syntax->nodes[first].start;
}

static void release(struct building *b)
{
    vec_release(&b->made);
    vec_release(&b->needs);
    vec_release(&b->declarations);
    map_release(&b->unit_of);
    map_release(&b->export_of);
    names_release(&b->names);
    names_release(&b->outer);
    memory_free(b->owner);
    memory_free(b->last_declaring);
    memory_free(b->imports);
    memory_free(b->has_esm_flag);
}

static void *zeroed(size_t count, size_t size)
{
    void *memory = memory_resize(NULL, count + 1, size);
    memset(memory, 0, (count + 1) * size);
    return memory;
}

void shake_build(const struct syntax *syntax, const struct scopes *scopes, const struct container *container,
                 const struct macros *macros, struct arena *arena, struct shake_table *table)
{
    struct scopes known = *scopes;
    known.namespaces = bitset_new(arena, scopes->binding_count);
    struct building b = {
        .syntax = syntax,
        .scopes = &known,
        .container = container,
        .arena = arena,
        .modules = ARENA_ARRAY(arena, struct shake_module, container->count),
        .has_esm_flag = zeroed(container->count, sizeof *b.has_esm_flag),
        .owner = zeroed(syntax->count, sizeof *b.owner),
        .last_declaring = zeroed(scopes->binding_count, sizeof *b.last_declaring),
        .imports = zeroed(scopes->binding_count, sizeof *b.imports),
    };
    map_init(&b.unit_of);
    map_init(&b.export_of);
    names_init(&b.names);
    names_init(&b.outer);
    units_find(&b);
    needs_find(&b);
    *table = (struct shake_table){
        .comments = syntax->comments,
        .comment_count = syntax->comment_count,
        .macro_regions = macros->regions,
        .region_count = macros->region_count,
        .runtime = container->runtime,
        .is_closed = container->kind == CONTAINER_SHARE,
        .module_count = container->count,
        .by_id = container->by_id,
        .strict_at = place_of_directive(syntax, container),
    };
    table->modules = with_outer_modules(&b, &table->outer_count);
    table->regions = shape_find(&b, macros, &table->region_units);
    tie_regions(&b, table->regions, table->region_count, table->region_units);
    vec_push(&b.units, (struct shake_unit){.module = MODULE_NONE});
    table->needs = sort_needs(&b);
    table->export_units = sort_makers(&b);
    table->unit_count = b.units.count - 1;
    table->export_count = b.exports.count;
    table->list_count = b.lists.count;
    table->units = vec_freeze(&b.units, arena);
    table->exports = vec_freeze(&b.exports, arena);
    table->lists = vec_freeze(&b.lists, arena);
    table->items = vec_freeze(&b.items, arena);
    table->reason_count = b.reasons.count;
    table->reasons = vec_freeze(&b.reasons, arena);
    release(&b);
}

uint32_t shake_place_of_id(const struct shake_table *table, struct text id)
{
    uint32_t low = 0, high = table->module_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (text_compare(table->modules[table->by_id[middle]].id, id) <= 0) low = middle + 1;
        else high = middle;
    }
    if (!low || !id.length) return MODULE_NONE;
    return text_equal(table->modules[table->by_id[low - 1]].id, id) ? low - 1 : MODULE_NONE;
}

uint32_t shake_module_named(const struct shake_table *table, struct text id)
{
    uint32_t place = shake_place_of_id(table, id);
    return place == MODULE_NONE ? MODULE_NONE : table->by_id[place];
}
