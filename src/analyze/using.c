#include "analyze/using.h"

const struct module_index *using_index(struct using *u, module_id module)
{
    if (u->base && u->base->indexes[module].ready) return &u->base->indexes[module];
    struct module_index *index = &u->indexes[module];
    if (!index->ready) module_index_make(index, u->graph->modules[module].record, &u->scratch);
    return index;
}

void using_evaluate(struct using *u, module_id module)
{
    if (bitset_add(u->used->evaluated, module)) vec_push(&u->to_evaluate, module);
}

void using_make_live(struct using *u, module_id module, uint32_t part)
{
    if (bitset_add(u->used->live_parts, u->used->first_part[module] + part))
        vec_push(&u->to_live, (struct used_name){module, part});
}

void using_read_binding(struct using *u, module_id module, uint32_t binding)
{
    const struct grouped *declaring = &using_index(u, module)->declaring;
    for (uint32_t i = declaring->first[binding]; i < declaring->first[binding + 1]; i++)
        using_make_live(u, module, declaring->at[i]);
}

void using_mark_name(struct using *u, module_id module, name_id name)
{
    uint64_t key = map_pair(module, name);
    if ((u->base && map_get(&u->base->names, key, 0)) || !map_add(&u->names, key, 1)) return;
    vec_push(&u->used_names, (struct used_name){module, name});
}
