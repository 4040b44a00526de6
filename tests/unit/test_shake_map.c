#include "pruning.h"

#include "prune/shake_map.h"
#include "prune/shake_map_format.h"

/* What is read of maps: those that prune_map writes (pruning.h compares what comes of them, for every chunk of every test of prune), and damaged ones. */

#define CHUNK                                                                                                         \
    JSONP(MODULE(                                                                                                     \
        "root", "\"use strict\";\nREQ.d(exports, {\n  " GETTER("a", "k.a", "x.a") ",\n  " GETTER(                     \
                    "b", "k.b", "b") "\n});\n"                                                                        \
                                     "/*! licence */\nvar x = REQ(\"inner\"), y = REQ.n(x);\nconst b = "              \
                                     "y.a;\nmake(require);\n") "\"inner\": /* @mfshake:inner */\n(function (module, " \
                                                               "exports, REQ) {\nexports.a = exports.c = "            \
                                                               "make();\nObject.defineProperty(exports, "             \
                                                               "\"d\", { value: 1 });\nREQ(REQ.s);\n}),\n"            \
                                                               "\"caf\\u00e9\": 1,\n"                                 \
                                                               "2(m, e, r) { m.exports = { z: 1 }; with (e) f(); }\n")

static const struct text chunk = TEXT(CHUNK);

/* The bytes of a copy. */
static char *writable(struct text copy)
{
    union {
        const char *read;
        char *write;
    } at = {copy.at};
    return at.write;
}

static void flip(struct text copy, size_t at)
{
    writable(copy)[at] ^= 1;
}

static const char *read_it(struct pruning *pruning, struct text map, struct text source)
{
    struct shake_table table;
    struct macros macros;
    return shake_map_read(&pruning->arena, map, source, &table, &macros);
}

static void maps_are_read_again(void **state)
{
    struct pruning *pruning = *state;
    struct text map = prune_map(&pruning->arena, chunk);
    assert_true(map.length > 0);
    assert_null(read_it(pruning, map, chunk));
    struct shake_table table;
    struct macros macros;
    assert_null(shake_map_read(&pruning->arena, map, chunk, &table, &macros));
    assert_true(text_equal(shake_map_write(&pruning->arena, chunk, &table, &macros), map));
    assert_text(table.modules[2].id, "caf\xc3\xa9");
    assert_string_equal(table.modules[3].opaque, "it holds eval or with");
}

static void maps_fit_one_chunk(void **state)
{
    struct pruning *pruning = *state;
    struct text map = prune_map(&pruning->arena, chunk);
    struct text changed = arena_copy(&pruning->arena, chunk), longer = arena_format(&pruning->arena, "%s ", CHUNK);
    flip(changed, chunk.length - 30);
    static const char other[] = "its shake map is of another chunk, or the chunk was changed";
    assert_string_equal(read_it(pruning, map, changed), other);
    assert_string_equal(read_it(pruning, map, longer), other);
    struct text build = arena_copy(&pruning->arena, map);
    flip(build, text_find(map, TEXT("build"), 0) + 9);
    assert_string_equal(read_it(pruning, build, chunk), "its shake map is of another version of mfshake");
    assert_string_equal(read_it(pruning, TEXT(""), chunk), "its shake map can not be read");
    assert_string_equal(read_it(pruning, TEXT("{\"schema\":2,"), chunk), "its shake map can not be read");
}

static void chunks_without_a_map(void **state)
{
    struct pruning *pruning = *state;
    assert_int_equal(prune_map(&pruning->arena, TEXT("")).length, 0);
    assert_int_equal(prune_map(&pruning->arena, TEXT("f(")).length, 0);
    assert_int_equal(prune_map(&pruning->arena, TEXT(JSONP(MODULE("m", ENDIF)))).length, 0);
    /* prune warns of it whenever it reads the chunk. */
    assert_int_equal(prune_map(&pruning->arena, TEXT(JSONP(MODULE("m", "/* @common:unknown */")))).length, 0);
}

/* A map whose hash is right whatever its table says. */
static struct text with_right_hash(struct arena *arena, struct text map)
{
    static const char before[] = "\"},\"hash\":\"";
    size_t at = text_find(map, TEXT(before), 0) + sizeof before - 1, table = text_find(map, TEXT("\"table\":"), at) + 8;
    struct buffer hash;
    buffer_init(&hash);
    shake_map_put_hash(text_slice(map, table, map.length), &hash);
    struct text right = arena_copy(arena, map);
    memcpy(writable(right) + at, hash.at, HASH_DIGITS);
    buffer_release(&hash);
    return right;
}

/* Whatever stands in the table: it is refused, or what prune makes of it stays within bounds. */
static void damaged_tables_are_harmless(void **state)
{
    struct pruning *pruning = *state;
    static const char digits[] = "0123456789,[]\"\\";
    prune_try(pruning, chunk, TEXT(REPORT("\"k\":{\"a\":false,\"b\":true}")));
    struct text map = prune_map(&pruning->arena, chunk);
    size_t table = text_find(map, TEXT("\"table\":"), 0) + 8;
    uint32_t read = 0, refused = 0;
    for (size_t at = table; at < map.length; at++) {
        for (size_t d = 0; d < sizeof digits - 1; d += 1 + at % 3) {
            struct arena arena;
            arena_init(&arena);
            struct text damaged = arena_copy(&arena, map);
            writable(damaged)[at] = digits[d];
            struct prune_options options = {.map = with_right_hash(&arena, damaged)};
            struct shake_table shake;
            struct macros macros;
            if (shake_map_read(&arena, options.map, chunk, &shake, &macros)) {
                refused++;
            } else {
                struct prune_result result;
                struct diagnostics unheard;
                diag_init(&unheard);
                prune_chunk(&arena, TEXT("chunk.js"), chunk, &pruning->set, &options, &result, &unheard);
                diag_release(&unheard);
                read++;
            }
            arena_release(&arena);
        }
    }
    assert_true(read > 100 && refused > 1000);
    for (size_t length = 0; length < map.length; length += 7)
        assert_non_null(read_it(pruning, text_slice(map, 0, length), chunk));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pruning_test(maps_are_read_again),
        pruning_test(maps_fit_one_chunk),
        pruning_test(chunks_without_a_map),
        pruning_test(damaged_tables_are_harmless),
    };
    return unit_run(tests);
}
