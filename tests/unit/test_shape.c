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
          FALSE_, "none of the shapes");
    keeps(*state, JSONP(MODULE("m", "other.d(exports, {\n  " GETTER("a", "k.a", "v") "\n});\nvar v = 1;\n")), FALSE_,
          "none of the shapes");
    keeps(*state,
          JSONP(MODULE("m",
                       "(function (REQ) { REQ.d(exports, {\n  " GETTER("a", "k.a", "v") "\n}); })(x);\nvar v = 1;\n")),
          FALSE_, "none of the shapes");
    keeps(*state, S1("a: () => (" IF("k.a") "v" ENDIF " + 1),", "b: () => (w)"), FALSE_, "none of the shapes");
    keeps(*state, S1("a: () => (" IF("k.a") "v" ENDIF ", w),", "b: () => (w)"), FALSE_, "none of the shapes");
    keeps(*state, S1("a() { f(); return " IF("k.a") "v" ENDIF " },", "b: () => (w)"), FALSE_, "none of the shapes");
    keeps(*state, S1("a() { return " IF("k.a") "v" ENDIF "; f() },", "b: () => (w)"), FALSE_, "none of the shapes");
    keeps(*state, S1("a() { if (w) return " IF("k.a") "v" ENDIF " },", "b: () => (w)"), FALSE_, "none of the shapes");
}

static void s1_what_the_module_reads_back_stays(void **state)
{
#define WITH(code) \
    JSONP(MODULE("m", "REQ.r(exports);\nREQ.d(exports, {\n  " GETTER("a", "k.a", "v") "\n});\nvar v = 1;\n" code))
#define WITHOUT_MACROS(code) \
    JSONP(MODULE("m", "REQ.r(exports);\nREQ.d(exports, {\n  a: () => (v)\n});\nvar v = 1;\n" code))
#define S1_NEEDS(code, why) needs(*state, WITH(code), FALSE_, WITHOUT_MACROS(code), why)
    S1_NEEDS("use(exports.a);\n", "reads this export");
    S1_NEEDS("use(exports);\n", "as a whole");
    S1_NEEDS("use(module.exports);\n", "as a whole");
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
#define S3_NEEDS(code, why) \
    needs(*state, S3(IF("k.a") "exports.a = 1" ENDIF code), FALSE_, S3("exports.a = 1" code), why)
    S3_NEEDS(";\nuse(exports.a);\n", "reads this export");
    S3_NEEDS(";\nfunction f() { return module.exports[\"a\"]; }\n", "reads this export");
    S3_NEEDS(";\nthis.a();\n", "as a whole");
    S3_NEEDS(";\nuse(exports);\n", "as a whole");
    S3_NEEDS(";\n(function (e) { e.a() })(this);\n", "as a whole");
    S3_NEEDS(";\nfor (var x in exports) f(exports[x]);\n", "as a whole");
    S3_NEEDS(";\nfunction f(b) { return exports[b]; }\n", "as a whole");
    S3_NEEDS(";\nvar self = module;\n", "as a whole");
    prunes(*state,
           S3("Object.defineProperty(exports, \"__esModule\", { value: true });\nexports.a = exports.b = void 0;\n" IF(
               "k.a") "exports.a = 1" ENDIF ";\nuse(exports.b, function () { return this.a });\n"),
           FALSE_,
           S3("Object.defineProperty(exports, \"__esModule\", { value: true });\nexports.a = exports.b = void "
              "0;\nuse(exports.b, function () { return this.a });\n"));
}

static void s3_only_of_the_modules_own_exports(void **state)
{
    keeps(*state, S3("function f(exports) { " IF("k.a") "exports.a = 1" ENDIF "; }\n"), FALSE_, "none of the shapes");
    keeps(*state, S3("function f() { " IF("k.a") "this.a = 1" ENDIF "; }\n"), FALSE_, "none of the shapes");
    keeps(*state, S3("exports = {};\n" IF("k.a") "exports.a = 1" ENDIF ";\n"), FALSE_, "effects");
    keeps(*state, S3("var o = {};\n" IF("k.a") "o.a = 1" ENDIF ";\n"), FALSE_, "effects");
    keeps(*state, S3(IF("k.a") "exports[a] = 1" ENDIF ";\n"), FALSE_, "effects");
    keeps(*state, S3("f(" IF("k.a") "exports.a = 1" ENDIF ");\n"), FALSE_, "value of the assignment");
    keeps(*state, S3("(" IF("k.a") "exports.a = o.m" ENDIF ")();\n"), FALSE_, "value of the assignment");
}

static void s8_the_left_side_alone_is_the_assignment(void **state)
{
    prunes(*state, S3(IF("k.a") "exports.a" ENDIF " = 1;\nexports.b = 2;\n"), FALSE_, S3("exports.b = 2;\n"));
    prunes(*state, S3(IF("k.a") "exports.a" ENDIF " = make();\n"), FALSE_, S3("make();\n"));
    prunes(*state, S3(IF("k.a") "module.exports.a" ENDIF " = 1;\n"), TRUE_, S3("module.exports.a = 1;\n"));
    prunes(*state, S3(IF("k.a") "exports.a" ENDIF " = 1;\n"), OTHER, S3(IF("k.a") "exports.a" ENDIF " = 1;\n"));
    keeps(*state, S3("var o = {};\n" IF("k.a") "o.a" ENDIF " = 1;\n"), FALSE_, "none of the shapes");
}

/* ---------------------------------------------------------------------------------------------- S4 */

#define DEFINE_A "Object.defineProperty(exports, \"a\", { enumerable: true, get: function () { return v; } })"

static void s4_definitions(void **state)
{
    prunes(*state, S3("var v = 1;\n" IF("k.a") DEFINE_A ENDIF ";\nexports.b = 2;\n"), FALSE_, S3("exports.b = 2;\n"));
    prunes(*state, S3("var v = 1;\n" IF("k.a") DEFINE_A ";" ENDIF "\nexports.b = 2;\n"), FALSE_,
           S3("exports.b = 2;\n"));
    prunes(*state, S3("var v = 1;\n" IF("k.a") DEFINE_A ENDIF ";\n"), TRUE_, S3("var v = 1;\n" DEFINE_A ";\n"));
    prunes(*state, S3("var v = 1;\n" IF("k.a") DEFINE_A ENDIF ";\n"), OTHER,
           S3("var v = 1;\n" IF("k.a") DEFINE_A ENDIF ";\n"));
    needs(*state, S3("var v = 1;\n" IF("k.a") DEFINE_A ENDIF ";\nuse(exports.a);\n"), FALSE_,
          S3("var v = 1;\n" DEFINE_A ";\nuse(exports.a);\n"), "reads this export");
    keeps(*state, S3(IF("k.a") "Object.defineProperty(exports, \"a\", make())" ENDIF ";\n"), FALSE_, "effects");
    keeps(*state, S3(IF("k.a") "Object.defineProperty(exports, \"a\", { value: make() })" ENDIF ";\n"), FALSE_,
          "effects");
    keeps(*state, S3(IF("k.a") "Object.defineProperty(other, \"a\", { value: 1 })" ENDIF ";\n"), FALSE_, "effects");
    keeps(*state, S3("f(" IF("k.a") DEFINE_A ENDIF ");\n"), FALSE_, "none of the shapes");
}

/* ---------------------------------------------------------------------------------------------- S5 */

static void s5_properties(void **state)
{
    prunes(*state, S3("function a() {}\nmodule.exports = { " IF("k.a") "a" ENDIF ", b: 1 };\n"), FALSE_,
           S3("module.exports = { b: 1 };\n"));
    prunes(*state, S3("module.exports = { b: 1, " IF("k.a") "a: 2," ENDIF " };\n"), FALSE_,
           S3("module.exports = { b: 1, };\n"));
    prunes(*state, S3("module.exports = { " IF("k.a") "a() { return 1; }" ENDIF " };\n"), FALSE_,
           S3("module.exports = { };\n"));
    prunes(*state, S3("exports = module.exports = {\n  " IF("k.a") "\"a\": 1" ENDIF ",\n  b: 2\n};\n"), FALSE_,
           S3("exports = module.exports = {\n  b: 2\n};\n"));
    prunes(*state, S3("module.exports = { " IF("k.a") "a: 1" ENDIF ", b: 2 };\n"), TRUE_,
           S3("module.exports = { a: 1, b: 2 };\n"));
    prunes(*state, S3("module.exports = { " IF("k.a") "a: 1" ENDIF ", b: 2 };\n"), OTHER,
           S3("module.exports = { " IF("k.a") "a: 1" ENDIF ", b: 2 };\n"));
    needs(*state, S3("module.exports = { " IF("k.a") "a: 1" ENDIF ", b: 2 };\nuse(module.exports.a);\n"), FALSE_,
          S3("module.exports = { a: 1, b: 2 };\nuse(module.exports.a);\n"), "reads this export");
    needs(*state, S3("module.exports = { " IF("k.a") "a: 1" ENDIF ", b: 2 };\nmodule.exports.b();\n"), FALSE_,
          S3("module.exports = { a: 1, b: 2 };\nmodule.exports.b();\n"), "as a whole");
    keeps(*state, S3("module.exports = { " IF("k.a") "a: make()" ENDIF ", b: 2 };\n"), FALSE_, "none of the shapes");
    keeps(*state, S3("module.exports = f({ " IF("k.a") "a: 1" ENDIF " });\n"), FALSE_, "none of the shapes");
    keeps(*state, S3("var x = module.exports = { " IF("k.a") "a: 1" ENDIF " };\n"), FALSE_, "none of the shapes");
    keeps(*state, S3("function f() { module.exports = { " IF("k.a") "a: 1" ENDIF " }; }\n"), FALSE_,
          "none of the shapes");
}

/* ---------------------------------------------------------------------------------------------- S6, S7 */

static void s6_statements(void **state)
{
    prunes(*state, S3(IF("k.a") "function a() {}" ENDIF "\nexports.b = 1;\n"), FALSE_, S3("exports.b = 1;\n"));
    prunes(*state, S3(IF("k.a") "function a() { return c; }\nvar c = 1;" ENDIF "\nexports.b = 1;\n"), FALSE_,
           S3("exports.b = 1;\n"));
    prunes(*state, S3(IF("k.a") "var a = 1, c = 2;" ENDIF "\nexports.b = 1;\n"), FALSE_, S3("exports.b = 1;\n"));
    prunes(*state, S3(IF("k.a") "function a() {}" ENDIF "\n"), TRUE_, S3("function a() {}\n"));
    prunes(*state, S3(IF("k.a") "function a() {}" ENDIF "\n"), OTHER, S3(IF("k.a") "function a() {}" ENDIF "\n"));
    prunes(*state, S3(IF("k.a") "exports.a = 1; exports.c = 2;" ENDIF "\nexports.b = 1;\n"), FALSE_,
           S3("\nexports.b = 1;\n"));
    /* All or nothing. */
    keeps(*state, S3(IF("k.a") "function a() {}\nvar c = 1;" ENDIF "\nexports.b = c;\n"), FALSE_, "code that stays");
    keeps(*state, S3(IF("k.a") "function a() {}\nstart();" ENDIF "\n"), FALSE_, "effects");
    keeps(*state, S3(IF("k.a") "var x = f();" ENDIF "\n"), FALSE_, "effects");
    keeps(*state, S3(IF("k.a") "f(); g();" ENDIF "\n"), FALSE_, "effects");
    keeps(*state, S3(IF("k.a") "function a() {}" ENDIF "\nexports.b = a;\n"), FALSE_, "code that stays");
    keeps(*state, S3(IF("k.a") "exports.a = 1; exports.b = 2;" ENDIF "\nuse(exports.b);\n"), FALSE_, "code that stays");
}

static void s6_what_only_unused_statements_read_goes_too(void **state)
{
    prunes(*state, S3("var helper = 1;\n" IF("k.a") "function a() { return helper; }" ENDIF "\n"), FALSE_, S3(""));
    prunes(*state, S3(IF("k.a") "function a() {}" ENDIF "\n" IF("k.a") "exports.a = a" ENDIF ";\n"), FALSE_, S3(""));
}

static void s7_declarations_without_their_semicolon(void **state)
{
    prunes(*state, S3(IF("k.a") "const a = ({ x: 1 })" ENDIF ";\nexports.b = 1;\n"), FALSE_, S3("exports.b = 1;\n"));
    prunes(*state, S3(IF("k.a") "var a = (1)" ENDIF ";\n"), TRUE_, S3("var a = (1);\n"));
    prunes(*state, S3(IF("k.a") "var a = (1)" ENDIF ";\n"), OTHER, S3(IF("k.a") "var a = (1)" ENDIF ";\n"));
    keeps(*state, S3(IF("k.a") "const a = make()" ENDIF ";\n"), FALSE_, "effects");
    keeps(*state, S3(IF("k.a") "const a = 1" ENDIF ";\nuse(a);\n"), FALSE_, "code that stays");
    keeps(*state, S3("const " IF("k.a") "a = 1" ENDIF ", c = 2;\n"), FALSE_, "none of the shapes");
}

static void several_members_go_together(void **state)
{
#define GET(properties) JSONP(MODULE("m", "REQ.d(exports, {" properties "});\nvar x = f(), y = f();\n"))
    prunes(*state, GET(IF("k.a") "a: () => (x), b() { return y }," ENDIF " c: () => 1"), FALSE_, GET(" c: () => 1"));
    prunes(*state, GET("c: () => 1, " IF("k.a") "a: () => (x), b: () => y" ENDIF), FALSE_, GET("c: () => 1"));
    prunes(*state, GET(IF("k.a") "a: () => (x), b: () => y" ENDIF), TRUE_, GET("a: () => (x), b: () => y"));
    keeps(*state, GET(IF("k.a") "a: () => (x), ...y" ENDIF ", c: () => 1"), FALSE_, "exactly one");
#undef GET
#define VALUES(properties) JSONP(MODULE("m", "var x = {};\nmodule.exports = {" properties "};\n"))
    prunes(*state, VALUES(IF("k.a") " a: 1, x," ENDIF " c: 2"), FALSE_,
           JSONP(MODULE("m", "module.exports = { c: 2};\n")));
    prunes(*state, VALUES(IF("k.a") IF("k.a") "a: 1" ENDIF ", " IF("k.a") "x" ENDIF ENDIF ", c: 2"), FALSE_,
           JSONP(MODULE("m", "module.exports = { c: 2};\n")));
    keeps(*state, VALUES(IF("k.a") "a: 1, b: f()" ENDIF ", c: 2"), FALSE_, "exactly one");
    keeps(*state,
          JSONP(MODULE("m", "module.exports = {" IF("k.a") "a: 1, b: 2" ENDIF "};\nexports.b;\n")
                    MODULE("n", "REQ(\"m\").a;\n")),
          FALSE_, "code that stays");
#undef VALUES
}

/* ---------------------------------------------------------------------------------------------- the rest */

static void other_shapes_stay_and_say_so(void **state)
{
    keeps(*state, JSONP(MODULE("m", "REQ(" IF("k.a") "\"x\"" ENDIF ");\n")), FALSE_, "argument of a require call");
    keeps(*state, JSONP(MODULE("m", "x = y " IF("k.a") "+ z" ENDIF ";\n")), FALSE_, "exactly one");
    keeps(*state, JSONP(MODULE("m", "REQ.d(exports, { a: " IF("k.a") "() => (v) }" ENDIF ");\n")), FALSE_,
          "exactly one");
    keeps(*state, JSONP(MODULE("m", IF("k.a") ENDIF "f();\n")), FALSE_, "exactly one");
    keeps(*state, JSONP(MODULE("m", "eval(x); REQ.d(exports, {" GETTER("a", "k.a", "v") "}); var v;\n")), FALSE_,
          "eval");
    keeps(*state, JSONP(COMMON("m", "f(arguments); REQ.d(exports, {" GETTER("a", "k.a", "v") "}); var v;\n")), FALSE_,
          "arguments");
    keeps(*state, JSONP(IF("k.a") MODULE("m", "") ENDIF), FALSE_, "outside");
    keeps(*state, JSONP(MODULE("m", "f(" IF("k.a") "x" ENDIF ");\n")), FALSE_, "none of the shapes");
    keeps(*state, JSONP(MODULE("m", "var o = { " IF("k.a") "x" ENDIF ", y };\n")), FALSE_, "none of the shapes");
    keeps(*state, JSONP(MODULE("m", "function g() { " IF("k.a") "var x = 1;" ENDIF " }\n")), FALSE_,
          "none of the shapes");
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
        pruning_test(s8_the_left_side_alone_is_the_assignment),
        pruning_test(s4_definitions),
        pruning_test(s5_properties),
        pruning_test(s6_statements),
        pruning_test(s6_what_only_unused_statements_read_goes_too),
        pruning_test(s7_declarations_without_their_semicolon),
        pruning_test(several_members_go_together),
        pruning_test(other_shapes_stay_and_say_so),
        pruning_test(other_shapes_lose_their_comments_when_used),
        pruning_test(comments_of_their_own_line_go_with_it),
    };
    return unit_run(tests);
}
