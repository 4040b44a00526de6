#include "folder.h"

#include "base/buffer.h"
#include "cache/record_cache.h"
#include "cache/run_memory.h"
#include "scan/scan.h"

/* How the cache forgets, and two runs on one file. What it does with damaged files stands in tests/cache. */

static struct scanner *scanner;

static int group_setup(void **state)
{
    (void)state;
    scanner = scanner_new();
    return scanner ? 0 : -1;
}

static int group_teardown(void **state)
{
    (void)state;
    scanner_free(scanner);
    return 0;
}

/* The source of module `i`, which no other has. */
static struct text source_of(struct folder *folder, int i)
{
    return arena_format(&folder->arena, "export const name%d = '%0*d';\n", i, 400, i);
}

static struct hash128 key_of(struct record_cache *cache, struct folder *folder, int i)
{
    return record_cache_key(cache, TEXT("options"), source_of(folder, i));
}

static bool has(struct record_cache *cache, struct folder *folder, int i)
{
    const struct record *record = record_cache_find(cache, key_of(cache, folder, i), &folder->arena);
    if (!record) return false;
    /* The right one. */
    char name[32];
    snprintf(name, sizeof name, "name%d", i);
    bool found = false;
    for (uint32_t s = 0; s < record->string_count; s++) found = found || text_is(record->strings[s], name);
    assert_true(found);
    return true;
}

static void add(struct record_cache *cache, struct folder *folder, int i)
{
    struct scan_options options = {0};
    const struct record *record = scan_module(scanner, &folder->arena, source_of(folder, i), &options);
    assert_non_null(record);
    record_cache_add(cache, key_of(cache, folder, i), record);
}

static void save(struct record_cache *cache, size_t limit)
{
    struct diagnostics diagnostics;
    diag_init(&diagnostics);
    record_cache_save(cache, limit, &diagnostics);
    assert_int_equal(diagnostics.count, 0);
    diag_release(&diagnostics);
    record_cache_close(cache);
}

/* A run that uses the modules from `first` to `last`, and adds those that are missing. Returns how many it had to add. */
static int run(struct folder *folder, int first, int last, size_t limit)
{
    struct record_cache *cache = record_cache_open(folder->path);
    assert_non_null(cache);
    int added = 0;
    for (int i = first; i <= last; i++) {
        if (has(cache, folder, i)) continue;
        add(cache, folder, i);
        added++;
    }
    save(cache, limit);
    return added;
}

static uint64_t bytes_now(struct folder *folder)
{
    struct record_cache_info info = record_cache_inspect(&folder->arena, folder->path);
    assert_true(info.usable);
    assert_int_equal(info.other_files, 0);
    return info.bytes;
}

static void within_its_limit_nothing_is_forgotten(void **state)
{
    struct folder *folder = *state;
    assert_int_equal(run(folder, 0, 9, SIZE_MAX), 10);
    assert_int_equal(run(folder, 5, 14, SIZE_MAX), 5);
    assert_int_equal(run(folder, 0, 14, SIZE_MAX), 0);
    uint64_t bytes = bytes_now(folder);
    assert_int_equal(run(folder, 15, 15, (size_t)(bytes * 2)), 1);
    assert_int_equal(run(folder, 0, 15, SIZE_MAX), 0);
}

static void used_longest_ago_goes_first(void **state)
{
    struct folder *folder = *state;
    run(folder, 0, 9, SIZE_MAX);
    run(folder, 10, 19, SIZE_MAX);
    uint64_t bytes = bytes_now(folder);
    run(folder, 0, 4, SIZE_MAX); /* learns nothing, writes nothing */
    assert_int_equal(bytes_now(folder), bytes);
    run(folder, 0, 4, SIZE_MAX);
    /* Uses the five first ones and adds one: there is room for about three quarters of what there is. */
    struct record_cache *cache = record_cache_open(folder->path);
    for (int i = 0; i < 5; i++) assert_true(has(cache, folder, i));
    add(cache, folder, 20);
    save(cache, (size_t)bytes);
    assert_true(bytes_now(folder) <= bytes / 4 * 3);
    cache = record_cache_open(folder->path);
    int lately = 0, older = 0, oldest = 0;
    for (int i = 0; i < 5; i++) lately += has(cache, folder, i);
    for (int i = 10; i < 20; i++) older += has(cache, folder, i);
    for (int i = 5; i < 10; i++) oldest += has(cache, folder, i);
    assert_true(has(cache, folder, 20));
    assert_int_equal(lately, 5);
    assert_true(older >= 8); /* used one writing later than the oldest ones */
    assert_int_equal(oldest, 0);
    record_cache_close(cache);
}

static void stays_below_its_limit_for_ever(void **state)
{
    struct folder *folder = *state;
    run(folder, 0, 9, SIZE_MAX);
    size_t limit = (size_t)bytes_now(folder);
    for (int round = 2; round < 30; round++) {
        assert_int_equal(run(folder, round * 5, round * 5 + 4, limit), 5);
        assert_true(bytes_now(folder) <= limit);
        /* What the last run used is there in the next one. */
        assert_int_equal(run(folder, round * 5, round * 5 + 4, limit), 0);
    }
}

static void a_limit_that_nothing_fits(void **state)
{
    struct folder *folder = *state;
    run(folder, 0, 9, 10);
    struct record_cache_info info = record_cache_inspect(&folder->arena, folder->path);
    assert_true(info.usable);
    assert_int_equal(info.records, 0);
    assert_int_equal(run(folder, 0, 9, SIZE_MAX), 10);
    assert_int_equal(run(folder, 0, 9, SIZE_MAX), 0);
}

/* Two runs that began on the same file: what each of them learned is there afterwards. */
static void two_runs_at_the_same_time(void **state)
{
    struct folder *folder = *state;
    run(folder, 0, 4, SIZE_MAX);
    struct record_cache *one = record_cache_open(folder->path), *other = record_cache_open(folder->path);
    for (int i = 5; i < 10; i++) add(one, folder, i);
    for (int i = 8; i < 15; i++) add(other, folder, i);
    save(one, SIZE_MAX);
    save(other, SIZE_MAX);
    assert_int_equal(run(folder, 0, 14, SIZE_MAX), 0);
}

/* Of two runs that both found no file the later one starts anew: its keys are others. */
static void two_first_runs_at_the_same_time(void **state)
{
    struct folder *folder = *state;
    struct record_cache *one = record_cache_open(folder->path), *other = record_cache_open(folder->path);
    for (int i = 0; i < 5; i++) add(one, folder, i);
    for (int i = 3; i < 8; i++) add(other, folder, i);
    save(one, SIZE_MAX);
    save(other, SIZE_MAX);
    assert_int_equal(run(folder, 3, 7, SIZE_MAX), 0);
    assert_int_equal(run(folder, 0, 7, SIZE_MAX), 3);
}

static void remembered_runs_are_bounded(void **state)
{
    struct folder *folder = *state;
    struct fs_trace *trace = fs_trace_start();
    fs_trace_stop(trace);
    uint32_t most = 0;
    for (int i = 0; i < 600; i++) {
        struct text question = arena_format(&folder->arena, "question %d", i);
        run_memory_keep(folder->path, question, trace, NULL, 0, (struct run_output){TEXT("r"), TEXT("t")});
        uint32_t runs = record_cache_inspect(&folder->arena, folder->path).runs;
        if (runs > most) most = runs;
        struct run_output output;
        assert_true(run_memory_recall(&folder->arena, folder->path, question, 1, &output));
    }
    assert_true(most > 100 && most <= 256);
    fs_trace_free(trace);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        folder_test(within_its_limit_nothing_is_forgotten),
        folder_test(used_longest_ago_goes_first),
        folder_test(stays_below_its_limit_for_ever),
        folder_test(a_limit_that_nothing_fits),
        folder_test(two_runs_at_the_same_time),
        folder_test(two_first_runs_at_the_same_time),
        folder_test(remembered_runs_are_bounded),
    };
    return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
