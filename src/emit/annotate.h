/* The macro regions around exports (macro-spec A.3, A.6 and the policy at the end of B).
 *
 *     @common:if [condition="treeShake.<key>.<export>"] … @common:endif      each in a block comment
 *
 * Only getters and annotatable CommonJS exports get one. In key and name the characters that the grammar can not hold are written %XX.
 */
#ifndef MFSHAKE_EMIT_ANNOTATE_H
#define MFSHAKE_EMIT_ANNOTATE_H

#include "emit/context.h"

/* Puts the condition of `name` (a public export) of `key`: treeShake.<key>.<name>, encoded. False, with nothing put, when no
 * condition can carry the name: it is reserved, or no valid UTF-8. */
bool annotate_put_condition(struct buffer *out, struct text key, struct text name);

/* The opening comment, with a space behind it, for the export `name` of `module`; empty when the export is always kept. A name that can not be
 * carried is reported as M604. */
struct text annotate_open(struct emit_context *context, module_id module, name_id name);

/* The closing comment, with a space before it. */
extern const struct text annotate_close;

#endif
