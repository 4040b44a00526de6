#include "base/fs.h"
#include "base/limits.h"
#include "base/path.h"
#include "base/regex.h"
#include "graph/discovery.h"

struct matching {
    struct text prefix, suffix; /* of the path below the folder */
    struct regex *regex;        /* NULL: both ends decide */
    bool recursive;
};

/* `inner` is "./a/b.js" below the context's folder. */
static bool matches(const struct matching *matching, struct text inner)
{
    struct regex_match found;
    if (matching->regex) return regex_find(matching->regex, inner, 0, &found);
    struct text path = text_slice(inner, 2, inner.length);
    struct text extension = path_extension(path);
    struct text bare = text_slice(path, 0, path.length - extension.length);
    /* The extension may be left out in the request. */
    return text_starts_with(path, matching->prefix) &&
           (text_ends_with(path, matching->suffix) || text_ends_with(bare, matching->suffix));
}

/* All files below `folder` that match, folders in order of their names; a file limit ends the walk with a diagnostic. */
static void collect(struct discovery *d, struct text folder, const struct matching *matching, struct diag_place place,
                    struct connection *connection)
{
    VEC(struct text) pending = {0};
    uint32_t seen = 0;
    vec_push(&pending, folder);
    for (uint32_t next = 0; next < pending.count; next++) {
        struct fs_entry *entries;
        uint32_t count;
        if (!fs_list(&d->arena, pending.at[next], &entries, &count)) continue;
        for (uint32_t i = 0; i < count; i++) {
            struct text path = path_join(&d->arena, pending.at[next], entries[i].name);
            if (entries[i].is_folder) {
                if (matching->recursive && !text_is(entries[i].name, "node_modules")) vec_push(&pending, path);
                continue;
            }
            if (++seen > LIMIT_CONTEXT_FILES) {
                diag_add(d->diagnostics, DIAG_FILE_TOO_LARGE, place, "this context matches more than %d files",
                         LIMIT_CONTEXT_FILES);
                vec_release(&pending);
                return;
            }
            if (!matches(matching, path_relative(&d->arena, folder, path))) continue;
            const struct resolution *resolution = resolver_resolve_in(d->resolver, path, folder, RESOLVE_REQUIRE);
            module_id target = modules_add_resolved(d, resolution);
            if (target == MODULE_NONE) continue;
            vec_push(&d->context_targets, target);
            connection->context_target_count++;
        }
    }
    vec_release(&pending);
}

void contexts_connect(struct discovery *d, module_id module, const struct request *request,
                      struct connection *connection)
{
    const struct module *m = &d->modules.at[module];
    const struct record *record = m->record;
    const struct context *context = &record->contexts[request->context];
    struct diag_place place = diag_place_at(m->shown_path, m->source, request->statement.start);
    connection->first_context_target = d->context_targets.count;

    const struct resolution *folder =
        resolver_resolve(d->resolver, record_string(record, request->specifier), m->path, RESOLVE_CONTEXT);
    if (folder->kind != RESOLUTION_FOLDER) {
        diag_add(d->diagnostics, request->optional ? DIAG_IMPORT_UNRESOLVED_OPTIONAL : DIAG_IMPORT_UNRESOLVED, place,
                 "cannot resolve the folder '%.*s': %.*s", TEXT_ARGS(record_string(record, request->specifier)),
                 TEXT_ARGS(folder->reason));
        connection->missing = true;
        return;
    }
    struct matching matching = {
        .prefix = record_string(record, context->prefix),
        .suffix = record_string(record, context->suffix),
        .recursive = context->recursive,
    };
    struct text pattern = record_string(record, context->regex);
    if (pattern.length) {
        const char *why;
        struct text flags = record_string(record, context->regex_flags);
        matching.regex = regex_new(&d->arena, pattern, text_find_char(flags, 'i', 0) != TEXT_NOWHERE ? "i" : "", &why);
        /* A pattern that PCRE2 can not read matches everything: an unknown is a use. */
        if (!matching.regex)
            diag_add(d->diagnostics, DIAG_MODULE_OPAQUE, place,
                     "this pattern is not understood (%s): every file matches", why);
    }
    collect(d, arena_copy(&d->arena, folder->path), &matching, place, connection);
    regex_free(matching.regex);
}
