/* The text of a question and the shares of the app → share key and export. */
#include "base/vec.h"
#include "report/why.h"

#include <stdlib.h>

enum {
    MOST_NAMES = 20,  /* that are listed for a wrong one */
    MOST_NEAREST = 3, /* keys or names proposed for a wrong one */
    MOST_MISTAKES = 3
};

struct asking {
    const struct why_facts *facts;
    struct arena *arena;
    struct text key, name;
};

typedef VEC(struct text) text_vec;

static int compare_texts(const void *left, const void *right)
{
    return text_compare(*(const struct text *)left, *(const struct text *)right);
}

/* The keys that can be asked for, sorted: those of the report, and configured ones that nobody imports. */
static void collect_keys(const struct why_facts *facts, text_vec *keys)
{
    for (uint32_t r = 0; r < facts->share_usage->row_count; r++) vec_push(keys, facts->share_usage->rows[r].key);
    for (uint32_t s = 0; s < facts->config->share_count; s++) {
        const struct share *share = &facts->config->shares[s];
        if (share->kind != SHARE_PREFIX) vec_push(keys, share->share_key);
    }
    if (keys->count) qsort(keys->at, keys->count, sizeof *keys->at, compare_texts);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < keys->count; i++) {
        if (kept == 0 || !text_equal(keys->at[kept - 1], keys->at[i])) keys->at[kept++] = keys->at[i];
    }
    keys->count = kept;
}

/* Splits KEY.EXPORT at the longest key that exists. */
static bool split_question(struct asking *a, const text_vec *keys, struct text question)
{
    bool found = false;
    for (uint32_t i = 0; i < keys->count; i++) {
        struct text key = keys->at[i];
        bool whole = text_equal(key, question);
        bool prefix =
            text_starts_with(question, key) && question.length > key.length + 1 && question.at[key.length] == '.';
        if ((!whole && !prefix) || (found && key.length < a->key.length)) continue;
        found = true;
        a->key = key;
        a->name = whole ? TEXT("") : text_slice(question, key.length + 1, question.length);
    }
    return found;
}

/* Distance of a key from the question, or from what stands before one of its dots. */
static unsigned distance_to(struct text question, struct text candidate, bool cut_at_dots)
{
    unsigned least = text_distance(question, candidate, MOST_MISTAKES);
    for (size_t dot = 0; cut_at_dots && dot < question.length; dot++) {
        if (question.at[dot] != '.') continue;
        unsigned distance = text_distance(text_slice(question, 0, dot), candidate, MOST_MISTAKES);
        if (distance < least) least = distance;
    }
    return least >= candidate.length ? MOST_MISTAKES + 1 : least;
}

/* "; did you mean a or b?", or "; there are a, b, c" when nothing is near; empty without candidates. `candidates` are sorted. */
static struct text proposal(struct asking *a, struct text wrong, const text_vec *candidates, bool cut_at_dots)
{
    struct buffer said;
    uint32_t near = 0;
    buffer_init(&said);
    for (unsigned distance = 0; distance <= MOST_MISTAKES && near < MOST_NEAREST; distance++) {
        for (uint32_t i = 0; i < candidates->count && near < MOST_NEAREST; i++) {
            if (distance_to(wrong, candidates->at[i], cut_at_dots) != distance) continue;
            buffer_format(&said, "%s'%.*s'", near++ ? " or " : "; did you mean ", TEXT_ARGS(candidates->at[i]));
        }
    }
    if (near) buffer_put_char(&said, '?');
    for (uint32_t i = 0; near == 0 && i < candidates->count && i < MOST_NAMES; i++)
        buffer_format(&said, "%s'%.*s'", i ? ", " : "; there are ", TEXT_ARGS(candidates->at[i]));
    if (near == 0 && candidates->count > MOST_NAMES)
        buffer_format(&said, " and %u more", candidates->count - MOST_NAMES);
    struct text text = arena_copy(a->arena, buffer_text(&said));
    buffer_release(&said);
    return text;
}

/* False when every export of the share is known and none is called so. */
static bool may_exist(const struct asking *a, text_vec *known)
{
    const struct share_usage *usage = a->facts->share_usage;
    uint32_t rows = 0;
    for (uint32_t r = 0; r < usage->row_count; r++) {
        const struct share_row *row = &usage->rows[r];
        if (!text_equal(row->key, a->key)) continue;
        rows++;
        if (row->mode == SHARE_NO_FALLBACK || row->fallback == MODULE_NONE ||
            a->facts->provided->modules[row->fallback].open)
            return true;
        for (uint32_t i = 0; i < row->export_count; i++) {
            struct text name = names_text(a->facts->graph->names, row->exports[i].name);
            if (text_equal(name, a->name)) return true;
            vec_push(known, name);
        }
    }
    return rows == 0;
}

static bool understand(struct asking *a, struct text question, struct diagnostics *diagnostics)
{
    text_vec keys = {0}, known = {0};
    collect_keys(a->facts, &keys);
    bool good = split_question(a, &keys, question);
    if (!good) {
        diag_add(diagnostics, DIAG_WHY_UNKNOWN, diag_nowhere, "the app shares no '%.*s'%.*s", TEXT_ARGS(question),
                 TEXT_ARGS(proposal(a, question, &keys, true)));
    } else if (a->name.length && !may_exist(a, &known)) {
        good = false;
        diag_add(diagnostics, DIAG_WHY_UNKNOWN, diag_nowhere, "'%.*s' has no export '%.*s'%.*s", TEXT_ARGS(a->key),
                 TEXT_ARGS(a->name), TEXT_ARGS(proposal(a, a->name, &known, false)));
    }
    vec_release(&keys);
    vec_release(&known);
    return good;
}

bool why_ask(const struct why_facts *facts, struct text asked, struct arena *arena, struct why_question *question,
             struct diagnostics *diagnostics)
{
    struct asking asking = {.facts = facts, .arena = arena};
    bool good = understand(&asking, asked, diagnostics);
    *question = (struct why_question){asking.key, asking.name};
    return good;
}
