#include "unit.h"

#include "base/buffer.h"
#include "scan/magic_comments.h"

/* What the comments in `source`, a call, say: "ignored", "exports a b", "include /x/i", "exclude /y/", joined with "; ". */
static void check(const char *source, const char *expected)
{
    struct arena arena;
    struct buffer said;
    arena_init(&arena);
    buffer_init(&said);
    struct magic_reader *reader = magic_reader_new(&arena);
    struct syntax_parser *parser = syntax_parser_new();
    struct syntax syntax;
    assert_true(syntax_parse(parser, &arena, text_of(source), &syntax));
    assert_false(syntax.has_error);
    node_id call = 0;
    while (call < syntax.count && !syntax_is(&syntax, call, SYNTAX_CALL)) call++;
    struct magic_options options = magic_comments_read(reader, &arena, &syntax, call);
    if (options.ignores) buffer_put_string(&said, "ignored; ");
    if (options.has_exports) buffer_put_string(&said, "exports");
    for (uint32_t i = 0; i < options.export_count; i++) buffer_format(&said, " %.*s", TEXT_ARGS(options.exports[i]));
    if (options.has_exports) buffer_put_string(&said, "; ");
    const struct magic_pattern patterns[] = {options.include, options.exclude};
    for (int i = 0; i < 2; i++) {
        if (patterns[i].source.length == 0) continue;
        buffer_format(&said, "%s /%.*s/%.*s; ", i ? "exclude" : "include", TEXT_ARGS(patterns[i].source),
                      TEXT_ARGS(patterns[i].flags));
    }
    if (said.length != strlen(expected)) fail_msg("%s: %.*s", source, TEXT_ARGS(buffer_text(&said)));
    assert_memory_equal(said.at ? said.at : "", expected, said.length);
    syntax_parser_free(parser);
    magic_reader_free(reader);
    buffer_release(&said);
    arena_release(&arena);
}

static void test_values(void **state)
{
    (void)state;
    check("import('x')", "");
    check("import(/* webpackExports: ['a', \"b\", `c`] */ 'x')", "exports a b c; ");
    check("import(/* webpackExports: 'a' */ 'x')", "exports a; ");
    check("import(/* webpackExports: [] */ 'x')", "exports; ");
    check("import(/* webpackExports: ['\\x61', '\\'', 'b\\u0063',] */ 'x')", "exports a ' bc; ");
    check("import(/* webpackIgnore: true */ 'x')", "ignored; ");
    check("import(/* webpackIgnore: false */ 'x')", "");
    check(
        "import(/* webpackChunkName: 'n', webpackMode: \"eager\", webpackPrefetch: -1.5, webpackExports: 'a', */ 'x')",
        "exports a; ");
    check("import(/* 'webpackExports': 'a', webpackPreload: null */ 'x')", "exports a; ");
    check("import(/* 'webpackExports': 'a' */ 'x')", ""); /* no key has a colon at once behind it */
    check("import(/* webpackInclude: /\\/a[/\\]]+\\.js$/i, webpackExclude: /b/ */ 'x')",
          "include /\\/a[/\\]]+\\.js$/i; exclude /b/; ");
}

static void test_places(void **state)
{
    (void)state;
    check("import('x' /* webpackExports: 'a' */)", "exports a; ");
    check("import(// webpackExports: 'a'\n 'x')", "exports a; ");
    check("import /* webpackExports: 'a' */ ('x')", "exports a; ");
    check("/* webpackExports: 'a' */ import('x')", "");
    check("import('x'); /* webpackExports: 'a' */", "");
    check("import(/* webpackExports: 'a' */ /* webpackExports: 'b', webpackIgnore: true */ 'x')",
          "ignored; exports b; ");
    check("import(/* webpackExports: 'a' */ /* webpackExports: b */ 'x')", "exports a; ");
    check("import('/* webpackExports: \"a\" */')", "");
}

static void test_ordinary_comments(void **state)
{
    (void)state;
    check("import(/* see webpackExports: ['a'] */ 'x')", "");
    check("import(/* note: webpackExports: ['a'] */ 'x')", "");
    check("import(/** webpackExports: ['a'] */ 'x')", "");
    check("import(/* webpackExports: ['a'] and more */ 'x')", "");
    check("import(/* webpackExports: [a] */ 'x')", "");
    check("import(/* webpackExports: ['a' 'b'] */ 'x')", "");
    check("import(/* webpackExports: ['a'], f() */ 'x')", "");
    check("import(/* webpackExports: ['a'] + [] */ 'x')", "");
    check("import(/* webpackExports : ['a'] */ 'x')", ""); /* a blank before the colon */
    check("import(/* webpackexports: ['a'] */ 'x')", "");
    check("import(/* webpackExports: true */ 'x')", "");
    check("import(/* webpackIgnore: 'true' */ 'x')", "");
    check("import(/* webpackInclude: 'a', webpackExclude: /(/g */ 'x')", "exclude /(/g; ");
    check("import(/* xwebpackIgnore: true */ 'x')", "");
    check("import(/* x.webpackIgnore: true */ 'x')", "");
    check("import(/* webpackIgnore: true, ...{} */ 'x')", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_ordinary_comments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
