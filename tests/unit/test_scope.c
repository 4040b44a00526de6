#include "unit.h"

#include "base/buffer.h"
#include "syntax/scope.h"

struct analyzed {
    struct arena arena;
    struct syntax_parser *parser;
    struct buffer out;
};

static int setup(void **state)
{
    static struct analyzed a;
    arena_init(&a.arena);
    buffer_init(&a.out);
    a.parser = syntax_parser_new();
    *state = &a;
    return a.parser ? 0 : -1;
}

static int teardown(void **state)
{
    struct analyzed *a = *state;
    syntax_parser_free(a->parser);
    buffer_release(&a->out);
    arena_release(&a->arena);
    return 0;
}

static uint32_t line_of(const struct syntax *syntax, node_id node)
{
    return text_place_of(syntax->source, syntax->nodes[node].start).line;
}

/* Every reference, in order: its name, "=" for a write, and the line of the declaration it means, or "free". */
static void expect(struct analyzed *a, struct text source, const char *wanted, int line)
{
    struct syntax syntax;
    struct scopes scopes;
    assert_true(syntax_parse(a->parser, &a->arena, source, &syntax));
    assert_false(syntax.has_error);
    scope_analyze(&syntax, &a->arena, &scopes);
    for (binding_id b = 1; b < scopes.binding_count; b++)
        assert_true(scopes.bindings[b - 1].declaration <= scopes.bindings[b].declaration);
    buffer_clear(&a->out);
    for (uint32_t r = 0; r < scopes.reference_count; r++) {
        const struct scope_reference *reference = &scopes.references[r];
        struct text name = syntax_text(&syntax, reference->node);
        static const char *const access[] = {"", "", "=", "+="};
        assert_ptr_equal(scope_reference_of(&scopes, reference->node), reference);
        buffer_format(&a->out, "%s%.*s%s", r ? " " : "", TEXT_ARGS(name), access[reference->access]);
        if (reference->binding == BINDING_FREE) buffer_put_string(&a->out, ":free");
        else buffer_format(&a->out, ":%u", line_of(&syntax, scopes.bindings[reference->binding].declaration));
    }
    if (text_is(buffer_text(&a->out), wanted)) return;
    print_error("%.*s\ngot  %.*s\nwant %s\n", TEXT_ARGS(source), TEXT_ARGS(buffer_text(&a->out)), wanted);
    _fail(__FILE__, line);
}

#define EXPECT(source, wanted) expect(*state, TEXT(source), (wanted), __LINE__)

static void hoisting(void **state)
{
    EXPECT("a; b(); c;\nvar a;\nfunction b() {}\n{ var c; }", "a:2 b:3 c:4");
    EXPECT("{ a; }\n{ let a; }", "a:free");
    EXPECT("a;\nlet a;", "a:2");
}

static void shadowing(void **state)
{
    EXPECT("var a;\nfunction f(a) { a }\na;", "a:2 a:1");
    EXPECT("var a;\n{ let a; a }\na;", "a:2 a:1");
    EXPECT("var a;\ntry {} catch (a) { a }\na;", "a:2 a:1");
    EXPECT("var a;\nfor (let a = 1;;) a;\na;", "a:2 a:1");
    EXPECT("var a;\nfor (const a of a) a;\na;", "a:2 a:2 a:1");
    EXPECT("var a;\nx = function a() { a };\na;", "x=:free a:2 a:1");
    EXPECT("var a;\nx = class a { m() { a } };\na;", "x=:free a:2 a:1");
    EXPECT("var a;\nswitch (a) { case 1: let a;\na }", "a:1 a:2");
    EXPECT("var a;\nclass C { static { var a; a } }\na;", "a:2 a:1");
    EXPECT("var a;\nx = function a() {\nvar a; a };", "x=:free a:3");
}

static void parameters(void **state)
{
    EXPECT("var a;\nfunction f(b = a) {\nvar a; a }", "a:1 a:3");
    EXPECT("var a;\nfunction f(a, b = a) {\nvar a; }", "a:2");
    EXPECT("var a;\n(b = () => a) => {\nlet a; a };", "a:1 a:3");
    EXPECT("var a;\nx = { [a](a) { a } };", "x=:free a:1 a:2");
    EXPECT("var a;\nfunction f({ [a]: b, c = b }, ...d) { d }", "a:1 b:2 d:2");
}

static void destructuring(void **state)
{
    EXPECT("var a, b, c;\n({a, x: b, ...c} = d);", "a=:1 b=:1 c=:1 d:free");
    EXPECT("var a, b;\n[a, [b = a]] = c;", "a=:1 b=:1 a:1 c:free");
    EXPECT("var a;\nfor ([a] of b) ;\nfor (a in b) ;", "a=:1 b:free a=:1 b:free");
    EXPECT("var a;\na += 1; a++; (a) = 1;", "a+=:1 a+=:1 a=:1");
}

static void blocks_of_sloppy_code(void **state)
{
    EXPECT("{ function f() {} }\nf();", "f:1");
    EXPECT("export {};\n{ function f() {} }\nf();", "f:free");
}

static void names_that_are_no_references(void **state)
{
    EXPECT("import {a as b} from 'x';\nexport {b as c};\nexport {d as e} from 'y';", "b:1");
    EXPECT("x = <a b={c}><B.d/><E></E></a>;", "x=:free c:free B:free E:free");
    EXPECT("a.b; ({c: d}); e: for (;;) break e;", "a:free d:free");
    EXPECT("\\u0061; var a;", "\\u0061:1");
}

static void names_written_again(void **state)
{
    EXPECT("var a = 1;\nvar a = 2;\nvar a;\na;", "a=:1 a:1");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(hoisting),
        TEST(shadowing),
        TEST(parameters),
        TEST(destructuring),
        TEST(blocks_of_sloppy_code),
        TEST(names_that_are_no_references),
        TEST(names_written_again),
    };
    return unit_run(tests);
}
