#include "base/timings.h"

#include <time.h>

static double seconds_of(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

void timings_start(struct timings *timings)
{
    timings->count = 0;
    timings->wall = seconds_of(CLOCK_MONOTONIC);
    timings->cpu = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
}

void timings_add(struct timings *timings, const char *step)
{
    double wall = seconds_of(CLOCK_MONOTONIC), cpu = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
    if (timings->count < TIMINGS_MOST)
        timings->at[timings->count++] = (struct timing){step, wall - timings->wall, cpu - timings->cpu};
    timings->wall = wall;
    timings->cpu = cpu;
}

static void put_row(struct buffer *out, const char *step, double wall, double cpu)
{
    buffer_format(out, "%-24s %10.1f %10.1f\n", step, wall * 1000, cpu * 1000);
}

void timings_put(const struct timings *timings, struct buffer *out)
{
    double wall = 0, cpu = 0;
    buffer_format(out, "%-24s %10s %10s\n", "step", "ms", "CPU ms");
    for (uint32_t i = 0; i < timings->count; i++) {
        put_row(out, timings->at[i].step, timings->at[i].wall, timings->at[i].cpu);
        wall += timings->at[i].wall;
        cpu += timings->at[i].cpu;
    }
    put_row(out, "all", wall, cpu);
}
