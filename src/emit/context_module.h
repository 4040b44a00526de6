/* A request for many modules at once (require("./x/" + name), import(`./x/${name}`), require.context) → a function that picks one at run time. */
#ifndef MFSHAKE_EMIT_CONTEXT_MODULE_H
#define MFSHAKE_EMIT_CONTEXT_MODULE_H

#include "emit/context.h"

/* The declaration of a function `name` that maps what request `index` of `module` may ask for to the modules that its context matched, and throws
 * MODULE_NOT_FOUND for anything else. *callee is the text of the source that `name` stands for. A context that can not be represented is
 * refused (emit_refuse), and the result is empty. Twin: webpack's ContextModule. */
struct text context_module_function(struct emit_context *context, module_id module, uint32_t index, struct text name,
                                    struct span *callee);

#endif
