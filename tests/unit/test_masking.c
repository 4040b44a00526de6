#include "unit.h"

#include "base/buffer.h"
#include "syntax/masking.h"
#include "syntax/syntax.h"

/* Guesses about `source`, as "kind:text" joined with blanks. */
static void check_guesses(const char *source, const char *expected)
{
    struct arena arena;
    struct masked_guesses guesses = {0};
    struct buffer found;
    arena_init(&arena);
    buffer_init(&found);
    struct text text = text_of(source);
    masking_guess(text, true, &guesses);
    for (uint32_t i = 0; i < guesses.list.count; i++) {
        struct masked_guess guess = guesses.list.at[i];
        assert_true(guess.start < guess.end && guess.end <= text.length);
        if (i) buffer_put_char(&found, ' ');
        if (guess.kind == MASKED_SEPARATOR) buffer_format(&found, "; before %c", text.at[guess.end]);
        else buffer_put(&found, text_slice(text, guess.start, guess.end));
    }
    assert_int_equal(found.length, strlen(expected));
    assert_memory_equal(found.at ? found.at : "", expected, found.length);
    buffer_release(&found);
    vec_release(&guesses.list);
    arena_release(&arena);
}

static void test_guesses(void **state)
{
    (void)state;
    check_guesses("", "");
    check_guesses("a(b) < c[d];\n", "");
    check_guesses("interface A {\n  a: B\n  <T>(c: T): T\n\t(d: B): B\n[e: string]: B\n  in: B\n}",
                  "; before < ; before ( ; before [ ; before i");
    check_guesses("interface A { // a\n  (a: B): C /* b */\n  // c\n  (d: B): B\n}", "; before (");
    check_guesses("a(\n  (b) => c,\n  (d) =>\n    (e)\n)", ""); /* no type ends there */
    check_guesses("tag<A>`x`", "<A>");
    check_guesses("tag<A<B>, { c?: 'd' | \"e\" }>`x`", "<A<B>, { c?: 'd' | \"e\" }>");
    check_guesses("a < b() > `x`", "");   /* a call is no type */
    check_guesses("a < b + c > `x`", ""); /* nor is a sum */
    check_guesses("(<A>`x`)", "");        /* no tag */
    check_guesses("`x`; a > `y`", "");
    check_guesses("<p>a & b &amp; &#65; &#x41; && &c;d</p>", "& & &");
}

/* Does `source` parse as TypeScript without errors, and with nothing but its own text in the tree? */
static bool is_understood(const char *source)
{
    struct arena arena;
    arena_init(&arena);
    struct syntax_parser *parser = syntax_parser_new();
    struct syntax syntax;
    bool good = syntax_parse_language(parser, SYNTAX_TYPESCRIPT, &arena, text_of(source), &syntax) && !syntax.has_error;
    syntax_parser_free(parser);
    arena_release(&arena);
    return good;
}

static void test_confirmed_guesses(void **state)
{
    (void)state;
    assert_true(is_understood("interface A {\n  a: B\n  <T>(c: T): T\n  (d: B): B\n  [e: string]: B\n}"));
    assert_true(is_understood("const a: {\n  b: C\n  <T>(c: T): T\n} = d\n(e)\n"));
    assert_true(is_understood("tag<{ id: string }>`${a} ${b}`; `<T>${tag<A>`x`}`"));
    assert_true(is_understood("interface A {\n  a: B\n  in: C\n  instanceof: D\n}"));
    /* What is wrong stays wrong. */
    assert_false(is_understood("interface A {\n  a: B\n  <T>(c: T): T\n  +\n}"));
    assert_false(is_understood("const a = {\n  b: c\n  (d) { }\n  <T>(e: T) { }\n}"));
    assert_false(is_understood("a <"));
}

/* Newer forms, and words that are keywords in some places only. */
static void test_newer_forms(void **state)
{
    (void)state;
    assert_true(is_understood("import type A = b.c; import type D = require('e'); export import type F = G.H;"));
    assert_true(is_understood("let a: import('b').C<D, E<F>>[]; import('b').then<G>(h); let i = import('b');"));
    assert_true(is_understood("class A { static [b: string]: C; static [d] = 1; abstract = 2; abstract: D }"));
    assert_true(is_understood("abstract class A { abstract b(): C; protected abstract d: E }"));
    assert_true(is_understood("using a: B = c; await using d: E = f; for (using g of h) using(g, using.i);"));
    assert_true(is_understood("import a from 'b' assert { type: 'json' }; export * from 'c' with { type: \"json\" };"));
    assert_true(is_understood(
        "import defer * as a from 'b'; import source c from 'd'; import source from 'e'; import.defer('f');"));
    assert_false(is_understood("import type A =;"));
    assert_false(is_understood("class A { static [b: ] }"));
}

/* An ampersand is text between tags and in attributes, and an operator elsewhere in the same file. */
static void test_ampersands(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct syntax_parser *parser = syntax_parser_new();
    struct syntax syntax;
    struct text source =
        TEXT("a = x && <p b=\"?c=1&d=2\">e & f{g & h}</p>; a &&= '&'; class A { b() { return <this.c.d/>; } }");
    assert_true(syntax_parse(parser, &arena, source, &syntax));
    assert_false(syntax.has_error);
    uint32_t binaries = 0, these = 0;
    for (node_id node = 0; node < syntax.count; node++) {
        binaries += syntax_is(&syntax, node, SYNTAX_BINARY);
        these += syntax_is(&syntax, node, SYNTAX_THIS);
    }
    assert_int_equal(binaries, 2);
    assert_int_equal(these, 1);
    assert_false(syntax_parse(parser, &arena, TEXT("a = <p>& {</p>;"), &syntax) && !syntax.has_error);
    syntax_parser_free(parser);
    arena_release(&arena);
}

/* The call of the line before is still one. */
static void test_code_is_not_cut(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct syntax_parser *parser = syntax_parser_new();
    struct syntax syntax;
    struct text source = TEXT("interface A {\n  a: B\n  <T>(c: T): T\n}\nlet x = f\n(g)\n");
    assert_true(syntax_parse_language(parser, SYNTAX_TYPESCRIPT, &arena, source, &syntax));
    assert_false(syntax.has_error);
    uint32_t calls = 0;
    for (node_id node = 0; node < syntax.count; node++) calls += syntax_is(&syntax, node, SYNTAX_CALL);
    assert_int_equal(calls, 1);
    syntax_parser_free(parser);
    arena_release(&arena);
}

static void test_newer_names(void **state)
{
    (void)state;
    assert_true(is_understood("class A<out B, in C, in out D = B> { x = 1 }"));
    assert_true(is_understood("interface A<out B extends C> { b: B } class E<out, b> {} f((a, out), out < b)"));
    assert_true(is_understood("let as = 1; as(1); as[0] = 2; as++; x = y || as; z = as ? as : [as]; if (as) {}"));
    assert_true(is_understood("const f = (as: A[], b = as) => as.length; for (const as of c) as; const { as } = d"));
    assert_true(
        is_understood("x = as as B; y = z as unknown as C; w = a.await as D; v = [1] as\n  | E; u = t! as [F]"));
    assert_true(is_understood("import * as a from 'b'; import { as as as } from 'c'; export * as d from 'e'; as.f()"));
    assert_true(is_understood("type A = `a \\`b\\` ${C}`; const d = `\\`${`\\\\`}`; f(/\\`/)"));
    assert_false(is_understood("let as = ; as"));
}

/* An error in a type may have swallowed the statements behind it. */
static void test_errors_in_types(void **state)
{
    (void)state;
    assert_true(is_understood("interface A { b: C %% }\nf(a)")); /* on its line */
    assert_false(is_understood("type A = { b: ( \nf(a.b)\nconst c = { d: 1 }"));
}

static void test_names_behind_comments(void **state)
{
    (void)state;
    struct text source = TEXT("export { /* } { */ a as null, // }\n'}' as b, c as void }; x = { null: 1 }");
    char masked[128];
    memcpy(masked, source.at, source.length);
    masking_apply(masked, source, false);
    struct text expected = TEXT("export { /* } { */ _ as _ull, // }\n'}' as _, _ as _oid }; x = { null: 1 }");
    assert_memory_equal(masked, expected.at, source.length);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_guesses),         cmocka_unit_test(test_confirmed_guesses),
        cmocka_unit_test(test_code_is_not_cut), cmocka_unit_test(test_newer_forms),
        cmocka_unit_test(test_ampersands),      cmocka_unit_test(test_names_behind_comments),
        cmocka_unit_test(test_newer_names),     cmocka_unit_test(test_errors_in_types),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
