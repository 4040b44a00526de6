#include "unit.h"

#include "emit/mappings.h"

static void what_is_read_is_written(void **state)
{
    (void)state;
    static const char *const known[] = {"", "AAAA", "AAAA,CAACA", ";;AAAA,E;A,CACAA", "A;AACAA;EADA"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        struct buffer out;
        struct mappings_reader reader;
        struct mappings_writer writer;
        struct mapping mapping;
        buffer_init(&out);
        mappings_reader_init(&reader, text_of(known[i]), 9, 9);
        mappings_writer_init(&writer, &out);
        enum mappings_step step;
        while ((step = mappings_next(&reader, &mapping)) == MAPPINGS_NEXT) mappings_put(&writer, &mapping);
        assert_int_equal(step, MAPPINGS_END);
        unit_text_equal(buffer_text(&out), text_of(known[i]), __FILE__, __LINE__);
        buffer_release(&out);
    }
}

static void damage(void **state)
{
    (void)state;
    static const char *const wrong[] = {"!",    "AA",   "AAA",  "AAAAAA", "D",    "CAAA,DAAA",
                                        "AADA", "AAAD", "ACAA", "AAAAC",  "AAAA!"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct mappings_reader reader;
        struct mapping mapping;
        mappings_reader_init(&reader, text_of(wrong[i]), 1, 1);
        enum mappings_step step;
        while ((step = mappings_next(&reader, &mapping)) == MAPPINGS_NEXT) {
        }
        assert_int_equal(step, MAPPINGS_DAMAGED);
    }
}

static void an_end_only_behind_what_is_mapped(void **state)
{
    (void)state;
    struct buffer out;
    struct mappings_writer writer;
    buffer_init(&out);
    mappings_writer_init(&writer, &out);
    mappings_put_end(&writer, 0, 1);
    struct mapping mapping = {.line = 1, .column = 2, .source = 0, .name = SEGMENT_NONE};
    mappings_put(&writer, &mapping);
    mappings_put_end(&writer, 1, 4);
    mappings_put_end(&writer, 1, 5);
    mappings_put_end(&writer, 2, 0);
    assert_text(buffer_text(&out), ";EAAA,E");
    buffer_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_read_is_written), cmocka_unit_test(damage),
                                       cmocka_unit_test(an_end_only_behind_what_is_mapped)};
    return unit_run(tests);
}
