#include "scan_fixture.h"

static void declarations(void **state)
{
    struct scanned *s = *state;
    expect_parts(s, "const a = 1, b = a; function f() { return b + g() } class C { m() { f() } }",
                 "pure <a = 1> declares a\npure <b = a> declares b reads a\npure <function f() { return b + g() }> "
                 "declares f reads b\n"
                 "pure <class C { m() { f() } }> declares C reads f\n");
    expect_parts(
        s, "let x; x = 1; function set() { x = 2 }",
        "pure <x> declares x\nrun <x = 1;> declares x reads x\npure <function set() { x = 2 }> declares set reads x\n");
    expect_parts(s, "@d export class C {}", "run <@d export class C {}> declares C\n");
    expect_parts(s, "var a = 1; var a = 2;", "pure <a = 1> declares a\npure <a = 2> declares a reads a\n");
    expect_parts(
        s, "import d, {n} from 'x'; export {d}; export default n;",
        "pure <import d, {n} from 'x';> declares d n\npure <export {d};> reads d\npure <export default n;> reads n\n");
}

static void names_of_inner_scopes(void **state)
{
    struct scanned *s = *state;
    expect_parts(s, "var a = 1; function f(a) { return a } for (const b of c) { var d = b }",
                 "pure <a = 1> declares a\npure <function f(a) { return a }> declares f\nrun <for (const b of c) { var "
                 "d = b }> declares d\n");
}

static void eval_reads_all(void **state)
{
    struct scanned *s = *state;
    expect_parts(s, "const a = 1; function f() { eval('a') }",
                 "pure <a = 1> declares a\npure <function f() { eval('a') }> declares f reads a f\n");
}

static void check_pure(struct scanned *s, const char *expression, bool wanted)
{
    struct text source = arena_format(&s->arena, "const x = %s;", expression);
    scan_text(s, source);
    if (s->record->has_error || s->record->parts[0].pure != wanted)
        fail_msg("%s is %spure", expression, wanted ? "not " : "");
}

static void pure_values(void **state)
{
    static const char *const pure[] = {
        "1",
        "'a'",
        "a",
        "this",
        "/r/g",
        "() => f()",
        "function () { f() }",
        "[1, a]",
        "{a, b: c, d() { f() }, get e() { return f() }}",
        "a ? b : c",
        "a && b",
        "!a",
        "typeof a",
        "void 0",
        "a === b",
        "1 + 2",
        "-1",
        "`a`",
        "class { m() { f() } a = f(); static b = 1 }",
        "class extends A {}",
        "/*#__PURE__*/ f(a)",
        "/* @__PURE__ */ new F()",
        "new Map()",
        "new WeakSet",
        "(a, b)",
        "import.meta",
        "<a b={c}>d</a>",
        "/*#__PURE__*/ a.b(c)",
        "{['a']: 1}",
    };
    struct scanned *s = *state;
    for (size_t i = 0; i < sizeof pure / sizeof *pure; i++) check_pure(s, pure[i], true);
}

static void impure_values(void **state)
{
    static const char *const impure[] = {
        "f()",
        "new F()",
        "a.b",
        "a[b]",
        "a?.b",
        "a + b",
        "a < b",
        "a == b",
        "+a",
        "-a",
        "a in b",
        "a instanceof b",
        "delete a.b",
        "a++",
        "a = 1",
        "[...a]",
        "{...a}",
        "{[a]: 1}",
        "`${f()}`",
        "f`a`",
        "await a",
        "a ? f() : b",
        "class extends f() {}",
        "class { static a = f() }",
        "class { static { f() } }",
        "class { [f()]() {} }",
        "class { [a] = 1 }",
        "/*#__PURE__*/ f(g())",
        "/*#__PURE__*/ new F(g())",
        "new Map([[a, b]])",
        "import('a')",
        "/* PURE */ f()",
        "<a b={f()}/>",
        "<a {...b}/>",
    };
    struct scanned *s = *state;
    for (size_t i = 0; i < sizeof impure / sizeof *impure; i++) check_pure(s, impure[i], false);
    check_pure(s, "1; const Map = f; const y = new Map()", true);
    assert_false(s->record->parts[2].pure); /* another Map */
}

static void destructuring_runs_getters(void **state)
{
    struct scanned *s = *state;
    expect_parts(s, "const {a} = b;", "run <{a} = b> declares a\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        scan_test(declarations), scan_test(names_of_inner_scopes), scan_test(eval_reads_all),
        scan_test(pure_values),  scan_test(impure_values),         scan_test(destructuring_runs_getters),
    };
    return unit_run(tests);
}
