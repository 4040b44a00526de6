/* mfshake gate: what the reports say now beside what they said, and exit 1 when that is not to go live. */
#include "base/atomic_write.h"
#include "base/fs.h"
#include "base/limits.h"
#include "base/path.h"
#include "cli/command.h"
#include "cli/consumers.h"
#include "cli/git_file.h"
#include "cli/report_files.h"
#include "config/gate_config.h"

static const char *const form_words[] = {"text", "json", "github", "sarif", "markdown", "junit", NULL};
static const char *const format_words[] = {"text", "json", NULL};
enum { FORM_COUNT = MFSHAKE_GATE_JUNIT + 1 };

struct gate_settings {
    struct common_settings common;
    struct text folder, config, baseline, manifest, federation;
    struct text max_exports, max_bytes, max_gzip;
    struct option_list chunks, consumers, reporters;
    struct option_number jobs;
    unsigned format;
    bool update, strict, no_exit_code;
};

#define MEMBER(name) offsetof(struct gate_settings, name)
static const struct option gate_options[] = {
    {'b', "baseline", OPTION_TEXT, MEMBER(baseline), "FILE|git:REF:PATH", NULL, 0,
     "the report that was accepted last (default: \"baseline\" of\nthe configuration, else share-usage.baseline.json)"},
    {0, "update", OPTION_FLAG, MEMBER(update), NULL, NULL, 0, "accept the present reports: write them to the baseline"},
    {0, "since-deployed", OPTION_TEXT, MEMBER(manifest), "MANIFEST", NULL, 0,
     "the prune-manifest.json of what is deployed, which then\nsays what the bundles have (default: what the baseline "
     "uses)"},
    {0, "max-exports", OPTION_TEXT, MEMBER(max_exports), "N|N%", NULL, 0,
     "what a share key may grow by in used exports"},
    {0, "max-bytes", OPTION_TEXT, MEMBER(max_bytes), "SIZE|N%", NULL, 0, "in bytes that are kept: \"10 kB\", \"5%\""},
    {0, "max-gzip", OPTION_TEXT, MEMBER(max_gzip), "SIZE|N%", NULL, 0, "the same, compressed with gzip"},
    {0, "chunks", OPTION_EACH, MEMBER(chunks), "DIR", NULL, 0,
     "where annotated chunks are, to measure bytes (default:\nbeside the reports); may be repeated"},
    {0, "federation", OPTION_TEXT, MEMBER(federation), "FILE", NULL, 0, "as of merge"},
    {0, "consumers", OPTION_EACH, MEMBER(consumers), "FILE|NAME,", NULL, 0, "as of merge"},
    {'r', "reporter", OPTION_EACH, MEMBER(reporters), "NAME[=FILE]", NULL, 0,
     "text (default), json, github, sarif, markdown or junit;\nmay be repeated"},
    {0, "format", OPTION_WORD, MEMBER(format), NULL, format_words, 0, "json: as --reporter json"},
    {0, "strict", OPTION_FLAG, MEMBER(strict), NULL, NULL, 0, "warnings close the gate, too"},
    {0, "no-exit-code", OPTION_FLAG, MEMBER(no_exit_code), NULL, NULL, 0,
     "findings do not change the exit status; what can not be\njudged does"},
    {'C', "directory", OPTION_TEXT, MEMBER(folder), "DIR", NULL, 0,
     "where configuration, report and baseline are looked for\n(default: the current folder)"},
    {'c', "config", OPTION_TEXT, MEMBER(config), "FILE", NULL, 0,
     "the JSON file with \"gate\" (default: mfshake.json, or\n\"mfshake\" in package.json)"},
    {'j', "jobs", OPTION_NUMBER, MEMBER(jobs), "N", NULL, 1, "threads to use (default: one per processor)"},
    COMMON_OPTIONS,
};

/* ---------------------------------------------------------------------------------------------- what is compared */

struct subjects {
    struct text config;     /* empty: there is none */
    struct text baseline;   /* a path, or git:REF:PATH */
    struct option_list now; /* the files of the present reports */
    struct text current;    /* what they are called */
};

static struct text in_folder(struct console *console, struct text folder, struct text path)
{
    return folder.length ? path_join(&console->arena, folder, path) : path;
}

/* The configuration: the one that was named, or one that is there, even if it can not be read: no rule may get lost. */
static struct text find_config(struct console *console, const struct gate_settings *settings)
{
    if (settings->config.length) return settings->config;
    const struct text names[] = {TEXT("mfshake.json"), TEXT("package.json")};
    for (int i = 0; i < 2; i++) {
        struct text path = in_folder(console, settings->folder, names[i]);
        bool is_link;
        if (fs_kind_and_link(path, &is_link) != FS_MISSING || is_link) return path;
    }
    return TEXT("");
}

/* What is compared with itself has never changed; and --update would write over a report. */
static bool is_apart(struct console *console, const struct subjects *subjects)
{
    for (uint32_t i = 0; i < subjects->now.count; i++) {
        if (!fs_is_same_file(subjects->baseline, subjects->now.at[i])) continue;
        diag_add(&console->own, DIAG_GATE_SAME_FILE, diag_place_file(subjects->baseline),
                 "the baseline is one of the present reports: %.*s", TEXT_ARGS(subjects->now.at[i]));
        return false;
    }
    return true;
}

static bool find_subjects(struct console *console, const struct gate_settings *settings,
                          const struct option_list *operands, struct subjects *subjects)
{
    struct gate_config config = {0};
    if (settings->folder.length && fs_kind_of(settings->folder) != FS_FOLDER) {
        diag_add(&console->own, DIAG_CONFIG_MISSING, diag_place_file(settings->folder), "there is no such folder");
        return false;
    }
    subjects->config = find_config(console, settings);
    if (subjects->config.length && !gate_config_load(&console->arena, subjects->config, &config, &console->own))
        return false;
    /* Paths in a configuration are relative to its folder. */
    struct text base = subjects->config.length ? path_folder(subjects->config) : settings->folder;
    if (text_is(base, ".")) base = TEXT("");
    bool is_git = text_starts_with(config.baseline, TEXT("git:"));
    subjects->baseline = settings->baseline.length ? settings->baseline
                         : is_git                  ? config.baseline
                         : config.baseline.length  ? in_folder(console, base, config.baseline)
                                                   : in_folder(console, base, TEXT("share-usage.baseline.json"));
    struct option_list written = {0};
    if (!operands->count) {
        struct text folder = config.reports.length ? config.reports : TEXT("dist/shared");
        folder = in_folder(console, base, folder);
        option_list_add(&written, &console->arena, in_folder(console, folder, TEXT("share-usage.json")));
        operands = &written;
    }
    subjects->current = operands->at[0];
    if (operands->count > 1)
        subjects->current =
            arena_format(&console->arena, "%.*s and %u more", TEXT_ARGS(operands->at[0]), operands->count - 1);
    return report_files_find(console, operands, &subjects->now) && is_apart(console, subjects);
}

static struct mfshake_merge *read_current(struct console *console, const struct gate_settings *settings,
                                          const struct subjects *subjects)
{
    struct mfshake_merge *merge = mfshake_merge_new();
    mfshake_merge_require_places(merge);
    const char **paths = ARENA_ARRAY(&console->arena, const char *, subjects->now.count + 1);
    for (uint32_t i = 0; i < subjects->now.count; i++) paths[i] = arena_copy(&console->arena, subjects->now.at[i]).at;
    if (mfshake_merge_add_files(merge, paths, subjects->now.count, settings->jobs.value, console->found) &&
        consumers_declare(console, &settings->consumers, settings->federation, merge))
        return merge;
    mfshake_merge_free(merge);
    return NULL;
}

static bool read_text(struct console *console, struct text name, struct text *content)
{
    struct text git = TEXT("git:");
    const char *why;
    if (text_starts_with(name, git)) return git_file_read(console, text_slice(name, git.length, name.length), content);
    if (fs_kind_of(name) == FS_MISSING) {
        diag_add(&console->own, DIAG_GATE_NO_BASELINE, diag_place_file(name), "there is no baseline");
        return false;
    }
    if (fs_read(&console->arena, name, LIMIT_JSON_BYTES, content, &why)) return true;
    diag_add(&console->own, DIAG_FILE_UNREADABLE, diag_place_file(name), "can not read the baseline: %s", why);
    return false;
}

static struct mfshake_merge *read_baseline(struct console *console, const struct subjects *subjects)
{
    struct text content;
    if (!read_text(console, subjects->baseline, &content)) return NULL;
    struct mfshake_merge *merge = mfshake_merge_new();
    mfshake_merge_require_places(merge);
    const char *path = arena_copy(&console->arena, subjects->baseline).at;
    if (mfshake_merge_add(merge, path, (struct mfshake_text){content.at, content.length}, console->found)) return merge;
    mfshake_merge_free(merge);
    return NULL;
}

/* ---------------------------------------------------------------------------------------------- reporters */

struct reporter {
    enum mfshake_gate_form form;
    struct text file; /* empty: standard output */
};

struct reporters {
    struct reporter *at;
    uint32_t count;
};

static bool read_reporter(struct console *console, struct text given, struct reporter *reporter)
{
    size_t equals = text_find_char(given, '=', 0);
    struct text name = equals == TEXT_NOWHERE ? given : text_slice(given, 0, equals);
    reporter->file = equals == TEXT_NOWHERE ? TEXT("") : text_slice(given, equals + 1, given.length);
    if (equals != TEXT_NOWHERE && !reporter->file.length) {
        console_usage_error(console, "--reporter %.*s= names no file", TEXT_ARGS(name));
        return false;
    }
    for (unsigned i = 0; i < FORM_COUNT; i++) {
        if (!text_is(name, form_words[i])) continue;
        reporter->form = (enum mfshake_gate_form)i;
        return true;
    }
    console_usage_error(console, "--reporter takes text, json, github, sarif, markdown or junit, not '%.*s'",
                        TEXT_ARGS(name));
    return false;
}

static bool is_document(enum mfshake_gate_form form)
{
    return form == MFSHAKE_GATE_JSON || form == MFSHAKE_GATE_SARIF || form == MFSHAKE_GATE_JUNIT;
}

static bool read_reporters(struct console *console, const struct gate_settings *settings, struct reporters *reporters)
{
    uint32_t on_output = 0, documents = 0;
    reporters->at = ARENA_ARRAY(&console->arena, struct reporter, settings->reporters.count + 1);
    for (uint32_t i = 0; i < settings->reporters.count; i++) {
        struct reporter *reporter = &reporters->at[reporters->count++];
        if (!read_reporter(console, settings->reporters.at[i], reporter)) return false;
        if (reporter->file.length && !text_is(reporter->file, "-")) continue;
        reporter->file = TEXT("");
        on_output++;
        documents += is_document(reporter->form);
    }
    if (!reporters->count) {
        reporters->at[0].form = settings->format == 1 ? MFSHAKE_GATE_JSON : MFSHAKE_GATE_TEXT;
        reporters->count = 1;
    }
    if (!documents || on_output < 2) return true;
    console_usage_error(
        console, "json, sarif and junit are documents: of two reporters, give one a file (--reporter NAME=FILE)");
    return false;
}

/* No result may be written over another, or over what is compared. */
static bool spares_files(struct console *console, const struct gate_settings *settings, const struct subjects *subjects,
                         const struct reporters *reporters)
{
    struct option_list written = {0}, read = subjects->now;
    for (uint32_t i = 0; i < reporters->count; i++) {
        if (reporters->at[i].file.length) option_list_add(&written, &console->arena, reporters->at[i].file);
    }
    struct text output = settings->common.output_file;
    if (output.length && !text_is(output, "-")) option_list_add(&written, &console->arena, output);
    option_list_add(&read, &console->arena, subjects->baseline);
    if (subjects->config.length) option_list_add(&read, &console->arena, subjects->config);
    if (settings->manifest.length) option_list_add(&read, &console->arena, settings->manifest);
    struct text here = fs_current_folder(&console->arena);
    for (uint32_t i = 0; i < written.count; i++) {
        struct text path = path_join(&console->arena, here, written.at[i]);
        const char *is = NULL;
        for (uint32_t k = 0; k < read.count && !is; k++)
            if (fs_is_same_file(path, read.at[k])) is = "what is compared";
        for (uint32_t k = 0; k < i && !is; k++)
            if (text_equal(path_join(&console->arena, here, written.at[k]), path)) is = "another result";
        if (!is) continue;
        diag_add(&console->own, DIAG_GATE_SAME_FILE, diag_place_file(written.at[i]),
                 "a result would be written over %s", is);
        return false;
    }
    return true;
}

static bool write_reports(struct console *console, const struct gate_settings *settings,
                          const struct reporters *reporters, struct mfshake_gate *gate)
{
    struct output_set set;
    struct buffer shown;
    output_set_init(&set);
    buffer_init(&shown);
    bool to_terminal = settings->common.output_file.length == 0 || text_is(settings->common.output_file, "-");
    unsigned flags = settings->common.quiet ? MFSHAKE_GATE_ERRORS_ONLY : 0u;
    if (to_terminal && console_colors_results(console)) flags |= MFSHAKE_GATE_COLOR;
    for (uint32_t i = 0; i < reporters->count; i++) {
        const struct reporter *reporter = &reporters->at[i];
        bool to_file = reporter->file.length > 0;
        struct mfshake_text text = mfshake_gate_report(gate, reporter->form, to_file ? 0 : flags);
        if (to_file) output_set_add(&set, reporter->file, (struct text){text.at, text.length});
        else buffer_put(&shown, (struct text){text.at, text.length});
    }
    bool good = output_set_commit(&set, &console->own);
    if (good && (shown.length || !to_terminal)) good = console_result(console, buffer_text(&shown));
    buffer_release(&shown);
    output_set_release(&set);
    return good;
}

/* ---------------------------------------------------------------------------------------------- the command */

static void say_failed(struct console *console, const struct mfshake_gate *gate)
{
    uint32_t errors = mfshake_gate_count(gate, MFSHAKE_ERROR), warnings = mfshake_gate_count(gate, MFSHAKE_WARNING);
    if (errors)
        diag_add(&console->own, DIAG_GATE_FAILED, diag_nowhere, "the gate failed: %u error%s", (unsigned)errors,
                 errors == 1 ? "" : "s");
    else
        diag_add(&console->own, DIAG_GATE_FAILED, diag_nowhere, "the gate failed: %u warning%s with --strict",
                 (unsigned)warnings, warnings == 1 ? "" : "s");
}

static void can_not_judge(struct console *console, struct text what)
{
    diag_add(&console->own, DIAG_GATE_INPUT, diag_nowhere, "nothing was judged: %.*s", TEXT_ARGS(what));
}

static bool judge(struct console *console, const struct gate_settings *settings, const struct subjects *subjects,
                  struct mfshake_merge *baseline, struct mfshake_merge *current, const struct reporters *reporters)
{
    const char **folders = ARENA_ARRAY(&console->arena, const char *, settings->chunks.count + 1);
    for (uint32_t i = 0; i < settings->chunks.count; i++) folders[i] = settings->chunks.at[i].at;
    struct mfshake_gate_options options = {
        .size = sizeof options,
        .config = subjects->config.length ? arena_copy(&console->arena, subjects->config).at : NULL,
        .max_exports = settings->max_exports.at,
        .max_bytes = settings->max_bytes.at,
        .max_gzip = settings->max_gzip.at,
        .manifest = settings->manifest.at,
        .chunk_folders = folders,
        .chunk_folder_count = settings->chunks.count,
        .threads = settings->jobs.value,
        .baseline = arena_copy(&console->arena, subjects->baseline).at,
        .current = arena_copy(&console->arena, subjects->current).at,
        .strict = settings->strict,
    };
    struct mfshake_gate *gate = mfshake_gate_judge(baseline, current, &options, console->found);
    if (!gate) return false;
    bool good = write_reports(console, settings, reporters, gate);
    if (good && !mfshake_gate_passed(gate) && !settings->no_exit_code) say_failed(console, gate);
    mfshake_gate_free(gate);
    return true;
}

static void update(struct console *console, const struct gate_settings *settings, const struct subjects *subjects,
                   struct mfshake_merge *current)
{
    if (text_starts_with(subjects->baseline, TEXT("git:"))) {
        console_usage_error(console, "--update writes a file; a baseline in git changes with a commit");
        return;
    }
    if (!mfshake_merge_finish(current, console->found)) return;
    struct mfshake_text report = mfshake_merge_report(current),
                        table = mfshake_merge_table(current, settings->format == 1);
    struct output_set set;
    output_set_init(&set);
    output_set_add(&set, subjects->baseline, (struct text){report.at, report.length});
    bool good = output_set_commit(&set, &console->own);
    output_set_release(&set);
    if (!good || settings->common.quiet) return;
    console_result(console, (struct text){table.at, table.length});
    console_talk(console, "%.*s is the baseline now; keep it under version control", TEXT_ARGS(subjects->baseline));
}

static void gate(struct console *console, const struct gate_settings *settings, const struct option_list *operands,
                 const struct reporters *reporters)
{
    struct subjects subjects = {0};
    if (!find_subjects(console, settings, operands, &subjects)) {
        can_not_judge(console, TEXT("what is to be compared is not there"));
        return;
    }
    if (!spares_files(console, settings, &subjects, reporters)) {
        can_not_judge(console, TEXT("the results have no place"));
        return;
    }
    struct mfshake_merge *current = read_current(console, settings, &subjects), *baseline = NULL;
    if (!current) {
        can_not_judge(console, TEXT("the present reports are not usable"));
    } else if (settings->update) {
        update(console, settings, &subjects, current);
    } else {
        baseline = read_baseline(console, &subjects);
        if (!baseline) can_not_judge(console, TEXT("the baseline is not usable"));
        else if (!judge(console, settings, &subjects, baseline, current, reporters))
            can_not_judge(console, TEXT("the comparison has no answer"));
    }
    mfshake_merge_free(baseline);
    mfshake_merge_free(current);
}

static void run(const struct command *command, struct console *console, char *const *arguments, uint32_t count)
{
    struct gate_settings *settings = ARENA_NEW(&console->arena, struct gate_settings);
    struct option_list operands = {0};
    struct reporters reporters = {0};
    if (!command_options(command, console, arguments, count, settings, &operands)) return;
    if (read_reporters(console, settings, &reporters)) gate(console, settings, &operands, &reporters);
}

const struct command command_gate = {
    .name = "gate",
    .summary = "tell whether a change may go live: what is used now beside what was accepted",
    .usage = "gate [REPORT]... [--baseline FILE|git:REF:PATH] [OPTION]...",
    .more = "REPORT is as of merge (default: share-usage.json where analyze writes it). Rules: G1 an\n"
            "export is used that the deployed bundle lacks, G2 one that is not provided any more,\n"
            "G3 a share is not used exactly any more, G4 growth beyond a budget, G5 a share is gone,\n"
            "new or shared in another way, G6 attribution got worse, G7 less is used. Severities and\n"
            "budgets stand in \"gate\" of mfshake.json. The exit status is 1 when the gate is closed,\n"
            "2 or 3 when nothing could be judged; it is 0 only when everything was judged.\n",
    .options = {gate_options, sizeof gate_options / sizeof *gate_options},
    .run = run,
};
