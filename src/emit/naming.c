#include "emit/naming.h"

#include "emit/literal.h"

void naming_init(struct naming *naming, struct text source, struct arena *arena)
{
    *naming = (struct naming){source, arena,
                              text_find(source, TEXT("_webpack_"), 0) != TEXT_NOWHERE ||
                                  text_find(source, TEXT("_WEBPACK_"), 0) != TEXT_NOWHERE};
}

struct text naming_unique(const struct naming *naming, struct text base)
{
    struct text name = base;
    for (unsigned i = 1; naming->may_collide && text_find(naming->source, name, 0) != TEXT_NOWHERE; i++) {
        name = arena_format(naming->arena, "%.*s%u__", TEXT_ARGS(base), i);
    }
    return name;
}

struct text naming_short(struct arena *arena, uint32_t index)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    enum { LETTERS = sizeof letters - 1, LONGEST = 8 };
    char *name = arena_alloc(arena, LONGEST);
    size_t at = LONGEST;
    do {
        name[--at] = letters[index % LETTERS];
        index /= LETTERS;
    } while (index-- > 0);
    return (struct text){name + at, LONGEST - at};
}

struct text naming_import(const struct naming *naming, struct text specifier, uint32_t index)
{
    struct buffer name;
    buffer_init(&name);
    literal_put_identifier(&name, specifier);
    buffer_format(&name, "__WEBPACK_IMPORTED_MODULE_%u__", (unsigned)index);
    struct text unique = naming_unique(naming, arena_copy(naming->arena, buffer_text(&name)));
    buffer_release(&name);
    return unique;
}
