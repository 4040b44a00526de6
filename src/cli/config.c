/* mfshake config: the effective configuration, and where each value came from. */
#include "cli/command.h"

enum { FORMAT_TEXT, FORMAT_JSON };
static const char *const format_words[] = {"text", "json", NULL};

struct config_settings {
    struct app_settings app;
    unsigned format;
};

#define MEMBER(name) offsetof(struct config_settings, name)
static const struct option config_options[] = {
    APP_OPTIONS,
    {0, "format", OPTION_WORD, MEMBER(format), "FORMAT", format_words, 0, "text (default) or json"},
    COMMON_OPTIONS,
};

static void run(const struct command *command, struct console *console, char *const *arguments, uint32_t count)
{
    struct config_settings *settings = ARENA_NEW(&console->arena, struct config_settings);
    struct option_list operands = {0};
    if (!command_options(command, console, arguments, count, settings, &operands)) return;
    if (operands.count) {
        console_usage_error(console, "config takes no '%.*s'; name the app's folder with -C, the configuration with -c",
                            TEXT_ARGS(operands.at[0]));
        return;
    }
    struct mfshake_options options = {0};
    if (!command_app_options(console, &settings->app, &options)) return;
    struct mfshake_compilation *app = mfshake_compilation_open(&options, console->found);
    if (!app) return;
    struct mfshake_text table = mfshake_compilation_config(app, settings->format == FORMAT_JSON);
    console_result(console, (struct text){table.at, table.length});
    mfshake_compilation_free(app);
}

const struct command command_config = {
    .name = "config",
    .summary = "show the effective configuration, and where each value came from",
    .usage = "config [-C DIR] [-c FILE] [OPTION]...",
    .more = "Without -c, the first of these in the app's folder counts: mfshake.json, \"mfshake\" in package.json,\n"
            "then module-federation, webpack, rspack, rsbuild, vite, next, federation and modern .config files\n"
            "(.ts, .js, .mjs, .cjs), which are read but never executed.\n",
    .options = {config_options, sizeof config_options / sizeof *config_options},
    .run = run,
};
