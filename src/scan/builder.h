/* The record under construction; shared by the files of scan/ that each fill one of its tables, and by nobody else. */
#ifndef MFSHAKE_SCAN_BUILDER_H
#define MFSHAKE_SCAN_BUILDER_H

#include "base/bitset.h"
#include "base/names.h"
#include "base/vec.h"
#include "scan/constant.h"
#include "scan/magic_comments.h"
#include "scan/parts.h"
#include "scan/scan.h"

/* What a binding stands for when it holds (a part of) what a request brought in. */
struct binding_source {
    uint32_t request;      /* or INDEX_NONE */
    string_index imported; /* 0: the whole namespace */
    bool
        is_import; /* an import binding: its identifiers are replaced in the text. Else a const holding require() or import() */
};

/* A call that makes a request, in source order. */
struct request_call {
    node_id call;
    uint32_t request;
};

/* A part reads a top-level binding that no identifier in it names: what classic JSX calls. By part. */
struct hidden_read {
    uint32_t part;
    uint32_t binding; /* into bindings of the record */
};

struct builder {
    const struct scan_options *options;
    struct arena *arena;   /* of the record */
    struct arena *scratch; /* of this scan */
    struct syntax syntax;  /* folded */
    struct scopes scopes;
    struct parts parts;
    bool is_esm;
    bool strict;
    struct names strings; /* name_id is string_index */

    struct binding_source *sources; /* by binding_id */
    uint32_t *record_bindings;      /* binding_id -> index into bindings, or INDEX_NONE */
    const struct magic_reader *magic;
    VEC(struct request_call) calls;
    struct bitset in_function, in_this; /* nodes inside a function; inside something with a `this` of its own */
    struct bitset reads_this;           /* functions that read their own `this` */
    struct bitset
        in_try; /* nodes in the block of a try statement, functions in it not counted (webpack: parser.scope.inTry) */
    struct bitset
        handled; /* nodes whose meaning another table has taken: `exports` in `exports.a = 1`, the call in `module.exports = require("x")` */

    struct constants constants;     /* of the folded tree */
    struct bitset require_bindings; /* parameters in which a function gets `require` */
    struct bitset require_branches,
        import_branches; /* strings of which one is the specifier of a require() or import() call */
    bool has_amd_define;

    bool top_level_await, has_eval, uses_jsx, uses_module, uses_exports, uses_this, uses_require_unknown,
        exports_read_back;
    bool reads_module_cache;
    uint32_t module_cache_offset; /* where it first reads require.cache for an unknown module */
    bool exports_escape;          /* CommonJS: names can not be known */
    bool exports_used_whole;      /* CommonJS: reads its exports object in ways that may reach every name of it */
    bool esmodule_flag;           /* CommonJS: sets __esModule */
    bool esmodule_unsure;         /* CommonJS: sets it on a condition, or to a value that is not known */
    bool whole_assigned;          /* CommonJS: module.exports = … somewhere */

    uint32_t sloppy_offset;
    VEC(struct request) requests;
    VEC(struct context) contexts;
    VEC(struct reference) references;
    VEC(struct path_segment) segments;
    VEC(struct export_entry) exports;
    VEC(struct commonjs_export) commonjs;
    VEC(struct record_binding) bindings;
    VEC(struct record_part) record_parts;
    VEC(uint32_t) part_bindings;
    VEC(struct hidden_read) hidden_reads;
    VEC(struct record_callee) callees;
    VEC(struct rewrite) rewrites;
};

/* ---- builder.c */

string_index builder_string(struct builder *b, struct text t);
/* The decoded value of an identifier, property name or string literal. */
string_index builder_name(struct builder *b, node_id node);
/* The name that the identifier at `node` stands for, escapes decoded. */
struct text builder_identifier(const struct builder *b, node_id node);
/* The part that `node` stands in. */
uint32_t builder_part(const struct builder *b, node_id node);
struct span builder_span(const struct builder *b, node_id node);
void builder_rewrite(struct builder *b, enum rewrite_kind kind, struct span span);
/* Fills in_function, in_this, reads_this and in_try. */
void builder_find_surroundings(struct builder *b);
/* True when `node` stands in no function of its own `this` (arrows are looked through). */
bool builder_is_top_level_this(const struct builder *b, node_id node);
/* True when `node` stands in no function at all. */
bool builder_is_outside_functions(const struct builder *b, node_id node);
/* True when the function at `node` can read its parameters by `arguments`. */
bool builder_uses_arguments(const struct builder *b, node_id function);
/* True when `node` is the free name `name`. */
bool builder_is_free(const struct builder *b, node_id node, const char *name);
/* True when `node` is the member expression BASE.property or BASE["property"] of a free name, e.g. module.exports. */
bool builder_is_free_member(const struct builder *b, node_id node, const char *object, const char *property);

/* ---- esm.c: import and export statements → requests, sources of import bindings, exports, their rewrites */
void esm_collect(struct builder *b);

/* ---- requests.c: require(), import(), contexts, new URL(), workers → requests */
void requests_collect(struct builder *b);
/* The request that the call at `node` makes, or INDEX_NONE. */
uint32_t requests_of_call(const struct builder *b, node_id node);
/* True when `node` is `require`, or a variable that was only ever given it (webpack's rename hook). */
bool requests_is_require(const struct builder *b, node_id node);

/* ---- request_uses.c: what becomes of the results of requests → references, sources of bindings that hold them */
void requests_collect_uses(struct builder *b);

/* ---- amd.c: define() and require([…]) → requests, sources of the factory's parameters */
void amd_find_require_parameters(struct builder *b); /* before requests_collect: their calls are requests too */
void amd_collect(struct builder *b);
/* Parameter number `index` of an inline function is `require`. */
void builder_add_require_parameter(struct builder *b, node_id function, uint32_t index);

/* ---- references.c: uses of bindings that hold what a request brought in → references */
void references_collect(struct builder *b);
/* Adds the use that the expression `node` makes of `request`: `node` is what holds the value, the path so far is `imported` (0: none). `identifier` is what the
 * reference replaces. */
void references_add_use(struct builder *b, uint32_t request, string_index imported, node_id node,
                        struct span identifier, bool secondary);
/* Adds the uses that destructuring with `pattern` makes. */
void references_add_pattern(struct builder *b, uint32_t request, string_index imported, node_id pattern,
                            struct span identifier, bool secondary);
/* Adds the uses of the pattern that takes the value of `node` apart at once. False when none does. */
bool references_add_destructuring(struct builder *b, uint32_t request, node_id node, struct span identifier);
/* Adds a use of everything. */
void references_add_whole(struct builder *b, uint32_t request, enum reason_kind reason, uint32_t part,
                          struct span identifier, bool secondary);

/* The path that the callee `node`, a name or members of one, follows into another module; its segments are added. False when it is none: the whole namespace is
 * called, or the name holds nothing of a request. */
bool references_add_callee(struct builder *b, node_id node, struct record_callee *callee);

/* ---- commonjs.c: exports.x = …, module.exports = … → commonjs */
void commonjs_collect(struct builder *b);

/* ---- typescript.c: imports that only types needed are left out, as the compiler does */
void typescript_elide_imports(struct builder *b);

/* ---- free_names.c: this, global, module, require, import.meta, eval → rewrites and flags */
void free_names_collect(struct builder *b);

/* ---- sloppy.c: what strict mode forbids → where the first such place is */
void sloppy_collect(struct builder *b);

/* ---- jsx.c: elements → references to the JSX runtime */
void jsx_collect(struct builder *b);

#endif
