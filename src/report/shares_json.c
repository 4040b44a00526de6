#include "report/shares_json.h"

#include "base/json_write.h"
#include "base/vec.h"

#include <stdlib.h>

enum { COLUMNS = 5 };
static const char *const columns[COLUMNS] = {"file", "request", "key", "scope", "requiredVersion"};

struct row {
    struct text cells[COLUMNS];
};

typedef VEC(struct row) row_vec;

static int compare_rows(const void *left, const void *right)
{
    const struct row *a = left, *b = right;
    int order = 0;
    for (int i = 0; order == 0 && i < COLUMNS; i++) order = text_compare(a->cells[i], b->cells[i]);
    return order;
}

static struct text shown_id(const struct module *module)
{
    return text_starts_with(module->id, TEXT("./")) ? text_slice(module->id, 2, module->id.length) : module->id;
}

static void add_rows(const struct module *from, struct text request, const struct module *consumed, row_vec *rows)
{
    for (uint32_t s = 0; s < consumed->share_scope_count; s++) {
        vec_push(rows, (struct row){{shown_id(from), request, consumed->share_key, consumed->share_scopes[s],
                                     consumed->required_version}});
    }
}

static void collect(const struct graph *graph, row_vec *rows)
{
    for (module_id m = 1; m < graph->module_count; m++) {
        const struct record *record = graph->modules[m].record;
        for (uint32_t r = 0; record && r < record->request_count; r++) {
            module_id to = graph_connection(graph, m, r)->to;
            for (; graph->modules[to].kind == MODULE_CONSUME_SHARED; to = graph->modules[to].otherwise)
                add_rows(&graph->modules[m], record_string(record, record->requests[r].specifier), &graph->modules[to],
                         rows);
        }
    }
}

void shares_json(const struct graph *graph, struct buffer *out)
{
    row_vec rows = {0};
    collect(graph, &rows);
    if (rows.count) qsort(rows.at, rows.count, sizeof *rows.at, compare_rows);
    struct json_writer json;
    json_writer_init(&json, out);
    json_array(&json);
    for (uint32_t i = 0; i < rows.count; i++) {
        if (i && compare_rows(&rows.at[i - 1], &rows.at[i]) == 0) continue;
        json_object(&json);
        for (int c = 0; c < COLUMNS; c++) {
            json_key(&json, text_of(columns[c]));
            json_string(&json, rows.at[i].cells[c]);
        }
        json_end(&json);
    }
    json_end(&json);
    json_finish(&json);
    vec_release(&rows);
}
