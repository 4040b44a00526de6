#include "cli/consumers.h"

#include "base/fs.h"
#include "base/limits.h"
#include "config/federation.h"

static void add_names(struct console *console, struct text names, const char *separators, struct option_list *list)
{
    for (size_t start = 0; start <= names.length;) {
        size_t end = start;
        while (end < names.length && !strchr(separators, names.at[end])) end++;
        struct text name = text_trim(text_slice(names, start, end));
        if (name.length) option_list_add(list, &console->arena, arena_copy(&console->arena, name));
        start = end + 1;
    }
}

bool consumers_read(struct console *console, const struct option_list *given, struct option_list *names)
{
    for (uint32_t i = 0; i < given->count; i++) {
        struct text content;
        const char *why;
        if (fs_kind_of(given->at[i]) != FS_FILE) {
            add_names(console, given->at[i], ",", names);
        } else if (fs_read(&console->arena, given->at[i], LIMIT_JSON_BYTES, &content, &why)) {
            add_names(console, content, "\r\n", names);
        } else {
            diag_add(&console->own, DIAG_FILE_UNREADABLE, diag_place_file(given->at[i]), "can not be read: %s", why);
            return false;
        }
    }
    return true;
}

bool consumers_declare(struct console *console, const struct option_list *given, struct text federation,
                       struct mfshake_merge *merge)
{
    struct option_list names = {0};
    struct federation apps = {0};
    if (!consumers_read(console, given, &names)) return false;
    for (uint32_t i = 0; i < names.count; i++) mfshake_merge_declare(merge, names.at[i].at, NULL, 0);
    if (!federation.length) return true;
    if (!federation_load(&console->arena, federation, &apps, &console->own)) return false;
    for (uint32_t i = 0; i < apps.app_count; i++) {
        const struct federation_app *app = &apps.apps[i];
        const char **keys = ARENA_ARRAY(&console->arena, const char *, app->consumes.count + 1);
        for (uint32_t k = 0; k < app->consumes.count; k++) keys[k] = app->consumes.at[k].at;
        mfshake_merge_declare(merge, app->name.at, app->consumes_all ? NULL : keys, app->consumes.count);
    }
    return true;
}
