/* data: URLs (RFC 2397): the text of a module in its own request. */
#ifndef MFSHAKE_BASE_DATA_URL_H
#define MFSHAKE_BASE_DATA_URL_H

#include "base/arena.h"
#include "base/text.h"

struct data_url {
    struct text media_type; /* as written, without parameters; may be empty */
    bool is_base64;
    struct text body; /* encoded */
};

/* Takes `url` apart, as webpack's DataUriPlugin does; the texts are parts of it. False when it is no data: URL. */
bool data_url_read(struct text url, struct data_url *read);

/* The bytes that it stands for, in `arena`. A body with wrong %-escapes stands for itself, as in webpack. False for wrong base64. */
bool data_url_decode(struct arena *arena, const struct data_url *url, struct text *bytes);

#endif
