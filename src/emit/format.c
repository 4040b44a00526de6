#include "emit/format.h"

#include "emit/literal.h"
#include "emit/runtime.h"

static void put_directive(const struct emit_context *context, struct buffer *out)
{
    if (context->strict_file && !format_is_module_file(context->options->format))
        buffer_put_string(out, "\"use strict\";\n");
}

static void put_jsonp_start(const struct emit_context *context, struct buffer *out)
{
    struct buffer global;
    buffer_init(&global);
    buffer_put_string(&global, "webpackChunk");
    literal_put_identifier(&global, context->options->unique_name);
    struct text name = buffer_text(&global);
    buffer_format(out, "(self[\"%.*s\"] = self[\"%.*s\"] || []).push([[", TEXT_ARGS(name), TEXT_ARGS(name));
    buffer_release(&global);
    literal_put_string(out, context->key, '"');
    buffer_put_string(out, "],");
}

static void put_container_start(const struct emit_context *context, struct buffer *out)
{
    if (context->options->format == EMIT_CONTAINER) {
        buffer_put_string(out, "globalThis[");
        literal_put_string(out, context->options->container_name, '"');
        buffer_put_char(out, ']');
    } else {
        buffer_put_string(out, "const container");
    }
    buffer_put_string(out, " = (() => {\n");
    put_directive(context, out);
    buffer_put_string(out, "var __webpack_modules__ = (");
}

void format_put_start(const struct emit_context *context, struct buffer *out)
{
    enum emit_format format = context->options->format;
    if (!emit_has_own_runtime(format)) put_directive(context, out);
    if (context->members.has_externals && format_is_module_file(format)) {
        /* An ES module has no require of its own. */
        buffer_put_string(out, "import { createRequire } from \"node:module\";\n"
                               "const require = createRequire(import.meta.url);\n");
    }
    switch (format) {
    case EMIT_JSONP: put_jsonp_start(context, out); break;
    case EMIT_COMMONJS:
        buffer_put_string(out, "exports.ids = [");
        literal_put_string(out, context->key, '"');
        buffer_put_string(out, "];\nexports.modules = ");
        break;
    case EMIT_MODULE:
        buffer_put_string(out, "export const __webpack_ids__ = [");
        literal_put_string(out, context->key, '"');
        buffer_put_string(out, "];\nexport const __webpack_modules__ = ");
        break;
    case EMIT_CONTAINER:
    case EMIT_MODULE_CONTAINER: put_container_start(context, out); break;
    }
}

static void put_container_end(const struct emit_context *context, const struct alias_group *group, struct buffer *out)
{
    bool has_consumed = context->members.has_consumed;
    const struct provided_share *share = &context->graph->provided_shares[group->members[0]];
    buffer_put_string(out, ");\n\n");
    runtime_put(context->summary->helpers, out);
    if (has_consumed) runtime_put_consume(context->ids.consumed_prefix, out);
    buffer_put_string(out, "const container = {\n  key: ");
    literal_put_string(out, context->key, '"');
    buffer_put_string(out, ",\n  version: ");
    literal_put_string(out, share->version, '"');
    buffer_put_string(out, has_consumed ? ",\n  init: __webpack_init__" : ",\n  init: () => Promise.resolve()");
    buffer_put_string(out, ",\n  get: () => () => __webpack_require__(");
    emit_put_id(context, group->root, out);
    buffer_put_string(out, ")\n};\n");
    /* In Node the federation runtime takes what the script exports, and sets the global to that. */
    if (context->options->format == EMIT_CONTAINER)
        buffer_put_string(out, "if (typeof module === \"object\" && module) module.exports = container;\n");
    buffer_put_string(out, "return container;\n})();\n");
    if (context->options->format == EMIT_MODULE_CONTAINER)
        buffer_put_string(out, "export const { key, version, init, get } = container;\n");
}

void format_put_end(const struct emit_context *context, const struct alias_group *group, struct buffer *out)
{
    switch (context->options->format) {
    case EMIT_JSONP: buffer_put_string(out, "]);\n"); break;
    case EMIT_COMMONJS:
    case EMIT_MODULE: buffer_put_string(out, ";\n"); break;
    case EMIT_CONTAINER:
    case EMIT_MODULE_CONTAINER: put_container_end(context, group, out); break;
    }
}
