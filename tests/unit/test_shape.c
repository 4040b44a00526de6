#include "pruning.h"

/* Each shape of macro-spec A.7 that is removed, with true, false and undecided; and those that are not. */

#define TRUE_  REPORT("\"k\":{\"a\":true,\"b\":true}")
#define FALSE_ REPORT("\"k\":{\"a\":false,\"b\":true}")
#define OTHER  REPORT("\"k\":{\"b\":true}")

/* ---------------------------------------------------------------------------------------------- S1 */

#define S1(a, b) JSONP(MODULE("m", "REQ.d(exports, {\n  " a "\n  " b "\n});\nvar v = 1, w = 2;\n"))

static void s1_true_strips_the_comments(void **state)
{
    prunes(*state, S1(GETTER("a", "k.a", "v") ",", GETTER("b", "k.b", "w")), TRUE_,
           S1("a: () => (v),", "b: () => (w)"));
}

static void s1_false_drops_the_property(void **state)
{
    prunes(*state, S1(GETTER("a", "k.a", "v") ",", GETTER("b", "k.b", "w")), FALSE_,
           JSONP(MODULE("m", "REQ.d(exports, {\n  b: () => (w)\n});\nvar w = 2;\n")));
}

static void s1_undecided_stays_with_its_comments(void **state)
{
    prunes(*state, S1(GETTER("a", "k.a", "v") ",", GETTER("b", "k.b", "w")), OTHER,
           S1(GETTER("a", "k.a", "v") ",", "b: () => (w)"));
}

static void s1_the_last_property_takes_the_comma_before_it(void **state)
{
    prunes(*state, S1(GETTER("b", "k.b", "w") ",", GETTER("a", "k.a", "v")), FALSE_,
           JSONP(MODULE("m", "REQ.d(exports, {\n  b: () => (w)\n});\nvar w = 2;\n")));
}

static void s1_all_properties_may_go(void **state)
{
    prunes(*state, S1(GETTER("a", "k.a", "v") ",", GETTER("b", "k.b", "w")), REPORT("\"k\":{\"a\":false,\"b\":false}"),
           JSONP(MODULE("m", "REQ.d(exports, {\n});\n")));
}

static void s1_on_one_line(void **state)
{
    prunes(*state,
           JSONP(MODULE("m", "REQ.d(exports,{" GETTER("a", "k.a", "v") "," GETTER("b", "k.b", "w") "," GETTER(
                                 "c", "k.a", "v") "});var v=1,w=2\n")),
           FALSE_, JSONP(MODULE("m", "REQ.d(exports,{b: () => (w)});var w=2\n")));
}

static void s1_in_every_form_of_getter(void **state)
{
    prunes(*state, S1("a: () => " IF("k.a") "v" ENDIF ",", "b: () => (w)"), FALSE_,
           JSONP(MODULE("m", "REQ.d(exports, {\n  b: () => (w)\n});\nvar w = 2;\n")));
    prunes(*state, S1("\"a\": function () { return " IF("k.a") "v" ENDIF "; },", "b: () => (w)"), FALSE_,
           JSONP(MODULE("m", "REQ.d(exports, {\n  b: () => (w)\n});\nvar w = 2;\n")));
    prunes(*state, S1("a() { " IF("k.a") "return v;" ENDIF " },", "b: () => (w)"), FALSE_,
           JSONP(MODULE("m", "REQ.d(exports, {\n  b: () => (w)\n});\nvar w = 2;\n")));
}

static void s1_finds_the_parameters_by_position(void **state)
{
    prunes(*state, JSONP("7:(e,t,r)=>{r.d(t,{" GETTER("a", "k.a", "n") "});var n=1}\n"), FALSE_,
           JSONP("7:(e,t,r)=>{r.d(t,{});}\n"));
    prunes(*state, JSONP("m(e,t,r){r.d(t,{" GETTER("a", "k.a", "n") "});var n=1}\n"), FALSE_,
           JSONP("m(e,t,r){r.d(t,{});}\n"));
}

static void s1_null_and_throw_keep_the_property(void **state)
{
    struct pruning *pruning = *state;
    pruning->options.removed = PRUNE_NULL;
    prunes(pruning, S1(GETTER("a", "k.a", "v") ",", GETTER("b", "k.b", "w")), FALSE_,
           JSONP(MODULE("m", "REQ.d(exports, {\n  a: () => (null),\n  b: () => (w)\n});\nvar w = 2;\n")));
    prunes(pruning, S1("a() { return " IF("k.a") "v" ENDIF " },", "b: () => (w)"), FALSE_,
           JSONP(MODULE("m", "REQ.d(exports, {\n  a() { return null; },\n  b: () => (w)\n});\nvar w = 2;\n")));
    pruning->options.removed = PRUNE_THROW;
    prunes(pruning, S1(GETTER("a", "k.a", "v") ",", GETTER("b", "k.b", "w")), FALSE_,
           JSONP(MODULE("m", "REQ.d(exports, {\n  a: () => { throw new Error(\"mfshake: k.a was pruned\"); },\n  b: () "
                             "=> (w)\n});\nvar w = 2;\n")));
}

static void keep_macros_leaves_the_comments(void **state)
{
    struct pruning *pruning = *state;
    pruning->options.keep_macros = true;
    prunes(pruning, S1(GETTER("a", "k.a", "v") ",", GETTER("b", "k.b", "w")), FALSE_,
           JSONP(MODULE("m", "REQ.d(exports, {\n  " GETTER("b", "k.b", "w") "\n});\nvar w = 2;\n")));
}

static void only_the_definition_of_the_exports_counts(void **state)
{
    keeps(*state, JSONP(MODULE("m", "var ns = {};\nREQ.d(ns, {\n  " GETTER("a", "k.a", "v") "\n});\nvar v = 1;\n")),
          FALSE_, "neither");
    keeps(*state, JSONP(MODULE("m", "other.d(exports, {\n  " GETTER("a", "k.a", "v") "\n});\nvar v = 1;\n")), FALSE_,
          "neither");
    keeps(*state,
          JSONP(MODULE("m",
                       "(function (REQ) { REQ.d(exports, {\n  " GETTER("a", "k.a", "v") "\n}); })(x);\nvar v = 1;\n")),
          FALSE_, "neither");
    keeps(*state, S1("a: () => (" IF("k.a") "v" ENDIF " + 1),", "b: () => (w)"), FALSE_, "neither");
    keeps(*state, S1("a: () => (" IF("k.a") "v" ENDIF ", w),", "b: () => (w)"), FALSE_, "neither");
}

static void s1_what_the_module_reads_back_stays(void **state)
{
#define WITH(code) \
    JSONP(MODULE("m", "REQ.r(exports);\nREQ.d(exports, {\n  " GETTER("a", "k.a", "v") "\n});\nvar v = 1;\n" code))
    keeps(*state, WITH("use(exports.a);\n"), FALSE_, "reads this export");
    keeps(*state, WITH("use(exports);\n"), FALSE_, "as a whole");
    keeps(*state, WITH("use(module.exports);\n"), FALSE_, "as a whole");
    prunes(*state, WITH("use(exports.b, this);\nmodule = REQ.hmd(module);\n"), FALSE_,
           JSONP(MODULE("m",
                        "REQ.r(exports);\nREQ.d(exports, {\n});\nuse(exports.b, this);\nmodule = REQ.hmd(module);\n")));
}

/* ---------------------------------------------------------------------------------------------- S2 */

static void s2_comma_outside_and_inside(void **state)
{
    prunes(*state, S1(IF("k.a") "a: () => (v)" ENDIF ",", "b: () => (w)"), FALSE_,
           JSONP(MODULE("m", "REQ.d(exports, {\n  b: () => (w)\n});\nvar w = 2;\n")));
    prunes(*state, S1(IF("k.a") "a: () => (v)," ENDIF, "b: () => (w)"), FALSE_,
           JSONP(MODULE("m", "REQ.d(exports, {\n  b: () => (w)\n});\nvar w = 2;\n")));
    prunes(*state, S1("b: () => (w),", IF("k.a") "a: () => (v)" ENDIF), FALSE_,
           JSONP(MODULE("m", "REQ.d(exports, {\n  b: () => (w)\n});\nvar w = 2;\n")));
    prunes(*state, S1(IF("k.a") "a: () => (v)" ENDIF ",", "b: () => (w)"), TRUE_, S1("a: () => (v),", "b: () => (w)"));
    prunes(*state, S1(IF("k.a") "a: () => (v)" ENDIF ",", "b: () => (w)"), OTHER,
           S1(IF("k.a") "a: () => (v)" ENDIF ",", "b: () => (w)"));
}

static void s2_null(void **state)
{
    struct pruning *pruning = *state;
    pruning->options.removed = PRUNE_NULL;
    prunes(pruning, S1(IF("k.a") "a: () => (v)" ENDIF ",", "b: () => (w)"), FALSE_,
           JSONP(MODULE("m", "REQ.d(exports, {\n  a: () => (null),\n  b: () => (w)\n});\nvar w = 2;\n")));
}

/* ---------------------------------------------------------------------------------------------- S3 */

#define S3(body) JSONP(COMMON("m", body))

static void s3_pure_values_go_with_the_statement(void **state)
{
    prunes(*state, S3(IF("k.a") "exports.a = function () {}" ENDIF ";\nexports.b = 1;\n"), FALSE_,
           S3("exports.b = 1;\n"));
    prunes(*state, S3(IF("k.a") "exports.a = function () {};" ENDIF "\nexports.b = 1;\n"), FALSE_,
           S3("exports.b = 1;\n"));
    prunes(*state, S3(IF("k.a") "module.exports.a = 1" ENDIF ";\n"), FALSE_, S3(""));
    prunes(*state, S3(IF("k.a") "this.a = 1" ENDIF ";\n"), FALSE_, S3(""));
    prunes(*state, S3(IF("k.a") "exports[\"a\"] = 1" ENDIF ";\n"), FALSE_, S3(""));
    prunes(*state, S3("f(); " IF("k.a") "exports.a = 1" ENDIF "; g();\n"), FALSE_, S3("f(); g();\n"));
}

static void s3_effects_of_the_value_stay(void **state)
{
    prunes(*state, S3(IF("k.a") "exports.a = make()" ENDIF ";\n"), FALSE_, S3("make();\n"));
    prunes(*state, S3(IF("k.a") "exports.a = REQ(\"x\")" ENDIF ";\n"), FALSE_, S3("REQ(\"x\");\n"));
    prunes(*state, S3(IF("k.a") "exports.a = { x: make() }" ENDIF ";\n"), FALSE_, S3("({ x: make() });\n"));
    prunes(*state, S3(IF("k.a") "exports.a = function () { f() }()" ENDIF ";\n"), FALSE_,
           S3("(function () { f() }());\n"));
    prunes(*state, S3("g()\n" IF("k.a") "exports.a = (f())" ENDIF "\n"), FALSE_, S3("g()\n;(f())\n"));
}

static void s3_true_and_undecided(void **state)
{
    prunes(*state, S3(IF("k.a") "exports.a = make()" ENDIF ";\n"), TRUE_, S3("exports.a = make();\n"));
    prunes(*state, S3(IF("k.a") "exports.a = make()" ENDIF ";\n"), OTHER,
           S3(IF("k.a") "exports.a = make()" ENDIF ";\n"));
}

static void s3_a_statement_that_separates_others_leaves_a_semicolon(void **state)
{
    prunes(*state, S3("x = y\n" IF("k.a") "exports.a = 1" ENDIF ";\n(function () {})()\n"), FALSE_,
           S3("x = y\n;(function () {})()\n"));
    prunes(*state, S3("x = y\n" IF("k.a") "exports.a = 1" ENDIF ";\nz()\n"), FALSE_, S3("x = y\nz()\n"));
    prunes(*state, S3("if (x) " IF("k.a") "exports.a = 1;" ENDIF "\ny();\n"), FALSE_, S3("if (x) ;\ny();\n"));
}

static void s3_chains(void **state)
{
    prunes(*state, S3(IF("k.a") "exports.a = exports.b = 1" ENDIF ";\n"), FALSE_, S3("exports.b = 1;\n"));
    prunes(*state, S3(IF("k.a") "exports.a = " IF("k.b") "exports.b = 1" ENDIF ENDIF ";\n"), FALSE_,
           S3("exports.b = 1;\n"));
    prunes(*state, S3(IF("k.a") "exports.a = " IF("k.b") "exports.b = 1" ENDIF ENDIF ";\n"),
           REPORT("\"k\":{\"a\":false,\"b\":false}"), S3(""));
    prunes(*state, S3(IF("k.a") "exports.a = " IF("k.b") "exports.b = 1" ENDIF ENDIF ";\n"),
           REPORT("\"k\":{\"a\":true,\"b\":false}"), S3("exports.a = 1;\n"));
    prunes(*state, S3(IF("k.a") "exports.a = " IF("k.z") "exports.z = 1" ENDIF ENDIF ";\n"), FALSE_,
           S3(IF("k.z") "exports.z = 1" ENDIF ";\n"));
}

static void s3_what_the_module_reads_back_stays(void **state)
{
    keeps(*state, S3(IF("k.a") "exports.a = 1" ENDIF ";\nuse(exports.a);\n"), FALSE_, "reads this export");
    keeps(*state, S3(IF("k.a") "exports.a = 1" ENDIF ";\nfunction f() { return module.exports[\"a\"]; }\n"), FALSE_,
          "reads this export");
    keeps(*state, S3(IF("k.a") "exports.a = 1" ENDIF ";\nthis.a();\n"), FALSE_, "reads this export");
    keeps(*state, S3(IF("k.a") "exports.a = 1" ENDIF ";\nuse(exports);\n"), FALSE_, "as a whole");
    keeps(*state, S3(IF("k.a") "exports.a = 1" ENDIF ";\n(function (e) { e.a() })(this);\n"), FALSE_, "as a whole");
    keeps(*state, S3(IF("k.a") "exports.a = 1" ENDIF ";\nfor (var x in exports) f(exports[x]);\n"), FALSE_,
          "as a whole");
    keeps(*state, S3(IF("k.a") "exports.a = 1" ENDIF ";\nfunction f(b) { return exports[b]; }\n"), FALSE_,
          "as a whole");
    keeps(*state, S3(IF("k.a") "exports.a = 1" ENDIF ";\nvar self = module;\n"), FALSE_, "as a whole");
    prunes(*state,
           S3("Object.defineProperty(exports, \"__esModule\", { value: true });\nexports.a = exports.b = void 0;\n" IF(
               "k.a") "exports.a = 1" ENDIF ";\nuse(exports.b, function () { return this.a });\n"),
           FALSE_,
           S3("Object.defineProperty(exports, \"__esModule\", { value: true });\nexports.a = exports.b = void "
              "0;\nuse(exports.b, function () { return this.a });\n"));
}

static void s3_only_of_the_modules_own_exports(void **state)
{
    keeps(*state, S3("function f(exports) { " IF("k.a") "exports.a = 1" ENDIF "; }\n"), FALSE_, "neither");
    keeps(*state, S3("function f() { " IF("k.a") "this.a = 1" ENDIF "; }\n"), FALSE_, "neither");
    keeps(*state, S3("exports = {};\n" IF("k.a") "exports.a = 1" ENDIF ";\n"), FALSE_, "neither");
    keeps(*state, S3("var o = {};\n" IF("k.a") "o.a = 1" ENDIF ";\n"), FALSE_, "neither");
    keeps(*state, S3(IF("k.a") "exports[a] = 1" ENDIF ";\n"), FALSE_, "neither");
    keeps(*state, S3("f(" IF("k.a") "exports.a = 1" ENDIF ");\n"), FALSE_, "value of the assignment");
    keeps(*state, S3("(" IF("k.a") "exports.a = o.m" ENDIF ")();\n"), FALSE_, "value of the assignment");
}

/* ---------------------------------------------------------------------------------------------- the rest */

static void other_shapes_stay_and_say_so(void **state)
{
    keeps(*state, JSONP(MODULE("m", IF("k.a") "var x = f();" ENDIF "\n")), FALSE_, "neither");
    keeps(*state, JSONP(MODULE("m", "REQ(" IF("k.a") "\"x\"" ENDIF ");\n")), FALSE_, "neither");
    keeps(*state, JSONP(MODULE("m", IF("k.a") "f(); g();" ENDIF "\n")), FALSE_, "exactly one");
    keeps(*state, JSONP(MODULE("m", IF("k.a") "exports.a" ENDIF " = 1;\n")), FALSE_, "neither");
    keeps(*state, JSONP(MODULE("m", "x = y " IF("k.a") "+ z" ENDIF ";\n")), FALSE_, "exactly one");
    keeps(*state, JSONP(MODULE("m", "REQ.d(exports, { a: " IF("k.a") "() => (v) }" ENDIF ");\n")), FALSE_,
          "exactly one");
    keeps(*state, JSONP(MODULE("m", IF("k.a") ENDIF "f();\n")), FALSE_, "exactly one");
    keeps(*state, JSONP(MODULE("m", "eval(x); REQ.d(exports, {" GETTER("a", "k.a", "v") "}); var v;\n")), FALSE_,
          "eval");
    keeps(*state, JSONP(COMMON("m", "f(arguments); REQ.d(exports, {" GETTER("a", "k.a", "v") "}); var v;\n")), FALSE_,
          "arguments");
    keeps(*state, JSONP(IF("k.a") MODULE("m", "") ENDIF), FALSE_, "outside");
}

static void other_shapes_lose_their_comments_when_used(void **state)
{
    prunes(*state, JSONP(MODULE("m", IF("k.a") "var x = f();" ENDIF "\nreturn" IF("k.b") "x" ENDIF ";\n")), TRUE_,
           JSONP(MODULE("m", "var x = f();\nreturn x;\n")));
}

static void comments_of_their_own_line_go_with_it(void **state)
{
    prunes(*state,
           JSONP(MODULE("m", "  // @common:if [condition=\"treeShake.k.a\"]\n  var x = f();\n  // @common:endif\n")),
           TRUE_, JSONP(MODULE("m", "  var x = f();\n")));
    prunes(*state, JSONP(MODULE("m", "x = a +/* @common:if [condition=\"treeShake.k.a\"]\n */b/* @common:endif */;\n")),
           TRUE_, JSONP(MODULE("m", "x = a +\nb;\n")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pruning_test(s1_true_strips_the_comments),
        pruning_test(s1_false_drops_the_property),
        pruning_test(s1_undecided_stays_with_its_comments),
        pruning_test(s1_the_last_property_takes_the_comma_before_it),
        pruning_test(s1_all_properties_may_go),
        pruning_test(s1_on_one_line),
        pruning_test(s1_in_every_form_of_getter),
        pruning_test(s1_finds_the_parameters_by_position),
        pruning_test(s1_null_and_throw_keep_the_property),
        pruning_test(keep_macros_leaves_the_comments),
        pruning_test(only_the_definition_of_the_exports_counts),
        pruning_test(s1_what_the_module_reads_back_stays),
        pruning_test(s2_comma_outside_and_inside),
        pruning_test(s2_null),
        pruning_test(s3_pure_values_go_with_the_statement),
        pruning_test(s3_effects_of_the_value_stay),
        pruning_test(s3_true_and_undecided),
        pruning_test(s3_a_statement_that_separates_others_leaves_a_semicolon),
        pruning_test(s3_chains),
        pruning_test(s3_what_the_module_reads_back_stays),
        pruning_test(s3_only_of_the_modules_own_exports),
        pruning_test(other_shapes_stay_and_say_so),
        pruning_test(other_shapes_lose_their_comments_when_used),
        pruning_test(comments_of_their_own_line_go_with_it),
    };
    return unit_run(tests);
}
