/* The configuration of one app: `mfshake.json`, or "mfshake" in package.json, checked and with every default filled in.
 *
 * webpack's names and shapes are kept wherever webpack has one (`entry`, `exposes`, `remotes`, `shared`, `resolve`, `define`,
 * `output`); its twin there is `applyWebpackOptionsDefaults` with ContainerPlugin's and SharePlugin's option parsing.
 *
 * Which folder paths mean. One folder, the *context*, is what every relative path of a configuration is relative to: entry,
 * exposes, relative share keys, relative alias targets, output.path. Module ids are relative to it too.
 *
 *     mfshake analyze                    the current folder, where mfshake.json or package.json is looked for
 *     mfshake analyze -C app             app, likewise
 *     mfshake analyze -c ci/app.json     ci: the configuration's own folder
 *     mfshake analyze -C app -c x.json   app: -C was said, so it counts, wherever the configuration lies
 *
 * -C and -c themselves are relative to the current folder, as every path in an option is.
 */
#ifndef MFSHAKE_CONFIG_CONFIG_H
#define MFSHAKE_CONFIG_CONFIG_H

#include "base/arena.h"
#include "base/diag.h"
#include "config/layers.h"
#include "config/share.h"
#include "config/text_list.h"

enum config_mode { CONFIG_PRODUCTION, CONFIG_DEVELOPMENT, CONFIG_NO_MODE };
enum config_target { CONFIG_WEB, CONFIG_NODE };
enum config_jsx { CONFIG_JSX_AUTOMATIC, CONFIG_JSX_TRANSFORM };
enum config_format {
    CONFIG_FORMAT_JSONP,
    CONFIG_FORMAT_COMMONJS,
    CONFIG_FORMAT_MODULE,
    CONFIG_FORMAT_CONTAINER,
    CONFIG_FORMAT_MODULE_CONTAINER
};

enum config_ids { CONFIG_IDS_NAMED, CONFIG_IDS_SHORT };

/* How an enum config_format or config_ids is written, NULL behind the last. */
extern const char *const config_format_words[];
extern const char *const config_ids_words[];
extern const char
    *const config_devtool_words[]; /* two for each place from CONFIG_MAP_FILE on: with the sources, without */

/* A root of the module graph: an entry or an exposed module. An entry without a name of its own is called "main"; the name of
 * an expose is its key ("./Widget"). */
struct config_root {
    struct text name;
    struct text layer; /* of an entry: "" for none */
    struct text_list requests;
    bool library;    /* of an entry: what its last module exports is used from outside (webpack's `library`) */
    uint32_t offset; /* of its value in the source */
};

struct config_remote {
    struct text name;           /* requests `name` and `name/…` go to the remote */
    struct text_list externals; /* "shop@http://…/remoteEntry.js" */
    struct text share_scope;
    uint32_t offset;
};

/* One row of resolve.alias, resolve.fallback or resolve.extensionAlias (enhanced-resolve's AliasPlugin). */
struct config_alias {
    struct text name;
    bool exact;               /* was written `name$`: subpaths do not match */
    bool ignored;             /* false: the module is replaced by an empty one */
    struct text_list targets; /* tried in order; relative ones were made absolute from the context */
};

struct config_aliases {
    struct config_alias *at;
    uint32_t count;
};

/* A list that replaces the defaults, in which "..." stands for the defaults. An empty list counts as not given, except where
 * it says that a field of package.json is not read. */
struct config_list {
    bool given;
    struct text_list items;
};

/* The options that resolve.byDependency can set for one kind of request, and "resolve" for all. */
struct config_lookup {
    struct config_list extensions, condition_names, main_fields, main_files, modules;
    struct config_list exports_fields, imports_fields, alias_fields;
    bool fully_specified; /* default false; true asks for it everywhere, not only in strict ES modules */
    bool prefer_relative; /* default false */
    bool prefer_absolute; /* default false: "/x" means a file of the app first, of the machine then */
};

/* One row of resolve.byDependency. Its flags were filled in from "resolve"; "..." in its lists stands for those of "resolve". */
struct config_dependency {
    struct text name; /* "esm", "commonjs", "url", "worker", or "default": every kind without a row */
    struct config_lookup lookup;
};

/* resolve.tsconfig: whose `paths` count. */
enum config_tsconfig { CONFIG_TSCONFIG_NONE, CONFIG_TSCONFIG_NEAREST, CONFIG_TSCONFIG_FILE };

struct config_resolve {
    struct config_aliases alias, fallback, extension_alias;
    struct config_lookup lookup;
    struct config_dependency *by_dependency;
    uint32_t by_dependency_count;
    struct config_list roots; /* absolute folders that "/x" is looked for in; default: the context */
    enum config_tsconfig tsconfig;
    struct text tsconfig_file; /* of CONFIG_TSCONFIG_FILE: absolute */
    bool symlinks;             /* default true: real paths */
};

/* `name` is a dotted path such as process.env.NODE_ENV, `text` the JavaScript expression that stands for it. */
struct config_define {
    struct text name, text;
};

/* One of the files that a configuration is made of. Positions in a configuration count through all of them. */
struct config_file {
    struct text path;       /* absolute */
    struct text shown_path; /* for messages */
    struct text source;
    uint32_t base; /* the position of its first byte */
};

struct json;

/* Where the source map of a chunk goes. */
enum config_map_place {
    CONFIG_MAP_NONE,
    CONFIG_MAP_FILE,   /* a file of its own, which a comment in the chunk names */
    CONFIG_MAP_INLINE, /* that comment */
    CONFIG_MAP_HIDDEN  /* a file of its own that nothing names */
};

struct config_source_map {
    enum config_map_place place; /* default: none */
    bool without_content;        /* the map names its sources and does not hold them */
};

struct config {
    struct text path;          /* of the file, absolute */
    struct text shown_path;    /* the same for messages: from the current folder when it lies below it */
    struct text source;        /* its bytes */
    struct text context;       /* absolute, symbolic links resolved */
    struct config_file *files; /* of a configuration that is a program: its own and those that it imports */
    uint32_t file_count;       /* 0: `source` alone */
    const struct json *root;   /* what was given, with the place of each value */

    struct text name; /* empty when not given */
    enum config_mode mode;
    enum config_target target;
    enum config_jsx jsx;
    bool jsx_given; /* else the nearest tsconfig.json of a file may say */

    struct config_root *entries;
    uint32_t entry_count;
    struct config_root *exposes;
    uint32_t expose_count;
    struct config_remote *remotes;
    uint32_t remote_count;
    struct text_list share_scopes;      /* of shares and remotes that name none; default: "default" */
    enum share_strategy share_strategy; /* recorded; decides at run time only */
    struct share *shares;
    uint32_t share_count;
    bool shares_suffixes;                  /* one has allowNodeModulesSuffixMatch */
    const struct layer_rules *layer_rules; /* NULL: which modules are in which layer is not known */
    struct text_list layers;               /* all that are named, each once: those that something assigns come first */
    uint32_t assigned_layer_count;

    struct config_resolve resolve;
    struct config_define *defines;
    uint32_t define_count;

    struct config_source_map source_map; /* devtool */

    struct text output_path; /* absolute; default "dist/shared" */
    enum config_format output_format;
    bool library; /* output.library: entries that do not say otherwise are libraries; also set in each of them */
    enum config_ids output_ids;
    struct text unique_name; /* output.uniqueName, else name, else the name in the context's package.json, else empty */
    uint32_t share_depth;    /* default 5; 0 is unlimited */
};

struct config_source {
    struct text folder; /* -C, or empty */
    struct text file;   /* -c, or empty */
    struct text_list
        environment; /* --env: "NAME=VALUE", what process.env.NAME is in a configuration that is a program */
};

/* Finds, reads and checks the configuration: mfshake.json, "mfshake" in package.json, or the configuration of a bundler (config/static_config.h says which, and how they
 * are read). Everything lies in `arena` and is immutable. Reports every problem it finds (M301 to M308, M401, M405) and returns NULL when one is an error. */
const struct config *config_load(struct arena *arena, struct diagnostics *diagnostics, struct config_source source);

/* Where byte `offset` of the configuration stands, for diagnostics of later passes. */
struct diag_place config_place(const struct config *config, uint32_t offset);

/* The remote that `request` goes to ("shop", "shop/Cart"), or NULL. Twin: ContainerReferencePlugin. */
const struct config_remote *config_remote_of(const struct config *config, struct text request);

/* The expression that `name` ("process.env.NODE_ENV") stands for, or NULL. */
const struct config_define *config_define_of(const struct config *config, struct text name);

#endif
