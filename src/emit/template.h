/* A module's source → its factory: `((module, exports, require) => { body })`.
 *
 * Twin: webpack's JavascriptGenerator and the dependency templates.
 */
#ifndef MFSHAKE_EMIT_TEMPLATE_H
#define MFSHAKE_EMIT_TEMPLATE_H

#include "emit/context.h"

/* Puts the factory of any module but a consume-shared one. What can not be represented is reported with emit_refuse. */
void template_put_factory(struct emit_context *context, module_id module, struct buffer *out);

/* True when a reference at `offset` could be read as the continuation of the line above, should its replacement begin with a parenthesis. Certain
 * when false; true also where the text alone does not tell. */
bool template_may_continue_line(struct text source, uint32_t offset);

#endif
