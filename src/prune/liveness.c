#include "prune/liveness.h"

#include "base/vec.h"

void liveness_prepare(const struct syntax *syntax, const struct scopes *scopes, const struct container *container,
                      struct bitset wanted, struct arena *arena, struct liveness *liveness)
{
    struct parts *modules = ARENA_ARRAY(arena, struct parts, container->count);
    uint32_t *first = ARENA_ARRAY(arena, uint32_t, scopes->binding_count);
    VEC(struct liveness_declaration) declarations = {0};
    vec_push(&declarations, (struct liveness_declaration){0, 0});

    for (uint32_t m = 0; m < container->count; m++) {
        const struct container_module *module = &container->modules[m];
        if (!bitset_has(wanted, m) || module->opaque || !syntax_is(syntax, module->body, SYNTAX_BLOCK)) continue;
        parts_split(syntax, scopes, module->body, arena, &modules[m]);
        for (uint32_t p = 0; p < modules[m].count; p++) {
            const struct part *part = &modules[m].list[p];
            for (uint32_t i = 0; i < part->declared_count; i++) {
                binding_id binding = modules[m].declared[part->first_declared + i];
                vec_push(&declarations, (struct liveness_declaration){p, first[binding]});
                first[binding] = declarations.count - 1;
            }
        }
    }
    *liveness = (struct liveness){syntax, scopes, modules, first, vec_freeze(&declarations, arena)};
}

/* Marks in `live` all parts that those in it need, with the nodes of `gone` taken away when it is given. */
static void mark(const struct liveness *liveness, const struct parts *parts, const struct bitset *gone,
                 struct bitset live)
{
    VEC(uint32_t) open = {0};
    for (uint32_t p = 0; p < parts->count; p++) {
        if (bitset_has(live, p)) vec_push(&open, p);
    }
    while (open.count) {
        const struct part *part = &parts->list[vec_pop(&open)];
        for (uint32_t i = 0; i < part->reference_count; i++) {
            const struct scope_reference *reference = &liveness->scopes->references[part->first_reference + i];
            if (reference->binding == BINDING_FREE || (gone && bitset_has(*gone, reference->node))) continue;
            uint32_t d = liveness->first_declaring[reference->binding];
            for (; d; d = liveness->declarations[d].next) {
                uint32_t declaring = liveness->declarations[d].part;
                if (bitset_add(live, declaring)) vec_push(&open, declaring);
            }
        }
    }
    vec_release(&open);
}

uint32_t liveness_sweep(const struct liveness *liveness, uint32_t module, struct bitset gone)
{
    const struct parts *parts = &liveness->modules[module];
    struct arena scratch;
    arena_init(&scratch);
    struct bitset before = bitset_new(&scratch, parts->count), after = bitset_new(&scratch, parts->count);
    for (uint32_t p = 0; p < parts->count; p++) {
        if (!parts->list[p].pure) bitset_add(before, p);
    }
    mark(liveness, parts, NULL, before);
    /* What was dead before stays in the text, so what it names must stay too. */
    for (uint32_t p = 0; p < parts->count; p++) {
        bool stays = !parts->list[p].pure || !bitset_has(before, p);
        if (stays && !bitset_has(gone, parts->list[p].node)) bitset_add(after, p);
    }
    mark(liveness, parts, &gone, after);
    uint32_t removed = 0;
    for (uint32_t p = 0; p < parts->count; p++) {
        node_id node = parts->list[p].node;
        if (!bitset_has(before, p) || bitset_has(after, p) || bitset_has(gone, node)) continue;
        for (node_id inside = node; inside < syntax_next(liveness->syntax, node); inside++) bitset_add(gone, inside);
        removed++;
    }
    arena_release(&scratch);
    return removed;
}
