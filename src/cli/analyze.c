/* mfshake analyze: an app's sources → share-usage.json and the annotated chunks. */
#include "cli/analyze.h"
#include "base/path.h"
#include "cli/command.h"
#include "cli/remembered_run.h"

enum format_bit { FORMAT_JSON = 1, FORMAT_TEXT = 2, FORMAT_FIRST_OF_CHUNKS = 4 };
static const char *const format_words[] = {
    "json", "text", "jsonp", "commonjs", "module", "container", "module-container", NULL};
/* Of the words for chunks, in the same order. */
static const enum mfshake_format chunk_formats[] = {MFSHAKE_FORMAT_JSONP, MFSHAKE_FORMAT_COMMONJS,
                                                    MFSHAKE_FORMAT_MODULE, MFSHAKE_FORMAT_CONTAINER,
                                                    MFSHAKE_FORMAT_MODULE_CONTAINER};
enum { CHUNK_FORMATS = sizeof chunk_formats / sizeof *chunk_formats };

static const char *const ids_words[] = {"named", "short", NULL};
static const enum mfshake_ids ids_of_words[] = {MFSHAKE_IDS_NAMED, MFSHAKE_IDS_SHORT};

static const char *const map_words[] = {"none", "file", "inline", "hidden", NULL};
static const enum mfshake_source_map maps_of_words[] = {MFSHAKE_SOURCE_MAP_NONE, MFSHAKE_SOURCE_MAP_FILE,
                                                        MFSHAKE_SOURCE_MAP_INLINE, MFSHAKE_SOURCE_MAP_HIDDEN};

static const char *const dump_words[] = {"facts",    "runtimes", "graph",       "shares",
                                         "provided", "used",     "attribution", NULL};

#define MEMBER(name) offsetof(struct analyze_settings, name)
static const struct option analyze_options[] = {
    APP_OPTIONS,
    {'o', "output", OPTION_TEXT, MEMBER(output), "DIR", NULL, 0, "where the output goes (default: output.path)"},
    {0, "no-emit", OPTION_FLAG, MEMBER(no_emit), NULL, NULL, 0, "write share-usage.json alone, no chunks"},
    {0, "format", OPTION_WORDS, MEMBER(formats), "FORMAT", format_words, 0,
     "of chunks: jsonp, commonjs, module, container or\nmodule-container (default: output.format); of the table:\n"
     "text or json; may be given for both"},
    {0, "ids", OPTION_WORDS, MEMBER(ids), NULL, ids_words, 0,
     "what modules and inner exports are called in chunks:\nnamed as in the sources, or short, where nobody outside "
     "of\n"
     "the chunk can notice (default: output.ids)"},
    {0, "source-map", OPTION_WORDS, MEMBER(source_maps), NULL, map_words, 0,
     "source maps of chunks: none, in a file chunk.js.map, inline\nin the chunk, or in a file that nothing names "
     "(default:\ndevtool, else none)"},
    {0, "no-sources-content", OPTION_FLAG, MEMBER(no_sources_content), NULL, NULL, 0,
     "source maps name their sources and do not hold them"},
    {0, "share-depth", OPTION_NUMBER, MEMBER(share_depth), "N", NULL, 0,
     "how far below its root a module is attributed to a\nshare, 0: any distance (default: shareDepth)"},
    {'j', "jobs", OPTION_NUMBER, MEMBER(jobs), "N", NULL, 1, "threads to use (default: one per processor)"},
    {0, "dump", OPTION_WORDS, MEMBER(dumps), "PASS", dump_words, 0,
     "print a table as JSON and write nothing: facts (what is\nprovided and used), runtimes (the same for each entry\n"
     "and expose), shares (which request belongs to which),\ngraph, provided, used or attribution"},
    {0, "strict", OPTION_FLAG, MEMBER(strict), NULL, NULL, 0, "warnings are errors"},
    {0, "cache", OPTION_TEXT, MEMBER(cache), "DIR", NULL, 0,
     "keep what is learned of modules in this folder for the\nnext run of any app (default: $MFSHAKE_CACHE)"},
    {0, "no-cache", OPTION_FLAG, MEMBER(no_cache), NULL, NULL, 0, "use no cache, whatever MFSHAKE_CACHE says"},
    {0, "timings", OPTION_FLAG, MEMBER(timings), NULL, NULL, 0, "print how long each pass took to standard error"},
    {0, "watch", OPTION_FLAG, MEMBER(watch), NULL, NULL, 0,
     "go on, and write the output anew whenever a file that\nmatters changes; SIGINT ends it; no cache is used"},
    COMMON_OPTIONS,
};

static bool check_settings(struct console *console, const struct analyze_settings *settings,
                           const struct option_list *operands)
{
    uint32_t before = console->own.count;
    if (operands->count) {
        console_usage_error(console,
                            "analyze takes no '%.*s'; name the app's folder with -C, the configuration with -c",
                            TEXT_ARGS(operands->at[0]));
    }
    unsigned chunks = settings->formats / FORMAT_FIRST_OF_CHUNKS;
    if (chunks & (chunks - 1)) console_usage_error(console, "chunks have one --format; two are given");
    if (settings->ids & (settings->ids - 1))
        console_usage_error(console, "--ids named and --ids short contradict each other");
    if (settings->source_maps & (settings->source_maps - 1))
        console_usage_error(console, "chunks have one --source-map; two are given");
    if ((settings->formats & FORMAT_JSON) && (settings->formats & FORMAT_TEXT)) {
        console_usage_error(console, "--format json and --format text contradict each other");
    }
    if (settings->no_cache && settings->cache.length)
        console_usage_error(console, "--cache and --no-cache contradict each other");
    if (settings->dumps & (settings->dumps - 1)) console_usage_error(console, "--dump prints one table at a time");
    if (settings->watch && settings->dumps)
        console_usage_error(console, "--watch writes the output; --dump prints a table and writes nothing");
    if (settings->watch && settings->app.common.output_file.length)
        console_usage_error(console, "--watch prints a table whenever it changes; --output-file takes one");
    if (text_is(settings->output, "-")) console_usage_error(console, "-o needs a folder: the output is several files");
    return console->own.count == before;
}

static enum mfshake_format chunk_format(unsigned formats)
{
    for (unsigned i = 0; i < CHUNK_FORMATS; i++)
        if (formats & (unsigned)FORMAT_FIRST_OF_CHUNKS << i) return chunk_formats[i];
    return MFSHAKE_FORMAT_CONFIGURED;
}

static enum mfshake_ids ids_of(unsigned bits)
{
    return bits ? ids_of_words[bits >> 1] : MFSHAKE_IDS_CONFIGURED;
}

static enum mfshake_source_map source_map_of(unsigned bits)
{
    unsigned word = 0;
    while (bits >> word > 1) word++;
    return bits ? maps_of_words[word] : MFSHAKE_SOURCE_MAP_CONFIGURED;
}

/* What the library is to do, without a cache. */
static struct mfshake_options library_options(const struct analyze_settings *settings)
{
    return (struct mfshake_options){
        .jobs = settings->jobs.value,
        .has_share_depth = settings->share_depth.given,
        .share_depth = settings->share_depth.value,
        .format = chunk_format(settings->formats),
        .ids = ids_of(settings->ids),
        .source_map = source_map_of(settings->source_maps),
        .no_sources_content = settings->no_sources_content,
    };
}

static struct text own(struct mfshake_text t)
{
    return (struct text){t.at, t.length};
}

bool analyze_prints_json(const struct analyze_settings *settings)
{
    return settings->formats & FORMAT_JSON;
}

static void note_written(struct console *console, const struct analyze_settings *settings,
                         const struct mfshake_compilation *app)
{
    struct text folder = settings->output.length ? settings->output : own(mfshake_compilation_output_folder(app));
    for (uint32_t i = 0; i < mfshake_compilation_file_count(app); i++)
        remembered_run_wrote(console, path_join(&console->arena, folder, own(mfshake_compilation_file_path(app, i))));
}

static void analyze(struct console *console, const struct analyze_settings *settings, struct mfshake_compilation *app)
{
    bool good = mfshake_compilation_analyze(app);
    if (settings->dumps) {
        uint32_t word = 0;
        while (!(settings->dumps >> word & 1)) word++;
        console_result(console, own(mfshake_compilation_dump(app, dump_words[word])));
        return;
    }
    if (!good || (!settings->no_emit && !mfshake_compilation_emit(app)) ||
        !console_passes_strict(console, settings->strict))
        return;
    remembered_run_end_of_questions(console);
    if (!mfshake_compilation_write(app, settings->output.length ? settings->output.at : NULL)) return;
    note_written(console, settings, app);
    if (settings->app.common.quiet && settings->app.common.output_file.length == 0) return;
    if (!settings->no_emit) mfshake_compilation_measure(app);
    console_result(console, own(mfshake_compilation_table(app, analyze_prints_json(settings))));
}

static void print_timings(struct console *console, struct text table)
{
    for (size_t start = 0, end; start < table.length; start = end + 1) {
        end = text_find_char(table, '\n', start);
        console_talk(console, "%.*s", TEXT_ARGS(text_slice(table, start, end)));
    }
}

static void run(const struct command *command, struct console *console, char *const *arguments, uint32_t count)
{
    struct analyze_settings *settings = ARENA_NEW(&console->arena, struct analyze_settings);
    struct option_list operands = {0};
    if (!command_options(command, console, arguments, count, settings, &operands)) return;
    if (!check_settings(console, settings, &operands)) return;
    struct mfshake_options options = library_options(settings);
    if (!command_app_options(console, &settings->app, &options)) return;
    if (settings->watch) {
        analyze_watch(console, settings, &options);
        return;
    }
    struct text cache = settings->no_cache ? TEXT("") : command_cache_folder(settings->cache);
    if (!settings->timings && remembered_run_recall(console, cache, command->name, arguments, count)) return;
    options.cache = cache.length ? cache.at : NULL;
    struct mfshake_compilation *app = mfshake_compilation_open(&options, console->found);
    if (app) analyze(console, settings, app);
    if (app && settings->timings) print_timings(console, own(mfshake_compilation_timings(app)));
    mfshake_compilation_free(app);
}

const struct command command_analyze = {
    .name = "analyze",
    .summary = "find which exports of shared packages an app uses; write report and annotated chunks",
    .usage = "analyze [-C DIR] [-c FILE] [-o DIR] [OPTION]...",
    .more = "Writes share-usage.json and, for each shared package that the app can provide,\n"
            "<key>/<version>/chunk.js, where <key> is the share key with @ as scope_, - as _,\n"
            "/ as __ and without dots. Prints a table of what is used; the bytes kept in it\n"
            "are those that stay if no other app uses the package.\n",
    .options = {analyze_options, sizeof analyze_options / sizeof *analyze_options},
    .run = run,
};
