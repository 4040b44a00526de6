/* A request taken apart. Twins: NormalModuleFactory (loaders), ParsePlugin and Resolver.parse. Internal to resolve/. */
#ifndef MFSHAKE_RESOLVE_REQUEST_H
#define MFSHAKE_RESOLVE_REQUEST_H

#include "base/text.h"

enum request_kind {
    REQUEST_EMPTY,
    REQUEST_RELATIVE, /* ., .., ./x, ../x */
    REQUEST_ABSOLUTE, /* /x */
    REQUEST_INTERNAL, /* #x: the imports field of the issuer's package */
    REQUEST_BARE,     /* a package */
};

struct request {
    enum request_kind kind;
    struct text path;            /* without the slash at its end */
    struct text query, fragment; /* "?…" and "#…", each empty when missing */
    bool folder;                 /* a slash stood at the end: only a folder will do */
};

struct request request_parse(struct text request);
enum request_kind request_kind_of(struct text path);

/* What is left of `request` without inline loaders ("!!a-loader!./x" → "./x"); *loaders says whether there were any. */
struct text request_without_loaders(struct text request, bool *loaders);

#endif
