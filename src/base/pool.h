/* A data-parallel loop over independent jobs. Results must not depend on which thread ran what. */
#ifndef MFSHAKE_BASE_POOL_H
#define MFSHAKE_BASE_POOL_H

#include <stdint.h>

/* Runs job(context, index, worker) once for every index in 0 … count-1 on `workers` threads (the caller's among them; 0 or 1 = no
 * thread) and returns when all are done. `worker` is 0 … workers-1, so that a job can use per-worker memory. */
typedef void (*pool_job)(void *context, uint32_t index, uint32_t worker);
void pool_run(uint32_t workers, uint32_t count, pool_job job, void *context);

/* Number of processors this process may run on, at least 1. */
uint32_t pool_processors(void);

#endif
