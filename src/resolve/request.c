#include "resolve/request.h"

enum request_kind request_kind_of(struct text path)
{
    if (path.length == 0) return REQUEST_EMPTY;
    if (path.at[0] == '/') return REQUEST_ABSOLUTE;
    if (path.at[0] == '#') return REQUEST_INTERNAL;
    if (path.at[0] != '.') return REQUEST_BARE;
    size_t dots = path.length > 1 && path.at[1] == '.' ? 2 : 1;
    return path.length == dots || path.at[dots] == '/' ? REQUEST_RELATIVE : REQUEST_BARE;
}

struct request request_parse(struct text request)
{
    struct request parsed = {.path = request};
    if (text_starts_with(request, TEXT("file:///"))) request = text_slice(request, 7, request.length);
    /* A "#" at the start is the imports field's, not a fragment's. */
    size_t fragment = text_find_char(request, '#', 1);
    size_t end = fragment == TEXT_NOWHERE ? request.length : fragment;
    size_t query = text_find_char(request, '?', 0);
    if (query > end) query = end;
    parsed.fragment = text_slice(request, end, request.length);
    parsed.query = text_slice(request, query, end);
    parsed.path = text_slice(request, 0, query);
    parsed.kind = request_kind_of(parsed.path);
    parsed.folder = parsed.path.length > 1 && text_ends_with(parsed.path, TEXT("/"));
    if (parsed.folder) parsed.path.length--;
    return parsed;
}

struct text request_without_loaders(struct text request, bool *loaders)
{
    size_t last = text_find_last_char(request, '!');
    *loaders = last != TEXT_NOWHERE;
    return *loaders ? text_slice(request, last + 1, request.length) : request;
}
