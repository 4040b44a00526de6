#include "cli/cli.h"

#include <signal.h>
#include <stdbool.h>
#include <unistd.h>

/* A standard stream that was closed must not come back as the number of an output file. It is replaced by the reading end of a pipe that nobody writes: reading
 * ends at once, writing fails. */
static void occupy_standard_streams(void)
{
    int ends[2];
    while (pipe(ends) == 0) {
        bool done = ends[0] > STDERR_FILENO;
        if (ends[1] <= STDERR_FILENO) dup2(ends[0], ends[1]);
        else close(ends[1]);
        if (!done) continue;
        close(ends[0]);
        return;
    }
}

int main(int argc, char **argv)
{
    occupy_standard_streams();
    signal(SIGPIPE, SIG_IGN); /* a reader that went away is an error that is reported */
    return cli_run(argc > 0 ? argv + 1 : argv, argc > 0 ? (uint32_t)argc - 1 : 0);
}
