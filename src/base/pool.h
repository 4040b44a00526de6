/* A data-parallel loop over independent jobs. Results must not depend on which thread ran what. */
#ifndef MFSHAKE_BASE_POOL_H
#define MFSHAKE_BASE_POOL_H

#include <stdint.h>

/* Runs job(context, index, worker) once for every index in 0 … count-1 on `workers` threads (the caller's among them; 0 or 1 = no
 * thread) and returns when all are done. `worker` is 0 … workers-1, so that a job can use per-worker memory. */
typedef void (*pool_job)(void *context, uint32_t index, uint32_t worker);
void pool_run(uint32_t workers, uint32_t count, pool_job job, void *context);

/* Jobs that are added while earlier ones run, by one thread, which also takes part. `worker` is as above; `job` is what was added. */
struct pool_queue;
typedef void (*pool_queued_job)(void *job, uint32_t worker);
/* Never NULL: a thread that can not be had is missing, and with none the jobs are run by pool_queue_wait. */
struct pool_queue *pool_queue_new(uint32_t workers, pool_queued_job run);
/* Adds a job, which must stay in place until it is done; its number is how many were added before. */
void pool_queue_add(struct pool_queue *queue, void *job);
/* Returns when job `number` is done; the calling thread runs others (as worker 0) until then. What the job wrote can be read afterwards. */
void pool_queue_wait(struct pool_queue *queue, uint32_t number);
/* Waits for the jobs that have begun; those that have not are not run. */
void pool_queue_free(struct pool_queue *queue);

/* Number of processors this process may run on, at least 1. */
uint32_t pool_processors(void);

#endif
