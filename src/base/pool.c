#define _GNU_SOURCE /* sched_getaffinity */
#include "base/pool.h"

#include "base/memory.h"
#include "base/vec.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>

/* ---------------------------------------------------------------------------------------------- threads */

struct worker {
    void (*run)(void *context, uint32_t index);
    void *context;
    uint32_t index;
    pthread_t thread;
    bool started;
};

static void *thread_main(void *argument)
{
    struct worker *worker = argument;
    worker->run(worker->context, worker->index);
    return NULL;
}

/* Starts workers 1 … count-1; the calling thread is worker 0. */
static struct worker *start_workers(uint32_t count, void (*run)(void *context, uint32_t index), void *context)
{
    struct worker *workers = memory_resize(NULL, count, sizeof *workers);
    /* Signals are for the caller's thread: the workers inherit a mask that blocks them all. */
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    for (uint32_t i = 1; i < count; i++) {
        workers[i] = (struct worker){.run = run, .context = context, .index = i};
        /* A thread that can not be had is no failure: the others take its jobs. */
        workers[i].started = pthread_create(&workers[i].thread, NULL, thread_main, &workers[i]) == 0;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return workers;
}

static void join_workers(struct worker *workers, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++) {
        if (workers[i].started) pthread_join(workers[i].thread, NULL);
    }
    memory_free(workers);
}

/* ---------------------------------------------------------------------------------------------- a loop */

struct pool {
    pool_job job;
    void *context;
    uint32_t count;
    atomic_uint_fast64_t next; /* wider than the count, so that late workers can not wrap it */
};

static void work(void *context, uint32_t worker)
{
    struct pool *pool = context;
    for (;;) {
        uint64_t index = atomic_fetch_add_explicit(&pool->next, 1, memory_order_relaxed);
        if (index >= pool->count) return;
        pool->job(pool->context, (uint32_t)index, worker);
    }
}

void pool_run(uint32_t workers, uint32_t count, pool_job job, void *context)
{
    struct pool pool = {job, context, count, 0};
    if (workers > count) workers = count;
    if (workers <= 1) {
        work(&pool, 0);
        return;
    }
    struct worker *others = start_workers(workers, work, &pool);
    work(&pool, 0);
    join_workers(others, workers);
}

/* ---------------------------------------------------------------------------------------------- a queue */

struct queued {
    void *job;
    bool done;
};

struct pool_queue {
    pool_queued_job run;
    struct worker *workers;
    uint32_t worker_count;
    pthread_mutex_t lock; /* of all below */
    pthread_cond_t added; /* or closed: for idle workers */
    pthread_cond_t done;  /* for the thread that waits */
    VEC(struct queued) jobs;
    uint32_t next;    /* the first that has not begun */
    uint32_t idle;    /* workers that wait for a job */
    uint32_t awaited; /* the job that the adding thread waits for; UINT32_MAX: none */
    bool closed;
};

/* Runs the next job; called and returns with the lock held. */
static void run_next(struct pool_queue *queue, uint32_t worker)
{
    uint32_t number = queue->next++;
    void *job = queue->jobs.at[number].job;
    pthread_mutex_unlock(&queue->lock);
    queue->run(job, worker);
    pthread_mutex_lock(&queue->lock);
    queue->jobs.at[number].done = true;
    if (queue->awaited == number) pthread_cond_signal(&queue->done);
}

static void serve(void *context, uint32_t worker)
{
    struct pool_queue *queue = context;
    pthread_mutex_lock(&queue->lock);
    while (!queue->closed) {
        if (queue->next < queue->jobs.count) {
            run_next(queue, worker);
            continue;
        }
        queue->idle++;
        pthread_cond_wait(&queue->added, &queue->lock);
        queue->idle--;
    }
    pthread_mutex_unlock(&queue->lock);
}

struct pool_queue *pool_queue_new(uint32_t workers, pool_queued_job run)
{
    struct pool_queue *queue = memory_alloc(sizeof *queue);
    *queue = (struct pool_queue){.run = run, .worker_count = workers ? workers : 1, .awaited = UINT32_MAX};
    pthread_mutex_init(&queue->lock, NULL);
    pthread_cond_init(&queue->added, NULL);
    pthread_cond_init(&queue->done, NULL);
    queue->workers = start_workers(queue->worker_count, serve, queue);
    return queue;
}

void pool_queue_add(struct pool_queue *queue, void *job)
{
    pthread_mutex_lock(&queue->lock);
    vec_push(&queue->jobs, (struct queued){.job = job});
    if (queue->idle) pthread_cond_signal(&queue->added);
    pthread_mutex_unlock(&queue->lock);
}

void pool_queue_wait(struct pool_queue *queue, uint32_t number)
{
    pthread_mutex_lock(&queue->lock);
    while (!queue->jobs.at[number].done) {
        if (queue->next < queue->jobs.count) {
            run_next(queue, 0);
            continue;
        }
        queue->awaited = number;
        pthread_cond_wait(&queue->done, &queue->lock);
        queue->awaited = UINT32_MAX;
    }
    pthread_mutex_unlock(&queue->lock);
}

void pool_queue_free(struct pool_queue *queue)
{
    if (!queue) return;
    pthread_mutex_lock(&queue->lock);
    queue->closed = true;
    pthread_cond_broadcast(&queue->added);
    pthread_mutex_unlock(&queue->lock);
    join_workers(queue->workers, queue->worker_count);
    pthread_cond_destroy(&queue->done);
    pthread_cond_destroy(&queue->added);
    pthread_mutex_destroy(&queue->lock);
    vec_release(&queue->jobs);
    memory_free(queue);
}

uint32_t pool_processors(void)
{
    cpu_set_t allowed;
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return 1;
    int count = CPU_COUNT(&allowed);
    return count > 0 ? (uint32_t)count : 1;
}
