/* Facts → what a user would want to change about the shares: warnings and notes M601 and M605 to M611, each at its place.
 *
 * None of them changes what is reported or written; an unknown stays a use whether somebody is told of it or not.
 */
#ifndef MFSHAKE_ANALYZE_LINTS_H
#define MFSHAKE_ANALYZE_LINTS_H

#include "analyze/provided.h"
#include "analyze/used.h"
#include "config/config.h"

/* `used` is used_compute of the app alone. */
void lints_report(const struct config *config, const struct graph *graph, const struct provided *provided,
                  const struct used *used, struct diagnostics *diagnostics);

#endif
