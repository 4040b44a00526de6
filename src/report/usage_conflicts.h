/* What several apps say of shares → versions that do not fit together at run time (M612, M613), and shares that one app has for itself (M614).
 *
 * Within one share scope, by webpack's rules: of a singleton the highest provided version is used by all; other consumers take any
 * provided version that satisfies them, their own at last. A report tells the highest version that its app provides. Reports that
 * tell no versions (the prototypes') say nothing here, and what prune removes does not depend on any of it.
 */
#ifndef MFSHAKE_REPORT_USAGE_CONFLICTS_H
#define MFSHAKE_REPORT_USAGE_CONFLICTS_H

#include "report/merged_view.h"

/* For reports that were read, and for the merged table. */
void usage_conflicts_report(const struct usage_set *set, struct diagnostics *diagnostics);
void merged_conflicts_report(const struct merged_view *view, struct diagnostics *diagnostics);

#endif
