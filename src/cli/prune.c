/* mfshake prune: annotated chunks and the reports of apps → chunks without what nobody uses. */
#include "base/atomic_write.h"
#include "base/fs.h"
#include "base/limits.h"
#include "base/path.h"
#include "cli/command.h"
#include "cli/consumers.h"
#include "cli/prune_summary.h"
#include "report/chunk_path.h"

static const char *const removed_words[] = {"drop", "null", "throw", NULL}; /* enum mfshake_removed */
static const char *const map_words[] = {"keep", "drop", "inline", NULL};    /* enum mfshake_pruned_map */
static const char *const format_words[] = {"text", "json", NULL};

struct prune_settings {
    struct common_settings common;
    struct option_list usage, consumers;
    struct text remote, output, manifest, snapshot, public_path;
    unsigned removed, source_map, format;
    bool in_place, dry_run, rename, keep_macros, compat, strict, trust_stats;
};

#define MEMBER(name) offsetof(struct prune_settings, name)
static const struct option prune_options[] = {
    {'u', "usage", OPTION_LIST, MEMBER(usage), "REPORT", NULL, 0,
     "share-usage.json of each app, or its mf-stats.json; takes\nevery argument up to the next option, or one after =; "
     "may\nbe repeated"},
    {0, "remote", OPTION_TEXT, MEMBER(remote), "NAME", NULL, 0, "keep what this app uses (default: what any app uses)"},
    {0, "consumers", OPTION_LIST, MEMBER(consumers), "FILE|NAME,", NULL, 0,
     "all apps that there are: names, or a file with one name\nper line (default: the apps of the reports and "
     "the\nremotes that those name)"},
    {0, "trust-stats", OPTION_FLAG, MEMBER(trust_stats), NULL, NULL, 0,
     "take the exports that mf-stats.json of Rspack or webpack\nlists for all that the app uses; without it they are "
     "a\npart, and the share stays whole"},
    {'o', "output", OPTION_TEXT, MEMBER(output), "DIR", NULL, 0, "where the pruned chunks go; - is standard output"},
    {0, "in-place", OPTION_FLAG, MEMBER(in_place), NULL, NULL, 0, "replace the chunks"},
    {0, "dry-run", OPTION_FLAG, MEMBER(dry_run), NULL, NULL, 0, "do everything but write files"},
    {0, "rename", OPTION_FLAG, MEMBER(rename), NULL, NULL, 0,
     "put a hash of its content into each chunk's name, and\nwrite a manifest to prune-manifest.json below -o DIR"},
    {0, "manifest", OPTION_TEXT, MEMBER(manifest), "FILE", NULL, 0,
     "write old and new names, integrity and sizes of all\nchunks there; mfshake's runtime plugin reads it"},
    {0, "snapshot", OPTION_TEXT, MEMBER(snapshot), "FILE", NULL, 0,
     "write there what makes @module-federation/runtime load\nthe containers in place of shares"},
    {0, "public-path", OPTION_TEXT, MEMBER(public_path), "URL", NULL, 0,
     "what stands before a chunk's path in its URL, for the\nsnapshot"},
    {0, "removed", OPTION_WORD, MEMBER(removed), NULL, removed_words, 0,
     "what an export that was removed gives (default: drop,\nit does not exist)"},
    {0, "source-map", OPTION_WORD, MEMBER(source_map), NULL, map_words, 0,
     "of chunks that have one: keep it right and where it was\n(the default), drop it, or put it inline into the "
     "chunk"},
    {0, "compat", OPTION_FLAG, MEMBER(compat), NULL, NULL, 0,
     "put null in the place of unused regions that hold any\nother expression, as the first pruner did"},
    {0, "keep-macros", OPTION_FLAG, MEMBER(keep_macros), NULL, NULL, 0, "leave the comments of regions that stay"},
    {0, "format", OPTION_WORD, MEMBER(format), NULL, format_words, 0, "of the summary (default: text)"},
    {0, "strict", OPTION_FLAG, MEMBER(strict), NULL, NULL, 0, "warnings are errors"},
    COMMON_OPTIONS,
};

static bool check_settings(struct console *console, const struct prune_settings *settings,
                           const struct option_list *operands)
{
    uint32_t before = console->own.count;
    bool from_stdin = false, reports_from_stdin = false;
    for (uint32_t i = 0; i < operands->count; i++) from_stdin = from_stdin || text_is(operands->at[i], "-");
    for (uint32_t i = 0; i < settings->usage.count; i++)
        reports_from_stdin = reports_from_stdin || text_is(settings->usage.at[i], "-");
    bool one_chunk_on_stdin = from_stdin && operands->count == 1;
    if (operands->count == 0) {
        console_usage_error(
            console, "no chunk is given; chunks stand before --usage, which takes all arguments up to the next option");
    }
    if (settings->usage.count == 0) console_usage_error(console, "no report is given: prune needs --usage REPORT");
    if (settings->in_place && settings->output.length)
        console_usage_error(console, "-o and --in-place contradict each other");
    bool to_folder = settings->output.length && !text_is(settings->output, "-");
    if (settings->rename && !to_folder) {
        console_usage_error(console,
                            "--rename needs a folder for the results, -o DIR: what is replaced in place keeps the "
                            "name by which others ask for it");
    }
    if ((settings->manifest.length || settings->snapshot.length) && !to_folder && !settings->in_place)
        console_usage_error(console,
                            "--manifest and --snapshot tell of files: name a folder with -o, or say --in-place");
    if (settings->public_path.length && settings->snapshot.length == 0)
        console_usage_error(console, "--public-path is for --snapshot FILE");
    if (!settings->in_place && settings->output.length == 0 && !one_chunk_on_stdin && !settings->dry_run) {
        console_usage_error(console, "nothing says where the result goes: name a folder with -o, or say --in-place");
    }
    if (from_stdin &&
        (operands->count > 1 || settings->in_place || (settings->output.length && !text_is(settings->output, "-")))) {
        console_usage_error(console, "a chunk from standard input stands alone and goes to standard output");
    }
    if (from_stdin && reports_from_stdin)
        console_usage_error(console, "the chunk and a report can not both come from standard input");
    return console->own.count == before;
}

/* ---------------------------------------------------------------------------------------------- usage */

/* The usage that all reports make together, or NULL. */
static struct mfshake_usage *read_usage(struct console *console, const struct prune_settings *settings)
{
    struct option_list names = {0};
    bool good = consumers_read(console, &settings->consumers, &names);
    struct mfshake_usage *usage = mfshake_usage_new();
    for (uint32_t i = 0; i < settings->usage.count; i++) {
        good = mfshake_usage_add_file(usage, settings->usage.at[i].at, console->found) && good;
    }
    const char **consumers = ARENA_ARRAY(&console->arena, const char *, names.count + 1);
    for (uint32_t i = 0; i < names.count; i++) consumers[i] = names.at[i].at;
    struct mfshake_usage_options options = {
        .size = sizeof options,
        .remote = settings->remote.length ? settings->remote.at : NULL,
        .has_consumers = settings->consumers.count > 0,
        .consumers = consumers,
        .consumer_count = names.count,
        .trust_stats = settings->trust_stats,
    };
    if (good && mfshake_usage_finish(usage, &options, console->found)) return usage;
    mfshake_usage_free(usage);
    return NULL;
}

/* ---------------------------------------------------------------------------------------------- chunks */

static bool read_chunk(struct console *console, struct chunk_file *file)
{
    const char *why;
    bool good = text_is(file->path, "-") ? fs_read_stdin(&console->arena, LIMIT_CHUNK_BYTES, &file->source, &why)
                                         : fs_read(&console->arena, file->path, LIMIT_CHUNK_BYTES, &file->source, &why);
    if (!good)
        diag_add(&console->own, DIAG_FILE_UNREADABLE, diag_place_file(file->path), "can not read the chunk: %s", why);
    return good;
}

/* The shake map beside the chunk, or an empty text. */
static struct text read_map(struct console *console, const struct chunk_file *file)
{
    struct text map = TEXT("");
    const char *why;
    if (text_is(file->path, "-")) return map;
    if (!fs_read(&console->arena, chunk_map_path(&console->arena, file->path), LIMIT_CHUNK_BYTES, &map, &why))
        diag_add(&console->own, DIAG_PRUNE_NO_MAP, diag_place_file(file->path), "it is parsed: its shake map: %s", why);
    else if (!map.length)
        diag_add(&console->own, DIAG_PRUNE_NO_MAP, diag_place_file(file->path), "it is parsed: its shake map is empty");
    return map;
}

/* Reads the source map that the chunk names, or that stands beside it, into *chunk. */
static void read_source_map(struct console *console, struct chunk_file *file, enum mfshake_pruned_map rule,
                            struct mfshake_chunk *chunk)
{
    if (text_is(file->path, "-")) return;
    struct mfshake_text named = mfshake_source_map_file((struct mfshake_text){file->source.at, file->source.length});
    struct text beside = chunk_source_map_path(&console->arena, file->path), content;
    if (named.length)
        beside = path_join(&console->arena, path_folder(file->path), (struct text){named.at, named.length});
    else if (fs_kind_of(beside) == FS_MISSING) return;
    file->map_path = beside;
    if (rule == MFSHAKE_PRUNED_MAP_DROP) return;
    if (text_is(file->target, "-") && rule == MFSHAKE_PRUNED_MAP_KEEP) {
        chunk->source_map_unreadable =
            "standard output holds the chunk alone; --source-map=inline puts the map into it";
    } else if (fs_read(&console->arena, file->map_path, LIMIT_CHUNK_BYTES, &content, &chunk->source_map_unreadable)) {
        chunk->source_map_text = (struct mfshake_text){content.at, content.length};
        chunk->source_map_unreadable = NULL;
    }
}

/* Where the source map goes: where its chunk goes, under the name that the chunk has for it. */
static void take_source_map(struct console *console, struct chunk_file *file)
{
    if (!mfshake_pruned_has_source_map(file->pruned)) return;
    struct mfshake_text named = mfshake_source_map_file((struct mfshake_text){file->output.at, file->output.length});
    file->map_target = chunk_source_map_path(&console->arena, file->target);
    if (named.length)
        file->map_target = path_join(&console->arena, path_folder(file->target), (struct text){named.at, named.length});
}

/* Prunes all chunks together: those of one app see each other. */
static bool prune_files(struct console *console, const struct prune_settings *settings,
                        const struct mfshake_usage *usage, struct chunk_files *files)
{
    struct mfshake_prune_options options = {.size = sizeof options,
                                            .removed = (enum mfshake_removed)settings->removed,
                                            .keep_macros = settings->keep_macros,
                                            .compat = settings->compat,
                                            .source_map = (enum mfshake_pruned_map)settings->source_map};
    struct mfshake_chunk *chunks = ARENA_ARRAY(&console->arena, struct mfshake_chunk, files->count);
    struct mfshake_pruned **pruned = ARENA_ARRAY(&console->arena, struct mfshake_pruned *, files->count);
    bool good = true;
    for (uint32_t i = 0; i < files->count; i++) {
        struct chunk_file *file = &files->at[i];
        if (!read_chunk(console, file)) {
            good = false;
            continue;
        }
        struct text map = read_map(console, file);
        chunks[i] = (struct mfshake_chunk){.size = sizeof *chunks,
                                           .path = arena_copy(&console->arena, file->path).at,
                                           .chunk = {file->source.at, file->source.length},
                                           .map = {map.at, map.length}};
        read_source_map(console, file, options.source_map, &chunks[i]);
    }
    if (!good || !mfshake_prune_chunks(usage, chunks, files->count, &options, pruned, console->found)) return false;
    for (uint32_t i = 0; i < files->count; i++) {
        struct mfshake_text output = mfshake_pruned_output(pruned[i]);
        files->at[i].pruned = pruned[i];
        files->at[i].output = (struct text){output.at, output.length};
        take_source_map(console, &files->at[i]);
    }
    return true;
}

/* A run that decided nothing about a share must not look like one that did. */
static void report_unknown_keys(struct console *console, const struct chunk_files *files)
{
    for (uint32_t i = 0; i < files->count; i++) {
        const struct chunk_file *file = &files->at[i];
        for (uint32_t k = 0; k < mfshake_pruned_key_count(file->pruned); k++) {
            struct mfshake_pruned_key key = {.size = sizeof key};
            mfshake_pruned_key_get(file->pruned, k, &key);
            if (key.kept || key.removed || key.reason.length) continue;
            diag_add(&console->own, DIAG_PRUNE_UNKNOWN_KEY, diag_place_file(file->path),
                     "no report says anything of the exports of '%.*s'", TEXT_ARGS(key.key));
        }
    }
}

/* Under a new name the chunk has another text, and its source map another name. */
static void take_deployed(struct console *console, const struct prune_settings *settings,
                          const struct mfshake_deployment *deployment, uint32_t index, struct chunk_file *file)
{
    struct mfshake_text name = mfshake_deployment_file(deployment, index),
                        text = mfshake_deployment_output(deployment, index),
                        map_name = mfshake_deployment_source_map_file(deployment, index),
                        map = mfshake_deployment_source_map(deployment, index);
    file->output = (struct text){text.at, text.length};
    file->map_output = (struct text){map.at, map.length};
    if (!settings->rename) return;
    file->target = path_join(&console->arena, settings->output, (struct text){name.at, name.length});
    if (map_name.length)
        file->map_target = path_join(&console->arena, settings->output, (struct text){map_name.at, map_name.length});
}

/* Names, hashes and sizes of the results, when something was asked that needs them: else *deployment stays NULL. */
static bool describe_files(struct console *console, const struct prune_settings *settings,
                           const struct mfshake_usage *usage, struct chunk_files *files,
                           struct mfshake_deployment **deployment)
{
    if (!settings->rename && settings->manifest.length == 0 && settings->snapshot.length == 0) return true;
    struct mfshake_deployment_options options = {
        .size = sizeof options, .rename = settings->rename, .public_path = settings->public_path.at};
    *deployment = mfshake_deployment_new(usage, &options);
    bool good = true;
    for (uint32_t i = 0; i < files->count; i++) {
        struct chunk_file *file = &files->at[i];
        struct mfshake_text source = {file->source.at, file->source.length};
        if (!mfshake_deployment_add(*deployment, arena_copy(&console->arena, file->path).at,
                                    arena_copy(&console->arena, file->name).at, source, file->pruned, console->found)) {
            good = false;
            continue;
        }
        if (good) take_deployed(console, settings, *deployment, i, file);
    }
    return good;
}

/* Adds the documents behind the chunks that they tell of. */
static void add_documents(struct console *console, const struct prune_settings *settings,
                          struct mfshake_deployment *deployment, struct output_set *set)
{
    struct text manifest = settings->manifest;
    if (settings->rename && manifest.length == 0)
        manifest = path_join(&console->arena, settings->output, TEXT("prune-manifest.json"));
    if (settings->snapshot.length) {
        struct mfshake_text snapshot = mfshake_deployment_snapshot(deployment, console->found);
        output_set_add(set, settings->snapshot, (struct text){snapshot.at, snapshot.length});
    }
    if (manifest.length) {
        struct mfshake_text document = mfshake_deployment_manifest(deployment);
        output_set_add(set, manifest, (struct text){document.at, document.length});
    }
}

static struct text map_of(const struct chunk_file *file)
{
    if (file->map_output.length) return file->map_output;
    struct mfshake_text map = mfshake_pruned_source_map(file->pruned);
    return (struct text){map.at, map.length};
}

/* Is the map of the chunk's file no map of what replaced it, because that was to have none, or has it inline? */
static bool map_is_old(const struct prune_settings *settings, const struct chunk_file *file)
{
    if (!file->map_path.length || settings->source_map == MFSHAKE_PRUNED_MAP_KEEP) return false;
    return settings->source_map == MFSHAKE_PRUNED_MAP_DROP ||
           text_find(file->output, TEXT("\n//# sourceMappingURL=data:"), 0) != TEXT_NOWHERE;
}

/* Deletes the source maps of chunks that were replaced, when those have none of their own any more. */
static bool remove_source_maps(struct console *console, const struct prune_settings *settings,
                               const struct chunk_files *files)
{
    bool good = true;
    for (uint32_t i = 0; i < files->count && settings->in_place; i++) {
        const struct chunk_file *file = &files->at[i];
        if (map_is_old(settings, file)) good = output_remove(TEXT("."), file->map_path, &console->own) && good;
    }
    return good;
}

static bool write_files(struct console *console, const struct prune_settings *settings, const struct chunk_files *files,
                        struct mfshake_deployment *deployment)
{
    struct output_set set;
    output_set_init(&set);
    for (uint32_t i = 0; i < files->count; i++) {
        const struct chunk_file *file = &files->at[i];
        if (text_is(file->target, "-")) continue;
        if (file->map_target.length) output_set_add_lent(&set, file->map_target, map_of(file));
        output_set_add_lent(&set, file->target, file->output);
    }
    if (deployment) add_documents(console, settings, deployment, &set);
    bool good =
        console_passes_strict(console, settings->strict) &&
        (settings->dry_run || (output_set_commit(&set, &console->own) && remove_source_maps(console, settings, files)));
    output_set_release(&set);
    return good;
}

/* The summary, or the chunk itself when that goes to standard output; the summary is talk then. */
static void print_result(struct console *console, const struct prune_settings *settings,
                         const struct chunk_files *files)
{
    if (files->count == 1 && text_is(files->at[0].target, "-") && !settings->dry_run) {
        console_result(console, files->at[0].output);
        return;
    }
    if (settings->common.quiet && settings->common.output_file.length == 0) return;
    struct buffer summary;
    buffer_init(&summary);
    if (settings->format == 0) prune_summary_text(files, settings->common.verbose, &console->arena, &summary);
    else prune_summary_json(files, settings->common.verbose, &summary);
    console_result(console, buffer_text(&summary));
    buffer_release(&summary);
}

static void prune(struct console *console, const struct prune_settings *settings, const struct option_list *operands)
{
    struct chunk_files files = {0};
    struct mfshake_usage *usage = NULL;
    struct mfshake_deployment *deployment = NULL;
    struct chunk_destination destination = {settings->output, settings->in_place};
    if (settings->dry_run && settings->output.length == 0) destination.in_place = true;
    bool good = chunk_files_find(console, operands, destination, &files);
    if (good) usage = read_usage(console, settings);
    good = usage && prune_files(console, settings, usage, &files);
    if (good) report_unknown_keys(console, &files);
    good = good && describe_files(console, settings, usage, &files, &deployment);
    if (good && write_files(console, settings, &files, deployment)) print_result(console, settings, &files);
    mfshake_deployment_free(deployment);
    chunk_files_release(&files);
    mfshake_usage_free(usage);
}

static void run(const struct command *command, struct console *console, char *const *arguments, uint32_t count)
{
    struct prune_settings *settings = ARENA_NEW(&console->arena, struct prune_settings);
    struct option_list operands = {0};
    if (!command_options(command, console, arguments, count, settings, &operands)) return;
    if (check_settings(console, settings, &operands)) prune(console, settings, &operands);
}

const struct command command_prune = {
    .name = "prune",
    .summary = "cut from annotated chunks what no app uses, or what one app does not use",
    .usage = "prune FILE|DIR... --usage REPORT... -o DIR [OPTION]...",
    .more = "Of a folder, every chunk.js below it is pruned and keeps its place below -o DIR.\n"
            "Either all results are written or none. FILE - is standard input.\n",
    .options = {prune_options, sizeof prune_options / sizeof *prune_options},
    .run = run,
};
