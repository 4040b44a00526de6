#include "prune/run.h"

#include "base/names.h"

const char *damage_in_marks(const struct run *run)
{
    const struct shake_table *table = &run->table;
    for (uint32_t u = 0; u < table->unit_count; u++) {
        uint32_t module = table->units[u].module;
        bool stays = module == MODULE_NONE || (bitset_has(run->after.modules, module) && !run_is_gone(run, u));
        if (!stays) continue;
        for (uint32_t n = table->units[u].first_need; n < table->units[u + 1].first_need; n++) {
            struct shake_need need = table->needs[n];
            if (need.kind == NEED_UNIT && run_is_gone(run, need.target)) return "code that stays reads what is removed";
            bool is_module = need.kind == NEED_MODULE && need.target < table->module_count;
            if (is_module && !bitset_has(run->after.modules, need.target))
                return "code that stays requires a module that is removed";
        }
    }
    return NULL;
}

void damage_allow(const struct run *run, struct names *allowed)
{
    if (run->options->removed == PRUNE_THROW) { /* of the getters that throw */
        names_add(allowed, TEXT("Error"));
        names_add(allowed, TEXT("Object"));
    }
    for (uint32_t i = 0; i < run->scopes.reference_count; i++) {
        const struct scope_reference *reference = &run->scopes.references[i];
        if (reference->binding == BINDING_FREE) names_add(allowed, syntax_text(&run->syntax, reference->node));
    }
}

const char *damage_of_names(struct arena *arena, const struct syntax *syntax, const struct scopes *scopes,
                            const struct names *allowed)
{
    for (uint32_t i = 0; i < scopes->reference_count; i++) {
        const struct scope_reference *reference = &scopes->references[i];
        if (reference->binding != BINDING_FREE) continue;
        struct text name = syntax_text(syntax, reference->node);
        if (names_find(allowed, name) == NAME_NONE)
            return arena_format(arena, "nothing declares \"%.*s\" any more", TEXT_ARGS(name)).at;
    }
    return NULL;
}

const char *damage_find(struct run *run, struct syntax_parser *parser, struct text output)
{
    struct arena scratch;
    arena_init(&scratch);
    struct diagnostics ignored;
    diag_init(&ignored);
    const char *damage = NULL;
    struct syntax syntax;
    struct scopes scopes;
    struct macros macros;
    if (!syntax_parse(parser, &scratch, output, &syntax) || syntax.has_error) {
        damage = "it does not parse";
    } else if (!macro_read(&syntax, run->path, &scratch, &macros, &ignored)) {
        damage = "its macros are not balanced";
    } else {
        struct names allowed;
        names_init(&allowed);
        damage_allow(run, &allowed);
        scope_analyze(&syntax, &scratch, &scopes);
        damage = damage_of_names(run->arena, &syntax, &scopes, &allowed);
        names_release(&allowed);
    }
    diag_release(&ignored);
    arena_release(&scratch);
    return damage;
}
