#include "prune/run.h"

#include "base/names.h"

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
        if (run->options->removed == PRUNE_THROW) names_add(&names, TEXT("Error")); /* of the getters that throw */
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
