#include "unit.h"

#include "report/chunk_path.h"

static void paths_are(const struct provided_share *shares, const char *const *wanted, uint32_t count)
{
    struct arena arena;
    arena_init(&arena);
    struct graph graph = {.provided_shares = shares, .provided_share_count = count};
    const struct text *paths = chunk_paths(&graph, &arena);
    for (uint32_t i = 0; i < count; i++) {
        if (!text_is(paths[i], wanted[i])) fail_msg("got <%.*s>, want <%s>", TEXT_ARGS(paths[i]), wanted[i]);
    }
    arena_release(&arena);
}

#define SHARE(key, version, module)                                                       \
    {                                                                                     \
        0, {key, sizeof(key) - 1}, {"default", 7}, {version, sizeof(version) - 1}, module \
    }

static void names_folders_as_module_federation(void **state)
{
    (void)state;
    const struct provided_share shares[] = {SHARE("./src/api.js", "0", 4), SHARE("@scope/some.pkg", "1.2.3-rc.1+b", 1),
                                            SHARE("lodash-es", "4.17.21", 2), SHARE("react-dom/client", "19.0.0", 3)};
    const char *const wanted[] = {"__src__apijs/0/chunk.js", "scope_scope__somepkg/1.2.3-rc.1+b/chunk.js",
                                  "lodash_es/4.17.21/chunk.js", "react_dom__client/19.0.0/chunk.js"};
    paths_are(shares, wanted, 4);
}

static void keys_that_meet_are_told_apart(void **state)
{
    (void)state;
    const struct provided_share shares[] = {SHARE("a-b", "1.0.0", 1), SHARE("a.b", "1.0.0", 2),
                                            SHARE("a_b", "1.0.0", 3), SHARE("a_b", "2.0.0", 4),
                                            SHARE("ab", "1.0.0", 5)};
    const char *const wanted[] = {"a_b/1.0.0/chunk.js", "ab/1.0.0/chunk.js", "a_b.a_b/1.0.0/chunk.js",
                                  "a_b.a_b/2.0.0/chunk.js", "ab.ab/1.0.0/chunk.js"};
    paths_are(shares, wanted, 5);
}

static void copies_of_one_version_are_told_apart(void **state)
{
    (void)state;
    struct provided_share shares[] = {SHARE("a", "1.0.0", 1), SHARE("a", "1.0.0", 2), SHARE("a", "1.0.0", 1),
                                      SHARE("a", "1.0.0", 2), SHARE("a", "1.0.0", 3)};
    for (int i = 2; i < 5; i++) shares[i].scope = TEXT("other");
    const char *const wanted[] = {"a/1.0.0/chunk.js", "a/1.0.0~2/chunk.js", "a/1.0.0/chunk.js", "a/1.0.0~2/chunk.js",
                                  "a/1.0.0~3/chunk.js"};
    paths_are(shares, wanted, 5);
}

static void nothing_leads_out_of_the_output_folder(void **state)
{
    (void)state;
    const struct provided_share shares[] = {SHARE("..", "..", 1), SHARE("../../x", "../..", 2), SHARE("/etc", "", 3),
                                            SHARE("a", ".", 4)};
    const char *const wanted[] = {".%2E%2E/%2E%2E/chunk.js", "____x/..%2F../chunk.js", "__etc/0/chunk.js",
                                  "a/%2E/chunk.js"};
    paths_are(shares, wanted, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_folders_as_module_federation),
        cmocka_unit_test(keys_that_meet_are_told_apart),
        cmocka_unit_test(copies_of_one_version_are_told_apart),
        cmocka_unit_test(nothing_leads_out_of_the_output_folder),
    };
    return unit_run(tests);
}
