#include "prune/shake_map.h"

#include "base/names.h"
#include "cache/build_id.h"
#include "prune/shake_map_format.h"

struct map_writer {
    struct buffer out;
    struct buffer strings;
    struct names names; /* of strings: name_id is its place, from 1 on */
    struct text source;
    const struct shake_table *table;
    bool is_first; /* in the array */
    bool failed;
};

static void put(struct map_writer *w, uint64_t number)
{
    if (!w->is_first) buffer_put_char(&w->out, ',');
    w->is_first = false;
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    buffer_put(&w->out, (struct text){digits + at, sizeof digits - at});
}

/* The distance from `before` to `place`, which must not be before it. */
static void put_from(struct map_writer *w, uint32_t before, uint32_t place)
{
    w->failed = w->failed || place < before;
    put(w, place - before);
}

static void put_signed(struct map_writer *w, int64_t number, uint32_t low_bits, uint32_t bits)
{
    uint64_t folded = number < 0 ? (uint64_t)-number * 2 - 1 : (uint64_t)number * 2;
    put(w, folded << bits | low_bits);
}

/* One byte is one character: texts of a chunk need not be UTF-8. */
static void put_escaped(struct buffer *out, struct text t)
{
    for (size_t i = 0; i < t.length; i++) {
        unsigned char c = (unsigned char)t.at[i];
        if (c < 0x20 || c > 0x7e || c == '"' || c == '\\') buffer_format(out, "\\u%04x", c);
        else buffer_put_char(out, (char)c);
    }
}

static void put_text(struct map_writer *w, struct text t)
{
    uint32_t known = w->names.count;
    name_id name = names_add(&w->names, t);
    if (w->names.count > known) {
        buffer_put_string(&w->strings, w->strings.length ? ",\"" : "\"");
        put_escaped(&w->strings, t);
        buffer_put_char(&w->strings, '"');
    }
    put(w, name);
}

/* 0 for NULL. */
static void put_words(struct map_writer *w, const char *words)
{
    if (words) put_text(w, text_of(words));
    else put(w, 0);
}

static void open_array(struct map_writer *w, const char *name)
{
    buffer_format(&w->out, ",\n\"%s\":[", name);
    w->is_first = true;
}

static void close_array(struct map_writer *w)
{
    buffer_put_char(&w->out, ']');
}

static void put_comments(struct map_writer *w)
{
    open_array(w, "comments");
    put(w, w->table->comment_count);
    uint32_t at = 0;
    for (uint32_t c = 0; c < w->table->comment_count; c++) {
        put_from(w, at, w->table->comments[c].start);
        put_from(w, w->table->comments[c].start, w->table->comments[c].end);
        at = w->table->comments[c].end;
    }
    close_array(w);
}

static void put_lists(struct map_writer *w)
{
    uint32_t items = 0;
    for (uint32_t l = 0; l < w->table->list_count; l++) items += w->table->lists[l].item_count;
    open_array(w, "lists");
    put(w, w->table->list_count);
    put(w, items);
    for (uint32_t l = 0; l < w->table->list_count; l++) {
        const struct shake_list *list = &w->table->lists[l];
        w->failed = w->failed || list->statement_start != list->start || list->statement_end != list->end;
        put(w, (list->is_object ? LIST_OBJECT : 0) | (list->is_in_list ? LIST_IN_LIST : 0) |
                   (list->is_array ? LIST_ARRAY : 0));
        put(w, list->start);
        put_from(w, list->start, list->end);
        put(w, list->item_count);
        uint32_t at = list->start;
        for (uint32_t i = list->first_item; i < list->first_item + list->item_count; i++) {
            put_from(w, at, w->table->items[i].start);
            put_from(w, w->table->items[i].start, w->table->items[i].end);
            at = w->table->items[i].end;
        }
    }
    close_array(w);
}

static void put_modules(struct map_writer *w)
{
    const struct shake_table *table = w->table;
    uint32_t next = UNIT_OUTSIDE + 1;
    open_array(w, "modules");
    put(w, table->module_count);
    for (uint32_t m = 0; m < table->module_count; m++) {
        const struct shake_module *module = &table->modules[m];
        w->failed = w->failed || module->first_unit != next;
        put_text(w, module->id);
        put(w, (module->is_inner ? MODULE_INNER : 0) | (module->is_free ? MODULE_FREE : 0) |
                   (module->is_esm ? MODULE_ESM_GETTERS : 0) | (module->is_sloppy ? MODULE_SLOPPY : 0));
        put(w, module->unit_count);
        put(w, module->directive == UNIT_NONE ? 0 : module->directive - module->first_unit);
        put_words(w, module->opaque);
        next = module->first_unit + module->unit_count;
    }
    w->failed = w->failed || next != table->unit_count;
    for (uint32_t m = 0; m < table->module_count; m++) put(w, table->by_id[m]);
    put(w, table->outer_count);
    for (uint32_t m = 0; m < table->outer_count; m++) put_text(w, table->modules[table->module_count + m].id);
    close_array(w);
}

static uint32_t bits_of(const struct shake_unit *unit)
{
    return shake_unit_bits(unit) | (unit->is_getter ? UNIT_IS_GETTER : 0) |
           (unit->body_is_block ? UNIT_BODY_IS_BLOCK : 0) | (unit->body_end ? UNIT_HAS_BODY : 0) |
           (unit->list != LIST_NONE ? UNIT_HAS_LIST : 0) | (unit->import != MODULE_NONE ? UNIT_HAS_IMPORT : 0) |
           (unit->export != EXPORT_NONE ? UNIT_HAS_EXPORT : 0) | (unit->is_value ? UNIT_IS_VALUE : 0);
}

static void put_units(struct map_writer *w)
{
    const struct shake_table *table = w->table;
    open_array(w, "units");
    put(w, table->unit_count);
    for (uint32_t u = 0; u < table->unit_count; u++) {
        const struct shake_unit *unit = &table->units[u];
        uint32_t around = unit->module == MODULE_NONE ? 0 : table->units[table->modules[unit->module].first_unit].start;
        bool is_module = unit->kind == UNIT_MODULE;
        put(w, bits_of(unit));
        put(w, unit->parent == UNIT_NONE ? 0 : u - unit->parent);
        put_from(w, is_module ? 0 : around, unit->start);
        put_from(w, unit->start, unit->end);
        if (unit->body_end) {
            put_from(w, unit->start, unit->body_start);
            put_from(w, unit->body_start, unit->body_end);
        }
        if (unit->list != LIST_NONE) {
            put(w, unit->list);
            put(w, unit->position);
        }
        if (unit->import != MODULE_NONE) put(w, unit->import);
        if (unit->export != EXPORT_NONE) put(w, unit->export);
        put(w, table->units[u + 1].first_need - unit->first_need);
    }
    close_array(w);
}

static void put_needs(struct map_writer *w)
{
    const struct shake_table *table = w->table;
    open_array(w, "needs");
    put(w, table->units[table->unit_count].first_need);
    for (uint32_t u = 0; u < table->unit_count; u++) {
        for (uint32_t n = table->units[u].first_need; n < table->units[u + 1].first_need; n++) {
            struct shake_need need = table->needs[n];
            bool is_unit = need.kind == NEED_UNIT || need.kind == NEED_TIED;
            int64_t target = is_unit ? (int64_t)need.target - (int64_t)u : (int64_t)need.target;
            put_signed(w, target, need.kind, NEED_KIND_BITS);
        }
    }
    close_array(w);
}

static void put_exports(struct map_writer *w)
{
    const struct shake_table *table = w->table;
    uint32_t makers = 0;
    for (uint32_t e = 0; e < table->export_count; e++) makers += table->exports[e].unit_count;
    open_array(w, "exports");
    put(w, table->export_count);
    put(w, makers);
    for (uint32_t e = 0; e < table->export_count; e++) {
        const struct shake_export *export = &table->exports[e];
        put(w, export->module);
        put_text(w, export->name);
        put(w, export->unit_count);
        for (uint32_t i = 0; i < export->unit_count; i++)
            put_from(w, table->modules[export->module].first_unit, table->export_units[export->first_unit + i]);
    }
    close_array(w);
}

static void put_regions(struct map_writer *w, const struct macros *macros)
{
    const struct shake_table *table = w->table;
    uint32_t guarded = 0, opened = 0;
    for (uint32_t r = 0; r < table->region_count; r++) guarded += table->regions[r].unit_count;
    open_array(w, "regions");
    put(w, table->region_count);
    put(w, guarded);
    for (uint32_t r = 0; r < table->region_count; r++) {
        const struct macro_region *macro = &table->macro_regions[r];
        const struct shake_region *region = &table->regions[r];
        const struct syntax_comment *opening = &table->comments[macro->opening];
        bool is_in_comment = macro->condition.at >= w->source.at + opening->start &&
                             macro->condition.at + macro->condition.length <= w->source.at + opening->end;
        w->failed = w->failed || !is_in_comment;
        put_from(w, opened, macro->opening);
        put_from(w, macro->opening, macro->closing);
        put(w, macro->parent == REGION_NONE ? 0 : macro->parent + 1);
        put(w, is_in_comment ? (uint64_t)(macro->condition.at - w->source.at) - opening->start : 0);
        put(w, macro->condition.length);
        put(w, region->shape);
        put(w, region->module == MODULE_NONE ? 0 : region->module + 1);
        put_words(w, region->why);
        put(w, region->expression.start);
        put_from(w, region->expression.start, region->expression.end);
        put(w, region->unit_count);
        for (uint32_t i = 0; i < region->unit_count; i++) put(w, table->region_units[region->first_unit + i]);
        opened = macro->opening;
    }
    put(w, macros->inline_count);
    for (uint32_t i = 0; i < macros->inline_count; i++) put(w, macros->inlines[i]);
    close_array(w);
}

static void put_reasons(struct map_writer *w)
{
    const struct shake_table *table = w->table;
    open_array(w, "reasons");
    put(w, table->reason_count);
    for (uint32_t i = 0; i < table->reason_count; i++) put_words(w, table->reasons[i]);
    put(w, table->strict_at == OFFSET_NONE ? 0 : (uint64_t)table->strict_at + 1);
    put(w, table->is_closed);
    put_text(w, table->runtime);
    close_array(w);
}

struct text shake_map_write(struct arena *arena, struct text source, const struct shake_table *table,
                            const struct macros *macros)
{
    struct map_writer w = {.source = source, .table = table};
    buffer_init(&w.out);
    buffer_init(&w.strings);
    names_init(&w.names);
    put_comments(&w);
    put_lists(&w);
    put_modules(&w);
    put_units(&w);
    put_needs(&w);
    put_exports(&w);
    put_regions(&w, macros);
    put_reasons(&w);
    buffer_put_string(&w.out, "}}\n");
    struct buffer table_text, document;
    buffer_init(&table_text);
    uint32_t strings = w.names.count - 1; /* number 0 is none of them */
    buffer_format(&table_text, "{\n\"strings\":[%u%s", strings, strings ? "," : "");
    buffer_put(&table_text, buffer_text(&w.strings));
    buffer_put_char(&table_text, ']');
    buffer_put(&table_text, buffer_text(&w.out));
    buffer_init(&document);
    buffer_format(&document, "{\"schema\":%d,\"build\":\"%s\",\"chunk\":{\"bytes\":%zu,\"hash\":\"", SHAKE_MAP_SCHEMA,
                  build_id, source.length);
    shake_map_put_hash(source, &document);
    buffer_put_string(&document, "\"},\"hash\":\"");
    shake_map_put_hash(buffer_text(&table_text), &document);
    buffer_put_string(&document, "\",\"table\":");
    buffer_put(&document, buffer_text(&table_text));
    struct text map = w.failed ? TEXT("") : arena_copy(arena, buffer_text(&document));
    buffer_release(&document);
    buffer_release(&table_text);
    buffer_release(&w.out);
    buffer_release(&w.strings);
    names_release(&w.names);
    return map;
}
