#include "unit.h"

#include "prune/container.h"

#include <stdlib.h>

struct fixture {
    struct arena arena;
    struct syntax syntax;
    struct scopes scopes;
    struct container container;
};

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    if (!fixture) return -1;
    arena_init(&fixture->arena);
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    arena_release(&fixture->arena);
    free(fixture);
    return 0;
}

static bool find(struct fixture *fixture, struct text source)
{
    struct syntax_parser *parser = syntax_parser_new();
    assert_non_null(parser);
    assert_true(syntax_parse(parser, &fixture->arena, source, &fixture->syntax));
    syntax_parser_free(parser);
    assert_false(fixture->syntax.has_error);
    scope_analyze(&fixture->syntax, &fixture->arena, &fixture->scopes);
    return container_find(&fixture->syntax, &fixture->scopes, &fixture->arena, &fixture->container);
}

#define finds(source)    assert_true(find(*state, TEXT(source)))
#define does_not(source) assert_false(find(*state, TEXT(source)))

static const struct container_module *module(void **state, uint32_t index)
{
    struct fixture *fixture = *state;
    assert_true(index < fixture->container.count);
    return &fixture->container.modules[index];
}

static void is_named(void **state, binding_id binding, const char *name)
{
    struct fixture *fixture = *state;
    if (!name) {
        assert_true(binding == BINDING_FREE);
        return;
    }
    assert_true(binding != BINDING_FREE);
    assert_true(text_is(fixture->scopes.bindings[binding].name, name));
}

static void jsonp_in_every_spelling(void **state)
{
    struct fixture *fixture = *state;
    finds("(self[\"webpackChunkhost\"] = self[\"webpackChunkhost\"] || []).push([[\"a\"], { \"m\": () => {} }]);");
    assert_int_equal(fixture->container.kind, CONTAINER_JSONP);
    assert_int_equal(fixture->container.count, 1);
    finds("\"use strict\";(self.webpackChunk=self.webpackChunk||[]).push([[1],{2:(e,t,r)=>{}},e=>{e.O()}])");
    finds("/*! banner */ globalThis.chunks.push(([[1], ({ m() {} })]));");
}

static void commonjs_in_every_spelling(void **state)
{
    struct fixture *fixture = *state;
    finds("exports.id = \"a\"; exports.ids = [\"a\"]; exports.modules = { m() {} };");
    assert_int_equal(fixture->container.kind, CONTAINER_COMMONJS);
    finds("exports.ids=[1],exports.modules={m(){}};");
    finds("module.exports.modules = ({});");
}

static void containers_of_shares(void **state)
{
    struct fixture *fixture = *state;
    finds("globalThis[\"a\"] = (() => {\nvar __webpack_modules__ = ({ \"m\": () => {} });\nreturn {};\n})();");
    assert_int_equal(fixture->container.kind, CONTAINER_SHARE);
    assert_int_equal(fixture->container.count, 1);
    finds("self.a=function(){var e=1,__webpack_modules__={m(){}};return e}();");
    does_not("globalThis.a = (() => { var modules = { m() {} }; })();");
    does_not("globalThis.a = (() => { { var __webpack_modules__ = {}; } })();");
    does_not("globalThis.a = (() => { var __webpack_modules__ = load(); })();");
    does_not("globalThis.a = () => { var __webpack_modules__ = {}; };");
    does_not("globalThis.a = (() => 1)();");
    does_not("globalThis.a = f();");
    does_not("globalThis.a = 1;");
}

static void es_modules_and_bundles(void **state)
{
    struct fixture *fixture = *state;
    finds("export const __webpack_ids__ = [\"a\"];\nexport const __webpack_modules__ = { \"m\": () => {} };");
    assert_int_equal(fixture->container.kind, CONTAINER_MODULE);
    finds("const container = (() => { var __webpack_modules__ = ({ m() {} }); return {}; })();\nexport const { get } = "
          "container;");
    assert_int_equal(fixture->container.kind, CONTAINER_SHARE);
    finds("(() => { \"use strict\"; var __webpack_modules__ = ({ 1() {}, 2() {} }); })();");
    assert_int_equal(fixture->container.kind, CONTAINER_BUNDLE);
    assert_int_equal(fixture->container.count, 2);
    finds("var __webpack_modules__ = { m() {} };");
    assert_int_equal(fixture->container.kind, CONTAINER_BUNDLE);
    does_not("export const modules = {};");
    does_not("const __webpack_modules__ = load();");
    does_not("export { __webpack_modules__ };");
}

static void other_sources_have_none(void **state)
{
    does_not("");
    does_not("list.push([1, { m() {} }]);");
    does_not("list.pop([[1], { m() {} }]);");
    does_not("function f() { exports.modules = {}; }");
    does_not("var exports = {}; exports.modules = {};");
    does_not("exports.other = {};");
    does_not("exports.modules = load();");
    does_not("exports.modules = {}; exports.modules = {};");
}

static void ids_are_what_javascript_makes_of_them(void **state)
{
    finds(
        "exports.modules = { \"./a\\x2ejs\": f, 'b': f, c: f, 10: f, 1e3: f, 0x1F: f, 0b11: f, 1_000_000: f, .5: f };");
    static const char *const expected[] = {"./a.js", "b", "c", "10", "1000", "31", "3", "1000000"};
    for (uint32_t i = 0; i < 8; i++) assert_true(text_is(module(state, i)->id, expected[i]));
    assert_string_equal(module(state, 8)->opaque, "its id can not be read");
}

static void ids_are_found_again(void **state)
{
    struct fixture *fixture = *state;
    finds("exports.modules = { b() {}, a() {}, c() {}, a() {}, [computed]: f, ...more };");
    assert_false(fixture->container.is_complete);
    assert_int_equal(container_module_named(&fixture->container, TEXT("b")), 0);
    assert_int_equal(container_module_named(&fixture->container, TEXT("a")), 3);
    assert_int_equal(container_module_named(&fixture->container, TEXT("c")), 2);
    assert_int_equal(container_module_named(&fixture->container, TEXT("d")), MODULE_NONE);
    assert_int_equal(container_module_named(&fixture->container, TEXT("")), MODULE_NONE);
}

static void parameters_are_known_by_position(void **state)
{
    finds("exports.modules = { a: function (m, e, r) {}, b: (m, e) => {}, c: m => m, d(m, e, r, x) {}, e: (() => {}), "
          "f() {} };");
    static const char *const names[][3] = {
        {"m", "e", "r"}, {"m", "e", NULL}, {"m", NULL, NULL}, {"m", "e", "r"}, {NULL, NULL, NULL}, {NULL, NULL, NULL},
    };
    for (uint32_t i = 0; i < 6; i++) {
        is_named(state, module(state, i)->module, names[i][0]);
        is_named(state, module(state, i)->exports, names[i][1]);
        is_named(state, module(state, i)->require, names[i][2]);
        assert_null(module(state, i)->opaque);
    }
}

static void factories_that_hide_something_are_opaque(void **state)
{
    finds("exports.modules = { a: factory, b: ({ exports }, e, r) => {}, c(m, e, r) { r = wrap(r) }, d() { "
          "arguments[2](1) },"
          " e(m, e, r) { eval(x) }, f() { return () => arguments }, g() { function f() { return arguments } },"
          " h() { return indirect.eval(x) } };");
    for (uint32_t i = 0; i < 6; i++) assert_non_null(module(state, i)->opaque);
    assert_null(module(state, 6)->opaque);
    assert_null(module(state, 7)->opaque);
}

static void offsets_find_their_module(void **state)
{
    struct fixture *fixture = *state;
    finds("exports.modules = { a() {}, b() {} };");
    assert_int_equal(container_module_at(&fixture->syntax, &fixture->container, 0), MODULE_NONE);
    assert_int_equal(container_module_at(&fixture->syntax, &fixture->container, 20), 0);
    assert_int_equal(container_module_at(&fixture->syntax, &fixture->container, 26), MODULE_NONE);
    assert_int_equal(container_module_at(&fixture->syntax, &fixture->container, 30), 1);
}

#define container_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        container_test(jsonp_in_every_spelling),
        container_test(commonjs_in_every_spelling),
        container_test(containers_of_shares),
        container_test(es_modules_and_bundles),
        container_test(other_sources_have_none),
        container_test(ids_are_what_javascript_makes_of_them),
        container_test(ids_are_found_again),
        container_test(parameters_are_known_by_position),
        container_test(factories_that_hide_something_are_opaque),
        container_test(offsets_find_their_module),
    };
    return unit_run(tests);
}
