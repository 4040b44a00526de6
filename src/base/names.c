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

/* The slot that holds `t`, whose hash is `hash`, or the empty one where it belongs. */
static struct names_slot *slot_of(const struct names *names, struct text t, uint32_t hash)
{
    uint32_t mask = names->slot_count - 1;
    for (uint32_t at = hash & mask;; at = (at + 1) & mask) {
        struct names_slot *slot = &names->slots[at];
        if (!slot->id || (slot->hash == hash && text_equal(names->texts[slot->id], t))) return slot;
    }
}

static void grow_slots(struct names *names)
{
    uint32_t before = names->slot_count, mask = before * 2 - 1;
    struct names_slot *slots = names->slots;
    names->slot_count *= 2;
    names->slots = memory_resize(NULL, names->slot_count, sizeof *names->slots);
    memset(names->slots, 0, names->slot_count * sizeof *names->slots);
    for (uint32_t i = 0; i < before; i++) {
        if (!slots[i].id) continue;
        uint32_t at = slots[i].hash & mask;
        while (names->slots[at].id) at = (at + 1) & mask;
        names->slots[at] = slots[i];
    }
    memory_free(slots);
}

name_id names_add(struct names *names, struct text t)
{
    uint32_t hash = (uint32_t)text_hash(t);
    struct names_slot *slot = slot_of(names, t, hash);
    if (slot->id) return slot->id;
    if (names->count == names->capacity) {
        names->capacity *= 2;
        names->texts = memory_resize(names->texts, names->capacity, sizeof *names->texts);
    }
    name_id id = names->count++;
    names->texts[id] = arena_copy(&names->arena, t);
    *slot = (struct names_slot){id, hash};
    if (names->count * 2 > names->slot_count) grow_slots(names);
    return id;
}

name_id names_find(const struct names *names, struct text t)
{
    return slot_of(names, t, (uint32_t)text_hash(t))->id;
}

struct text names_text(const struct names *names, name_id id)
{
    return names->texts[id];
}
