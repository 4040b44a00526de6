/* records, connections → provided exports of every module.
 *
 * Rules: local, default and re-exported names; `export *` brings all names of its target but `default` and those exported explicitly; a name
 * that two stars bring from different terminal bindings is ambiguous and not provided when both are ES modules of the build, else the first star wins;
 * unknown names make the module's list open. Cycles of stars are solved as a fixpoint. A consume-shared module gets the
 * copy of its fallback's info, after the fixpoint of the fallback (macro-spec E.6, 9).
 * Twin: webpack's FlagDependencyExportsPlugin, HarmonyExportImportedSpecifierDependency.getMode, ConsumeSharedFallbackDependency.
 */
#ifndef MFSHAKE_ANALYZE_PROVIDED_H
#define MFSHAKE_ANALYZE_PROVIDED_H

#include "base/diag.h"
#include "base/map.h"
#include "model/graph.h"

/* webpack's exportsType of a module, before the importer's strictness is taken into account. */
enum exports_type {
    EXPORTS_DYNAMIC,   /* CommonJS of unknown shape: __esModule is decided at run time */
    EXPORTS_NAMESPACE, /* an ES module */
    EXPORTS_FLAGGED,   /* CommonJS that sets __esModule */
    EXPORTS_DEFAULT    /* CommonJS that provably does not, and JSON */
};

/* What an import of the module is, seen from one importer: webpack's getExportsType(moduleGraph, strict). */
enum import_type {
    IMPORT_NAMESPACE,          /* import bindings are the module's exports */
    IMPORT_DYNAMIC,            /* `default` goes through the interop helper at run time, names are members */
    IMPORT_DEFAULT_WITH_NAMED, /* `default` is module.exports, names are its members */
    IMPORT_DEFAULT_ONLY        /* `default` is module.exports, any other name is undefined */
};

enum provided_source {
    PROVIDED_LOCAL,     /* the module's own value */
    PROVIDED_REEXPORT,  /* `imported` of the module that `request` leads to, named explicitly */
    PROVIDED_NAMESPACE, /* the namespace of the module that `request` leads to */
    PROVIDED_STAR,      /* `imported` (the same name) through an `export *` request */
    PROVIDED_COMMONJS   /* a CommonJS assignment, or a member of module.exports = require() (then request is set) */
};

struct provided_export {
    name_id name;
    uint8_t source;   /* enum provided_source */
    uint32_t request; /* re-exporting sources, else INDEX_NONE */
    name_id imported; /* name over there; NAME_NONE for a namespace or a whole require */
    bool
        disputed; /* PROVIDED_STAR: another star brings the name, too, from a share. Were it part of the build, neither would */
    uint32_t
        entry; /* PROVIDED_LOCAL, REEXPORT, NAMESPACE, STAR: into record->exports; PROVIDED_COMMONJS: into record->commonjs */
};

struct provided_module {
    const struct provided_export *exports; /* sorted by the bytes of their names */
    uint32_t count;
    bool open; /* there may be names beyond the list */
    bool
        open_at_run_time; /* the same, or the list has names of a share: of these, the version that is loaded may have more or fewer */
    bool has_conflicts;   /* names are missing from the list because two stars bring them from different places */
    uint8_t exports_type; /* enum exports_type */
};

struct provided {
    const struct provided_module *modules; /* by module_id */
    struct map index;                      /* map_pair(module, name) -> position in the module's exports; owned */
};

/* Computes the table in `arena`; star conflicts are reported. */
void provided_compute(const struct graph *graph, struct arena *arena, struct diagnostics *diagnostics,
                      struct provided *provided);

void provided_release(struct provided *provided);

/* The export `name` of `module`, or NULL. */
const struct provided_export *provided_find(const struct provided *provided, module_id module, name_id name);

/* How `importer` sees `module` (the rule table of webpack's Module.getExportsType). */
enum import_type provided_import_type(const struct graph *graph, const struct provided *provided, module_id importer,
                                      module_id module);

/* The module and name where `name` of `module` is really bound, followed through re-exports; visited modules are not entered twice, a cycle ends
 * unresolved. `name` NAME_NONE in the result is a namespace. */
struct terminal_binding {
    module_id module; /* MODULE_NONE when it can not be told */
    name_id name;
};
struct terminal_binding provided_terminal(const struct graph *graph, const struct provided *provided, module_id module,
                                          name_id name);

#endif
