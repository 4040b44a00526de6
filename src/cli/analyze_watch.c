/* mfshake analyze --watch: the analysis again whenever something that it asked of the file system would be answered in another way. */
#include "base/fs.h"
#include "base/fs_trace.h"
#include "base/fs_watch.h"
#include "base/path.h"
#include "base/timings.h"
#include "cli/analyze.h"
#include "library/library.h"

#include <signal.h>

/* A file is waited for this long when it was just made, or has just gone: an editor may be about to put it in place. */
enum { SETTLING_MS = 5, MOST_SETTLINGS = 10 };

struct written {
    struct text path, bytes;
    struct fs_fingerprint state;
};

struct watching {
    struct console *console;
    const struct analyze_settings *settings;
    const struct mfshake_options *options;
    struct fs_watch *watch;
    struct source_memory *memory;
    struct mfshake_diagnostics *problems; /* of the compilation */
    struct mfshake_compilation *app;      /* NULL: the configuration is missing or wrong */
    struct arena arena;                   /* of what was written */
    VEC(struct written) written;
    bool has_table;      /* of this analysis */
    struct buffer table; /* that was printed last */
    sigset_t waiting;    /* the signals that are blocked while it waits */
};

/* ---------------------------------------------------------------------------------------------- signals */

static volatile sig_atomic_t ended;

static void end(int signal)
{
    (void)signal;
    ended = 1;
}

/* They arrive only while it waits: an output is written whole, and nothing else is lost by ending later. */
static void hold_signals(sigset_t *waiting)
{
    static const int ending[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction action = {.sa_handler = end};
    sigset_t held;
    sigemptyset(&held);
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof ending / sizeof *ending; i++) {
        sigaddset(&held, ending[i]);
        sigaction(ending[i], &action, NULL);
    }
    sigprocmask(SIG_BLOCK, &held, waiting);
    for (size_t i = 0; i < sizeof ending / sizeof *ending; i++) sigdelset(waiting, ending[i]);
}

/* Does one of them wait to be let through? */
static bool is_to_end(void)
{
    sigset_t pending;
    return sigpending(&pending) == 0 &&
           (sigismember(&pending, SIGINT) || sigismember(&pending, SIGTERM) || sigismember(&pending, SIGHUP));
}

/* ---------------------------------------------------------------------------------------------- output */

static struct text own(struct mfshake_text t)
{
    return (struct text){t.at, t.length};
}

static struct text output_folder(const struct watching *w)
{
    return w->settings->output.length ? w->settings->output : own(mfshake_compilation_output_folder(w->app));
}

/* How the files of the output relate to those that were written last. */
struct comparison {
    bool *lies_there; /* by file: it lies where it was put, as it was put, and as it would be written now */
    bool same_files;  /* the files have the same names */
    bool all;         /* all lie there */
};

static struct comparison compare_with_written(const struct watching *w, struct arena *arena)
{
    uint32_t count = mfshake_compilation_file_count(w->app);
    struct comparison comparison = {ARENA_ARRAY(arena, bool, count + 1), count == w->written.count, true};
    for (uint32_t i = 0; comparison.same_files && i < count; i++) {
        const struct written *before = &w->written.at[i];
        struct text path = path_join(arena, output_folder(w), own(mfshake_compilation_file_path(w->app, i)));
        struct fs_fingerprint state;
        comparison.same_files = text_equal(path, before->path);
        comparison.lies_there[i] = text_equal(own(mfshake_compilation_file_bytes(w->app, i)), before->bytes) &&
                                   fs_fingerprint_at(path, &state) && memcmp(&state, &before->state, sizeof state) == 0;
        comparison.all = comparison.all && comparison.lies_there[i];
    }
    return comparison;
}

static void note_written(struct watching *w)
{
    arena_release(&w->arena);
    arena_init(&w->arena);
    vec_clear(&w->written);
    for (uint32_t i = 0; i < mfshake_compilation_file_count(w->app); i++) {
        struct written file = {
            .path = path_join(&w->arena, output_folder(w), own(mfshake_compilation_file_path(w->app, i))),
            .bytes = arena_copy(&w->arena, own(mfshake_compilation_file_bytes(w->app, i)))};
        if (!fs_fingerprint_at(file.path, &file.state)) memset(&file.state, 0, sizeof file.state);
        vec_push(&w->written, file);
    }
}

static void print_table(struct watching *w)
{
    if (w->settings->app.common.quiet) return;
    if (!w->settings->no_emit) mfshake_compilation_measure(w->app);
    struct text table = own(mfshake_compilation_table(w->app, analyze_prints_json(w->settings)));
    if (text_equal(table, buffer_text(&w->table))) return;
    buffer_clear(&w->table);
    buffer_put(&w->table, table);
    console_print(w->console, table);
}

/* Writes what differs from what lies there; gives words for it. */
static const char *write_output(struct watching *w)
{
    struct arena arena;
    arena_init(&arena);
    const char *folder = w->settings->output.length ? w->settings->output.at : NULL;
    struct comparison comparison = compare_with_written(w, &arena);
    bool done = comparison.same_files && comparison.all, ok = true;
    if (!done)
        ok = comparison.same_files ? compilation_write_again(w->app, folder, comparison.lies_there)
                                   : mfshake_compilation_write(w->app, folder);
    if (!done && ok) note_written(w);
    if (!ok) vec_clear(&w->written);
    arena_release(&arena);
    return done ? "nothing to write" : ok ? "written" : "not written";
}

/* ---------------------------------------------------------------------------------------------- one analysis */

/* Emits and writes what the analysis gave; gives words for what came of it. */
static const char *finish(struct watching *w)
{
    bool good = !compilation_has_errors(w->app) && (w->settings->no_emit || mfshake_compilation_emit(w->app));
    fs_watch_listen(w->watch, false); /* what is asked of the output does not matter */
    if (!good) return "errors; nothing is written";
    if (!console_passes_strict(w->console, w->settings->strict)) return "warnings, and --strict; nothing is written";
    if (is_to_end()) return "nothing is written any more";
    w->has_table = true;
    return write_output(w);
}

static void print_timings(struct console *console, struct text table)
{
    for (size_t start = 0, end_of_line; start < table.length; start = end_of_line + 1) {
        end_of_line = text_find_char(table, '\n', start);
        console_talk(console, "%.*s", TEXT_ARGS(text_slice(table, start, end_of_line)));
    }
}

static void close_compilation(struct watching *w)
{
    mfshake_compilation_free(w->app);
    mfshake_diagnostics_free(w->problems);
    w->app = NULL;
    w->problems = NULL;
}

/* Problems of this analysis alone are printed with it. */
static void print_problems(struct watching *w)
{
    struct mfshake_diagnostics *before = w->console->found;
    w->console->found = w->problems;
    console_print_problems(w->console);
    w->console->found = before;
    diag_release(&w->console->own);
    diag_init(&w->console->own);
}

/* Everything anew, but for the sources that are known. */
static const char *start_over(struct watching *w)
{
    close_compilation(w);
    if (source_memory_is_stale(w->memory)) source_memory_clear(w->memory);
    w->problems = mfshake_diagnostics_new();
    fs_watch_listen(w->watch, true);
    w->app = compilation_open(w->options, w->problems, w->memory);
    if (w->app) (void)mfshake_compilation_analyze(w->app);
    const char *what = w->app ? finish(w) : "the configuration has errors; nothing is written";
    fs_watch_listen(w->watch, false);
    return what;
}

/* Only what depends on the contents of sources, when nothing else changed and that is enough. */
static const char *analyze_again(struct watching *w, const struct fs_changes *changes)
{
    bool only_sources = w->app && changes && !changes->lost && changes->others.count == 0 &&
                        !source_memory_is_stale(w->memory); /* starting over gives memory back */
    if (!only_sources) return start_over(w);
    fs_watch_listen(w->watch, true);
    bool updated = compilation_update(w->app, changes->sources.at, changes->sources.count);
    return updated ? finish(w) : start_over(w);
}

static bool can_watch(struct watching *w)
{
    const char *why;
    struct text folder = fs_watch_failure(w->watch, &why);
    if (folder.length)
        diag_add(&w->console->own, DIAG_WATCH, diag_place_file(folder),
                 "changes in this folder would not be noticed: %s", why);
    return folder.length == 0;
}

/* ---------------------------------------------------------------------------------------------- changes */

/* The names of a few files, from the current folder. */
static struct text changed_names(struct arena *arena, const struct fs_changes *changes)
{
    enum { MOST_NAMES = 3 };
    struct text here = fs_current_folder(arena), names = {0}, last = {0};
    uint32_t named = 0, more = 0, count = changes->sources.count + changes->others.count;
    for (uint32_t i = 0; i < count; i++) {
        struct text path =
            i < changes->sources.count ? changes->sources.at[i] : changes->others.at[i - changes->sources.count];
        if (text_equal(path, last)) continue;
        last = path;
        if (named == MOST_NAMES) {
            more++;
            continue;
        }
        if (here.length && path_is_below(path, here) && path.length > here.length + 1)
            path = text_slice(path, here.length + 1, path.length);
        names = arena_format(arena, "%.*s%s%.*s", TEXT_ARGS(names), named++ ? ", " : "", TEXT_ARGS(path));
    }
    if (named == 0) return TEXT("folders changed");
    if (more) return arena_format(arena, "%.*s and %u more changed", TEXT_ARGS(names), more);
    return arena_format(arena, "%.*s changed", TEXT_ARGS(names));
}

/* Waits until something that matters happens. False when the watch is to end. */
static bool wait_for_changes(struct watching *w, struct fs_changes *changes)
{
    while (!ended && !changes->lost && changes->sources.count + changes->others.count == 0) {
        if (fs_watch_wait(w->watch, -1, &w->waiting) == FS_WATCH_HAPPENED) fs_watch_take(w->watch, changes);
    }
    for (int i = 0; !ended && changes->unsettled && i < MOST_SETTLINGS; i++) {
        if (fs_watch_wait(w->watch, SETTLING_MS, &w->waiting) == FS_WATCH_HAPPENED) fs_watch_take(w->watch, changes);
    }
    return !ended;
}

/* False when the watch can not go on. */
static bool forget_changed(struct watching *w, const struct fs_changes *changes)
{
    const char *why;
    for (uint32_t i = 0; i < changes->sources.count; i++) source_memory_forget(w->memory, changes->sources.at[i]);
    for (uint32_t i = 0; i < changes->others.count; i++) source_memory_forget(w->memory, changes->others.at[i]);
    if (!changes->lost) return true;
    close_compilation(w);
    source_memory_clear(w->memory);
    if (fs_watch_reset(w->watch, &why)) return true;
    diag_add(&w->console->own, DIAG_WATCH, diag_nowhere, "nothing can be watched: %s", why);
    return false;
}

/* One analysis after changes, or the first one. False when the watch can not go on. */
static bool run_once(struct watching *w, const struct fs_changes *changes)
{
    struct arena arena;
    arena_init(&arena);
    struct timings timings;
    timings_start(&timings);
    bool first = changes == NULL, ok = first || forget_changed(w, changes);
    if (ok) {
        w->has_table = false;
        const char *what = analyze_again(w, changes);
        timings_add(&timings, "all");
        if (w->has_table) print_table(w);
        print_problems(w);
        ok = can_watch(w);
        if (w->app && w->settings->timings) print_timings(w->console, own(mfshake_compilation_timings(w->app)));
        struct text cause = first ? arena_format(&arena, "watching %u folders", fs_watch_folders(w->watch))
                                  : changed_names(&arena, changes);
        console_talk(w->console, "%.*s: %s, %.1f ms", TEXT_ARGS(cause), what, timings.at[0].wall * 1000);
    }
    arena_release(&arena);
    return ok;
}

static void watch(struct watching *w)
{
    bool goes_on = run_once(w, NULL);
    while (goes_on && !ended) {
        struct fs_changes changes;
        fs_changes_init(&changes);
        if (wait_for_changes(w, &changes)) goes_on = run_once(w, &changes);
        fs_changes_release(&changes);
    }
    if (ended) console_talk(w->console, "the watch ends");
}

void analyze_watch(struct console *console, const struct analyze_settings *settings,
                   const struct mfshake_options *options)
{
    const char *why;
    struct watching w = {.console = console, .settings = settings, .options = options, .watch = fs_watch_new(&why)};
    if (!w.watch) {
        diag_add(&console->own, DIAG_WATCH, diag_nowhere, "nothing can be watched: %s", why);
        return;
    }
    w.memory = source_memory_new();
    arena_init(&w.arena);
    buffer_init(&w.table);
    hold_signals(&w.waiting);
    watch(&w);
    close_compilation(&w);
    buffer_release(&w.table);
    vec_release(&w.written);
    arena_release(&w.arena);
    source_memory_free(w.memory);
    fs_watch_free(w.watch);
}
