/* What the parts of `mfshake why` share: the question, the uses that answer it, and how each is told.
 *
 * why_question.c reads the question, why_uses.c finds the uses and their chains, why_text.c, why_json.c and why_graph.c write the answer.
 */
#ifndef MFSHAKE_REPORT_WHY_ANSWER_H
#define MFSHAKE_REPORT_WHY_ANSWER_H

#include "base/vec.h"
#include "report/why.h"

/* One use that answers the question. */
struct answer {
    struct share_use use;
    uint32_t distance; /* modules on its chain */
    uint8_t rank;      /* enum answer_rank */
};

enum answer_rank { RANK_WHOLE, RANK_NEAREST, RANK_ANOTHER, RANK_EVALUATED };

struct answering {
    const struct why_facts *facts;
    struct why_options options;
    struct why_question question;
    struct arena arena;
    struct buffer *out;
    const struct chain_edges *edges; /* for all chains; NULL: the shortest alone */
    VEC(struct answer) answers;
};

/* Whether a row of the report is the share that is asked for. */
static inline bool why_is_row_asked_for(const struct answering *a, const struct share_row *row)
{
    return text_equal(row->key, a->question.key);
}

/* Exports of a row that something refers to, and all that it provides. */
struct why_counts {
    uint32_t used, provided;
};
struct why_counts why_count_exports(const struct share_row *row);

/* Uses that are shown when not all are. */
uint32_t why_shown_count(const struct answering *a);

/* why_uses.c: fills a->answers, the most important first. */
void why_collect_uses(struct answering *a);

/* Where a chain starts: "entry", "expose", or "share" that only other apps ask for; and its name. */
struct why_start {
    const char *kind;
    struct text name;
};
struct why_start why_start_of(const struct answering *a, module_id module);
/* The place of byte `offset` of a module. */
struct text_place why_place_in(const struct module *module, uint32_t offset);
/* Where `importer` asks for the next module of a chain. False in a consume-shared module. */
bool why_place_of_request(const struct answering *a, module_id importer, uint32_t request, struct text_place *place);
/* What to write instead of a construct that uses everything; empty where nothing can be done in the source. */
const char *why_advice(enum reason_kind reason);

/* Import chains to one module, the shortest first. */
struct why_chains {
    const struct chain_path *at;
    uint32_t count;
    bool more; /* there are others, which are not listed */
};
/* The shortest chain, or with a->edges all of them. */
struct why_chains why_chains_to(struct answering *a, module_id module);

void why_put_text(struct answering *a);
void why_put_json(struct answering *a);
void why_put_mermaid(struct answering *a);
void why_put_dot(struct answering *a);

#endif
