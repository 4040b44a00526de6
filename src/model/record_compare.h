/* What of a module's record other passes see changed: for deciding how much of them is to be done again when a source changed. */
#ifndef MFSHAKE_MODEL_RECORD_COMPARE_H
#define MFSHAKE_MODEL_RECORD_COMPARE_H

#include "model/record.h"

/* The same requests in the same order, but for where they stand: they lead where they led. */
bool record_same_requests(const struct record *a, const struct record *b);
/* The same exports in the same order, but for where they stand, and the same knowledge of them: what the module provides is the same, when its requests lead to the same modules. */
bool record_same_exports(const struct record *a, const struct record *b);

#endif
