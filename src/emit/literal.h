/* Names and strings as JavaScript writes them. */
#ifndef MFSHAKE_EMIT_LITERAL_H
#define MFSHAKE_EMIT_LITERAL_H

#include "base/buffer.h"

/* Puts `t` as a string literal between `quote`s (' or "). Control characters, U+2028 and U+2029 are escaped, a lone surrogate in its three-byte
 * form becomes \uDxxx, any other invalid byte U+FFFD: the result is valid UTF-8 on one line. */
void literal_put_string(struct buffer *out, struct text t, char quote);

/* True for a byte that may be part of an identifier; every byte of a character beyond ASCII counts. */
bool literal_is_name_byte(char c);

/* True for a name of ASCII letters, digits, _ and $ that does not start with a digit and is no reserved word: it can stand
 * unquoted wherever JavaScript wants a name. */
bool literal_is_plain_name(struct text name);

/* Puts `name` as the key of an object literal: plain, quoted, or ["__proto__"]. */
void literal_put_key(struct buffer *out, struct text name);

/* Puts the access to a member: .name or ["name"]. */
void literal_put_member(struct buffer *out, struct text name);

/* Puts `t` with every run of characters that an identifier can not hold replaced by one underscore (webpack's Template.toIdentifier). */
void literal_put_identifier(struct buffer *out, struct text t);

#endif
