#include "resolve/versions.h"

#include "base/path.h"
#include "resolve/git_version.h"

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
    return git_version(arena, (struct text){lower, text.length});
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
