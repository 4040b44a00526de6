/* What a fuzzing target is: a function over bytes that must neither crash nor break a promise, whatever the bytes are.
 *
 * Linked with libFuzzer (`make fuzz`) it gets made-up inputs; linked with replay.c, as `make test` does, the files of its corpus.
 */
#ifndef MFSHAKE_TESTS_FUZZ_H
#define MFSHAKE_TESTS_FUZZ_H

#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>

/* What a target does with one input. True when the input was taken, so that what comes behind reading it was tried too. */
bool fuzz_try(struct text input);

/* An input that is taken for certain, in memory that lives on: what the corpus starts from. Empty when the corpus has some by itself. */
struct text fuzz_seed(void);

/* The entry of libFuzzer. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* A broken promise ends the program, as a crash does. */
#define FUZZ_PROMISE(holds)                                             \
    do {                                                                \
        if (!(holds)) {                                                 \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #holds); \
            abort();                                                    \
        }                                                               \
    } while (0)

#endif
