#include "base/names.h"

#include "base/memory.h"

void names_init(struct names *names)
{
    *names = (struct names){0};
    arena_init(&names->arena);
    names->capacity = 256;
    names->texts = memory_resize(NULL, names->capacity, sizeof *names->texts);
    names->texts[NAME_NONE] = TEXT("");
    names->count = 1;
    names->slot_count = 512;
    names->slots = memory_resize(NULL, names->slot_count, sizeof *names->slots);
    memset(names->slots, 0, names->slot_count * sizeof *names->slots);
}

void names_release(struct names *names)
{
    arena_release(&names->arena);
    memory_free(names->texts);
    memory_free(names->slots);
    *names = (struct names){0};
}

/* The slot that holds `t`, or the empty one where it belongs. */
static uint32_t slot_of(const struct names *names, struct text t)
{
    uint32_t mask = names->slot_count - 1;
    uint32_t slot = (uint32_t)text_hash(t) & mask;
    while (names->slots[slot] && !text_equal(names->texts[names->slots[slot]], t)) slot = (slot + 1) & mask;
    return slot;
}

static void grow_slots(struct names *names)
{
    names->slot_count *= 2;
    names->slots = memory_resize(names->slots, names->slot_count, sizeof *names->slots);
    memset(names->slots, 0, names->slot_count * sizeof *names->slots);
    for (name_id id = 1; id < names->count; id++) names->slots[slot_of(names, names->texts[id])] = id;
}

name_id names_add(struct names *names, struct text t)
{
    uint32_t slot = slot_of(names, t);
    if (names->slots[slot]) return names->slots[slot];
    if (names->count == names->capacity) {
        names->capacity *= 2;
        names->texts = memory_resize(names->texts, names->capacity, sizeof *names->texts);
    }
    name_id id = names->count++;
    names->texts[id] = arena_copy(&names->arena, t);
    names->slots[slot] = id;
    if (names->count * 2 > names->slot_count) grow_slots(names);
    return id;
}

name_id names_find(const struct names *names, struct text t)
{
    return names->slots[slot_of(names, t)];
}

struct text names_text(const struct names *names, name_id id)
{
    return names->texts[id];
}
