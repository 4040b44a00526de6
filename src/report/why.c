#include "report/why.h"

#include "report/why_answer.h"

void why_put(const struct why_facts *facts, const struct why_question *question, struct why_options options,
             struct buffer *out)
{
    struct answering a = {.facts = facts, .options = options, .question = *question, .out = out};
    struct chain_edges edges;
    arena_init(&a.arena);
    if (options.all && question->name.length) {
        chain_edges_compute(facts->graph, facts->used, &a.arena, &edges);
        a.edges = &edges;
    }
    why_collect_uses(&a);
    switch (options.format) {
    case WHY_TEXT: why_put_text(&a); break;
    case WHY_JSON: why_put_json(&a); break;
    case WHY_MERMAID: why_put_mermaid(&a); break;
    case WHY_DOT: why_put_dot(&a); break;
    }
    vec_release(&a.answers);
    arena_release(&a.arena);
}
