/* The effective configuration, and where each value came from: what `mfshake config` prints.
 *
 * As JSON, objects of names with leaves {"value": …, "from": "webpack.config.js:12:5" or "default"}; "file" names the configuration. As text, one line for each
 * leaf. Versions that are inferred from package.json files are null.
 */
#ifndef MFSHAKE_REPORT_CONFIG_TABLE_H
#define MFSHAKE_REPORT_CONFIG_TABLE_H

#include "base/buffer.h"
#include "config/config.h"

void config_table_json(const struct config *config, struct buffer *out);
void config_table_text(const struct config *config, struct buffer *out);

#endif
