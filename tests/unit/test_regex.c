#include "unit.h"

#include "base/limits.h"
#include "base/regex.h"

static struct arena arena;

static struct regex *compile(const char *pattern, const char *flags)
{
    const char *why = NULL;
    struct regex *regex = regex_new(&arena, text_of(pattern), flags, &why);
    if (!regex) fail_msg("%s: %s", pattern, why);
    return regex;
}

static bool matches(const char *pattern, const char *flags, struct text subject)
{
    struct regex *regex = compile(pattern, flags);
    struct regex_match match;
    bool found = regex_find(regex, subject, 0, &match);
    regex_free(regex);
    return found;
}

static void finds_with_groups(void **state)
{
    (void)state;
    struct regex *regex = compile("(a)(x)?(b+)", "");
    struct text subject = TEXT("..abb ab");
    struct regex_match match;
    assert_true(regex_find(regex, subject, 0, &match));
    assert_int_equal(match.start[0], 2);
    assert_int_equal(match.end[0], 5);
    assert_int_equal(match.start[1], 2);
    assert_int_equal(match.start[2], TEXT_NOWHERE);
    assert_int_equal(match.end[2], TEXT_NOWHERE);
    assert_int_equal(match.start[3], 3);
    assert_int_equal(match.end[3], 5);
    assert_int_equal(match.start[4], TEXT_NOWHERE);
    assert_true(regex_find(regex, subject, 3, &match));
    assert_int_equal(match.start[0], 6);
    assert_false(regex_find(regex, subject, 7, &match));
    assert_false(regex_find(regex, subject, 100, &match));
    assert_false(regex_find(regex, (struct text){NULL, 0}, 0, &match));
    regex_free(regex);
}

static void more_groups_than_are_kept(void **state)
{
    (void)state;
    struct regex *regex = compile("(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(b)", "");
    struct regex_match match;
    assert_true(regex_find(regex, TEXT("aaaaaaaaaaab"), 0, &match));
    assert_int_equal(match.end[0], 12);
    assert_int_equal(match.start[9], 8);
    regex_free(regex);
}

static void reads_as_ecmascript(void **state)
{
    (void)state;
    assert_true(matches("^A$", "i", TEXT("a")));
    assert_false(matches("^A$", "", TEXT("a")));
    assert_false(matches("a$", "", TEXT("a\n")));
    assert_true(matches("a$", "m", TEXT("a\nb")));
    assert_false(matches("a.b", "", TEXT("a\nb")));
    assert_true(matches("a.b", "s", TEXT("a\nb")));
    assert_true(matches("\\u0041", "", TEXT("A")));
    assert_true(matches("^.$", "", TEXT("\xC3\xA9")));
    assert_false(matches("[]", "", TEXT("a")));
    assert_true(matches("[^]", "", TEXT("a")));
    assert_true(matches("\\/a\\.js$", "", TEXT("./a.js")));
}

static void bytes_that_are_no_utf8_do_no_harm(void **state)
{
    (void)state;
    assert_true(matches("b", "", TEXT("\377b\xC0")));
    assert_false(matches("^.b", "", TEXT("\377b")));
}

static void refuses_what_it_can_not_read(void **state)
{
    (void)state;
    const char *why = NULL;
    assert_null(regex_new(&arena, TEXT("(a"), "", &why));
    assert_non_null(strstr(why, "at byte 2"));
    assert_null(regex_new(&arena, TEXT("a"), "ig", &why));
    assert_string_equal(why, "an unknown flag");
    assert_null(regex_new(&arena, TEXT("a\\C"), "", &why));
    assert_null(regex_new(&arena, TEXT("\xFF"), "", &why));

    char pattern[LIMIT_PATTERN_BYTES + 1];
    memset(pattern, 'a', sizeof pattern);
    assert_null(regex_new(&arena, (struct text){pattern, sizeof pattern}, "", &why));
    assert_string_equal(why, "the pattern is longer than 4 KiB");
    regex_free(regex_new(&arena, (struct text){pattern, sizeof pattern - 1}, "", &why));
    regex_free(NULL);
}

static void gives_up_on_a_catastrophe(void **state)
{
    (void)state;
    char subject[64];
    memset(subject, 'a', sizeof subject);
    struct regex *regex = compile("^(a|a|aa)+$", "");
    struct regex_match match;
    subject[63] = 'b';
    assert_int_equal(regex_search(regex, (struct text){subject, sizeof subject}, 0, &match), REGEX_GAVE_UP);
    assert_false(regex_find(regex, (struct text){subject, sizeof subject}, 0, &match));
    regex_free(regex);
}

static void a_long_subject_needs_no_stack(void **state)
{
    (void)state;
    size_t length = 200000;
    char *subject = arena_alloc(&arena, length);
    memset(subject, 'a', length);
    struct regex *regex = compile("^(?:a|b)*$", "");
    struct regex_match match;
    enum regex_outcome outcome = regex_search(regex, (struct text){subject, length}, 0, &match);
    assert_int_not_equal(outcome, REGEX_NOT_FOUND); /* found, or nobody knows */
    regex_free(regex);
}

static bool glob_matches(const char *glob, const char *path)
{
    struct regex *regex = regex_of_glob(&arena, text_of(glob));
    if (!regex) fail_msg("can not be read: %s", glob);
    struct regex_match match;
    bool found = regex_find(regex, text_of(path), 0, &match);
    regex_free(regex);
    return found;
}

/* Expected values as webpack 5 gives them for "sideEffects". */
static void globs_of_side_effects(void **state)
{
    (void)state;
    static const struct {
        const char *glob, *path;
        bool matches;
    } cases[] = {
        {"*.css", "./a.css", true},
        {"*.css", "./deep/er/a.css", true}, /* no slash: in every folder */
        {"*.css", "./a.css.js", false},
        {"a.js", "./a.js", true},
        {"a.js", "./sub/a.js", true},
        {"a.js", "./ba.js", false},
        {"./a.js", "./a.js", true},
        {"./a.js", "./sub/a.js", false},
        {"src/a.js", "./src/a.js", true},
        {"src/a.js", "src/a.js", true},
        {"src/a.js", "./x/src/a.js", false},
        {"./src/*.js", "./src/a.js", true},
        {"./src/*.js", "./src/b/a.js", false},
        {"./src/**/*.js", "./src/a.js", true},
        {"./src/**/*.js", "./src/b/c/a.js", true},
        {"./src/**", "./src/b/c/a.js", true},
        {"./src/**", "./srcs/a.js", false},
        {"**/*.css", "./a.css", true},
        {"**/*.css", "./x/y/a.css", true},
        {"**/x/**/a.js", "./p/x/q/r/a.js", true},
        {"**/x/**/a.js", "./p/xx/a.js", false},
        {"src/a**.js", "./src/abc.js", true}, /* not a whole part: as one star */
        {"src/a**.js", "./src/ab/c.js", false},
        {"***/a.js", "./x/y/a.js", true},
        {"a?c.js", "./abc.js", true},
        {"a?c.js", "./ac.js", false},
        {"*.{css,scss}", "./x/a.scss", true},
        {"*.{css,scss}", "./x/a.less", false},
        {"a,b.js", "./a,b.js", true},
        {"[ab].js", "./a.js", true},
        {"[ab].js", "./c.js", false},
        {"[a-c].js", "./b.js", true},
        {"[!a].js", "./!.js", true}, /* no negation */
        {"[!a].js", "./b.js", false},
        {"a+b$(1).js", "./a+b$(1).js", true},
        {"a.js", "./aXjs", false},
        {"polyfills/", "./polyfills/", true},
        {"polyfills/", "./polyfills/a.js", false},
        {"\\*.js", "./*.js", true}, /* here webpack matches nothing; a match is on the safe side */
        {"\\*.js", "./a.js", false},
        {"**", "./any/thing.js", true},
        {"*", "./any/thing.js", true},
        {"", "./", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (glob_matches(cases[i].glob, cases[i].path) != cases[i].matches) {
            fail_msg("%s %s %s", cases[i].glob, cases[i].matches ? "must match" : "must not match", cases[i].path);
        }
    }
}

static void globs_that_can_not_be_read(void **state)
{
    (void)state;
    assert_null(regex_of_glob(&arena, TEXT("a/[b.js")));
    assert_null(regex_of_glob(&arena, TEXT("a/{b,c.js")));
    assert_null(regex_of_glob(&arena, TEXT("a/b}.js")));
    assert_null(regex_of_glob(&arena, TEXT("a/[z-a].js")));
}

static void a_hostile_glob_ends(void **state)
{
    (void)state;
    struct regex *regex = regex_of_glob(&arena, TEXT("**/*a*a*a*a*a*a*a*a*a*a*a*a*a*[bc]"));
    char subject[400];
    memset(subject, 'a', sizeof subject);
    struct regex_match match;
    assert_int_equal(regex_search(regex, (struct text){subject, sizeof subject}, 0, &match), REGEX_GAVE_UP);
    regex_free(regex);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_with_groups),
        cmocka_unit_test(more_groups_than_are_kept),
        cmocka_unit_test(reads_as_ecmascript),
        cmocka_unit_test(bytes_that_are_no_utf8_do_no_harm),
        cmocka_unit_test(refuses_what_it_can_not_read),
        cmocka_unit_test(gives_up_on_a_catastrophe),
        cmocka_unit_test(a_long_subject_needs_no_stack),
        cmocka_unit_test(globs_of_side_effects),
        cmocka_unit_test(globs_that_can_not_be_read),
        cmocka_unit_test(a_hostile_glob_ends),
    };
    arena_init(&arena);
    int failed = unit_run(tests);
    arena_release(&arena);
    return failed;
}
