/* A tree of files and a resolver over it, for the tests of resolve/. */
#ifndef MFSHAKE_TESTS_RESOLVE_FIXTURE_H
#define MFSHAKE_TESTS_RESOLVE_FIXTURE_H

#include "tree.h"

#include "resolve/resolver.h"

struct fixture {
    struct folder *folder;
    struct diagnostics diagnostics;
    struct resolver *resolver;
};

static inline int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    void *folder;
    if (folder_setup(&folder)) return -1;
    f->folder = folder;
    diag_init(&f->diagnostics);
    *state = f;
    return 0;
}

static inline int tear_down(void **state)
{
    struct fixture *f = *state;
    resolver_free(f->resolver);
    void *folder = f->folder;
    int result = folder_teardown(&folder);
    diag_release(&f->diagnostics);
    free(f);
    return result;
}

/* The files of a tree: name and content in turn, ended by NULL. */
static inline void files(struct fixture *f, ...)
{
    va_list arguments;
    va_start(arguments, f);
    for (const char *name; (name = va_arg(arguments, const char *));) {
        tree_file(f->folder, name, va_arg(arguments, const char *));
    }
    va_end(arguments);
}

/* A resolver with `part` in the configuration. */
static inline void configure(struct fixture *f, const char *part)
{
    struct text json = arena_format(&f->folder->arena, "{\"entry\": \"./src/index.js\", \"shared\": [\"lib\"]%s%s}",
                                    *part ? ", " : "", part);
    tree_file(f->folder, "mfshake.json", json.at);
    struct config_source source = {.folder = f->folder->path};
    const struct config *config = config_load(&f->folder->arena, &f->diagnostics, source);
    assert_non_null(config);
    resolver_free(f->resolver);
    f->resolver = resolver_new(config, &f->diagnostics);
}

static inline const struct resolution *ask(struct fixture *f, const char *issuer, const char *request,
                                           enum resolve_type type)
{
    if (!f->resolver) configure(f, "");
    return resolver_resolve(f->resolver, text_of(request), folder_path(f->folder, issuer), type);
}

static inline void say(const char *request, const struct resolution *is, const char *wanted)
{
    static const char *const kinds[] = {"file", "folder", "ignored", "external", "missing"};
    print_error("%s\nis       %s %.*s%.*s %.*s\nmust be  %s\n", request, kinds[is->kind], TEXT_ARGS(is->path),
                TEXT_ARGS(is->query), TEXT_ARGS(is->reason), wanted);
    fail();
}

/* `wanted`: a file of the tree, with its query; "ignored"; "external"; or "missing: part of the reason". */
static inline const struct resolution *expect(struct fixture *f, const char *issuer, const char *request,
                                              enum resolve_type type, const char *wanted)
{
    const struct resolution *is = ask(f, issuer, request, type);
    struct text missing = TEXT("missing: ");
    if (strcmp(wanted, "ignored") == 0) {
        if (is->kind != RESOLUTION_IGNORED) say(request, is, wanted);
    } else if (strcmp(wanted, "external") == 0) {
        if (is->kind != RESOLUTION_EXTERNAL) say(request, is, wanted);
    } else if (text_starts_with(text_of(wanted), missing)) {
        struct text part = text_of(wanted + missing.length);
        if (is->kind != RESOLUTION_MISSING || text_find(is->reason, part, 0) == TEXT_NOWHERE) say(request, is, wanted);
    } else {
        struct text all = arena_format(&f->folder->arena, "%.*s%.*s", TEXT_ARGS(is->path), TEXT_ARGS(is->query));
        if (is->kind != RESOLUTION_FILE || !text_equal(all, folder_path(f->folder, wanted))) {
            say(request, is, wanted);
        }
    }
    return is;
}

static inline void imports(struct fixture *f, const char *request, const char *wanted)
{
    expect(f, "src/index.js", request, RESOLVE_IMPORT, wanted);
}

static inline void requires(struct fixture *f, const char *request, const char *wanted)
{
    expect(f, "src/index.js", request, RESOLVE_REQUIRE, wanted);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif
