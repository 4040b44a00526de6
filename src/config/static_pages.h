/* Frameworks find the modules where an app starts by the folders in which they lie. Internal to config/.
 *
 *     Next      pages/, app/, both also below src/; middleware and instrumentation beside them
 *     Modern    src/ (its entries and routes may lie anywhere below)
 *
 * Their exports are used by the framework, as those of exposed modules are by others.
 */
#ifndef MFSHAKE_CONFIG_STATIC_PAGES_H
#define MFSHAKE_CONFIG_STATIC_PAGES_H

#include "config/static_json.h"

enum pages_framework { PAGES_OF_NEXT, PAGES_OF_MODERN };

/* Adds every script of these folders to "exposes" of `root`, by its path; tests and type declarations are left out. */
void static_put_pages(struct reading *r, struct json *root, enum pages_framework framework);

#endif
