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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_job_runs_once),
        cmocka_unit_test(few_jobs_need_few_workers),
        cmocka_unit_test(leaves_the_signal_mask_alone),
        cmocka_unit_test(counts_processors),
    };
    return unit_run(tests);
}
