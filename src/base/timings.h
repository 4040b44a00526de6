/* How long each step of a run took. */
#ifndef MFSHAKE_BASE_TIMINGS_H
#define MFSHAKE_BASE_TIMINGS_H

#include "base/buffer.h"

enum { TIMINGS_MOST = 16 };

struct timing {
    const char *step; /* a static string */
    double wall, cpu; /* seconds; the processor's are those of all threads */
};

struct timings {
    struct timing at[TIMINGS_MOST];
    uint32_t count;
    double wall, cpu; /* when the step that runs now began */
};

/* The first step begins. */
void timings_start(struct timings *timings);
/* What ran since the last call (or the start) was `step`. Steps beyond TIMINGS_MOST are left out. */
void timings_add(struct timings *timings, const char *step);
/* A table, one line a step and one for all. */
void timings_put(const struct timings *timings, struct buffer *out);

#endif
