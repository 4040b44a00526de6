/* Two merged reports → what one has that the other has not: exports that are kept or provided, by share key, with who uses the new ones and where. */
#ifndef MFSHAKE_GATE_DIFFERENCE_H
#define MFSHAKE_GATE_DIFFERENCE_H

#include "base/buffer.h"
#include "report/merged_view.h"

/* Keys that do not differ are left out of each form. How many differ. */
uint32_t difference_text(const struct merged_view *before, const struct merged_view *now, struct buffer *out);
/* For a comment on a pull request. */
void difference_markdown(const struct merged_view *before, const struct merged_view *now, struct buffer *out);
/* schemas/diff-v1.schema.json */
void difference_json(const struct merged_view *before, const struct merged_view *now, struct buffer *out);

#endif
