/* Files and folders: extensions, main fields, index files. Twins: AppendPlugin, MainFieldPlugin, UseFilePlugin, SymlinkPlugin. */
#include "resolve/search.h"

#include "base/path.h"

static enum outcome found(struct search *search, const struct step *step, struct text path)
{
    struct text real = search->config->resolve.symlinks ? disk_real_path(search->disk, path) : path;
    search->path = real.length ? real : path;
    search->query = TEXT("");
    if (step->request.query.length || step->request.fragment.length)
        search->query =
            arena_format(search->arena, "%.*s%.*s", TEXT_ARGS(step->request.query), TEXT_ARGS(step->request.fragment));
    return FOUND;
}

static enum outcome exact_file(struct search *search, const struct step *step, struct text path)
{
    if (!step->rooted) {
        struct step at_file = *step;
        at_file.folder = path_folder(path);
        bool decided = false;
        enum outcome outcome = search_aliases(search, &at_file, path, true, &search->config->resolve.alias, &decided);
        if (decided) return outcome;
        const struct package_json *package = packages_nearest(search->packages, at_file.folder);
        if (package && search->options->alias_fields.count) {
            struct text inner = package_inner_path(search->arena, package, path);
            outcome = search_browser_fields(search, &at_file, package, inner, &decided);
            if (decided) return outcome;
        }
    }
    if (disk_kind(search->disk, path) != FS_FILE) return MISSED;
    return found(search, step, path);
}

enum outcome search_file(struct search *search, const struct step *step, struct text path)
{
    enum outcome outcome = exact_file(search, step, path);
    if (outcome != MISSED || step->fully_specified) return outcome;
    for (uint32_t i = 0; i < search->options->extensions.count; i++) {
        struct text extension = search->options->extensions.at[i];
        struct text named = arena_format(search->arena, "%.*s%.*s", TEXT_ARGS(path), TEXT_ARGS(extension));
        outcome = exact_file(search, step, named);
        if (outcome != MISSED) return outcome;
    }
    return MISSED;
}

static struct text main_of(const struct package_json *package, struct text field)
{
    JSON_EACH (member, package->root) {
        if (!text_equal(member->key, field) || member->type != JSON_STRING) continue;
        if (member->string.length == 0 || text_is(member->string, ".") || text_is(member->string, "./")) break;
        return member->string;
    }
    return (struct text){0};
}

static enum outcome path_of_package(struct search *search, const struct step *step, struct text path,
                                    const struct package_json *main_of_package);

/* The main fields of the package that `folder` is the root of, then its index files. `main_of_package`: the package whose main
 * field led here. */
static enum outcome in_folder(struct search *search, const struct step *step, struct text folder,
                              const struct package_json *main_of_package)
{
    if (disk_kind(search->disk, folder) != FS_FOLDER) return MISSED;
    if (search->options->to_folder) return found(search, step, folder);

    const struct package_json *package = packages_at(search->packages, folder);
    if (package && package != main_of_package) {
        for (uint32_t i = 0; i < search->options->main_fields.count; i++) {
            struct text main = main_of(package, search->options->main_fields.at[i]);
            if (main.length == 0) continue;
            struct step inside = *step;
            inside.request.folder = text_ends_with(main, TEXT("/"));
            enum outcome outcome = path_of_package(search, &inside, path_join(search->arena, folder, main), package);
            if (outcome != MISSED) return outcome;
        }
    }
    for (uint32_t i = 0; i < search->options->main_files.count; i++) {
        struct text file = path_join(search->arena, folder, search->options->main_files.at[i]);
        enum outcome outcome = search_file(search, step, file);
        if (outcome != MISSED) return outcome;
    }
    return MISSED;
}

static enum outcome path_of_package(struct search *search, const struct step *step, struct text path,
                                    const struct package_json *main_of_package)
{
    if (!step->request.folder && !search->options->to_folder) {
        enum outcome outcome = search_file(search, step, path);
        if (outcome != MISSED) return outcome;
    }
    if (step->fully_specified && !search->options->to_folder) {
        enum fs_kind kind = disk_kind(search->disk, path);
        const char *why = kind == FS_FOLDER ? "a folder; a strict ES module must name the file in it"
                                            : "no such file; a strict ES module must write the extension";
        search->reason = arena_format(search->arena, "%.*s is %s", TEXT_ARGS(path), why);
        return MISSED;
    }
    if (search->depth == SEARCH_DEEPEST)
        return search_fail(search, TEXT("the main fields of package.json files go in circles"));
    search->depth++;
    enum outcome outcome = in_folder(search, step, path, main_of_package);
    search->depth--;
    return outcome;
}

enum outcome search_path(struct search *search, const struct step *step, struct text path)
{
    return path_of_package(search, step, path, NULL);
}
