#include "unit.h"

#include "prune/macro.h"

#include <stdlib.h>

static struct macro lex(struct text comment)
{
    struct macro macro;
    macro_lex(comment, &macro);
    return macro;
}

static void accepts(struct text comment, const char *condition)
{
    struct macro macro = lex(comment);
    if (macro.kind != MACRO_IF || macro.has_problem || !text_is(macro.condition, condition)) {
        fail_msg("<%.*s>: kind %d, problem %d, condition <%.*s>", TEXT_ARGS(comment), (int)macro.kind,
                 macro.has_problem, TEXT_ARGS(macro.condition));
    }
}

static void refuses(struct text comment, enum diag_code problem)
{
    struct macro macro = lex(comment);
    if (!macro.has_problem || macro.problem != problem) {
        fail_msg("<%.*s>: problem %s", TEXT_ARGS(comment), macro.has_problem ? diag_code_name(macro.problem) : "none");
    }
}

static void is_of_kind(struct text comment, enum macro_kind kind)
{
    struct macro macro = lex(comment);
    if (macro.kind != kind || macro.has_problem) fail_msg("<%.*s>: kind %d", TEXT_ARGS(comment), (int)macro.kind);
}

/* Row by row the table of macro-spec A.2, as the grammar of A.3 reads it. */

static void white_space_may_stand_anywhere_around_attributes(void **state)
{
    (void)state;
    accepts(TEXT("/* @common:if[condition=\"a\"] */"), "a");
    accepts(TEXT("/* @common:if\n [condition = \"a\" ] */"), "a");
    accepts(TEXT("/* @common:if [ condition=\"a\"] */"), "a");
    accepts(TEXT("/*@common:if [condition=\"a\"]*/"), "a");
    accepts(TEXT("// @common:if [condition=\"treeShake.k.e\"]"), "treeShake.k.e");
    accepts(TEXT("/**\n * @common:if [condition=\"a\"]\n */"), "a");
}

static void text_before_the_directive_does_not_hide_it(void **state)
{
    (void)state;
    accepts(TEXT("/* @license foo @common:if [condition=\"a\"] */"), "a");
    is_of_kind(TEXT("/* u@host.com @common:endif */"), MACRO_ENDIF);
}

static void space_inside_the_marker_makes_it_something_else(void **state)
{
    (void)state;
    is_of_kind(TEXT("/* @common :if [condition=\"a\"] */"), MACRO_NONE);
    refuses(TEXT("/* @common: if [condition=\"a\"] */"), DIAG_MACRO_UNKNOWN);
}

static void a_name_ends_at_the_first_other_character(void **state)
{
    (void)state;
    is_of_kind(TEXT("/* @common:endif */"), MACRO_ENDIF);
    is_of_kind(TEXT("/* @common:endif*/"), MACRO_ENDIF);
    is_of_kind(TEXT("/** @common:endif**/"), MACRO_ENDIF);
    is_of_kind(TEXT("// @common:endif"), MACRO_ENDIF);
    refuses(TEXT("/* @common:endifs */"), DIAG_MACRO_UNKNOWN);
    refuses(TEXT("/* @common:ifdef [condition=\"a\"] */"), DIAG_MACRO_UNKNOWN);
}

static void attributes_may_be_separated_by_spaces_or_commas(void **state)
{
    (void)state;
    accepts(TEXT("/* @common:if [a=\"1\",condition=\"b\"] */"), "b");
    accepts(TEXT("/* @common:if [condition=\"b\" a=\"1\"] */"), "b");
    accepts(TEXT("/* @common:if [a=\"1\"\n condition=\"b\"] */"), "b");
    refuses(TEXT("/* @common:if [a=\"1\"condition=\"b\"] */"), DIAG_MACRO_ATTRIBUTES);
}

static void values_need_double_quotes(void **state)
{
    (void)state;
    refuses(TEXT("/* @common:if [condition='a'] */"), DIAG_MACRO_ATTRIBUTES);
    refuses(TEXT("/* @common:if [condition=a] */"), DIAG_MACRO_ATTRIBUTES);
    refuses(TEXT("/* @common:if [condition=\"a] */"), DIAG_MACRO_ATTRIBUTES);
    refuses(TEXT("/* @common:if [condition=\"a\" */"), DIAG_MACRO_ATTRIBUTES);
    refuses(TEXT("/* @common:if [condition] */"), DIAG_MACRO_ATTRIBUTES);
    refuses(TEXT("/* @common:if [condition=\"a\nb\"] */"), DIAG_MACRO_ATTRIBUTES);
}

static void a_value_holds_no_bracket_and_no_quote(void **state)
{
    (void)state;
    refuses(TEXT("/* @common:if [condition=\"x]y\"] */"), DIAG_MACRO_ATTRIBUTES);
    refuses(TEXT("/* @common:if [condition=\"a\\\"b\"] */"), DIAG_MACRO_ATTRIBUTES);
    accepts(TEXT("/* @common:if [condition=\"x%5Dy%22\"] */"), "x%5Dy%22");
}

static void the_last_of_a_repeated_attribute_counts(void **state)
{
    (void)state;
    accepts(TEXT("/* @common:if [condition=\"a\" condition=\"b\"] */"), "b");
}

static void a_missing_condition_is_an_error(void **state)
{
    (void)state;
    refuses(TEXT("/* @common:if */"), DIAG_MACRO_NO_CONDITION);
    refuses(TEXT("/* @common:if [] */"), DIAG_MACRO_NO_CONDITION);
    refuses(TEXT("/* @common:if [value=\"a\"] */"), DIAG_MACRO_NO_CONDITION);
    refuses(TEXT("/* @common:if [condition=\"\"] */"), DIAG_MACRO_NO_CONDITION);
}

static void other_directives_have_their_answers(void **state)
{
    (void)state;
    refuses(TEXT("/* @common:else */"), DIAG_MACRO_ELSE);
    refuses(TEXT("/* @common:include */"), DIAG_MACRO_UNKNOWN);
    is_of_kind(TEXT("/* @common:define-inline [value=\"a\" default=\"b\"] */"), MACRO_DEFINE_INLINE);
    is_of_kind(TEXT("/* @swc:if [condition=\"a\"] */"), MACRO_NONE);
    is_of_kind(TEXT("/* nothing */"), MACRO_NONE);
    is_of_kind(TEXT("/**/"), MACRO_NONE);
    refuses(TEXT("/* @common:endif @common:if [condition=\"a\"] */"), DIAG_MACRO_ATTRIBUTES);
}

/* ---------------------------------------------------------------------------------------------- regions */

struct reading {
    struct arena arena;
    struct diagnostics diagnostics;
    struct syntax syntax;
    struct macros macros;
    bool good;
};

static int setup(void **state)
{
    struct reading *reading = calloc(1, sizeof *reading);
    arena_init(&reading->arena);
    diag_init(&reading->diagnostics);
    *state = reading;
    return 0;
}

static int teardown(void **state)
{
    struct reading *reading = *state;
    diag_release(&reading->diagnostics);
    arena_release(&reading->arena);
    free(reading);
    return 0;
}

static struct reading *read_source(void **state, struct text source)
{
    struct reading *reading = *state;
    struct syntax_parser *parser = syntax_parser_new();
    assert_true(syntax_parse(parser, &reading->arena, source, &reading->syntax));
    syntax_parser_free(parser);
    assert_false(reading->syntax.has_error);
    reading->good =
        macro_read(&reading->syntax, TEXT("chunk.js"), &reading->arena, &reading->macros, &reading->diagnostics);
    return reading;
}

static void has_problem(const struct reading *reading, uint32_t index, enum diag_code code, uint32_t line,
                        uint32_t column)
{
    assert_true(index < reading->diagnostics.count);
    const struct diagnostic *diagnostic = &reading->diagnostics.list[index];
    if (diagnostic->code != code || diagnostic->place.line != line || diagnostic->place.column != column) {
        fail_msg("%s at %u:%u: %.*s", diag_code_name(diagnostic->code), diagnostic->place.line,
                 diagnostic->place.column, TEXT_ARGS(diagnostic->message));
    }
    assert_text(diagnostic->place.path, "chunk.js");
}

#define IF(condition) "/* @common:if [condition=\"" condition "\"] */"
#define ENDIF         "/* @common:endif */"

static void pairs_in_source_order(void **state)
{
    struct reading *reading =
        read_source(state, TEXT(IF("a") " f(); " IF("b") " g(); " ENDIF ENDIF " h(); " IF("c") " i(); " ENDIF));
    const struct macros *macros = &reading->macros;
    assert_true(reading->good);
    assert_int_equal(macros->region_count, 3);
    assert_text(macros->regions[0].condition, "a");
    assert_int_equal(macros->regions[0].closing, 3);
    assert_int_equal(macros->regions[0].parent, REGION_NONE);
    assert_text(macros->regions[1].condition, "b");
    assert_int_equal(macros->regions[1].closing, 2);
    assert_int_equal(macros->regions[1].parent, 0);
    assert_text(macros->regions[2].condition, "c");
    assert_int_equal(macros->regions[2].parent, REGION_NONE);
    assert_int_equal(reading->diagnostics.count, 0);
}

static void only_comments_count(void **state)
{
    struct reading *reading = read_source(
        state, TEXT("x = '" IF("a") "';\ny = `" ENDIF "${'" ENDIF "'}`;\nz = /@common:if [condition=\"a\"]/;\n"));
    assert_true(reading->good);
    assert_int_equal(reading->macros.region_count, 0);
}

static void comments_in_jsx_count(void **state)
{
    struct reading *reading = read_source(state, TEXT("x = <b>{" IF("a") "}{y}{" ENDIF "}</b>;"));
    assert_true(reading->good);
    assert_int_equal(reading->macros.region_count, 1);
}

static void an_endif_alone_is_an_error_at_its_place(void **state)
{
    struct reading *reading = read_source(state, TEXT("f();\n  g(); /* here @common:endif */\n"));
    assert_false(reading->good);
    assert_int_equal(reading->diagnostics.count, 1);
    has_problem(reading, 0, DIAG_MACRO_ENDIF_WITHOUT_IF, 2, 16);
}

static void an_if_alone_is_an_error_at_its_place(void **state)
{
    struct reading *reading =
        read_source(state, TEXT(IF("a") " f(); " ENDIF "\n " IF("b") " g();\n" IF("c") " h(); " ENDIF "\n"));
    assert_false(reading->good);
    assert_int_equal(reading->diagnostics.count, 1);
    has_problem(reading, 0, DIAG_MACRO_IF_WITHOUT_ENDIF, 2, 2);
}

static void a_malformed_if_still_pairs(void **state)
{
    struct reading *reading = read_source(state, TEXT("\n/* @common:if [condition=a] */ f(); " ENDIF));
    assert_false(reading->good);
    assert_int_equal(reading->diagnostics.count, 1);
    has_problem(reading, 0, DIAG_MACRO_ATTRIBUTES, 2, 26);
}

static void an_else_is_an_error(void **state)
{
    struct reading *reading = read_source(state, TEXT(IF("a") " f();\n/* @common:else */ g(); " ENDIF));
    assert_false(reading->good);
    assert_int_equal(reading->diagnostics.count, 1);
    has_problem(reading, 0, DIAG_MACRO_ELSE, 2, 4);
}

static void an_unknown_directive_is_a_warning(void **state)
{
    struct reading *reading = read_source(state, TEXT("/* @common:include */ f();"));
    assert_true(reading->good);
    assert_int_equal(reading->diagnostics.count, 1);
    has_problem(reading, 0, DIAG_MACRO_UNKNOWN, 1, 4);
}

static void deep_nesting_is_no_problem(void **state)
{
    enum { DEPTH = 10000 };
    struct reading *reading = *state;
    struct buffer source;
    buffer_init(&source);
    for (int i = 0; i < DEPTH; i++) buffer_put_string(&source, IF("a"));
    buffer_put_string(&source, "f();");
    for (int i = 0; i < DEPTH; i++) buffer_put_string(&source, ENDIF);
    struct text text = arena_copy(&reading->arena, buffer_text(&source));
    buffer_release(&source);
    read_source(state, text);
    assert_true(reading->good);
    assert_int_equal(reading->macros.region_count, DEPTH);
    assert_int_equal(reading->macros.regions[DEPTH - 1].parent, DEPTH - 2);
}

#define region_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(white_space_may_stand_anywhere_around_attributes),
        cmocka_unit_test(text_before_the_directive_does_not_hide_it),
        cmocka_unit_test(space_inside_the_marker_makes_it_something_else),
        cmocka_unit_test(a_name_ends_at_the_first_other_character),
        cmocka_unit_test(attributes_may_be_separated_by_spaces_or_commas),
        cmocka_unit_test(values_need_double_quotes),
        cmocka_unit_test(a_value_holds_no_bracket_and_no_quote),
        cmocka_unit_test(the_last_of_a_repeated_attribute_counts),
        cmocka_unit_test(a_missing_condition_is_an_error),
        cmocka_unit_test(other_directives_have_their_answers),
        region_test(pairs_in_source_order),
        region_test(only_comments_count),
        region_test(comments_in_jsx_count),
        region_test(an_endif_alone_is_an_error_at_its_place),
        region_test(an_if_alone_is_an_error_at_its_place),
        region_test(a_malformed_if_still_pairs),
        region_test(an_else_is_an_error),
        region_test(an_unknown_directive_is_a_warning),
        region_test(deep_nesting_is_no_problem),
    };
    return unit_run(tests);
}
