#include "base/sha384.h"
#include "overview/assets.h"
#include "overview/overview.h"

static struct text asset(const unsigned char *bytes)
{
    return text_of((const char *)bytes);
}

static void put_source(const struct overview *overview, struct text code, struct buffer *out)
{
    buffer_format(out, " '%.*s'", TEXT_ARGS(sha384_integrity(overview->arena, code)));
}

/* Nothing is loaded from anywhere, and no script runs but these: whatever a name in the data may hold. */
static void put_policy(const struct overview *overview, const struct text *scripts, uint32_t count, struct text style,
                       struct buffer *out)
{
    buffer_put_string(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src");
    for (uint32_t i = 0; i < count; i++) put_source(overview, scripts[i], out);
    buffer_put_string(out, "; style-src");
    put_source(overview, style, out);
    buffer_put_string(out, "; img-src data:; base-uri 'none'; form-action 'none'; "
                           "require-trusted-types-for 'script'; trusted-types 'none'\">\n");
}

static void put_element(const char *opening, struct text content, const char *closing, struct buffer *out)
{
    buffer_put_string(out, opening);
    buffer_put(out, content);
    buffer_put_string(out, closing);
}

/* The data stand in scripts of a type that no browser runs; no "<" is in them (json_put_quoted). */
static void put_data(const struct overview *overview, struct buffer *out)
{
    buffer_put_string(out, "<script type=\"application/json\" id=\"overview\">");
    overview_json(overview, true, out);
    buffer_put_string(out, "</script>\n<script type=\"application/json\" id=\"simulations\">[");
    for (uint32_t i = 0; i < overview->chunks.count; i++) {
        if (i) buffer_put_char(out, ',');
        buffer_put(out, buffer_text(&overview->chunks.at[i].simulation.table));
    }
    buffer_put_string(out, "]</script>\n");
}

void overview_html(const struct overview *overview, struct buffer *out)
{
    struct text style = asset(asset_style);
    const struct text scripts[] = {asset(asset_hierarchy), asset(asset_simulate), asset(asset_treemap),
                                   asset(asset_page)};
    enum { SCRIPTS = sizeof scripts / sizeof *scripts };
    buffer_put_string(out, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    put_policy(overview, scripts, SCRIPTS, style, out);
    buffer_put_string(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                           "<meta name=\"referrer\" content=\"no-referrer\">\n"
                           "<meta name=\"generator\" content=\"mfshake " MFSHAKE_VERSION "\">\n"
                           "<link rel=\"icon\" href=\"data:,\">\n<title>Shared packages</title>\n");
    put_element("<style>", style, "</style>\n</head>\n", out);
    put_element("<body>\n", asset(asset_body), "", out);
    put_data(overview, out);
    for (uint32_t i = 0; i < SCRIPTS; i++) put_element("<script>", scripts[i], "</script>\n", out);
    buffer_put_string(out, "</body>\n</html>\n");
}
