#include "emit/context_module.h"

#include "base/path.h"
#include "base/vec.h"
#include "emit/interop.h"
#include "emit/literal.h"

#include <stdlib.h>

struct choice {
    struct text key; /* what the source may ask for */
    module_id module;
    uint32_t rank; /* of several modules with one key the lowest wins */
};

struct choices {
    VEC(struct choice) list;
};

static int compare(const void *a, const void *b)
{
    const struct choice *x = a, *y = b;
    int order = text_compare(x->key, y->key);
    return order ? order : (x->rank > y->rank) - (x->rank < y->rank);
}

/* The file itself, the file without its extension, and the folder of an index file. */
static void add_choices(struct choices *choices, struct text path, module_id module)
{
    static const struct text extensions[] = {TEXT(".js"), TEXT(".json"), TEXT(".jsx"), TEXT(".mjs"), TEXT(".cjs")};
    vec_push(&choices->list, (struct choice){path, module, 0});
    for (uint32_t i = 0; i < sizeof extensions / sizeof *extensions; i++) {
        if (!text_ends_with(path, extensions[i])) continue;
        struct text stem = text_slice(path, 0, path.length - extensions[i].length);
        vec_push(&choices->list, (struct choice){stem, module, i + 1});
        if (!text_ends_with(stem, TEXT("/index"))) continue;
        struct text folder = text_slice(stem, 0, stem.length - strlen("/index"));
        vec_push(&choices->list, (struct choice){folder, module, 10 + i});
        vec_push(&choices->list, (struct choice){text_slice(stem, 0, folder.length + 1), module, 10 + i});
    }
}

/* What follows `folder`, as the source writes it, in the path of a module found there: "/name.js". Empty when it can not be told. */
static struct text path_below(struct emit_context *context, const struct module *importer, struct text folder,
                              const struct module *target)
{
    struct text below = TEXT("");
    if (folder.at[0] == '.') {
        struct text base = path_join(context->arena, path_folder(importer->path), folder);
        struct text relative = path_relative(context->arena, base, target->path);
        if (text_starts_with(relative, TEXT("./"))) below = text_slice(relative, 1, relative.length);
        return below;
    }
    struct text package = arena_format(context->arena, "/node_modules/%.*s", TEXT_ARGS(folder));
    for (size_t at = text_find(target->path, package, 0); at != TEXT_NOWHERE;
         at = text_find(target->path, package, at + 1)) {
        struct text rest = text_slice(target->path, at + package.length, target->path.length);
        if (text_starts_with(rest, TEXT("/"))) below = rest;
    }
    return below;
}

static void put_choice(struct emit_context *context, module_id importer, const struct choice *choice, bool is_import,
                       struct buffer *out)
{
    buffer_put_string(out, "  ");
    literal_put_key(out, choice->key);
    buffer_put_string(out, ": () => ");
    if (is_import) interop_put_dynamic_import(context, importer, choice->module, choice->key, out);
    else interop_put_require(context, choice->module, choice->key, out);
    buffer_put_string(out, ",\n");
}

struct text context_module_function(struct emit_context *context, module_id module, uint32_t index, struct text name,
                                    struct span *callee)
{
    const struct module *importer = &context->graph->modules[module];
    const struct request *request = &importer->record->requests[index];
    const struct connection *connection = graph_connection(context->graph, module, index);
    struct text folder = record_string(importer->record, request->specifier);
    struct text call = text_slice(importer->source, request->statement.start, request->statement.end);
    size_t paren = text_find_char(call, '(', 0);
    bool is_import = text_starts_with(call, TEXT("import")) && !text_starts_with(call, TEXT("import.meta"));
    bool is_plain =
        is_import || text_equal(text_trim(text_slice(call, 0, paren == TEXT_NOWHERE ? 0 : paren)), TEXT("require"));
    while (text_ends_with(folder, TEXT("/"))) folder = text_slice(folder, 0, folder.length - 1);
    if (paren == TEXT_NOWHERE || !is_plain || folder.length == 0) {
        emit_refuse(context, module, request->statement.start, "a context of this form");
        return TEXT("");
    }
    *callee = (struct span){request->statement.start, request->statement.start + (uint32_t)paren};

    struct choices choices = {0};
    for (uint32_t i = 0; i < connection->context_target_count; i++) {
        module_id target = context->graph->context_targets[connection->first_context_target + i];
        struct text below = path_below(context, importer, folder, &context->graph->modules[target]);
        if (emit_is_asset(context, target) || !below.length) {
            emit_refuse(context, module, request->statement.start, "a context with files that can not be named or run");
            break;
        }
        struct text asked = arena_format(context->arena, "%.*s%.*s", TEXT_ARGS(folder), TEXT_ARGS(below));
        add_choices(&choices, asked, target);
    }
    if (choices.list.count) qsort(choices.list.at, choices.list.count, sizeof *choices.list.at, compare);

    struct buffer out;
    buffer_init(&out);
    buffer_format(&out, "function %.*s(request) {\nconst modules = {\n", TEXT_ARGS(name));
    for (uint32_t i = 0; i < choices.list.count; i++) {
        if (i && text_equal(choices.list.at[i].key, choices.list.at[i - 1].key)) continue;
        put_choice(context, module, &choices.list.at[i], is_import, &out);
    }
    emit_use(context, RUNTIME_OWN);
    buffer_format(&out, "};\nif (%.*s.o(modules, request)) return modules[request]();\n", TEXT_ARGS(context->require));
    buffer_put_string(&out,
                      "var e = new Error(\"Cannot find module '\" + request + \"'\"); e.code = 'MODULE_NOT_FOUND'; ");
    buffer_put_string(&out, is_import ? "return Promise.reject(e);\n}\n" : "throw e;\n}\n");
    struct text function = arena_copy(context->arena, buffer_text(&out));
    buffer_release(&out);
    vec_release(&choices.list);
    return function;
}
