#include "unit.h"

#include "base/fs.h"
#include "syntax/syntax.h"

#include <stdio.h>

struct parsed {
    struct arena arena;
    struct syntax_parser *parser;
    struct syntax syntax;
};

static int setup(void **state)
{
    static struct parsed p;
    arena_init(&p.arena);
    p.parser = syntax_parser_new();
    *state = &p;
    return p.parser ? 0 : -1;
}

static int teardown(void **state)
{
    struct parsed *p = *state;
    syntax_parser_free(p->parser);
    arena_release(&p->arena);
    return 0;
}

/* next, parent and spans of the flat tree agree with each other. */
static void check_tree(const struct syntax *syntax)
{
    assert_true(syntax->count > 0);
    assert_int_equal(syntax->nodes[0].parent, NODE_NONE);
    assert_int_equal(syntax->nodes[0].next, syntax->count);
    for (node_id node = 1; node < syntax->count; node++) {
        const struct syntax_node *n = &syntax->nodes[node], *parent = &syntax->nodes[n->parent];
        assert_true(n->parent < node && n->next > node && n->next <= parent->next);
        assert_true(parent->start <= n->start && n->start <= n->end && n->end <= parent->end);
        assert_true(n->kind < SYNTAX_KIND_COUNT && n->field < FIELD_COUNT);
        node_id before = n->parent + 1; /* each node but a first child is the next of a sibling */
        if (before != node)
            assert_true(syntax->nodes[node - 1].next == node || syntax->nodes[node - 1].parent != n->parent);
    }
    for (uint32_t c = 0; c < syntax->comment_count; c++) {
        const struct syntax_comment *comment = &syntax->comments[c];
        assert_true(comment->start < comment->end && comment->end <= syntax->source.length);
        if (c) assert_true(comment[-1].end <= comment->start);
        assert_int_equal(syntax_comment_at(syntax, comment->start), c);
    }
}

static void parse(struct parsed *p, struct text source)
{
    assert_true(syntax_parse(p->parser, &p->arena, source, &p->syntax));
    check_tree(&p->syntax);
}

/* The texts of the top-level statements, joined with " | ". */
static void expect_statements(struct parsed *p, const char *source, const char *expected)
{
    char found[256] = "";
    parse(p, text_of(source));
    assert_false(p->syntax.has_error);
    FOR_EACH_CHILD (&p->syntax, 0, statement) {
        struct text text = syntax_text(&p->syntax, statement);
        if (syntax_kind(&p->syntax, statement) == SYNTAX_EMPTY) continue;
        size_t length = strlen(found);
        snprintf(found + length, sizeof found - length, "%s%.*s", length ? " | " : "", TEXT_ARGS(text));
    }
    assert_string_equal(found, expected);
}

/* A default export without a name is a declaration: it ends with its body. */
static void default_declarations(void **state)
{
    struct parsed *p = *state;
    expect_statements(p, "export default function () {} next();", "export default function () {} | next();");
    expect_statements(p, "export default class{}x()", "export default class{} | x()");
    expect_statements(p, "export default async function(){}/a/.b;", "export default async function(){} | /a/.b;");
    expect_statements(p, "export default function*(){}\n(a)(b)", "export default function*(){} | (a)(b)");
    expect_statements(p, "export default function(){}+1;`a`", "export default function(){} | +1; | `a`");
    expect_statements(p, "a;export default class extends (class {}) {}[b];",
                      "a; | export default class extends (class {}) {} | [b];");
    expect_statements(p, "export default function(){}const a=1;export{a as null}",
                      "export default function(){} | const a=1; | export{a as null}");
    expect_statements(p, "export default (function () {})(a)", "export default (function () {})(a)");
    expect_statements(p, "export default function a() {} (b)", "export default function a() {} | (b)");
    expect_statements(p, "export default a(function () {})(b)", "export default a(function () {})(b)");
    parse(p, TEXT("export default {} x()"));
    assert_true(p->syntax.has_error);
    parse(p, TEXT("export default function(){}.a"));
    assert_true(p->syntax.has_error);
}

static void real_files(void **state)
{
    static const char *const paths[] = {"node_modules/tree-sitter-javascript/grammar.js",
                                        "node_modules/ajv/dist/core.js", "node_modules/ajv/lib/core.ts",
                                        "tests/run.mjs"};
    struct parsed *p = *state;
    uint32_t read = 0;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct text source;
        const char *why;
        if (!fs_read(&p->arena, text_of(paths[i]), 1 << 24, &source, &why)) continue;
        read++;
        parse(p, source);
        assert_true(p->syntax.has_error == text_ends_with(text_of(paths[i]), TEXT(".ts")));
    }
    assert_true(read >= 2); /* the tests run in the root of the project */
}

static void comments_and_marks(void **state)
{
    struct parsed *p = *state;
    parse(p, TEXT("#!/usr/bin/env node\n/* a */ b // c\n/** d */"));
    assert_int_equal(p->syntax.comment_count, 3);
    assert_false(p->syntax.has_error);
    parse(p, TEXT("\xef\xbb\xbf"
                  "a;"));
    assert_false(p->syntax.has_error);
    parse(p, TEXT("export { a as if, b as default }; import { delete as c } from 'd';"));
    assert_false(p->syntax.has_error);
}

static void errors(void **state)
{
    struct parsed *p = *state;
    parse(p, TEXT("const a = 1;\nconst = 2;\n"));
    assert_true(p->syntax.has_error);
    assert_in_range(p->syntax.error_offset, 13, 23);
}

/* The first string, name or template of the source, decoded. */
static struct text value_of(struct parsed *p, struct text source)
{
    struct text value;
    parse(p, source);
    for (node_id node = 1; node < p->syntax.count; node++) {
        if (syntax_kind(&p->syntax, node) == SYNTAX_TOKEN) continue;
        if (syntax_string_value(&p->syntax, &p->arena, node, &value)) return value;
    }
    return TEXT("(none)");
}

#define VALUE(source, wanted) assert_text(value_of(*state, TEXT(source)), wanted)

static void string_values(void **state)
{
    VALUE("'a b'", "a b");
    VALUE("\"\"", "");
    VALUE("'\\n\\t\\r\\b\\f\\v\\0'", "\n\t\r\b\f\v\0");
    VALUE("'\\x41\\u0042\\u{43}\\u{1F600}'", "ABC\xf0\x9f\x98\x80");
    VALUE("'\\ud83d\\ude00'", "\xf0\x9f\x98\x80");
    VALUE("'\\ud83d'", "\xed\xa0\xbd");
    VALUE("'a\\\nb\\\r\nc'", "abc");
    VALUE("'\\'\\\"\\\\\\q'", "'\"\\q");
    VALUE("'\\101\\60'", "A0");
    VALUE("`a\\u0062`", "ab");
    VALUE("`a${1}`", "(none)");
    VALUE("\\u0061b", "ab");
    VALUE("1", "(none)");
}

static bool is_pure(struct parsed *p, struct text source)
{
    parse(p, source);
    for (node_id node = 1; node < p->syntax.count; node++) {
        if (syntax_kind(&p->syntax, node) == SYNTAX_CALL) return syntax_is_annotated_pure(&p->syntax, node);
    }
    fail_msg("there is no call");
    return false;
}

#define PURE(source)   assert_true(is_pure(*state, TEXT(source)))
#define IMPURE(source) assert_false(is_pure(*state, TEXT(source)))

static void pure_annotations(void **state)
{
    PURE("/*#__PURE__*/ f()");
    PURE("/* @__PURE__ */ f()");
    PURE("/*#__PURE__*/ /* more */ f()");
    PURE("//#__PURE__\nf()");
    PURE("/*#__PURE__*/ (f())");
    IMPURE("/* __PURE__ */ f()");
    IMPURE("/*#__PURE__*/ a = f()");
    IMPURE("/*#__PURE__*/ a; f()");
    IMPURE("f(/*#__PURE__*/)");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(real_files),    TEST(comments_and_marks), TEST(errors),
                                       TEST(string_values), TEST(pure_annotations),   TEST(default_declarations)};
    return unit_run(tests);
}
