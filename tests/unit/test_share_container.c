#include "unit.h"

#include "prune/share_container.h"

static struct arena arena;

static const char start[] = "globalThis[\"mfshake/host/lib/1.0.0\"] = (() => {\nvar __webpack_modules__ = ({\n"
                            "\"./lib.js\":\n((module) => {\nmodule.exports = \"const container = {\\n  key: \";\n}),\n";
static const char consumed[] =
    "\"webpack/sharing/consume/default/react/react\":\n((module) => {\n"
    "__webpack_consume__(module, {\"key\":\"react\",\"scope\":[\"default\"],\"config\":{\"requiredVersion\":\"^19 "
    "}\"}});\n}),\n";
static const char end[] =
    "});\nconst container = {\n  key: \"lib\",\n  version: \"1.0.0\",\n  init: () => Promise.resolve(),\n"
    "  get: () => () => __webpack_require__(\"./lib.js\")\n};\nreturn container;\n})();\n";

static struct text container(const char *members, const char *before)
{
    return arena_format(&arena, "%s%s%s%s", before, start, members, end);
}

static void reads_a_container(void **state)
{
    (void)state;
    struct share_container found;
    struct text text = container(consumed, "/*! licence */\n");
    assert_true(share_container_read(&arena, text, &found));
    assert_text(found.global, "mfshake/host/lib/1.0.0");
    assert_text(text_slice(text, found.literal_at, found.literal_end), "\"mfshake/host/lib/1.0.0\"");
    assert_text(found.key, "lib");
    assert_text(found.version, "1.0.0");
    assert_false(found.pruned);
    assert_int_equal(found.consumed.count, 1);
    assert_text(found.consumed.at[0], "react");
}

static void names_a_consumed_key_once(void **state)
{
    (void)state;
    struct share_container found;
    struct text twice = arena_format(&arena, "%s%s", consumed, consumed);
    assert_true(share_container_read(&arena, container(twice.at, ""), &found));
    assert_int_equal(found.consumed.count, 1);
    assert_true(share_container_read(&arena, container("", ""), &found));
    assert_int_equal(found.consumed.count, 0);
}

static void other_texts_are_none(void **state)
{
    (void)state;
    static const char *const others[] = {
        "",
        "g",
        "globalThis[",
        "globalThis[\"a",
        "globalThis[\"a\"] = (() => {",
        "globalThis[\"a\"] = 1; const container = {\n  key: \"a\"",
        "x; globalThis[\"a\"] = (() => { const container = {\n  key: \"a\",\n  version: \"1\" }",
        "globalThis[{}] = (() => {",
        "(self[\"webpackChunkhost\"] = self[\"webpackChunkhost\"] || []).push([[\"lib\"],{}]);",
    };
    struct share_container found;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct text other = text_of(others[i]);
        assert_false(share_container_read(&arena, other, &found));
        assert_true(text_equal(share_container_mark(&arena, other), other));
    }
}

static void the_mark_tells_contents_apart(void **state)
{
    (void)state;
    struct text one = share_container_mark(&arena, container("", ""));
    struct text other = share_container_mark(&arena, container(consumed, ""));
    struct share_container first, second;
    assert_true(share_container_read(&arena, one, &first));
    assert_true(share_container_read(&arena, other, &second));
    assert_true(first.pruned && second.pruned);
    assert_true(text_starts_with(first.global, TEXT("mfshake/host/lib/1.0.0#")));
    assert_false(text_equal(first.global, second.global));
    assert_int_equal(one.length, container("", "").length + 1 + 16);
}

static void marking_again_changes_nothing(void **state)
{
    (void)state;
    struct text once = share_container_mark(&arena, container(consumed, ""));
    assert_true(text_equal(share_container_mark(&arena, once), once));
}

int main(void)
{
    arena_init(&arena);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_a_container),
        cmocka_unit_test(names_a_consumed_key_once),
        cmocka_unit_test(other_texts_are_none),
        cmocka_unit_test(the_mark_tells_contents_apart),
        cmocka_unit_test(marking_again_changes_nothing),
    };
    int status = unit_run(tests);
    arena_release(&arena);
    return status;
}
