/* mfshake report: the reports of all apps, and the chunks of what they share → one page, table or document for people. */
#include "base/atomic_write.h"
#include "base/fs.h"
#include "base/limits.h"
#include "base/path.h"
#include "cli/chunk_files.h"
#include "cli/command.h"
#include "cli/consumers.h"
#include "cli/report_files.h"

/* enum mfshake_overview_form, behind what stands for "not given" */
static const char *const format_words[] = {"auto", "text", "json", "markdown", "html", NULL};

struct report_settings {
    struct common_settings common;
    struct option_list chunks, consumers;
    struct text output, federation;
    struct option_number jobs;
    unsigned format;
    bool no_chunks, strict;
};

#define MEMBER(name) offsetof(struct report_settings, name)
static const struct option report_options[] = {
    {'o', "output", OPTION_TEXT, MEMBER(output), "FILE", NULL, 0, "where it goes (default: standard output)"},
    {0, "format", OPTION_WORD, MEMBER(format), NULL, format_words, 0,
     "html: a page for a browser, in one file. Default: what the\nend of FILE says (.html, .md, .json), else text"},
    {0, "chunks", OPTION_EACH, MEMBER(chunks), "FILE|DIR", NULL, 0,
     "annotated chunks, as prune takes them, for sizes (default:\nthose that the reports name, beside the reports); "
     "may "
     "be\nrepeated"},
    {0, "no-chunks", OPTION_FLAG, MEMBER(no_chunks), NULL, NULL, 0, "exports only"},
    {0, "federation", OPTION_TEXT, MEMBER(federation), "FILE", NULL, 0, "as of merge"},
    {0, "consumers", OPTION_EACH, MEMBER(consumers), "FILE|NAME,", NULL, 0, "as of merge"},
    {'j', "jobs", OPTION_NUMBER, MEMBER(jobs), "N", NULL, 1, "threads to use (default: one per processor)"},
    {0, "strict", OPTION_FLAG, MEMBER(strict), NULL, NULL, 0, "warnings are errors"},
    COMMON_OPTIONS,
};

static bool check_settings(struct console *console, const struct report_settings *settings,
                           const struct option_list *operands)
{
    uint32_t before = console->own.count;
    if (!operands->count) console_usage_error(console, "no report is given: report needs files, folders or patterns");
    if (settings->no_chunks && settings->chunks.count)
        console_usage_error(console, "--chunks and --no-chunks contradict each other");
    for (uint32_t i = 0; i < settings->chunks.count; i++) {
        if (text_is(settings->chunks.at[i], "-"))
            console_usage_error(console, "--chunks takes files and folders, not standard input");
    }
    if (settings->output.length && settings->common.output_file.length)
        console_usage_error(console, "-o and --output-file are the same here: give one of them");
    return console->own.count == before;
}

static enum mfshake_overview_form form_of(const struct report_settings *settings)
{
    if (settings->format) return (enum mfshake_overview_form)(settings->format - 1);
    struct text file = settings->output.length ? settings->output : settings->common.output_file;
    if (text_ends_with(file, TEXT(".html")) || text_ends_with(file, TEXT(".htm"))) return MFSHAKE_OVERVIEW_HTML;
    if (text_ends_with(file, TEXT(".md"))) return MFSHAKE_OVERVIEW_MARKDOWN;
    if (text_ends_with(file, TEXT(".json"))) return MFSHAKE_OVERVIEW_JSON;
    return MFSHAKE_OVERVIEW_TEXT;
}

static bool add_chunks(struct console *console, const struct report_settings *settings,
                       struct mfshake_overview *overview)
{
    struct chunk_files files = {0};
    struct chunk_destination nowhere = {.in_place = true}; /* nothing is written */
    bool good = chunk_files_find(console, &settings->chunks, nowhere, &files);
    for (uint32_t i = 0; good && i < files.count; i++) {
        struct text source;
        const char *why;
        if (!fs_read(&console->arena, files.at[i].path, LIMIT_CHUNK_BYTES, &source, &why)) {
            diag_add(&console->own, DIAG_FILE_UNREADABLE, diag_place_file(files.at[i].path),
                     "can not read the chunk: %s", why);
            good = false;
            break;
        }
        good = mfshake_overview_add_chunk(overview, arena_copy(&console->arena, files.at[i].path).at,
                                          (struct mfshake_text){source.at, source.length}, console->found);
    }
    chunk_files_release(&files);
    return good;
}

static bool write_result(struct console *console, const struct report_settings *settings, struct text result)
{
    if (!settings->output.length || text_is(settings->output, "-")) return console_result(console, result);
    struct output_set set;
    output_set_init(&set);
    output_set_add(&set, settings->output, result);
    bool good = output_set_commit(&set, &console->own);
    output_set_release(&set);
    return good;
}

static struct mfshake_merge *read_reports(struct console *console, const struct report_settings *settings,
                                          const struct option_list *operands)
{
    struct option_list files = {0};
    if (!report_files_find(console, operands, &files)) return NULL;
    struct mfshake_merge *merge = mfshake_merge_new();
    const char **paths = ARENA_ARRAY(&console->arena, const char *, files.count + 1);
    for (uint32_t i = 0; i < files.count; i++) paths[i] = arena_copy(&console->arena, files.at[i]).at;
    if (mfshake_merge_add_files(merge, paths, files.count, settings->jobs.value, console->found) &&
        consumers_declare(console, &settings->consumers, settings->federation, merge))
        return merge;
    mfshake_merge_free(merge);
    return NULL;
}

static void report(struct console *console, const struct report_settings *settings, const struct option_list *operands)
{
    struct mfshake_merge *merge = read_reports(console, settings, operands);
    if (!merge) return;
    struct mfshake_overview_options options = {.size = sizeof options,
                                               .without_chunks = settings->no_chunks || settings->chunks.count};
    struct mfshake_overview *overview = mfshake_overview_new(merge, &options, console->found);
    if (overview && add_chunks(console, settings, overview) && console_passes_strict(console, settings->strict)) {
        struct mfshake_text result = mfshake_overview_text(overview, form_of(settings));
        write_result(console, settings, (struct text){result.at, result.length});
    }
    mfshake_overview_free(overview);
    mfshake_merge_free(merge);
}

static void run(const struct command *command, struct console *console, char *const *arguments, uint32_t count)
{
    struct report_settings *settings = ARENA_NEW(&console->arena, struct report_settings);
    struct option_list operands = {0};
    if (!command_options(command, console, arguments, count, settings, &operands)) return;
    if (check_settings(console, settings, &operands)) report(console, settings, &operands);
}

const struct command command_report = {
    .name = "report",
    .summary = "show who uses which export, what that keeps, and what is in the way",
    .usage = "report REPORT... [-o FILE.html] [OPTION]...",
    .more = "REPORT is as of merge. The page holds a treemap of the bytes that stay and go, the apps\n"
            "beside the exports, what keeps shares whole, and a size for any other choice of exports.\n"
            "It loads nothing from anywhere.\n",
    .options = {report_options, sizeof report_options / sizeof *report_options},
    .run = run,
};
