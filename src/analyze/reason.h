/* Why something had to be taken as a whole, in words. */
#ifndef MFSHAKE_ANALYZE_REASON_H
#define MFSHAKE_ANALYZE_REASON_H

#include "model/record.h"

/* A sentence part such as "the namespace object is passed on"; empty for REASON_NONE. Static. */
const char *reason_words(enum reason_kind reason);

#endif
