/* A tree of files and a resolver over it, for the tests of resolve/. */
#ifndef MFSHAKE_TESTS_RESOLVE_FIXTURE_H
#define MFSHAKE_TESTS_RESOLVE_FIXTURE_H

#include "resolve/resolver.h"

#include "temp_tree.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct fixture {
    struct temp_tree tree;
    struct arena arena;
    struct diagnostics diagnostics;
    struct resolver *resolver;
};

static inline int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    temp_tree_init(&f->tree);
    arena_init(&f->arena);
    diag_init(&f->diagnostics);
    *state = f;
    return 0;
}

static inline int tear_down(void **state)
{
    struct fixture *f = *state;
    resolver_free(f->resolver);
    temp_tree_release(&f->tree);
    arena_release(&f->arena);
    diag_release(&f->diagnostics);
    free(f);
    return 0;
}

/* The files of a tree: name and content in turn, ended by NULL. */
static inline void files(struct fixture *f, ...)
{
    va_list arguments;
    va_start(arguments, f);
    for (const char *name; (name = va_arg(arguments, const char *));) {
        temp_tree_file(&f->tree, name, va_arg(arguments, const char *));
    }
    va_end(arguments);
}

/* A resolver with `part` in the configuration. */
static inline void configure(struct fixture *f, const char *part)
{
    struct text json =
        arena_format(&f->arena, "{\"entry\": \"./src/index.js\", \"shared\": [\"lib\"]%s%s}", *part ? ", " : "", part);
    temp_tree_file(&f->tree, "mfshake.json", json.at);
    struct config_source source = {.folder = text_of(f->tree.root)};
    const struct config *config = config_load(&f->arena, &f->diagnostics, source);
    assert_non_null(config);
    resolver_free(f->resolver);
    f->resolver = resolver_new(config, &f->diagnostics);
}

static inline const struct resolution *ask(struct fixture *f, const char *issuer, const char *request,
                                           enum resolve_type type)
{
    if (!f->resolver) configure(f, "");
    return resolver_resolve(f->resolver, text_of(request), temp_tree_path(&f->tree, &f->arena, issuer), type);
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
        struct text all = arena_format(&f->arena, "%.*s%.*s", TEXT_ARGS(is->path), TEXT_ARGS(is->query));
        if (is->kind != RESOLUTION_FILE || !text_equal(all, temp_tree_path(&f->tree, &f->arena, wanted))) {
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
