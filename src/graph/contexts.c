#include "base/fs.h"
#include "base/limits.h"
#include "base/path.h"
#include "base/regex.h"
#include "graph/discovery.h"

struct matching {
    struct text prefix, suffix;      /* of the path below the folder */
    struct regex *regex;             /* NULL: both ends decide */
    struct regex *include, *exclude; /* of absolute paths; NULL: all, none */
    bool recursive;
};

/* Is the file or folder left out? What the regular expression gives up on is not. */
static bool is_excluded(const struct matching *matching, struct text path)
{
    struct regex_match found;
    return matching->exclude && regex_search(matching->exclude, path, 0, &found) == REGEX_FOUND;
}

static bool fits(const struct regex *regex, struct text path)
{
    struct regex_match found;
    return !regex || regex_search(regex, path, 0, &found) != REGEX_NOT_FOUND;
}

/* `inner` is "./a/b.js" below the context's folder, `path` the same file from the root. */
static bool matches(const struct matching *matching, struct text inner, struct text path)
{
    if (!fits(matching->include, path)) return false;
    if (matching->regex) return fits(matching->regex, inner);
    struct text below = text_slice(inner, 2, inner.length);
    struct text extension = path_extension(below);
    struct text bare = text_slice(below, 0, below.length - extension.length);
    /* The extension may be left out in the request. */
    return text_starts_with(below, matching->prefix) &&
           (text_ends_with(below, matching->suffix) || text_ends_with(bare, matching->suffix));
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
            if (is_excluded(matching, path)) continue;
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
            if (!matches(matching, path_relative(&d->arena, folder, path), path)) continue;
            const struct resolution *resolution = resolver_resolve_in(d->resolver, path, folder, RESOLVE_REQUIRE);
            module_id target = modules_add_resolved(d, resolution);
            if (target == MODULE_NONE) continue;
            vec_push(&d->context_targets, target);
            connection->context_target_count++;
        }
    }
    vec_release(&pending);
}

/* The pattern of a source, or NULL: without one, and when PCRE2 can not read it, which is said. The flags `g` and `y` make a test depend on the one before, `v` is another
 * language of classes. */
static struct regex *compile(struct discovery *d, const struct record *record, struct context_pattern pattern,
                             struct diag_place place, const char *consequence)
{
    struct text source = record_string(record, pattern.source), flags = record_string(record, pattern.flags);
    if (source.length == 0) return NULL;
    char known[4] = "";
    const char *why = "its flags are not";
    bool has_other = false;
    for (size_t i = 0, count = 0; i < flags.length; i++) {
        bool matters = strchr("ims", flags.at[i]) && !strchr(known, flags.at[i]);
        if (matters) known[count++] = flags.at[i];
        has_other = has_other || strchr("gyv", flags.at[i]);
    }
    struct regex *regex = has_other ? NULL : regex_new(&d->arena, source, known, &why);
    if (!regex)
        diag_add(d->diagnostics, DIAG_MODULE_OPAQUE, place, "this pattern is not understood (%s): %s", why,
                 consequence);
    return regex;
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
    matching.regex = compile(d, record, context->pattern, place, "every file matches");
    matching.include = compile(d, record, context->include, place, "every file is included");
    matching.exclude = compile(d, record, context->exclude, place, "no file is excluded");
    collect(d, arena_copy(&d->arena, folder->path), &matching, place, connection);
    regex_free(matching.regex);
    regex_free(matching.include);
    regex_free(matching.exclude);
}
