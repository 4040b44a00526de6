#include "emit/module_ids.h"

#include "base/names.h"
#include "base/sha384.h"
#include "emit/literal.h"
#include "emit/runtime.h"

#include <stdlib.h>

/* A runtime's own code counts in bits and holds smaller numbers, which prune would take for ids that are asked for. */
enum { FIRST_NUMBER = 100, FEWEST_DIGITS = 4 };

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

static bool has_computed_ids(const struct graph *graph, const struct members *members)
{
    for (uint32_t i = 0; i < members->count; i++) {
        const struct module *module = &graph->modules[members->at[i]];
        if (module->kind != MODULE_SOURCE) continue;
        for (uint32_t r = 0; r < module->record->request_count; r++) {
            uint8_t kind = module->record->requests[r].kind;
            if (kind == REQUEST_CONTEXT || kind == REQUEST_REQUIRE_RESOLVE) return true;
        }
    }
    return false;
}

/* Numbers for the modules of a runtime of its own. */
static void number_all(const struct graph *graph, const struct members *members, struct text *ids, bool *is_number,
                       struct arena *arena)
{
    unsigned next = FIRST_NUMBER, consumed = 0;
    for (uint32_t i = 0; i < members->count; i++) {
        module_id module = members->at[i];
        if (graph->modules[module].kind == MODULE_CONSUME_SHARED) {
            ids[module] = arena_format(arena, "~%u", consumed++);
        } else {
            ids[module] = arena_format(arena, "%u", next++);
            is_number[module] = true;
        }
    }
}

/* `count` digits of a hash of `id`, behind "~". */
static struct text hashed(struct text id, uint32_t count, struct arena *arena)
{
    static const char digits[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    unsigned char hash[SHA384_BYTES];
    sha384(id, hash);
    char *text = arena_alloc(arena, count + 1);
    text[0] = '~';
    for (uint32_t i = 0; i < count; i++) text[i + 1] = digits[hash[i] % (sizeof digits - 1)];
    return (struct text){text, count + 1};
}

/* The id depends on nothing but the graph's id, unless two begin alike: then the later one in order of names gets more digits. */
static void hash_inner(const struct graph *graph, const struct attribution *attribution, struct text *ids,
                       struct arena *arena)
{
    struct named *inner = ARENA_ARRAY(arena, struct named, graph->module_count);
    uint32_t count = 0;
    for (module_id m = 1; m < graph->module_count; m++)
        if (members_is_inner(attribution, m)) inner[count++] = (struct named){ids[m], m};
    qsort(inner, count, sizeof *inner, compare);
    struct names taken;
    names_init(&taken);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t length = FEWEST_DIGITS;
        struct text id = hashed(inner[i].id, length, arena);
        while (names_find(&taken, id) != NAME_NONE && length < SHA384_BYTES) id = hashed(inner[i].id, ++length, arena);
        names_add(&taken, id);
        ids[inner[i].module] = id;
    }
    names_release(&taken);
}

void module_ids_assign(const struct graph *graph, const struct attribution *attribution, const struct members *members,
                       const struct emit_options *options, struct arena *arena, struct module_ids *ids)
{
    struct text *at = ARENA_ARRAY(arena, struct text, graph->module_count);
    bool *is_number = ARENA_ARRAY(arena, bool, graph->module_count);
    for (module_id m = 1; m < graph->module_count; m++) at[m] = graph->modules[m].id;
    *ids = (struct module_ids){at, is_number, TEXT(RUNTIME_CONSUMED_PREFIX)};
    bool has_own_runtime = emit_has_own_runtime(options->format);
    if (options->ids == EMIT_IDS_NAMED || has_computed_ids(graph, members)) {
        if (has_own_runtime) number_repeated(graph, at, arena);
    } else if (has_own_runtime) {
        number_all(graph, members, at, is_number, arena);
        ids->consumed_prefix = TEXT("~");
    } else {
        hash_inner(graph, attribution, at, arena);
    }
}

void module_ids_put(const struct module_ids *ids, module_id module, struct buffer *out)
{
    if (ids->is_number[module]) buffer_put(out, ids->at[module]);
    else literal_put_string(out, ids->at[module], '"');
}
