/* Syntax tree of a chunk → its module map: ids, factories, and which parameter is which.
 *
 * The containers: `(self["webpackChunk…"] = … || []).push([[ids], {modules}, runtime?])`, `exports.modules = {modules}`, the ES module
 * `export const __webpack_modules__ = {modules}`, a share's container, `… = (() => { var __webpack_modules__ = {modules}; … })()`, and a bundle in one file: the
 * same call alone, or the variable at the top. A map is an object or, with ids that are small numbers, an array. A factory is a function, an arrow or a method; its parameters are module, exports and require by
 * position, whatever their names. Twin: webpack's ArrayPushCallbackChunkFormatPlugin and CommonJsChunkFormatPlugin,
 * read backwards.
 */
#ifndef MFSHAKE_PRUNE_CONTAINER_H
#define MFSHAKE_PRUNE_CONTAINER_H

#include "base/diag.h"
#include "prune/shake_table.h"
#include "syntax/scope.h"

enum container_kind { CONTAINER_JSONP, CONTAINER_COMMONJS, CONTAINER_MODULE, CONTAINER_SHARE, CONTAINER_BUNDLE };

struct container_module {
    struct text id;   /* property key as JavaScript reads it: string decoded, number in its shortest form */
    node_id entry;    /* the pair or method in the map */
    node_id function; /* NODE_NONE when the value is no function that can be read */
    node_id body;     /* statement block, or the expression of an arrow; NODE_NONE like function */
    binding_id module, exports, require; /* the parameters; BINDING_FREE for one that is missing */
    const char *opaque; /* not NULL: why nothing inside may be removed and all modules count as required */
};

struct container {
    enum container_kind kind;
    struct text
        runtime; /* the name of the array that chunks are pushed to, or that a bundle's runtime listens to; "" when there is none */
    node_id map;       /* the object, or array, of factories */
    uint32_t first_id; /* of an array: the id of its first element */
    node_id ids;       /* the array of chunk ids, or NODE_NONE */
    node_id
        body; /* of a CONTAINER_SHARE that is a script: the function around the map and its runtime; else NODE_NONE */
    const struct container_module *modules; /* in source order */
    uint32_t count;
    const uint32_t *by_id; /* modules sorted by id */
    bool is_complete;      /* false: the map holds a spread or a computed key, so ids are missing */
};

/* Finds the container of a chunk. False when there is none, or more than one. Everything lives in `arena`. */
bool container_find(const struct syntax *syntax, const struct scopes *scopes, struct arena *arena,
                    struct container *container);

/* The module whose id is `id`, the last one when several have it, or MODULE_NONE. */
uint32_t container_module_named(const struct container *container, struct text id);
/* The module around byte `offset`, or MODULE_NONE. */
uint32_t container_module_at(const struct syntax *syntax, const struct container *container, uint32_t offset);
/* The property key that a string or number literal stands for, in the form of container_module.id. False for other
 * nodes. */
bool container_id_of(const struct syntax *syntax, struct arena *arena, node_id node, struct text *id);

#endif
