#include "unit.h"

#include "base/sha384.h"

/* Of "abc" as in FIPS 180-4; both as `openssl dgst -sha384 -binary | base64` prints them. */
static void integrity(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    assert_text(sha384_integrity(&arena, TEXT("abc")),
                "sha384-ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP/W+2AhgcroefMI1i67KE0yCWn");
    assert_text(sha384_integrity(&arena, TEXT("")),
                "sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb");
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(integrity)};
    return unit_run(tests);
}
