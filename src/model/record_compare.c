#include "model/record_compare.h"

/* Strings are numbered within each record. */
static bool same_string(const struct record *a, string_index of_a, const struct record *b, string_index of_b)
{
    return (of_a == 0) == (of_b == 0) && text_equal(record_string(a, of_a), record_string(b, of_b));
}

static bool same_pattern(const struct record *a, struct context_pattern of_a, const struct record *b,
                         struct context_pattern of_b)
{
    return same_string(a, of_a.source, b, of_b.source) && same_string(a, of_a.flags, b, of_b.flags);
}

static bool same_context(const struct record *a, const struct context *of_a, const struct record *b,
                         const struct context *of_b)
{
    return of_a->asked_by == of_b->asked_by && of_a->recursive == of_b->recursive &&
           same_string(a, of_a->suffix, b, of_b->suffix) && same_string(a, of_a->prefix, b, of_b->prefix) &&
           same_pattern(a, of_a->pattern, b, of_b->pattern) && same_pattern(a, of_a->include, b, of_b->include) &&
           same_pattern(a, of_a->exclude, b, of_b->exclude);
}

static bool same_request(const struct record *a, const struct request *of_a, const struct record *b,
                         const struct request *of_b)
{
    if (of_a->kind != of_b->kind || of_a->optional != of_b->optional || of_a->evaluates != of_b->evaluates ||
        (of_a->context == INDEX_NONE) != (of_b->context == INDEX_NONE))
        return false;
    return same_string(a, of_a->specifier, b, of_b->specifier) &&
           same_string(a, of_a->attribute_type, b, of_b->attribute_type) &&
           (of_a->context == INDEX_NONE ||
            same_context(a, &a->contexts[of_a->context], b, &b->contexts[of_b->context]));
}

bool record_same_requests(const struct record *a, const struct record *b)
{
    bool same = a->syntax == b->syntax && a->request_count == b->request_count;
    for (uint32_t i = 0; same && i < a->request_count; i++) same = same_request(a, &a->requests[i], b, &b->requests[i]);
    return same;
}

static bool same_export(const struct record *a, const struct export_entry *of_a, const struct record *b,
                        const struct export_entry *of_b)
{
    return of_a->kind == of_b->kind && of_a->request == of_b->request && same_string(a, of_a->name, b, of_b->name) &&
           same_string(a, of_a->imported, b, of_b->imported);
}

static bool same_commonjs(const struct record *a, const struct commonjs_export *of_a, const struct record *b,
                          const struct commonjs_export *of_b)
{
    return of_a->shape == of_b->shape && of_a->request == of_b->request && same_string(a, of_a->name, b, of_b->name) &&
           same_string(a, of_a->imported, b, of_b->imported);
}

bool record_same_exports(const struct record *a, const struct record *b)
{
    bool same = a->syntax == b->syntax && a->commonjs_type == b->commonjs_type &&
                a->commonjs_open == b->commonjs_open && a->exports_open == b->exports_open &&
                a->export_count == b->export_count && a->commonjs_count == b->commonjs_count;
    for (uint32_t i = 0; same && i < a->export_count; i++) same = same_export(a, &a->exports[i], b, &b->exports[i]);
    for (uint32_t i = 0; same && i < a->commonjs_count; i++)
        same = same_commonjs(a, &a->commonjs[i], b, &b->commonjs[i]);
    return same;
}
