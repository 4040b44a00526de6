#include "prune/simulation.h"

#include "base/json_write.h"
#include "base/names.h"
#include "prune/run.h"
#include "prune/share_container.h"

/* ---------------------------------------------------------------------------------------------- writing numbers */

struct table_writer {
    struct buffer *out;
    struct run *run;
    const struct shake_table *table;
    uint8_t *looked_at;        /* by byte of the source: a rule of cutting may look at it */
    struct bitset comments;    /* those that a rule may look at */
    struct names keys, names;  /* of regions */
    uint32_t *comment_numbers; /* by comment: its number in the table */
    bool is_first;
};

static void open_array(struct table_writer *w, const char *name)
{
    buffer_format(w->out, ",\"%s\":[", name);
    w->is_first = true;
}

static void put(struct table_writer *w, int64_t number)
{
    buffer_format(w->out, w->is_first ? "%lld" : ",%lld", (long long)number);
    w->is_first = false;
}

static void put_names(struct table_writer *w, const char *title, const struct names *names)
{
    open_array(w, title);
    for (name_id i = 1; i < names->count; i++) {
        if (i > 1) buffer_put_char(w->out, ',');
        json_put_quoted(w->out, names_text(names, i));
    }
    buffer_put_char(w->out, ']');
}

/* ---------------------------------------------------------------------------------------------- what is looked at */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The comment at or behind `offset`: the first one that ends behind it. */
static uint32_t comment_near(const struct shake_table *table, uint32_t offset)
{
    uint32_t low = 0, high = table->comment_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (table->comments[middle].end <= offset) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* The last byte of a line comment may be one that follows_gap of cut.c looks at. */
static void look_at_end(struct table_writer *w, const struct syntax_comment *comment)
{
    if (w->run->source.at[comment->start + 1] != '/') return;
    uint32_t at = comment->end;
    while (at > comment->start && is_blank(w->run->source.at[at - 1])) w->looked_at[--at] = 1;
    if (at > comment->start) w->looked_at[at - 1] = 1;
}

static void look_ahead(struct table_writer *w, uint32_t offset)
{
    struct text source = w->run->source;
    uint32_t c = comment_near(w->table, offset);
    for (uint32_t at = offset; at < source.length;) {
        while (c < w->table->comment_count && w->table->comments[c].end <= at) c++;
        if (c < w->table->comment_count && w->table->comments[c].start == at) {
            bitset_add(w->comments, c);
            look_at_end(w, &w->table->comments[c]);
            at = w->table->comments[c].end;
            continue;
        }
        w->looked_at[at] = 1;
        if (!is_blank(source.at[at]) && source.at[at] != ',' && source.at[at] != '=') break;
        at++;
    }
}

static void look_back(struct table_writer *w, uint32_t offset)
{
    struct text source = w->run->source;
    uint32_t c = comment_near(w->table, offset);
    for (uint32_t at = offset; at > 0;) {
        while (c > 0 && (c == w->table->comment_count || w->table->comments[c].end > at)) c--;
        if (c < w->table->comment_count && w->table->comments[c].end == at) {
            bitset_add(w->comments, c);
            look_at_end(w, &w->table->comments[c]);
            at = w->table->comments[c].start;
            continue;
        }
        w->looked_at[--at] = 1;
        if (!is_blank(source.at[at])) break;
    }
}

static void look_around(struct table_writer *w, uint32_t offset)
{
    if (offset == OFFSET_NONE || offset > w->run->source.length) return;
    look_ahead(w, offset);
    look_back(w, offset);
}

static void look_at_range(struct table_writer *w, uint32_t start, uint32_t end)
{
    look_around(w, start);
    look_around(w, end);
}

static void look_at_all(struct table_writer *w)
{
    const struct shake_table *table = w->table;
    for (uint32_t u = 0; u < table->unit_count; u++) {
        const struct shake_unit *unit = &table->units[u];
        look_at_range(w, unit->start, unit->end);
        if (unit->kind == UNIT_TARGET) look_at_range(w, unit->body_start, unit->body_end);
    }
    for (uint32_t l = 0; l < table->list_count; l++) {
        const struct shake_list *list = &table->lists[l];
        look_at_range(w, list->start, list->end);
        if (list->is_object) look_around(w, list->start + 1);
        else look_at_range(w, list->statement_start, list->statement_end);
        for (uint32_t i = 0; i < list->item_count; i++) {
            struct shake_range item = table->items[list->first_item + i];
            look_at_range(w, item.start, item.end);
        }
    }
    for (uint32_t r = 0; r < table->region_count; r++) {
        const struct macro_region *region = &table->macro_regions[r];
        for (int i = 0; i < 2; i++) {
            uint32_t comment = i ? region->closing : region->opening;
            bitset_add(w->comments, comment);
            look_at_range(w, table->comments[comment].start, table->comments[comment].end);
        }
    }
    look_around(w, table->strict_at);
}

/* ---------------------------------------------------------------------------------------------- text */

/* The byte as the rules of cutting see it. */
static char byte_as_seen(char c)
{
    return is_blank(c) || (c && strchr("()[]{},;`+-/*.<>=&|^%?", c)) ? c : 'x';
}

/* Runs of bytes that are looked at: the gap before each, and which text it is. */
static void put_windows(struct table_writer *w)
{
    struct text source = w->run->source;
    struct names texts;
    struct buffer window;
    names_init(&texts);
    buffer_init(&window);
    open_array(w, "windows");
    uint32_t behind = 0;
    for (uint32_t at = 0; at < source.length;) {
        if (!w->looked_at[at]) {
            at++;
            continue;
        }
        uint32_t start = at;
        buffer_clear(&window);
        for (; at < source.length && w->looked_at[at]; at++) buffer_put_char(&window, byte_as_seen(source.at[at]));
        put(w, start - behind);
        put(w, (int64_t)names_add(&texts, buffer_text(&window)) - 1);
        behind = at;
    }
    buffer_put_char(w->out, ']');
    put_names(w, "texts", &texts);
    buffer_release(&window);
    names_release(&texts);
}

enum { COMMENT_LINE = 1, COMMENT_LINE_END = 2, COMMENT_LASTING = 4, COMMENT_MACRO = 8 };

static void put_comments(struct table_writer *w)
{
    const struct shake_table *table = w->table;
    open_array(w, "comments");
    uint32_t behind = 0, number = 0;
    for (uint32_t c = 0; c < table->comment_count; c++) {
        struct text text = text_slice(w->run->source, table->comments[c].start, table->comments[c].end);
        bool is_lasting = cut_is_lasting(text);
        if (!is_lasting && !bitset_has(w->comments, c)) continue;
        w->comment_numbers[c] = number++;
        int bits = is_lasting ? COMMENT_LASTING : 0;
        if (text_starts_with(text, TEXT("//"))) bits |= COMMENT_LINE;
        if (text_find_char(text, '\n', 0) != TEXT_NOWHERE) bits |= COMMENT_LINE_END;
        if (text_find(text, TEXT("@common:"), 0) != TEXT_NOWHERE) bits |= COMMENT_MACRO;
        put(w, table->comments[c].start - behind);
        put(w, (int64_t)text.length);
        put(w, bits);
        behind = table->comments[c].end;
    }
    buffer_put_char(w->out, ']');
}

/* ---------------------------------------------------------------------------------------------- tables */

/* Above enum unit_bits; simulate.js repeats both. */
enum unit_page_bits {
    UNIT_WAS_LIVE = 1 << UNIT_OWN_BITS, /* with all regions in place */
    UNIT_IS_HELD = 1 << 11,             /* live as soon as its module is evaluated */
    UNIT_HAS_PARENT = 1 << 12,
    UNIT_HAS_BODY = 1 << 13,
    UNIT_HAS_LIST = 1 << 14,
    UNIT_HAS_IMPORT = 1 << 15,
    UNIT_HAS_EXPORT = 1 << 16,
    UNIT_HAS_NEEDS = 1 << 17,
};

/* Its needs of what the chunk holds. */
static uint32_t need_count(const struct shake_table *table, const struct shake_unit *unit)
{
    uint32_t count = 0;
    for (uint32_t n = unit->first_need; n < unit[1].first_need; n++)
        count += !shake_need_is_outer(table, table->needs[n]);
    return count;
}

static uint32_t bits_of(const struct run *run, uint32_t index)
{
    const struct shake_unit *unit = &run->table.units[index];
    bool was_live = bitset_has(run->before.units, index);
    uint32_t bits = shake_unit_bits(unit);
    if (was_live) bits |= UNIT_WAS_LIVE;
    if (!was_live || bitset_has(run->before.held, index)) bits |= UNIT_IS_HELD;
    if (unit->parent != UNIT_NONE) bits |= UNIT_HAS_PARENT;
    if (unit->kind == UNIT_TARGET) bits |= UNIT_HAS_BODY;
    if (unit->kind == UNIT_MODULE || unit->kind == UNIT_MEMBER) bits |= UNIT_HAS_LIST;
    if (unit->import < run->table.module_count) bits |= UNIT_HAS_IMPORT;
    if (unit->export != EXPORT_NONE) bits |= UNIT_HAS_EXPORT;
    if (need_count(&run->table, unit)) bits |= UNIT_HAS_NEEDS;
    return bits;
}

static void put_units(struct table_writer *w)
{
    const struct shake_table *table = w->table;
    open_array(w, "units");
    int64_t before = 0;
    for (uint32_t u = 0; u < table->unit_count; u++) {
        const struct shake_unit *unit = &table->units[u];
        uint32_t bits = bits_of(w->run, u);
        put(w, bits);
        put(w, unit->start - before);
        put(w, unit->end - unit->start);
        before = unit->start;
        if (bits & UNIT_HAS_PARENT) put(w, unit->parent);
        if (bits & UNIT_HAS_BODY) put(w, unit->body_start), put(w, unit->body_end);
        if (bits & UNIT_HAS_LIST) put(w, unit->list), put(w, unit->position);
        if (bits & UNIT_HAS_IMPORT) put(w, unit->import);
        if (bits & UNIT_HAS_EXPORT) put(w, unit->export);
        if (!(bits & UNIT_HAS_NEEDS)) continue;
        put(w, need_count(table, unit));
        for (uint32_t n = unit->first_need; n < unit[1].first_need; n++) {
            if (shake_need_is_outer(table, table->needs[n])) continue;
            put(w, table->needs[n].kind);
            put(w, table->needs[n].target);
        }
    }
    buffer_put_char(w->out, ']');
}

static void put_exports(struct table_writer *w)
{
    const struct shake_table *table = w->table;
    open_array(w, "exports");
    for (uint32_t e = 0; e < table->export_count; e++) {
        put(w, table->exports[e].unit_count);
        for (uint32_t i = 0; i < table->exports[e].unit_count; i++)
            put(w, table->export_units[table->exports[e].first_unit + i]);
    }
    buffer_put_char(w->out, ']');
}

static void put_lists(struct table_writer *w)
{
    const struct shake_table *table = w->table;
    open_array(w, "lists");
    for (uint32_t l = 0; l < table->list_count; l++) {
        const struct shake_list *list = &table->lists[l];
        put(w, list->start);
        put(w, list->end);
        put(w, (list->is_object ? 1 : 0) | (list->is_in_list ? 2 : 0));
        put(w, list->statement_start);
        put(w, list->statement_end);
        put(w, list->item_count);
        uint32_t behind = list->start;
        for (uint32_t i = 0; i < list->item_count; i++) {
            struct shake_range item = table->items[list->first_item + i];
            put(w, (int64_t)item.start - behind);
            put(w, item.end - item.start);
            behind = item.end;
        }
    }
    buffer_put_char(w->out, ']');
}

enum module_bits { MODULE_ROOT = 1, MODULE_DOES_NOTHING = 2, MODULE_DECLARED_FREE = 4, MODULE_SLOPPY = 8 };

static void put_modules(struct table_writer *w)
{
    const struct shake_table *table = w->table;
    open_array(w, "modules");
    for (uint32_t m = 0; m < table->module_count; m++) {
        const struct shake_module *module = &table->modules[m];
        int bits = bitset_has(w->run->roots, m) ? MODULE_ROOT : 0;
        if (bitset_has(w->run->before.free, m)) bits |= MODULE_DOES_NOTHING;
        if (module->is_free) bits |= MODULE_DECLARED_FREE;
        if (module->is_sloppy) bits |= MODULE_SLOPPY;
        put(w, module->first_unit);
        put(w, module->unit_count);
        put(w, bits);
        put(w, module->directive == UNIT_NONE ? -1 : (int64_t)module->directive);
    }
    buffer_put_char(w->out, ']');
    open_array(w, "ids");
    for (uint32_t m = 0; m < table->module_count; m++) {
        if (m) buffer_put_char(w->out, ',');
        json_put_quoted(w->out, table->modules[m].id);
    }
    buffer_put_char(w->out, ']');
}

enum region_bits { REGION_ANSWER_BITS = 3, REGION_OF_STATEMENTS = 4, REGION_IS_FIXED = 8 };

static void put_regions(struct table_writer *w)
{
    const struct shake_table *table = w->table;
    open_array(w, "regions");
    for (uint32_t r = 0; r < table->region_count; r++) {
        const struct shake_region *region = &table->regions[r];
        const struct usage_decision *decision = &w->run->decisions[r];
        int bits = (int)decision->answer; /* enum usage_answer, which simulate.js repeats */
        bool is_ambiguous = decision->has_note && decision->note == DIAG_CONDITION_AMBIGUOUS;
        if (region->shape == SHAPE_STATEMENTS) bits |= REGION_OF_STATEMENTS;
        if (is_ambiguous || !decision->key.length || usage_is_reserved(decision->name)) bits |= REGION_IS_FIXED;
        put(w, w->comment_numbers[table->macro_regions[r].opening]);
        put(w, w->comment_numbers[table->macro_regions[r].closing]);
        put(w, bits);
        put(w, (int64_t)names_add(&w->keys, decision->key) - 1);
        put(w, (int64_t)names_add(&w->names, decision->name) - 1);
        put(w, region->unit_count);
        for (uint32_t i = 0; i < region->unit_count; i++) put(w, table->region_units[region->first_unit + i]);
    }
    buffer_put_char(w->out, ']');
    put_names(w, "keys", &w->keys);
    put_names(w, "names", &w->names);
}

/* ---------------------------------------------------------------------------------------------- sizes of modules */

static void measure_modules(struct run *run, const struct prune_result *result, struct simulation *simulation)
{
    const struct shake_table *table = &run->table;
    struct prune_module *modules = ARENA_ARRAY(run->arena, struct prune_module, table->module_count);
    for (uint32_t m = 0, e = 0; m < table->module_count; m++) {
        const struct shake_unit *entry = &table->units[table->modules[m].first_unit];
        uint64_t kept = entry->end - entry->start;
        while (e < result->edit_count && result->edits[e].end <= entry->start) e++;
        for (uint32_t i = e; i < result->edit_count && result->edits[i].start < entry->end; i++) {
            const struct cut_edit *edit = &result->edits[i];
            uint32_t start = edit->start > entry->start ? edit->start : entry->start;
            uint32_t end = edit->end < entry->end ? edit->end : entry->end;
            kept -= end - start;
            if (edit->start >= entry->start && edit->end <= entry->end) kept += edit->replacement.length;
        }
        modules[m] = (struct prune_module){table->modules[m].id, entry->end - entry->start, (uint32_t)kept};
    }
    simulation->modules = modules;
    simulation->module_count = table->module_count;
}

void simulation_describe(struct run *run, const struct prune_result *result, struct simulation *simulation)
{
    const struct shake_table *table = &run->table;
    struct text source = run->source;
    struct table_writer w = {
        .out = &simulation->table,
        .run = run,
        .table = table,
        .looked_at = ARENA_ARRAY(run->arena, uint8_t, source.length + 1),
        .comments = bitset_new(run->arena, table->comment_count),
        .comment_numbers = ARENA_ARRAY(run->arena, uint32_t, table->comment_count + 1),
    };
    names_init(&w.keys);
    names_init(&w.names);
    look_at_all(&w);
    /* The container's mark is put behind what is cut, and is always as long. */
    size_t marked = share_container_mark(run->arena, result->output).length;
    buffer_format(w.out, "{\"bytes\":%zu,\"mark\":%lld,\"strictAt\":%lld", source.length,
                  (long long)marked - (long long)result->output.length,
                  table->strict_at == OFFSET_NONE ? -1LL : (long long)table->strict_at);
    put_windows(&w);
    put_comments(&w);
    put_modules(&w);
    put_units(&w);
    put_exports(&w);
    put_lists(&w);
    put_regions(&w);
    buffer_put_char(w.out, '}');
    names_release(&w.keys);
    names_release(&w.names);
    measure_modules(run, result, simulation);
}
