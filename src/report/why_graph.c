/* The answer of why as a diagram: modules from entries and exposes down to the exports that they use, for Mermaid or Graphviz.
 *
 * Without --all the union of the chains that text shows; of an export with --all every module and import that lies on any chain.
 */
#include "analyze/reason.h"
#include "base/escape.h"
#include "report/why_answer.h"

enum node_kind { NODE_START, NODE_MODULE, NODE_SHARE, NODE_USED, NODE_WHOLE };

struct node {
    uint8_t kind; /* enum node_kind */
    struct text label;
};

struct edge {
    uint32_t from, to; /* nodes */
    struct text label;
};

struct drawing {
    struct answering *a;
    VEC(struct node) nodes;
    VEC(struct edge) edges;
    uint32_t *node_of;  /* by module: index + 1 */
    uint32_t *start_of; /* by module that chains start with: index + 1 */
    struct map targets; /* by name: index + 1; 0 names the share as a whole */
    struct map joined;  /* pairs of modules that have an edge */
};

/* ---------------------------------------------------------------------------------------------- nodes and edges */

static uint32_t add_node(struct drawing *d, enum node_kind kind, struct text label)
{
    vec_push(&d->nodes, (struct node){(uint8_t)kind, label});
    return d->nodes.count - 1;
}

static void add_edge(struct drawing *d, uint32_t from, uint32_t to, struct text label)
{
    vec_push(&d->edges, (struct edge){from, to, label});
}

static uint32_t node_of_module(struct drawing *d, module_id id)
{
    const struct module *module = &d->a->facts->graph->modules[id];
    if (d->node_of[id]) return d->node_of[id] - 1;
    bool is_share = module->kind == MODULE_CONSUME_SHARED;
    uint32_t node = add_node(d, is_share ? NODE_SHARE : NODE_MODULE, is_share ? module->share_key : module->shown_path);
    d->node_of[id] = node + 1;
    return node;
}

/* "entry main" before the module that it names. */
static void add_start(struct drawing *d, module_id module)
{
    if (d->start_of[module]) return;
    struct why_start start = why_start_of(d->a, module);
    uint32_t node = add_node(d, NODE_START, arena_format(&d->a->arena, "%s %.*s", start.kind, TEXT_ARGS(start.name)));
    d->start_of[module] = node + 1;
    add_edge(d, node, node_of_module(d, module), TEXT(""));
}

/* An import; of several between the same modules the first is drawn. */
static void add_import(struct drawing *d, module_id importer, module_id module, uint32_t request)
{
    struct text_place place;
    uint32_t from = node_of_module(d, importer), to = node_of_module(d, module);
    uint64_t pair = ((uint64_t)importer << 32 | module) + 1;
    if (map_get(&d->joined, pair, 0)) return;
    map_set(&d->joined, pair, 1);
    bool placed = why_place_of_request(d->a, importer, request, &place);
    add_edge(d, from, to, placed ? arena_format(&d->a->arena, "line %u", place.line) : TEXT(""));
}

static void add_target(struct drawing *d, const struct share_use *use)
{
    const struct why_facts *facts = d->a->facts;
    const struct module *from = &facts->graph->modules[use->from];
    struct arena *arena = &d->a->arena;
    struct text label = TEXT("");
    uint64_t key = use->whole ? 1 : use->name ? (uint64_t)use->name + 2 : 0;
    if (key == 0) return; /* evaluated for its side effects: the import is all */
    uint32_t node = (uint32_t)map_get(&d->targets, key, 0);
    if (!node) {
        struct text name = use->whole ? TEXT("everything") : names_text(facts->graph->names, use->name);
        node = add_node(d, use->whole ? NODE_WHOLE : NODE_USED,
                        arena_format(arena, "%.*s: %.*s", TEXT_ARGS(d->a->question.key), TEXT_ARGS(name))) +
               1;
        map_set(&d->targets, key, node);
    }
    if (use->offset != UINT32_MAX) {
        struct text_place place = why_place_in(from, use->offset);
        label = arena_format(arena, "%u:%u", place.line, place.column);
    }
    if (use->whole)
        label = arena_format(arena, "%.*s%s%s", TEXT_ARGS(label), label.length ? " " : "",
                             reason_words((enum reason_kind)use->reason));
    add_edge(d, node_of_module(d, use->from), node - 1, label);
}

/* ---------------------------------------------------------------------------------------------- what is drawn */

static void add_shortest_chain(struct drawing *d, module_id to)
{
    struct why_chains chains = why_chains_to(d->a, to);
    if (chains.count == 0) return;
    const struct chain_path *chain = &chains.at[0];
    add_start(d, chain->hops[0].module);
    for (uint32_t i = 0; i + 1 < chain->count; i++)
        add_import(d, chain->hops[i].module, chain->hops[i + 1].module, chain->hops[i].request);
}

/* Everything from which `to` is reached. */
static void add_all_chains(struct drawing *d, struct bitset visited, module_id to)
{
    const struct chain_edges *edges = d->a->edges;
    VEC(module_id) open = {0};
    if (bitset_add(visited, to)) vec_push(&open, to);
    while (open.count) {
        module_id module = vec_pop(&open);
        if (edges->starts[module]) add_start(d, module);
        for (uint32_t e = edges->first[module]; e < edges->first[module + 1]; e++) {
            add_import(d, edges->at[e].importer, module, edges->at[e].request);
            if (bitset_add(visited, edges->at[e].importer)) vec_push(&open, edges->at[e].importer);
        }
    }
    vec_release(&open);
}

static void draw(struct drawing *d, struct answering *a)
{
    uint32_t modules = a->facts->graph->module_count, shown = why_shown_count(a);
    *d = (struct drawing){.a = a,
                          .node_of = ARENA_ARRAY(&a->arena, uint32_t, modules),
                          .start_of = ARENA_ARRAY(&a->arena, uint32_t, modules)};
    map_init(&d->targets);
    map_init(&d->joined);
    struct bitset visited = bitset_new(&a->arena, modules);
    for (uint32_t i = 0; i < shown; i++) {
        const struct share_use *use = &a->answers.at[i].use;
        if (a->edges) add_all_chains(d, visited, use->from);
        else add_shortest_chain(d, use->from);
        add_target(d, use);
    }
    if (shown == 0) {
        struct text name = a->question.name;
        struct text key = a->question.key;
        add_node(d, NODE_USED,
                 name.length ? arena_format(&a->arena, "%.*s: %.*s is not used", TEXT_ARGS(key), TEXT_ARGS(name))
                             : arena_format(&a->arena, "%.*s is not used", TEXT_ARGS(key)));
    } else if (shown < a->answers.count) {
        add_node(d, NODE_START, arena_format(&a->arena, "and %u more uses", a->answers.count - shown));
    }
}

static void drawing_release(struct drawing *d)
{
    map_release(&d->targets);
    map_release(&d->joined);
    vec_release(&d->nodes);
    vec_release(&d->edges);
}

/* ---------------------------------------------------------------------------------------------- the two languages */

/* A quoted label. Of ASCII only what can mean nothing in Markdown, HTML or Mermaid stays as it is, the rest is written by its code point. */
static void put_mermaid_text(struct buffer *out, struct text label)
{
    struct buffer safe;
    buffer_init(&safe);
    escape_text(&safe, label, false);
    buffer_put_char(out, '"');
    for (size_t i = 0; i < safe.length; i++) {
        unsigned char c = (unsigned char)safe.at[i];
        bool plain = c >= 0x80 || text_find_char(TEXT(" ./_:-@,"), (char)c, 0) != TEXT_NOWHERE ||
                     (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (plain) buffer_put_char(out, (char)c);
        else buffer_format(out, "#%u;", c);
    }
    buffer_put_char(out, '"');
    buffer_release(&safe);
}

void why_put_mermaid(struct answering *a)
{
    static const char *const shapes[][2] = {
        {"([", "])"}, {"[", "]"}, {"[/", "/]"}, {"{{", "}}"}, {"{{", "}}"},
    };
    struct drawing d;
    draw(&d, a);
    buffer_put_string(a->out, "flowchart TD\n");
    for (uint32_t n = 0; n < d.nodes.count; n++) {
        buffer_format(a->out, "  n%u%s", n, shapes[d.nodes.at[n].kind][0]);
        put_mermaid_text(a->out, d.nodes.at[n].label);
        buffer_format(a->out, "%s\n", shapes[d.nodes.at[n].kind][1]);
    }
    for (uint32_t e = 0; e < d.edges.count; e++) {
        const struct edge *edge = &d.edges.at[e];
        buffer_format(a->out, "  n%u -->", edge->from);
        if (edge->label.length) {
            buffer_put_char(a->out, '|');
            put_mermaid_text(a->out, edge->label);
            buffer_put_char(a->out, '|');
        }
        buffer_format(a->out, " n%u\n", edge->to);
    }
    drawing_release(&d);
}

static void put_dot_text(struct buffer *out, struct text label)
{
    struct buffer safe;
    buffer_init(&safe);
    escape_text(&safe, label, false);
    buffer_put_char(out, '"');
    for (size_t i = 0; i < safe.length; i++) {
        if (safe.at[i] == '"' || safe.at[i] == '\\') buffer_put_char(out, '\\');
        buffer_put_char(out, safe.at[i]);
    }
    buffer_put_char(out, '"');
    buffer_release(&safe);
}

void why_put_dot(struct answering *a)
{
    static const char *const shapes[] = {"oval", "box", "parallelogram", "hexagon", "hexagon"};
    struct drawing d;
    draw(&d, a);
    buffer_put_string(a->out, "digraph why {\n");
    for (uint32_t n = 0; n < d.nodes.count; n++) {
        buffer_format(a->out, "  n%u [shape=%s, label=", n, shapes[d.nodes.at[n].kind]);
        put_dot_text(a->out, d.nodes.at[n].label);
        buffer_put_string(a->out, "];\n");
    }
    for (uint32_t e = 0; e < d.edges.count; e++) {
        buffer_format(a->out, "  n%u -> n%u", d.edges.at[e].from, d.edges.at[e].to);
        if (d.edges.at[e].label.length) {
            buffer_put_string(a->out, " [label=");
            put_dot_text(a->out, d.edges.at[e].label);
            buffer_put_char(a->out, ']');
        }
        buffer_put_string(a->out, ";\n");
    }
    buffer_put_string(a->out, "}\n");
    drawing_release(&d);
}
