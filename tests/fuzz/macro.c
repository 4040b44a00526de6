/* The macro lexer and the pairing of regions. Each line of the input is a comment. */
#include "fuzz.h"

#include "base/vec.h"
#include "prune/macro.h"

struct text fuzz_seed(void)
{
    return TEXT("/* @common:if [condition=\"treeShake.k.a\"] */\n/* @common:endif */");
}

static bool is_part_of(struct text part, struct text whole)
{
    return part.length == 0 || (part.at >= whole.at && part.at + part.length <= whole.at + whole.length);
}

static void check_regions(const struct syntax *syntax, const struct macros *macros)
{
    for (uint32_t r = 0; r < macros->region_count; r++) {
        const struct macro_region *region = &macros->regions[r];
        FUZZ_PROMISE(region->opening < region->closing && region->closing < syntax->comment_count);
        const struct syntax_comment *comment = &syntax->comments[region->opening];
        FUZZ_PROMISE(region->condition.length > 0 &&
                     is_part_of(region->condition, text_slice(syntax->source, comment->start, comment->end)));
        if (r) FUZZ_PROMISE(region[-1].opening < region->opening);
        if (region->parent == REGION_NONE) continue;
        const struct macro_region *parent = &macros->regions[region->parent];
        FUZZ_PROMISE(region->parent < r && parent->opening < region->opening && region->closing < parent->closing);
    }
}

bool fuzz_try(struct text input)
{
    struct arena arena;
    arena_init(&arena);
    VEC(struct syntax_comment) comments = {0};
    for (size_t start = 0; start < input.length;) {
        size_t end = text_find_char(input, '\n', start);
        if (end == TEXT_NOWHERE) end = input.length;
        struct text comment = text_slice(input, start, end);
        bool is_comment =
            text_starts_with(comment, TEXT("//")) ||
            (comment.length >= 4 && text_starts_with(comment, TEXT("/*")) && text_ends_with(comment, TEXT("*/")));
        if (is_comment) vec_push(&comments, (struct syntax_comment){.start = (uint32_t)start, .end = (uint32_t)end});
        start = end + 1;
    }
    struct syntax syntax = {.source = input, .comment_count = comments.count};
    syntax.comments = vec_freeze(&comments, &arena);
    struct diagnostics diagnostics;
    diag_init(&diagnostics);
    struct macros macros;
    bool good = macro_read(&syntax, TEXT("comments"), &arena, &macros, &diagnostics);
    FUZZ_PROMISE(good || diagnostics.count);
    if (good) check_regions(&syntax, &macros);
    good = good && macros.region_count > 0;
    diag_release(&diagnostics);
    arena_release(&arena);
    return good;
}
