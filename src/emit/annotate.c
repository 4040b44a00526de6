#include "emit/annotate.h"

const struct text annotate_close = TEXT(" /* @common:endif */");

static bool is_valid_utf8(struct text t)
{
    for (size_t i = 0; i < t.length;) {
        unsigned char lead = (unsigned char)t.at[i];
        size_t length = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
        if (length == 0 || i + length > t.length) return false;
        for (size_t k = 1; k < length; k++) {
            if (((unsigned char)t.at[i + k] & 0xc0) != 0x80) return false;
        }
        if (lead == 0xed && (unsigned char)t.at[i + 1] >= 0xa0) return false; /* a lone surrogate */
        i += length;
    }
    return true;
}

static void put_encoded(struct buffer *out, struct text t)
{
    for (size_t i = 0; i < t.length; i++) {
        char c = t.at[i];
        bool ends_comment = c == '*' && i + 1 < t.length && t.at[i + 1] == '/';
        if (c == '%' || c == '"' || c == ']' || c == '\r' || c == '\n' || ends_comment) {
            buffer_format(out, "%%%02X", (unsigned)(unsigned char)c);
        } else {
            buffer_put_char(out, c);
        }
    }
}

bool annotate_put_condition(struct buffer *out, struct text key, struct text name)
{
    /* The report keeps its metadata beside the exports, under this name. */
    if (text_is(name, "chunk_characteristics")) return false;
    if (!is_valid_utf8(key) || !is_valid_utf8(name)) return false;
    buffer_put_string(out, "treeShake.");
    put_encoded(out, key);
    buffer_put_char(out, '.');
    put_encoded(out, name);
    return true;
}

struct text annotate_open(struct emit_context *context, module_id module, name_id name)
{
    name_id public_name = attribution_condition(context->attribution, module, name);
    if (public_name == NAME_NONE) return TEXT("");
    struct text spelled = names_text(context->graph->names, public_name), opening = TEXT("");
    struct buffer out;
    buffer_init(&out);
    buffer_put_string(&out, "/* @common:if [condition=\"");
    if (annotate_put_condition(&out, context->key, spelled)) {
        buffer_put_string(&out, "\"] */ ");
        opening = arena_copy(context->arena, buffer_text(&out));
        context->summary->region_count++;
    } else {
        diag_add(context->diagnostics, DIAG_EXPORT_UNCARRIABLE,
                 diag_place_file(context->graph->modules[module].shown_path),
                 "no condition can name the export %.*s of %.*s", TEXT_ARGS(spelled), TEXT_ARGS(context->key));
    }
    buffer_release(&out);
    return opening;
}
