#include "unit.h"

#include "base/pool.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>

enum { COUNT = 10000, WORKERS = 4 };

struct tally {
    atomic_uint runs[COUNT];
    atomic_uint by_worker[WORKERS];
    atomic_uint signals_open;
};

static void count(void *context, uint32_t index, uint32_t worker)
{
    struct tally *tally = context;
    atomic_fetch_add(&tally->runs[index], 1);
    atomic_fetch_add(&tally->by_worker[worker], 1);
    sigset_t blocked;
    pthread_sigmask(SIG_SETMASK, NULL, &blocked);
    if (worker != 0 && !sigismember(&blocked, SIGINT)) atomic_fetch_add(&tally->signals_open, 1);
}

static void run(uint32_t workers, uint32_t jobs)
{
    static struct tally tally;
    memset(&tally, 0, sizeof tally);
    pool_run(workers, jobs, count, &tally);
    for (uint32_t i = 0; i < COUNT; i++) assert_int_equal(tally.runs[i], i < jobs ? 1 : 0);
    uint32_t sum = 0;
    for (uint32_t i = 0; i < WORKERS; i++) {
        sum += tally.by_worker[i];
        if (i >= workers && i > 0) assert_int_equal(tally.by_worker[i], 0);
    }
    assert_int_equal(sum, jobs);
    assert_int_equal(tally.signals_open, 0);
}

static void every_job_runs_once(void **state)
{
    (void)state;
    run(0, COUNT);
    run(1, COUNT);
    run(2, COUNT);
    run(WORKERS, COUNT);
}

static void few_jobs_need_few_workers(void **state)
{
    (void)state;
    run(WORKERS, 0);
    run(WORKERS, 1);
    run(WORKERS, 3);
    run(1000, 2);
}

static void leaves_the_signal_mask_alone(void **state)
{
    (void)state;
    run(WORKERS, COUNT);
    sigset_t blocked;
    pthread_sigmask(SIG_SETMASK, NULL, &blocked);
    assert_false(sigismember(&blocked, SIGINT));
}

static void counts_processors(void **state)
{
    (void)state;
    assert_in_range(pool_processors(), 1, 100000);
}

/* ---------------------------------------------------------------------------------------------- the queue */

enum { CHAIN = 5000 };

struct link {
    uint32_t number, square;
};

static void square(void *job, uint32_t worker)
{
    struct link *link = job;
    (void)worker;
    link->square = link->number * link->number;
}

/* As discovery does it: what a job found is added while others run, and results are taken in order. */
static void queued_jobs_are_done_when_waited_for(void **state)
{
    (void)state;
    static struct link links[CHAIN];
    for (uint32_t workers = 0; workers <= WORKERS; workers++) {
        memset(links, 0, sizeof links);
        struct pool_queue *queue = pool_queue_new(workers, square);
        uint32_t added = 0;
        links[added].number = added;
        pool_queue_add(queue, &links[added++]);
        for (uint32_t i = 0; i < added; i++) {
            pool_queue_wait(queue, i);
            assert_int_equal(links[i].square, i * i);
            for (uint32_t more = i % 3 ? 1 : 2; more && added < CHAIN; more--) {
                links[added].number = added;
                pool_queue_add(queue, &links[added++]);
            }
        }
        assert_int_equal(added, CHAIN);
        pool_queue_free(queue);
    }
    pool_queue_free(NULL);
}

static void a_queue_may_be_freed_early(void **state)
{
    (void)state;
    static struct link links[100];
    for (uint32_t workers = 1; workers <= WORKERS; workers++) {
        struct pool_queue *queue = pool_queue_new(workers, square);
        for (uint32_t i = 0; i < 100; i++) pool_queue_add(queue, &links[i]);
        pool_queue_free(queue);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_job_runs_once),
        cmocka_unit_test(few_jobs_need_few_workers),
        cmocka_unit_test(queued_jobs_are_done_when_waited_for),
        cmocka_unit_test(a_queue_may_be_freed_early),
        cmocka_unit_test(leaves_the_signal_mask_alone),
        cmocka_unit_test(counts_processors),
    };
    return unit_run(tests);
}
