#include "pruning.h"

/* Several chunks in one run. Chunk "a" holds the root of share k, whose export a is unused and b used; each case says what it and a second chunk become. */

#define IMPORT(name, id) "var " name " = REQ(\"" id "\");\n"
#define ESM              "REQ.r(exports);\n"
#define DEFINE(name)     ESM "REQ.d(exports, {\n  " name ": () => " name "\n});\nfunction " name "() {}\n"
#define ROOT(imports) \
    MODULE("root",    \
           ESM "REQ.d(exports, {\n  " GETTER("a", "k.a", "x.a") ",\n  " GETTER("b", "k.b", "2") "\n});\n" imports)
#define ROOT_AFTER(imports) MODULE("root", ESM "REQ.d(exports, {\n  b: () => (2)\n});\n" imports)
#define REPORT_ \
    "{\"treeShake\":{\"k\":{\"a\":false,\"b\":true,\"chunk_characteristics\":{\"entry_module_id\":\"root\"}}}}"

enum { MOST = 3 };

static void prune_some(struct pruning *pruning, const struct text *chunks, uint32_t count, bool with_maps,
                       struct prune_result *results)
{
    static const struct text paths[MOST] = {{"a.js", 4}, {"b.js", 4}, {"c.js", 4}};
    struct prune_source sources[MOST];
    for (uint32_t i = 0; i < count; i++) {
        sources[i] = (struct prune_source){&pruning->arena, paths[i], chunks[i], TEXT("")};
        if (with_maps) sources[i].map = prune_map(&pruning->arena, chunks[i]);
        if (with_maps) assert_true(sources[i].map.length > 0);
    }
    pruning->good = prune_chunks(sources, count, &pruning->set, &pruning->options, results, &pruning->diagnostics);
    assert_true(pruning->good);
}

static void read_report(struct pruning *pruning, struct text report)
{
    struct usage_merge_options options = {0};
    assert_true(usage_read(&pruning->arena, TEXT("report.json"), report, &pruning->usage, &pruning->diagnostics));
    assert_true(usage_merge(&pruning->arena, &pruning->usage, 1, &options, &pruning->set, &pruning->diagnostics));
}

/* Prunes the chunks in both orders, with and without shake maps, and again: the same comes out. */
static void prune_together(struct pruning *pruning, const struct text *chunks, const struct text *expected,
                           uint32_t count, struct text report)
{
    read_report(pruning, report);
    struct prune_result results[MOST], again[MOST];
    prune_some(pruning, chunks, count, false, results);
    for (uint32_t i = 0; i < count; i++) {
        if (!text_equal(results[i].output, expected[i]))
            fail_msg("chunk %u became\n%.*s", i, TEXT_ARGS(results[i].output));
    }
    prune_some(pruning, chunks, count, true, again);
    for (uint32_t i = 0; i < count; i++) assert_true(text_equal(again[i].output, expected[i]));
    struct text turned[MOST];
    for (uint32_t i = 0; i < count; i++) turned[i] = chunks[count - 1 - i];
    prune_some(pruning, turned, count, false, again);
    for (uint32_t i = 0; i < count; i++) assert_true(text_equal(again[count - 1 - i].output, expected[i]));
    prune_some(pruning, expected, count, false, again);
    for (uint32_t i = 0; i < count; i++) assert_true(text_equal(again[i].output, expected[i]));
    pruning->result = results[0];
}

#define becomes(a, b, a_after, b_after)                                                                         \
    prune_together(*state, (struct text[]){TEXT(a), TEXT(b)}, (struct text[]){TEXT(a_after), TEXT(b_after)}, 2, \
                   TEXT(REPORT_))
#define stays(a, b, a_after) becomes(a, b, a_after, b)

static void what_only_removed_code_of_another_chunk_needed_goes(void **state)
{
    becomes(JSONP(ROOT(IMPORT("x", "x"))), JSONP(MODULE("x", DEFINE("a")) MODULE("y", DEFINE("c"))),
            JSONP(ROOT_AFTER("")), JSONP(MODULE("y", DEFINE("c"))));
    /* Through a third module, and back into the first chunk. */
    becomes(JSONP(ROOT(IMPORT("x", "x")) MODULE("z", DEFINE("d"))),
            JSONP(MODULE("x", IMPORT("y", "y") "REQ.d(exports, {\n  a: () => (y.c)\n});\n")
                      MODULE("y", ESM IMPORT("z", "z") "REQ.d(exports, {\n  c: () => (z.d)\n});\n")),
            JSONP(ROOT_AFTER("")), JSONP(""));
}

static void what_another_chunk_needs_stays(void **state)
{
#define USER(code) \
    MODULE("user", ESM "REQ.d(exports, {\n  run: () => (run)\n});\n" IMPORT("x", "x") "function run() { " code " }\n")
    /* A root that no report names is run by somebody else. */
    stays(JSONP(ROOT(IMPORT("x", "x")) MODULE("x", DEFINE("a"))), JSONP(USER("x.a();")),
          JSONP(ROOT_AFTER("") MODULE("x", DEFINE("a"))));
    /* What it reads of the share itself. */
#define READER(code)  MODULE("user", IMPORT("k", "root") "setTimeout(() => { " code " });\n")
#define KEPT(imports) MODULE("root", ESM "REQ.d(exports, {\n  a: () => (x.a),\n  b: () => (2)\n});\n" imports)
    stays(JSONP(ROOT(IMPORT("x", "x")) MODULE("x", DEFINE("a"))), JSONP(READER("(0, k.a)();")),
          JSONP(KEPT(IMPORT("x", "x")) MODULE("x", DEFINE("a"))));
    assert_text(((struct pruning *)*state)->result.notes[0].reason, "the module user of b.js reads it");
    stays(JSONP(ROOT(IMPORT("x", "x")) MODULE("x", DEFINE("a"))), JSONP(READER("f(k);")),
          JSONP(KEPT(IMPORT("x", "x")) MODULE("x", DEFINE("a"))));
    stays(JSONP(ROOT(IMPORT("x", "x")) MODULE("x", DEFINE("a"))), JSONP(READER("(0, k.b)();")), JSONP(ROOT_AFTER("")));
}

static void imports_of_other_chunks_go_when_they_do_nothing(void **state)
{
    becomes(JSONP(ROOT(IMPORT("x", "x"))), JSONP(MODULE("x", "start();\n")), JSONP(ROOT_AFTER(IMPORT("x", "x"))),
            JSONP(MODULE("x", "start();\n")));
    becomes(JSONP(ROOT(IMPORT("x", "x"))), JSONP(MODULE("x", DEFINE("a") "REQ(\"y\");\n") MODULE("y", "start();\n")),
            JSONP(ROOT_AFTER(IMPORT("x", "x"))),
            JSONP(MODULE("x", DEFINE("a") "REQ(\"y\");\n") MODULE("y", "start();\n")));
    /* Nobody has it: it may do anything. */
    becomes(JSONP(ROOT(IMPORT("x", "x"))), JSONP(MODULE("y", "")), JSONP(ROOT_AFTER(IMPORT("x", "x"))),
            JSONP(MODULE("y", "")));
}

static void ids_are_found_in_every_way(void **state)
{
#define LAZY(code) MODULE("user", "REQ.e(\"b\").then(" code ");\n")
    static const char *const ways[] = {"REQ.bind(REQ, \"root\")", "REQ.t.bind(REQ, \"root\", 23)",
                                       "() => REQ(\"root\")"};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct pruning *pruning = *state;
        struct text user = arena_format(&pruning->arena, JSONP(LAZY("%s")), ways[i]);
        struct text first = TEXT(JSONP(ROOT(IMPORT("x", "x")) MODULE("x", DEFINE("a")))),
                    kept = TEXT(JSONP(KEPT(IMPORT("x", "x")) MODULE("x", DEFINE("a"))));
        prune_together(pruning, (struct text[]){first, user}, (struct text[]){kept, user}, 2, TEXT(REPORT_));
    }
    /* A path in a list, and numbers where ids are computed. */
    stays(JSONP(ROOT(IMPORT("x", "./x.js")) MODULE("./x.js", DEFINE("a"))),
          JSONP(MODULE("user", "later([\"./x.js\"]);\n")), JSONP(ROOT_AFTER("") MODULE("./x.js", DEFINE("a"))));
    stays(JSONP(ROOT("var x = REQ(7);\n") "7: ((module, exports, REQ) => {\n" DEFINE("a") "}),\n"),
          JSONP(MODULE("user", "var ids = [7];\nREQ(ids[n]);\n")),
          JSONP(ROOT_AFTER("") "7: ((module, exports, REQ) => {\n" DEFINE("a") "}),\n"));
    becomes(JSONP(ROOT(IMPORT("x", "x")) MODULE("x", DEFINE("a"))),
            JSONP(MODULE("user", "var ids = [\"y\"];\nREQ(ids[n]);\n")), JSONP(ROOT_AFTER("")),
            JSONP(MODULE("user", "var ids = [\"y\"];\nREQ(ids[n]);\n")));
}

static void copies_serve_each_other(void **state)
{
    /* The copy in b stays because b needs it; that of a goes with its last reader in a. */
#define BOTH  MODULE("x", DEFINE("a"))
#define NEEDS MODULE("other", IMPORT("x", "x") "start(() => (0, x.a)());\n")
    becomes(JSONP(ROOT(IMPORT("x", "x")) BOTH), JSONP(NEEDS BOTH), JSONP(ROOT_AFTER("")), JSONP(NEEDS BOTH));
    /* Either copy of the root may serve a reader in any chunk. */
#define SHARE        ROOT(IMPORT("x", "x")) BOTH
#define SHARE_KEPT   KEPT(IMPORT("x", "x")) BOTH
#define SHARE_READER MODULE("other", IMPORT("k", "root") "start(() => (0, k.a)());\n")
    becomes(JSONP(SHARE), JSONP(SHARE_READER SHARE), JSONP(SHARE_KEPT), JSONP(SHARE_READER SHARE_KEPT));
    becomes(JSONP(SHARE), JSONP(SHARE), JSONP(ROOT_AFTER("")), JSONP(ROOT_AFTER("")));
    /* An inner module that has a copy is none. */
#define INNER(id, body) "\"" id "\": /* @mfshake:inner */\n((module, exports, REQ) => {\n" body "}),\n"
#define TWO             ESM "REQ.d(exports, {\n  a: () => (a),\n  b: () => (b)\n});\nfunction a() {}\nfunction b() {}\n"
    stays(JSONP(MODULE("root", ESM "REQ.d(exports, {\n  " GETTER("a", "k.a", "x.a") ",\n  " GETTER(
                                   "b", "k.b", "x.b") "\n});\n" IMPORT("x", "x")) INNER("x", TWO)),
          JSONP(INNER("x", TWO)),
          JSONP(MODULE("root", ESM "REQ.d(exports, {\n  b: () => (x.b)\n});\n" IMPORT("x", "x")) INNER("x", TWO)));
}

static void copies_that_differ_keep_their_exports(void **state)
{
#define THREE \
    ESM "REQ.d(exports, {\n  " GETTER("a", "k.a", "1") ",\n  " GETTER("b", "k.b", "2") ",\n  c: () => (3)\n});\n"
    stays(JSONP(MODULE("root",
                       ESM "REQ.d(exports, {\n  " GETTER("a", "k.a", "1") ",\n  " GETTER("b", "k.b", "2") "\n});\n")),
          JSONP(MODULE("root", ESM "REQ.d(exports, {\n  a: () => (1),\n  b: () => (2),\n  c: () => (3)\n});\n")),
          JSONP(MODULE("root", ESM "REQ.d(exports, {\n  a: () => (1),\n  b: () => (2)\n});\n")));
    assert_text(((struct pruning *)*state)->result.notes[0].reason,
                "another chunk has the module too, with other exports");
}

static void chunks_of_other_runtimes_are_apart(void **state)
{
#define PUSH(name, modules) "(self[\"" name "\"] = self[\"" name "\"] || []).push([[\"t\"], {\n" modules "}]);\n"
    stays(PUSH("webpackChunkone", ROOT(IMPORT("x", "x"))), PUSH("webpackChunktwo", MODULE("x", DEFINE("a"))),
          PUSH("webpackChunkone", ROOT_AFTER(IMPORT("x", "x"))));
    /* Other ways to write one name. */
    becomes("self.chunks.push([[1], {\n" ROOT(IMPORT("x", "x")) "}]);\n",
            "(globalThis[\"chunks\"] = globalThis[\"chunks\"] || []).push([[2], {\n" MODULE("x", DEFINE("a")) "}]);\n",
            "self.chunks.push([[1], {\n" ROOT_AFTER("") "}]);\n",
            "(globalThis[\"chunks\"] = globalThis[\"chunks\"] || []).push([[2], {\n}]);\n");
    /* A bundle's runtime names the array to which it listens. */
#define BUNDLE(modules)                                \
    "(() => {\nvar __webpack_modules__ = ({\n" modules \
    "});\nvar list = self[\"webpackChunkt\"] = self[\"webpackChunkt\"] || [];\n})();\n"
    becomes(JSONP(ROOT(IMPORT("x", "x"))), BUNDLE(MODULE("x", DEFINE("a"))), JSONP(ROOT_AFTER("")), BUNDLE(""));
    /* Containers have a runtime of their own. */
#define CONTAINER(modules) \
    "globalThis[\"c\"] = (() => {\nvar __webpack_modules__ = ({\n" modules "});\nreturn 1;\n})();\n"
    stays("exports.modules = {\n" ROOT(IMPORT("x", "x")) "};\n", CONTAINER(MODULE("x", DEFINE("a"))),
          "exports.modules = {\n" ROOT_AFTER(IMPORT("x", "x")) "};\n");
    becomes("exports.modules = {\n" ROOT(IMPORT("x", "x")) "};\n",
            "exports.modules = {\n" MODULE("x", DEFINE("a")) "};\n", "exports.modules = {\n" ROOT_AFTER("") "};\n",
            "exports.modules = {\n};\n");
}

static void a_chain_over_three_chunks(void **state)
{
    prune_together(*state,
                   (struct text[]){TEXT(JSONP(ROOT(IMPORT("x", "x")))),
                                   TEXT(JSONP(MODULE("x", DEFINE("a") "REQ(\"y\");\n"))),
                                   TEXT(JSONP(MODULE("y", DEFINE("a"))))},
                   (struct text[]){TEXT(JSONP(ROOT_AFTER(""))), TEXT(JSONP("")), TEXT(JSONP(""))}, 3, TEXT(REPORT_));
}

static void arrays_of_modules_leave_holes(void **state)
{
#define PUSH_ARRAY(map) "(self.webpackChunkt = self.webpackChunkt || []).push([[\"t\"], " map "]);\n"
#define FACTORY(body)   "((module, exports, REQ) => {\n" body "})"
#define NUMBERED(imports) \
    FACTORY(ESM "REQ.d(exports, {\n  " GETTER("a", "k.a", "x.a") ",\n  " GETTER("b", "k.b", "2") "\n});\n" imports)
#define NUMBERED_AFTER FACTORY(ESM "REQ.d(exports, {\n  b: () => (2)\n});\n")
#define AT(id) \
    "{\"treeShake\":{\"k\":{\"a\":false,\"b\":true,\"chunk_characteristics\":{\"entry_module_id\":\"" id "\"}}}}"
    struct pruning *pruning = *state;
    prunes(pruning,
           PUSH_ARRAY("[\n/* 0 */,\n/* 1 */\n" NUMBERED("var x = REQ(2);\n") ",\n/* 2 */\n" FACTORY(
               DEFINE("a")) ",\n/* 3 */\n" FACTORY("") "\n]"),
           AT("1"), PUSH_ARRAY("[\n/* 0 */,\n/* 1 */\n" NUMBERED_AFTER ",,\n/* 3 */\n" FACTORY("") "\n]"));
    prunes(pruning, PUSH_ARRAY("Array(5).concat([" NUMBERED("var x = REQ(6);\n") "," FACTORY(DEFINE("a")) "])"),
           AT("5"), PUSH_ARRAY("Array(5).concat([" NUMBERED_AFTER ",])"));
    prunes(pruning, "exports.modules = [, " NUMBERED("var x = REQ(2);\n") ", " FACTORY(DEFINE("a")) "];\n", AT("1"),
           "exports.modules = [, " NUMBERED_AFTER ",];\n");
    prune_try(pruning, TEXT(PUSH_ARRAY("[...others, " FACTORY("") "]")), TEXT(AT("1")));
    assert_false(pruning->good);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pruning_test(what_only_removed_code_of_another_chunk_needed_goes),
        pruning_test(what_another_chunk_needs_stays),
        pruning_test(imports_of_other_chunks_go_when_they_do_nothing),
        pruning_test(ids_are_found_in_every_way),
        pruning_test(copies_serve_each_other),
        pruning_test(copies_that_differ_keep_their_exports),
        pruning_test(chunks_of_other_runtimes_are_apart),
        pruning_test(a_chain_over_three_chunks),
        pruning_test(arrays_of_modules_leave_holes),
    };
    return unit_run(tests);
}
