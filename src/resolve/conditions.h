/* What the configuration's mode and target and the kind of a request make of the resolve options. Twin: getResolveDefaults in
 * webpack's config/defaults. Internal to resolve/. */
#ifndef MFSHAKE_RESOLVE_CONDITIONS_H
#define MFSHAKE_RESOLVE_CONDITIONS_H

#include "resolve/resolver.h"

enum { RESOLVE_TYPES = RESOLVE_CONTEXT + 1 };

struct resolve_options {
    struct text_list conditions; /* "default" is not listed: it always holds */
    struct text_list extensions;
    struct text_list
        last_extensions; /* tried when nothing else was found; empty when the configuration lists extensions */
    struct text_list main_fields;
    struct text_list main_files;
    struct text_list alias_fields; /* package.json fields that map requests, such as "browser" */
    struct text_list exports_fields, imports_fields;
    struct text_list modules; /* names of folders to look into on the way up, or absolute folders */
    struct text_list roots;   /* folders that "/x" is looked for in */
    bool fully_specified;     /* asked for by the configuration */
    bool prefer_relative, prefer_absolute;
    bool to_folder; /* the request names a folder */
};

struct resolve_options conditions_of(struct arena *arena, const struct config *config, enum resolve_type type);

#endif
