/* Syntax tree → scopes, bindings, references (ECMAScript's scope analysis).
 *
 * Hoisting, every kind of shadowing, parameters, catch clauses, class and function expression names, for-loop scopes, `arguments`. A scope with
 * direct eval, and everything around it, is marked: names there may be read by text that nobody can see. `with` likewise.
 * Twin: webpack's JavascriptParser scope handling; here it is complete, two loops over the flat tree.
 */
#ifndef MFSHAKE_SYNTAX_SCOPE_H
#define MFSHAKE_SYNTAX_SCOPE_H

#include "base/bitset.h"
#include "syntax/syntax.h"

typedef uint32_t scope_id; /* 0 is the program's */
typedef uint32_t binding_id;
#define BINDING_FREE UINT32_MAX /* a reference that no scope of the file declares */

enum binding_kind {
    BINDING_VAR,
    BINDING_LET,
    BINDING_CONST,
    BINDING_FUNCTION, /* declaration */
    BINDING_CLASS,    /* declaration */
    BINDING_PARAMETER,
    BINDING_CATCH,
    BINDING_OWN_NAME, /* of a named function or class expression */
    BINDING_IMPORT,
};

struct scope_binding {
    struct text name; /* decoded; in the source or the arena */
    scope_id scope;
    node_id declaration; /* the identifier that declares it first */
    node_id
        declarator; /* the declarator, function, class, parameter list, catch clause or import specifier around it */
    uint8_t kind;   /* enum binding_kind */
    bool written;   /* assigned, updated or declared again after its declaration */
    uint32_t first_reference, reference_count; /* into by_binding */
};

struct scope {
    scope_id parent;    /* of scope 0: itself */
    scope_id var_scope; /* the nearest one that is a function's: itself or around it */
    node_id node;       /* what opens it */
    bool is_function;   /* var and this belong here (also the program and class static blocks; not arrows for `this`) */
    bool has_eval;      /* direct eval or `with` in it or below */
};

enum reference_access { REFERENCE_READ = 1, REFERENCE_WRITE = 2, REFERENCE_READ_WRITE = 3 };

struct scope_reference {
    node_id node;       /* identifier, shorthand property, or shorthand pattern (a write) */
    binding_id binding; /* or BINDING_FREE */
    scope_id scope;     /* where it stands */
    uint8_t access;     /* enum reference_access; a declaration with initialiser is no reference */
};

struct scopes {
    const struct scope *scopes;
    scope_id scope_count;
    const struct scope_binding *bindings;
    binding_id binding_count;
    const struct scope_reference *references; /* in source order */
    uint32_t reference_count;
    const uint32_t *by_binding; /* reference indexes grouped by binding */
    struct bitset redeclaring;  /* identifiers that declare a name again in the same scope */
    /* By binding: constant variables that hold the exports of an ES module's import, a member of which can be read without effect. The scopes do not know;
     * who reads the factories of a chunk does (prune/). No bindings: none is known. */
    struct bitset namespaces;
};

/* Analyses the whole tree. Everything lives in `arena`. */
void scope_analyze(const struct syntax *syntax, struct arena *arena, struct scopes *scopes);

/* The index of the first reference whose node is at or after `node`: the references of a subtree are those from scope_reference_at(n) on whose
 * node is below next(n). */
uint32_t scope_reference_at(const struct scopes *scopes, node_id node);

/* The reference at exactly `node`, or NULL. */
const struct scope_reference *scope_reference_of(const struct scopes *scopes, node_id node);

/* The first binding whose declaring identifier is at or after `node` (bindings are in source order of their declarations). */
binding_id scope_binding_at(const struct scopes *scopes, node_id node);

/* The binding that the identifier at exactly `node` declares first, or BINDING_FREE. */
binding_id scope_binding_of(const struct scopes *scopes, node_id node);

/* True when the identifier at `node` names something the file does not declare (a global). */
bool scope_is_free(const struct scopes *scopes, node_id node);

/* True when `node` is the callee of a direct eval, which sees every name around it; `eval` must be free there. */
bool scope_is_called_eval(const struct syntax *syntax, node_id node);

#endif
