/* Markdown, as GitHub and GitLab read it, of text that is not ours. */
#ifndef MFSHAKE_BASE_MARKDOWN_H
#define MFSHAKE_BASE_MARKDOWN_H

#include "base/buffer.h"

/* Puts `content` as a code span, in which nothing has a meaning, with what nobody would see made visible (base/escape.h). In a cell of a table a "|" is escaped even there. */
void markdown_put_code(struct text content, bool in_table, struct buffer *out);

#endif
