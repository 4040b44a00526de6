/* From a request to a file, as webpack's resolver (enhanced-resolve with webpack's defaults) finds it.
 *
 * The steps and their twins, one file each:
 *
 *     request.c         loaders, query, fragment, kind of request        NormalModuleFactory, ParsePlugin
 *     externals.c       node's own modules, data: and http: requests     NodeTargetPlugin, ExternalsPlugin
 *     conditions.c      what mode, target and kind of request set        getResolveDefaults
 *     aliases.c         resolve.alias and resolve.fallback               AliasPlugin
 *     browser_field.c   package.json "browser" as a map                  AliasFieldPlugin
 *     imports_field.c   #requests                                        ImportsFieldPlugin
 *     exports_field.c   package.json "exports"                           ExportsFieldPlugin, SelfReferencePlugin
 *     package_json.c    package.json files, read once                    DescriptionFilePlugin
 *     tsconfig.c        tsconfig.json: paths, and what the compiler does TsconfigPathsPlugin
 *     side_effects.c    package.json "sideEffects"                       SideEffectsFlagPlugin
 *     versions.c        required and own versions                        ConsumeSharedPlugin, ProvideSharedPlugin
 *     search.c          the order of all steps                           ResolverFactory
 *     search_file.c     files, folders, main fields, symbolic links      AppendPlugin, MainFieldPlugin, SymlinkPlugin
 *     search_package.c  node_modules, own name                           ModulesInHierarchicalDirectoriesPlugin
 *
 * A resolver belongs to one thread. It remembers what it has seen: the file system is taken to stand still during a run.
 */
#ifndef MFSHAKE_RESOLVE_RESOLVER_H
#define MFSHAKE_RESOLVE_RESOLVER_H

#include "base/diag.h"
#include "config/config.h"
#include "model/side_effects.h"
#include "resolve/package_json.h"
#include "resolve/tsconfig.h"

/* webpack's dependency categories. */
enum resolve_type {
    RESOLVE_IMPORT,  /* import, export from, import(); also entries and exposed modules */
    RESOLVE_REQUIRE, /* require */
    RESOLVE_URL,     /* new URL("…", import.meta.url): no extensions are tried, "x" means "./x" too */
    RESOLVE_WORKER,  /* new Worker(new URL(…)) */
    RESOLVE_CONTEXT, /* the folder of require.context and import(`./x/${…}`) */
};

enum resolution_kind {
    RESOLUTION_FILE,
    RESOLUTION_FOLDER,   /* for RESOLVE_CONTEXT only */
    RESOLUTION_IGNORED,  /* an alias or a browser field says false: an empty CommonJS module takes its place */
    RESOLUTION_EXTERNAL, /* not a file: node's own modules with target node, data:, http: */
    RESOLUTION_MISSING,
};

/* How a file's name and package fix its module system: webpack's javascript/esm, javascript/dynamic and javascript/auto. */
enum module_format {
    MODULE_FORMAT_AUTO,
    MODULE_FORMAT_ESM, /* .mjs, or .js with "type": "module": strict: __esModule of what it imports is not honoured */
    MODULE_FORMAT_COMMONJS, /* .cjs, or .js with "type": "commonjs": import and export are no syntax there */
};

/* What is known of a file without reading it. */
struct file_facts {
    const struct package_json *package; /* the nearest one, or NULL */
    enum module_format format;
    enum side_effects side_effects;
};

struct resolution {
    enum resolution_kind kind;
    struct text path;    /* of FILE and FOLDER: absolute, symbolic links resolved; of EXTERNAL: the request */
    struct text query;   /* "?query" and "#fragment" as one text, else empty; part of a module's identity */
    bool inline_loaders; /* the request named loaders ("raw-loader!./x"): what the module exports is unknown */
    struct text reason;  /* of MISSING: what was tried or which rule forbids it; a sentence part without a final dot */
    struct file_facts facts; /* of FILE */
};

struct resolver;

/* A resolver for `config`, which must outlive it. It owns all that it returns. An unreadable package.json is reported once
 * (M406) and counts as an empty one; nothing else is reported, since only the caller knows whether a request had to resolve. */
struct resolver *resolver_new(const struct config *config, struct diagnostics *diagnostics);
void resolver_free(struct resolver *resolver);

/* Resolves `request` as written in the file `issuer` (absolute). Never NULL; valid as long as the resolver. */
const struct resolution *resolver_resolve(struct resolver *resolver, struct text request, struct text issuer,
                                          enum resolve_type type);
/* The same from a folder, for requests that no file holds: entries, exposes, fallbacks of shares. */
const struct resolution *resolver_resolve_in(struct resolver *resolver, struct text request, struct text folder,
                                             enum resolve_type type);

/* The facts of any file (absolute real path), resolved or found otherwise. */
struct file_facts resolver_facts(struct resolver *resolver, struct text path);

/* The tsconfig.json that the compiler of `file` (absolute) goes by, whatever resolve.tsconfig says, or NULL. */
const struct tsconfig *resolver_tsconfig(struct resolver *resolver, struct text file);

/* The share whose relative or absolute key is the file `path` (absolute real path), as resolveMatchedConfigs finds it. The first
 * call reports relative keys that resolve to no file (M505). */
struct share_match resolver_share_of_file(struct resolver *resolver, struct text path);

/* The version that an app asks for, as webpack infers it: from `folder` upwards, the first package.json that lists
 * `package_name` in optionalDependencies, dependencies, peerDependencies or devDependencies (in that order), or that is that
 * package itself (then none). Empty when there is none or when what is listed is no version ("workspace:*", "latest"); of a git
 * address it is what follows "#semver:" or "#". */
struct text resolver_required_version(struct resolver *resolver, struct text folder, struct text package_name);

/* The version that `file` has: of the nearest package.json with a "version" up to the root of its package. Empty when none. */
struct text resolver_version(struct resolver *resolver, struct text file);

#endif
