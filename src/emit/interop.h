/* The imports of an ES module: one variable for each module that it evaluates, and how that module's exports are reached through it.
 *
 * What an access looks like depends on what the import is (enum import_type): an ES module's exports are members of the variable, the default of a
 * CommonJS module goes through __webpack_require__.n or is the variable itself, a namespace of one is made by __webpack_require__.t.
 * Twin: webpack's RuntimeTemplate.exportFromImport and moduleNamespacePromise.
 */
#ifndef MFSHAKE_EMIT_INTEROP_H
#define MFSHAKE_EMIT_INTEROP_H

#include "emit/context.h"
#include "emit/naming.h"

struct import_variable {
    module_id target; /* MODULE_NONE when it is missing */
    struct text specifier;
    struct text name;
    struct text default_name;   /* <name>_default: the getter of the default, IMPORT_DYNAMIC */
    struct text namespace_name; /* <name>_namespace_cache */
    enum import_type type;
    bool uses_default, uses_namespace; /* set when an access needs these variables */
};

struct imports {
    struct import_variable *variables; /* in order of evaluation */
    uint32_t count;
    uint32_t *of_request; /* request -> variable, or INDEX_NONE */
};

/* The variables of `module`'s import and export-from requests, in `context->arena`. */
void imports_collect(struct emit_context *context, module_id module, const struct naming *naming,
                     struct imports *imports);

/* How the source uses what an import brought in. */
struct import_use {
    bool has_name;
    struct text name;      /* the first name asked for */
    bool name_in_source;   /* it is a member written in the source (`ns.name`), not the import specifier's name */
    bool is_call;          /* the access is itself called, or tagged: `this` must not be the exports object */
    bool keeps_line_start; /* the access must not begin with a parenthesis: the line above could continue with it */
};

/* Puts the expression for one use. True when it stands for the member in the source too, false when that member is left where it is. */
bool imports_put_access(struct emit_context *context, struct import_variable *variable, const struct import_use *use,
                        struct buffer *out);

/* Puts the whole namespace of `variable` for a getter, with webpack's comment; `export * as name`. */
void imports_put_namespace_reexport(struct emit_context *context, struct import_variable *variable, struct buffer *out);
/* The same for `export { name } from`. */
void imports_put_name_reexport(struct emit_context *context, struct import_variable *variable, struct text name,
                               struct buffer *out);

/* The statement that evaluates the import and sets its variables; after all accesses are put. */
void imports_put_declaration(struct emit_context *context, const struct import_variable *variable, struct buffer *out);

/* The expression of require("…") for `target`, or the one that throws MODULE_NOT_FOUND when it is MODULE_NONE. */
void interop_put_require(struct emit_context *context, module_id target, struct text specifier, struct buffer *out);
/* The promise of import("…") in `importer`. */
void interop_put_dynamic_import(struct emit_context *context, module_id importer, module_id target,
                                struct text specifier, struct buffer *out);
/* `var e = new Error(…); e.code = 'MODULE_NOT_FOUND'; throw e;` for a specifier. */
void interop_put_missing(struct text specifier, struct buffer *out);

#endif
