#include "cli/report_files.h"

#include "base/fs.h"
#include "base/limits.h"
#include "base/path.h"
#include "base/vec.h"

#include <fnmatch.h>
#include <stdlib.h>

struct folder {
    struct text path;    /* "": the current one */
    struct text pattern; /* what is left of it to be matched below; empty: every report counts */
};

struct finding {
    struct console *console;
    struct option_list *files;
    VEC(struct folder) folders;
    bool failed; /* a folder was not looked at, which is reported: a report in it would be missing */
};

static bool is_pattern(struct text operand)
{
    for (size_t i = 0; i < operand.length; i++) {
        if (strchr("*?[", operand.at[i])) return true;
    }
    return false;
}

static struct text below(struct finding *finding, struct text folder, struct text name)
{
    if (!folder.length) return name;
    const char *slash = folder.at[folder.length - 1] == '/' ? "" : "/";
    return arena_format(&finding->console->arena, "%.*s%s%.*s", TEXT_ARGS(folder), slash, TEXT_ARGS(name));
}

static bool is_skipped(struct text name)
{
    return name.length == 0 || name.at[0] == '.' || text_is(name, "node_modules");
}

/* The entries of a folder; none, and a failure, when nobody may look into it. */
static uint32_t list(struct finding *finding, struct text folder, struct fs_entry **entries)
{
    uint32_t count = 0;
    struct text path = folder.length ? folder : TEXT(".");
    if (fs_list(&finding->console->arena, path, entries, &count) || fs_kind_of(path) != FS_FOLDER) return count;
    finding->failed = true;
    diag_add(&finding->console->own, DIAG_FILE_UNREADABLE, diag_place_file(path),
             "can not look for reports in this folder");
    return 0;
}

static void add_file(struct finding *finding, struct text path)
{
    option_list_add(finding->files, &finding->console->arena, arena_copy(&finding->console->arena, path));
}

/* Every report in `folder`; the folders in it are searched later. */
static void search_reports(struct finding *finding, struct text folder)
{
    struct fs_entry *entries;
    uint32_t count = list(finding, folder, &entries);
    for (uint32_t i = 0; i < count; i++) {
        struct text path = below(finding, folder, entries[i].name);
        if (entries[i].is_folder && !is_skipped(entries[i].name))
            vec_push(&finding->folders, (struct folder){path, TEXT("")});
        if (!entries[i].is_folder && text_is(entries[i].name, "share-usage.json")) add_file(finding, path);
    }
}

/* What in `folder` matches the first name of its pattern. */
static void search_pattern(struct finding *finding, struct folder folder)
{
    struct arena *arena = &finding->console->arena;
    size_t slash = text_find_char(folder.pattern, '/', 0);
    bool is_last = slash == TEXT_NOWHERE;
    struct text first = text_slice(folder.pattern, 0, is_last ? folder.pattern.length : slash);
    struct text rest = is_last ? TEXT("") : text_slice(folder.pattern, slash + 1, folder.pattern.length);
    if (!is_last && !is_pattern(first)) {
        vec_push(&finding->folders, (struct folder){below(finding, folder.path, first), rest});
        return;
    }
    bool any_depth = text_is(first, "**");
    if (any_depth && is_last) {
        search_reports(finding, folder.path);
        return;
    }
    const char *pattern = any_depth ? "*" : arena_copy(arena, first).at;
    if (any_depth) vec_push(&finding->folders, (struct folder){folder.path, rest});
    struct fs_entry *entries;
    uint32_t count = list(finding, folder.path, &entries);
    for (uint32_t i = 0; i < count; i++) {
        if (fnmatch(pattern, arena_copy(arena, entries[i].name).at, FNM_PERIOD) != 0) continue;
        struct text path = below(finding, folder.path, entries[i].name);
        if (entries[i].is_folder && is_pattern(first) && is_skipped(entries[i].name)) continue;
        if (entries[i].is_folder && any_depth) {
            vec_push(&finding->folders, (struct folder){path, folder.pattern});
        } else if (entries[i].is_folder) { /* of a folder at the end of a pattern, all reports below */
            vec_push(&finding->folders, (struct folder){path, rest});
        } else if (!entries[i].is_folder && is_last) {
            add_file(finding, path);
        }
    }
}

enum { MOST_FOLDERS = 100000 /* folders that are linked in circles have no end */ };

static bool search(struct finding *finding, struct text operand)
{
    uint32_t before = finding->files->count, visited = 0;
    bool pattern = is_pattern(operand) && fs_kind_of(operand) == FS_MISSING;
    struct folder start = {operand, TEXT("")};
    if (pattern && operand.at[0] == '/') start = (struct folder){TEXT("/"), text_slice(operand, 1, operand.length)};
    else if (pattern) start = (struct folder){TEXT(""), operand};
    vec_push(&finding->folders, start);
    while (finding->folders.count && visited++ < MOST_FOLDERS && !finding->failed) {
        struct folder folder = vec_pop(&finding->folders);
        if (folder.pattern.length) search_pattern(finding, folder);
        else search_reports(finding, folder.path);
    }
    if (finding->folders.count && !finding->failed) {
        finding->failed = true;
        diag_add(&finding->console->own, DIAG_REPORT_NONE, diag_place_file(operand),
                 "there are more than %u folders to be searched for reports", (unsigned)MOST_FOLDERS);
    }
    vec_clear(&finding->folders);
    if (finding->failed) return false;
    if (finding->files->count > before) return true;
    diag_add(&finding->console->own, DIAG_REPORT_NONE, diag_place_file(operand),
             pattern ? "no report matches this pattern" : "there is no share-usage.json in this folder");
    return false;
}

static bool find(struct finding *finding, struct text operand)
{
    if (fs_kind_of(operand) == FS_FOLDER || (is_pattern(operand) && fs_kind_of(operand) == FS_MISSING))
        return search(finding, operand);
    add_file(finding, operand); /* what is wrong with it is said when it is read */
    return true;
}

/* The operands that standard input lists. */
static bool find_listed(struct finding *finding)
{
    struct text list;
    const char *why;
    if (!fs_read_stdin(&finding->console->arena, LIMIT_JSON_BYTES, &list, &why)) {
        diag_add(&finding->console->own, DIAG_FILE_UNREADABLE, diag_place_file(TEXT("-")), "can not be read: %s", why);
        return false;
    }
    bool good = true, any = false;
    for (size_t start = 0, end; start < list.length; start = end + 1) {
        end = text_find_char(list, '\n', start);
        if (end == TEXT_NOWHERE) end = list.length;
        struct text line = text_trim(text_slice(list, start, end));
        if (!line.length) continue;
        any = true;
        good = find(finding, arena_copy(&finding->console->arena, line)) && good;
    }
    if (!any)
        diag_add(&finding->console->own, DIAG_REPORT_NONE, diag_place_file(TEXT("-")),
                 "standard input lists no report");
    return good && any;
}

static int compare_texts(const void *a, const void *b)
{
    return text_compare(*(const struct text *)a, *(const struct text *)b);
}

bool report_files_find(struct console *console, const struct option_list *operands, struct option_list *files)
{
    struct finding finding = {.console = console, .files = files};
    bool good = true;
    for (uint32_t i = 0; i < operands->count; i++) {
        bool found = text_is(operands->at[i], "-") ? find_listed(&finding) : find(&finding, operands->at[i]);
        good = good && found;
    }
    vec_release(&finding.folders);
    if (files->count > 1) qsort(files->at, files->count, sizeof *files->at, compare_texts);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < files->count; i++) {
        if (!kept || !text_equal(files->at[i], files->at[kept - 1])) files->at[kept++] = files->at[i];
    }
    files->count = kept;
    return good;
}
