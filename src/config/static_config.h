/* Configurations of webpack, Rspack, Rsbuild, Vite, Next and Module Federation's own, read without running them. Internal to config/.
 *
 * What mfshake needs of them becomes the JSON tree that an mfshake.json with the same meaning would have, with the place of each value, so that one reader
 * (config.c and its parts) checks both. What is needed and not known is an error (M308) at its place.
 *
 *     options of the federation plugin    name, exposes, remotes, shared, shareScope
 *     webpack, Rspack                     context, entry (default ./src), mode, target, resolve, output.path, output.uniqueName
 *     Rsbuild                             source.entry (default ./src/index), mode, output.target, output.distPath, resolve, source.alias
 *     Vite                                resolve.alias, resolve.extensions, resolve.mainFields, resolve.conditions, build.outDir; the
 *                                         scripts of index.html are the entry
 *     Next                                none: what is exposed is where the app starts; `webpack` is read as called for the client's build
 *
 * output.path becomes the folder "shared" in the bundler's own. module-federation.config.* has the plugin's options alone; the rest comes from the
 * bundler's configuration beside it, if there is one.
 */
#ifndef MFSHAKE_CONFIG_STATIC_CONFIG_H
#define MFSHAKE_CONFIG_STATIC_CONFIG_H

#include "config/config_reader.h"

/* True when `path` is a program by its extension. */
bool static_config_is_program(struct text path);

/* The configurations of other tools in `folder`, in the order in which they are tried, as absolute paths. */
struct text_list static_config_find(struct arena *arena, struct text folder);

/* Reads the program at the absolute `path` into the tree that config.c reads, and into reader->config: its files and context. NULL after errors; also, without an
 * error, when the program has no federation plugin and `optional`. */
const struct json *static_config_read(struct config_reader *reader, struct text path, bool optional);

#endif
