/* tsconfig.json files: what the TypeScript compiler of an app does to imports, and how its `paths` lead. Twin: TsconfigPathsPlugin;
 * what the compiler options mean is TypeScript's own documentation.
 *
 * A file belongs to the tsconfig.json next above it, whatever its "files" and "include" say. Files below node_modules belong to none.
 */
#ifndef MFSHAKE_RESOLVE_TSCONFIG_H
#define MFSHAKE_RESOLVE_TSCONFIG_H

#include "base/diag.h"
#include "base/map.h"
#include "base/vec.h"
#include "config/config.h"
#include "resolve/disk.h"
#include "resolve/package_json.h"

enum tsconfig_jsx {
    TSCONFIG_JSX_UNSAID /* or left to another compiler */,
    TSCONFIG_JSX_AUTOMATIC,
    TSCONFIG_JSX_CLASSIC
};

struct tsconfig {
    struct text path, folder;
    struct config_aliases paths; /* in the order they are tried; targets are absolute */
    struct text_list modules; /* absolute folders that bare requests are looked for in: baseUrl, and targets of "*" */

    /* verbatimModuleSyntax, preserveValueImports, importsNotUsedAsValues: an import stays though no value of it is used. True as well
     * when the file is broken. What a project that it references does counts too: nobody knows which of them a file belongs to. */
    bool keep_unused_imports;
    bool decorator_metadata; /* emitDecoratorMetadata: decorated code reads its parameters' types as values. Likewise */
    enum tsconfig_jsx jsx;
    struct text jsx_import_source, jsx_factory, jsx_fragment_factory; /* empty when not given */
};

struct tsconfigs {
    struct disk *disk;
    struct packages *packages;
    struct diagnostics *diagnostics;
    struct arena arena;
    VEC(const struct tsconfig *) list;
    struct map at;      /* id of a file's path → index in the list + 1 */
    struct map nearest; /* folder id → likewise; 0: none */
};

void tsconfigs_init(struct tsconfigs *tsconfigs, struct disk *disk, struct packages *packages,
                    struct diagnostics *diagnostics);
void tsconfigs_release(struct tsconfigs *tsconfigs);

/* The tsconfig.json in `folder` or in the next folder above that has one; NULL: none, or `folder` lies in node_modules. One that can not
 * be read or understood, or extends one that can not, is reported once (M407) and holds what could be read. */
const struct tsconfig *tsconfigs_nearest(struct tsconfigs *tsconfigs, struct text folder);
/* The tsconfig in the file `path` (absolute), reported likewise when it is missing. Never NULL. */
const struct tsconfig *tsconfigs_at(struct tsconfigs *tsconfigs, struct text path);

#endif
