/* What stands around the module map of a chunk: one text for each format.
 *
 * Twins: webpack's ArrayPushCallbackChunkFormatPlugin, CommonJsChunkFormatPlugin, ModuleChunkFormatPlugin; for containers ContainerPlugin, as far as the
 * federation runtime asks for it: `init(instance)` gives a promise, `get()` a function that gives the exports.
 */
#ifndef MFSHAKE_EMIT_FORMAT_H
#define MFSHAKE_EMIT_FORMAT_H

#include "emit/context.h"

/* Is the chunk an ES module, all of which is strict code? */
static inline bool format_is_module_file(enum emit_format format)
{
    return format == EMIT_MODULE || format == EMIT_MODULE_CONTAINER;
}

/* Puts what comes before the object with the modules. */
void format_put_start(const struct emit_context *context, struct buffer *out);

/* Puts what comes behind it; after all factories are put, because a runtime has only the helpers that they use. */
void format_put_end(const struct emit_context *context, const struct alias_group *group, struct buffer *out);

#endif
