/* A whole prune of one chunk, the input: macros, module map, units, marking, cuts, and the check of what comes out.
 *
 * Whatever the chunk: what prune makes of it is sound for its own check (no M499), pruning that again changes nothing, and a shake map gives the same
 * bytes. */
#include "pruning.h"

static bool found(const struct diagnostics *diagnostics, enum diag_code code)
{
    for (uint32_t i = 0; i < diagnostics->count; i++) {
        if (diagnostics->list[i].code == code) return true;
    }
    return false;
}

struct text fuzz_seed(void)
{
    return TEXT("(self[\"webpackChunkt\"] = self[\"webpackChunkt\"] || []).push([[\"t\"], {\n\"r\": ((module, exports, "
                "REQ) => {\n"
                "REQ.d(exports, { a: () => (/* @common:if [condition=\"treeShake.k.a\"] */ x /* @common:endif */) "
                "});\nconst x = 1;\n})\n}]);\n");
}

static void try_again(struct arena *arena, struct text output, struct prune_options options)
{
    struct prune_result again;
    struct diagnostics diagnostics;
    diag_init(&diagnostics);
    FUZZ_PROMISE(prune_by_report(arena, output, options, &again, &diagnostics));
    FUZZ_PROMISE(text_equal(again.output, output));
    diag_release(&diagnostics);
}

/* False when the chunk is refused. */
static bool try_options(struct arena *arena, struct text chunk, struct prune_options options, bool *changed)
{
    struct prune_result result;
    struct diagnostics diagnostics;
    diag_init(&diagnostics);
    bool good = prune_by_report(arena, chunk, options, &result, &diagnostics);
    FUZZ_PROMISE(good || diagnostics.count);
    FUZZ_PROMISE(!found(&diagnostics, DIAG_PRUNE_BROKEN));
    struct text map = options.removed == PRUNE_DROP ? prune_map(arena, chunk) : TEXT("");
    if (good && map.length) {
        struct prune_result mapped;
        struct prune_options with_map = options;
        with_map.map = map;
        FUZZ_PROMISE(prune_by_report(arena, chunk, with_map, &mapped, &diagnostics));
        FUZZ_PROMISE(!found(&diagnostics, DIAG_PRUNE_NO_MAP));
        FUZZ_PROMISE(text_equal(mapped.output, result.output));
    }
    if (good) try_again(arena, result.output, options);
    diag_release(&diagnostics);
    *changed = *changed || (good && result.changed);
    return good;
}

bool fuzz_try(struct text input)
{
    static const struct prune_options all[] = {{.removed = PRUNE_DROP},
                                               {.removed = PRUNE_NULL, .keep_macros = true},
                                               {.removed = PRUNE_THROW},
                                               {.sweep = true}};
    bool taken = false;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct arena arena;
        arena_init(&arena);
        bool good = try_options(&arena, input, all[i], &taken);
        arena_release(&arena);
        if (!good) break;
    }
    return taken;
}
