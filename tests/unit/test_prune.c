#include "pruning.h"

/* A module that requires another one for its export `name`, annotated as free of side effects. */
#define IMPORT(name, id) "var " name " = /*#__PURE__*/ REQ(\"" id "\");\n"

static void removed(struct pruning *pruning, const char *expected)
{
    struct text ids = TEXT("");
    for (uint32_t i = 0; i < pruning->result.removed_module_count; i++) {
        ids = arena_format(&pruning->arena, "%.*s%s%.*s", TEXT_ARGS(ids), i ? " " : "",
                           TEXT_ARGS(pruning->result.removed_modules[i]));
    }
    if (!text_is(ids, expected)) fail_msg("removed <%.*s>, expected <%s>", TEXT_ARGS(ids), expected);
    assert_int_equal(pruning->result.modules_before - pruning->result.modules_after,
                     pruning->result.removed_module_count);
}

static void counts(const struct pruning *pruning, uint32_t index, const char *key, uint32_t kept, uint32_t gone,
                   uint32_t undecided)
{
    assert_true(index < pruning->result.key_count);
    const struct prune_key *counted = &pruning->result.keys[index];
    assert_true(text_is(counted->key, key));
    assert_int_equal(counted->kept, kept);
    assert_int_equal(counted->removed, gone);
    assert_int_equal(counted->undecided, undecided);
}

static void refused(struct pruning *pruning, struct text chunk, struct text report, enum diag_code code, uint32_t line,
                    uint32_t column)
{
    prune_try(pruning, chunk, report);
    assert_false(pruning->good);
    const struct diagnostic *diagnostic = pruning_diagnostic(pruning, code);
    if (!diagnostic) {
        fail_msg("no %s", diag_code_name(code));
        return;
    }
    assert_text(diagnostic->place.path, "chunk.js");
    assert_int_equal(diagnostic->place.line, line);
    assert_int_equal(diagnostic->place.column, column);
}

/* ---------------------------------------------------------------------------------------------- round trips */

#define ROUND                                                                                                          \
    JSONP(                                                                                                             \
        "/***/ \"root\":\n/***/ ((__unused_webpack_module, exports, REQ) => {\n\n\"use strict\";\nREQ.r(exports);\n"   \
        "/* harmony export */ REQ.d(exports, {\n"                                                                      \
        "/* harmony export */   \"x-y\": () => (" IF(                                                                  \
            "@s/k.js.x-y") "/* reexport safe */ one.f" ENDIF "),\n"                                                    \
                           "/* harmony export */   b: () => (" IF(                                                     \
                               "@s/k.js.b") "/* binding */ b" ENDIF "),\n"                                             \
                                            "/* harmony export */   c: () => (" IF(                                    \
                                                "other.c") "/* binding */ c" ENDIF ")\n"                               \
                                                           "/* harmony export */ });\n/* harmony import */ " IMPORT(   \
                                                               "one",                                                  \
                                                               "one") "\nfunction b() {}\n\n"                          \
                                                                      "function c() { return two; }\n/* harmony "      \
                                                                      "import */ " IMPORT(                             \
                                                                          "two",                                       \
                                                                          "two") "\n/***/ }),\n\n"                     \
                                                                                 "/***/ \"one\":\n/***/ ((module, "    \
                                                                                 "exports, REQ) => {\nREQ.d(exports, " \
                                                                                 "{ f: () => f });\nfunction f() "     \
                                                                                 "{}\n\n/***/ }),\n\n"                 \
                                                                                 "/***/ \"two\":\n/***/ ((module) => " \
                                                                                 "{\nmodule.exports = 2;\n\n/***/ "    \
                                                                                 "})\n\n")

static struct text without(struct arena *arena, struct text source, const char *start, const char *end)
{
    struct buffer out;
    buffer_init(&out);
    size_t at = 0;
    for (;;) {
        size_t found = text_find(source, text_of(start), at);
        buffer_put(&out, text_slice(source, at, found == TEXT_NOWHERE ? source.length : found));
        if (found == TEXT_NOWHERE) break;
        at = text_find(source, text_of(end), found) + strlen(end);
    }
    struct text result = arena_copy(arena, buffer_text(&out));
    buffer_release(&out);
    return result;
}

static void all_true_strips_the_macros_and_nothing_else(void **state)
{
    struct pruning *pruning = *state;
    struct text expected = without(&pruning->arena, TEXT(ROUND), "/* @common:if ", "*/ ");
    expected = without(&pruning->arena, expected, " /* @common:endif", "*/");
    struct text output =
        prune_text(pruning, TEXT(ROUND), TEXT(REPORT("\"@s/k.js\":{\"x-y\":true,\"b\":true},\"other\":{\"c\":true}")));
    if (!text_equal(output, expected)) fail_msg("%.*s", TEXT_ARGS(output));
    removed(pruning, "");
}

static void all_undecided_changes_nothing(void **state)
{
    struct pruning *pruning = *state;
    prunes(pruning, ROUND, REPORT("\"unrelated\":{\"a\":false}"), ROUND);
    assert_false(pruning->result.changed);
    counts(pruning, 0, "@s/k.js", 0, 0, 2);
    counts(pruning, 1, "other", 0, 0, 1);
    assert_non_null(pruning_diagnostic(pruning, DIAG_CONDITION_MISSING));
}

static void two_keys_in_one_chunk(void **state)
{
    struct pruning *pruning = *state;
    prune_text(pruning, TEXT(ROUND), TEXT(REPORT("\"@s/k.js\":{\"x-y\":false,\"b\":true},\"other\":{\"c\":true}")));
    removed(pruning, "one");
    counts(pruning, 0, "@s/k.js", 1, 1, 0);
    counts(pruning, 1, "other", 1, 0, 0);
    prune_text(pruning, TEXT(ROUND), TEXT(REPORT("\"@s/k.js\":{\"x-y\":true,\"b\":true},\"other\":{\"c\":false}")));
    removed(pruning, "two");
    counts(pruning, 0, "@s/k.js", 2, 0, 0);
    counts(pruning, 1, "other", 0, 1, 0);
    assert_int_equal(pruning->result.removed_parts, 2);
}

static void keys_one_after_the_other_or_at_once(void **state)
{
    struct pruning *pruning = *state;
    struct text at_once = prune_text(pruning, TEXT(ROUND),
                                     TEXT(REPORT("\"@s/k.js\":{\"x-y\":false,\"b\":true},\"other\":{\"c\":false}")));
    struct text first = prune_text(pruning, TEXT(ROUND), TEXT(REPORT("\"@s/k.js\":{\"x-y\":false,\"b\":true}")));
    struct text second = prune_text(pruning, first, TEXT(REPORT("\"other\":{\"c\":false}")));
    if (!text_equal(at_once, second)) fail_msg("%.*s", TEXT_ARGS(second));
}

static void what_is_left_is_neat(void **state)
{
    prunes(
        *state, ROUND, REPORT("\"@s/k.js\":{\"x-y\":false,\"b\":true},\"other\":{\"c\":false}"),
        JSONP(
            "/***/ \"root\":\n/***/ ((__unused_webpack_module, exports, REQ) => {\n\n\"use strict\";\nREQ.r(exports);\n"
            "/* harmony export */ REQ.d(exports, {\n"
            "/* harmony export */   b: () => (/* binding */ b)\n"
            "/* harmony export */ });\n\nfunction b() {}\n\n\n/***/ })\n\n"));
}

static void nested_regions(void **state)
{
#define NESTED(outer, inner)                                                       \
    JSONP(MODULE("m", "REQ.d(exports, {\n  a: () => (" outer inner "v" ENDIF ENDIF \
                      "),\n  b: () => (w)\n});\nvar v = 1;\nvar w = 2;\n"))
#define BOTH JSONP(MODULE("m", "REQ.d(exports, {\n  a: () => (v),\n  b: () => (w)\n});\nvar v = 1;\nvar w = 2;\n"))
#define ONE  JSONP(MODULE("m", "REQ.d(exports, {\n  b: () => (w)\n});\nvar w = 2;\n"))
    prunes(*state, NESTED(IF("k.f"), IF("k.t")), REPORT("\"k\":{\"t\":true,\"f\":false}"), ONE);
    prunes(*state, NESTED(IF("k.t"), IF("k.f")), REPORT("\"k\":{\"t\":true,\"f\":false}"), ONE);
    prunes(*state, NESTED(IF("k.t"), IF("k.t")), REPORT("\"k\":{\"t\":true,\"f\":false}"), BOTH);
    prunes(*state, NESTED(IF("k.z"), IF("k.f")), REPORT("\"k\":{\"t\":true,\"f\":false}"), ONE);
}

static void an_undecided_region_around_a_removed_one_stays_balanced(void **state)
{
    prunes(*state,
           JSONP(MODULE("m", "REQ.d(exports, {\n  " IF("k.z") "a: () => (" IF(
                                 "k.f") "v" ENDIF ")" ENDIF ",\n  b: () => (w)\n});\nvar v = 1;\nvar w = 2;\n")),
           REPORT("\"k\":{\"f\":false}"), JSONP(MODULE("m", "REQ.d(exports, {\n  b: () => (w)\n});\nvar w = 2;\n")));
    prunes(*state, JSONP(COMMON("m", IF("k.z") "f(1);\n" IF("k.f") "exports.f = 1;" ENDIF ENDIF "\ng();\n")),
           REPORT("\"k\":{\"f\":false}"), JSONP(COMMON("m", IF("k.z") "f(1);\n" ENDIF "\ng();\n")));
}

/* ---------------------------------------------------------------------------------------------- containers */

static void commonjs_chunks(void **state)
{
    struct pruning *pruning = *state;
    prunes(pruning,
           "exports.ids = [\"t\"];\nexports.modules = {\n" MODULE(
               "m", "REQ.d(exports, {" GETTER("a", "k.a", "v") "});\nvar v = 1;\n") "};\n",
           REPORT("\"k\":{\"a\":false}"),
           "exports.ids = [\"t\"];\nexports.modules = {\n" MODULE("m", "REQ.d(exports, {});\n") "};\n");
}

static void module_ids_of_every_form(void **state)
{
    struct pruning *pruning = *state;
    prune_text(
        pruning,
        TEXT(JSONP("root: (m, exports, REQ) => {\nREQ.d(exports, {" GETTER("a", "k.a", "one") "," GETTER(
            "b", "k.b",
            "two") "});\n"
                   "var one = /*#__PURE__*/ REQ(1e3);\nvar two = /*#__PURE__*/ REQ('t\\x77o');\n},\n"
                   "1000(m, exports, REQ) { REQ(0x10); },\n'16': function () {},\n\"two\": e => { e.exports = 2 },\n")),
        TEXT(REPORT("\"k\":{\"a\":false,\"b\":true,\"chunk_characteristics\":{\"entry_module_id\":\"root\"}}")));
    removed(pruning, "1000 16");
}

static void without_macros_nothing_happens(void **state)
{
    struct pruning *pruning = *state;
    prunes(pruning, JSONP(MODULE("m", "exports.a = 1;\n") MODULE("unreachable", "")), REPORT("\"k\":{\"a\":false}"),
           JSONP(MODULE("m", "exports.a = 1;\n") MODULE("unreachable", "")));
    assert_int_equal(pruning->result.key_count, 0);
    assert_int_equal(pruning->result.modules_after, 2);
}

/* ---------------------------------------------------------------------------------------------- modules */

/* getData alone needs entry, utils and constants; the macro prototypes' own scenario (macro-spec D.5), with sources
 * of our own. */
#define SCENARIO                                                                                                      \
    JSONP(                                                                                                            \
        MODULE("entry",                                                                                               \
               "REQ.d(exports, {\n  " GETTER("getData", "lib.getData", "getData") ",\n  " GETTER(                     \
                   "process", "lib.process", "process") ",\n  " GETTER("check", "lib.check",                          \
                                                                       "check") "\n});\n" IMPORT("utils", "utils")    \
                   IMPORT("processor", "processor")                                                                   \
                       IMPORT("validator", "validator") "function getData() { return utils.f(); }\n"                  \
                                                        "function process(x) { return processor.f(x); }\nfunction "   \
                                                        "check(x) { return validator.f(x); }\n")                      \
            MODULE("utils",                                                                                           \
                   IMPORT("constants",                                                                                \
                          "constants") "REQ.d(exports, { f: () => f });\nfunction f() { return constants.LIMIT; }\n") \
                MODULE("constants", "exports.LIMIT = 10;\n") MODULE(                                                  \
                    "processor",                                                                                      \
                    IMPORT(                                                                                           \
                        "heavy",                                                                                      \
                        "heavy-processor") "REQ.d(exports, { f: () => f });\nfunction f(x) { return heavy.f(x); }\n") \
                    MODULE(                                                                                           \
                        "heavy-processor",                                                                            \
                        IMPORT("t", "transformer") IMPORT("p", "parser") IMPORT(                                      \
                            "u",                                                                                      \
                            "utils") "REQ.d(exports, { f: () => f });\nfunction f(x) { return t.f(p.f(u.f(x))); }\n") \
                        MODULE("transformer", IMPORT("p", "parser") "REQ.d(exports, { f: () => p.f });\n")            \
                            MODULE("parser", IMPORT("t", "transformer") "REQ.d(exports, { f: () => t.g });\n")        \
                                MODULE("validator", "exports.f = x => x;\n"))

static void only_what_the_kept_exports_need_stays(void **state)
{
    struct pruning *pruning = *state;
    prune_text(pruning, TEXT(SCENARIO), TEXT(REPORT("\"lib\":{\"getData\":true,\"process\":false,\"check\":false}")));
    removed(pruning, "processor heavy-processor transformer parser validator");
    assert_int_equal(pruning->result.removed_parts, 4);
    prune_text(pruning, TEXT(SCENARIO), TEXT(REPORT("\"lib\":{\"getData\":false,\"process\":true,\"check\":false}")));
    removed(pruning, "validator");
    prune_text(pruning, TEXT(SCENARIO), TEXT(REPORT("\"lib\":{\"getData\":false,\"process\":false,\"check\":false}")));
    removed(pruning, "utils constants processor heavy-processor transformer parser validator");
}

#define ROOT(imports) \
    MODULE("root", "REQ.d(exports, { " GETTER("a", "k.a", "one") " });\n" IMPORT("one", "one") imports)
#define FALSE_ REPORT("\"k\":{\"a\":false,\"chunk_characteristics\":{\"entry_module_id\":\"root\"}}")

static void an_import_with_effects_keeps_its_module(void **state)
{
    struct pruning *pruning = *state;
    prune_text(
        pruning,
        TEXT(JSONP(ROOT("REQ(\"two\");\n") MODULE("one", "") MODULE("two", "REQ(\"three\");\n") MODULE("three", ""))),
        TEXT(FALSE_));
    removed(pruning, "one");
}

static void every_string_that_names_a_module_is_a_use(void **state)
{
    struct pruning *pruning = *state;
    prune_text(pruning,
               TEXT(JSONP(ROOT("REQ.e(1).then(REQ.bind(REQ, \"two\")); REQ.t(\"three\", 7); f(`four`); REQ.t.bind(REQ, "
                               "\"five\", 3); var map = { \"./x\": \"six\" };\n") MODULE("one", "") MODULE("two", "")
                              MODULE("three", "") MODULE("four", "") MODULE("five", "") MODULE("six", ""))),
               TEXT(FALSE_));
    removed(pruning, "one");
    assert_int_equal(pruning->result.note_count, 0);
}

static struct text with_last_module(struct pruning *pruning, const char *id, const char *body)
{
    return arena_format(&pruning->arena, "exports.modules = {\n%s%s: (m, e, REQ) => { %s },\n};\n",
                        ROOT("REQ(\"two\");\n") MODULE("one", ""), id, body);
}

static void a_require_that_computes_ids_keeps_all_modules(void **state)
{
    const char *const uses[] = {"REQ(name);", "REQ.t(name, 7);", "REQ.bind(REQ, name);"};
    struct pruning *pruning = *state;
    for (size_t i = 0; i < sizeof uses / sizeof *uses; i++) {
        prune_text(pruning, with_last_module(pruning, "two", uses[i]), TEXT(FALSE_));
        removed(pruning, "");
        counts(pruning, 0, "k", 0, 1, 0);
        assert_int_equal(pruning->result.note_count, 1);
        assert_text(pruning->result.notes[0].about, "two");
    }
}

static void a_require_that_can_not_be_followed_keeps_all_exports_too(void **state)
{
    const char *const uses[] = {"f(REQ);", "REQ.m;", "REQ.c[1];", "REQ[x];", "var r = REQ;", "eval(x);"};
    struct pruning *pruning = *state;
    for (size_t i = 0; i < sizeof uses / sizeof *uses; i++) {
        prune_text(pruning, with_last_module(pruning, "two", uses[i]), TEXT(FALSE_));
        removed(pruning, "");
        counts(pruning, 0, "k", 1, 0, 0);
        assert_text(pruning->result.notes[0].about, "k.a");
        assert_text(pruning->result.notes[0].reason, "the module two of the chunk may read it");
    }
    /* A number may be an id from anywhere. */
    struct text chunk =
        arena_format(&pruning->arena, "exports.modules = {\n%s7: (m, e, REQ) => { REQ(map[x]); },\n};\n",
                     ROOT("REQ(7);\n") MODULE("one", ""));
    prune_text(pruning, chunk, TEXT(FALSE_));
    counts(pruning, 0, "k", 1, 0, 0);
}

/* ---------------------------------------------------------------------------------------------- what the chunk
 * itself reads */

/* The root exports a, b and c; c comes from a module that imports the root again. */
#define BARREL(body)                                                                                           \
    JSONP(MODULE("root", "REQ.d(exports, { " GETTER("a", "k.a", "a") ", " GETTER("b", "k.b", "b") ", " GETTER( \
                             "c", "k.c", "c.f") " });\nfunction a() {}\nfunction b() {}\n" IMPORT("c", "c"))   \
              MODULE("c", "REQ.d(exports, { f: () => f });\n" body))

static void what_kept_modules_read_from_the_root_stays(void **state)
{
    struct pruning *pruning = *state;
    struct text chunk = TEXT(BARREL(IMPORT("root", "root") "function f() { return root.a(); }\n"));
    prune_text(pruning, chunk, TEXT(REPORT("\"k\":{\"a\":false,\"b\":false,\"c\":true}")));
    counts(pruning, 0, "k", 2, 1, 0);
    assert_int_equal(pruning->result.note_count, 1);
    assert_text(pruning->result.notes[0].about, "k.a");
    assert_text(pruning->result.notes[0].reason, "the module c of the chunk reads it");
    /* Without c, nothing reads a. */
    prune_text(pruning, chunk,
               TEXT("{\"treeShake\":{\"k\":{\"a\":false,\"b\":true,\"c\":false,\"chunk_characteristics\":{\"entry_"
                    "module_id\":\"root\"}}}}"));
    removed(pruning, "c");
    counts(pruning, 0, "k", 1, 2, 0);
}

static void every_way_of_reading_the_root_counts(void **state)
{
    static const struct {
        const char *body;
        uint32_t kept; /* of three, c among them */
    } cases[] = {
        {"var r = REQ(\"root\"); r[\"a\"]; function f() {}\n", 2},
        {"var r = REQ(\"root\"); (0, r.b)(); function f() {}\n", 2},
        {"REQ(\"root\").a; function f() {}\n", 2},
        {"REQ(\"root\"); function f() {}\n", 1},
        {"var r = REQ(\"root\"); r.a, r.b; function f() {}\n", 3},
        {"var r = REQ(\"root\"); use(r); function f() {}\n", 3},
        {"var r = REQ(\"root\"); r[x]; function f() {}\n", 3},
        {"var { a } = REQ(\"root\"); function f() {}\n", 3},
        {"var r; r = REQ(\"root\"); function f() {}\n", 3},
        {"var r = REQ(\"root\"); r = 1; function f() {}\n", 3},
        {"use(REQ.t(\"root\", 7)); function f() {}\n", 3},
        {"var r = REQ(\"root\"); function f() { return { r }; }\n", 3},
        {"var ids = [\"root\"]; function f() {}\n", 3},
    };
    struct pruning *pruning = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text chunk =
            arena_format(&pruning->arena, "%.*s%s}),\n}]);\n", (int)(sizeof BARREL("") - 1 - strlen("}),\n}]);\n")),
                         BARREL(""), cases[i].body);
        prune_text(pruning, chunk, TEXT(REPORT("\"k\":{\"a\":false,\"b\":false,\"c\":true}")));
        if (pruning->result.keys[0].kept != cases[i].kept)
            fail_msg("%s keeps %u", cases[i].body, pruning->result.keys[0].kept);
    }
}

static void a_module_that_imports_itself_reads_its_exports(void **state)
{
    struct pruning *pruning = *state;
    prune_text(
        pruning,
        TEXT(JSONP(MODULE("root", "REQ.d(exports, { " GETTER("a", "k.a", "a") ", " GETTER(
                                      "b", "k.b", "b") " });\n"
                                                       "function a() {}\n" IMPORT(
                                                           "self", "root") "function b() { return self.a(); }\n"))),
        TEXT(REPORT("\"k\":{\"a\":false,\"b\":true}")));
    counts(pruning, 0, "k", 2, 0, 0);
    assert_false(pruning->result.changed && pruning->result.removed_parts);
}

static void uses_of_require_that_reach_nothing(void **state)
{
    struct pruning *pruning = *state;
    prune_text(pruning,
               TEXT(JSONP(ROOT(
                   "REQ.r(exports); REQ.n(one); REQ.o(x, \"a\"); REQ.g; REQ.t(one, 2); REQ.e(1); REQ.nmd(module);\n")
                              MODULE("one", ""))),
               TEXT(FALSE_));
    removed(pruning, "");
    prune_text(pruning,
               TEXT(JSONP(ROOT("REQ.r(exports); REQ.o(x, \"a\"); REQ.g; REQ.t(x, 2); REQ.e(1); REQ.nmd(module);\n")
                              MODULE("one", ""))),
               TEXT(FALSE_));
    removed(pruning, "one");
}

static void modules_that_nothing_reached_before_are_left(void **state)
{
    struct pruning *pruning = *state;
    prune_text(pruning,
               TEXT(JSONP(ROOT("") MODULE("one", "REQ(\"two\");\n") MODULE("two", "") MODULE("three", "")
                              MODULE("island", "REQ(\"three\");\n"))),
               TEXT(FALSE_));
    removed(pruning, "one two");
    prune_text(pruning,
               TEXT(JSONP(ROOT("") MODULE("one", "REQ(\"three\");\n") MODULE("three", "")
                              MODULE("island", "REQ(\"three\");\n"))),
               TEXT(FALSE_));
    removed(pruning, "one");
}

static void the_fallback_is_the_root_even_inside_a_cycle(void **state)
{
    struct pruning *pruning = *state;
#define CYCLE JSONP(ROOT("") MODULE("one", "REQ(\"root\");\n"))
    prune_text(pruning, TEXT(CYCLE), TEXT(FALSE_));
    removed(pruning, "one");
    /* Nobody says which of the two is the root. */
    prune_text(pruning, TEXT(CYCLE), TEXT(REPORT("\"k\":{\"a\":false}")));
    removed(pruning, "");
    prune_text(pruning, TEXT(JSONP(ROOT("") MODULE("one", ""))), TEXT(REPORT("\"k\":{\"a\":false}")));
    removed(pruning, "one");
}

/* Two shares in one chunk, and the report names the root of one of them: the other's is among the modules with its regions. */
static void a_module_with_regions_of_a_share_without_root_stays(void **state)
{
    struct pruning *pruning = *state;
    struct text report = TEXT(REPORT("\"k\":{\"a\":false,\"chunk_characteristics\":{\"entry_module_id\":\"root\"}},"
                                     "\"l\":{\"b\":true}"));
    struct text output = prune_text(
        pruning, TEXT(JSONP(ROOT("") MODULE("one", "REQ.d(exports, { " GETTER("b", "l.b", "v") " });\nvar v = 1;\n"))),
        report);
    removed(pruning, "");
    assert_true(text_find(output, TEXT("b: () => (v)"), 0) != TEXT_NOWHERE);
    prune_text(pruning, TEXT(JSONP(ROOT("") MODULE("one", "REQ.d(exports, { b: () => (v) });\nvar v = 1;\n"))), report);
    removed(pruning, "one");
}

static void the_third_argument_and_options_name_roots(void **state)
{
    struct pruning *pruning = *state;
    prune_text(pruning,
               TEXT("(self.webpackChunkt = self.webpackChunkt || []).push([[1], {\n" ROOT("")
                        MODULE("one", "") "7: () => {},\n}, r => r.O(0, [2], () => r(\"one\"))]);\n"),
               TEXT(FALSE_));
    removed(pruning, "");
    struct text roots[] = {TEXT("one")};
    pruning->options.roots = roots;
    pruning->options.root_count = 1;
    prune_text(pruning, TEXT(JSONP(ROOT("") MODULE("one", ""))), TEXT(FALSE_));
    removed(pruning, "");
}

static void fallbacks_match_with_and_without_the_dot(void **state)
{
    struct pruning *pruning = *state;
    prune_text(pruning,
               TEXT(JSONP(MODULE("./root.js", "REQ.d(exports, { " GETTER("a", "k.a", "one") " });\n" IMPORT(
                                                  "one", "one")) MODULE("one", "REQ(\"./root.js\")"))),
               TEXT(REPORT("\"k\":{\"a\":false,\"chunk_characteristics\":{\"entry_module_id\":\"root.js\"}}")));
    removed(pruning, "one");
}

static void licences_of_removed_modules_go(void **state)
{
    struct pruning *pruning = *state;
    struct text output =
        prune_text(pruning, TEXT(JSONP(ROOT("/*! of root */\n") MODULE("one", "/*! of one */\n"))), TEXT(FALSE_));
    assert_true(text_find(output, TEXT("of root"), 0) != TEXT_NOWHERE);
    assert_true(text_find(output, TEXT("of one"), 0) == TEXT_NOWHERE);
}

/* ---------------------------------------------------------------------------------------------- refusals and reasons
 * */

static void unbalanced_macros_refuse_the_chunk(void **state)
{
    refused(*state, TEXT(JSONP(MODULE("m", "REQ.d(exports, {\n  a: () => (" IF("k.a") "v)\n});\n"))),
            TEXT(REPORT("\"k\":{\"a\":false}")), DIAG_MACRO_IF_WITHOUT_ENDIF, 4, 13);
    refused(*state, TEXT(JSONP(MODULE("m", "f()" ENDIF ";\n"))), TEXT(REPORT("\"k\":{\"a\":false}")),
            DIAG_MACRO_ENDIF_WITHOUT_IF, 3, 8);
    refused(*state, TEXT(JSONP(MODULE("m", "/* @common:else */\n"))), TEXT(REPORT("\"k\":{\"a\":false}")),
            DIAG_MACRO_ELSE, 3, 4);
}

static void other_files_are_refused(void **state)
{
    refused(*state, TEXT("export const a = 1;\n"), TEXT(REPORT("\"k\":{}")), DIAG_PRUNE_NOT_A_CHUNK, 0, 0);
    refused(*state, TEXT(""), TEXT(REPORT("\"k\":{}")), DIAG_PRUNE_NOT_A_CHUNK, 0, 0);
    refused(*state, TEXT(JSONP("") JSONP("")), TEXT(REPORT("\"k\":{}")), DIAG_PRUNE_NOT_A_CHUNK, 0, 0);
    refused(*state, TEXT("f(\n  a b\n);\n"), TEXT(REPORT("\"k\":{}")), DIAG_PRUNE_NOT_A_CHUNK, 2, 5);
}

static void a_key_that_is_used_whole_says_why(void **state)
{
    struct pruning *pruning = *state;
    prune_text(pruning, TEXT(JSONP(ROOT("") MODULE("one", ""))),
               TEXT("{\"treeShake\":{\"k\":{\"a\":false}},\"mfshake\":{\"schema\":1,\"app\":\"host\",\"shares\":{\"k\":"
                    "{\"mode\":\"namespace\"}}}}"));
    counts(pruning, 0, "k", 1, 0, 0);
    assert_text(pruning->result.keys[0].reason, "host uses its namespace as a whole");
    assert_non_null(pruning_diagnostic(pruning, DIAG_PRUNE_KEY_LOCKED));
    removed(pruning, "");
}

static void a_key_that_waits_says_for_whom(void **state)
{
    struct pruning *pruning = *state;
    prunes(pruning, JSONP(ROOT("") MODULE("one", "")),
           "{\"treeShake\":{\"k\":{\"a\":false}},\"mfshake\":{\"schema\":1,\"app\":\"host\",\"remotes\":[\"shop\"],"
           "\"shares\":{}}}",
           JSONP(ROOT("") MODULE("one", "")));
    counts(pruning, 0, "k", 0, 0, 1);
    assert_text(pruning->result.keys[0].reason, "no report is given of shop");
}

static void messages_name_the_place_of_the_region(void **state)
{
    struct pruning *pruning = *state;
    prune_text(pruning, TEXT(ROUND), TEXT(REPORT("\"other\":{\"c\":true}")));
    const uint32_t lines[] = {8, 9};
    for (uint32_t i = 0; i < 2; i++) {
        assert_int_equal(pruning->diagnostics.list[i].code, DIAG_CONDITION_MISSING);
        assert_int_equal(pruning->diagnostics.list[i].place.line, lines[i]);
        assert_int_equal(pruning->diagnostics.list[i].place.column, i ? 34 : 38);
    }
}

static void inlines_are_kept(void **state)
{
    struct pruning *pruning = *state;
    prunes(pruning, JSONP(MODULE("m", "f(/* @common:define-inline [value=\"x.y\"] */ 1);\n")),
           REPORT("\"k\":{\"a\":true}"), JSONP(MODULE("m", "f(/* @common:define-inline [value=\"x.y\"] */ 1);\n")));
    assert_non_null(pruning_diagnostic(pruning, DIAG_PRUNE_SHAPE_KEPT));
}

static void deep_nesting_ends(void **state)
{
    enum { DEPTH = 3000 };
    struct pruning *pruning = *state;
    struct buffer chunk;
    buffer_init(&chunk);
    buffer_put_string(&chunk, "exports.modules = { m: (m, exports, REQ) => { REQ.d(exports, { a: () => (");
    for (int i = 0; i < DEPTH; i++) buffer_put_string(&chunk, IF("k.a"));
    buffer_put_string(&chunk, "v");
    for (int i = 0; i < DEPTH; i++) buffer_put_string(&chunk, ENDIF);
    buffer_put_string(&chunk, ") }); var v = 1; } };\n");
    struct text text = arena_copy(&pruning->arena, buffer_text(&chunk));
    buffer_release(&chunk);
    prunes(pruning, "exports.modules = {};\n", REPORT("\"k\":{\"a\":false}"), "exports.modules = {};\n");
    assert_true(text_equal(prune_text(pruning, text, TEXT(REPORT("\"k\":{\"a\":false}"))),
                           TEXT("exports.modules = { m: (m, exports, REQ) => { REQ.d(exports, { }); } };\n")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pruning_test(all_true_strips_the_macros_and_nothing_else),
        pruning_test(all_undecided_changes_nothing),
        pruning_test(two_keys_in_one_chunk),
        pruning_test(keys_one_after_the_other_or_at_once),
        pruning_test(what_is_left_is_neat),
        pruning_test(nested_regions),
        pruning_test(an_undecided_region_around_a_removed_one_stays_balanced),
        pruning_test(commonjs_chunks),
        pruning_test(module_ids_of_every_form),
        pruning_test(without_macros_nothing_happens),
        pruning_test(only_what_the_kept_exports_need_stays),
        pruning_test(an_import_with_effects_keeps_its_module),
        pruning_test(every_string_that_names_a_module_is_a_use),
        pruning_test(a_require_that_computes_ids_keeps_all_modules),
        pruning_test(a_require_that_can_not_be_followed_keeps_all_exports_too),
        pruning_test(what_kept_modules_read_from_the_root_stays),
        pruning_test(every_way_of_reading_the_root_counts),
        pruning_test(a_module_that_imports_itself_reads_its_exports),
        pruning_test(uses_of_require_that_reach_nothing),
        pruning_test(modules_that_nothing_reached_before_are_left),
        pruning_test(the_fallback_is_the_root_even_inside_a_cycle),
        pruning_test(a_module_with_regions_of_a_share_without_root_stays),
        pruning_test(the_third_argument_and_options_name_roots),
        pruning_test(fallbacks_match_with_and_without_the_dot),
        pruning_test(licences_of_removed_modules_go),
        pruning_test(unbalanced_macros_refuse_the_chunk),
        pruning_test(other_files_are_refused),
        pruning_test(a_key_that_is_used_whole_says_why),
        pruning_test(a_key_that_waits_says_for_whom),
        pruning_test(messages_name_the_place_of_the_region),
        pruning_test(inlines_are_kept),
        pruning_test(deep_nesting_ends),
    };
    return unit_run(tests);
}
