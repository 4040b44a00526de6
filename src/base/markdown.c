#include "base/markdown.h"

#include "base/escape.h"

static size_t longest_backticks(struct text t)
{
    size_t longest = 0, run = 0;
    for (size_t i = 0; i < t.length; i++) {
        run = t.at[i] == '`' ? run + 1 : 0;
        if (run > longest) longest = run;
    }
    return longest;
}

void markdown_put_code(struct text content, bool in_table, struct buffer *out)
{
    struct buffer visible;
    buffer_init(&visible);
    escape_text(&visible, content, false);
    struct text t = buffer_text(&visible);
    size_t fence = longest_backticks(t) + 1;
    for (size_t i = 0; i < fence; i++) buffer_put_char(out, '`');
    if (fence > 1 || t.length == 0) buffer_put_char(out, ' ');
    for (size_t i = 0; i < t.length; i++) {
        if (in_table && t.at[i] == '|') buffer_put_char(out, '\\');
        buffer_put_char(out, t.at[i]);
    }
    if (fence > 1) buffer_put_char(out, ' ');
    for (size_t i = 0; i < fence; i++) buffer_put_char(out, '`');
    buffer_release(&visible);
}
