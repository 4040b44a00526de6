#include "emit/module_ids.h"

#include <stdlib.h>

struct named {
    struct text id;
    module_id module;
};

static int compare(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    int order = text_compare(x->id, y->id);
    return order ? order : (x->module > y->module) - (x->module < y->module);
}

/* Tells consume-shared modules of one id apart: all but the first get a number, separated by a character that share keys and imports do not hold. */
static void number_repeated(const struct graph *graph, struct text *ids, struct arena *arena)
{
    struct named *consumed = ARENA_ARRAY(arena, struct named, graph->module_count);
    uint32_t count = 0;
    for (module_id m = 1; m < graph->module_count; m++)
        if (graph->modules[m].kind == MODULE_CONSUME_SHARED) consumed[count++] = (struct named){ids[m], m};
    qsort(consumed, count, sizeof *consumed, compare);
    uint32_t number = 1;
    for (uint32_t i = 1; i < count; i++) {
        number = text_equal(consumed[i].id, consumed[i - 1].id) ? number + 1 : 1;
        if (number > 1)
            ids[consumed[i].module] = arena_format(arena, "%.*s#%u", TEXT_ARGS(consumed[i].id), (unsigned)number);
    }
}

const struct text *module_ids_assign(const struct graph *graph, const struct emit_options *options, struct arena *arena)
{
    struct text *ids = ARENA_ARRAY(arena, struct text, graph->module_count);
    for (module_id m = 1; m < graph->module_count; m++) ids[m] = graph->modules[m].id;
    if (emit_has_own_runtime(options->format)) number_repeated(graph, ids, arena);
    return ids;
}
