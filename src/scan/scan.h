/* bytes of one file → module record (model/record.h).
 *
 * parse → scopes → fold dead code → parts → requests → references → exports → rewrites. Depends on the bytes and the options only. One scanner per
 * thread. A file with syntax errors, or over the parse budget, gives a record of syntax MODULE_OPAQUE whose requests and references are those
 * that could be recognised, each taken as a use of everything.
 */
#ifndef MFSHAKE_SCAN_SCAN_H
#define MFSHAKE_SCAN_SCAN_H

#include "model/record.h"
#include "scan/fold.h"

/* What the file's name and its package.json say: webpack's javascript/auto, /esm, /dynamic. */
enum scan_source_type { SCAN_AUTO, SCAN_ESM, SCAN_COMMONJS };

enum scan_jsx { SCAN_JSX_AUTOMATIC, SCAN_JSX_CLASSIC };

struct scan_options {
    enum syntax_language language;
    bool decorator_metadata;  /* TypeScript: emitDecoratorMetadata, or nobody says that it is off */
    bool keep_unused_imports; /* TypeScript: verbatimModuleSyntax or preserveValueImports in tsconfig.json */
    enum scan_source_type source_type;
    enum scan_jsx jsx;
    struct text jsx_import_source;                 /* whose jsx-runtime elements ask for; empty: react */
    struct text jsx_factory, jsx_fragment_factory; /* of SCAN_JSX_CLASSIC; empty: React.createElement, React.Fragment */
    bool
        compiled_elsewhere; /* the text goes through a tool unknown here (a template compiler, an inline loader): every statement runs, every import is
                                          used by its name, and the module exports more than can be seen */
    const struct scan_define *defines; /* not owned */
    uint32_t define_count;
};

struct scanner;
/* NULL when the parser library and the grammar do not fit together. */
struct scanner *scanner_new(void);
void scanner_free(struct scanner *scanner);

/* The record of `source`; it and all it points to live in `arena`, `source` is not kept. */
const struct record *scan_module(struct scanner *scanner, struct arena *arena, struct text source,
                                 const struct scan_options *options);

/* The record of a JSON file: its top-level keys are its exports; `default` is the interop's (IMPORT_DEFAULT_WITH_NAMED). */
const struct record *scan_json(struct arena *arena, struct text source);

/* The record of a file of which nothing is known but that it is a module: it may ask for anything. */
const struct record *scan_opaque(struct arena *arena);

/* True when the WebAssembly module `source` imports something, or can not be read. */
bool scan_wasm_has_imports(struct text source);

/* The record of a file that is no module (an image, a style sheet): a leaf. */
const struct record *scan_asset(struct arena *arena);

#endif
