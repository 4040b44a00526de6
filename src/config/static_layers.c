#include "config/static_layers.h"

#include "base/path.h"

/* Conditions of what the graph knows of a module. */
static const char *const asked[] = {"test", "include", "resource", "exclude", "issuer", "issuerLayer"};
/* Conditions of something else. */
static const char *const others[] = {"assert",           "compiler", "dependency",   "descriptionData",
                                     "mimetype",         "phase",    "realResource", "resourceQuery",
                                     "resourceFragment", "scheme",   "with"};

/* A text is what a path or a layer starts with. */
static struct static_value condition_of(struct arena *arena, struct static_value value, bool of_layer)
{
    struct static_value unknown = {.type = STATIC_NULL, .place = value.place};
    if (value.type == STATIC_REGEX) return value;
    if (value.type == STATIC_STRING) return of_layer || path_is_absolute(value.text) ? value : unknown;
    if ((value.type != STATIC_ARRAY && value.type != STATIC_OBJECT) || value.object->open) return unknown;
    struct static_value result = static_new(arena, value.type, value.place);
    for (uint32_t i = 0; i < value.object->count; i++) {
        const struct static_member *member = &value.object->at[i];
        struct static_value part = condition_of(arena, member->value, of_layer);
        bool is_logic = text_is(member->key, "and") || text_is(member->key, "or") || text_is(member->key, "not");
        if (value.type == STATIC_OBJECT && !is_logic) return unknown;
        if (value.type == STATIC_ARRAY) static_push(arena, result.object, part);
        else static_set(arena, result.object, member->key, member->key_place, part);
    }
    return result;
}

static struct static_value rule_of(struct arena *arena, struct static_value rule)
{
    struct static_value result = static_new(arena, STATIC_OBJECT, rule.place);
    const struct static_object *object = rule.object;
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        const struct static_member *member = static_find(object, text_of(asked[i]));
        if (!member || static_is_nullish(member->value)) continue;
        struct static_value condition = condition_of(arena, member->value, text_is(member->key, "issuerLayer"));
        static_set(arena, result.object, member->key, member->key_place, condition);
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (static_find(object, text_of(others[i])))
            static_set(arena, result.object, TEXT("unknown"), rule.place, static_boolean(true, rule.place));
    }
    const struct static_member *layer = static_find(object, TEXT("layer"));
    if (layer && layer->value.type == STATIC_STRING)
        static_set(arena, result.object, TEXT("layer"), layer->key_place, layer->value);
    return result;
}

/* Any layer may be what an open object, or a rule whose layer is computed, stands for. */
static bool is_readable(struct static_value rule)
{
    if (rule.type != STATIC_OBJECT || rule.object->open) return false;
    const struct static_member *layer = static_find(rule.object, TEXT("layer"));
    return !layer || layer->value.type == STATIC_STRING || static_is_nullish(layer->value);
}

struct static_value static_layer_rules(struct arena *arena, struct static_value rules)
{
    static const char *const nested[] = {"rules", "oneOf"};
    struct static_value none = static_undefined(rules.place);
    struct static_value result = static_new(arena, STATIC_ARRAY, rules.place);
    if (static_is_nullish(rules)) return result;
    if (rules.type != STATIC_ARRAY || rules.object->open) return none;
    for (uint32_t i = 0; i < rules.object->count; i++) {
        struct static_value rule = rules.object->at[i].value;
        if (rule.type == STATIC_STRING || static_truth_of(rule) == STATIC_FALSY) continue; /* "...", or left out */
        if (!is_readable(rule)) return none;
        struct static_value made = rule_of(arena, rule);
        for (size_t k = 0; k < sizeof nested / sizeof *nested; k++) {
            const struct static_member *member = static_find(rule.object, text_of(nested[k]));
            if (!member || static_is_nullish(member->value)) continue;
            struct static_value inner = static_layer_rules(arena, member->value);
            if (inner.type == STATIC_UNDEFINED) return none;
            static_set(arena, made.object, member->key, member->key_place, inner);
        }
        static_push(arena, result.object, made);
    }
    return result;
}
