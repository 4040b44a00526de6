/* Which modules are in which layer: `layer` of entries, of rules in module.rules, and of shares.
 *
 * A module is in the layer of what imports it, unless a rule says another one; a shared package is in its share's `layer` (webpack's
 * NormalModuleFactory, enhanced's ConsumeSharedModule). One file may be in several layers. Only what shares with issuerLayer make of it matters here.
 */
#ifndef MFSHAKE_CONFIG_LAYERS_H
#define MFSHAKE_CONFIG_LAYERS_H

#include "config/pattern.h"
#include "config/text_list.h"

enum layer_condition_kind {
    LAYER_STARTS_WITH, /* text */
    LAYER_PATTERN,
    LAYER_ANY,
    LAYER_ALL,
    LAYER_NOT,    /* none of the parts */
    LAYER_UNKNOWN /* a function, or a condition of something that is not known here */
};

enum layer_subject { LAYER_OF_RESOURCE, LAYER_OF_ISSUER, LAYER_OF_ISSUER_LAYER };

/* A condition of a rule: webpack's RuleSetCompiler.compileCondition. */
struct layer_condition {
    enum layer_condition_kind kind;
    enum layer_subject subject; /* of a condition that stands in a rule itself; parts are of the same */
    struct text text;
    struct config_pattern pattern;
    uint32_t pattern_index; /* of LAYER_PATTERN: in the order of the rules */
    struct layer_condition *parts;
    uint32_t part_count;
};

struct layer_rule {
    struct layer_condition *conditions; /* all must hold */
    uint32_t condition_count;
    struct text layer;        /* "": none of its own */
    struct layer_rule *rules; /* nested: each that holds */
    uint32_t rule_count;
    struct layer_rule *one_of; /* the first that holds */
    uint32_t one_of_count;
};

struct layer_rules {
    struct layer_rule *at;
    uint32_t count;
    uint32_t pattern_count;
};

/* A set of layers: bit 0 is "in no layer", bit i + 1 is config->layers.at[i]. */
typedef uint64_t layer_set;
enum { LAYER_IN_NONE = 1, LAYERS_MOST = 63 };

struct config;
struct config_reader;
struct json;

/* "module": only its rules, and of these only what decides on layers. */
void config_read_layer_rules(struct config_reader *reader, const struct json *module);
/* Names every layer of the configuration, once the rest of it was read. */
void config_list_layers(struct config_reader *reader);

/* The set of one layer; of "", and of a name that no one can be in, that of no layer. */
layer_set layers_of_name(const struct config *config, struct text name);
/* Every layer, and none. */
layer_set layers_all(const struct config *config);
/* The layers that a module may be in whatever the rules say: shares ask for them, and nothing that was read assigns them. All, when there are no rules. */
layer_set layers_unassigned(const struct config *config);

#endif
