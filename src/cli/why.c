/* mfshake why: where a share or one of its exports is used, and what keeps a share from being shaken. */
#include "cli/command.h"

static const char *const format_words[] = {"text", "json", "mermaid", "dot", NULL}; /* enum mfshake_why_format */

struct why_settings {
    struct app_settings app;
    struct text cache;
    unsigned format;
    bool all;
};

#define MEMBER(name) offsetof(struct why_settings, name)
static const struct option why_options[] = {
    APP_OPTIONS,
    {0, "cache", OPTION_TEXT, MEMBER(cache), "DIR", NULL, 0, "as of analyze (default: $MFSHAKE_CACHE)"},
    {0, "all", OPTION_FLAG, MEMBER(all), NULL, NULL, 0,
     "show every use, chains in full length, and of an export\nevery chain (in text and JSON the 100 shortest to "
     "each\nuse)"},
    {0, "format", OPTION_WORD, MEMBER(format), NULL, format_words, 0, "of the answer (default: text)"},
    COMMON_OPTIONS,
};

static void answer(struct console *console, const struct why_settings *settings, struct mfshake_compilation *app,
                   struct text question)
{
    bool to_terminal = settings->app.common.output_file.length == 0 || text_is(settings->app.common.output_file, "-");
    struct mfshake_why_options options = {
        .size = sizeof options,
        .format = (enum mfshake_why_format)settings->format,
        .all = settings->all,
        .color = to_terminal && console_colors_results(console),
    };
    struct mfshake_text text;
    mfshake_compilation_analyze(
        app); /* the facts are there even when the input has errors; those decide the exit status */
    if (mfshake_compilation_why(app, question.at, &options, &text))
        console_result(console, (struct text){text.at, text.length});
}

static void run(const struct command *command, struct console *console, char *const *arguments, uint32_t count)
{
    struct why_settings *settings = ARENA_NEW(&console->arena, struct why_settings);
    struct option_list operands = {0};
    if (!command_options(command, console, arguments, count, settings, &operands)) return;
    if (operands.count != 1) {
        console_usage_error(console, operands.count ? "why answers one question at a time"
                                                    : "why needs a share key, or KEY.EXPORT");
        return;
    }
    struct mfshake_options options = {.cache = command_cache_folder(settings->cache).at};
    if (!command_app_options(console, &settings->app, &options)) return;
    struct mfshake_compilation *app = mfshake_compilation_open(&options, console->found);
    if (app) answer(console, settings, app, operands.at[0]);
    mfshake_compilation_free(app);
}

const struct command command_why = {
    .name = "why",
    .summary = "tell which imports make an export used, or keep a shared package whole",
    .usage = "why KEY[.EXPORT] [-C DIR] [-c FILE] [OPTION]...",
    .more = "Every use stands with its place and the shortest import chain that leads to it; what\n"
            "uses everything comes first, with what to write instead. JSON has all uses always.\n"
            "Of a KEY, text and JSON also say how many bytes of its chunk are kept for each export\n"
            "alone, and would go with it. mermaid and dot draw the chains.\n"
            "The exit status is 0 whenever the question could be answered, also by \"unused\".\n",
    .options = {why_options, sizeof why_options / sizeof *why_options},
    .run = run,
};
