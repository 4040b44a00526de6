#include "unit.h"

#include "syntax/tree_memory.h"

#include <stdint.h>

enum { BLOCKS = 2000 };

/* Blocks of many sizes, grown, shrunk and given back in between: none may reach into another. */
static void blocks_do_not_overlap(void **state)
{
    (void)state;
    struct tree_memory memory;
    tree_memory_init(&memory);
    struct tree_memory *before = tree_memory_use(&memory);
    unsigned char *blocks[BLOCKS] = {0};
    size_t sizes[BLOCKS] = {0};
    uint32_t random = 1;
    for (uint32_t step = 0; step < 20 * BLOCKS; step++) {
        random = random * 1664525 + 1013904223;
        uint32_t i = (random >> 8) % BLOCKS;
        size_t size = (random >> 4) % (step % 16 ? 200 : 5000);
        for (size_t b = 0; b < sizes[i]; b++) assert_int_equal(blocks[i][b], (unsigned char)i);
        if (step % 3 == 0) {
            tree_memory_free(blocks[i]);
            blocks[i] = tree_memory_alloc(size);
        } else {
            blocks[i] = tree_memory_resize(blocks[i], size);
            for (size_t b = 0; b < size && b < sizes[i]; b++) assert_int_equal(blocks[i][b], (unsigned char)i);
        }
        assert_int_equal((uintptr_t)blocks[i] % 16, 0);
        sizes[i] = size;
        memset(blocks[i], (unsigned char)i, size);
    }
    for (uint32_t i = 0; i < BLOCKS; i++) tree_memory_free(blocks[i]);
    assert_ptr_equal(tree_memory_use(before), &memory);
    tree_memory_release(&memory);
}

static void a_block_given_back_is_used_again(void **state)
{
    (void)state;
    struct tree_memory memory;
    tree_memory_init(&memory);
    struct tree_memory *before = tree_memory_use(&memory);
    void *first = tree_memory_alloc(40);
    tree_memory_free(first);
    assert_ptr_equal(tree_memory_alloc(33), first);
    unsigned char *zeroed = tree_memory_alloc_zeroed(3, 100);
    for (int i = 0; i < 300; i++) assert_int_equal(zeroed[i], 0);
    tree_memory_use(before);
    tree_memory_release(&memory);
}

static void without_a_memory_the_system_gives(void **state)
{
    (void)state;
    unsigned char *block = tree_memory_alloc(8);
    memset(block, 7, 8);
    block = tree_memory_resize(block, 4000);
    for (int i = 0; i < 8; i++) assert_int_equal(block[i], 7);
    tree_memory_free(block);
    tree_memory_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_do_not_overlap),
        cmocka_unit_test(a_block_given_back_is_used_again),
        cmocka_unit_test(without_a_memory_the_system_gives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
