/* chunk, an app's report → what each export of a share keeps alone (report/retained.h).
 *
 * Over the shake table: what is live for the app's uses, and what is live when the regions of one export go as well. The sizes are those of the units
 * that go; commas, comments and blank lines that prune takes with them are not counted.
 */
#ifndef MFSHAKE_PRUNE_RETAINED_H
#define MFSHAKE_PRUNE_RETAINED_H

#include "config/text_list.h"
#include "report/retained.h"
#include "report/usage.h"

/* `report` is the app's own share-usage.json, `keys` the share key and its aliases. Everything is in `arena`. */
void retained_measure(struct arena *arena, struct text report, struct text chunk, struct text_list keys,
                      struct retained *retained);

#endif
