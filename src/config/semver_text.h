/* White space as both readings of versions know it: JavaScript's trim() on ASCII, which also takes \f and \v. Internal to semver. */
#ifndef MFSHAKE_CONFIG_SEMVER_TEXT_H
#define MFSHAKE_CONFIG_SEMVER_TEXT_H

#include "base/text.h"

static inline bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

static inline struct text trim(struct text t)
{
    while (t.length && is_space(t.at[0])) t = text_slice(t, 1, t.length);
    while (t.length && is_space(t.at[t.length - 1])) t.length--;
    return t;
}

#endif
