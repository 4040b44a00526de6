#include "library/library.h"

#include "base/limits.h"
#include "base/memory.h"
#include "base/pool.h"
#include "report/merged_json.h"
#include "report/merged_table.h"
#include "report/usage_conflicts.h"

struct mfshake_merge *mfshake_merge_new(void)
{
    struct mfshake_merge *merge = memory_alloc(sizeof *merge);
    *merge = (struct mfshake_merge){0};
    merged_init(&merge->merged);
    buffer_init(&merge->report);
    buffer_init(&merge->table_text);
    buffer_init(&merge->table_json);
    return merge;
}

void mfshake_merge_free(struct mfshake_merge *merge)
{
    if (!merge) return;
    merged_release(&merge->merged);
    buffer_release(&merge->report);
    buffer_release(&merge->table_text);
    buffer_release(&merge->table_json);
    memory_free(merge);
}

void mfshake_merge_require_places(struct mfshake_merge *merge)
{
    merge->complete = true;
}

bool mfshake_merge_add(struct mfshake_merge *merge, const char *path, struct mfshake_text report,
                       struct mfshake_diagnostics *diagnostics)
{
    struct arena arena;
    struct usage usage;
    arena_init(&arena);
    bool good = usage_read(&arena, take(path), (struct text){report.at, report.length}, &usage, &diagnostics->list) &&
                merged_add(&merge->merged, &usage, merge->complete, &diagnostics->list);
    arena_release(&arena);
    return good;
}

/* Files are read by several threads, a few at a time, and joined in their order by one. */
enum { FILES_AT_ONCE = 32 };

struct file_reading {
    const char *const *paths;
    struct diagnostics *diagnostics;
    struct arena arenas[FILES_AT_ONCE];
    struct usage usages[FILES_AT_ONCE];
    bool good[FILES_AT_ONCE];
};

static void read_file(void *context, uint32_t index, uint32_t worker)
{
    (void)worker;
    struct file_reading *reading = context;
    arena_clear(&reading->arenas[index]);
    reading->good[index] =
        usage_load(&reading->arenas[index], take(reading->paths[index]), &reading->usages[index], reading->diagnostics);
}

bool mfshake_merge_add_files(struct mfshake_merge *merge, const char *const *paths, uint32_t count, uint32_t threads,
                             struct mfshake_diagnostics *diagnostics)
{
    struct file_reading *reading = memory_alloc(sizeof *reading);
    *reading = (struct file_reading){.diagnostics = &diagnostics->list};
    for (uint32_t i = 0; i < FILES_AT_ONCE; i++) arena_init(&reading->arenas[i]);
    bool good = true;
    for (uint32_t start = 0, some; start < count; start += some) {
        some = count - start < FILES_AT_ONCE ? count - start : FILES_AT_ONCE;
        reading->paths = paths + start;
        pool_run(threads ? threads : pool_processors(), some, read_file, reading);
        for (uint32_t i = 0; i < some; i++) {
            good = reading->good[i] &&
                   merged_add(&merge->merged, &reading->usages[i], merge->complete, &diagnostics->list) && good;
        }
    }
    for (uint32_t i = 0; i < FILES_AT_ONCE; i++) arena_release(&reading->arenas[i]);
    memory_free(reading);
    return good;
}

void mfshake_merge_declare(struct mfshake_merge *merge, const char *app, const char *const *keys, uint32_t key_count)
{
    struct arena arena;
    arena_init(&arena);
    struct text_list list = {ARENA_ARRAY(&arena, struct text, key_count), key_count};
    for (uint32_t i = 0; i < key_count; i++) list.at[i] = take(keys[i]);
    merged_declare(&merge->merged, take(app), keys ? &list : NULL);
    arena_release(&arena);
}

/* Says why keys stay whole that several reports could have let go. */
static void tell_locks(const struct merged_view *view, struct diagnostics *diagnostics)
{
    struct buffer reason;
    buffer_init(&reason);
    for (uint32_t i = 0; i < view->key_count; i++) {
        if (!view->keys[i].locked) continue;
        buffer_clear(&reason);
        merged_put_obstacle(view, &view->keys[i], &reason);
        struct text key = names_text(&view->merged->names, view->keys[i].key);
        diag_add(diagnostics, DIAG_MERGE_LOCKED, diag_nowhere, "%.*s is locked: %.*s", TEXT_ARGS(key),
                 (int)reason.length, reason.at);
    }
    buffer_release(&reason);
}

/* Scopes that one key has in several places: flags do not tell them apart (macro-spec A.6). */
static void tell_scopes(const struct merged_view *view, struct diagnostics *diagnostics)
{
    struct buffer scopes;
    buffer_init(&scopes);
    for (uint32_t i = 0; i < view->key_count; i++) {
        if (text_set_count(&view->merged->names, view->keys[i].scopes) < 2) continue;
        buffer_clear(&scopes);
        merged_put_set(view->merged, view->keys[i].scopes, &scopes);
        struct text key = names_text(&view->merged->names, view->keys[i].key);
        diag_add(diagnostics, DIAG_MERGE_SCOPES, diag_nowhere,
                 "%.*s is shared in several scopes (%.*s), and what any of them uses counts", TEXT_ARGS(key),
                 (int)scopes.length, scopes.at);
    }
    buffer_release(&scopes);
}

bool mfshake_merge_finish(struct mfshake_merge *merge, struct mfshake_diagnostics *diagnostics)
{
    if (merge->merged.rows.count == 0) {
        diag_add(&diagnostics->list, DIAG_REPORT_NONE, diag_nowhere, "there is no report to merge");
        return false;
    }
    struct arena arena;
    struct merged_view view;
    arena_init(&arena);
    merged_view_make(&merge->merged, &arena, &view);
    merged_conflicts_report(&view, &diagnostics->list);
    tell_scopes(&view, &diagnostics->list);
    tell_locks(&view, &diagnostics->list);
    merged_table_text(&view, &merge->table_text);
    merged_table_json(&view, &merge->table_json);
    merged_json(&view, &merge->report);
    arena_release(&arena);
    merged_release(&merge->merged); /* the texts are all that is needed now */
    merged_init(&merge->merged);
    bool fits = merge->report.length <= LIMIT_JSON_BYTES;
    if (!fits)
        diag_add(&diagnostics->list, DIAG_FILE_TOO_LARGE, diag_nowhere,
                 "the merged report would be larger than 64 MiB, which no command reads");
    return fits;
}

struct mfshake_text mfshake_merge_report(const struct mfshake_merge *merge)
{
    return give(buffer_text(&merge->report));
}

struct mfshake_text mfshake_merge_table(const struct mfshake_merge *merge, bool as_json)
{
    return give(buffer_text(as_json ? &merge->table_json : &merge->table_text));
}
