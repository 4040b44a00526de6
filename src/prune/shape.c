#include "prune/shape.h"

#include "prune/exports_object.h"
#include "prune/expression.h"

struct shaping {
    struct building *b;
    const uint32_t
        *behind;         /* by comment: the first byte behind it that is neither ASCII white space nor in a comment */
    VEC(uint32_t) units; /* of all regions */
};

/* ---------------------------------------------------------------------------------------------- what stands in a region */

static uint32_t skip_space(const struct syntax *syntax, uint32_t from, uint32_t to)
{
    while (from < to && syntax->source.at[from] && strchr(" \t\r\n", syntax->source.at[from])) from++;
    return from;
}

/* By comment, from the last to the first, so that each run of comments is walked over once, however many regions start in it. */
static const uint32_t *find_behind(const struct syntax *syntax, struct arena *arena)
{
    uint32_t *behind = ARENA_ARRAY(arena, uint32_t, syntax->comment_count);
    for (uint32_t c = syntax->comment_count; c-- > 0;) {
        behind[c] = skip_space(syntax, syntax->comments[c].end, (uint32_t)syntax->source.length);
        bool is_run = c + 1 < syntax->comment_count && syntax->comments[c + 1].start == behind[c];
        if (is_run) behind[c] = behind[c + 1];
    }
    return behind;
}

/* The first byte at or after `from` that is neither ASCII white space nor in a comment, at most `to`. */
static uint32_t skip_blank(const struct shaping *s, uint32_t from, uint32_t to)
{
    const struct syntax *syntax = s->b->syntax;
    from = skip_space(syntax, from, to);
    uint32_t comment = syntax_comment_at(syntax, from);
    bool is_comment = comment < syntax->comment_count && syntax->comments[comment].start == from;
    if (is_comment) from = s->behind[comment];
    return from < to ? from : to;
}

/* The first node that starts at or behind `start`. */
static node_id first_node(const struct syntax *syntax, uint32_t start)
{
    node_id low = 0, high = syntax->count;
    while (low < high) {
        node_id middle = low + (high - low) / 2;
        if (syntax->nodes[middle].start < start) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* True when nothing but comments and one `;` or `,` stands between `from` and `end`. */
static bool ends_region(const struct shaping *s, uint32_t from, uint32_t end)
{
    const struct syntax *syntax = s->b->syntax;
    uint32_t after = skip_blank(s, from, end);
    if (after < end && strchr(";,", syntax->source.at[after])) after = skip_blank(s, after + 1, end);
    return after == end;
}

/* The largest node between `start` and `end` that starts where the first thing there does; NODE_NONE without one. */
static node_id leading_node(const struct shaping *s, uint32_t start, uint32_t end)
{
    const struct syntax *syntax = s->b->syntax;
    node_id node = first_node(syntax, start);
    if (node == syntax->count) return NODE_NONE;
    uint32_t first = syntax->nodes[node].start;
    while (node < syntax->count && syntax->nodes[node].start == first && syntax->nodes[node].end > end) node++;
    if (node == syntax->count || syntax->nodes[node].start != first || syntax->nodes[node].end > end) return NODE_NONE;
    return skip_blank(s, start, first) == first ? node : NODE_NONE;
}

/* A declaration whose text but for its `;` stands between `start` and `end`, or NODE_NONE. */
static node_id declaration_without_semicolon(const struct shaping *s, uint32_t start, uint32_t end)
{
    const struct syntax *syntax = s->b->syntax;
    node_id node = first_node(syntax, start);
    if (node == syntax->count || skip_blank(s, start, syntax->nodes[node].start) != syntax->nodes[node].start)
        return NODE_NONE;
    bool is_declaration =
        syntax_is(syntax, node, SYNTAX_VARIABLE_DECLARATION) || syntax_is(syntax, node, SYNTAX_LEXICAL_DECLARATION);
    if (!is_declaration || syntax->nodes[node].end <= end) return NODE_NONE;
    node_id last = NODE_NONE;
    FOR_EACH_CHILD (syntax, node, child) last = child;
    if (last == NODE_NONE || syntax->nodes[last].end > end) return NODE_NONE;
    uint32_t semicolon = skip_blank(s, end, syntax->nodes[node].end);
    bool is_end = semicolon + 1 == syntax->nodes[node].end && syntax->source.at[semicolon] == ';';
    return is_end && skip_blank(s, syntax->nodes[last].end, end) == end ? node : NODE_NONE;
}

/* ---------------------------------------------------------------------------------------------- its units */

static uint32_t unit_at(const struct shaping *s, node_id node)
{
    return node == NODE_NONE ? UNIT_NONE : map_get(&s->b->unit_of, node, UNIT_NONE);
}

static void guard(struct shaping *s, struct shake_region *region, enum shape_kind shape, uint32_t unit)
{
    region->shape = (uint8_t)shape;
    vec_push(&s->units, unit);
    region->unit_count++;
}

/* The property whose getter's whole result is `value`: `a: () => value`, `a() { return value }`. NODE_NONE when there is none. */
static node_id property_returning(const struct syntax *syntax, node_id value)
{
    node_id node = syntax_is(syntax, value, SYNTAX_RETURN) ? value : syntax_parenthesized(syntax, value);
    node_id parent = syntax_parent(syntax, node), function = NODE_NONE;
    if (syntax_is(syntax, parent, SYNTAX_ARROW_FUNCTION)) {
        if (syntax->nodes[node].field == FIELD_BODY) function = parent;
    } else {
        if (syntax_is(syntax, parent, SYNTAX_RETURN)) {
            node = parent;
            parent = syntax_parent(syntax, node);
        }
        bool is_alone = syntax_is(syntax, node, SYNTAX_RETURN) && syntax_is(syntax, parent, SYNTAX_BLOCK) &&
                        syntax_first_child(syntax, parent) == node &&
                        syntax_next(syntax, node) == syntax_next(syntax, parent);
        if (is_alone) function = syntax_parent(syntax, parent);
    }
    if (function == NODE_NONE || !syntax_is_function(syntax, function)) return NODE_NONE;
    if (syntax_is(syntax, function, SYNTAX_METHOD)) return function;
    return syntax_parent(syntax, syntax_parenthesized(syntax, function));
}

static bool is_getter(const struct shaping *s, uint32_t unit)
{
    return unit != UNIT_NONE && s->b->units.at[unit].is_getter;
}

static bool is_kind(const struct shaping *s, uint32_t unit, enum unit_kind kind)
{
    return unit != UNIT_NONE && s->b->units.at[unit].kind == kind;
}

/* The assignment that is all of `node`: itself, or what a statement holds. NODE_NONE when it is none. */
static node_id assignment_of(const struct syntax *syntax, node_id node)
{
    if (syntax_is(syntax, node, SYNTAX_EXPRESSION_STATEMENT)) node = syntax_first_child(syntax, node);
    if (node == NODE_NONE) return NODE_NONE;
    node = syntax_unparenthesized(syntax, node);
    if (syntax_is(syntax, node, SYNTAX_ASSIGNMENT)) return node;
    /* The old form: only the left side stands in the region. */
    bool is_left = node != NODE_NONE && syntax->nodes[node].field == FIELD_LEFT;
    node_id parent = syntax_parent(syntax, node);
    return is_left && syntax_is(syntax, parent, SYNTAX_ASSIGNMENT) ? parent : NODE_NONE;
}

/* Guards what a statement that does nothing but make exports makes; false for other statements. */
static bool guard_exports(struct shaping *s, struct shake_region *region, node_id statement, uint32_t unit)
{
    bool found = false;
    if (s->b->units.at[unit].runs || s->b->units.at[unit].import != MODULE_NONE) return false;
    for (node_id node = statement; node < syntax_next(s->b->syntax, statement); node++) {
        uint32_t target = unit_at(s, node);
        if (!is_kind(s, target, UNIT_TARGET) || s->b->units.at[target].parent != unit) continue;
        guard(s, region, SHAPE_STATEMENTS, target);
        found = true;
    }
    return found;
}

static void guard_part(struct shaping *s, struct shake_region *region, node_id statement)
{
    const struct syntax *syntax = s->b->syntax;
    uint32_t unit = unit_at(s, statement);
    if (unit != UNIT_NONE) {
        if (guard_exports(s, region, statement, unit)) return;
        guard(s, region, SHAPE_STATEMENTS, unit);
        return;
    }
    FOR_EACH_CHILD (syntax, statement, declarator) {
        unit = unit_at(s, declarator);
        if (unit != UNIT_NONE && s->b->units.at[unit].is_part) guard(s, region, SHAPE_STATEMENTS, unit);
    }
}

/* Guards the statements of the factory that fill the region exactly; false when something else stands there. */
static bool guard_statements(struct shaping *s, struct shake_region *region, node_id first, uint32_t end)
{
    const struct syntax *syntax = s->b->syntax;
    node_id body = s->b->container->modules[region->module].body;
    if (first == NODE_NONE || syntax_parent(syntax, first) != body) return false;
    node_id statement = first, last = NODE_NONE;
    for (; statement < syntax_next(syntax, body) && syntax->nodes[statement].end <= end;
         statement = syntax_next(syntax, statement)) {
        last = statement;
    }
    if (last == NODE_NONE || skip_blank(s, syntax->nodes[last].end, end) != end) return false;
    for (statement = first; statement <= last; statement = syntax_next(syntax, statement))
        guard_part(s, region, statement);
    return true;
}

/* Guards the members of one list of exports that fill the region exactly, when all of them can go: together, or not at all. */
static bool guard_members(struct shaping *s, struct shake_region *region, node_id first, uint32_t end)
{
    const struct syntax *syntax = s->b->syntax;
    node_id list = first == NODE_NONE ? NODE_NONE : syntax_parent(syntax, first), last = NODE_NONE;
    if (!syntax_is(syntax, list, SYNTAX_OBJECT)) return false;
    for (node_id member = first; member < syntax_next(syntax, list) && syntax->nodes[member].end <= end;
         member = syntax_next(syntax, member)) {
        if (syntax_is(syntax, member, SYNTAX_TOKEN)) continue;
        uint32_t unit = unit_at(s, member);
        if (!is_kind(s, unit, UNIT_MEMBER) || s->b->units.at[unit].export == EXPORT_NONE) return false;
        last = member;
    }
    if (last == NODE_NONE || !ends_region(s, syntax->nodes[last].end, end)) return false;
    for (node_id member = first; member <= last; member = syntax_next(syntax, member)) {
        if (!syntax_is(syntax, member, SYNTAX_TOKEN)) guard(s, region, SHAPE_STATEMENTS, unit_at(s, member));
    }
    return true;
}

static bool is_argument_of_require(const struct shaping *s, const struct container_module *module, node_id node)
{
    node_id arguments = syntax_parent(s->b->syntax, syntax_parenthesized(s->b->syntax, node));
    if (!syntax_is(s->b->syntax, arguments, SYNTAX_ARGUMENTS)) return false;
    node_id call = syntax_parent(s->b->syntax, arguments);
    return syntax_is(s->b->syntax, call, SYNTAX_CALL) &&
           building_is_parameter(s->b, syntax_child(s->b->syntax, call, FIELD_FUNCTION), module->require);
}

static void find_units(struct shaping *s, uint32_t start, uint32_t end, struct shake_region *region)
{
    const struct syntax *syntax = s->b->syntax;
    const struct container_module *module = &s->b->container->modules[region->module];
    node_id leading = leading_node(s, start, end);
    node_id node = leading != NODE_NONE && ends_region(s, syntax->nodes[leading].end, end) ? leading : NODE_NONE;
    if (leading != NODE_NONE && leading <= module->function) leading = node = NODE_NONE;
    region->why = "it does not hold exactly one expression, or whole properties or statements";
    if (node == NODE_NONE) {
        node_id declaration = declaration_without_semicolon(s, start, end);
        if (declaration != NODE_NONE && syntax_parent(syntax, declaration) == module->body)
            guard_part(s, region, declaration);
        else if (!guard_members(s, region, leading, end)) guard_statements(s, region, leading, end);
        return;
    }
    uint32_t unit = unit_at(s, node), getter = unit_at(s, property_returning(syntax, node));
    node_id assignment = assignment_of(syntax, node);
    uint32_t target = unit_at(s, assignment);
    if (is_getter(s, unit)) {
        guard(s, region, SHAPE_GETTER, unit);
    } else if (is_getter(s, getter)) {
        guard(s, region, SHAPE_GETTER_BODY, getter);
    } else if (is_kind(s, target, UNIT_TARGET)) {
        guard(s, region, SHAPE_ASSIGNMENT, target);
    } else if (is_kind(s, unit, UNIT_MEMBER) && s->b->units.at[unit].export != EXPORT_NONE) {
        guard(s, region, SHAPE_PROPERTY, unit);
    } else if (is_kind(s, unit, UNIT_STATEMENT) && s->b->units.at[unit].export != EXPORT_NONE) {
        guard(s, region, SHAPE_DEFINITION, unit);
    } else if (syntax_parent(syntax, node) == module->body) {
        guard_part(s, region, node);
    } else if (is_kind(s, unit_at(s, syntax_parent(syntax, node)), UNIT_STATEMENT) &&
               syntax_is(syntax, syntax_parent(syntax, node), SYNTAX_EXPRESSION_STATEMENT) &&
               s->b->units.at[unit_at(s, syntax_parent(syntax, node))].is_part) {
        /* An expression statement whose `;` stands outside. */
        uint32_t statement = unit_at(s, syntax_parent(syntax, node));
        guard(s, region, s->b->units.at[statement].export == EXPORT_NONE ? SHAPE_STATEMENTS : SHAPE_DEFINITION,
              statement);
    } else if (is_argument_of_require(s, module, node)) {
        region->why = "it is the argument of a require call";
    } else {
        region->why =
            "it is none of the shapes that can be removed: getters of require.d(exports, {...}), assignments to "
            "exports, properties of module.exports, statements of the module";
        const char *why = exports_object_why_not(s->b, module, assignment);
        if (why) region->why = why;
        if (!expression_is_value(syntax, node)) return;
        region->shape = SHAPE_EXPRESSION;
        region->expression = (struct shake_range){syntax->nodes[node].start, syntax->nodes[node].end};
    }
}

static void find_one(struct shaping *s, const struct macro_region *macro, struct shake_region *region)
{
    const struct syntax *syntax = s->b->syntax;
    uint32_t start = syntax->comments[macro->opening].end, end = syntax->comments[macro->closing].start;
    region->first_unit = s->units.count;
    region->module = container_module_at(syntax, s->b->container, start);
    if (region->module == MODULE_NONE) {
        region->why = "it stands outside of all modules";
        return;
    }
    region->why = s->b->container->modules[region->module].opaque;
    if (region->why) return;
    if (!syntax_is(syntax, s->b->container->modules[region->module].body, SYNTAX_BLOCK)) {
        region->why = "its factory is no function with a body";
        return;
    }
    find_units(s, start, end, region);
}

const struct shake_region *shape_find(struct building *b, const struct macros *macros, const uint32_t **units)
{
    struct arena scratch;
    arena_init(&scratch);
    struct shaping s = {.b = b, .behind = find_behind(b->syntax, &scratch)};
    struct shake_region *regions = ARENA_ARRAY(b->arena, struct shake_region, macros->region_count);
    for (uint32_t i = 0; i < macros->region_count; i++) find_one(&s, &macros->regions[i], &regions[i]);
    arena_release(&scratch);
    *units = vec_freeze(&s.units, b->arena);
    return regions;
}
