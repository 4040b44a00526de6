#include "scan_fixture.h"

#define LIB "import * as ns from 'lib';\n"

/* ---------------------------------------------------------------------------------------------- requests */

static void requests_of_statements(void **state)
{
    struct scanned *s = *state;
    expect_requests(s,
                    "import 'a'; import b from \"b\"; export * from 'c'; export {x} from 'd'; export * as e from 'e';",
                    "import a\nimport b\nfrom c\nfrom d\nfrom e\n");
    expect_requests(s, "import j from './j.json' with { type: 'json' };", "import ./j.json type=json\n");
    expect_requests(s, "import a from 'l\\u0069b';", "import lib\n");
}

static void requests_of_calls(void **state)
{
    struct scanned *s = *state;
    expect_requests(s, "require('a'); try { require('b'); (() => require('c'))() } catch { require('d') }",
                    "require a\nrequire b?\nrequire c\nrequire d\n");
    expect_requests(s, "import('a'); import(`b`); import(/* webpackIgnore: true */ 'c');", "dynamic a\ndynamic b\n");
    expect_requests(s, "require.resolve('a'); require.resolveWeak('b');", "resolve a\nresolve b\n");
    expect_requests(s, "function f(require) { require('a') }", "");
    expect_requests(s, "module.require('a')", "require a\n");
    expect_requests(s, "const r = require; r('a'); r.resolve('b')", "require a\nresolve b\n");
}

static void requests_of_contexts(void **state)
{
    struct scanned *s = *state;
    expect_requests(s, "import(`./x/${n}.js`)", "context ./x <*.js>\n");
    expect_requests(s, "require('./x/p' + n + '.js')", "context ./x <p*.js>\n");
    expect_requests(s, "require.context('./x', false, /\\.js$/i)", "context ./x <* /\\.js$/i flat>\n");
    expect_requests(s, "import.meta.webpackContext('./x', {recursive: false, regExp: /a/})",
                    "context ./x <* /a/ flat>\n");
    expect_requests(s, "import(/* webpackInclude: /a/i, webpackExclude: /b/ */ `./x/${n}.js`)",
                    "context ./x <*.js +/a/i -/b/>\n");
}

static void requests_of_urls(void **state)
{
    struct scanned *s = *state;
    expect_requests(s, "new URL('./a.png', import.meta.url); new Worker(new URL('./w.js', import.meta.url));",
                    "url ./a.png\nworker ./w.js\n");
    expect_requests(s, "class URL {} new URL('./a.png', import.meta.url);", "");
}

/* ---------------------------------------------------------------------------------------------- uses */

static void uses_of_names(void **state)
{
    struct scanned *s = *state;
    expect_uses(s, "import d, {a, b as c} from 'lib'; d; a(); new c(); c`x`; typeof a;",
                "lib default\nlib a call\nlib b new\nlib b tag\nlib a typeof\n");
    expect_uses(s, "import {a} from 'lib'; x = {a, b: a}; a.b.c(); a[b];",
                "lib a\nlib a\nlib a.b.c call\nlib a (computed)\n");
    expect_uses(s, "import {\"x y\" as a, default as d} from 'lib'; a; d;", "lib x y\nlib default\n");
    expect_uses(s, "import {\\u0061b} from 'lib'; ab; \\u{61}b;", "lib ab\nlib ab\n");
}

static void uses_of_namespaces(void **state)
{
    struct scanned *s = *state;
    expect_uses(s, LIB "ns.a; ns['b']; ns[`c`]; new ns.D; ns.e.f(); ns.t`x`;",
                "lib a\nlib b\nlib c\nlib D new\nlib e.f call\nlib t tag\n");
    expect_uses(s, LIB "'a' in ns; k in ns;", "lib a has\nlib * (escapes)\n");
    expect_uses(s, LIB "f(ns); [...ns]; ns[k]; ns?.a; ns.b?.();",
                "lib * (escapes)\nlib * (escapes)\nlib * (computed)\nlib * (optional)\nlib b call\n");
    expect_uses(s, LIB "(ns).a; ((ns).b).c;", "lib a\nlib b.c\n");
}

static void uses_by_destructuring(void **state)
{
    struct scanned *s = *state;
    expect_uses(s, LIB "const {a, b: c, 'd': e, ['f']: g, h = 1, i: {j}} = ns;",
                "lib a\nlib b\nlib d\nlib f\nlib h\nlib i.j\n");
    expect_uses(s, LIB "const {a, ...r} = ns;", "lib a\nlib * (rest)\n");
    expect_uses(s, LIB "const {[k]: a} = ns;", "lib * (computed)\n");
    expect_uses(s, LIB "let a; ({a} = ns);", "lib a\n");
    expect_uses(s, LIB "let a; f({a} = ns);", "lib * (escapes)\n");
    expect_uses(s, LIB "const {} = ns;", "lib * unread\n");
    expect_uses(s, "import {a} from 'lib'; const {b: {}} = a; const {c: [d]} = a;", "lib a.b\nlib a.c\n");
}

static void uses_of_required_modules(void **state)
{
    struct scanned *s = *state;
    expect_uses(s, "require('lib').a; require('lib').b(); const {c} = require('lib'); require('lib');",
                "lib a\nlib b call\nlib c\n");
    expect_uses(s, "const M = require('lib'); M.a; M.b();", "lib a\nlib b call\n");
    expect_uses(s, "var M = require('lib'); M.a;", "lib * (require)\n");
    expect_uses(s, "let M = require('lib'); M.a;", "lib * (require)\n");
    expect_uses(s, "let M = require('lib');", "lib * (require)\n");
    expect_uses(s, "let x = c ? require('lib') : 0;", "lib * (require)\n");
}

static void uses_of_dynamic_imports(void **state)
{
    struct scanned *s = *state;
    expect_uses(s, "const {a} = await import('lib'); const m = await import('lib'); m.b;", "lib a\nlib b\n");
    expect_uses(s, "import('lib').then(({a}) => a); import('lib').then(m => m.b);", "lib a\nlib b\n");
    expect_uses(s, "import('lib').then(m => f(m)); import('lib').then(f); x = import('lib');",
                "lib * (import())\nlib * (import())\nlib * (import())\n");
    expect_uses(s, "import('lib').then(function (m) { return arguments })", "lib * (import())\n");
    expect_uses(s, "import(/* webpackExports: [\"a\", 'b'] */ 'lib')", "lib a\nlib b\n");
    expect_uses(s, "import(/* see webpackExports: ['a'] */ 'lib')", "lib * (import())\n");
    expect_uses(s, "f(await import(/* webpackExports: 'a' */ 'lib'))", "lib a\n");
    expect_uses(s, "(await import(/* webpackExports: 'a' */ 'lib')).b", "lib b\n");
    expect_uses(s, "const {b} = await import(/* webpackExports: 'a' */ 'lib')", "lib b\n");
}

static void uses_of_contexts(void **state)
{
    struct scanned *s = *state;
    expect_uses(s, "import(`./x/${n}`).then(m => m.a); const { b } = await import('./y/' + n);", "./x a\n./y b\n");
    expect_uses(s, "const m = await import(`./x/${n}`); m.a;", "./x a\n");
    expect_uses(s, "import(`./x/${n}`); f(await import(`./x/${n}`));", "./x * (context)\n./x * (context)\n");
    expect_uses(s, "import(/* webpackExports: ['a'] */ `./x/${n}`);", "./x a\n");
    expect_uses(s, "const { a } = require('./x/' + n); require('./y/' + n).b;", "./x a\n./y * (context)\n");
    expect_uses(s, "require.context('./x')('./y').a;", "./x * (context)\n");
}

static void uses_of_the_module_cache(void **state)
{
    struct scanned *s = *state;
    expect_uses(s, "require.cache[require.resolve('lib')].exports.a;", "lib * (cache)\n");
    assert_false(s->record->reads_module_cache);
    expect_uses(s, "delete require.cache[require.resolve('lib')]; delete require.cache[k];", "");
    assert_false(s->record->reads_module_cache);
    static const char *const unknown[] = {"k; require.cache[k].exports", "k; Object.keys(require['cache'])",
                                          "k; (require).cache[require.resolve(k)]", "k; module.require.cache.k"};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
        scan_expect(s, text_of(unknown[i]), dump_uses, "", __FILE__, __LINE__);
        if (!s->record->reads_module_cache || s->record->module_cache_offset < 3) fail_msg("%s", unknown[i]);
    }
    expect_uses(s, "function f(require) { require.cache[k] }", "");
    assert_false(s->record->reads_module_cache);
}

/* A const that holds a module and leaves by an export is out of sight. */
static void held_modules_that_are_exported(void **state)
{
    struct scanned *s = *state;
    expect_uses(s, "const m = await import('lib'); export { m };", "lib * (import())\n");
    expect_uses(s, "const m = require('lib'); export { m as default };", "lib * (require)\n");
    expect_uses(s, "export const m = require('lib');", "lib * (require)\n");
}

static void eval_reads_everything(void **state)
{
    struct scanned *s = *state;
    expect_uses(s, "import {a} from 'lib'; eval('a');", "lib * (eval)\n");
    expect_uses(s, "import {a} from 'lib'; (eval)('a');", "lib * (eval)\n");
    expect_uses(s, "import {a} from 'lib'; (0, eval)('a');", "");
    expect_uses(s, "const m = await import('lib'); eval('m.b'); export {};", "lib * (eval)\n");
    expect_exports(s, "exports.a = 1; eval('exports.b = exports.a');", "assigned a\ndynamic open\n");
}

static void shadowed_names_are_no_uses(void **state)
{
    struct scanned *s = *state;
    expect_uses(s,
                "import {a} from 'lib'; function f(a) { a } (a => a); { let a; a } try {} catch (a) { a } for (const a "
                "of x) a; class b { m(a) { a } }",
                "");
    expect_uses(s, "import {a} from 'lib'; function f() { a; { var a } }", "");
    expect_uses(s, "import {a} from 'lib'; f(function a() { a }); f(class a { b = a });", "");
}

/* Parameters do not see what the body declares, keys of methods not even the parameters. */
static void what_parameters_do_not_see(void **state)
{
    struct scanned *s = *state;
    expect_uses(s, "import {a} from 'lib'; export function f(b = a) { var a = 1; return a + b }", "lib a\n");
    expect_uses(s, "import {a} from 'lib'; export const f = (b = () => a) => { var a = 1; return a + b }", "lib a\n");
    expect_uses(s, "import {a} from 'lib'; export function f({b = a, [a]: c}) { const a = 1 }", "lib a\nlib a\n");
    expect_uses(s, "import {a} from 'lib'; export const o = { [a](a) { return a } };", "lib a\n");
    expect_uses(s, "import {a} from 'lib'; export class C { [a()](a) { return a } }", "lib a call\n");
    expect_uses(s, "import {a} from 'lib'; export function f(a, b = a) { var a; }", "");
}

static void uses_in_jsx(void **state)
{
    struct scanned *s = *state;
    expect_uses(s, "import {A, B} from 'lib'; x = <A b={B}><A.c/></A>;",
                "react/jsx-runtime jsx call\nlib A\nlib B\nreact/jsx-runtime jsx call\nlib A.c\n");
    expect_uses(s, "x = <><a/><b/></>;",
                "react/jsx-runtime jsxs call\nreact/jsx-runtime Fragment call\nreact/jsx-runtime jsx "
                "call\nreact/jsx-runtime jsx call\n");
    expect_uses(s, "x = <a {...p} key='k'/>;", "react createElement call\n");
    expect_uses(s, "/** @jsxImportSource preact */ x = <a/>;", "preact/jsx-runtime jsx call\n");
    s->options.jsx = SCAN_JSX_CLASSIC;
    expect_uses(s, "import React from 'react'; x = <a><></></a>;",
                "react default.createElement call\nreact default.createElement call\nreact default.Fragment\n");
    expect_uses(s, "/** @jsx h */ import {h} from 'preact'; x = <a/>;", "preact h call\n");
}

/* ---------------------------------------------------------------------------------------------- exports */

static void exports_of_statements(void **state)
{
    struct scanned *s = *state;
    expect_exports(s, "export const a = 1, {b, c: [d]} = x; export function e() {} export class f {}",
                   "a local a\nb local b\nd local d\ne local e\nf local f\n");
    expect_exports(s, "const a = 1; export {a, a as b, a as default, a as 'x y', a as if};",
                   "a local a\nb local a\ndefault local a\nx y local a\nif local a\n");
    expect_exports(s, "export default function f() {}", "default local f\n");
    expect_exports(s, "export default function () {}", "default value\n");
    expect_exports(s, "export default 1 + 1;", "default value\n");
    expect_exports(
        s,
        "export {a as b, default as c, default} from 'lib'; export * from 'x'; export * as n from 'y'; export * as "
        "default from 'z'",
        "b from lib a\nc from lib default\ndefault from lib default\n* from x\nn namespace y\ndefault namespace z\n");
    expect_exports(s, "import {a} from 'lib'; import * as n from 'm'; export {a as b, n}; export default n;",
                   "b from lib a\nn namespace m\ndefault namespace m\n");
    expect_exports(s, "export const f = function (p) { var q }, g = 1;", "f local f\ng local g\n");
    expect_exports(s, "var a; export var a = 1, b;", "a local a\nb local b\n");
    expect_exports(s, "if (x) throw 1; export const a = 1;", "a local a\n");
    expect_exports(s, "throw 1; export const a = 1; export * from 'x';", "a local a\n* from x\n");
}

static void commonjs_assignments(void **state)
{
    struct scanned *s = *state;
    expect_exports(
        s, "exports.a = 1; module.exports.b = 2; exports['c'] = 3; this.d = 4; if (x) exports.e = 5;",
        "assigned a removable\nassigned b removable\nassigned c removable\nassigned d removable\nnested e\ndefault\n");
    expect_exports(s, "Object.defineProperty(exports, '__esModule', {value: true}); exports.a = 1;",
                   "defined __esModule\nassigned a removable\nflagged\n");
    expect_exports(s, "module.exports = {a, b: 1, c() {}, 'd': 2};",
                   "property a removable\nproperty b removable\nproperty c removable\nproperty d removable\ndefault\n");
    expect_exports(s, "module.exports = {a, ...b};", "property a\ndynamic open\n");
    expect_exports(s, "module.exports = {a, __proto__: b};", "property a\nproperty __proto__\ndynamic open\n");
    expect_exports(s, "module.exports = f();", "whole \ndynamic open\n");
    expect_exports(s, "module.exports = require('x');", "whole = x\ndefault\n");
    expect_exports(s, "exports.a = require('x'); exports.b = require('y').z;",
                   "assigned a = x removable\nassigned b = y.z removable\ndefault\n");
}

static void commonjs_exports_read_back(void **state)
{
    struct scanned *s = *state;
    expect_exports(s, "exports.a = 1; exports.b = exports.a;", "assigned a\nassigned b removable\ndefault\n");
    expect_uses(s, "exports.a = 1; exports.b = exports.a;", "self a\n");
}

/* Whoever gets hold of the exports object can add and read names. */
static void commonjs_objects_that_escape(void **state)
{
    struct scanned *s = *state;
    expect_exports(s, "exports.a = 1; f(exports);", "assigned a\ndynamic open\n");
    expect_exports(s, "exports.a = 1; f(module);", "assigned a\ndynamic open\n");
    expect_exports(s, "exports.a = 1; f({exports});", "assigned a\ndynamic open\n");
    expect_exports(s, "exports.a = 1; module['exports'].b = 2;",
                   "assigned a removable\nassigned b removable\ndefault\n");
    expect_exports(s, "exports.a = 1; f(module.children);", "assigned a\ndynamic open\n");
    expect_exports(s, "exports.a = 1; exports.__proto__ = b;", "assigned a\nassigned __proto__\ndynamic open\n");
    expect_exports(s, "exports.a = 1; exports.b = function () { return this.a; };",
                   "assigned a\nassigned b\ndefault\n");
    expect_exports(s, "exports.a = 1; if (x) exports.__esModule = true;",
                   "assigned a removable\nnested __esModule\ndynamic\n");
    expect_exports(s, "exports.a = 1; var {exports: e} = module;", "assigned a\ndynamic open\n");
    expect_exports(s, "exports.a = 1; exports = {};", "assigned a\ndynamic open\n");
    expect_exports(s, "exports.a = 1; exports[k] = 2;", "assigned a\ndynamic open\n");
    expect_exports(s, "exports.a = 1; if (module.hot) f(module.id);", "assigned a removable\ndefault\n");
    expect_uses(s, "exports.a = require('lib'); f(module);", "self * (escapes)\n");
}

/* Of two assignments either may be the one that counts. */
static void commonjs_names_assigned_twice(void **state)
{
    struct scanned *s = *state;
    expect_exports(s, "exports.a = require('x'); exports.a = require('y');",
                   "assigned a removable\nassigned a removable\ndefault\n");
    expect_uses(s, "exports.a = require('x'); exports.a = require('y');", "x * (require)\ny * (require)\n");
}

static void amd(void **state)
{
    struct scanned *s = *state;
    expect_uses(s, "define(['lib', 'require'], function (L, r) { L.a; r('x').b; });", "lib a\nx b\n");
    expect_uses(s, "define('name', ['lib'], ({ a }) => a);", "lib a\n");
    expect_uses(s, "define(['lib'], factory);", "lib * (require)\n");
    expect_uses(s, "define(function (require, exports, module) { require('lib').c; });", "lib c\n");
    expect_uses(s, "require(['lib'], function (L) { f(arguments); });", "lib * (require)\n");
    expect_uses(s, "\\u0072equire('lib').e;", "lib e\n");
}

static void json(void **state)
{
    struct scanned *s = *state;
    s->source = TEXT("{\"a\": 1, \"b\": {\"c\": 2}}");
    s->record = scan_json(&s->arena, s->source);
    assert_text(verify_record(s->record, s->source.length, &s->arena), "");
    dump_exports(s);
    assert_text(buffer_text(&s->out), "a local \nb local \n");
    s->source = TEXT("{\"t\": \"\\u0000\\u0001\"}"); /* data may hold a NUL */
    s->record = scan_json(&s->arena, s->source);
    assert_int_equal(s->record->syntax, MODULE_JSON);
    assert_int_equal(s->record->export_count, 1);
    s->record = scan_json(&s->arena, TEXT("{\"a\": }"));
    assert_int_equal(s->record->syntax, MODULE_OPAQUE);
    assert_true(s->record->has_error);
}

/* ---------------------------------------------------------------------------------------------- rewrites */

static void rewrites_of_statements(void **state)
{
    struct scanned *s = *state;
    expect_rewrites(s, "import a from 'a'; export {a}; export const b = 1; export default c;",
                    "delete <import a from 'a';>\ndelete <export {a};>\ndelete <export >\ndefault= <export default "
                    ">\ndefault; <>\n");
    expect_rewrites(s, "export default function* () {}", "default name <export default > before < () {}>\n");
    expect_rewrites(s, "export default class extends A {}", "default name <export default > before < extends A {}>\n");
    expect_rewrites(s, "export default async function () {}", "default name <export default > before < () {}>\n");
}

static void rewrites_of_names(void **state)
{
    struct scanned *s = *state;
    expect_rewrites(s, "export {}; this; module; import.meta.url; import.meta; global; x = {global};",
                    "delete <export {};>\nundefined <this>\nmodule <module>\nmeta.url <import.meta.url>\nmeta "
                    "<import.meta>\nglobal <global>\nglobal <global> shorthand\n");
    expect_rewrites(
        s, "__filename; __dirname; typeof require; require; this; function f(global) { global }",
        "filename <__filename>\ndirname <__dirname>\ntext <typeof require> \"function\"\nrequire <require>\n");
}

static void files_that_are_not_understood(void **state)
{
    struct scanned *s = *state;
    scan_text(s, TEXT("import a from 'a'; const = ;"));
    assert_int_equal(s->record->syntax, MODULE_OPAQUE);
    assert_true(s->record->has_error);
    assert_in_range(s->record->error_offset, 19, 27);
    s->record = scan_asset(&s->arena);
    assert_int_equal(s->record->syntax, MODULE_ASSET);
    assert_text(verify_record(s->record, 0, &s->arena), "");
}

static void what_kind_of_module(void **state)
{
    struct scanned *s = *state;
    scan_text(s, TEXT("const a = 1;"));
    assert_int_equal(s->record->syntax, MODULE_COMMONJS);
    assert_false(s->record->strict);
    scan_text(s, TEXT("#!/usr/bin/env node\n'use strict';\nconst a = 1;"));
    assert_true(s->record->strict);
    scan_text(s, TEXT("export {};"));
    assert_int_equal(s->record->syntax, MODULE_ESM);
    s->options.source_type = SCAN_ESM;
    scan_text(s, TEXT("const a = 1;"));
    assert_int_equal(s->record->syntax, MODULE_ESM);
    assert_true(s->record->strict && s->record->pure);
    scan_text(s, TEXT("await f();"));
    assert_true(s->record->top_level_await);
    scan_text(s, TEXT("for await (const x of y) ;"));
    assert_true(s->record->top_level_await);
    scan_text(s, TEXT("async () => { await f() };"));
    assert_false(s->record->top_level_await);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        scan_test(requests_of_statements),
        scan_test(requests_of_calls),
        scan_test(requests_of_contexts),
        scan_test(requests_of_urls),
        scan_test(uses_of_names),
        scan_test(uses_of_namespaces),
        scan_test(uses_by_destructuring),
        scan_test(uses_of_required_modules),
        scan_test(uses_of_dynamic_imports),
        scan_test(uses_of_contexts),
        scan_test(uses_of_the_module_cache),
        scan_test(held_modules_that_are_exported),
        scan_test(eval_reads_everything),
        scan_test(shadowed_names_are_no_uses),
        scan_test(what_parameters_do_not_see),
        scan_test(uses_in_jsx),
        scan_test(exports_of_statements),
        scan_test(commonjs_assignments),
        scan_test(commonjs_exports_read_back),
        scan_test(commonjs_objects_that_escape),
        scan_test(commonjs_names_assigned_twice),
        scan_test(amd),
        scan_test(json),
        scan_test(rewrites_of_statements),
        scan_test(rewrites_of_names),
        scan_test(files_that_are_not_understood),
        scan_test(what_kind_of_module),
    };
    return unit_run(tests);
}
