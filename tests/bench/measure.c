/* Runs a command and writes what it cost, as one line of JSON on file descriptor 3:
 *
 *     measure COMMAND [ARGUMENT]...      {"status":0,"wall":1.23,"cpu":2.34,"peak":56789}
 *
 * `wall` and `cpu` are seconds, user and system time of the command and of all that it waited for; `peak` is the largest resident set of one
 * of its processes, in KiB. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static double seconds_of(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec * 1e-6;
}

int main(int count, char **arguments)
{
    if (count < 2) {
        fputs("usage: measure COMMAND [ARGUMENT]...\n", stderr);
        return 2;
    }
    double start = seconds_now();
    pid_t child = fork();
    if (child < 0) {
        perror("fork");
        return 2;
    }
    if (child == 0) {
        close(3);
        execvp(arguments[1], arguments + 1);
        perror(arguments[1]);
        _exit(127);
    }
    int status;
    struct rusage usage;
    if (wait4(child, &status, 0, &usage) < 0) {
        perror("wait4");
        return 2;
    }
    dprintf(3, "{\"status\":%d,\"wall\":%.6f,\"cpu\":%.6f,\"peak\":%ld}\n",
            WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), seconds_now() - start,
            seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime), usage.ru_maxrss);
    return 0;
}
