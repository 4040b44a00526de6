/* webpack's module.rules, as far as they are known without running the configuration → what decides on layers, as mfshake.json has it. Internal to config/. */
#ifndef MFSHAKE_CONFIG_STATIC_LAYERS_H
#define MFSHAKE_CONFIG_STATIC_LAYERS_H

#include "config/static_value.h"

/* `rules` of webpack's "module" → a list of rules with conditions and layers alone; undefined when it is not known which rules there are. A condition that is not
 * known is null, others that mfshake does not ask are "unknown": true. */
struct static_value static_layer_rules(struct arena *arena, struct static_value rules);

#endif
