/* An ordered list of texts. */
#ifndef MFSHAKE_CONFIG_TEXT_LIST_H
#define MFSHAKE_CONFIG_TEXT_LIST_H

#include "base/text.h"

struct text_list {
    struct text *at;
    uint32_t count;
};

static inline bool text_list_has(struct text_list list, struct text wanted)
{
    for (uint32_t i = 0; i < list.count; i++) {
        if (text_equal(list.at[i], wanted)) return true;
    }
    return false;
}

#endif
