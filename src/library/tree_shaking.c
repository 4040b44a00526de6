#include "library/library.h"

#include "report/tree_shaking.h"

bool mfshake_usage_tree_shaking(const struct mfshake_usage *usage, const struct mfshake_tree_shaking_options *given,
                                struct mfshake_tree_shaking **result, struct mfshake_diagnostics *diagnostics)
{
    struct mfshake_tree_shaking_options options;
    copy_known(&options, sizeof options, given, given ? given->size : 0);
    struct text mode = options.mode ? text_of(options.mode) : TEXT("server-calc");
    struct tree_shaking_request request = {
        .host = take(options.host),
        .target = options.target ? text_of(options.target) : TEXT("web"),
        .library_type = options.library_type ? text_of(options.library_type) : TEXT("global"),
    };
    *result = memory_alloc(sizeof **result);
    buffer_init(&(*result)->text);
    bool good = options.as_request
                    ? tree_shaking_request(usage_set_of(usage), &request, &(*result)->text, &diagnostics->list)
                    : tree_shaking_fragment(usage_set_of(usage), mode, &(*result)->text, &diagnostics->list);
    if (good) return true;
    mfshake_tree_shaking_free(*result);
    *result = NULL;
    return false;
}

struct mfshake_text mfshake_tree_shaking_text(const struct mfshake_tree_shaking *result)
{
    return give(buffer_text(&result->text));
}

void mfshake_tree_shaking_free(struct mfshake_tree_shaking *result)
{
    if (!result) return;
    buffer_release(&result->text);
    memory_free(result);
}
