#include "config/static_pages.h"

#include "base/fs.h"
#include "base/limits.h"
#include "base/path.h"

static const char *const of_next[] = {"pages", "app", "src/pages", "src/app", NULL};
static const char *const of_modern[] = {"src", NULL};
/* Beside the folders of Next, with any extension of a script. */
static const char *const beside_next[] = {"middleware",     "instrumentation",     "instrumentation-client",
                                          "src/middleware", "src/instrumentation", "src/instrumentation-client"};
static const char *const extensions[] = {".js", ".jsx", ".ts", ".tsx", ".mjs", ".cjs", ".mts", ".cts"};

static bool is_script(struct text name)
{
    static const char *const others[] = {".d.ts", ".test.", ".spec.", ".stories."};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (text_find(name, text_of(others[i]), 0) != TEXT_NOWHERE) return false;
    }
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++) {
        if (text_ends_with(name, text_of(extensions[i]))) return true;
    }
    return false;
}

static struct json *copy_of(struct reading *r, const struct json *value)
{
    struct json *copy = static_json_new(r, value->type, value->offset);
    *copy = *value;
    return copy;
}

/* Makes "exposes" a list: the names of `pages`, then those that it had, of which each keeps its module. */
static void put_exposes(struct reading *r, struct json *root, struct json *pages)
{
    const struct json *old = json_member(root, "exposes");
    struct json *list = static_json_new(r, JSON_ARRAY, root->offset);
    list->key = TEXT("exposes");
    list->key_offset = root->offset;
    /* What is put later stands earlier. */
    if (old && old->type == JSON_OBJECT) static_json_append(list, copy_of(r, old));
    if (old && old->type == JSON_ARRAY) {
        JSON_EACH (item, old) static_json_append(list, copy_of(r, item));
    }
    static_json_append(list, pages);
    static_json_append(root, list); /* found before the old one */
}

static void put_page(struct reading *r, struct json *pages, struct text path)
{
    struct json *page = static_json_new(r, JSON_STRING, pages->offset);
    page->string = page->key = arena_format(r->reader->arena, "./%.*s", TEXT_ARGS(path));
    page->key_offset = pages->offset;
    static_json_append(pages, page);
}

void static_put_pages(struct reading *r, struct json *root, enum pages_framework framework)
{
    struct arena *arena = r->reader->arena;
    struct json *pages = static_json_new(r, JSON_OBJECT, root->offset);
    pages->key_offset = root->offset;
    VEC(struct text) folders = {0};
    const char *const *first = framework == PAGES_OF_NEXT ? of_next : of_modern;
    for (; *first; first++) vec_push(&folders, text_of(*first));
    for (uint32_t i = 0; i < folders.count; i++) {
        struct text folder = folders.at[i];
        if (i == LIMIT_CONTEXT_FILES) { /* links that go round in circles */
            static_report(r, TEXT("entry"), static_unknown(TEXT("which of too many folders hold pages"), root->offset));
            break;
        }
        struct fs_entry *entries;
        uint32_t count;
        if (!fs_list(arena, path_join(arena, r->reader->config->context, folder), &entries, &count)) continue;
        for (uint32_t e = 0; e < count; e++) {
            struct text path = arena_format(arena, "%.*s/%.*s", TEXT_ARGS(folder), TEXT_ARGS(entries[e].name));
            bool hidden = text_is(entries[e].name, "node_modules") || text_starts_with(entries[e].name, TEXT("."));
            if (entries[e].is_folder && !hidden) vec_push(&folders, path);
            else if (!entries[e].is_folder && is_script(entries[e].name)) put_page(r, pages, path);
        }
    }
    vec_release(&folders);
    for (size_t i = 0; framework == PAGES_OF_NEXT && i < sizeof beside_next / sizeof *beside_next; i++) {
        for (size_t k = 0; k < sizeof extensions / sizeof *extensions; k++) {
            struct text path = arena_format(arena, "%s%s", beside_next[i], extensions[k]);
            if (fs_kind_of(path_join(arena, r->reader->config->context, path)) == FS_FILE) put_page(r, pages, path);
        }
    }
    if (pages->count) put_exposes(r, root, pages);
}
