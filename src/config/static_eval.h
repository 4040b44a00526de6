/* An abstract interpreter for configurations that are programs. Internal to config/.
 *
 * Statements run in order, with the values of static_value.h. Nothing of the outside is touched but files that the program imports: local
 * JavaScript, TypeScript and JSON. Where a condition is not known, both branches run *speculatively*: each binding, member or list that they
 * write becomes unknown, and so does what a function returns then. The same goes for loops, for try blocks, and for functions
 * that are handed to code that is not there to be read; objects handed to a foreign function become unknown, as it may change them. Constructors
 * of foreign classes are taken to leave their arguments alone.
 *
 * process.env.X is unknown unless the environment that was given has it, but `process.env.X || "literal"` (also ??, and a default in a pattern) is the literal.
 *
 * Every constructor call of a federation plugin is recorded with its options, as a stubbed plugin would record it if the program were run.
 */
#ifndef MFSHAKE_CONFIG_STATIC_EVAL_H
#define MFSHAKE_CONFIG_STATIC_EVAL_H

#include "base/diag.h"
#include "base/vec.h"
#include "config/config.h"
#include "config/static_value.h"
#include "syntax/scope.h"
#include "syntax/syntax.h"

/* The bindings of one activation of a function, or of a file. */
struct static_slot {
    const struct static_module *module;
    binding_id binding;
    struct static_value value;
};
struct static_scope {
    struct static_scope *parent;
    struct static_scope *function; /* where `var` goes; a loop's body has a scope of its own for each turn */
    struct static_slot **slots;
    uint32_t count, capacity;
};

struct static_module {
    struct text path;
    uint32_t base; /* place of its first byte */
    struct syntax syntax;
    struct scopes scopes;
    bool is_module, running;
    struct static_scope *scope;
    struct static_object *exports_holder; /* `module`: its member "exports" is what it exports */
};

struct static_function {
    struct static_module *module;
    node_id node;
    struct static_scope *scope;
};

struct static_plugin {
    struct static_value options;
    uint32_t place;
    bool speculative;
};

struct static_eval {
    struct arena *arena;
    struct syntax_parser *parser;
    struct text folder;           /* process.cwd() */
    struct text_list environment; /* "NAME=VALUE": all that is known of process.env */
    VEC(struct config_file) files;
    VEC(struct static_module *) modules;
    VEC(struct static_plugin) plugins;
    uint32_t next_base, steps;
    unsigned depth, calls;
    unsigned speculation;          /* > 0: what is written now may never be written */
    struct static_value condition; /* why */
    bool gave_up;
    struct static_value gave_up_why;
};

void static_eval_init(struct static_eval *e, struct arena *arena, struct text folder);
void static_eval_release(struct static_eval *e);

/* What the file at the absolute `path` exports: module.exports, or an object of the ES module's exports with "default". Unknown when it can not be read. `place` is where
 * the import stands. */
struct static_value static_module_exports(struct static_eval *e, struct text path, uint32_t place);
/* What `request` gives in a file of `folder`: a local file's exports, JSON, or something foreign. */
struct static_value static_module_import(struct static_eval *e, struct text folder, struct text request,
                                         uint32_t place);
/* The default export of such exports. */
struct static_value static_module_default(struct static_value exports, uint32_t place);
/* The value of a JSON text whose first byte has the place `base`. */
struct static_value static_module_json(struct static_eval *e, struct text source, uint32_t base, uint32_t place);
/* Notes that the file was read; returns the place of its first byte. */
uint32_t static_module_file(struct static_eval *e, struct text path, struct text source);

struct static_value static_expression(struct static_eval *e, struct static_module *m, struct static_scope *scope,
                                      node_id node);
/* A call or `new` expression. */
struct static_value static_call_expression(struct static_eval *e, struct static_module *m, struct static_scope *scope,
                                           node_id node);
struct static_value static_new_expression(struct static_eval *e, struct static_module *m, struct static_scope *scope,
                                          node_id node);
/* Runs `callee` on arguments; speculatively when it is not known whether or how often. */
struct static_value static_call(struct static_eval *e, struct static_value callee, const struct static_value *arguments,
                                uint32_t count, uint32_t place);
/* Runs the top level of a file. */
void static_statements(struct static_eval *e, struct static_module *m);
/* Runs a function's body in `scope`, in which the parameters are bound. */
struct static_value static_function_body(struct static_eval *e, struct static_module *m, struct static_scope *scope,
                                         node_id body);

/* Gives the names of `pattern` their values. Also the targets of an assignment. */
void static_bind(struct static_eval *e, struct static_module *m, struct static_scope *scope, node_id pattern,
                 struct static_value value, bool declare);
struct static_scope *static_scope_new(struct static_eval *e, struct static_scope *parent, bool is_function);
void static_scope_declare(struct static_eval *e, struct static_scope *scope, const struct static_module *m,
                          binding_id binding, struct static_value value);
/* The slot of a binding, or NULL: not declared yet. */
struct static_value *static_scope_find(struct static_scope *scope, const struct static_module *m, binding_id binding);
/* The binding that an identifier declares or refers to; BINDING_FREE without one. */
binding_id static_binding(const struct static_module *m, node_id identifier);

/* The result of a method of a string, an array or an object; *found is false when there is none of that name. */
struct static_value static_method(struct static_eval *e, struct static_value object, struct text name,
                                  const struct static_value *arguments, uint32_t count, uint32_t place, bool *found);
/* The result of calling (or constructing) something foreign. */
struct static_value static_foreign_call(struct static_eval *e, struct static_value callee,
                                        const struct static_value *arguments, uint32_t count, uint32_t place,
                                        bool construct);
/* The items that a spread, for-of or Array.from takes from a value; NULL when they are not known. */
const struct static_object *static_items(struct static_eval *e, struct static_value value);
struct static_value static_member_of(struct static_eval *e, struct static_value object, struct text key,
                                     uint32_t place);

/* Writes that become unknown while speculating. */
void static_write_member(struct static_eval *e, struct static_value object, struct static_value key,
                         struct static_value value, uint32_t key_place);
void static_write_slot(struct static_eval *e, struct static_value *slot, struct static_value value);

/* The program does something that can not be followed: nothing of it counts any more. */
void static_give_up(struct static_eval *e, struct text why, uint32_t place);

static inline uint32_t static_place(const struct static_module *m, node_id node)
{
    return m->base + m->syntax.nodes[node].start;
}

#endif
