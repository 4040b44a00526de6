#include "unit.h"

#include "base/diag.h"
#include "base/pool.h"

static struct diagnostics problems;
static struct buffer out;

static int setup(void **state)
{
    (void)state;
    diag_init(&problems);
    buffer_init(&out);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    diag_release(&problems);
    buffer_release(&out);
    return 0;
}

static struct diag_place at(const char *path, uint32_t line, uint32_t column)
{
    return (struct diag_place){text_of(path), line, column};
}

static void prints_place_code_message_and_remedy(void **state)
{
    (void)state;
    diag_add(&problems, DIAG_CONFIG_VALUE, at("b.json", 3, 7), "\"%s\" takes a %s", "entry", "string");
    diag_add(&problems, DIAG_FILE_UNREADABLE, diag_place_file(TEXT("a.js")), "no such file");
    diag_add(&problems, DIAG_USAGE_INVALID, diag_nowhere, "unknown option --x");
    diag_print(&problems, &out, (struct diag_print_options){0});
    assert_text(buffer_text(&out), "mfshake: error[M300]: unknown option --x\n"
                                   "  help: see mfshake --help\n"
                                   "a.js: error[M401]: no such file\n"
                                   "  help: check that the path is a regular file and may be read\n"
                                   "b.json:3:7: error[M304]: \"entry\" takes a string\n"
                                   "  help: see schemas/config-v1.schema.json for what the key takes\n");
}

static void sorts_and_drops_repetitions(void **state)
{
    (void)state;
    diag_add(&problems, DIAG_SYNTAX, at("b", 1, 1), "x");
    diag_add(&problems, DIAG_SYNTAX, at("a", 10, 1), "x");
    diag_add(&problems, DIAG_SYNTAX, at("a", 9, 2), "x");
    diag_add(&problems, DIAG_SYNTAX, at("a", 9, 1), "y");
    diag_add(&problems, DIAG_SYNTAX, at("a", 9, 1), "x");
    diag_add(&problems, DIAG_IMPORT_UNRESOLVED, at("a", 9, 1), "z");
    diag_add(&problems, DIAG_SYNTAX, at("a", 9, 1), "x");
    diag_sort(&problems);
    static const struct {
        const char *path, *message;
        uint32_t line, column;
    } want[] = {{"a", "z", 9, 1}, {"a", "x", 9, 1},  {"a", "y", 9, 1},
                {"a", "x", 9, 2}, {"a", "x", 10, 1}, {"b", "x", 1, 1}};
    assert_int_equal(problems.count, sizeof want / sizeof *want);
    for (uint32_t i = 0; i < problems.count; i++) {
        const struct diagnostic *got = &problems.list[i];
        assert_true(text_is(got->place.path, want[i].path) && text_is(got->message, want[i].message));
        assert_int_equal(got->place.line, want[i].line);
        assert_int_equal(got->place.column, want[i].column);
    }
}

static void owns_what_it_keeps(void **state)
{
    (void)state;
    char path[] = "path", word[] = "word";
    diag_add(&problems, DIAG_SYNTAX, diag_place_file(text_of(path)), "%s", word);
    path[0] = word[0] = 'X';
    assert_text(problems.list[0].place.path, "path");
    assert_text(problems.list[0].message, "word");
}

static void finds_lines_and_columns(void **state)
{
    (void)state;
    struct diag_place place = diag_place_at(TEXT("f"), TEXT("ab\ncd\n"), 4);
    assert_int_equal(place.line, 2);
    assert_int_equal(place.column, 2);
    assert_int_equal(diag_place_file(TEXT("f")).line, 0);
}

static void chooses_the_exit_status(void **state)
{
    (void)state;
    assert_int_equal(diag_exit_status(&problems), 0);
    diag_add(&problems, DIAG_SHARE_UNRESOLVED, diag_nowhere, "a warning");
    assert_int_equal(diag_exit_status(&problems), 0);
    diag_add(&problems, DIAG_SYNTAX, diag_nowhere, "the input");
    assert_int_equal(diag_exit_status(&problems), 1);
    diag_add(&problems, DIAG_CONFIG_VALUE, diag_nowhere, "the configuration");
    assert_int_equal(diag_exit_status(&problems), 2);
    diag_add(&problems, DIAG_WRITE_FAILED, diag_nowhere, "the world");
    assert_int_equal(diag_exit_status(&problems), 3);
    diag_add(&problems, DIAG_SYNTAX, diag_nowhere, "the input again");
    assert_int_equal(diag_exit_status(&problems), 3);
}

static void makes_hostile_text_visible(void **state)
{
    (void)state;
    diag_add(&problems, DIAG_SYNTAX, at("a\x1b[2J\n.js", 1, 1), "%s", "name \xE2\x80\xAE\n::error::x");
    diag_print(&problems, &out, (struct diag_print_options){0});
    assert_true(text_starts_with(buffer_text(&out),
                                 TEXT("a\\x1b[2J\\x0a.js:1:1: error[M504]: name \\u{202e}\\x0a::error::x\n")));
}

static void a_path_can_not_be_a_command_of_the_ci_system(void **state)
{
    (void)state;
    diag_add(&problems, DIAG_SYNTAX, diag_place_file(TEXT("::error::x")), "m");
    diag_add(&problems, DIAG_SYNTAX, diag_place_file(TEXT("##[error]x")), "m");
    diag_add(&problems, DIAG_SYNTAX, diag_place_file(TEXT(" ::error::x")), "m");
    diag_print(&problems, &out, (struct diag_print_options){0});
    for (size_t start = 0; start < out.length; start = text_find_char(buffer_text(&out), '\n', start) + 1) {
        struct text line = text_slice(buffer_text(&out), start, out.length);
        assert_true(text_starts_with(line, TEXT("./")) || text_starts_with(line, TEXT("  help: ")));
    }
}

static void notes_only_when_asked(void **state)
{
    (void)state;
    diag_add(&problems, DIAG_CONDITION_MISSING, at("a", 1, 1), "a note");
    diag_print(&problems, &out, (struct diag_print_options){0});
    assert_text(buffer_text(&out), "");
    diag_print(&problems, &out, (struct diag_print_options){.notes = true});
    assert_true(text_starts_with(buffer_text(&out), TEXT("a:1:1: note[M201]: a note\n")));
}

static void prints_errors_first_when_it_must_choose(void **state)
{
    (void)state;
    for (uint32_t i = 1; i <= 5; i++) diag_add(&problems, DIAG_SHARE_UNRESOLVED, at("a", i, 1), "warning");
    diag_add(&problems, DIAG_SYNTAX, at("b", 1, 1), "error");
    diag_print(&problems, &out, (struct diag_print_options){.most = 2});
    assert_text(
        buffer_text(&out),
        "a:1:1: warning[M505]: warning\n"
        "  help: install the package, or set import: false if another app provides it\n"
        "b:1:1: error[M504]: error\n"
        "  help: mend the source; until then no report is written, since nobody can tell what the module imports\n"
        "mfshake: 4 more not shown (--max-diagnostics 0 shows all)\n");
}

static void colors_only_itself(void **state)
{
    (void)state;
    diag_add(&problems, DIAG_SYNTAX, at("a", 1, 2), "m\x1b[0m");
    diag_print(&problems, &out, (struct diag_print_options){.color = true});
    assert_true(text_starts_with(buffer_text(&out), TEXT("\x1b[1ma:1:2: \x1b[31merror[M504]:\x1b[0m m\\x1b[0m\n")));
}

static void every_code_is_complete(void **state)
{
    (void)state;
    for (int code = 0; code < DIAG_CODE_COUNT; code++) {
        const char *name = diag_code_name((enum diag_code)code);
        assert_int_equal(strlen(name), 4);
        assert_int_equal(name[0], 'M');
        assert_true(strlen(diag_code_help((enum diag_code)code)) > 10);
        assert_in_range(diag_code_severity((enum diag_code)code), DIAG_NOTE, DIAG_ERROR);
    }
}

static void add_some(void *context, uint32_t index, uint32_t worker)
{
    (void)worker;
    diag_add(context, DIAG_SYNTAX, at("a", index + 1, 1), "number %u", (unsigned)index);
}

static void collects_from_threads(void **state)
{
    (void)state;
    pool_run(4, 2000, add_some, &problems);
    diag_sort(&problems);
    assert_int_equal(problems.count, 2000);
    for (uint32_t i = 0; i < 2000; i++) assert_int_equal(problems.list[i].place.line, i + 1);
    assert_text(problems.list[1999].message, "number 1999");
}

int main(void)
{
#define diag_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)
    const struct CMUnitTest tests[] = {
        diag_test(prints_place_code_message_and_remedy),
        diag_test(sorts_and_drops_repetitions),
        diag_test(owns_what_it_keeps),
        diag_test(finds_lines_and_columns),
        diag_test(chooses_the_exit_status),
        diag_test(makes_hostile_text_visible),
        diag_test(a_path_can_not_be_a_command_of_the_ci_system),
        diag_test(notes_only_when_asked),
        diag_test(prints_errors_first_when_it_must_choose),
        diag_test(colors_only_itself),
        diag_test(every_code_is_complete),
        diag_test(collects_from_threads),
    };
    return unit_run(tests);
}
