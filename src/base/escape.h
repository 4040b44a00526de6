/* Text for people: control characters, escape sequences, bidirectional overrides and invalid UTF-8 made visible. */
#ifndef MFSHAKE_BASE_ESCAPE_H
#define MFSHAKE_BASE_ESCAPE_H

#include "base/buffer.h"

/* Puts `t` with C0, DEL, C1, bidi controls and line separators as \xNN or \u{NNNN}; a newline stays a newline only with `keep_newlines`. */
void escape_text(struct buffer *out, struct text t, bool keep_newlines);

#endif
