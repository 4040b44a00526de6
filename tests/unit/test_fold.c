#include "scan_fixture.h"

#define PRODUCTION "process.env.NODE_ENV === 'production'"

static void use_defines(struct scanned *s)
{
    static const struct scan_define defines[] = {{{"process.env.NODE_ENV", 20}, {"\"development\"", 13}},
                                                 {{"DEBUG", 5}, {"false", 5}},
                                                 {{"LEVEL", 5}, {"2", 1}},
                                                 {{"API", 3}, {"{a: 1}", 6}}};
    s->options.defines = defines;
    s->options.define_count = 4;
}

static void defines(void **state)
{
    struct scanned *s = *state;
    use_defines(s);
    expect_rewrites(s, "f(process.env.NODE_ENV, LEVEL, API);",
                    "text <process.env.NODE_ENV> \"development\"\ntext <LEVEL> 2\ntext <API> {a: 1}\n");
    expect_rewrites(s, "function g(DEBUG) { return DEBUG } var process; f(process.env.NODE_ENV);", "");
    expect_rewrites(s, "process.env.NODE_ENV = 1; x.DEBUG;", "");
}

static void conditions(void **state)
{
    struct scanned *s = *state;
    use_defines(s);
    expect_rewrites(s, "if (" PRODUCTION ") a(); else b();", "text <" PRODUCTION "> false\ndead <a();>\n");
    expect_rewrites(s, "if (!(" PRODUCTION ")) a(); else b();", "text <!(" PRODUCTION ")> true\ndead <b();>\n");
    expect_rewrites(s, "DEBUG ? a() : b();", "text <DEBUG> false\ndead <a()>\n");
    expect_rewrites(s, "0 ? a() : b(); 1 || a(); null ?? b(); '' && a();", "dead <a()>\ndead <a()>\ndead <a()>\n");
    expect_rewrites(s, "if (LEVEL === 2 && a) b();", "text <LEVEL> 2\n");
    expect_rewrites(s, "if (DEBUG && a) b();", "text <DEBUG && a> false\ndead <b();>\n");
}

/* A condition with side effects stays, though its outcome is known. */
static void constant_expressions(void **state)
{
    struct scanned *s = *state;
    use_defines(s);
    expect_rewrites(s, "if (process['env'].NODE_ENV === 'production') a();",
                    "text <process['env'].NODE_ENV === 'production'> false\ndead <a();>\n");
    expect_rewrites(s, "if (process?.env?.NODE_ENV === 'develop' + `ment`) a();",
                    "text <process?.env?.NODE_ENV === 'develop' + `ment`> true\n");
    expect_rewrites(s, "const env = process.env; if (env.NODE_ENV === 'x') a();",
                    "text <env.NODE_ENV === 'x'> false\ndead <a();>\n");
    expect_rewrites(s, "if (f() && DEBUG) a();", "text <DEBUG> false\ndead <a();>\n");
    expect_rewrites(s, "if (1 + 1 > 2) a(); if (typeof 5 === 'string') b();",
                    "text <1 + 1 > 2> false\ndead <a();>\ntext <typeof 5 === 'string'> false\ndead <b();>\n");
    expect_rewrites(s, "(function (undefined) { if (undefined) a(); })(1);", "");
    expect_rewrites(s, "DEBUG ||= 1; DEBUG++; [DEBUG] = x; delete DEBUG.x;", "text <DEBUG> false\n");
}

/* What is not known for certain stays. */
static void unknown_conditions(void **state)
{
    struct scanned *s = *state;
    expect_rewrites(
        s, "const D = false; if (D) a(); if (typeof window === 'undefined') b(); if (process.env.NODE_ENV) c();", "");
    expect_rewrites(s, "if (0x0) a(); if ('1' == 1) b(); if (1_0) c(); if (0n) d(); if (null == undefined) e();", "");
}

static void dead_references_do_not_exist(void **state)
{
    struct scanned *s = *state;
    use_defines(s);
    expect_uses(s, "import {a, b} from 'lib'; if (" PRODUCTION ") a(); else b();", "lib b call\n");
    expect_requests(s, "if (" PRODUCTION ") module.exports = require('./min'); else module.exports = require('./dev');",
                    "require ./dev\n");
    expect_uses(s, "import {a, b} from 'lib'; export function f() { if (!DEBUG) return b(); a() }", "lib b call\n");
    expect_uses(s, "import {a, b} from 'lib'; export function f() { return g(); a(); function g() { b() } }",
                "lib b call\n");
}

#define HOT "if (module.hot) a(); else b(); module['hot'] && c(); !module.hot || d(); typeof module.hot"

static void hot_replacement(void **state)
{
    static const struct scan_define production = {{"process.env.NODE_ENV", 20}, {"\"production\"", 12}};
    struct scanned *s = *state;
    s->options.defines = &production;
    s->options.define_count = 1;
    expect_rewrites(s, HOT, "dead <a();>\ndead <c()>\ndead <d()>\n");
    expect_rewrites(s, "function f(module) { if (module.hot) a() } if (module.hotter) b()", "");
    s->options.source_type = SCAN_ESM; /* has no `module` */
    expect_requests(s, "if (module.hot) require('lib')", "require lib\n");
    s->options.source_type = SCAN_AUTO;
    use_defines(s);
    expect_rewrites(s, HOT, "");
}

static void names_of_dead_code_stay_declared(void **state)
{
    struct scanned *s = *state;
    use_defines(s);
    expect_rewrites(
        s, "if (DEBUG) { var a = 1, {b, c: [d]} = x; let e; for (var i in y) { var j } function f() { var k } }",
        "text <DEBUG> false\ndead <{ var a = 1, {b, c: [d]} = x; let e; for (var i in y) { var j } function f() { var "
        "k } }> var a, b, d, i, j, f\n");
    expect_uses(s, "import {a} from 'lib'; export function f() { if (DEBUG) { var [a] = x } return a }", "");
    expect_rewrites(s, "export {}; if (DEBUG) { function f() {} }",
                    "delete <export {};>\ntext <DEBUG> false\ndead <{ function f() {} }>\n");
}

static void after_returns_and_throws(void **state)
{
    struct scanned *s = *state;
    expect_rewrites(s, "function f() { return 1; a(); var b; function g() {} }", "dead <a();>\ndead <var b;> var b\n");
    expect_rewrites(s, "function f() { { throw 1 } a() }", "dead <a()>\n");
    expect_rewrites(s,
                    "function f() { if (x) return 1; a() } function g() { l: { break l; return } a() } function h() { "
                    "try { return } catch {} a() }",
                    "");
    expect_rewrites(s, "function h() { try { return } finally {} a() }", "dead <a()>\n");
    expect_rewrites(s, "function h() { try { b() } finally { return } a() }", "dead <a()>\n");
    expect_rewrites(s, "function f() { if (x) return 1; else throw 2; a() }", "dead <a()>\n");
    expect_requests(s, "throw 1; a(); import x from 'x'; export * from 'y';", "import x\nfrom y\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        scan_test(defines),
        scan_test(conditions),
        scan_test(constant_expressions),
        scan_test(unknown_conditions),
        scan_test(dead_references_do_not_exist),
        scan_test(hot_replacement),
        scan_test(names_of_dead_code_stay_declared),
        scan_test(after_returns_and_throws),
    };
    return unit_run(tests);
}
