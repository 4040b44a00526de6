#include "gate/difference.h"

#include "base/escape.h"
#include "base/json_write.h"
#include "base/markdown.h"
#include "base/vec.h"

/* One share key on one side. */
struct side {
    const struct merged_view *view;
    const struct merged_key *key; /* NULL: there is none */
};

/* One share key, and what is on one side only. */
struct difference {
    struct text key;
    struct side before, now;
    struct text_list used_gained, used_lost, provided_gained, provided_lost;
    bool differs;
};

static bool has(const struct side *side, struct text name, bool kept)
{
    const struct merged_export *export = side->key ? merged_view_find_export(side->view, side->key, name) : NULL;
    return export && (!kept || export->state != MERGED_UNUSED);
}

/* Exports that one side has, or keeps, and the other does not; sorted. */
static struct text_list only_of(struct arena *arena, const struct side *side, const struct side *other, bool kept)
{
    struct text_list list = {0};
    if (!side->key) return list;
    list.at = ARENA_ARRAY(arena, struct text, side->key->export_count);
    for (uint32_t i = 0; i < side->key->export_count; i++) {
        const struct merged_export *export = &side->key->exports[i];
        struct text name = names_text(&side->view->merged->names, export->name);
        if ((!kept || export->state != MERGED_UNUSED) && !has(other, name, kept)) list.at[list.count++] = name;
    }
    return list;
}

static bool sets_differ(const struct side *a, name_id a_set, const struct side *b, name_id b_set)
{
    return !text_equal(names_text(&a->view->merged->names, a_set), names_text(&b->view->merged->names, b_set));
}

static void compare(struct arena *arena, struct difference *d)
{
    d->used_gained = only_of(arena, &d->now, &d->before, true);
    d->used_lost = only_of(arena, &d->before, &d->now, true);
    d->provided_gained = only_of(arena, &d->now, &d->before, false);
    d->provided_lost = only_of(arena, &d->before, &d->now, false);
    d->differs = d->used_gained.count || d->used_lost.count || d->provided_gained.count || d->provided_lost.count ||
                 !d->before.key || !d->now.key || d->before.key->mode != d->now.key->mode ||
                 sets_differ(&d->before, d->before.key->versions, &d->now, d->now.key->versions) ||
                 sets_differ(&d->before, d->before.key->locked, &d->now, d->now.key->locked);
}

/* All keys of both sides, sorted. */
static struct difference *compare_all(struct arena *arena, const struct merged_view *before,
                                      const struct merged_view *now, uint32_t *count)
{
    const struct merged_pair *pairs = merged_view_pair(arena, before, now, count);
    struct difference *list = ARENA_ARRAY(arena, struct difference, *count);
    for (uint32_t i = 0; i < *count; i++) {
        list[i] =
            (struct difference){.key = pairs[i].key, .before = {before, pairs[i].before}, .now = {now, pairs[i].now}};
        compare(arena, &list[i]);
    }
    return list;
}

/* ---------------------------------------------------------------------------------------------- for people */

static void put_side(const struct side *side, struct buffer *out)
{
    if (!side->key) {
        buffer_put_string(out, "not shared");
        return;
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < side->key->export_count; i++) kept += side->key->exports[i].state != MERGED_UNUSED;
    buffer_format(out, "%u / %u %s", (unsigned)kept, (unsigned)side->key->export_count,
                  usage_mode_name((enum usage_mode)side->key->mode));
    for (struct text rest = names_text(&side->view->merged->names, side->key->versions), version;
         text_set_next(&rest, &version);) {
        buffer_put_char(out, ' ');
        escape_text(out, version, false);
    }
    if (side->key->locked) buffer_put_string(out, " locked");
}

static void put_names(char sign, const char *what, struct text_list names, struct buffer *out)
{
    for (uint32_t i = 0; i < names.count; i++) {
        buffer_format(out, "  %c %s ", sign, what);
        escape_text(out, names.at[i], false);
        buffer_put_char(out, '\n');
    }
}

/* "  + used map: host src/a.js:3:7, shop src/b.js:1:1" */
static void put_gained(const struct difference *d, struct buffer *out)
{
    const struct merged *merged = d->now.view->merged;
    for (uint32_t i = 0; i < d->used_gained.count; i++) {
        name_id name = names_find(&merged->names, d->used_gained.at[i]);
        buffer_put_string(out, "  + used ");
        escape_text(out, d->used_gained.at[i], false);
        const char *before = ": ";
        for (uint32_t r = 0; r < d->now.key->row_count; r++) {
            const struct merged_row *row = d->now.key->rows[r];
            for (uint32_t u = 0; u < row->use_count; u++) {
                if (row->uses[u].name != name) continue;
                buffer_put_string(out, before);
                escape_text(out, names_text(&merged->names, merged->apps.at[row->app].name), false);
                struct text rest = names_text(&merged->names, row->uses[u].places), place;
                if (text_set_next(&rest, &place)) {
                    buffer_put_char(out, ' ');
                    escape_text(out, place, false);
                }
                before = ", ";
            }
        }
        buffer_put_char(out, '\n');
    }
}

uint32_t difference_text(const struct merged_view *before, const struct merged_view *now, struct buffer *out)
{
    struct arena arena;
    arena_init(&arena);
    uint32_t count, shown = 0;
    const struct difference *list = compare_all(&arena, before, now, &count);
    for (uint32_t i = 0; i < count; i++) {
        const struct difference *d = &list[i];
        if (!d->differs) continue;
        shown++;
        escape_text(out, d->key, false);
        buffer_put_string(out, ": ");
        put_side(&d->before, out);
        buffer_put_string(out, " -> ");
        put_side(&d->now, out);
        buffer_put_char(out, '\n');
        put_gained(d, out);
        put_names('-', "used", d->used_lost, out);
        if (d->before.key && d->now.key) {
            put_names('+', "provided", d->provided_gained, out);
            put_names('-', "provided", d->provided_lost, out);
        }
    }
    if (!shown) buffer_put_string(out, "the reports say the same of every share\n");
    arena_release(&arena);
    return shown;
}

/* ---------------------------------------------------------------------------------------------- Markdown */

static void put_side_cell(const struct side *side, struct buffer *cell, struct buffer *out)
{
    buffer_clear(cell);
    put_side(side, cell);
    markdown_put_code(buffer_text(cell), true, out);
}

static void put_markdown_table(const struct difference *list, uint32_t count, struct buffer *out)
{
    struct buffer cell;
    buffer_init(&cell);
    buffer_put_string(out, "| share key | before | now |\n|---|---|---|\n");
    for (uint32_t i = 0; i < count; i++) {
        if (!list[i].differs) continue;
        buffer_put_string(out, "| ");
        markdown_put_code(list[i].key, true, out);
        buffer_put_string(out, " | ");
        put_side_cell(&list[i].before, &cell, out);
        buffer_put_string(out, " | ");
        put_side_cell(&list[i].now, &cell, out);
        buffer_put_string(out, " |\n");
    }
    buffer_release(&cell);
}

/* "- `lib` not used any more: `a`, `b`" */
static void put_markdown_names(const struct difference *d, const char *what, struct text_list names, struct buffer *out)
{
    if (!names.count) return;
    buffer_put_string(out, "- ");
    markdown_put_code(d->key, false, out);
    buffer_format(out, " %s: ", what);
    for (uint32_t i = 0; i < names.count; i++) {
        if (i) buffer_put_string(out, ", ");
        markdown_put_code(names.at[i], false, out);
    }
    buffer_put_char(out, '\n');
}

void difference_markdown(const struct merged_view *before, const struct merged_view *now, struct buffer *out)
{
    struct arena arena;
    arena_init(&arena);
    uint32_t count, shown = 0;
    const struct difference *list = compare_all(&arena, before, now, &count);
    for (uint32_t i = 0; i < count; i++) shown += list[i].differs;
    buffer_put_string(out, "## mfshake diff\n\n");
    if (shown) put_markdown_table(list, count, out);
    else buffer_put_string(out, "The reports say the same of every share.\n");
    if (shown) buffer_put_char(out, '\n');
    for (uint32_t i = 0; i < count; i++) {
        put_markdown_names(&list[i], "used now", list[i].used_gained, out);
        put_markdown_names(&list[i], "not used any more", list[i].used_lost, out);
        if (!list[i].before.key || !list[i].now.key) continue;
        put_markdown_names(&list[i], "provided now", list[i].provided_gained, out);
        put_markdown_names(&list[i], "not provided any more", list[i].provided_lost, out);
    }
    arena_release(&arena);
}

/* ---------------------------------------------------------------------------------------------- JSON */

static void write_names(struct json_writer *json, const char *key, struct text_list names)
{
    json_key(json, text_of(key));
    json_array(json);
    for (uint32_t i = 0; i < names.count; i++) json_string(json, names.at[i]);
    json_end(json);
}

static void write_pair(struct json_writer *json, const char *key, struct text_list gained, struct text_list lost)
{
    json_key(json, text_of(key));
    json_object(json);
    write_names(json, "gained", gained);
    write_names(json, "lost", lost);
    json_end(json);
}

static void write_side(struct json_writer *json, const char *name, const struct side *side)
{
    json_key(json, text_of(name));
    if (!side->key) {
        json_null(json);
        return;
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < side->key->export_count; i++) kept += side->key->exports[i].state != MERGED_UNUSED;
    json_object(json);
    json_put_count(json, "exports", side->key->export_count);
    json_put_bool(json, "locked", side->key->locked != NAME_NONE);
    json_put_text(json, "mode", text_of(usage_mode_name((enum usage_mode)side->key->mode)));
    json_put_count(json, "used", kept);
    json_key(json, TEXT("versions"));
    json_flat_array(json);
    for (struct text rest = names_text(&side->view->merged->names, side->key->versions), version;
         text_set_next(&rest, &version);)
        json_string(json, version);
    json_end(json);
    json_end(json);
}

void difference_json(const struct merged_view *before, const struct merged_view *now, struct buffer *out)
{
    struct arena arena;
    struct json_writer json;
    arena_init(&arena);
    uint32_t count;
    const struct difference *list = compare_all(&arena, before, now, &count);
    json_writer_init(&json, out);
    json_object(&json);
    json_key(&json, TEXT("keys"));
    json_array(&json);
    for (uint32_t i = 0; i < count; i++) {
        const struct difference *d = &list[i];
        if (!d->differs) continue;
        json_object(&json);
        write_side(&json, "before", &d->before);
        json_put_text(&json, "key", d->key);
        write_side(&json, "now", &d->now);
        write_pair(&json, "provided", d->provided_gained, d->provided_lost);
        write_pair(&json, "used", d->used_gained, d->used_lost);
        json_end(&json);
    }
    json_end(&json);
    json_key(&json, TEXT("mfshake"));
    json_flat_object(&json);
    json_put_count(&json, "diff", 1);
    json_end(&json);
    json_end(&json);
    json_finish(&json);
    arena_release(&arena);
}
