/* Do a record and a graph keep what their headers promise?
 *
 * Index ranges, sorted orders, spans inside the source, parts and rewrites that do not overlap. Cheap (one loop over each table): tests call it after every pass,
 * builds with MFSHAKE_VERIFY (SAN=1 sets it) do too and stop at the first broken promise. A cache calls it on what it reads.
 */
#ifndef MFSHAKE_MODEL_VERIFY_H
#define MFSHAKE_MODEL_VERIFY_H

#include "model/graph.h"

/* What is wrong with `record`, made of `source_length` bytes: one line in `arena`, empty when nothing is. */
struct text verify_record(const struct record *record, size_t source_length, struct arena *arena);

/* What is wrong with the tables of `graph` or with one of its records: one line in `arena`, empty when nothing is. */
struct text verify_graph(const struct graph *graph, struct arena *arena);

/* Prints `problem` and aborts unless it is empty: for passes, under MFSHAKE_VERIFY. */
void verify_or_abort(struct text problem);

#endif
