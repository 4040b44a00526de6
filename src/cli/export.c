/* mfshake export: reports → the input of the bundlers' own tree shaking of shared packages. */
#include "cli/command.h"
#include "cli/consumers.h"

enum { FORMAT_FRAGMENT, FORMAT_REQUEST };
static const char *const format_words[] = {"fragment", "treeshake-server", NULL};
static const char *const mode_words[] = {"server-calc", "runtime-infer", NULL};

struct export_settings {
    struct common_settings common;
    struct text host, target, library_type;
    struct option_list consumers;
    unsigned format, mode;
    bool strict, trust_stats;
};

#define MEMBER(name) offsetof(struct export_settings, name)
static const struct option export_options[] = {
    {0, "format", OPTION_WORD, MEMBER(format), NULL, format_words, 0,
     "fragment (default): entries for \"shared\" of Rspack and\n@module-federation/enhanced; treeshake-server: the "
     "body of\n"
     "a request to one"},
    {0, "mode", OPTION_WORD, MEMBER(mode), NULL, mode_words, 0, "of treeShaking in a fragment (default: server-calc)"},
    {0, "host", OPTION_TEXT, MEMBER(host), "NAME", NULL, 0,
     "hostName in a request (default: the app of the first\nreport)"},
    {0, "target", OPTION_TEXT, MEMBER(target), "TARGET", NULL, 0, "target in a request (default: web)"},
    {0, "library-type", OPTION_TEXT, MEMBER(library_type), "TYPE", NULL, 0,
     "libraryType in a request (default: global)"},
    {0, "consumers", OPTION_EACH, MEMBER(consumers), "FILE|NAME,", NULL, 0,
     "every app that loads these shares (default: the apps of\nthe reports, and the remotes that they name)"},
    {0, "trust-stats", OPTION_FLAG, MEMBER(trust_stats), NULL, NULL, 0,
     "take the exports that mf-stats.json of Rspack or webpack\nlists for all that the app uses"},
    {0, "strict", OPTION_FLAG, MEMBER(strict), NULL, NULL, 0, "warnings are errors"},
    COMMON_OPTIONS,
};

static const char *given(struct text text)
{
    return text.length ? text.at : NULL;
}

static void export(struct console *console, const struct export_settings *settings, const struct option_list *operands)
{
    struct option_list names = {0};
    if (!consumers_read(console, &settings->consumers, &names)) return;
    const char **consumers = ARENA_ARRAY(&console->arena, const char *, names.count + 1);
    for (uint32_t i = 0; i < names.count; i++) consumers[i] = names.at[i].at;
    struct mfshake_usage *usage = mfshake_usage_new();
    struct mfshake_usage_options usage_options = {
        .size = sizeof usage_options,
        .has_consumers = settings->consumers.count > 0,
        .consumers = consumers,
        .consumer_count = names.count,
        .trust_stats = settings->trust_stats,
    };
    struct mfshake_tree_shaking_options options = {
        .size = sizeof options,
        .as_request = settings->format == FORMAT_REQUEST,
        .mode = mode_words[settings->mode],
        .host = given(settings->host),
        .target = given(settings->target),
        .library_type = given(settings->library_type),
    };
    struct mfshake_tree_shaking *result = NULL;
    bool good = true;
    for (uint32_t i = 0; i < operands->count; i++)
        good = mfshake_usage_add_file(usage, operands->at[i].at, console->found) && good;
    good = good && mfshake_usage_finish(usage, &usage_options, console->found) &&
           mfshake_usage_tree_shaking(usage, &options, &result, console->found) &&
           console_passes_strict(console, settings->strict);
    if (good) {
        struct mfshake_text text = mfshake_tree_shaking_text(result);
        console_result(console, (struct text){text.at, text.length});
    }
    mfshake_tree_shaking_free(result);
    mfshake_usage_free(usage);
}

static void run(const struct command *command, struct console *console, char *const *arguments, uint32_t count)
{
    struct export_settings *settings = ARENA_NEW(&console->arena, struct export_settings);
    struct option_list operands = {0};
    if (!command_options(command, console, arguments, count, settings, &operands)) return;
    if (operands.count) export(console, settings, &operands);
    else console_usage_error(console, "no report is given: export needs the report of every app");
}

const struct command command_export = {
    .name = "export",
    .summary = "tell bundlers which exports of shared packages are used",
    .usage = "export REPORT... [OPTION]...",
    .more = "Reports are share-usage.json or mf-stats.json of each app. Only shares are told of which\n"
            "every use is known; the others are named in warnings, and are to be left whole.\n"
            "A fragment is spread into \"shared\": its names are added to those that the build infers.\n",
    .options = {export_options, sizeof export_options / sizeof *export_options},
    .run = run,
};
