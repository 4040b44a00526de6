#include "unit.h"

#include "base/memory.h"

#include <sys/wait.h>
#include <unistd.h>

static jmp_buf escaped;
static size_t asked;

static void escape(size_t size)
{
    asked = size;
    longjmp(escaped, 1);
}

static void resizes(void **state)
{
    (void)state;
    char *block = memory_resize(NULL, 4, 2);
    memcpy(block, "1234567", 8);
    block = memory_resize(block, 100, 100);
    assert_string_equal(block, "1234567");
    block = memory_resize(block, 0, 1);
    assert_non_null(block);
    memory_free(block);
    memory_free(memory_alloc(0));
    memory_free(NULL);
}

static void an_overflowing_size_is_out_of_memory(void **state)
{
    (void)state;
    memory_exhausted_handler before = memory_on_exhausted(escape);
    asked = 0;
    if (!setjmp(escaped)) {
        memory_resize(NULL, SIZE_MAX / 2, 4);
        fail();
    }
    assert_true(asked == SIZE_MAX);
    assert_ptr_equal(memory_on_exhausted(NULL), escape);
    assert_ptr_equal(memory_on_exhausted(before), before); /* NULL had put the default back */
}

static void the_default_ends_with_status_3_and_one_message(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        memory_exhausted(123);
    }
    close(ends[1]);
    char message[400];
    size_t length = 0;
    for (ssize_t count; (count = read(ends[0], message + length, sizeof message - length)) > 0;)
        length += (size_t)count;
    close(ends[0]);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 3);
    assert_text(((struct text){message, length}),
                "mfshake: error[M902]: out of memory (123 bytes asked for)\n"
                "  help: give the process more memory, or analyze fewer packages at once\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(resizes),
        cmocka_unit_test(an_overflowing_size_is_out_of_memory),
        cmocka_unit_test(the_default_ends_with_status_3_and_one_message),
    };
    return unit_run(tests);
}
