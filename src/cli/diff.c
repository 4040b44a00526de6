/* mfshake diff: two reports, or two chunks, beside each other. */
#include "base/fs.h"
#include "base/limits.h"
#include "cli/command.h"
#include "cli/report_files.h"

static const char *const format_words[] = {"text", "json", "markdown", NULL}; /* enum mfshake_difference_form */

struct diff_settings {
    struct common_settings common;
    unsigned format;
    bool exit_code;
};

#define MEMBER(name) offsetof(struct diff_settings, name)
static const struct option diff_options[] = {
    {0, "format", OPTION_WORD, MEMBER(format), NULL, format_words, 0, "of the difference (default: text)"},
    {0, "exit-code", OPTION_FLAG, MEMBER(exit_code), NULL, NULL, 0, "exit with 1 when there is a difference"},
    COMMON_OPTIONS,
};

/* Whether the operand is a chunk: a file, and no JSON. Its content is read then. */
static bool read_chunk(struct console *console, struct text path, struct text *content)
{
    const char *why;
    if (fs_kind_of(path) != FS_FILE || !fs_read(&console->arena, path, LIMIT_CHUNK_BYTES, content, &why)) return false;
    struct text start = text_trim(*content);
    if (text_starts_with(start, TEXT("\xEF\xBB\xBF"))) start = text_trim(text_slice(start, 3, start.length));
    return start.length && start.at[0] != '{' && start.at[0] != '[';
}

static struct mfshake_merge *read_reports(struct console *console, struct text operand)
{
    struct option_list operands = {0}, files = {0};
    option_list_add(&operands, &console->arena, operand);
    if (!report_files_find(console, &operands, &files)) return NULL;
    const char **paths = ARENA_ARRAY(&console->arena, const char *, files.count + 1);
    for (uint32_t i = 0; i < files.count; i++) paths[i] = arena_copy(&console->arena, files.at[i]).at;
    struct mfshake_merge *merge = mfshake_merge_new();
    if (mfshake_merge_add_files(merge, paths, files.count, 0, console->found)) return merge;
    mfshake_merge_free(merge);
    return NULL;
}

static void diff(struct console *console, const struct diff_settings *settings, const struct option_list *operands)
{
    struct text chunks[2];
    bool is_chunk[2];
    for (int i = 0; i < 2; i++) is_chunk[i] = read_chunk(console, operands->at[i], &chunks[i]);
    if (is_chunk[0] != is_chunk[1]) {
        console_usage_error(console, "%.*s is a chunk and %.*s is none: diff compares two reports, or two chunks",
                            TEXT_ARGS(operands->at[is_chunk[0] ? 0 : 1]), TEXT_ARGS(operands->at[is_chunk[0] ? 1 : 0]));
        return;
    }
    struct mfshake_merge *before = NULL, *now = NULL;
    struct mfshake_difference *difference = NULL;
    if (is_chunk[0]) {
        difference = mfshake_chunk_difference(operands->at[0].at, (struct mfshake_text){chunks[0].at, chunks[0].length},
                                              operands->at[1].at, (struct mfshake_text){chunks[1].at, chunks[1].length},
                                              console->found);
    } else {
        before = read_reports(console, operands->at[0]);
        now = read_reports(console, operands->at[1]);
        if (before && now) difference = mfshake_merge_difference(before, now);
    }
    if (difference) {
        struct mfshake_text text = mfshake_difference_text(difference, (enum mfshake_difference_form)settings->format);
        console_result(console, (struct text){text.at, text.length});
        uint32_t differ = mfshake_difference_count(difference);
        if (differ && settings->exit_code)
            diag_add(&console->own, DIAG_DIFFERENT, diag_nowhere, "%u %s%s differ%s", (unsigned)differ,
                     is_chunk[0] ? "module" : "share key", differ == 1 ? "" : "s", differ == 1 ? "s" : "");
    }
    mfshake_difference_free(difference);
    mfshake_merge_free(before);
    mfshake_merge_free(now);
}

static void run(const struct command *command, struct console *console, char *const *arguments, uint32_t count)
{
    struct diff_settings *settings = ARENA_NEW(&console->arena, struct diff_settings);
    struct option_list operands = {0};
    if (!command_options(command, console, arguments, count, settings, &operands)) return;
    if (operands.count == 2) diff(console, settings, &operands);
    else console_usage_error(console, "diff needs two reports, or two chunks: OLD NEW");
}

const struct command command_diff = {
    .name = "diff",
    .summary = "show what two reports, or two chunks, have that the other has not",
    .usage = "diff OLD NEW [OPTION]...",
    .more = "Reports are as of merge: files, folders, patterns, merged reports. Of a share: exports that\n"
            "are used or provided on one side only, with who uses the new ones. Of a chunk: modules\n"
            "and exports, with bytes. The exit status is 0 whenever the two could be compared, unless\n"
            "--exit-code is given and they differ.\n",
    .options = {diff_options, sizeof diff_options / sizeof *diff_options},
    .run = run,
};
