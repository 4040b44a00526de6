/* mfshake merge: the reports of all apps → one. */
#include "base/atomic_write.h"
#include "cli/command.h"
#include "cli/consumers.h"
#include "cli/report_files.h"

static const char *const format_words[] = {"text", "json", NULL};

struct merge_settings {
    struct common_settings common;
    struct option_list consumers;
    struct text output, federation;
    struct option_number jobs;
    unsigned format;
    bool strict;
};

#define MEMBER(name) offsetof(struct merge_settings, name)
static const struct option merge_options[] = {
    {'o', "output", OPTION_TEXT, MEMBER(output), "FILE", NULL, 0,
     "where the merged report goes (default: standard output,\nwithout the table)"},
    {0, "federation", OPTION_TEXT, MEMBER(federation), "FILE", NULL, 0,
     "a federation.json: the apps that there are, and which\nshares each consumes"},
    {0, "consumers", OPTION_LIST, MEMBER(consumers), "FILE|NAME,", NULL, 0,
     "apps that there are: names, or a file with one name per\nline; each may consume any share"},
    {0, "format", OPTION_WORD, MEMBER(format), NULL, format_words, 0, "of the table (default: text)"},
    {'j', "jobs", OPTION_NUMBER, MEMBER(jobs), "N", NULL, 1, "threads to use (default: one per processor)"},
    {0, "strict", OPTION_FLAG, MEMBER(strict), NULL, NULL, 0, "warnings are errors"},
    COMMON_OPTIONS,
};

static bool write_report(struct console *console, struct text path, struct mfshake_text report)
{
    struct output_set set;
    output_set_init(&set);
    output_set_add(&set, path, (struct text){report.at, report.length});
    bool good = output_set_commit(&set, &console->own);
    output_set_release(&set);
    return good;
}

static void merge(struct console *console, const struct merge_settings *settings, const struct option_list *operands)
{
    struct option_list files = {0};
    struct mfshake_merge *merge = mfshake_merge_new();
    bool good = report_files_find(console, operands, &files);
    const char **paths = ARENA_ARRAY(&console->arena, const char *, files.count + 1);
    for (uint32_t i = 0; i < files.count; i++) paths[i] = arena_copy(&console->arena, files.at[i]).at;
    good = mfshake_merge_add_files(merge, paths, files.count, settings->jobs.value, console->found) && good;
    good = good && consumers_declare(console, &settings->consumers, settings->federation, merge) &&
           mfshake_merge_finish(merge, console->found) && console_passes_strict(console, settings->strict);
    if (good && (!settings->output.length || text_is(settings->output, "-"))) {
        struct mfshake_text report = mfshake_merge_report(merge);
        console_result(console, (struct text){report.at, report.length});
    } else if (good && write_report(console, settings->output, mfshake_merge_report(merge)) &&
               (!settings->common.quiet || settings->common.output_file.length)) {
        struct mfshake_text table = mfshake_merge_table(merge, settings->format == 1);
        console_result(console, (struct text){table.at, table.length});
    }
    mfshake_merge_free(merge);
}

static void run(const struct command *command, struct console *console, char *const *arguments, uint32_t count)
{
    struct merge_settings *settings = ARENA_NEW(&console->arena, struct merge_settings);
    struct option_list operands = {0};
    if (!command_options(command, console, arguments, count, settings, &operands)) return;
    if (operands.count) merge(console, settings, &operands);
    else console_usage_error(console, "no report is given: merge needs files, folders or patterns");
}

const struct command command_merge = {
    .name = "merge",
    .summary = "unite the reports of all apps into one",
    .usage = "merge REPORT... [-o FILE] [OPTION]...",
    .more = "REPORT is a file, a folder (every share-usage.json below it), a pattern ('apps/*/dist',\n"
            "** for any folders), or - for a list in standard input. A merged report is a report, too:\n"
            "neither order nor repetition matters. An app that is declared, or named as a remote, and\n"
            "has no report, locks the shares that it may consume: nothing of them is removed.\n",
    .options = {merge_options, sizeof merge_options / sizeof *merge_options},
    .run = run,
};
