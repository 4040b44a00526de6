/* The module record: all that later passes need to know of one file.
 *
 * Computed by scan/ from the bytes of the file and the scan options alone (no paths, no other files), immutable, position independent in
 * content: strings are numbered within the record, everything refers by index. So equal bytes give equal records, and a record is what a cache
 * keeps. Source positions are byte offsets.
 *
 * Vocabulary: a *request* is one place that asks for another module (webpack: dependency). A *reference* is one use of what a request
 * brought in. A *part* is a top-level statement or declarator (scan/parts.h). A *rewrite* is a byte range that emit replaces to turn
 * the source into the body of a module factory.
 */
#ifndef MFSHAKE_MODEL_RECORD_H
#define MFSHAKE_MODEL_RECORD_H

#include "base/text.h"

typedef uint32_t
    string_index; /* into record.strings; 0 is the empty string and means "none" where a string is optional */
#define INDEX_NONE UINT32_MAX

struct span {
    uint32_t start, end;
};

enum module_syntax {
    MODULE_ESM,      /* has import or export, or is strict ESM by name or package type */
    MODULE_COMMONJS, /* anything else that is JavaScript */
    MODULE_JSON,
    MODULE_ASSET, /* not JavaScript: a leaf */
    MODULE_OPAQUE /* could not be understood: kept whole, everything it may reach is used */
};

/* ------------------------------------------------------------------------------------------------ requests */

enum request_kind {
    REQUEST_IMPORT,          /* import … from "x", import "x" */
    REQUEST_EXPORT_FROM,     /* export … from "x" */
    REQUEST_DYNAMIC_IMPORT,  /* import("x") */
    REQUEST_REQUIRE,         /* require("x") */
    REQUEST_REQUIRE_RESOLVE, /* require.resolve("x"), require.resolveWeak("x") */
    REQUEST_URL,             /* new URL("x", import.meta.url) */
    REQUEST_WORKER,          /* new Worker(new URL("x", import.meta.url)) */
    REQUEST_CONTEXT,         /* require.context, import(`./x/${y}`), require("./x/" + y), import.meta.webpackContext */
    REQUEST_AMD,             /* a dependency of define([…]) or require([…]) */
    REQUEST_JSX_RUNTIME      /* what JSX elements ask for: react/jsx-runtime */
};

struct request {
    string_index specifier;      /* as written; for REQUEST_CONTEXT the folder part */
    uint8_t kind;                /* enum request_kind */
    bool optional;               /* in a try block: its absence is handled */
    bool evaluates;              /* import and require run the module; require.resolve and URL do not */
    uint32_t part;               /* the part that holds it */
    struct span statement;       /* the whole import or export statement, or the call expression */
    struct span specifier_span;  /* the string literal with its quotes */
    uint32_t context;            /* into contexts, or INDEX_NONE */
    string_index attribute_type; /* import attributes: the "type" */
};

/* What a context's call gives. */
enum context_kind {
    CONTEXT_OF_REQUIRE, /* require("./x/" + y): the module that is meant */
    CONTEXT_OF_IMPORT,  /* import(`./x/${y}`): a promise of its namespace */
    CONTEXT_FUNCTION    /* require.context, import.meta.webpackContext: a function that gives any of the modules */
};

struct context_pattern {
    string_index source, flags; /* of a regular expression as ECMAScript writes it; 0 without one */
};

struct context {
    uint8_t asked_by;                        /* enum context_kind */
    string_index suffix;                     /* of the template after the last hole */
    string_index prefix;                     /* of the file name before the first hole, below the folder */
    struct context_pattern pattern;          /* of require.context: of paths below the folder, "./a/b.js" */
    struct context_pattern include, exclude; /* of magic comments: of absolute paths */
    bool recursive;
};

/* ------------------------------------------------------------------------------------------------ reasons */

/* Why something had to be taken as whole or unknown: printed by `why` and in diagnostics. */
enum reason_kind {
    REASON_NONE,
    REASON_NAMESPACE_ESCAPES,   /* the namespace object is passed on */
    REASON_COMPUTED_MEMBER,     /* ns[expression] */
    REASON_OPTIONAL_CHAIN,      /* ns?.a */
    REASON_REST_PATTERN,        /* {...rest} = ns */
    REASON_DYNAMIC_IMPORT,      /* import("x") whose result is not taken apart */
    REASON_REQUIRE_ESCAPES,     /* require("x") whose result is not taken apart */
    REASON_DIRECT_EVAL,         /* eval() may read any import */
    REASON_EXPORT_STAR_UNKNOWN, /* export * of a module whose names are unknown */
    REASON_EXPORTED,            /* re-exported as a namespace to somebody unknown */
    REASON_CONTEXT,             /* a context matches it */
    REASON_OPAQUE_MODULE,       /* a module that could not be parsed imports it */
    REASON_EXPOSED,             /* exposed or entry: another app may use it */
    REASON_DEFAULT_UNKNOWN, /* the default import of CommonJS code that may set __esModule: the whole or a member of it */
    REASON_CALLED_MEMBER,   /* object.method() of CommonJS code: the method gets the whole object as `this` */
    REASON_NO_EXPORT, /* object.name of require(), which is no export: one of every object's members, which may read all others */
    REASON_MODULE_CACHE, /* require.cache holds the exports objects of all modules */
    REASON_FRAMEWORK     /* the runtime of the framework, which is not looked at */
};

/* ------------------------------------------------------------------------------------------------ references */

enum reference_kind {
    REFERENCE_VALUE,       /* read; also passed on, spread, stored: with what its path leads to */
    REFERENCE_CALLEE,      /* the path is called */
    REFERENCE_CONSTRUCTED, /* new path() */
    REFERENCE_TAG,         /* path`…` */
    REFERENCE_TYPEOF,
    REFERENCE_HAS,       /* "name" in path: the last segment is the name asked for */
    REFERENCE_ASSIGNED,  /* written to, updated or deleted */
    REFERENCE_UNREAD,    /* nothing of it is read: `const {} = ns` */
    REFERENCE_REEXPORTED /* by `export { binding }`: no text to replace */
};

struct path_segment {
    string_index name;
    uint32_t end; /* where this segment ends in the source; the identifier's own end for the imported name */
};

/* What one use asks of a request. The path starts with the imported name for a named or default import, is empty for the namespace as a whole, and goes
 * on with the members that follow: `ns.a.b` of a namespace import is [a, b]; `def.b` of a default import is [default, b]. It ends where the source stops being
 * static: an empty path is a use of everything. */
struct reference {
    uint32_t request;       /* into requests; INDEX_NONE: CommonJS code reads its own exports */
    uint32_t first_segment; /* into segments */
    uint32_t segment_count;
    uint32_t
        imported_count; /* leading segments that come from the import specifier (0 or 1), not from members in the source */
    uint8_t kind;       /* enum reference_kind */
    bool shorthand;     /* `{ name }`: replacing must write `name: …` */
    bool
        secondary; /* nothing to replace: another reference replaces the same identifier (destructuring `{a, b} = ns` gives several), or the
                                 value comes from a require() or import() call, a const that holds one, or JSX */
    uint8_t reason;        /* enum reason_kind: why the path is empty or stops */
    bool optional_chain;   /* the first member follows `?.` */
    uint8_t pattern_count; /* segments at the end that come from a pattern, not from members */
    uint32_t part;
    struct span identifier; /* the binding's identifier, or the whole require()/import() call */
};

/* ------------------------------------------------------------------------------------------------ exports */

/* What is known of a function that an export holds, whenever it is called. A set of flags; 0: it may be anything. */
enum callable_trait {
    CALLABLE_IGNORES_THIS = 1, /* what it is called on does not matter: it never reads its `this` */
    CALLABLE_READS_THIS = 4,   /* it was seen to read its `this`, or may do so by eval */
    CALLABLE_PURE = 2          /* marked NO_SIDE_EFFECTS: a call whose result nobody reads can be left out */
};

enum export_kind {
    EXPORT_LOCAL,              /* a binding of the module */
    EXPORT_DEFAULT_EXPRESSION, /* export default <expression>; also an anonymous function or class */
    EXPORT_REEXPORT,           /* a name of another module: `export {a as b} from`, or of an import binding */
    EXPORT_NAMESPACE,          /* the namespace of another module: `export * as b from`, or of `import * as` */
    EXPORT_STAR                /* export * from */
};

struct export_entry {
    uint8_t kind;          /* enum export_kind */
    string_index name;     /* exported name, 0 for EXPORT_STAR */
    string_index local;    /* EXPORT_LOCAL: the binding's name */
    uint32_t binding;      /* EXPORT_LOCAL: into bindings */
    uint32_t request;      /* the re-exporting kinds */
    string_index imported; /* EXPORT_REEXPORT: the name over there */
    uint32_t part;         /* the part whose evaluation gives the value; INDEX_NONE for re-exports */
    uint8_t traits;        /* enum callable_trait of a local value */
    struct span span;      /* where the export is written, for messages */
};

/* exports.x = …, module.exports = …, Object.defineProperty(exports, "x", …) */
enum commonjs_shape {
    COMMONJS_ASSIGNMENT,   /* a statement `BASE.name = value;` at top level */
    COMMONJS_NESTED,       /* the same inside an expression or a block */
    COMMONJS_DEFINE,       /* a statement Object.defineProperty(BASE, "name", descriptor) */
    COMMONJS_PROPERTY,     /* a property of the object in `module.exports = {…}` */
    COMMONJS_WHOLE,        /* module.exports = anything else */
    COMMONJS_WHOLE_REQUIRE /* module.exports = require("x"): an all-names re-export of that request */
};

struct commonjs_export {
    uint8_t shape;         /* enum commonjs_shape */
    string_index name;     /* 0 for the WHOLE shapes */
    uint32_t request;      /* value is require("x") (or a member of it): that request, else INDEX_NONE */
    string_index imported; /* the member of that request, 0 for its whole */
    uint32_t part;
    uint8_t
        traits; /* enum callable_trait of the value; of a name that is assigned more than once only that one of the values reads its `this` */
    struct span expression; /* the assignment, the call, or the property */
    struct span value;
    bool annotatable; /* not read back, no escape: a region around it can be removed (macro-spec B, policy) */
};

/* What CommonJS code tells of its exports object. */
enum commonjs_exports_type {
    COMMONJS_DYNAMIC, /* module.exports escapes, is computed, reassigned, the code is UMD; or it may set __esModule or not */
    COMMONJS_DEFAULT, /* plain object with known names: provably no __esModule */
    COMMONJS_FLAGGED  /* sets __esModule */
};

/* ------------------------------------------------------------------------------------------------ bindings and parts */

struct record_binding {
    string_index name;
    uint32_t request;      /* an import binding: its request, else INDEX_NONE */
    string_index imported; /* the imported name; 0 for the namespace */
    bool written;          /* assigned after its declaration */
    bool hoisted;          /* a function declaration: usable before its statement ran */
    bool lexical;          /* let, const, class: reading it too early throws */
};

struct record_part {
    struct span span;
    bool pure; /* nothing is lost when it is not evaluated and nobody reads what it declares; `callees` aside */
    bool
        is_expression; /* an expression statement: it runs with its module even when it does nothing, as both bundlers have it */
    uint32_t first_declared, declared_count; /* into part_bindings */
    uint32_t first_read, read_count;         /* into part_bindings: top-level bindings that it reads or writes */
    uint32_t first_callee,
        callee_count; /* into callees: imported functions that it calls; it is pure only if all of these are CALLABLE_PURE */
};

/* A path that leads to a function of another module: [imported name, members …] of a request. */
struct record_callee {
    uint32_t request;
    uint32_t first_segment, segment_count; /* into segments */
};

/* ------------------------------------------------------------------------------------------------ rewrites */

enum rewrite_kind {
    REWRITE_DELETE, /* import statements, export lists, the `export` keyword, `export default` before a named declaration */
    REWRITE_DEFAULT_VALUE,     /* `export default` before an expression: becomes the start of a const declaration */
    REWRITE_DEFAULT_VALUE_END, /* zero width, after that expression (the source's own semicolon, if any, follows) */
    REWRITE_DEFAULT_NAME, /* `export default` before an anonymous function or class declaration; the name goes at `text_offset` */
    REWRITE_UNDEFINED, /* top-level `this` of an ES module */
    REWRITE_TEXT,      /* `text` stands for it: a define, a folded condition, a typeof */
    REWRITE_DEAD, /* a branch that never runs: `{}` for a statement, `0` for an expression; `text` holds hoisted declarations to keep */
    REWRITE_GLOBAL, /* the free variable `global` */
    REWRITE_IMPORT_META_URL,
    REWRITE_IMPORT_META, /* any other import.meta */
    REWRITE_REQUIRE,     /* a free `require` that is no request: an unknown request at run time */
    REWRITE_MODULE,      /* a free `module` in an ES module */
    REWRITE_FILENAME,    /* __filename */
    REWRITE_DIRNAME      /* __dirname */
};

struct rewrite {
    uint8_t kind;      /* enum rewrite_kind */
    bool is_statement; /* REWRITE_DEAD */
    bool shorthand;    /* an identifier that is a shorthand property: replacing must write `name: …` */
    struct span span;
    string_index text;
    uint32_t
        text_offset; /* REWRITE_DEFAULT_NAME: where the name is inserted (after `function`, `function *` or `class`) */
};

/* ------------------------------------------------------------------------------------------------ the record */

struct record {
    uint8_t syntax;        /* enum module_syntax */
    uint8_t commonjs_type; /* enum commonjs_exports_type, MODULE_COMMONJS only */
    bool strict;           /* ESM, or a "use strict" directive on top */
    uint32_t
        sloppy_offset; /* the first thing that strict mode forbids, INDEX_NONE when the code could stand in an ES module */
    bool commonjs_open; /* CommonJS: there may be export names beyond those listed */
    bool pure;          /* every part is pure: evaluating it does nothing but evaluate its imports */
    bool top_level_await;
    bool has_eval; /* direct eval somewhere */
    bool uses_jsx;
    bool
        exports_open; /* compiled by a tool unknown here: it exports more than is listed, and its text can not be emitted */
    bool uses_typescript; /* the source is TypeScript: no text that could be emitted */
    bool amd_only;        /* an AMD module without CommonJS exports: what it exports is what its factory returns */
    bool uses_module;     /* CommonJS: reads `module`; decides the factory's parameters */
    bool uses_exports;
    bool uses_this;          /* CommonJS: top-level this */
    bool reads_module_cache; /* require.cache is read for a module that is not known; at module_cache_offset */
    uint32_t module_cache_offset;
    bool uses_require_unknown; /* require passed on or called with something unknown */
    bool exports_read_back;    /* CommonJS: reads its own exports through exports, module.exports or this */
    bool has_error;            /* syntax errors; the syntax is MODULE_OPAQUE then */
    uint32_t error_offset;

    const struct text *strings;
    uint32_t string_count;
    const struct request *requests;
    uint32_t request_count; /* in source order */
    const struct context *contexts;
    uint32_t context_count;
    const struct reference *references;
    uint32_t reference_count; /* in source order of identifier */
    const struct path_segment *segments;
    uint32_t segment_count;
    const struct export_entry *exports;
    uint32_t export_count; /* in source order */
    const struct commonjs_export *commonjs;
    uint32_t commonjs_count; /* in source order */
    const struct record_binding *bindings;
    uint32_t binding_count; /* top level */
    const struct record_part *parts;
    uint32_t part_count; /* in source order */
    const uint32_t *part_bindings;
    uint32_t part_binding_count;
    const struct record_callee *callees;
    uint32_t callee_count; /* by part */
    const struct rewrite *rewrites;
    uint32_t rewrite_count; /* sorted by start, not overlapping (a REWRITE_DEAD swallows those inside) */
};

static inline struct text record_string(const struct record *record, string_index index)
{
    return record->strings[index];
}

#endif
