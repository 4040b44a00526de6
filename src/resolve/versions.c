#include "resolve/versions.h"

#include "base/path.h"

static const char *const dependency_lists[] = {
    "optionalDependencies",
    "dependencies",
    "peerDependencies",
    "devDependencies",
};

/* What `package` lists for `name`, or NULL. */
static const struct json *listed(const struct package_json *package, struct text name)
{
    for (size_t i = 0; i < sizeof dependency_lists / sizeof *dependency_lists; i++) {
        const struct json *list = json_member(package->root, dependency_lists[i]);
        if (!list || list->type != JSON_OBJECT) continue;
        JSON_EACH (member, list) {
            if (text_equal(member->key, name)) return member;
        }
    }
    return NULL;
}

static bool is_git_address(struct text text, size_t hash)
{
    static const char *const protocols[] = {
        "git+ssh://", "git+http://", "git+https://", "git+file://", "ssh://",     "http://", "https://",
        "file://",    "git://",      "github:",      "gitlab:",     "bitbucket:", "gist:"};
    for (size_t i = 0; i < sizeof protocols / sizeof *protocols; i++) {
        if (text_starts_with(text, text_of(protocols[i]))) return true;
    }
    size_t colon = text_find_char(text, ':', 0), at = text_find_char(text, '@', 0),
           slash = text_find_char(text, '/', 0);
    if (at < colon && colon < hash) return true; /* git@github.com:user/repo */
    return slash != 0 && slash < hash && slash + 1 < hash && colon > hash && at > hash &&
           text.at[0] != '.'; /* user/repo */
}

/* The branch, tag or commit of "https://github.com/user/repo/tree/v1", or empty. */
static struct text github_tree(struct text text)
{
    struct text host = TEXT("://github.com/");
    size_t at = text_find(text, host, 0);
    size_t tree = at == TEXT_NOWHERE ? at : text_find(text, TEXT("/tree/"), at + host.length);
    if (tree == TEXT_NOWHERE) return (struct text){0};
    size_t end = text_find_char(text, '/', tree + 6);
    return text_slice(text, tree + 6, end == TEXT_NOWHERE ? text.length : end);
}

/* The part of what package.json lists that is a version range: all of it, or what a git address says behind its "#". */
static struct text range_of(struct arena *arena, struct text text)
{
    const struct text none = {0};
    text = text_trim(text);
    if (text.length == 0) return none;
    if (strchr("0123456789^=v<>~", text.at[0])) return text;
    if (text.length == 1 && strchr("*xX", text.at[0])) return text;

    char *lower = ARENA_ARRAY(arena, char, text.length);
    for (size_t i = 0; i < text.length; i++)
        lower[i] = text.at[i] >= 'A' && text.at[i] <= 'Z' ? (char)(text.at[i] - 'A' + 'a') : text.at[i];
    text.at = lower;
    size_t hash = text_find_char(text, '#', 0);
    struct text tree = github_tree(hash == TEXT_NOWHERE ? text : text_slice(text, 0, hash));
    if (tree.length) return tree;
    if (hash == TEXT_NOWHERE || !is_git_address(text, hash)) return none;
    struct text range = text_slice(text, hash + 1, text.length);
    return text_starts_with(range, TEXT("semver:")) ? text_slice(range, 7, range.length) : range;
}

struct text versions_required(struct packages *packages, struct text folder, struct text package_name)
{
    const struct text none = {0};
    if (package_name.length == 0) return none;
    for (struct text at = folder;;) {
        const struct package_json *package = packages_nearest(packages, at);
        if (!package || text_equal(package->name, package_name)) return none;
        const struct json *value = listed(package, package_name);
        if (value) return value->type == JSON_STRING ? range_of(&packages->arena, value->string) : none;
        at = path_folder(package->folder);
        if (at.length >= package->folder.length) return none;
    }
}

struct text versions_of_file(struct packages *packages, struct text file)
{
    const struct text none = {0};
    const struct package_json *package = packages_nearest(packages, path_folder(file));
    struct text name = {0}; /* of the package.json below, when it has one: it must belong to the package above */
    while (package) {
        bool belongs = name.length == 0 || (text_starts_with(name, package->name) &&
                                            package->name.length < name.length && name.at[package->name.length] == '/');
        if (!belongs) return none;
        if (package->version.length) return package->version;
        if (package->name.length) name = package->name;
        package = packages_above(packages, package);
    }
    return none;
}
