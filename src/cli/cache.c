/* mfshake cache: what lies in the cache of module records, and its removal. */
#include "cache/record_cache.h"
#include "cli/command.h"

struct cache_settings {
    struct common_settings common;
    struct text cache;
};

#define MEMBER(name) offsetof(struct cache_settings, name)
static const struct option cache_options[] = {
    {0, "cache", OPTION_TEXT, MEMBER(cache), "DIR", NULL, 0, "the folder of the cache (default: $MFSHAKE_CACHE)"},
    COMMON_OPTIONS,
};

static void print_info(struct console *console, struct text folder)
{
    struct record_cache_info info = record_cache_inspect(&console->arena, folder);
    struct buffer out;
    buffer_init(&out);
    buffer_format(&out, "file         %.*s\n", TEXT_ARGS(info.file));
    buffer_format(&out, "records      %u\n", info.records);
    buffer_format(&out, "bytes        %llu%s\n", (unsigned long long)info.bytes,
                  info.bytes && !info.usable ? " (damaged, or not this user's: it is not read)" : "");
    buffer_format(&out, "runs         %u, %llu bytes\n", info.runs, (unsigned long long)info.run_bytes);
    buffer_format(&out, "other files  %u of other builds of mfshake, %llu bytes\n", info.other_files,
                  (unsigned long long)info.other_bytes);
    console_result(console, buffer_text(&out));
    buffer_release(&out);
}

static void clear(struct console *console, struct text folder)
{
    uint32_t deleted;
    if (!record_cache_clear(folder, &deleted, &console->own)) return;
    console_result(console, arena_format(&console->arena, "%u file%s deleted\n", deleted, deleted == 1 ? "" : "s"));
}

static void run(const struct command *command, struct console *console, char *const *arguments, uint32_t count)
{
    struct cache_settings *settings = ARENA_NEW(&console->arena, struct cache_settings);
    struct option_list operands = {0};
    if (!command_options(command, console, arguments, count, settings, &operands)) return;
    bool wants_info = operands.count == 1 && text_is(operands.at[0], "info");
    if (!wants_info && !(operands.count == 1 && text_is(operands.at[0], "clear"))) {
        console_usage_error(console, "cache needs one word: info or clear");
        return;
    }
    struct text folder = command_cache_folder(settings->cache);
    if (folder.length == 0) {
        console_usage_error(console, "no cache is named; give --cache DIR, or set MFSHAKE_CACHE");
        return;
    }
    if (wants_info) print_info(console, folder);
    else clear(console, folder);
}

const struct command command_cache = {
    .name = "cache",
    .summary = "show what the cache of module records holds, or delete it",
    .usage = "cache info|clear [--cache DIR] [OPTION]...",
    .more = "analyze and why keep what they learn of each module in the folder that --cache or the\n"
            "environment variable MFSHAKE_CACHE names, and take it from there next time. When nothing\n"
            "that a run of analyze read has changed, the next one only prints the same. Any number of\n"
            "runs and apps share one folder. What it holds never changes results.\n",
    .options = {cache_options, sizeof cache_options / sizeof *cache_options},
    .run = run,
};
