#include "cli/remembered_run.h"

#include "base/fs.h"
#include "base/path.h"
#include "base/pool.h"
#include "base/vec.h"
#include "cache/run_memory.h"

struct remembered_run {
    struct text folder, question;
    struct fs_trace *trace;
    VEC(struct text) written;
};

/* Everything that the output depends on, but for the file system and this build of the program. */
static struct text question_of(struct console *console, const char *command, char *const *arguments, uint32_t count)
{
    struct buffer question;
    buffer_init(&question);
    buffer_put(&question, fs_current_folder(&console->arena));
    buffer_format(&question, "%c%s%c%d%d", 0, command, 0, console_colors_results(console),
                  console_colors_talk(console));
    for (uint32_t i = 0; i < count; i++) {
        buffer_put_char(&question, '\0');
        buffer_put_string(&question, arguments[i]);
    }
    struct text bytes = arena_copy(&console->arena, buffer_text(&question));
    buffer_release(&question);
    return bytes;
}

bool remembered_run_recall(struct console *console, struct text folder, const char *command, char *const *arguments,
                           uint32_t count)
{
    if (folder.length == 0 || console->settings->output_file.length) return false;
    struct text question = question_of(console, command, arguments, count);
    struct run_output output;
    if (run_memory_recall(&console->arena, folder, question, pool_processors(), &output)) {
        console_print(console, output.result);
        console_print_talk(console, output.talk);
        return true;
    }
    struct remembered_run *run = ARENA_NEW(&console->arena, struct remembered_run);
    *run = (struct remembered_run){.folder = folder, .question = question, .trace = fs_trace_start()};
    if (!run->trace) return false;
    console->remembered = run;
    return false;
}

void remembered_run_end_of_questions(struct console *console)
{
    if (console->remembered) fs_trace_stop(console->remembered->trace);
}

void remembered_run_wrote(struct console *console, struct text path)
{
    if (!console->remembered) return;
    struct text folder = fs_current_folder(&console->arena);
    vec_push(&console->remembered->written, path_join(&console->arena, folder, path));
}

void remembered_run_end(struct console *console, bool succeeded)
{
    struct remembered_run *run = console->remembered;
    if (!run) return;
    fs_trace_stop(run->trace);
    struct run_output output = {buffer_text(&console->result), buffer_text(&console->talk)};
    if (succeeded) run_memory_keep(run->folder, run->question, run->trace, run->written.at, run->written.count, output);
    fs_trace_free(run->trace);
    vec_release(&run->written);
    console->remembered = NULL;
}
