#include "prune/container_circles.h"

#include "base/arena.h"
#include "base/bitset.h"
#include "base/buffer.h"

static bool has_key_of(struct text_list keys, struct text_list consumed)
{
    for (uint32_t i = 0; i < consumed.count; i++) {
        if (text_list_has(keys, consumed.at[i])) return true;
    }
    return false;
}

/* Who is reached from whom, over any number of others: Warshall's closure, a row at a time. */
static struct bitset *reach_of(const struct circle_container *containers, uint32_t count, struct arena *arena)
{
    struct bitset *reach = ARENA_ARRAY(arena, struct bitset, count);
    for (uint32_t from = 0; from < count; from++) {
        reach[from] = bitset_new(arena, count);
        for (uint32_t to = 0; to < count; to++) {
            if (has_key_of(containers[to].keys, containers[from].consumed)) bitset_add(reach[from], to);
        }
    }
    for (uint32_t over = 0; over < count; over++) {
        for (uint32_t from = 0; from < count; from++) {
            if (!bitset_has(reach[from], over)) continue;
            for (uint32_t w = 0; w < (count + 63) / 64; w++) reach[from].words[w] |= reach[over].words[w];
        }
    }
    return reach;
}

void container_circles_report(const struct circle_container *containers, uint32_t count,
                              struct diagnostics *diagnostics)
{
    struct arena scratch;
    arena_init(&scratch);
    struct bitset *reach = reach_of(containers, count, &scratch), told = bitset_new(&scratch, count);
    struct buffer names;
    buffer_init(&names);
    for (uint32_t first = 0; first < count; first++) {
        if (!bitset_has(reach[first], first) || bitset_has(told, first)) continue;
        buffer_clear(&names);
        for (uint32_t c = first; c < count; c++) {
            if (!bitset_has(reach[first], c) || !bitset_has(reach[c], first)) continue;
            bitset_add(told, c);
            if (names.length) buffer_put_string(&names, ", ");
            buffer_put(&names, containers[c].keys.at[0]);
        }
        diag_add(diagnostics, DIAG_EMIT_CIRCLE, diag_nowhere,
                 "the containers of these shares wait for each other, so that none can be loaded: %.*s",
                 TEXT_ARGS(buffer_text(&names)));
    }
    buffer_release(&names);
    arena_release(&scratch);
}
