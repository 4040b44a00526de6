#include "config/layers.h"

#include "base/path.h"
#include "base/vec.h"
#include "config/config_reader.h"

typedef VEC(struct layer_condition) condition_vec;
typedef VEC(struct layer_rule) rule_vec;

static const struct config_key module_keys[] = {{"rules", true}};
static const struct config_key rule_keys[] = {
    {"test", true},        {"include", true}, {"exclude", true}, {"resource", true}, {"issuer", true},
    {"issuerLayer", true}, {"layer", true},   {"rules", true},   {"oneOf", true},    {"unknown", true},
};
static const struct config_key condition_keys[] = {{"and", true}, {"or", true}, {"not", true}};

static const struct {
    const char *key;
    enum layer_subject subject;
    bool negated;
} subjects[] = {
    {"test", LAYER_OF_RESOURCE, false},     {"include", LAYER_OF_RESOURCE, false},
    {"resource", LAYER_OF_RESOURCE, false}, {"exclude", LAYER_OF_RESOURCE, true},
    {"issuer", LAYER_OF_ISSUER, false},     {"issuerLayer", LAYER_OF_ISSUER_LAYER, false},
};

/* ---------------------------------------------------------------------------------------------- reading */

static struct layer_condition read_condition(struct config_reader *reader, const struct json *value,
                                             enum layer_subject subject);

static void read_parts(struct config_reader *reader, const struct json *value, struct layer_condition *condition)
{
    condition_vec parts = {0};
    if (value->type == JSON_ARRAY) {
        JSON_EACH (item, value) vec_push(&parts, read_condition(reader, item, condition->subject));
    } else {
        vec_push(&parts, read_condition(reader, value, condition->subject));
    }
    condition->part_count = parts.count;
    condition->parts = vec_freeze(&parts, reader->arena);
}

/* { and, or, not }: all of its members hold. */
static void read_logic(struct config_reader *reader, const struct json *value, struct layer_condition *condition)
{
    condition_vec parts = {0};
    condition->kind = LAYER_ALL;
    if (!CONFIG_READ_KEYS(reader, value, condition_keys, "a condition of a rule")) return;
    JSON_EACH (member, value) {
        struct layer_condition part = {.subject = condition->subject};
        part.kind = text_is(member->key, "and") ? LAYER_ALL : text_is(member->key, "or") ? LAYER_ANY : LAYER_NOT;
        read_parts(reader, member, &part);
        vec_push(&parts, part);
    }
    condition->part_count = parts.count;
    condition->parts = vec_freeze(&parts, reader->arena);
}

/* A path is relative to the context; its last slash counts. */
static struct text start_of(struct config_reader *reader, struct text text, enum layer_subject subject)
{
    if (subject == LAYER_OF_ISSUER_LAYER || text.length == 0) return text;
    struct text path = path_join(reader->arena, reader->config->context, text);
    bool slash = text_ends_with(text, TEXT("/")) && !text_ends_with(path, TEXT("/"));
    return slash ? arena_format(reader->arena, "%.*s/", TEXT_ARGS(path)) : path;
}

static struct layer_condition read_condition(struct config_reader *reader, const struct json *value,
                                             enum layer_subject subject)
{
    struct layer_condition condition = {.kind = LAYER_UNKNOWN, .subject = subject};
    if (value->type == JSON_STRING) {
        condition.kind = LAYER_STARTS_WITH;
        condition.text = start_of(reader, value->string, subject);
    } else if (value->type == JSON_ARRAY) {
        condition.kind = LAYER_ANY;
        read_parts(reader, value, &condition);
    } else if (value->type == JSON_OBJECT && json_member(value, "regexp")) {
        condition.kind = LAYER_PATTERN;
        condition.pattern_index = reader->layer_patterns++;
        (void)config_read_pattern(reader, value, "a condition of a rule", &condition.pattern);
    } else if (value->type == JSON_OBJECT) {
        read_logic(reader, value, &condition);
    } else if (value->type != JSON_NULL) {
        config_error(reader, DIAG_CONFIG_VALUE, value->offset,
                     "a condition of a rule must be a path, a regular expression, a list or an object of conditions");
    }
    return condition;
}

static struct layer_rule *read_rules(struct config_reader *reader, const struct json *list, uint32_t *count);

static struct layer_rule read_rule(struct config_reader *reader, const struct json *value)
{
    struct layer_rule rule = {0};
    if (!CONFIG_READ_KEYS(reader, value, rule_keys, "a rule")) return rule;
    condition_vec conditions = {0};
    for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++) {
        const struct json *member = json_member(value, subjects[i].key);
        if (!member) continue;
        struct layer_condition condition = {.kind = LAYER_NOT, .subject = subjects[i].subject};
        if (subjects[i].negated) read_parts(reader, member, &condition);
        else condition = read_condition(reader, member, subjects[i].subject);
        vec_push(&conditions, condition);
    }
    if (json_member(value, "unknown")) vec_push(&conditions, (struct layer_condition){.kind = LAYER_UNKNOWN});
    rule.condition_count = conditions.count;
    rule.conditions = vec_freeze(&conditions, reader->arena);
    config_read_text(reader, value, "layer", &rule.layer);
    rule.rules = read_rules(reader, json_member(value, "rules"), &rule.rule_count);
    rule.one_of = read_rules(reader, json_member(value, "oneOf"), &rule.one_of_count);
    return rule;
}

static struct layer_rule *read_rules(struct config_reader *reader, const struct json *list, uint32_t *count)
{
    rule_vec rules = {0};
    if (list && list->type != JSON_ARRAY) {
        config_error(reader, DIAG_CONFIG_VALUE, list->offset, "rules must be a list of objects");
    } else if (list) {
        JSON_EACH (item, list) vec_push(&rules, read_rule(reader, item));
    }
    *count = rules.count;
    return vec_freeze(&rules, reader->arena);
}

void config_read_layer_rules(struct config_reader *reader, const struct json *module)
{
    if (!module || !CONFIG_READ_KEYS(reader, module, module_keys, "\"module\"")) return;
    const struct json *list = json_member(module, "rules");
    if (!list) return;
    struct layer_rules *rules = ARENA_NEW(reader->arena, struct layer_rules);
    rules->at = read_rules(reader, list, &rules->count);
    rules->pattern_count = reader->layer_patterns;
    reader->config->layer_rules = rules;
}

/* ---------------------------------------------------------------------------------------------- the names */

typedef VEC(struct text) name_vec;

static void add_name(name_vec *names, struct text name)
{
    if (name.length == 0) return;
    for (uint32_t i = 0; i < names->count; i++) {
        if (text_equal(names->at[i], name)) return;
    }
    vec_push(names, name);
}

static void add_names_of_rules(name_vec *names, const struct layer_rule *rules, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        add_name(names, rules[i].layer);
        add_names_of_rules(names, rules[i].rules, rules[i].rule_count);
        add_names_of_rules(names, rules[i].one_of, rules[i].one_of_count);
    }
}

void config_list_layers(struct config_reader *reader)
{
    struct config *config = reader->config;
    name_vec names = {0};
    if (config->layer_rules) add_names_of_rules(&names, config->layer_rules->at, config->layer_rules->count);
    for (uint32_t i = 0; i < config->entry_count; i++) add_name(&names, config->entries[i].layer);
    for (uint32_t i = 0; i < config->share_count; i++) add_name(&names, config->shares[i].layer);
    config->assigned_layer_count = names.count;
    for (uint32_t i = 0; i < config->share_count; i++) add_name(&names, config->shares[i].issuer_layer);
    if (names.count > LAYERS_MOST) {
        const struct json *shared = json_member(config->root, "shared");
        config_error(reader, DIAG_CONFIG_VALUE, shared ? shared->offset : 0, "there are more than %d layers",
                     LAYERS_MOST);
        names.count = LAYERS_MOST;
    }
    config->layers.count = names.count;
    config->layers.at = vec_freeze(&names, reader->arena);
}

layer_set layers_of_name(const struct config *config, struct text name)
{
    for (uint32_t i = 0; i < config->layers.count; i++) {
        if (text_equal(config->layers.at[i], name)) return (layer_set)2 << i;
    }
    return LAYER_IN_NONE;
}

layer_set layers_all(const struct config *config)
{
    return config->layers.count == LAYERS_MOST ? UINT64_MAX : ((layer_set)2 << config->layers.count) - 1;
}

layer_set layers_unassigned(const struct config *config)
{
    layer_set assigned = ((layer_set)2 << config->assigned_layer_count) - 1;
    return config->layer_rules ? layers_all(config) & ~assigned : layers_all(config);
}
