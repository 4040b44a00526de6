#include "pruning.h"

/* What follows from a removed export in the modules behind it. The root's a is unused, its b used. */

#define REPORT_ \
    "{\"treeShake\":{\"k\":{\"a\":false,\"b\":true,\"chunk_characteristics\":{\"entry_module_id\":\"root\"}}}}"
/* A module that no code outside of the chunk reads. */
#define INNER(id, body)        "\"" id "\": /* @mfshake:inner */\n((module, exports, REQ) => {\n" body "}),\n"
#define INNER_COMMON(id, body) "\"" id "\": /* @mfshake:inner */\n(function (module, exports, REQ) {\n" body "}),\n"
#define ROOT(a, b, body) \
    MODULE("root", "REQ.d(exports, {\n  " GETTER("a", "k.a", a) ",\n  " GETTER("b", "k.b", b) "\n});\n" body)
#define ROOT_AFTER(b, body) MODULE("root", "REQ.d(exports, {\n  b: () => (" b ")\n});\n" body)
#define IMPORT(name, id)    "var " name " = /*#__PURE__*/ REQ(\"" id "\");\n"
#define ESM                 "REQ.r(exports);\n"

#define becomes(before, after) prunes(*state, JSONP(before), REPORT_, JSONP(after))

/* `module` stands behind a root that reads x.a for its a and x.b for its b. */
#define behind(before, after) \
    becomes(ROOT("x.a", "x.b", IMPORT("x", "x")) before, ROOT_AFTER("x.b", IMPORT("x", "x")) after)

static void exports_of_inner_modules_die_with_their_last_reader(void **state)
{
    behind(INNER("x", ESM "REQ.d(exports, {\n  a: () => a,\n  b: () => b\n});\nfunction a() {}\nfunction b() {}\n"),
           INNER("x", ESM "REQ.d(exports, {\n  b: () => b\n});\nfunction b() {}\n"));
    behind(INNER_COMMON("x", "exports.a = function () {};\nexports.b = 2;\n"), INNER_COMMON("x", "exports.b = 2;\n"));
    behind(INNER_COMMON("x", "exports.a = exports.b = void 0;\nfunction a() {}\nexports.a = a;\nexports.b = 2;\n"),
           INNER_COMMON("x", "exports.b = void 0;\nexports.b = 2;\n"));
    behind(INNER_COMMON("x", "exports.a = make();\nexports.b = 2;\n"), INNER_COMMON("x", "make();\nexports.b = 2;\n"));
    behind(INNER_COMMON("x", "function a() {}\nmodule.exports = { a, b: 2 };\n"),
           INNER_COMMON("x", "module.exports = { b: 2 };\n"));
    behind(INNER_COMMON("x",
                        "function a() {}\nObject.defineProperty(exports, \"a\", { enumerable: true, get: function () "
                        "{ return a; } });\nexports.b = 2;\n"),
           INNER_COMMON("x", "exports.b = 2;\n"));
    behind(INNER_COMMON("x", "exports.a = 1, exports.b = 2;\n"), INNER_COMMON("x", "1, exports.b = 2;\n"));
    /* Rspack 2: constant exports are values in a third argument. */
    behind(INNER("x", ESM "REQ.d(exports, {}, { a: a, b: b });\nconst a = 1, b = 2;\n"),
           INNER("x", ESM "REQ.d(exports, {}, { b: b });\nconst b = 2;\n"));
}

static void a_module_without_the_mark_keeps_its_exports(void **state)
{
#define PLAIN MODULE("x", ESM "REQ.d(exports, {\n  a: () => a,\n  b: () => b\n});\nfunction a() {}\nfunction b() {}\n")
    behind(PLAIN, PLAIN);
}

static void chains_of_modules_die_export_by_export(void **state)
{
    becomes(ROOT("x.a", "x.b", IMPORT("x", "x"))
                INNER("x", ESM "REQ.d(exports, {\n  a: () => (y.one),\n  b: () => (y.two)\n});\n" IMPORT("y", "y"))
                    INNER("y", ESM
                          "REQ.d(exports, {\n  one: () => one,\n  two: () => two\n});\nvar one = 1;\nvar two = 2;\n"),
            ROOT_AFTER("x.b", IMPORT("x", "x"))
                INNER("x", ESM "REQ.d(exports, {\n  b: () => (y.two)\n});\n" IMPORT("y", "y"))
                    INNER("y", ESM "REQ.d(exports, {\n  two: () => two\n});\nvar two = 2;\n"));
}

/* A module whose package says that it has no side effects. */
#define FREE(id, body) \
    "\"" id "\": /* @mfshake:inner */ /* @mfshake:free */\n((module, exports, REQ) => {\n" body "}),\n"

static void what_a_free_module_does_goes_with_what_it_declares(void **state)
{
    /* Nobody uses what it declares itself: it only passes on. */
    behind(FREE("x", ESM "REQ.d(exports, {\n  a: () => a,\n  b: () => (y.b)\n});\n" IMPORT(
                         "y", "y") "const a = make();\nstart();\n")
               INNER("y", ESM "REQ.d(exports, {\n  b: () => b\n});\nfunction b() {}\n"),
           FREE("x", ESM "REQ.d(exports, {\n  b: () => (y.b)\n});\n" IMPORT("y", "y"))
               INNER("y", ESM "REQ.d(exports, {\n  b: () => b\n});\nfunction b() {}\n"));
    /* Somebody does: all that it does counts. */
    behind(FREE("x", ESM
                "REQ.d(exports, {\n  a: () => a,\n  b: () => b\n});\nconst a = make();\nstart();\nfunction b() {}\n"),
           FREE("x", ESM "REQ.d(exports, {\n  b: () => b\n});\nconst a = make();\nstart();\nfunction b() {}\n"));
    /* Without the mark it counts anyway. */
    behind(INNER("x", ESM "REQ.d(exports, {\n  a: () => a,\n  b: () => (y.b)\n});\n" IMPORT(
                          "y", "y") "const a = make();\nstart();\n")
               INNER("y", ESM "REQ.d(exports, {\n  b: () => b\n});\nfunction b() {}\n"),
           INNER("x", ESM "REQ.d(exports, {\n  b: () => (y.b)\n});\n" IMPORT("y", "y") "const a = make();\nstart();\n")
               INNER("y", ESM "REQ.d(exports, {\n  b: () => b\n});\nfunction b() {}\n"));
}

static void reads_of_imports_do_nothing(void **state)
{
    behind(
        INNER("x", ESM "REQ.d(exports, {\n  a: () => a,\n  b: () => b\n});\n" IMPORT(
                       "y", "y") "const a = [y.one, y[\"two\"]];\nconst b = y.one;\n")
            INNER("y", ESM "REQ.d(exports, {\n  one: () => one,\n  two: () => two\n});\nvar one = 1;\nvar two = 2;\n"),
        INNER("x", ESM "REQ.d(exports, {\n  b: () => b\n});\n" IMPORT("y", "y") "const b = y.one;\n")
            INNER("y", ESM "REQ.d(exports, {\n  one: () => one\n});\nvar one = 1;\n"));
#define READS(read)                                                                                \
    INNER("x", ESM "REQ.d(exports, {\n  a: () => a,\n  b: () => b\n});\nvar z = make();\n" IMPORT( \
                   "y", "y") "const a = " read ";\nconst b = 1;\n")                                \
    INNER("y", ESM "REQ.d(exports, {\n  one: () => one\n});\nvar one = 1;\n")
#define STILL_READS(read)                                                                                         \
    INNER("x", ESM "REQ.d(exports, {\n  b: () => b\n});\nvar z = make();\n" IMPORT("y", "y") "const a = " read    \
                                                                                             ";\nconst b = 1;\n") \
    INNER("y", ESM "REQ.d(exports, {\n  one: () => one\n});\nvar one = 1;\n")
    /* Of anything else they may run a getter. */
    behind(READS("z.one"), STILL_READS("z.one"));
    behind(READS("y.one.two"), STILL_READS("y.one.two"));
    behind(READS("y.one()"), STILL_READS("y.one()"));
}

/* A module x with exports a and b behind a root whose own code is `body`; nothing of x may go. */
#define X                       INNER("x", ESM "REQ.d(exports, {\n  a: () => a,\n  b: () => b\n});\nfunction a() {}\nfunction b() {}\n")
#define X_PLAIN                 INNER_COMMON("x", "exports.a = 1;\nexports.b = 2;\n")
#define all_of_x_stays(body, x) becomes(ROOT("x.a", "x.b", body) x, ROOT_AFTER("x.b", body) x)

static void whatever_may_read_an_export_keeps_it(void **state)
{
    all_of_x_stays(IMPORT("x", "x") "use(x);\n", X);
    all_of_x_stays(IMPORT("x", "x") "use(x[name]);\n", X);
    all_of_x_stays(IMPORT("x", "x") "use(x.a);\n", X);
    all_of_x_stays(IMPORT("x", "x") "use(x[\"a\"].deep);\n", X);
    all_of_x_stays(IMPORT("x", "x") "use(REQ.t(x, 2));\n", X);
    all_of_x_stays(IMPORT("x", "x") "var { a } = x;\n", X);
    all_of_x_stays(IMPORT("x", "x") "var y = x;\n", X);
    all_of_x_stays(IMPORT("x", "x") "x = other();\n", X);
    all_of_x_stays(IMPORT("x", "x") "REQ.e(1).then(REQ.bind(REQ, \"x\"));\n", X);
    all_of_x_stays(IMPORT("x", "x") "use(\"x\");\n", X);
    all_of_x_stays(IMPORT("x", "x") "use(REQ(\"x\").a);\n", X);
    all_of_x_stays(IMPORT("x", "x") "use(REQ.n(x)());\n", X_PLAIN);
    all_of_x_stays(IMPORT("x", "x") "var d = REQ.n(x);\nuse(d());\n", X_PLAIN);
    /* A method of a CommonJS module may reach the others through `this`. */
    all_of_x_stays(IMPORT("x", "x") "x.b();\n", X_PLAIN);
    all_of_x_stays(IMPORT("x", "x") "(x.b)();\n", X_PLAIN);
    all_of_x_stays(IMPORT("x", "x"),
                   INNER_COMMON("x", "exports.a = 1;\nexports.b = function () { return exports.a; };\n"));
    all_of_x_stays(IMPORT("x", "x"), INNER_COMMON("x", "exports.a = 1;\nexports.b = 2;\nuse(module.exports);\n"));
    all_of_x_stays(IMPORT("x", "x"), INNER_COMMON("x", "exports.a = 1;\nexports.b = 2;\nuse(this);\n"));
    all_of_x_stays(IMPORT("x", "x"), INNER_COMMON("x", "exports.a = 1;\nexports.b = 2;\nObject.keys(exports);\n"));
    all_of_x_stays(IMPORT("x", "x"),
                   INNER("x", ESM "REQ.d(exports, {\n  a: () => a,\n  b: () => b\n});\nfunction a() {}\n"
                                  "function b() {}\nvar self = REQ(\"x\");\nuse(self);\n"));
}

static void reads_that_are_told_apart(void **state)
{
#define X_B                INNER("x", ESM "REQ.d(exports, {\n  b: () => b\n});\nfunction b() {}\n")
#define only_b_stays(body) becomes(ROOT("x.a", "x.b", body) X, ROOT_AFTER("x.b", body) X_B)
    only_b_stays(IMPORT("x", "x") "x.b();\n");
    only_b_stays(IMPORT("x", "x") "(0, x.b)();\n");
    only_b_stays(IMPORT("x", "x") "use(x.b.a);\n");
    only_b_stays(IMPORT("x", "x") "use(REQ(\"x\").b);\n");
    only_b_stays(IMPORT("x", "x") "REQ(\"x\");\n");
    only_b_stays(IMPORT("x", "x") "use(y.a);\nvar y = {};\n");
    /* The default export of an ES module is all that require.n gives. */
    becomes(ROOT("x.a", "d()", IMPORT("x", "x") "var d = REQ.n(x);\n") INNER(
                "x", ESM "REQ.d(exports, {\n  a: () => a,\n  \"default\": () => d\n});\nvar a = 1;\nvar d = 2;\n"),
            ROOT_AFTER("d()", IMPORT("x", "x") "var d = REQ.n(x);\n")
                INNER("x", ESM "REQ.d(exports, {\n  \"default\": () => d\n});\nvar d = 2;\n"));
    /* What only a dead function reads. */
    becomes(ROOT("f", "x.b", IMPORT("x", "x") "function f() { return x.a; }\n") X,
            ROOT_AFTER("x.b", IMPORT("x", "x")) X_B);
}

static void imports_of_modules_without_effects_need_no_annotation(void **state)
{
#define RUN(name, id) "var " name " = REQ(\"" id "\");\n"
    becomes(ROOT("x.a", "b", RUN("x", "x") "var b = 1;\n")
                INNER("x", ESM "REQ.d(exports, {\n  a: () => a\n});\nvar a = 1;\n"),
            ROOT_AFTER("b", "var b = 1;\n"));
    becomes(ROOT("x.a", "b", RUN("x", "x") "var b = 1;\n") INNER_COMMON("x", "exports.a = 1;\n"),
            ROOT_AFTER("b", "var b = 1;\n"));
    /* A cycle is free of effects when all of it is. */
    becomes(ROOT("x.a", "b",
                 RUN("x", "x") "var b = 1;\n") INNER("x", ESM "REQ.d(exports, {\n  a: () => (y.a)\n});\n" RUN("y", "y"))
                INNER("y", ESM "REQ.d(exports, {\n  a: () => a\n});\n" RUN("x", "x") "function a() { return x.a; }\n"),
            ROOT_AFTER("b", "var b = 1;\n"));
#define EFFECT       INNER("x", ESM "REQ.d(exports, {\n  a: () => a\n});\nvar a = 1;\nstart();\n")
#define EFFECT_AFTER INNER("x", ESM "REQ.d(exports, {\n});\nstart();\n")
    becomes(ROOT("x.a", "b", RUN("x", "x") "var b = 1;\n") EFFECT,
            ROOT_AFTER("b", RUN("x", "x") "var b = 1;\n") EFFECT_AFTER);
    becomes(ROOT("x.a", "b", RUN("x", "x") "var b = 1;\n")
                INNER("x", ESM "REQ.d(exports, {\n  a: () => (y.a)\n});\n" RUN("y", "y"))
                    INNER("y", ESM "REQ.d(exports, {\n  a: () => a\n});\nvar a = start();\n"),
            ROOT_AFTER("b", RUN("x", "x") "var b = 1;\n") INNER("x", ESM "REQ.d(exports, {\n});\n" RUN("y", "y"))
                INNER("y", ESM "REQ.d(exports, {\n});\nvar a = start();\n"));
    /* A module that is not in the chunk may do anything. */
    becomes(ROOT("x.a", "b", RUN("x", "elsewhere") "var b = 1;\n"),
            ROOT_AFTER("b", RUN("x", "elsewhere") "var b = 1;\n"));
}

static void nothing_goes_that_was_dead_before(void **state)
{
#define DEAD INNER("x", ESM "REQ.d(exports, {\n  a: () => a,\n  never: () => n\n});\nvar a = 1;\nvar n = 2;\n")
    becomes(ROOT("x.a", "b", IMPORT("x", "x") "var b = x.a;\n") DEAD,
            ROOT_AFTER("b", IMPORT("x", "x") "var b = x.a;\n") DEAD);
}

static void edits_tell_what_was_replaced(void **state)
{
    struct pruning *pruning = *state;
    struct text chunk = TEXT(JSONP(ROOT("x.a", "x.b", IMPORT("x", "x")) X));
    prune_try(pruning, chunk, TEXT(REPORT_));
    assert_true(pruning->good);
    struct buffer out;
    buffer_init(&out);
    uint32_t at = 0;
    for (uint32_t e = 0; e < pruning->result.edit_count; e++) {
        const struct cut_edit *edit = &pruning->result.edits[e];
        assert_true(edit->start >= at && edit->end >= edit->start);
        buffer_put(&out, text_slice(chunk, at, edit->start));
        buffer_put(&out, edit->replacement);
        at = edit->end;
    }
    buffer_put(&out, text_slice(chunk, at, chunk.length));
    assert_true(pruning->result.edit_count > 3);
    assert_true(text_equal(buffer_text(&out), pruning->result.output));
    buffer_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pruning_test(exports_of_inner_modules_die_with_their_last_reader),
        pruning_test(what_a_free_module_does_goes_with_what_it_declares),
        pruning_test(reads_of_imports_do_nothing),
        pruning_test(a_module_without_the_mark_keeps_its_exports),
        pruning_test(chains_of_modules_die_export_by_export),
        pruning_test(whatever_may_read_an_export_keeps_it),
        pruning_test(reads_that_are_told_apart),
        pruning_test(imports_of_modules_without_effects_need_no_annotation),
        pruning_test(nothing_goes_that_was_dead_before),
        pruning_test(edits_tell_what_was_replaced),
    };
    return unit_run(tests);
}
