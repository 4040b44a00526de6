/* A module's source → its factory: `((module, exports, require) => { body })`.
 *
 * Twin: webpack's JavascriptGenerator and the dependency templates.
 */
#ifndef MFSHAKE_EMIT_TEMPLATE_H
#define MFSHAKE_EMIT_TEMPLATE_H

#include "emit/context.h"

/* Puts the factory of a module: of a consume-shared one, the call that runtime.h's __webpack_consume__ answers. What can not be represented is reported with emit_refuse. */
void template_put_factory(struct emit_context *context, module_id module, struct buffer *out);

#endif
