#include "pruning.h"

/* What dies inside a module when a getter goes; each source is one module whose export a is unused, b used. */

#define REPORT_      REPORT("\"k\":{\"a\":false,\"b\":true}")
#define DEFINE(a, b) "REQ.d(exports, {\n  " GETTER("a", "k.a", a) ",\n  " GETTER("b", "k.b", b) "\n});\n"
#define DEFINED(b)   "REQ.d(exports, {\n  b: () => (" b ")\n});\n"

#define dies(before, after) \
    prunes(*state, JSONP(MODULE("m", DEFINE("a", "b") before)), REPORT_, JSONP(MODULE("m", DEFINED("b") after)))
#define stays(body) dies(body, body)

static void declarations_die_with_their_last_reader(void **state)
{
    dies("function a() {}\nfunction b() {}\n", "function b() {}\n");
    dies("const a = 1;\nconst b = 2;\n", "const b = 2;\n");
    dies("let a = () => 1;\nlet b = 2;\n", "let b = 2;\n");
    dies("class a { m() { return f(); } }\nvar b = 2;\n", "var b = 2;\n");
    dies("class a extends b {}\nclass b {}\n", "class b {}\n");
    dies("async function* a() {}\nvar b = 2;\n", "var b = 2;\n");
    dies("var a = /*#__PURE__*/ make(one), one = 1;\nvar b = 2;\n", "var b = 2;\n");
}

static void what_a_dead_declaration_read_dies_too(void **state)
{
    dies("function a() { return c(); }\nfunction c() { return d; }\nvar d = 1;\nvar b = 2;\n", "var b = 2;\n");
    dies("function a() { return c(); }\nfunction c() { return a(); }\nvar b = 2;\n", "var b = 2;\n");
    dies("function a() { return c(); }\nfunction c() {}\nfunction b() { c(); }\n",
         "function c() {}\nfunction b() { c(); }\n");
}

static void effects_keep_what_they_read(void **state)
{
    stays("var a = make();\nvar b = 2;\n");
    stays("function a() {}\nstart(a);\nvar b = 2;\n");
    stays("var a = b.member;\nvar b = {};\n");
    stays("var a = 1;\na = 2;\nvar b = 2;\n");
    stays("var a = 1;\nif (x) { a++; }\nvar b = 2;\n");
    stays("class a { static x = make(); }\nvar b = 2;\n");
    stays("class a { [make()]() {} }\nvar b = 2;\n");
    stays("var { a } = make();\nvar b = 2;\n");
}

static void what_was_dead_before_stays_with_what_it_names(void **state)
{
    stays("var unread = 1;\nvar b = 2, a = b.x;\n");
    stays("function a() {}\nvar unread = a;\nvar b = 2;\n");
    stays("function a() {}\nfunction unread() { return a(); }\nvar b = 2;\n");
}

static void writers_of_a_dead_variable_die_only_when_pure(void **state)
{
    dies("var a;\nfunction set() { a = 1; }\nvar b = 2;\n", "var a;\nfunction set() { a = 1; }\nvar b = 2;\n");
    dies("var a = 1;\nvar a = 2;\nvar b = 2;\n", "var b = 2;\n");
}

static void shadows_are_other_bindings(void **state)
{
    dies("function a() {}\nfunction b(a) { return a; }\n", "function b(a) { return a; }\n");
    dies("function a() {}\nfunction b() { { let a = 1; use(a); } }\n", "function b() { { let a = 1; use(a); } }\n");
    stays("function a() {}\nfunction b() { return { a }; }\n");
    dies("function a() {}\nfunction b(x) { return x.a; }\n", "function b(x) { return x.a; }\n");
}

static void one_declarator_of_several(void **state)
{
    dies("var a = 1, b = 2, c = b;\nuse(c);\n", "var b = 2, c = b;\nuse(c);\n");
    dies("var b = 2, a = 1, c = b;\nuse(c);\n", "var b = 2, c = b;\nuse(c);\n");
    dies("var b = 2, a = 1;\n", "var b = 2;\n");
    dies("var a = 1,\n    b = 2;\n", "var b = 2;\n");
    dies("var b = 2,\n    a = 1;\n", "var b = 2;\n");
    dies("var a = 1, b = 2\n", "var b = 2\n");
}

static void imports_die_when_they_are_annotated(void **state)
{
    dies("/* harmony import */ var a = /* #__PURE__ */ REQ(\"x\");\n/* harmony import */ var b = REQ(\"y\");\n",
         "/* harmony import */ var b = REQ(\"y\");\n");
    dies("var x = /*#__PURE__*/ REQ(\"x\");\nvar a = /*#__PURE__*/ REQ.n(x);\nvar b = 2;\n", "var b = 2;\n");
    dies("var a = REQ(\"x\");\nvar b = 2;\n", "var a = REQ(\"x\");\nvar b = 2;\n");
}

static void assignments_to_exports_end_reads(void **state)
{
    prunes(*state,
           JSONP(COMMON("m", "function a() {}\n" IF("k.a") "exports.a = a" ENDIF ";\n" IF("k.b") "exports.b = 1" ENDIF
                                                                                                 ";\n")),
           REPORT_, JSONP(COMMON("m", "exports.b = 1;\n")));
    prunes(*state, JSONP(COMMON("m", "function a() {}\n" IF("k.a") "exports.a = a()" ENDIF ";\n")), REPORT_,
           JSONP(COMMON("m", "function a() {}\na();\n")));
}

static void comments_go_with_what_they_explain(void **state)
{
    dies("/**\n * Explains a.\n */\nfunction a() {}\n\n// Explains b.\nfunction b() {}\n",
         "\n// Explains b.\nfunction b() {}\n");
    dies("b(); // says why\nfunction a() {}\nfunction b() {}\n", "b(); // says why\nfunction b() {}\n");
    dies("// A heading.\n\nfunction a() {} // trailing\nfunction b() {}\n", "// A heading.\n\nfunction b() {}\n");
    dies("function b() {}\n\nfunction a() {}\n\nfunction c() { return a; }\n\nb();\n",
         "function b() {}\n\nfunction a() {}\n\nfunction c() { return a; }\n\nb();\n");
    dies("function b() {}\n\nfunction a() {}\n\nb();\n", "function b() {}\n\nb();\n");
}

static void licences_survive(void **state)
{
    dies("/*! licence */\nfunction a() {}\nfunction b() {}\n", "/*! licence */\nfunction b() {}\n");
    dies("/**\n * @license MIT\n */\nfunction a() {}\nfunction b() {}\n",
         "/**\n * @license MIT\n */\nfunction b() {}\n");
    dies("function a() {\n  /*! inner */\n  return 1;\n}\nfunction b() {}\n", "/*! inner */\nfunction b() {}\n");
}

static void modules_with_hidden_reads_are_left(void **state)
{
    keeps(*state,
          JSONP(MODULE("m",
                       "REQ.d(exports, {" GETTER(
                           "a", "k.a", "a") "});\nfunction a() {}\nfunction f(code) { return eval(code); }\nf();\n")),
          REPORT_, "eval");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pruning_test(declarations_die_with_their_last_reader),
        pruning_test(what_a_dead_declaration_read_dies_too),
        pruning_test(effects_keep_what_they_read),
        pruning_test(what_was_dead_before_stays_with_what_it_names),
        pruning_test(writers_of_a_dead_variable_die_only_when_pure),
        pruning_test(shadows_are_other_bindings),
        pruning_test(one_declarator_of_several),
        pruning_test(imports_die_when_they_are_annotated),
        pruning_test(assignments_to_exports_end_reads),
        pruning_test(comments_go_with_what_they_explain),
        pruning_test(licences_survive),
        pruning_test(modules_with_hidden_reads_are_left),
    };
    return unit_run(tests);
}
