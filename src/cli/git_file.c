#include "cli/git_file.h"

#include "base/fs.h"
#include "base/limits.h"

#include <errno.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

struct running {
    pid_t process;
    int output, errors; /* what is read of its standard output and standard error */
};

static bool start(char *const *arguments, struct running *running, int *error)
{
    int output[2], errors[2];
    if (pipe(output)) return *error = errno, false;
    if (pipe(errors)) {
        *error = errno;
        close(output[0]);
        close(output[1]);
        return false;
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, errors[1], STDERR_FILENO);
    for (int i = 0; i < 2; i++) {
        posix_spawn_file_actions_addclose(&actions, output[i]);
        posix_spawn_file_actions_addclose(&actions, errors[i]);
    }
    *error = posix_spawnp(&running->process, arguments[0], &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(output[1]);
    close(errors[1]);
    running->output = output[0];
    running->errors = errors[0];
    if (*error == 0) return true;
    close(output[0]);
    close(errors[0]);
    return false;
}

/* Reads both streams to their ends; false when there is more than `most` bytes in one. */
static bool read_streams(const struct running *running, struct buffer streams[2], size_t most)
{
    struct pollfd polled[] = {{running->output, POLLIN, 0}, {running->errors, POLLIN, 0}};
    int open = 2;
    while (open) {
        if (poll(polled, 2, -1) < 0) {
            if (errno == EINTR) continue;
            return false;
        }
        for (int i = 0; i < 2; i++) {
            char bytes[16384];
            if (!polled[i].revents) continue;
            ssize_t count = read(polled[i].fd, bytes, sizeof bytes);
            if (count < 0 && errno == EINTR) continue;
            if (count <= 0) {
                polled[i].fd = -1;
                polled[i].revents = 0;
                open--;
                continue;
            }
            if (streams[i].length + (size_t)count > most) return false;
            buffer_put(&streams[i], (struct text){bytes, (size_t)count});
        }
    }
    return true;
}

static struct text first_line(struct text t)
{
    size_t end = text_find_char(t, '\n', 0);
    return text_trim(end == TEXT_NOWHERE ? t : text_slice(t, 0, end));
}

bool git_file_read(struct console *console, struct text name, struct text *content)
{
    if (text_find_char(name, ':', 0) == TEXT_NOWHERE || name.at[0] == '-' || name.at[0] == ':') {
        diag_add(&console->own, DIAG_GATE_GIT, diag_nowhere, "'%.*s' is not REF:PATH", TEXT_ARGS(name));
        return false;
    }
    static char git[] = "git", command[] = "cat-file", kind[] = "blob";
    struct buffer object;
    buffer_init(&object);
    buffer_put(&object, name);
    buffer_put_char(&object, '\0');
    char *arguments[] = {git, command, kind, object.at, NULL};
    struct running running;
    struct buffer streams[2];
    int error, status = 0;
    if (!start(arguments, &running, &error)) {
        diag_add(&console->own, DIAG_GATE_GIT, diag_nowhere, "git can not be started: %s", fs_error(error));
        buffer_release(&object);
        return false;
    }
    buffer_init(&streams[0]);
    buffer_init(&streams[1]);
    bool fits = read_streams(&running, streams, LIMIT_JSON_BYTES);
    close(running.output);
    close(running.errors);
    while (waitpid(running.process, &status, 0) < 0 && errno == EINTR) continue;
    bool good = fits && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    if (good) {
        *content = arena_copy(&console->arena, buffer_text(&streams[0]));
    } else {
        struct text said = first_line(buffer_text(&streams[1]));
        diag_add(&console->own, DIAG_GATE_GIT, diag_nowhere, "git does not give %.*s: %.*s", TEXT_ARGS(name),
                 TEXT_ARGS(!fits         ? TEXT("it is larger than 64 MiB")
                           : said.length ? said
                                         : TEXT("it failed")));
    }
    buffer_release(&streams[0]);
    buffer_release(&streams[1]);
    buffer_release(&object);
    return good;
}
