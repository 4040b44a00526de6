#include "prune/shake_map.h"

#include "cache/build_id.h"
#include "prune/shake_map_format.h"

struct map_reader {
    struct arena *arena;
    const char *at, *end;
    struct text source;
    struct shake_table *table;
    const struct text *strings; /* [0] is none */
    uint32_t string_count;
    bool is_first; /* in the array */
    bool failed;
};

/* ------------------------------------------------------------------------------------------------ characters */

static void expect(struct map_reader *r, const char *wanted)
{
    size_t length = strlen(wanted);
    if ((size_t)(r->end - r->at) < length || memcmp(r->at, wanted, length) != 0) r->failed = true;
    else r->at += length;
}

static uint64_t take_wide(struct map_reader *r)
{
    const char *at = r->at;
    if (!r->is_first) {
        if (at == r->end || *at != ',') r->failed = true;
        else at++;
    }
    r->is_first = false;
    uint64_t number = 0;
    const char *start = at;
    for (; at < r->end && (unsigned)(*at - '0') < 10 && number <= UINT64_MAX / 16; at++)
        number = number * 10 + (unsigned)(*at - '0');
    if (at == start) r->failed = true;
    r->at = at;
    return r->failed ? 0 : number;
}

/* A number of at most `most`. */
static uint32_t take(struct map_reader *r, uint32_t most)
{
    uint64_t number = take_wide(r);
    if (number > most) r->failed = true;
    return r->failed ? 0 : (uint32_t)number;
}

/* How many things follow: never more than there are bytes left, so that memory is not asked for in vain. */
static uint32_t take_count(struct map_reader *r)
{
    size_t left = (size_t)(r->end - r->at);
    return take(r, left < UINT32_MAX / 2 ? (uint32_t)left : UINT32_MAX / 2);
}

/* An index into `count` things, or `none` written as 0 when the rest is one more. */
static uint32_t take_index(struct map_reader *r, uint32_t count)
{
    if (!count) r->failed = true;
    return take(r, count ? count - 1 : 0);
}

static uint32_t take_optional(struct map_reader *r, uint32_t count, uint32_t none)
{
    uint32_t number = take(r, count);
    return number ? number - 1 : none;
}

/* A place of the source at or behind `from`. */
static uint32_t take_place(struct map_reader *r, uint32_t from)
{
    uint32_t length = (uint32_t)r->source.length;
    if (from > length) r->failed = true;
    return r->failed ? 0 : from + take(r, length - from);
}

static struct text take_text(struct map_reader *r)
{
    uint32_t number = take(r, r->string_count);
    if (!number) r->failed = true;
    return r->failed ? TEXT("") : r->strings[number];
}

static const char *take_words(struct map_reader *r)
{
    uint32_t number = take(r, r->string_count);
    return number && !r->failed ? r->strings[number].at : NULL;
}

static void open_array(struct map_reader *r, const char *opening)
{
    expect(r, opening);
    r->is_first = true;
}

/* ------------------------------------------------------------------------------------------------ strings */

static int digit_of(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The byte of `\u00xx`, or -1. */
static int take_escape(struct map_reader *r)
{
    if (r->end - r->at < 6 || memcmp(r->at, "\\u00", 4) != 0) return -1;
    int high = digit_of(r->at[4]), low = digit_of(r->at[5]);
    r->at += 6;
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

static struct text take_string(struct map_reader *r)
{
    struct buffer out;
    buffer_init(&out);
    expect(r, ",\"");
    while (!r->failed && r->at < r->end && *r->at != '"') {
        int c = *r->at == '\\' ? take_escape(r) : *r->at++;
        if (c < 0) r->failed = true;
        else buffer_put_char(&out, (char)c);
    }
    expect(r, "\"");
    struct text string = arena_copy(r->arena, buffer_text(&out));
    buffer_release(&out);
    return string;
}

static void read_strings(struct map_reader *r)
{
    open_array(r, "{\n\"strings\":[");
    uint32_t count = take_count(r);
    struct text *strings = ARENA_ARRAY(r->arena, struct text, (size_t)count + 1);
    for (uint32_t i = 1; i <= count && !r->failed; i++) strings[i] = take_string(r);
    r->strings = strings;
    r->string_count = count;
    expect(r, "]");
}

/* ------------------------------------------------------------------------------------------------ the table */

static void read_comments(struct map_reader *r)
{
    open_array(r, ",\n\"comments\":[");
    uint32_t count = take_count(r), at = 0;
    struct syntax_comment *comments = ARENA_ARRAY(r->arena, struct syntax_comment, count);
    for (uint32_t c = 0; c < count && !r->failed; c++) {
        comments[c].start = take_place(r, at);
        comments[c].end = at = take_place(r, comments[c].start);
    }
    r->table->comments = comments;
    r->table->comment_count = count;
    expect(r, "]");
}

static void read_lists(struct map_reader *r)
{
    open_array(r, ",\n\"lists\":[");
    uint32_t count = take_count(r), items_left = take_count(r), next = 0;
    struct shake_list *lists = ARENA_ARRAY(r->arena, struct shake_list, count);
    struct shake_range *items = ARENA_ARRAY(r->arena, struct shake_range, items_left);
    for (uint32_t l = 0; l < count && !r->failed; l++) {
        uint32_t bits = take(r, LIST_OBJECT | LIST_IN_LIST | LIST_ARRAY);
        struct shake_list *list = &lists[l];
        list->is_object = bits & LIST_OBJECT;
        list->is_in_list = bits & LIST_IN_LIST;
        list->is_array = bits & LIST_ARRAY;
        list->start = list->statement_start = take_place(r, 0);
        list->end = list->statement_end = take_place(r, list->start);
        list->first_item = next;
        list->item_count = take(r, items_left);
        items_left -= list->item_count;
        uint32_t at = list->start;
        for (; next < list->first_item + list->item_count && !r->failed; next++) {
            items[next].start = take_place(r, at);
            items[next].end = at = take_place(r, items[next].start);
            if (at > list->end) r->failed = true;
        }
    }
    r->table->lists = lists;
    r->table->list_count = count;
    r->table->items = items;
    expect(r, "]");
}

/* Puts the modules that the chunk only names behind its own. */
static void read_outer_modules(struct map_reader *r)
{
    uint32_t own = r->table->module_count, count = take_count(r);
    if (count > UINT32_MAX / 2 - own) r->failed = true;
    if (r->failed) return;
    struct shake_module *modules = ARENA_ARRAY(r->arena, struct shake_module, (size_t)own + count);
    if (own) memcpy(modules, r->table->modules, own * sizeof *modules);
    for (uint32_t m = own; m < own + count && !r->failed; m++)
        modules[m] = (struct shake_module){.id = take_text(r), .first_unit = UNIT_NONE, .directive = UNIT_NONE};
    r->table->modules = modules;
    r->table->outer_count = count;
}

static void read_modules(struct map_reader *r)
{
    open_array(r, ",\n\"modules\":[");
    uint32_t count = take_count(r), next = UNIT_OUTSIDE + 1;
    struct shake_module *modules = ARENA_ARRAY(r->arena, struct shake_module, count);
    uint32_t *by_id = ARENA_ARRAY(r->arena, uint32_t, count);
    for (uint32_t m = 0; m < count && !r->failed; m++) {
        struct shake_module *module = &modules[m];
        module->id = take_text(r);
        uint32_t bits = take(r, MODULE_INNER | MODULE_FREE | MODULE_ESM_GETTERS | MODULE_SLOPPY);
        module->is_inner = bits & MODULE_INNER;
        module->is_free = bits & MODULE_FREE;
        module->is_esm = bits & MODULE_ESM_GETTERS;
        module->is_sloppy = bits & MODULE_SLOPPY;
        module->first_unit = next;
        module->unit_count = take_count(r);
        if (!module->unit_count || module->unit_count > UINT32_MAX / 2 - next) r->failed = true;
        uint32_t directive = r->failed ? 0 : take_index(r, module->unit_count);
        module->directive = directive ? module->first_unit + directive : UNIT_NONE;
        module->opaque = take_words(r);
        next += module->unit_count;
    }
    for (uint32_t m = 0; m < count && !r->failed; m++) by_id[m] = take_index(r, count);
    r->table->modules = modules;
    r->table->module_count = count;
    r->table->by_id = by_id;
    r->table->unit_count = next;
    if (!r->failed) read_outer_modules(r);
    expect(r, "]");
}

static void set_bits(struct shake_unit *unit, uint32_t bits)
{
    unit->kind = (uint8_t)(bits & UNIT_KIND_BITS);
    unit->runs = bits & UNIT_RUNS;
    unit->has_effects = bits & UNIT_EFFECTS;
    unit->is_part = bits & UNIT_IS_PART;
    unit->is_import = bits & UNIT_IS_IMPORT;
    unit->is_in_list = bits & UNIT_IS_IN_LIST;
    unit->starts = bits & UNIT_STARTS;
    unit->is_wrapped = bits & UNIT_IS_WRAPPED;
    unit->is_getter = bits & UNIT_IS_GETTER;
    unit->body_is_block = bits & UNIT_BODY_IS_BLOCK;
    unit->is_value = bits & UNIT_IS_VALUE;
}

/* The unit `index` of `module`, around which `around` starts; gives the number of its needs. */
static uint32_t read_unit(struct map_reader *r, struct shake_unit *unit, uint32_t index, uint32_t module,
                          uint32_t around)
{
    struct shake_table *table = r->table;
    uint32_t bits = take(r, UNIT_IS_VALUE * 2 - 1);
    set_bits(unit, bits);
    bool is_module = module != MODULE_NONE && table->modules[module].first_unit == index;
    bool fits = unit->kind == UNIT_MODULE               ? is_module
                : unit->kind == UNIT_OUTSIDE_OF_MODULES ? module == MODULE_NONE
                                                        : module != MODULE_NONE && !is_module;
    if (!fits || unit->kind > UNIT_OUTSIDE_OF_MODULES) r->failed = true;
    uint32_t within = module == MODULE_NONE ? 0 : index - table->modules[module].first_unit;
    uint32_t up = take(r, within);
    *unit = (struct shake_unit){.kind = unit->kind,
                                .module = module,
                                .parent = up ? index - up : UNIT_NONE,
                                .list = LIST_NONE,
                                .import = MODULE_NONE,
                                .export = EXPORT_NONE};
    set_bits(unit, bits);
    unit->start = take_place(r, is_module ? 0 : around);
    unit->end = take_place(r, unit->start);
    if (bits & UNIT_HAS_BODY) {
        unit->body_start = take_place(r, unit->start);
        unit->body_end = take_place(r, unit->body_start);
    }
    if (bits & UNIT_HAS_LIST) {
        unit->list = take_index(r, table->list_count);
        unit->position = r->failed ? 0 : take_index(r, table->lists[unit->list].item_count);
    } else if (unit->kind == UNIT_MODULE || unit->kind == UNIT_MEMBER) {
        r->failed = true;
    }
    if (bits & UNIT_HAS_IMPORT) unit->import = take_index(r, table->module_count + table->outer_count);
    if (bits & UNIT_HAS_EXPORT) unit->export = take(r, EXPORT_NONE - 1); /* tested when the exports are known */
    return take_count(r);
}

static void read_units(struct map_reader *r)
{
    struct shake_table *table = r->table;
    open_array(r, ",\n\"units\":[");
    uint32_t count = take_count(r);
    if (count != table->unit_count) r->failed = true;
    if (r->failed) return;
    struct shake_unit *units = ARENA_ARRAY(r->arena, struct shake_unit, (size_t)count + 1);
    uint32_t needs = 0, module = MODULE_NONE;
    for (uint32_t u = 0; u < count && !r->failed; u++) {
        if (u && (module == MODULE_NONE || u == table->modules[module].first_unit + table->modules[module].unit_count))
            module = module == MODULE_NONE ? 0 : module + 1;
        uint32_t around = module == MODULE_NONE ? 0 : units[table->modules[module].first_unit].start;
        units[u].first_need = needs;
        uint32_t own = read_unit(r, &units[u], u, module, around);
        units[u].first_need = needs;
        if (own > UINT32_MAX / 2 - needs) r->failed = true;
        needs += own;
    }
    units[count] = (struct shake_unit){.module = MODULE_NONE, .first_need = needs};
    table->units = units;
    expect(r, "]");
}

static uint32_t limit_of_target(const struct shake_table *table, uint32_t kind, uint32_t exports)
{
    switch ((enum need_kind)kind) {
    case NEED_UNIT:
    case NEED_TIED: return table->unit_count;
    case NEED_MODULE:
    case NEED_ALL: return table->module_count + table->outer_count;
    case NEED_EXPORT: return exports;
    case NEED_MODULES:
    case NEED_EVERYTHING: return table->reason_count;
    }
    return 0;
}

static void read_needs(struct map_reader *r)
{
    struct shake_table *table = r->table;
    open_array(r, ",\n\"needs\":[");
    uint32_t count = take_count(r);
    if (r->failed || count != table->units[table->unit_count].first_need) r->failed = true;
    if (r->failed) return;
    struct shake_need *needs = ARENA_ARRAY(r->arena, struct shake_need, count);
    for (uint32_t u = 0; u < table->unit_count; u++) {
        for (uint32_t n = table->units[u].first_need; n < table->units[u + 1].first_need && !r->failed; n++) {
            uint64_t number = take_wide(r), folded = number >> NEED_KIND_BITS;
            needs[n].kind = (uint32_t)number & ((1u << NEED_KIND_BITS) - 1);
            bool is_unit = needs[n].kind == NEED_UNIT || needs[n].kind == NEED_TIED;
            int64_t target = (int64_t)(folded / 2);
            if (folded % 2) target = -target - 1;
            if (is_unit) target += u;
            if (target < 0 || target > UINT32_MAX || needs[n].kind > NEED_EVERYTHING) r->failed = true;
            else needs[n].target = (uint32_t)target;
        }
    }
    table->needs = needs;
    expect(r, "]");
}

static void read_exports(struct map_reader *r)
{
    struct shake_table *table = r->table;
    open_array(r, ",\n\"exports\":[");
    uint32_t count = take_count(r), makers_left = take_count(r), next = 0;
    struct shake_export *exports = ARENA_ARRAY(r->arena, struct shake_export, count);
    uint32_t *makers = ARENA_ARRAY(r->arena, uint32_t, makers_left);
    for (uint32_t e = 0; e < count && !r->failed; e++) {
        exports[e].module = take_index(r, table->module_count + table->outer_count);
        exports[e].name = take_text(r);
        exports[e].first_unit = next;
        exports[e].unit_count = take(r, exports[e].module < table->module_count ? makers_left : 0);
        makers_left -= exports[e].unit_count;
        for (uint32_t i = 0; i < exports[e].unit_count && !r->failed; i++)
            makers[next++] = table->modules[exports[e].module].first_unit +
                             take_index(r, table->modules[exports[e].module].unit_count);
    }
    table->exports = exports;
    table->export_count = count;
    table->export_units = makers;
    expect(r, "]");
}

static void read_regions(struct map_reader *r, struct macros *macros)
{
    struct shake_table *table = r->table;
    open_array(r, ",\n\"regions\":[");
    uint32_t count = take_count(r), units_left = take_count(r), next = 0, opened = 0;
    struct macro_region *macro_regions = ARENA_ARRAY(r->arena, struct macro_region, count);
    struct shake_region *regions = ARENA_ARRAY(r->arena, struct shake_region, count);
    uint32_t *units = ARENA_ARRAY(r->arena, uint32_t, units_left);
    for (uint32_t i = 0; i < count && !r->failed; i++) {
        struct macro_region *macro = &macro_regions[i];
        struct shake_region *region = &regions[i];
        macro->opening = opened += take_index(r, table->comment_count - opened);
        macro->closing = opened + take_index(r, table->comment_count - opened);
        macro->parent = take_optional(r, count, REGION_NONE);
        const struct syntax_comment *comment = &table->comments[r->failed ? 0 : macro->opening];
        uint32_t length = r->failed ? 0 : comment->end - comment->start, from = take(r, length);
        macro->condition = text_slice(r->source, comment->start + from, comment->start + from + take(r, length - from));
        region->shape = (uint8_t)take(r, SHAPE_EXPRESSION);
        region->module = take_optional(r, table->module_count, MODULE_NONE);
        region->why = take_words(r);
        region->expression.start = take_place(r, 0);
        region->expression.end = take_place(r, region->expression.start);
        region->first_unit = next;
        region->unit_count = take(r, units_left);
        units_left -= region->unit_count;
        if (!region->unit_count && !region->why) r->failed = true;
        for (uint32_t u = 0; u < region->unit_count && !r->failed; u++)
            units[next++] = take_index(r, table->unit_count);
    }
    uint32_t inlines = take_count(r), *list = ARENA_ARRAY(r->arena, uint32_t, inlines);
    for (uint32_t i = 0; i < inlines && !r->failed; i++) list[i] = take_index(r, table->comment_count);
    table->macro_regions = macro_regions;
    table->regions = regions;
    table->region_count = count;
    table->region_units = units;
    *macros = (struct macros){macro_regions, count, list, inlines};
    expect(r, "]");
}

static void read_reasons(struct map_reader *r)
{
    open_array(r, ",\n\"reasons\":[");
    uint32_t count = take_count(r);
    const char **reasons = ARENA_ARRAY(r->arena, const char *, count);
    for (uint32_t i = 0; i < count && !r->failed; i++) reasons[i] = take_text(r).at;
    r->table->reasons = reasons;
    r->table->reason_count = count;
    r->table->strict_at = take_optional(r, (uint32_t)r->source.length, OFFSET_NONE);
    r->table->is_closed = take(r, 1);
    r->table->runtime = take_text(r);
    expect(r, "]}}\n");
    if (r->at != r->end) r->failed = true;
}

/* What refers to things that stand behind it in the document. */
static void check_references(struct map_reader *r)
{
    const struct shake_table *table = r->table;
    for (uint32_t u = 0; u < table->unit_count && !r->failed; u++) {
        if (table->units[u].export != EXPORT_NONE && table->units[u].export >= table->export_count) r->failed = true;
        for (uint32_t n = table->units[u].first_need; n < table->units[u + 1].first_need; n++) {
            if (table->needs[n].target >= limit_of_target(table, table->needs[n].kind, table->export_count))
                r->failed = true;
        }
    }
}

/* ------------------------------------------------------------------------------------------------ the document */

static bool matches(struct map_reader *r, const char *before, struct text wanted)
{
    expect(r, before);
    if (r->failed || (size_t)(r->end - r->at) < wanted.length) return false;
    bool same = memcmp(r->at, wanted.at, wanted.length) == 0;
    r->at += wanted.length;
    return same;
}

static bool matches_hash(struct map_reader *r, const char *before, struct text bytes)
{
    struct buffer hash;
    buffer_init(&hash);
    shake_map_put_hash(bytes, &hash);
    bool same = matches(r, before, buffer_text(&hash));
    buffer_release(&hash);
    return same;
}

const char *shake_map_read(struct arena *arena, struct text map, struct text source, struct shake_table *table,
                           struct macros *macros)
{
    struct map_reader r = {.arena = arena, .at = map.at, .end = map.at + map.length, .source = source, .table = table};
    static const char no_map[] = "its shake map can not be read";
    *table = (struct shake_table){0};
    if (source.length > UINT32_MAX / 2) return "it is too big for a shake map";
    if (!matches(&r, "{\"schema\":", TEXT("1"))) return no_map;
    if (!matches(&r, ",\"build\":\"", (struct text){build_id, BUILD_ID_LENGTH}))
        return r.failed ? no_map : "its shake map is of another version of mfshake";
    expect(&r, "\",\"chunk\":{\"bytes\":");
    r.is_first = true;
    if (take_wide(&r) != source.length && !r.failed)
        return "its shake map is of another chunk, or the chunk was changed";
    if (!matches_hash(&r, ",\"hash\":\"", source))
        return r.failed ? no_map : "its shake map is of another chunk, or the chunk was changed";
    const char *hash_at = r.at;
    static const char before[] = "\"},\"hash\":\"", behind[] = "\",\"table\":";
    size_t skipped = sizeof before - 1 + HASH_DIGITS + sizeof behind - 1;
    if ((size_t)(r.end - r.at) < skipped) return no_map;
    r.at = hash_at;
    struct text body = {hash_at + skipped, (size_t)(r.end - hash_at) - skipped};
    if (!matches_hash(&r, before, body)) return no_map;
    expect(&r, behind);
    if (!r.failed) read_strings(&r);
    if (!r.failed) read_comments(&r);
    if (!r.failed) read_lists(&r);
    if (!r.failed) read_modules(&r);
    if (!r.failed) read_units(&r);
    if (!r.failed) read_needs(&r);
    if (!r.failed) read_exports(&r);
    if (!r.failed) read_regions(&r, macros);
    if (!r.failed) read_reasons(&r);
    if (!r.failed) check_references(&r);
    return r.failed ? no_map : NULL;
}
