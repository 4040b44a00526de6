/* A module's source → its factory: `((module, exports, require) => { body })`.
 *
 * Twin: webpack's JavascriptGenerator and the dependency templates.
 */
#ifndef MFSHAKE_EMIT_TEMPLATE_H
#define MFSHAKE_EMIT_TEMPLATE_H

#include "emit/context.h"

/* Puts the factory of any module but a consume-shared one. What can not be represented is reported with emit_refuse. */
void template_put_factory(struct emit_context *context, module_id module, struct buffer *out);

#endif
