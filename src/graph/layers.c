#include "graph/layers.h"

#include "base/regex.h"

enum answer { NO, MAYBE, YES };

/* What a rule is asked about. */
struct subject {
    struct text resource, issuer, issuer_layer;
};

struct finding {
    const struct graph *graph;
    const struct config *config;
    struct arena arena;
    struct regex **regexes; /* by pattern_index; compiled on first use */
    layer_set *sets;        /* by module */
    VEC(module_id) grown;   /* modules whose set is larger than when they were last walked */
};

/* ---------------------------------------------------------------------------------------------- rules */

static enum answer negate(enum answer answer)
{
    return answer == YES ? NO : answer == NO ? YES : MAYBE;
}

static enum answer search(struct finding *f, const struct layer_condition *condition, struct text value)
{
    struct regex **regex = &f->regexes[condition->pattern_index];
    if (!*regex) *regex = config_pattern_regex(&f->arena, condition->pattern);
    struct regex_match match;
    if (!*regex) return MAYBE;
    switch (regex_search(*regex, value, 0, &match)) {
    case REGEX_FOUND: return YES;
    case REGEX_NOT_FOUND: return NO;
    case REGEX_GAVE_UP: return MAYBE;
    }
    return MAYBE;
}

/* Configurations nest at most LIMIT_JSON_DEPTH deep. */
static enum answer holds(struct finding *f, const struct layer_condition *condition, struct text value)
{
    enum answer any = NO, all = YES;
    switch (condition->kind) {
    case LAYER_STARTS_WITH: return text_starts_with(value, condition->text) ? YES : NO;
    case LAYER_PATTERN: return search(f, condition, value);
    case LAYER_UNKNOWN: return MAYBE;
    case LAYER_ANY:
    case LAYER_ALL:
    case LAYER_NOT: break;
    }
    for (uint32_t i = 0; i < condition->part_count; i++) {
        enum answer part = holds(f, &condition->parts[i], value);
        if (part > any) any = part;
        if (part < all) all = part;
    }
    return condition->kind == LAYER_ALL ? all : condition->kind == LAYER_ANY ? any : negate(any);
}

static enum answer rule_holds(struct finding *f, const struct layer_rule *rule, const struct subject *subject)
{
    enum answer all = YES;
    for (uint32_t i = 0; i < rule->condition_count; i++) {
        const struct layer_condition *condition = &rule->conditions[i];
        struct text value = condition->subject == LAYER_OF_ISSUER         ? subject->issuer
                            : condition->subject == LAYER_OF_ISSUER_LAYER ? subject->issuer_layer
                                                                          : subject->resource;
        enum answer answer = holds(f, condition, value);
        if (answer < all) all = answer;
    }
    return all;
}

/* The layers after the rules were asked, in order: the last that holds has its way. True when one of them surely held. */
static bool apply_rules(struct finding *f, const struct layer_rule *rules, uint32_t count, bool only_first,
                        const struct subject *subject, layer_set *set)
{
    for (uint32_t i = 0; i < count; i++) {
        const struct layer_rule *rule = &rules[i];
        enum answer answer = rule_holds(f, rule, subject);
        if (answer == NO) continue;
        layer_set inner = rule->layer.length ? layers_of_name(f->config, rule->layer) : *set;
        (void)apply_rules(f, rule->rules, rule->rule_count, false, subject, &inner);
        (void)apply_rules(f, rule->one_of, rule->one_of_count, true, subject, &inner);
        *set = answer == YES ? inner : *set | inner;
        if (only_first && answer == YES) return true;
    }
    return false;
}

/* The layers of the file `resource` that `issuer` imports. */
static layer_set layers_of_file(struct finding *f, struct text resource, struct text issuer, layer_set issuer_layers)
{
    layer_set result = 0;
    for (uint32_t bit = 0; bit <= f->config->layers.count; bit++) {
        layer_set layer = issuer_layers & (layer_set)1 << bit;
        if (!layer) continue;
        struct subject subject = {resource, issuer, bit ? f->config->layers.at[bit - 1] : TEXT("")};
        (void)apply_rules(f, f->config->layer_rules->at, f->config->layer_rules->count, false, &subject, &layer);
        result |= layer;
    }
    return result;
}

/* ---------------------------------------------------------------------------------------------- walking */

static void reach(struct finding *f, module_id module, struct text issuer, layer_set issuer_layers)
{
    const struct module *m = &f->graph->modules[module];
    if (module == MODULE_NONE || m->kind != MODULE_SOURCE) return;
    layer_set set = layers_of_file(f, m->path, issuer, issuer_layers);
    if ((f->sets[module] | set) == f->sets[module]) return;
    f->sets[module] |= set;
    vec_push(&f->grown, module);
}

/* The package of a share is in the share's own layer, or in none. */
static void reach_fallback(struct finding *f, module_id fallback, share_id share)
{
    reach(f, fallback, TEXT(""), layers_of_name(f->config, f->config->shares[share].layer));
}

static void walk(struct finding *f, module_id module)
{
    const struct module *m = &f->graph->modules[module];
    for (uint32_t r = 0; r < m->record->request_count; r++) {
        const struct connection *connection = graph_connection(f->graph, module, r);
        for (module_id to = connection->to; to != MODULE_NONE; to = f->graph->modules[to].otherwise) {
            if (f->graph->modules[to].kind == MODULE_CONSUME_SHARED)
                reach_fallback(f, f->graph->modules[to].fallback, f->graph->modules[to].share);
            else reach(f, to, m->path, f->sets[module]);
        }
        for (uint32_t t = 0; t < connection->context_target_count; t++)
            reach(f, f->graph->context_targets[connection->first_context_target + t], m->path,
                  f->sets[module] | LAYER_IN_NONE);
    }
}

static void start_root(struct finding *f, const struct root *root)
{
    const struct config_root *entry = NULL;
    for (uint32_t i = 0; i < f->config->entry_count && !root->exposed; i++) {
        if (text_equal(f->config->entries[i].name, root->name)) entry = &f->config->entries[i];
    }
    if (!entry && !root->exposed) return; /* a worker: in the layer of the module that starts it */
    reach(f, root->module, TEXT(""), entry ? layers_of_name(f->config, entry->layer) : LAYER_IN_NONE);
}

void layers_find(const struct graph *graph, const struct config *config, struct layers *layers)
{
    struct finding f = {.graph = graph, .config = config};
    arena_init(&f.arena);
    f.regexes = ARENA_ARRAY(&f.arena, struct regex *, config->layer_rules->pattern_count + 1);
    f.sets = ARENA_ARRAY(&f.arena, layer_set, graph->module_count + 1);
    for (uint32_t r = 0; r < graph->root_count; r++) start_root(&f, &graph->roots[r]);
    for (uint32_t p = 0; p < graph->provided_share_count; p++)
        reach_fallback(&f, graph->provided_shares[p].module, graph->provided_shares[p].share);
    while (f.grown.count) walk(&f, vec_pop(&f.grown));

    *layers = (struct layers){.unassigned = layers_unassigned(config)};
    names_init(&layers->paths);
    for (module_id m = 1; m < graph->module_count; m++) {
        if (graph->modules[m].kind != MODULE_SOURCE) continue;
        name_id number = names_add(&layers->paths, graph->modules[m].path);
        while (layers->sets.count <= number) vec_push(&layers->sets, 0);
        layers->sets.at[number] |= f.sets[m]; /* one file with two queries is two modules */
    }
    for (uint32_t i = 0; i < config->layer_rules->pattern_count; i++) regex_free(f.regexes[i]);
    vec_release(&f.grown);
    arena_release(&f.arena);
}

void layers_release(struct layers *layers)
{
    names_release(&layers->paths);
    vec_release(&layers->sets);
}

layer_set layers_at(const struct layers *layers, struct text path)
{
    name_id number = names_find(&layers->paths, path);
    layer_set set = number < layers->sets.count ? layers->sets.at[number] : 0;
    return (set ? set : LAYER_IN_NONE) | layers->unassigned;
}
