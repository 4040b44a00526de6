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

/* Why `output` can not stand for the source, or NULL: it must parse, keep its macros balanced, and refer to nothing
 * that only the source declared. */
const char *damage_find(struct run *run, struct syntax_parser *parser, struct text output)
{
    struct arena scratch;
    arena_init(&scratch);
    struct diagnostics ignored;
    diag_init(&ignored);
    struct names names;
    names_init(&names);
    const char *damage = NULL;
    struct syntax syntax;
    struct scopes scopes;
    struct macros macros;
    if (!syntax_parse(parser, &scratch, output, &syntax) || syntax.has_error) {
        damage = "it does not parse";
    } else if (!macro_read(&syntax, run->path, &scratch, &macros, &ignored)) {
        damage = "its macros are not balanced";
    } else {
        scope_analyze(&syntax, &scratch, &scopes);
        if (run->options->removed == PRUNE_THROW) { /* of the getters that throw */
            names_add(&names, TEXT("Error"));
            names_add(&names, TEXT("Object"));
        }
        for (uint32_t i = 0; i < run->scopes.reference_count; i++) {
            const struct scope_reference *reference = &run->scopes.references[i];
            if (reference->binding == BINDING_FREE) names_add(&names, syntax_text(&run->syntax, reference->node));
        }
        for (uint32_t i = 0; i < scopes.reference_count && !damage; i++) {
            bool is_lost = scopes.references[i].binding == BINDING_FREE &&
                           names_find(&names, syntax_text(&syntax, scopes.references[i].node)) == NAME_NONE;
            if (!is_lost) continue;
            damage = arena_format(run->arena, "nothing declares \"%.*s\" any more",
                                  TEXT_ARGS(syntax_text(&syntax, scopes.references[i].node)))
                         .at;
        }
    }
    names_release(&names);
    diag_release(&ignored);
    arena_release(&scratch);
    return damage;
}
