#include "unit.h"

#include "cli/options.h"

struct settings {
    bool quiet, verbose;
    struct text output;
    struct option_list usage;
    struct option_number jobs;
    unsigned color, formats;
};

static const char *const colors[] = {"auto", "always", "never", NULL};
static const char *const formats[] = {"jsonp", "commonjs", "json", NULL};
static const struct option rows[] = {
    {'q', "quiet", OPTION_FLAG, offsetof(struct settings, quiet), NULL, NULL, 0, "say less"},
    {'v', NULL, OPTION_FLAG, offsetof(struct settings, verbose), NULL, NULL, 0, "say more"},
    {'o', "output", OPTION_TEXT, offsetof(struct settings, output), "DIR", NULL, 0, "where to"},
    {0, "usage", OPTION_LIST, offsetof(struct settings, usage), "REPORT", NULL, 0, "reports"},
    {'j', "jobs", OPTION_NUMBER, offsetof(struct settings, jobs), "N", NULL, 1, "threads\nto use"},
    {0, "color", OPTION_WORD, offsetof(struct settings, color), NULL, colors, 0, "colours"},
    {0, "format", OPTION_WORDS, offsetof(struct settings, formats), NULL, formats, 0, "formats"},
    {0, "later", OPTION_LATER, 0, NULL, NULL, 0, ""},
};
static const struct options_table table = {rows, sizeof rows / sizeof *rows};

static struct arena arena;
static struct diagnostics diagnostics;
static struct settings settings;
static struct option_list operands;

static int setup(void **state)
{
    (void)state;
    arena_init(&arena);
    diag_init(&diagnostics);
    settings = (struct settings){0};
    operands = (struct option_list){0};
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    diag_release(&diagnostics);
    arena_release(&arena);
    return 0;
}

/* Splits `line` at blanks; "''" is an empty argument. */
static bool parse(const char *line)
{
    char *arguments[32];
    uint32_t count = 0;
    struct text text = text_of(line);
    for (size_t start = 0; start < text.length;) {
        size_t end = text_find_char(text, ' ', start);
        if (end == TEXT_NOWHERE) end = text.length;
        struct text word = text_slice(text, start, end);
        if (text_is(word, "''")) word.length = 0;
        struct text copy = arena_copy(&arena, word);
        char *argument = arena_alloc(&arena, copy.length + 1);
        memcpy(argument, copy.at, copy.length);
        arguments[count++] = argument;
        start = end + 1;
    }
    return options_parse(table, arguments, count, &arena, &settings, &operands, &diagnostics);
}

static void reads_values_in_every_form(void **state)
{
    (void)state;
    const char *const forms[] = {"-o dir", "-odir", "--output dir", "--output=dir", "-qo dir", "-qodir"};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        settings = (struct settings){0};
        assert_true(parse(forms[i]));
        assert_text(settings.output, "dir");
    }
    assert_true(settings.quiet);
    assert_true(parse("--output=a=b"));
    assert_text(settings.output, "a=b");
    assert_int_equal(operands.count, 0);
}

static void keeps_operands_in_order(void **state)
{
    (void)state;
    assert_true(parse("a -q - -o x b -- -c --usage"));
    assert_int_equal(operands.count, 5);
    assert_text(operands.at[0], "a");
    assert_text(operands.at[1], "-");
    assert_text(operands.at[2], "b");
    assert_text(operands.at[3], "-c");
    assert_text(operands.at[4], "--usage");
}

static void a_list_takes_all_up_to_the_next_option(void **state)
{
    (void)state;
    assert_true(parse("chunk --usage a - b -q c --usage=d e --usage f -- g"));
    assert_int_equal(settings.usage.count, 5);
    const char *const wanted[] = {"a", "-", "b", "d", "f"};
    for (size_t i = 0; i < 5; i++) assert_true(text_is(settings.usage.at[i], wanted[i]));
    assert_int_equal(operands.count, 4);
    assert_text(operands.at[1], "c");
    assert_text(operands.at[2], "e");
    assert_text(operands.at[3], "g");
}

static void many_values_fit(void **state)
{
    (void)state;
    assert_true(parse("--usage a b c d e f g h i j k l m n o p q"));
    assert_int_equal(settings.usage.count, 17);
    assert_text(settings.usage.at[0], "a");
    assert_text(settings.usage.at[16], "q");
}

static void reads_numbers_and_words(void **state)
{
    (void)state;
    assert_true(parse("-j4 --color never --format json --format=commonjs"));
    assert_true(settings.jobs.given);
    assert_int_equal(settings.jobs.value, 4);
    assert_int_equal(settings.color, 2);
    assert_int_equal(settings.formats, 2 | 4);
}

static void refuses(const char *line, const char *message)
{
    uint32_t before = diagnostics.count;
    assert_false(parse(line));
    assert_int_equal(diagnostics.count, before + 1);
    const struct diagnostic *found = &diagnostics.list[before];
    assert_int_equal(found->code, DIAG_USAGE_INVALID);
    if (text_find(found->message, text_of(message), 0) == TEXT_NOWHERE) {
        fail_msg("%s: got <%.*s>, want <%s>", line, TEXT_ARGS(found->message), message);
    }
}

static void refuses_mistakes(void **state)
{
    (void)state;
    refuses("--ouptut x", "'--ouptut'; did you mean --output?");
    refuses("--nothing-like-it", "no option '--nothing-like-it'");
    refuses("-qx", "no option '-x'");
    refuses("-o", "-o/--output needs a value: DIR");
    refuses("-o -q", "-o/--output needs a value");
    refuses("--usage -- a", "--usage needs a value");
    refuses("--output=", "the one given is empty");
    refuses("-o ''", "the one given is empty");
    refuses("--quiet=yes", "--quiet takes no value");
    refuses("-j 0", "from 1 to 1000000, not '0'");
    refuses("-j 1000001", "not '1000001'");
    refuses("-j 99999999999999999999", "not '99999999999999999999'");
    refuses("-j2x", "not '2x'");
    refuses("--color red", "takes auto, always, never, not 'red'");
    refuses("--later", "not available yet");
    refuses("--outp x", "no option '--outp'");
}

static void names_the_nearest(void **state)
{
    (void)state;
    const char *const names[] = {"analyze", "prune"};
    assert_string_equal(options_nearest(TEXT("anaylze"), names, 2), "analyze");
    assert_string_equal(options_nearest(TEXT("prun"), names, 2), "prune");
    assert_null(options_nearest(TEXT("wholly-other"), names, 2));
    assert_null(options_nearest(TEXT(""), names, 2));
}

static void help_shows_what_there_is(void **state)
{
    (void)state;
    struct buffer out;
    buffer_init(&out);
    options_put_help(table, &out);
    assert_text(buffer_text(&out), "  -q, --quiet               say less\n"
                                   "  -v                        say more\n"
                                   "  -o, --output DIR          where to\n"
                                   "      --usage REPORT...     reports\n"
                                   "  -j, --jobs N              threads\n"
                                   "                            to use\n"
                                   "      --color auto|always|never\n"
                                   "                            colours\n"
                                   "      --format jsonp|commonjs|json\n"
                                   "                            formats\n");
    buffer_release(&out);
}

int main(void)
{
#define options_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)
    const struct CMUnitTest tests[] = {
        options_test(reads_values_in_every_form),
        options_test(keeps_operands_in_order),
        options_test(a_list_takes_all_up_to_the_next_option),
        options_test(many_values_fit),
        options_test(reads_numbers_and_words),
        options_test(refuses_mistakes),
        options_test(names_the_nearest),
        options_test(help_shows_what_there_is),
    };
    return unit_run(tests);
}
