/* Chunks and reports in C strings, pruned, for tests. */
#ifndef MFSHAKE_TESTS_PRUNING_H
#define MFSHAKE_TESTS_PRUNING_H

#include "unit.h"

#include "prune/prune.h"

#include <stdlib.h>

#define IF(condition) "/* @common:if [condition=\"treeShake." condition "\"] */ "
#define ENDIF         " /* @common:endif */"
/* A getter's property whose whole body is a region. */
#define GETTER(name, key, value) name ": () => (" IF(key) value ENDIF ")"

#define JSONP(modules)   "(self[\"webpackChunkt\"] = self[\"webpackChunkt\"] || []).push([[\"t\"], {\n" modules "}]);\n"
#define MODULE(id, body) "\"" id "\": ((module, exports, REQ) => {\n" body "}),\n"
#define COMMON(id, body) "\"" id "\": (function (module, exports, REQ) {\n" body "}),\n"
/* The report whose "treeShake" holds `flags`. */
#define REPORT(flags) "{\"treeShake\":{" flags "}}"

struct pruning {
    struct arena arena;
    struct diagnostics diagnostics;
    struct usage usage;
    struct usage_set set;
    struct prune_options options;
    struct prune_result result;
    bool good;
};

static inline int pruning_setup(void **state)
{
    struct pruning *pruning = calloc(1, sizeof *pruning);
    if (!pruning) return -1;
    arena_init(&pruning->arena);
    diag_init(&pruning->diagnostics);
    *state = pruning;
    return 0;
}

static inline int pruning_teardown(void **state)
{
    struct pruning *pruning = *state;
    diag_release(&pruning->diagnostics);
    arena_release(&pruning->arena);
    free(pruning);
    return 0;
}

#define pruning_test(function) cmocka_unit_test_setup_teardown(function, pruning_setup, pruning_teardown)

/* With its shake map the same comes out of a chunk, and the same is said of it. */
static inline void prune_again_with_map(struct pruning *pruning, struct text chunk)
{
    struct prune_options options = pruning->options;
    options.map = prune_map(&pruning->arena, chunk);
    if (!options.map.length || !pruning->good) return;
    struct diagnostics parsed, mapped;
    struct prune_result first, second;
    struct text path = TEXT("chunk.js");
    diag_init(&parsed);
    diag_init(&mapped);
    assert_true(prune_chunk(&pruning->arena, path, chunk, &pruning->set, &pruning->options, &first, &parsed));
    assert_true(prune_chunk(&pruning->arena, path, chunk, &pruning->set, &options, &second, &mapped));
    if (!text_equal(first.output, second.output))
        fail_msg("with a map:\n%.*s\nwithout:\n%.*s", TEXT_ARGS(second.output), TEXT_ARGS(first.output));
    assert_int_equal(first.modules_before, second.modules_before);
    assert_int_equal(first.modules_after, second.modules_after);
    assert_int_equal(first.removed_parts, second.removed_parts);
    assert_int_equal(first.key_count, second.key_count);
    assert_int_equal(first.note_count, second.note_count);
    for (uint32_t i = 0; i < first.note_count; i++) {
        assert_true(text_equal(first.notes[i].about, second.notes[i].about));
        assert_true(text_equal(first.notes[i].reason, second.notes[i].reason));
    }
    assert_int_equal(parsed.count, mapped.count);
    for (uint32_t i = 0; i < parsed.count; i++) {
        assert_int_equal(parsed.list[i].code, mapped.list[i].code);
        assert_int_equal(parsed.list[i].place.line, mapped.list[i].place.line);
        assert_true(text_equal(parsed.list[i].message, mapped.list[i].message));
    }
    diag_release(&parsed);
    diag_release(&mapped);
}

/* Prunes `chunk` by the report `report` with pruning->options; the outcome is in pruning->good and ->result. */
static inline void prune_try(struct pruning *pruning, struct text chunk, struct text report)
{
    struct usage_merge_options options = {0};
    if (!usage_read(&pruning->arena, TEXT("report.json"), report, &pruning->usage, &pruning->diagnostics)) {
        fail_msg("the test's report is refused");
    }
    assert_true(usage_merge(&pruning->arena, &pruning->usage, 1, &options, &pruning->set, &pruning->diagnostics));
    pruning->good = prune_chunk(&pruning->arena, TEXT("chunk.js"), chunk, &pruning->set, &pruning->options,
                                &pruning->result, &pruning->diagnostics);
    prune_again_with_map(pruning, chunk);
}

/* The same, for a chunk that must be good; pruning the result again must change nothing. */
static inline struct text prune_text(struct pruning *pruning, struct text chunk, struct text report)
{
    prune_try(pruning, chunk, report);
    if (!pruning->good) {
        const struct diagnostic *last = &pruning->diagnostics.list[pruning->diagnostics.count - 1];
        fail_msg("%s: %.*s", diag_code_name(last->code), TEXT_ARGS(last->message));
    }
    struct prune_result first = pruning->result;
    prune_try(pruning, first.output, report);
    assert_true(pruning->good);
    if (!text_equal(pruning->result.output, first.output)) {
        fail_msg("not idempotent:\n%.*s\nbecame\n%.*s", TEXT_ARGS(first.output), TEXT_ARGS(pruning->result.output));
    }
    pruning->result = first;
    return first.output;
}

#define prunes(pruning, chunk, report, expected) assert_text(prune_text((pruning), TEXT(chunk), TEXT(report)), expected)

/* The latest diagnostic with `code`, or NULL. */
static inline const struct diagnostic *pruning_diagnostic(const struct pruning *pruning, enum diag_code code)
{
    for (uint32_t i = pruning->diagnostics.count; i > 0; i--) {
        if (pruning->diagnostics.list[i - 1].code == code) return &pruning->diagnostics.list[i - 1];
    }
    return NULL;
}

/* A shape that can not be removed keeps the chunk as it is, and M802 says why. */
static inline void prune_keeps(struct pruning *pruning, struct text chunk, struct text report, const char *why)
{
    struct text output = prune_text(pruning, chunk, report);
    if (!text_equal(output, chunk)) fail_msg("changed:\n%.*s", TEXT_ARGS(output));
    const struct diagnostic *kept = pruning_diagnostic(pruning, DIAG_PRUNE_SHAPE_KEPT);
    if (!kept) fail_msg("no M802");
    else if (text_find(kept->message, text_of(why), 0) == TEXT_NOWHERE) fail_msg("%.*s", TEXT_ARGS(kept->message));
}

#define keeps(pruning, chunk, report, why) prune_keeps((pruning), TEXT(chunk), TEXT(report), (why))

/* The region of k.a is unused and stays without its comments, because the chunk itself needs it; a note says why. */
static inline void prune_needs(struct pruning *pruning, struct text chunk, struct text report, struct text expected,
                               const char *why)
{
    struct text output = prune_text(pruning, chunk, report);
    if (!text_equal(output, expected)) fail_msg("became:\n%.*s", TEXT_ARGS(output));
    if (pruning->result.note_count == 0) {
        fail_msg("no note");
        return;
    }
    struct text reason = pruning->result.notes[0].reason;
    if (text_find(reason, text_of(why), 0) == TEXT_NOWHERE) fail_msg("%.*s", TEXT_ARGS(reason));
}

#define needs(pruning, chunk, report, expected, why) \
    prune_needs((pruning), TEXT(chunk), TEXT(report), TEXT(expected), (why))

#endif
