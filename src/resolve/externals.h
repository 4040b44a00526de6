/* Requests that are no files of the app. Twins: NodeTargetPlugin, ExternalsPlugin of target web. Internal to resolve/. */
#ifndef MFSHAKE_RESOLVE_EXTERNALS_H
#define MFSHAKE_RESOLVE_EXTERNALS_H

#include "config/config.h"

/* True when `request` is left to the platform: node's own modules with target node; data:, http:, https: and //. Those data: URLs that are modules are seen before (graph/modules.c). */
bool externals_has(enum config_target target, struct text request);

/* True for a module of Node.js ("fs", "fs/promises", "node:fs"), whatever the target. */
bool externals_is_builtin(struct text request);

#endif
