/* A small program that embeds libmfshake.
 *
 *     embed APP-FOLDER
 *
 * Analyzes the app, prints which exports of each shared package it uses, and prunes every chunk in memory as if the app were alone. Writes no file.
 *
 *     cc embed.c -Iinclude build/libmfshake.a -lcjson -lpcre2-8 -lz -lbrotlienc -lnettle -lm -pthread
 */
#include <mfshake.h>

#include <stdio.h>
#include <string.h>

static void print_problems(struct mfshake_diagnostics *problems)
{
    mfshake_diagnostics_sort(problems);
    for (uint32_t i = 0; i < mfshake_diagnostics_count(problems); i++) {
        struct mfshake_diagnostic problem = {.size = sizeof problem};
        mfshake_diagnostics_get(problems, i, &problem);
        if (problem.severity == MFSHAKE_NOTE) continue;
        fprintf(stderr, "%.*s:%u: %s %.*s\n", (int)problem.path.length, problem.path.at, (unsigned)problem.line,
                problem.code, (int)problem.message.length, problem.message.at);
    }
}

static void print_share(const struct mfshake_share *share)
{
    struct mfshake_text key = mfshake_share_key(share), version = mfshake_share_version(share);
    printf("%.*s %.*s uses", (int)key.length, key.at, (int)version.length, version.at);
    if (mfshake_share_mode(share) != MFSHAKE_MODE_EXACT) {
        printf(" everything\n");
        return;
    }
    for (uint32_t i = 0; i < mfshake_share_export_count(share); i++) {
        struct mfshake_text name = mfshake_share_export_name(share, i);
        if (mfshake_share_export_flags(share, i) & MFSHAKE_EXPORT_USED) printf(" %.*s", (int)name.length, name.at);
    }
    printf("\n");
}

static bool is_map(struct mfshake_text path)
{
    static const char end[] = ".shake.json";
    size_t length = sizeof end - 1;
    return path.length > length && memcmp(path.at + path.length - length, end, length) == 0;
}

static bool prune_chunks(const struct mfshake_compilation *app, const struct mfshake_usage *usage,
                         struct mfshake_diagnostics *problems)
{
    uint32_t last = mfshake_compilation_file_count(app) - 1; /* the report */
    for (uint32_t i = 0; i < last; i++) {
        struct mfshake_text path = mfshake_compilation_file_path(app, i),
                            chunk = mfshake_compilation_file_bytes(app, i);
        if (is_map(path)) continue;
        struct mfshake_prune_options options = {.size = sizeof options};
        if (is_map(mfshake_compilation_file_path(app, i + 1))) options.map = mfshake_compilation_file_bytes(app, i + 1);
        struct mfshake_pruned *pruned = mfshake_prune(usage, "chunk.js", chunk, &options, problems);
        if (!pruned) return false;
        printf("%.*s: %u of %u modules, %zu of %zu bytes\n", (int)path.length, path.at,
               (unsigned)mfshake_pruned_modules_after(pruned), (unsigned)mfshake_pruned_modules_before(pruned),
               mfshake_pruned_output(pruned).length, chunk.length);
        mfshake_pruned_free(pruned);
    }
    return true;
}

static bool run(const char *folder, struct mfshake_diagnostics *problems)
{
    struct mfshake_options options = {.size = sizeof options, .folder = folder};
    struct mfshake_compilation *app = mfshake_compilation_open(&options, problems);
    if (!app) return false;
    struct mfshake_usage *usage = mfshake_usage_new();
    bool good = mfshake_compilation_analyze(app) && mfshake_compilation_emit(app);
    for (uint32_t i = 0; good && i < mfshake_compilation_share_count(app); i++)
        print_share(mfshake_compilation_share(app, i));

    struct mfshake_usage_options alone = {.size = sizeof alone, .has_consumers = true}; /* no other app is waited for */
    good = good && mfshake_usage_add(usage, "share-usage.json", mfshake_compilation_report(app), problems) &&
           mfshake_usage_finish(usage, &alone, problems) && prune_chunks(app, usage, problems);
    mfshake_usage_free(usage);
    mfshake_compilation_free(app);
    return good;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: embed APP-FOLDER\n");
        return 2;
    }
    printf("mfshake %s\n", mfshake_version());
    struct mfshake_diagnostics *problems = mfshake_diagnostics_new();
    bool good = run(argv[1], problems);
    print_problems(problems);
    int status = mfshake_diagnostics_exit_status(problems);
    mfshake_diagnostics_free(problems);
    return good ? 0 : status;
}
