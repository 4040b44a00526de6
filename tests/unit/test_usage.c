#include "unit.h"

#include "report/usage_decision.h"

#include <stdlib.h>

enum { MOST_REPORTS = 4 };

struct fixture {
    struct arena arena;
    struct diagnostics diagnostics;
    struct usage reports[MOST_REPORTS];
    uint32_t count;
    struct usage_set set;
};

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    arena_init(&fixture->arena);
    diag_init(&fixture->diagnostics);
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    diag_release(&fixture->diagnostics);
    arena_release(&fixture->arena);
    free(fixture);
    return 0;
}

static bool try_read(struct fixture *fixture, struct text source)
{
    struct text path = arena_format(&fixture->arena, "report%u.json", (unsigned)fixture->count);
    return usage_read(&fixture->arena, path, source, &fixture->reports[fixture->count++], &fixture->diagnostics);
}

static void read_report(struct fixture *fixture, struct text source)
{
    if (!try_read(fixture, source)) {
        fail_msg("refused: %.*s", TEXT_ARGS(fixture->diagnostics.list[fixture->diagnostics.count - 1].message));
    }
}

static void merge_with(struct fixture *fixture, struct usage_merge_options options)
{
    assert_true(
        usage_merge(&fixture->arena, fixture->reports, fixture->count, &options, &fixture->set, &fixture->diagnostics));
}

static void merge(struct fixture *fixture)
{
    merge_with(fixture, (struct usage_merge_options){0});
}

static struct usage_decision decide(struct fixture *fixture, const char *condition)
{
    struct usage_decision decision;
    usage_decide(&fixture->set, &fixture->arena, text_of(condition), &decision);
    return decision;
}

static void answers(struct fixture *fixture, const char *condition, enum usage_answer answer)
{
    struct usage_decision decision = decide(fixture, condition);
    if (decision.answer != answer) {
        fail_msg("%s: answer %d, %.*s", condition, (int)decision.answer, TEXT_ARGS(decision.reason));
    }
    assert_true(decision.reason.length > 0);
}

static void notes(struct fixture *fixture, const char *condition, enum diag_code note)
{
    struct usage_decision decision = decide(fixture, condition);
    assert_int_equal(decision.answer, USAGE_UNDECIDED);
    assert_true(decision.has_note);
    assert_string_equal(diag_code_name(decision.note), diag_code_name(note));
}

static void refused(struct fixture *fixture, struct text source, enum diag_code code, uint32_t line, uint32_t column,
                    const char *part)
{
    if (try_read(fixture, source)) fail_msg("accepted: %.*s", TEXT_ARGS(source));
    fixture->count--;
    const struct diagnostic *diagnostic = &fixture->diagnostics.list[fixture->diagnostics.count - 1];
    bool says = text_find(diagnostic->message, text_of(part), 0) != TEXT_NOWHERE;
    if (diagnostic->code != code || diagnostic->place.line != line || diagnostic->place.column != column || !says) {
        fail_msg("%s at %u:%u: %.*s", diag_code_name(diagnostic->code), diagnostic->place.line,
                 diagnostic->place.column, TEXT_ARGS(diagnostic->message));
    }
    assert_true(text_starts_with(diagnostic->place.path, TEXT("report")));
}

/* A report of mfshake: app, the rest of the section, the shares of "treeShake", the shares of "mfshake". */
#define REPORT(app, section, flags, shares)                                                                        \
    TEXT("{\"treeShake\":{" flags "},\"mfshake\":{\"schema\":1,\"app\":\"" app "\"," section "\"shares\":{" shares \
         "}}}")

/* ---------------------------------------------------------------------------------------------- reading */

static void reads_its_own_report(void **state)
{
    struct fixture *f = *state;
    read_report(
        f, REPORT("host", "\"remotes\":[\"shop\"],", "\"b\":{\"x\":true,\"y\":false},\"a\":{}",
                  "\"b\":{\"scope\":[\"default\"],\"version\":\"1.0.0\",\"required\":[\"^1.0.0\"],\"fallback\":\"./b/"
                  "index.js\","
                  "\"role\":[\"consume\"],\"mode\":\"exact\",\"used\":[\"x\"],\"unused\":[\"y\"],\"possiblyUnused\":[],"
                  "\"reasons\":{\"x\":[\"src/"
                  "a.js:3\"]},\"aliases\":[\"b2\"]},\"a\":{\"mode\":\"dynamic\",\"fallback\":null}"));
    const struct usage *usage = &f->reports[0];
    assert_text(usage->app, "host");
    assert_int_equal(usage->remotes.count, 1);
    assert_text(usage->remotes.at[0], "shop");
    assert_int_equal(usage->share_count, 2);
    assert_text(usage->shares[0].key, "a");
    assert_int_equal(usage->shares[0].mode, USAGE_DYNAMIC);
    assert_int_equal(usage->shares[0].fallbacks.count, 0);
    const struct usage_share *b = &usage->shares[1];
    assert_text(b->key, "b");
    assert_int_equal(b->mode, USAGE_EXACT);
    assert_text(b->fallbacks.at[0], "./b/index.js");
    assert_int_equal(b->aliases.count, 1);
    assert_text(b->aliases.at[0], "b2");
    assert_text(b->scopes.at[0], "default");
    assert_int_equal(b->export_count, 2);
    assert_text(b->exports[0].name, "x");
    assert_int_equal(b->exports[0].flag, USAGE_FLAG_TRUE);
    assert_text(b->exports[1].name, "y");
    assert_int_equal(b->exports[1].flag, USAGE_FLAG_FALSE);
}

static void reads_the_prototypes_flags(void **state)
{
    struct fixture *f = *state;
    read_report(f, TEXT("{\"treeShake\":{\"k\":{\"a\":true,\"b\":false,\"chunk_characteristics\":{\"entry_module_id\":"
                        "\"./k.js\",\"has_runtime\":false}}}}"));
    assert_int_equal(f->reports[0].app.length, 0);
    assert_int_equal(f->reports[0].shares[0].export_count, 2);
    assert_text(f->reports[0].shares[0].fallbacks.at[0], "./k.js");
    merge(f);
    answers(f, "treeShake.k.a", USAGE_USED);
    answers(f, "treeShake.k.b", USAGE_UNUSED);
    answers(f, "treeShake.k.chunk_characteristics", USAGE_USED);
}

static void what_may_be_unused_is_used(void **state)
{
    struct fixture *f = *state;
    read_report(
        f, REPORT("host", "", "\"k\":{\"a\":false,\"b\":false,\"c\":false}",
                  "\"k\":{\"mode\":\"exact\",\"used\":[\"a\"],\"possiblyUnused\":[\"b\"],\"unused\":[\"c\",\"d\"]}"));
    merge(f);
    answers(f, "treeShake.k.a", USAGE_USED);
    answers(f, "treeShake.k.b", USAGE_USED);
    answers(f, "treeShake.k.c", USAGE_UNUSED);
    answers(f, "treeShake.k.d", USAGE_UNUSED);
}

static void the_prototypes_words_for_unknown_lock_the_share(void **state)
{
    struct fixture *f = *state;
    read_report(f, TEXT("{\"treeShake\":{\"k\":{\"a\":false,\"__dynamic_commonjs__\":true},\"l\":{\"a\":false,\"__"
                        "dynamic__\":false}}}"));
    merge(f);
    answers(f, "treeShake.k.a", USAGE_USED);
    answers(f, "treeShake.l.a", USAGE_UNUSED);
}

static void refuses_a_repeated_key(void **state)
{
    struct fixture *f = *state;
    refused(f, TEXT("{\"treeShake\":{\"k\":{\"a\":false},\"k\":{\"b\":false}}}"), DIAG_REPORT_SYNTAX, 1, 31,
            "has this key already");
}

static void refuses_what_is_no_json(void **state)
{
    struct fixture *f = *state;
    refused(f, TEXT("{\n  \"treeShake\": nope\n}"), DIAG_REPORT_SYNTAX, 2, 16, "not JSON");
    refused(f, TEXT(""), DIAG_REPORT_SYNTAX, 1, 1, "not JSON");
}

static void reads_the_lists_of_earlier_prototypes(void **state)
{
    struct fixture *f = *state;
    static const char *const shapes[] = {
        "{\"consume_shared_modules\":{\"k\":{\"used_exports\":[\"a\"],\"unused_exports\":[\"b\"],"
        "\"possibly_unused_exports\":[\"c\"],\"entry_module_id\":\"./k.js\"}},\"metadata\":{\"total_modules\":9}}",
        "{\"consume_shared_modules\":{\"k\":{\"used_exports\":[\"a\",\"c\"],\"unused_imports\":[\"b\"],"
        "\"provided_exports\":[\"a\",\"b\",\"c\",\"d\"],\"export_details\":[],\"has_unused_imports\":true,"
        "\"fallback_info\":{\"module_id\":\"./k.js\"}}},\"analysis_metadata\":{},\"diagnostics\":[]}",
        "{\"k\":{\"used_exports\":[\"a\"],\"unused_exports\":[\"b\"],\"possibly_unused_exports\":[\"c\"],"
        "\"entry_module_id\":\"./k.js\",\"chunk_characteristics\":[{}]}}",
        "{\"k\":{\"chunk_characteristics\":{\"usage\":{\"a\":true,\"b\":false,\"c\":true},"
        "\"entry_module_id\":\"./k.js\"}}}",
    };
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        f->count = 0;
        read_report(f, text_of(shapes[i]));
        assert_int_equal(f->reports[0].share_count, 1);
        assert_text(f->reports[0].shares[0].fallbacks.at[0], "./k.js");
        merge(f);
        answers(f, "treeShake.k.a", USAGE_USED);
        answers(f, "treeShake.k.b", USAGE_UNUSED);
        answers(f, "treeShake.k.c", USAGE_USED);
        notes(f, "treeShake.k.d", DIAG_CONDITION_MISSING);
    }
}

static void what_lists_leave_out_is_kept(void **state)
{
    struct fixture *f = *state;
    read_report(f, REPORT("host", "", "\"k\":{\"a\":false,\"b\":false,\"c\":true}", ""));
    read_report(f, TEXT("{\"k\":{\"used_exports\":[\"d\"],\"unused_exports\":[\"a\"]}}"));
    merge(f);
    answers(f, "treeShake.k.a", USAGE_UNUSED);
    notes(f, "treeShake.k.b", DIAG_CONDITION_MISSING);
    answers(f, "treeShake.k.c", USAGE_USED);
    answers(f, "treeShake.k.d", USAGE_USED);
}

static void a_share_of_which_the_prototypes_noticed_no_use_is_kept(void **state)
{
    struct fixture *f = *state;
    static const char *const shapes[] = {
        "{\"k\":{\"used_exports\":[],\"unused_exports\":[\"a\"],\"entry_module_id\":null}}",
        "{\"consume_shared_modules\":{\"k\":{\"used_exports\":[],\"unused_exports\":[]}}}",
        "{\"k\":{\"used_exports\":[\"__dynamic_commonjs__\"],\"unused_exports\":[\"a\"]}}",
        "{\"k\":{\"chunk_characteristics\":{\"usage\":{\"a\":false}}}}",
        "{\"treeShake\":{\"k\":{}}}",
        "{\"treeShake\":{\"k\":{\"a\":false,\"chunk_characteristics\":{\"entry_module_id\":\"1\",\"chunk_files\":[]}}}"
        "}",
    };
    read_report(f, REPORT("host", "", "\"k\":{\"a\":false}", ""));
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        f->count = 1;
        read_report(f, text_of(shapes[i]));
        merge(f);
        answers(f, "treeShake.k.a", USAGE_USED);
    }
}

#define STATS(shared)                                                                                     \
    TEXT("{\"id\":\"shop\",\"name\":\"shop\",\"metaData\":{\"name\":\"shop\"},\"shared\":[" shared "],"   \
         "\"remotes\":[{\"federationContainerName\":\"cart_c\",\"moduleName\":\"A\",\"alias\":\"cart\"}," \
         "{\"federationContainerName\":\"cart_c\",\"moduleName\":\"B\",\"alias\":\"cart\"}],\"exposes\":[]}")

static void reads_the_stats_of_bundlers(void **state)
{
    struct fixture *f = *state;
    read_report(f, STATS("{\"name\":\"k\",\"version\":\"1.2.3\",\"requiredVersion\":\"^1.0.0\",\"singleton\":true,"
                         "\"shareScope\":\"other\",\"usedExports\":[\"b\",\"a\"]},"
                         "{\"name\":\"@a/b\",\"version\":\"\",\"requiredVersion\":false}"));
    const struct usage *usage = &f->reports[0];
    assert_text(usage->app, "shop");
    assert_int_equal(usage->remotes.count, 1);
    assert_text(usage->remotes.at[0], "cart_c");
    assert_text(usage->shares[0].key, "@a/b");
    assert_int_equal(usage->shares[0].mode, USAGE_UNKNOWN);
    assert_int_equal(usage->shares[0].versions.count + usage->shares[0].required.count, 0);
    const struct usage_share *share = &usage->shares[1];
    assert_text(share->versions.at[0], "1.2.3");
    assert_text(share->required.at[0], "^1.0.0");
    assert_text(share->scopes.at[0], "other");
    assert_false(share->singleton);
    assert_true(share->at_least);
    assert_int_equal(share->export_count, 2);
}

static void the_lists_of_stats_count_only_when_they_are_trusted(void **state)
{
    struct fixture *f = *state;
    read_report(f, TEXT("{\"treeShake\":{\"k\":{\"a\":false,\"b\":false,\"c\":true},\"l\":{\"a\":false}}}"));
    read_report(f, STATS("{\"name\":\"k\",\"usedExports\":[\"a\"]},{\"name\":\"l\",\"usedExports\":[]}"));
    struct usage_merge_options alone = {.consumers_given = true};
    merge_with(f, alone);
    answers(f, "treeShake.k.a", USAGE_USED);
    answers(f, "treeShake.k.b", USAGE_USED);
    answers(f, "treeShake.l.a", USAGE_USED);
    usage_trust_lists(&f->arena, &f->reports[1]);
    merge_with(f, alone);
    answers(f, "treeShake.k.a", USAGE_USED);
    answers(f, "treeShake.k.b", USAGE_UNUSED);
    answers(f, "treeShake.k.c", USAGE_USED);
    answers(f, "treeShake.k.d", USAGE_UNUSED);
    answers(f, "treeShake.l.a", USAGE_USED);
    merge(f);
    answers(f, "treeShake.k.b", USAGE_UNDECIDED);
    answers(f, "treeShake.k.d", USAGE_UNDECIDED);
}

static void the_lists_of_vite_are_complete(void **state)
{
    struct fixture *f = *state;
    read_report(f, STATS("{\"name\":\"k\",\"usedExports\":[\"a\"],\"referenceExports\":[\"a\"],"
                         "\"treeShaking\":{\"mode\":\"server-calc\",\"usedExports\":[\"a\"],\"status\":1}},"
                         "{\"name\":\"l\",\"usedExports\":[],\"referenceExports\":[],"
                         "\"treeShaking\":{\"mode\":\"server-calc\",\"status\":0}},"
                         "{\"name\":\"m\",\"usedExports\":[],\"referenceExports\":[],"
                         "\"treeShaking\":{\"mode\":\"server-calc\",\"status\":1}},"
                         "{\"name\":\"n\",\"version\":\"1.0.0\"}"));
    merge_with(f, (struct usage_merge_options){.consumers_given = true});
    answers(f, "treeShake.k.a", USAGE_USED);
    answers(f, "treeShake.k.b", USAGE_UNUSED);
    answers(f, "treeShake.l.a", USAGE_USED);
    answers(f, "treeShake.m.a", USAGE_USED);
    answers(f, "treeShake.n.a", USAGE_USED);
    assert_int_equal(f->reports[0].shares[1].mode, USAGE_NAMESPACE);
}

/* Two versions of a package are one entry, or two of one name: neither list is all of it. */
static void a_repeated_share_of_stats_is_not_known(void **state)
{
    struct fixture *f = *state;
    read_report(f, STATS("{\"name\":\"k\",\"usedExports\":[\"a\"]},{\"name\":\"k\",\"usedExports\":[\"b\"]}"));
    assert_int_equal(f->reports[0].share_count, 1);
    usage_trust_lists(&f->arena, &f->reports[0]);
    merge(f);
    answers(f, "treeShake.k.c", USAGE_USED);
}

static void refuses_damaged_lists_and_stats(void **state)
{
    struct fixture *f = *state;
    refused(f, TEXT("{\"consume_shared_modules\":\n[]}"), DIAG_REPORT_SHAPE, 2, 1, "no object of shares");
    refused(f, TEXT("{\"consume_shared_modules\":{\"k\":\n1}}"), DIAG_REPORT_SHAPE, 2, 1, "no object of lists");
    refused(f, TEXT("{\"consume_shared_modules\":{\"k\":\n{}}}"), DIAG_REPORT_SHAPE, 2, 1, "used_exports");
    refused(f, TEXT("{\"k\":{\"used_exports\":[]},\"l\":\n{\"unused_exports\":[]}}"), DIAG_REPORT_SHAPE, 2, 1,
            "used_exports");
    refused(f, TEXT("{\"k\":{\"used_exports\":[\n7]}}"), DIAG_REPORT_SHAPE, 2, 1, "array of strings");
    refused(f, TEXT("{\"k\":{\"used_exports\":[],\"entry_module_id\":\n7}}"), DIAG_REPORT_SHAPE, 2, 1, "module id");
    refused(f, TEXT("{\"k\":{\"used_exports\":[],\"fallback_info\":\n7}}"), DIAG_REPORT_SHAPE, 2, 1, "fallback_info");
    refused(f, TEXT("{\"k\":{\"chunk_characteristics\":{\"usage\":\n[]}}}"), DIAG_REPORT_SHAPE, 2, 1, "\"usage\"");
    refused(f, TEXT("{\"consume_shared_modules\":{}}"), DIAG_REPORT_EMPTY, 0, 0, "no share");
    refused(f, STATS("\n1"), DIAG_REPORT_SHAPE, 2, 1, "no object");
    refused(f, STATS("\n{}"), DIAG_REPORT_SHAPE, 2, 1, "\"name\"");
    refused(f, STATS("{\"name\":\"k\",\"usedExports\":\n{}}"), DIAG_REPORT_SHAPE, 2, 1, "array of strings");
    refused(f, STATS("{\"name\":\"k\",\"requiredVersion\":\n7}"), DIAG_REPORT_SHAPE, 2, 1, "requiredVersion");
    refused(f, STATS("{\"name\":\"k\",\"shareScope\":\n7}"), DIAG_REPORT_SHAPE, 2, 1, "shareScope");
    refused(f, STATS(""), DIAG_REPORT_EMPTY, 0, 0, "no share");
    refused(f, TEXT("{\"metaData\":{},\"name\":\n7,\"shared\":[]}"), DIAG_REPORT_SHAPE, 2, 1, "name of an app");
    refused(f, TEXT("{\"metaData\":{},\"name\":\"a\",\"shared\":\n{}}"), DIAG_REPORT_SHAPE, 2, 1, "no array");
    refused(f, TEXT("{\"metaData\":{},\"name\":\"a\",\"remotes\":[\n{}]}"), DIAG_REPORT_SHAPE, 2, 1, "remote");
}

static void refuses_other_shapes(void **state)
{
    struct fixture *f = *state;
    refused(f, TEXT("{\"version\":\"1.0\",\"modules\":{}}"), DIAG_REPORT_SHAPE, 1, 1, "no report");
    refused(f, TEXT("{\"name\":\"x\"}"), DIAG_REPORT_SHAPE, 1, 1, "treeShake");
    refused(f, TEXT("[1]"), DIAG_REPORT_SHAPE, 1, 1, "no report");
    refused(f, TEXT("{\"treeShake\":\n []}"), DIAG_REPORT_SHAPE, 2, 2, "no object");
    refused(f, TEXT("{\"treeShake\":{\n\"k\":true}}"), DIAG_REPORT_SHAPE, 2, 5, "no object of exports");
    refused(f, TEXT("{\"treeShake\":{\"k\":{}},\n\"mfshake\":{\"schema\":2}}"), DIAG_REPORT_SHAPE, 2, 21,
            "another version");
    refused(f, TEXT("{\"treeShake\":{\"k\":{}},\"mfshake\":{\"schema\":1,\"shares\":{\n\"k\":{\"mode\":\"sure\"}}}}"),
            DIAG_REPORT_SHAPE, 2, 13, "\"mode\"");
}

static void refuses_a_report_without_shares(void **state)
{
    struct fixture *f = *state;
    refused(f, TEXT("{\"treeShake\":{}}"), DIAG_REPORT_EMPTY, 0, 0, "no share");
}

static void says_when_it_can_not_read_the_file(void **state)
{
    struct fixture *f = *state;
    assert_false(usage_load(&f->arena, TEXT("/nowhere/share-usage.json"), &f->reports[0], &f->diagnostics));
    assert_int_equal(f->diagnostics.list[0].code, DIAG_FILE_UNREADABLE);
}

/* ---------------------------------------------------------------------------------------------- lookup, macro-spec
 * A.5 and A.6 */

static void a_missing_value_keeps(void **state)
{
    struct fixture *f = *state;
    read_report(f, TEXT("{\"treeShake\":{\"k\":{\"a\":true}}}"));
    merge(f);
    notes(f, "treeShake.k.z", DIAG_CONDITION_MISSING);
    notes(f, "treeShake.z.a", DIAG_CONDITION_MISSING);
    notes(f, "", DIAG_CONDITION_MISSING);
    notes(f, "features.x", DIAG_CONDITION_MISSING);
    struct usage_decision decision = decide(f, "treeShake.chart.js.Chart");
    assert_text(decision.key, "chart.js");
    assert_text(decision.name, "Chart");
}

static void what_is_no_boolean_keeps_with_a_warning(void **state)
{
    struct fixture *f = *state;
    read_report(f, TEXT("{\"treeShake\":{\"k\":{\"a\":1,\"b\":\"true\",\"c\":null,\n\"d\":{},\"e\":[],\"f\":0}}}"));
    merge(f);
    const char *const conditions[] = {"treeShake.k.a", "treeShake.k.b", "treeShake.k.c",
                                      "treeShake.k.d", "treeShake.k.e", "treeShake.k.f"};
    for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++)
        notes(f, conditions[i], DIAG_CONDITION_NOT_BOOLEAN);
    notes(f, "treeShake.k", DIAG_CONDITION_NOT_BOOLEAN);
    notes(f, "treeShake", DIAG_CONDITION_NOT_BOOLEAN);
    struct usage_decision decision = decide(f, "treeShake.k.d");
    assert_text(decision.place.path, "report0.json");
    assert_int_equal(decision.place.line, 2);
    assert_int_equal(decision.place.column, 5);
}

static void scoped_and_dotted_keys_are_found(void **state)
{
    struct fixture *f = *state;
    read_report(
        f,
        TEXT("{\"treeShake\":{\"@reduxjs/toolkit\":{\"createSlice\":false},\"chart.js\":{\"Chart\":false,\"X\":true},"
             "\"./utils\":{\"a\":false},\"a/b.mjs\":{\"default\":false},\"k\":{\"Enum.Member\":false}}}"));
    merge(f);
    answers(f, "treeShake.@reduxjs/toolkit.createSlice", USAGE_UNUSED);
    answers(f, "treeShake.chart.js.Chart", USAGE_UNUSED);
    answers(f, "treeShake.chart.js.X", USAGE_USED);
    answers(f, "treeShake../utils.a", USAGE_UNUSED);
    answers(f, "treeShake.a/b.mjs.default", USAGE_UNUSED);
    answers(f, "treeShake.k.Enum.Member", USAGE_UNUSED);
    struct usage_decision decision = decide(f, "treeShake.chart.js.Chart");
    assert_text(decision.key, "chart.js");
    assert_text(decision.name, "Chart");
}

static void the_split_with_the_export_wins(void **state)
{
    struct fixture *f = *state;
    read_report(f, TEXT("{\"treeShake\":{\"chart\":{\"other\":false},\"chart.js\":{\"Chart\":false},\"a\":{\"b.c\":"
                        "false},\"a.b\":{\"c\":false}}}"));
    merge(f);
    answers(f, "treeShake.chart.js.Chart", USAGE_UNUSED);
    notes(f, "treeShake.chart.js.Missing", DIAG_CONDITION_AMBIGUOUS);
    notes(f, "treeShake.a.b.c", DIAG_CONDITION_AMBIGUOUS);
    notes(f, "treeShake.chart.nothing", DIAG_CONDITION_MISSING);
}

static void escapes_are_decoded_after_splitting(void **state)
{
    struct fixture *f = *state;
    read_report(f, TEXT("{\"treeShake\":{\"k\":{\"a]\\\"b\":false,\"100%\":false,\"x*/"
                        "y\":false,\"p.q\":false},\"we]ird\":{\"a\":false}}}"));
    merge(f);
    answers(f, "treeShake.k.a%5D%22b", USAGE_UNUSED);
    answers(f, "treeShake.k.100%25", USAGE_UNUSED);
    answers(f, "treeShake.k.100%", USAGE_UNUSED);
    answers(f, "treeShake.k.x%2a/y", USAGE_UNUSED);
    answers(f, "treeShake.we%5Dird.a", USAGE_UNUSED);
    answers(f, "treeShake.k.p.q", USAGE_UNUSED);
    answers(f, "treeShake.k.p%2Eq", USAGE_UNUSED);
}

static void other_roots_are_plain_paths(void **state)
{
    struct fixture *f = *state;
    read_report(f, TEXT("{\"treeShake\":{\"k\":{\"a\":true}},\"features\":{\"x\":false,\"y\":true,\"z\":1,\"\":{\"e\":"
                        "false},\"list\":[false]}}"));
    read_report(f, TEXT("{\"treeShake\":{\"k\":{\"a\":true}},\"features\":{\"x\":false,\"w\":true}}"));
    merge(f);
    answers(f, "features.x", USAGE_UNUSED);
    answers(f, "features.y", USAGE_USED);
    answers(f, "features.w", USAGE_USED);
    answers(f, "features..e", USAGE_UNUSED);
    notes(f, "features.z", DIAG_CONDITION_NOT_BOOLEAN);
    notes(f, "features.list.0", DIAG_CONDITION_MISSING);
}

/* ---------------------------------------------------------------------------------------------- merging, macro-spec
 * C.6 */

static void any_use_is_a_use(void **state)
{
    struct fixture *f = *state;
    read_report(f, REPORT("host", "", "\"k\":{\"a\":true,\"b\":false,\"c\":false,\"n\":1}", ""));
    read_report(f,
                REPORT("shop", "",
                       "\"k\":{\"a\":false,\"b\":true,\"c\":false,\"n\":true,\"new\":false},\"l\":{\"x\":false}", ""));
    merge(f);
    answers(f, "treeShake.k.a", USAGE_USED);
    answers(f, "treeShake.k.b", USAGE_USED);
    answers(f, "treeShake.k.c", USAGE_UNUSED);
    answers(f, "treeShake.k.n", USAGE_USED);
    answers(f, "treeShake.k.new", USAGE_UNUSED);
    answers(f, "treeShake.l.x", USAGE_UNUSED);
    assert_text(decide(f, "treeShake.k.b").reason, "used by shop");
}

static void one_use_that_is_not_exact_locks_the_key(void **state)
{
    const char *const modes[] = {"namespace", "dynamic", "no-fallback"};
    for (size_t i = 0; i < 3; i++) {
        struct fixture *f = *state;
        f->count = 0;
        read_report(f, REPORT("host", "", "\"k\":{\"a\":false},\"l\":{\"a\":false}", ""));
        read_report(f, arena_format(&f->arena,
                                    "{\"treeShake\":{\"k\":{}},\"mfshake\":{\"schema\":1,\"app\":\"shop\",\"shares\":{"
                                    "\"k\":{\"mode\":\"%s\"}}}}",
                                    modes[i]));
        merge(f);
        answers(f, "treeShake.k.a", USAGE_USED);
        answers(f, "treeShake.k.unheard", USAGE_USED);
        answers(f, "treeShake.l.a", USAGE_UNUSED);
        assert_true(usage_find(&f->set, TEXT("k"))->whole);
        assert_true(text_starts_with(usage_find(&f->set, TEXT("k"))->reason, TEXT("shop ")));
        assert_false(usage_find(&f->set, TEXT("l"))->whole);
    }
}

static void aliases_share_one_answer(void **state)
{
    struct fixture *f = *state;
    read_report(f, REPORT("host", "", "\"k\":{\"a\":false,\"b\":false},\"k2\":{\"a\":true,\"b\":false}",
                          "\"k\":{\"mode\":\"exact\",\"aliases\":[\"k2\"],\"fallback\":\"./"
                          "k.js\"},\"k2\":{\"mode\":\"exact\",\"aliases\":[\"k\"],\"fallback\":\"./k.js\"}"));
    read_report(f, REPORT("shop", "", "\"k3\":{\"b\":true},\"z\":{\"a\":false}",
                          "\"k3\":{\"mode\":\"exact\",\"aliases\":[\"k2\"]}"));
    merge(f);
    answers(f, "treeShake.k.a", USAGE_USED);
    answers(f, "treeShake.k2.a", USAGE_USED);
    answers(f, "treeShake.k.b", USAGE_USED);
    answers(f, "treeShake.z.a", USAGE_UNUSED);
    const struct usage_key *k = usage_find(&f->set, TEXT("k"));
    assert_int_equal(k->alias_count, 2);
    assert_text(k->aliases[0], "k2");
    assert_text(k->aliases[1], "k3");
    assert_int_equal(k->fallback_count, 1);
}

static void a_lock_holds_for_all_aliases(void **state)
{
    struct fixture *f = *state;
    read_report(f, REPORT("host", "", "\"k\":{\"a\":false},\"k2\":{\"a\":true}",
                          "\"k\":{\"mode\":\"exact\",\"aliases\":[\"k2\"]},\"k2\":{\"mode\":\"namespace\"}"));
    merge(f);
    answers(f, "treeShake.k.a", USAGE_USED);
}

static void a_named_remote_without_a_report_leaves_all_undecided(void **state)
{
    struct fixture *f = *state;
    read_report(f, REPORT("host", "\"remotes\":[\"shop\",\"cart\"],", "\"k\":{\"a\":true,\"b\":false}", ""));
    read_report(f, REPORT("shop", "", "\"k\":{\"a\":false,\"b\":false}", ""));
    merge(f);
    answers(f, "treeShake.k.a", USAGE_USED);
    answers(f, "treeShake.k.b", USAGE_UNDECIDED);
    assert_text(f->set.waiting, "no report is given of cart");

    read_report(f, REPORT("cart", "", "\"k\":{\"a\":false,\"b\":false}", ""));
    merge(f);
    answers(f, "treeShake.k.b", USAGE_UNUSED);
}

static void the_given_consumers_replace_the_named_ones(void **state)
{
    struct fixture *f = *state;
    read_report(f, REPORT("host", "\"remotes\":[\"shop\"],", "\"k\":{\"b\":false}", ""));
    struct text consumers[] = {TEXT("host"), TEXT("admin")};
    merge_with(f, (struct usage_merge_options){.consumers_given = true, .consumers = consumers, .consumer_count = 2});
    answers(f, "treeShake.k.b", USAGE_UNDECIDED);
    assert_text(f->set.waiting, "no report is given of admin");
    merge_with(f, (struct usage_merge_options){.consumers_given = true, .consumers = consumers, .consumer_count = 1});
    answers(f, "treeShake.k.b", USAGE_UNUSED);
}

static void one_remote_alone(void **state)
{
    struct fixture *f = *state;
    read_report(f, REPORT("host", "\"remotes\":[\"gone\"],", "\"k\":{\"a\":true,\"b\":false},\"h\":{\"x\":false}",
                          "\"k\":{\"mode\":\"namespace\"}"));
    read_report(f, REPORT("shop", "", "\"k\":{\"a\":false,\"b\":true}", ""));
    merge_with(f, (struct usage_merge_options){.remote = TEXT("shop")});
    answers(f, "treeShake.k.a", USAGE_UNUSED);
    answers(f, "treeShake.k.b", USAGE_USED);
    notes(f, "treeShake.h.x", DIAG_CONDITION_MISSING);

    struct usage_merge_options options = {.remote = TEXT("shopp")};
    assert_false(usage_merge(&f->arena, f->reports, f->count, &options, &f->set, &f->diagnostics));
    assert_int_equal(f->diagnostics.list[f->diagnostics.count - 1].code, DIAG_PRUNE_NO_REMOTE);
}

static void order_of_reports_does_not_matter(void **state)
{
    struct fixture *f = *state;
    struct text first = REPORT("host", "", "\"k\":{\"a\":true,\"b\":false},\"m\":{\"x\":1}", "");
    struct text second =
        REPORT("shop", "", "\"k\":{\"b\":true,\"c\":false},\"l\":{\"a\":false},\"m\":{\"x\":false}", "");
    const char *const conditions[] = {"treeShake.k.a", "treeShake.k.b", "treeShake.k.c",
                                      "treeShake.l.a", "treeShake.m.x", "treeShake.n.x"};
    read_report(f, first);
    read_report(f, second);
    merge(f);
    enum usage_answer before[6];
    for (size_t i = 0; i < 6; i++) before[i] = decide(f, conditions[i]).answer;
    f->count = 0;
    read_report(f, second);
    read_report(f, first);
    merge(f);
    for (size_t i = 0; i < 6; i++) assert_int_equal(decide(f, conditions[i]).answer, before[i]);
}

#define usage_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        usage_test(reads_its_own_report),
        usage_test(reads_the_prototypes_flags),
        usage_test(what_may_be_unused_is_used),
        usage_test(the_prototypes_words_for_unknown_lock_the_share),
        usage_test(refuses_a_repeated_key),
        usage_test(refuses_what_is_no_json),
        usage_test(reads_the_lists_of_earlier_prototypes),
        usage_test(what_lists_leave_out_is_kept),
        usage_test(a_share_of_which_the_prototypes_noticed_no_use_is_kept),
        usage_test(reads_the_stats_of_bundlers),
        usage_test(the_lists_of_stats_count_only_when_they_are_trusted),
        usage_test(the_lists_of_vite_are_complete),
        usage_test(a_repeated_share_of_stats_is_not_known),
        usage_test(refuses_damaged_lists_and_stats),
        usage_test(refuses_other_shapes),
        usage_test(refuses_a_report_without_shares),
        usage_test(says_when_it_can_not_read_the_file),
        usage_test(a_missing_value_keeps),
        usage_test(what_is_no_boolean_keeps_with_a_warning),
        usage_test(scoped_and_dotted_keys_are_found),
        usage_test(the_split_with_the_export_wins),
        usage_test(escapes_are_decoded_after_splitting),
        usage_test(other_roots_are_plain_paths),
        usage_test(any_use_is_a_use),
        usage_test(one_use_that_is_not_exact_locks_the_key),
        usage_test(aliases_share_one_answer),
        usage_test(a_lock_holds_for_all_aliases),
        usage_test(a_named_remote_without_a_report_leaves_all_undecided),
        usage_test(the_given_consumers_replace_the_named_ones),
        usage_test(one_remote_alone),
        usage_test(order_of_reports_does_not_matter),
    };
    return unit_run(tests);
}
