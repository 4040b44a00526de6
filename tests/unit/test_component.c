#include "unit.h"

#include "scan/component.h"
#include "scan/scan.h"

static struct arena arena;

static struct component read(const char *source)
{
    struct component component = component_read(&arena, text_of(source));
    assert_int_equal(component.program.length, strlen(source));
    return component;
}

/* The program without its blanks at both ends. */
static void expect_program(const char *source, const char *program)
{
    struct component component = read(source);
    assert_null(component.opaque);
    struct text wanted = text_of(program), is = text_trim(component.program);
    unit_text_equal(is, wanted, __FILE__, __LINE__);
    for (size_t i = 0; i < component.program.length; i++) { /* positions are those of the source */
        char c = component.program.at[i];
        assert_true(c == ' ' || c == ';' || c == source[i]);
    }
}

static void test_blocks(void **state)
{
    (void)state;
    expect_program("<template><p/></template>\n<script>\nimport 'a'\n</script>\n<style>a{}</style>", "import 'a'\n;");
    expect_program("<script setup lang='ts' generic=\"T extends A>\">a</script>", "a;");
    expect_program("<!-- <script>no</script> --><script >a</script>", "a;");
    expect_program("<style>/* <script>no</script> */</style>", "");
    expect_program("<script type=\"application/ld+json\">{}</script><scripts>no</scripts>", "");
    expect_program("<script src=\"https://cdn/x.js\"></script><script>a</script>", "a;");
    expect_program("<script>a", "a");
    expect_program("", "");
}

static void test_two_blocks(void **state)
{
    (void)state;
    struct component component = read("<script>a</script><script setup>b</script>");
    unit_text_equal(text_slice(component.program, 8, 10), TEXT("a;"), __FILE__, __LINE__);
    unit_text_equal(text_slice(component.program, 32, 34), TEXT("b;"), __FILE__, __LINE__);
}

static void test_languages(void **state)
{
    (void)state;
    assert_int_equal(read("<script>a</script>").language, SYNTAX_JAVASCRIPT);
    assert_int_equal(read("<script lang=ts>a</script>").language, SYNTAX_TYPESCRIPT);
    assert_int_equal(read("<script type=\"text/typescript\">a</script>").language, SYNTAX_TYPESCRIPT);
    assert_int_equal(read("<script lang=\"tsx\">a</script>").language, SYNTAX_TSX);
}

static void test_opaque(void **state)
{
    (void)state;
    assert_non_null(read("<script lang=\"coffee\">a</script>").opaque);
    assert_non_null(read("<script src=\"./a.js\"></script>").opaque);
    struct component component = read("<script>a</script>\n{#await import ('./b.svelte')}");
    assert_non_null(component.opaque);
    assert_int_equal(component.opaque_offset, 27);
    assert_non_null(read("<p @click=\"require('x')\"/>").opaque);
    assert_null(read("<p>imports and requirements (all)</p>").opaque);
}

static void test_wasm(void **state)
{
    (void)state;
    assert_false(scan_wasm_has_imports((struct text){"\0asm\1\0\0\0", 8}));
    assert_false(scan_wasm_has_imports((struct text){"\0asm\1\0\0\0\1\2\1\1\7\1\0", 15}));
    assert_true(scan_wasm_has_imports((struct text){"\0asm\1\0\0\0\1\2\1\1\2\1\1", 15}));
    assert_true(scan_wasm_has_imports((struct text){"\0asm\1\0\0\0\1\200\200\200\200\200", 14}));
    assert_true(scan_wasm_has_imports((struct text){"\0asm\1\0\0\0\1\11", 10}));
    assert_true(scan_wasm_has_imports(TEXT("export {}")));
}

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_blocks), cmocka_unit_test(test_two_blocks), cmocka_unit_test(test_languages),
        cmocka_unit_test(test_opaque), cmocka_unit_test(test_wasm),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
