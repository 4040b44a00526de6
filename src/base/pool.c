#define _GNU_SOURCE /* sched_getaffinity */
#include "base/pool.h"

#include "base/memory.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>

struct pool {
    pool_job job;
    void *context;
    uint32_t count;
    atomic_uint_fast64_t next; /* wider than the count, so that late workers can not wrap it */
};

struct worker {
    struct pool *pool;
    uint32_t index;
    pthread_t thread;
    bool started;
};

static void work(struct pool *pool, uint32_t worker)
{
    for (;;) {
        uint64_t index = atomic_fetch_add_explicit(&pool->next, 1, memory_order_relaxed);
        if (index >= pool->count) return;
        pool->job(pool->context, (uint32_t)index, worker);
    }
}

static void *thread_main(void *argument)
{
    struct worker *worker = argument;
    work(worker->pool, worker->index);
    return NULL;
}

void pool_run(uint32_t workers, uint32_t count, pool_job job, void *context)
{
    struct pool pool = {job, context, count, 0};
    if (workers > count) workers = count;
    if (workers <= 1) {
        work(&pool, 0);
        return;
    }
    struct worker *others = memory_resize(NULL, workers, sizeof *others);

    /* Signals are for the caller's thread: the workers inherit a mask that blocks them all. */
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    for (uint32_t i = 1; i < workers; i++) {
        others[i] = (struct worker){.pool = &pool, .index = i};
        /* A thread that can not be had is no failure: the others take its jobs. */
        others[i].started = pthread_create(&others[i].thread, NULL, thread_main, &others[i]) == 0;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);

    work(&pool, 0);
    for (uint32_t i = 1; i < workers; i++) {
        if (others[i].started) pthread_join(others[i].thread, NULL);
    }
    memory_free(others);
}

uint32_t pool_processors(void)
{
    cpu_set_t allowed;
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return 1;
    int count = CPU_COUNT(&allowed);
    return count > 0 ? (uint32_t)count : 1;
}
