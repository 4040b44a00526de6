/* What static_eval.h knows of JavaScript's and Node's own functions, of wrappers that give back their argument, and of plugins. */
#include "config/static_eval.h"

#include "base/fs.h"
#include "base/limits.h"
#include "base/path.h"
#include "base/regex.h"

struct calling {
    struct static_eval *e;
    struct static_value self; /* the object of a method */
    struct text name;
    const struct static_value *arguments;
    uint32_t count, place;
};

static struct static_value argument(const struct calling *c, uint32_t index)
{
    return index < c->count ? c->arguments[index] : static_undefined(c->place);
}

static struct static_value not_known(const struct calling *c)
{
    if (c->self.type == STATIC_UNKNOWN && c->self.text.length) {
        struct static_value self = c->self;
        self.known_start = TEXT("");
        return self;
    }
    for (uint32_t i = 0; i < c->count; i++) {
        if (c->arguments[i].type == STATIC_UNKNOWN) {
            return static_derived(c->arguments[i]);
        }
    }
    return static_unknown(arena_format(c->e->arena, "what %.*s() gives", TEXT_ARGS(c->name)), c->place);
}

static struct static_value call_back(const struct calling *c, struct static_value item, uint32_t index)
{
    struct static_value arguments[] = {item, static_number(index, item.place), c->self};
    return static_call(c->e, argument(c, 0), arguments, 3, c->place);
}

/* ---------------------------------------------------------------------------------------------- arrays */

static struct static_value array_from_filter(const struct calling *c, bool find)
{
    struct static_value result = static_new(c->e->arena, STATIC_ARRAY, c->place);
    for (uint32_t i = 0; i < c->self.object->count; i++) {
        struct static_value item = c->self.object->at[i].value, kept = call_back(c, item, i);
        if (static_truth_of(kept) == STATIC_MAYBE) return kept.type == STATIC_UNKNOWN ? kept : not_known(c);
        if (static_truth_of(kept) == STATIC_FALSY) continue;
        if (find) return item;
        static_push(c->e->arena, result.object, item);
    }
    return find ? static_undefined(c->place) : result;
}

static struct static_value array_quantifier(const struct calling *c, bool every)
{
    for (uint32_t i = 0; i < c->self.object->count; i++) {
        struct static_value value = call_back(c, c->self.object->at[i].value, i);
        enum static_truth truth = static_truth_of(value);
        if (truth == STATIC_MAYBE) return value.type == STATIC_UNKNOWN ? value : not_known(c);
        if ((truth == STATIC_FALSY) == every) return static_boolean(!every, c->place);
    }
    return static_boolean(every, c->place);
}

static struct static_value array_reduce(const struct calling *c)
{
    uint32_t i = 0;
    struct static_value value = argument(c, 1);
    if (c->count < 2) {
        if (c->self.object->count == 0) return not_known(c);
        value = c->self.object->at[i++].value;
    }
    for (; i < c->self.object->count; i++) {
        struct static_value item = c->self.object->at[i].value;
        struct static_value arguments[] = {value, item, static_number(i, item.place), c->self};
        value = static_call(c->e, argument(c, 0), arguments, 4, c->place);
    }
    return value;
}

static struct static_value array_flat(const struct calling *c, bool map)
{
    struct static_value result = static_new(c->e->arena, STATIC_ARRAY, c->place);
    for (uint32_t i = 0; i < c->self.object->count; i++) {
        struct static_value item = c->self.object->at[i].value;
        if (map) item = call_back(c, item, i);
        const struct static_object *items = static_items(c->e, item);
        if (item.type == STATIC_UNKNOWN || (item.type == STATIC_ARRAY && !items)) return not_known(c);
        for (uint32_t k = 0; items && k < items->count; k++)
            static_push(c->e->arena, result.object, items->at[k].value);
        if (!items) static_push(c->e->arena, result.object, item);
    }
    return result;
}

static struct static_value array_join(const struct calling *c)
{
    struct text separator = TEXT(",");
    if (c->count && !static_to_text(c->e->arena, c->arguments[0], &separator)) return not_known(c);
    struct buffer buffer;
    buffer_init(&buffer);
    bool known = true;
    for (uint32_t i = 0; i < c->self.object->count; i++) {
        struct text item = TEXT("");
        if (i) buffer_put(&buffer, separator);
        struct static_value value = c->self.object->at[i].value;
        known = known && (static_is_nullish(value) || static_to_text(c->e->arena, value, &item));
        buffer_put(&buffer, item);
    }
    struct text text = arena_copy(c->e->arena, buffer_text(&buffer));
    buffer_release(&buffer);
    return known ? static_string(text, c->place) : not_known(c);
}

static struct static_value array_includes(const struct calling *c)
{
    enum static_truth found = STATIC_FALSY;
    for (uint32_t i = 0; i < c->self.object->count && found != STATIC_TRUTHY; i++) {
        enum static_truth equal = static_equal(c->self.object->at[i].value, argument(c, 0));
        if (equal != STATIC_FALSY) found = equal;
    }
    return found == STATIC_MAYBE ? not_known(c) : static_boolean(found == STATIC_TRUTHY, c->place);
}

static struct static_value array_concat(const struct calling *c)
{
    struct static_value result = static_new(c->e->arena, STATIC_ARRAY, c->place);
    for (uint32_t i = 0; i < c->self.object->count; i++)
        static_push(c->e->arena, result.object, c->self.object->at[i].value);
    for (uint32_t k = 0; k < c->count; k++) {
        const struct static_object *items = static_items(c->e, c->arguments[k]);
        if (!items && (c->arguments[k].type == STATIC_UNKNOWN || c->arguments[k].type == STATIC_FOREIGN ||
                       c->arguments[k].type == STATIC_ARRAY))
            return not_known(c);
        for (uint32_t i = 0; items && i < items->count; i++)
            static_push(c->e->arena, result.object, items->at[i].value);
        if (!items) static_push(c->e->arena, result.object, c->arguments[k]);
    }
    return result;
}

static struct static_value array_slice(const struct calling *c)
{
    double count = c->self.object->count, from = 0, to = count;
    if (c->count > 0 && c->arguments[0].type == STATIC_NUMBER) from = c->arguments[0].number;
    if (c->count > 1 && c->arguments[1].type == STATIC_NUMBER) to = c->arguments[1].number;
    if ((c->count > 0 && c->arguments[0].type != STATIC_NUMBER) ||
        (c->count > 1 && c->arguments[1].type != STATIC_NUMBER))
        return not_known(c);
    if (from < 0) from = from + count < 0 ? 0 : from + count;
    if (to < 0) to = to + count < 0 ? 0 : to + count;
    struct static_value result = static_new(c->e->arena, STATIC_ARRAY, c->place);
    for (uint32_t i = 0; i < c->self.object->count; i++) {
        if (i >= from && i < to) static_push(c->e->arena, result.object, c->self.object->at[i].value);
    }
    return result;
}

static struct static_value array_method(const struct calling *c, bool *found)
{
    struct static_object *array = c->self.object;
    if (text_is(c->name, "push") || text_is(c->name, "add")) {
        if (c->e->speculation) {
            array->open = true;
            array->unknown = c->e->condition;
        }
        for (uint32_t i = 0; i < c->count && !c->e->speculation; i++) static_push(c->e->arena, array, c->arguments[i]);
        return text_is(c->name, "add") ? c->self : static_number(array->count, c->place);
    }
    static const char *const known[] = {"map",  "filter", "reduce",   "forEach", "some",   "every", "find",   "flatMap",
                                        "flat", "join",   "includes", "has",     "concat", "slice", "values", "at"};
    bool is_known = false;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) is_known |= text_is(c->name, known[i]);
    if (!is_known) {
        *found = false;
        return (struct static_value){0};
    }
    bool calls = argument(c, 0).type == STATIC_FUNCTION || argument(c, 0).type == STATIC_FOREIGN;
    if (array->open) {
        /* The items that are known are some of them: what is done for each is done at an unknown time. */
        if (calls) (void)static_call(c->e, array->unknown, c->arguments, c->count, c->place);
        return array->unknown;
    }
    if (text_is(c->name, "join")) return array_join(c);
    if (text_is(c->name, "includes") || text_is(c->name, "has")) return array_includes(c);
    if (text_is(c->name, "concat")) return array_concat(c);
    if (text_is(c->name, "slice")) return array_slice(c);
    if (text_is(c->name, "values")) return c->self;
    if (text_is(c->name, "at")) {
        struct static_value index = argument(c, 0);
        if (index.type != STATIC_NUMBER) return not_known(c);
        double at = index.number < 0 ? index.number + array->count : index.number;
        return at >= 0 && at < array->count ? array->at[(uint32_t)at].value : static_undefined(c->place);
    }
    if (text_is(c->name, "flat")) return c->count ? not_known(c) : array_flat(c, false);
    if (!calls) return not_known(c);
    if (text_is(c->name, "filter")) return array_from_filter(c, false);
    if (text_is(c->name, "find")) return array_from_filter(c, true);
    if (text_is(c->name, "some")) return array_quantifier(c, false);
    if (text_is(c->name, "every")) return array_quantifier(c, true);
    if (text_is(c->name, "reduce")) return array_reduce(c);
    if (text_is(c->name, "flatMap")) return array_flat(c, true);
    struct static_value result = static_new(c->e->arena, STATIC_ARRAY, c->place);
    for (uint32_t i = 0; i < array->count; i++)
        static_push(c->e->arena, result.object, call_back(c, array->at[i].value, i));
    return text_is(c->name, "forEach") ? static_undefined(c->place) : result;
}

/* ---------------------------------------------------------------------------------------------- texts */

static struct static_value text_cased(const struct calling *c, char from, char to)
{
    struct text copy = arena_copy(c->e->arena, c->self.text);
    char *at = ARENA_ARRAY(c->e->arena, char, copy.length + 1);
    for (size_t i = 0; i < copy.length; i++) {
        char byte = copy.at[i];
        if ((unsigned char)byte > 0x7F) return not_known(c);
        at[i] = byte >= from && byte <= to ? (char)(byte ^ 0x20) : byte;
    }
    return static_string((struct text){at, copy.length}, c->place);
}

static struct static_value text_split(const struct calling *c, struct text separator)
{
    struct static_value result = static_new(c->e->arena, STATIC_ARRAY, c->place);
    if (separator.length == 0) return not_known(c);
    for (size_t from = 0;;) {
        size_t at = text_find(c->self.text, separator, from);
        size_t end = at == TEXT_NOWHERE ? c->self.text.length : at;
        static_push(c->e->arena, result.object, static_string(text_slice(c->self.text, from, end), c->place));
        if (at == TEXT_NOWHERE) return result;
        from = at + separator.length;
    }
}

static struct static_value text_replace(const struct calling *c, struct text from, struct text to, bool all)
{
    if (from.length == 0 || text_find_char(to, '$', 0) != TEXT_NOWHERE) return not_known(c);
    struct text result = TEXT("");
    size_t start = 0;
    for (size_t at; (at = text_find(c->self.text, from, start)) != TEXT_NOWHERE;) {
        result = arena_format(c->e->arena, "%.*s%.*s%.*s", TEXT_ARGS(result), (int)(at - start),
                              c->self.text.at + start, TEXT_ARGS(to));
        start = at + from.length;
        if (!all) break;
    }
    result = arena_format(c->e->arena, "%.*s%.*s", TEXT_ARGS(result), (int)(c->self.text.length - start),
                          c->self.text.at + start);
    return static_string(result, c->place);
}

/* The flags that PCRE2 takes of a literal's; NULL when it has others that matter. */
static struct regex *regex_of(const struct calling *c, struct static_value value, bool *global)
{
    size_t slash = text_find_last_char(value.text, '/');
    if (value.type != STATIC_REGEX || slash == TEXT_NOWHERE || slash == 0) return NULL;
    char flags[8];
    size_t length = 0;
    *global = false;
    for (size_t i = slash + 1; i < value.text.length; i++) {
        char flag = value.text.at[i];
        if (flag == 'g') *global = true;
        else if (flag != 'u' && (!strchr("ims", flag) || length + 1 >= sizeof flags)) return NULL;
        else if (flag != 'u') flags[length++] = flag;
    }
    flags[length] = '\0';
    const char *why;
    return regex_new(c->e->arena, text_slice(value.text, 1, slash), flags, &why);
}

static struct static_value regex_test(const struct calling *c, struct static_value pattern, struct static_value subject)
{
    bool global;
    struct regex *regex = subject.type == STATIC_STRING ? regex_of(c, pattern, &global) : NULL;
    if (!regex) return not_known(c);
    struct regex_match match;
    enum regex_outcome outcome = global ? REGEX_GAVE_UP : regex_search(regex, subject.text, 0, &match);
    regex_free(regex);
    return outcome == REGEX_GAVE_UP ? not_known(c) : static_boolean(outcome == REGEX_FOUND, c->place);
}

static struct static_value text_replace_regex(const struct calling *c)
{
    bool global;
    struct static_value to = argument(c, 1);
    if (to.type != STATIC_STRING || text_find_char(to.text, '$', 0) != TEXT_NOWHERE) return not_known(c);
    struct regex *regex = regex_of(c, argument(c, 0), &global);
    if (!regex) return not_known(c);
    struct text result = TEXT("");
    size_t start = 0;
    struct regex_match match;
    enum regex_outcome outcome;
    while ((outcome = regex_search(regex, c->self.text, start, &match)) == REGEX_FOUND) {
        if (match.end[0] == match.start[0]) {
            outcome = REGEX_GAVE_UP; /* empty matches are not worth the trouble */
            break;
        }
        result = arena_format(c->e->arena, "%.*s%.*s%.*s", TEXT_ARGS(result), (int)(match.start[0] - start),
                              c->self.text.at + start, TEXT_ARGS(to.text));
        start = match.end[0];
        if (!global) break;
    }
    regex_free(regex);
    if (outcome == REGEX_GAVE_UP) return not_known(c);
    return static_string(arena_format(c->e->arena, "%.*s%.*s", TEXT_ARGS(result), (int)(c->self.text.length - start),
                                      c->self.text.at + start),
                         c->place);
}

static struct static_value text_method(const struct calling *c, bool *found)
{
    struct text self = c->self.text;
    struct static_value first = argument(c, 0);
    bool text = first.type == STATIC_STRING;
    if (text_is(c->name, "trim")) return static_string(text_trim(self), c->place);
    if (text_is(c->name, "toString")) return c->self;
    if (text_is(c->name, "toLowerCase")) return text_cased(c, 'A', 'Z');
    if (text_is(c->name, "toUpperCase")) return text_cased(c, 'a', 'z');
    if (text_is(c->name, "startsWith") && c->count == 1)
        return text ? static_boolean(text_starts_with(self, first.text), c->place) : not_known(c);
    if (text_is(c->name, "endsWith") && c->count == 1)
        return text ? static_boolean(text_ends_with(self, first.text), c->place) : not_known(c);
    if (text_is(c->name, "includes") && c->count == 1)
        return text ? static_boolean(text_find(self, first.text, 0) != TEXT_NOWHERE, c->place) : not_known(c);
    if (text_is(c->name, "split") && c->count == 1) return text ? text_split(c, first.text) : not_known(c);
    if ((text_is(c->name, "replace") || text_is(c->name, "replaceAll")) && c->count == 2) {
        if (first.type == STATIC_REGEX) return text_replace_regex(c);
        struct static_value to = c->arguments[1];
        if (!text || to.type != STATIC_STRING) return not_known(c);
        return text_replace(c, first.text, to.text, text_is(c->name, "replaceAll"));
    }
    if (text_is(c->name, "slice") && c->count && first.type == STATIC_NUMBER) {
        double length = (double)self.length, from = first.number, to = length;
        if (c->count > 1 && c->arguments[1].type != STATIC_NUMBER) return not_known(c);
        if (c->count > 1) to = c->arguments[1].number;
        for (size_t i = 0; i < self.length; i++) {
            if ((unsigned char)self.at[i] > 0x7F) return not_known(c);
        }
        from = from < 0 ? (from + length < 0 ? 0 : from + length) : from > length ? length : from;
        to = to < 0 ? (to + length < 0 ? 0 : to + length) : to > length ? length : to;
        return static_string(from < to ? text_slice(self, (size_t)from, (size_t)to) : TEXT(""), c->place);
    }
    if (text_is(c->name, "concat")) {
        struct text all = self, part;
        for (uint32_t i = 0; i < c->count; i++) {
            if (!static_to_text(c->e->arena, c->arguments[i], &part)) return not_known(c);
            all = arena_format(c->e->arena, "%.*s%.*s", TEXT_ARGS(all), TEXT_ARGS(part));
        }
        return static_string(all, c->place);
    }
    *found = false;
    return (struct static_value){0};
}

struct static_value static_method(struct static_eval *e, struct static_value object, struct text name,
                                  const struct static_value *arguments, uint32_t count, uint32_t place, bool *found)
{
    struct calling c = {e, object, name, arguments, count, place};
    *found = true;
    switch (object.type) {
    case STATIC_ARRAY: return array_method(&c, found);
    case STATIC_STRING: return text_method(&c, found);
    case STATIC_REGEX:
        if (text_is(name, "test")) return regex_test(&c, object, argument(&c, 0));
        break;
    case STATIC_OBJECT:
        if (text_is(name, "hasOwnProperty") && !object.object->open && argument(&c, 0).type == STATIC_STRING)
            return static_boolean(static_find(object.object, argument(&c, 0).text) != NULL, place);
        break;
    case STATIC_UNKNOWN:
    case STATIC_UNDEFINED:
    case STATIC_NULL:
    case STATIC_BOOLEAN:
    case STATIC_NUMBER:
    case STATIC_FUNCTION:
    case STATIC_FOREIGN: break;
    }
    *found = false;
    return (struct static_value){0};
}

/* ---------------------------------------------------------------------------------------------- Object */

enum listing { LIST_KEYS, LIST_VALUES, LIST_ENTRIES };

static struct static_value object_list(const struct calling *c, enum listing listing)
{
    struct static_value object = argument(c, 0);
    if (object.type != STATIC_OBJECT) return not_known(c);
    struct static_value result = static_new(c->e->arena, STATIC_ARRAY, c->place);
    if (object.object->open) return object.object->unknown;
    for (uint32_t i = 0; i < object.object->count; i++) {
        const struct static_member *member = &object.object->at[i];
        struct static_value key = static_string(member->key, member->key_place), item = key;
        if (listing == LIST_VALUES) item = member->value;
        if (listing == LIST_ENTRIES) {
            item = static_new(c->e->arena, STATIC_ARRAY, member->key_place);
            static_push(c->e->arena, item.object, key);
            static_push(c->e->arena, item.object, member->value);
        }
        static_push(c->e->arena, result.object, item);
    }
    return result;
}

static struct static_value object_from_entries(const struct calling *c)
{
    const struct static_object *items = static_items(c->e, argument(c, 0));
    if (!items) return not_known(c);
    struct static_value result = static_new(c->e->arena, STATIC_OBJECT, c->place);
    for (uint32_t i = 0; i < items->count; i++) {
        const struct static_object *pair = static_items(c->e, items->at[i].value);
        struct text key;
        if (!pair || pair->count < 2 || !static_to_text(c->e->arena, pair->at[0].value, &key)) {
            struct static_value item = items->at[i].value;
            static_open(result.object, item.type == STATIC_UNKNOWN ? item : not_known(c));
        } else {
            static_set(c->e->arena, result.object, key, pair->at[0].value.place, pair->at[1].value);
        }
    }
    return result;
}

static void assign_all(const struct calling *c, struct static_value target, uint32_t from)
{
    for (uint32_t k = from; k < c->count; k++) {
        struct static_value source = c->arguments[k];
        if (static_is_nullish(source)) continue;
        if (source.type != STATIC_OBJECT || source.object->open || c->e->speculation) {
            static_open(target.object, c->e->speculation               ? c->e->condition
                                       : source.type == STATIC_OBJECT  ? source.object->unknown
                                       : source.type == STATIC_UNKNOWN ? source
                                                                       : not_known(c));
        }
        for (uint32_t i = 0; source.type == STATIC_OBJECT && !c->e->speculation && i < source.object->count; i++) {
            const struct static_member *member = &source.object->at[i];
            static_set(c->e->arena, target.object, member->key, member->key_place, member->value);
        }
    }
}

static struct static_value object_assign(const struct calling *c)
{
    struct static_value target = argument(c, 0);
    if (target.type != STATIC_OBJECT) return not_known(c);
    assign_all(c, target, 1);
    return target;
}

/* webpack-merge: objects member by member, lists one after the other, else the later value. */
static struct static_value merged(struct static_eval *e, struct static_value a, struct static_value b, unsigned depth,
                                  uint32_t place)
{
    if (b.type == STATIC_UNDEFINED) return a;
    if (depth > LIMIT_STATIC_DEPTH / 2) return static_unknown(TEXT("nesting that is too deep"), place);
    if (a.type == STATIC_ARRAY && b.type == STATIC_ARRAY) {
        struct static_value list = static_new(e->arena, STATIC_ARRAY, b.place);
        for (uint32_t i = 0; i < a.object->count; i++) static_push(e->arena, list.object, a.object->at[i].value);
        for (uint32_t i = 0; i < b.object->count; i++) static_push(e->arena, list.object, b.object->at[i].value);
        list.object->open = a.object->open || b.object->open;
        list.object->unknown = a.object->open ? a.object->unknown : b.object->unknown;
        return list;
    }
    if (a.type != STATIC_OBJECT || b.type != STATIC_OBJECT) return a.type == STATIC_UNKNOWN ? a : b;
    struct static_value object = static_new(e->arena, STATIC_OBJECT, b.place);
    for (uint32_t i = 0; i < a.object->count; i++) {
        const struct static_member *member = &a.object->at[i];
        static_set(e->arena, object.object, member->key, member->key_place, member->value);
    }
    for (uint32_t i = 0; i < b.object->count; i++) {
        const struct static_member *member = &b.object->at[i];
        const struct static_member *before = static_find(object.object, member->key);
        struct static_value value = before ? merged(e, before->value, member->value, depth + 1, place) : member->value;
        static_set(e->arena, object.object, member->key, member->key_place, value);
    }
    object.object->open = a.object->open || b.object->open;
    object.object->unknown = a.object->open ? a.object->unknown : b.object->unknown;
    if (object.object->open) static_open(object.object, object.object->unknown);
    return object;
}

static struct static_value merge_all(const struct calling *c)
{
    const struct static_value *parts = c->arguments;
    uint32_t count = c->count;
    VEC(struct static_value) items = {0};
    if (count == 1 && static_items(c->e, parts[0])) {
        const struct static_object *list = parts[0].object;
        for (uint32_t i = 0; i < list->count; i++) vec_push(&items, list->at[i].value);
        parts = items.at;
        count = items.count;
    }
    struct static_value result = static_new(c->e->arena, STATIC_OBJECT, c->place);
    for (uint32_t i = 0; i < count; i++) {
        if (static_is_nullish(parts[i])) continue;
        if (parts[i].type == STATIC_OBJECT) result = merged(c->e, result, parts[i], 0, c->place);
        else static_open(result.object, parts[i].type == STATIC_UNKNOWN ? parts[i] : not_known(c));
    }
    vec_release(&items);
    return result;
}

/* ---------------------------------------------------------------------------------------------- path, url, fs */

static struct static_value path_call(const struct calling *c, struct text name)
{
    if (text_is(name, "resolve") || text_is(name, "join")) {
        bool resolve = text_is(name, "resolve");
        struct text path = resolve ? c->e->folder : TEXT("");
        for (uint32_t i = 0; i < c->count; i++) {
            struct static_value part = c->arguments[i];
            if (part.type != STATIC_STRING) return not_known(c);
            if (resolve) path = path_join(c->e->arena, path, part.text);
            else if (part.text.length)
                path = arena_format(c->e->arena, "%.*s%s%.*s", TEXT_ARGS(path), path.length ? "/" : "",
                                    TEXT_ARGS(part.text));
        }
        if (!resolve) {
            bool slash = text_ends_with(path, TEXT("/")) && path.length > 1;
            path = path.length ? path_normalize(c->e->arena, path) : TEXT(".");
            if (text_starts_with(path, TEXT("./"))) path = text_slice(path, 2, path.length);
            if (slash) path = arena_format(c->e->arena, "%.*s/", TEXT_ARGS(path));
        }
        return static_string(path, c->place);
    }
    struct static_value first = argument(c, 0);
    if (first.type != STATIC_STRING) return not_known(c);
    if (text_is(name, "dirname")) return static_string(path_folder(first.text), c->place);
    if (text_is(name, "basename") && c->count == 1) return static_string(path_base_name(first.text), c->place);
    if (text_is(name, "extname")) return static_string(path_extension(first.text), c->place);
    if (text_is(name, "normalize")) return static_string(path_normalize(c->e->arena, first.text), c->place);
    return not_known(c);
}

static struct text without_scheme(struct text url)
{
    return text_starts_with(url, TEXT("file://")) ? text_slice(url, 7, url.length) : url;
}

static struct static_value new_url(const struct calling *c)
{
    struct static_value relative = argument(c, 0), base = argument(c, 1);
    if (relative.type != STATIC_STRING || base.type != STATIC_STRING || !text_starts_with(base.text, TEXT("file://")))
        return not_known(c);
    struct text folder = path_folder(without_scheme(base.text));
    struct text path = path_join(c->e->arena, folder, without_scheme(relative.text));
    struct static_value url = static_new(c->e->arena, STATIC_OBJECT, c->place);
    struct static_value href = static_string(arena_format(c->e->arena, "file://%.*s", TEXT_ARGS(path)), c->place);
    static_set(c->e->arena, url.object, TEXT("href"), c->place, href);
    static_set(c->e->arena, url.object, TEXT("pathname"), c->place, static_string(path, c->place));
    return url;
}

static bool path_of_value(const struct calling *c, struct static_value value, struct text *path)
{
    if (value.type == STATIC_OBJECT) value = static_get(value.object, TEXT("href"), c->place);
    if (value.type != STATIC_STRING) return false;
    *path = path_join(c->e->arena, c->e->folder, without_scheme(value.text));
    return true;
}

/* A file's text is read for JSON only: it is how ES modules get at their package.json. */
static struct static_value read_file(const struct calling *c)
{
    struct text path, source;
    const char *why;
    if (!path_of_value(c, argument(c, 0), &path) || !text_is(path_extension(path), ".json")) return not_known(c);
    if (!fs_read(c->e->arena, path, LIMIT_JSON_BYTES, &source, &why)) return not_known(c);
    return static_string(source, static_module_file(c->e, path, source));
}

/* ---------------------------------------------------------------------------------------------- wrappers and plugins */

static bool is_one_of(struct text name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (text_is(name, names[i])) return true;
    }
    return false;
}
#define IS_ONE_OF(name, names) is_one_of((name), (names), sizeof(names) / sizeof *(names))

/* The last name of a foreign path; for a default import, of the package's own path. */
static struct text last_name(struct text path)
{
    size_t start = path.length;
    while (start && path.at[start - 1] != '.' && path.at[start - 1] != '/') start--;
    struct text name = text_slice(path, start, path.length);
    /* "webpack/lib/container/ModuleFederationPlugin.js" */
    if (text_is(name, "js") && start > 1) return last_name(text_slice(path, 0, start - 1));
    return name;
}

static bool is_plugin(struct text path)
{
    static const char *const names[] = {
        "ModuleFederationPlugin", "ModuleFederationPluginV1",   "ModuleFederationPluginV2",
        "NextFederationPlugin",   "pluginModuleFederation",     "federation",
        "withNativeFederation",   "withModuleFederationPlugin",
    };
    static const char *const packages[] = {
        "@originjs/vite-plugin-federation", "@module-federation/nextjs-mf",       "@module-federation/vite",
        "@module-federation/enhanced",      "@module-federation/enhanced/rspack", "@module-federation/enhanced/webpack",
    };
    return IS_ONE_OF(last_name(path), names) || IS_ONE_OF(path, packages);
}

static bool gives_back_first(struct text name)
{
    static const char *const names[] = {
        "defineConfig", "createModuleFederationConfig", "defineFederationConfig", "freeze", "seal",
    };
    return IS_ONE_OF(name, names);
}

struct static_value static_foreign_call(struct static_eval *e, struct static_value callee,
                                        const struct static_value *arguments, uint32_t count, uint32_t place,
                                        bool construct)
{
    static const char *const silent[] = {"console.log",   "console.warn",  "console.info",
                                         "console.error", "console.debug", "process.exit"};
    struct text path = callee.text, name = last_name(path);
    struct calling c = {e, (struct static_value){.type = STATIC_UNDEFINED}, name, arguments, count, place};
    struct static_value first = argument(&c, 0);
    if (is_plugin(path)) {
        vec_push(&e->plugins, (struct static_plugin){first, place, e->speculation > 0});
        return static_foreign(TEXT("a federation plugin"), place);
    }
    if (construct) {
        if (text_is(path, "Set") && (count == 0 || static_items(e, first))) {
            struct static_value set = static_new(e->arena, STATIC_ARRAY, place);
            for (uint32_t i = 0; count && i < first.object->count; i++) {
                struct static_value item = first.object->at[i].value;
                struct calling has = {e, set, name, &item, 1, place};
                struct static_value held = array_includes(&has);
                if (held.type != STATIC_BOOLEAN) return held;
                if (!held.boolean) static_push(e->arena, set.object, item);
            }
            return set;
        }
        if (text_is(path, "URL") || text_is(path, "url.URL")) return new_url(&c);
        /* A plugin's constructor keeps its options; it is not known what it is beyond that. */
        return static_unknown(arena_format(e->arena, "an object of %.*s", TEXT_ARGS(name)), place);
    }
    if (gives_back_first(name)) return first;
    if (text_is(path, "Object.keys")) return object_list(&c, LIST_KEYS);
    if (text_is(path, "Object.values")) return object_list(&c, LIST_VALUES);
    if (text_is(path, "Object.entries")) return object_list(&c, LIST_ENTRIES);
    if (text_is(path, "Object.fromEntries")) return object_from_entries(&c);
    if (text_is(path, "Object.assign")) return object_assign(&c);
    if (text_is(path, "Array.isArray") && first.type != STATIC_UNKNOWN && first.type != STATIC_FOREIGN)
        return static_boolean(first.type == STATIC_ARRAY, place);
    if (text_is(path, "Array.from") && count == 1 && static_items(e, first)) return first;
    if (text_is(path, "Boolean") && static_truth_of(first) != STATIC_MAYBE)
        return static_boolean(static_truth_of(first) == STATIC_TRUTHY, place);
    struct text text;
    if (text_is(path, "String") && static_to_text(e->arena, first, &text)) return static_string(text, place);
    if (text_is(path, "module.createRequire"))
        return static_foreign(TEXT("require"), place); /* import.meta.url is its argument */
    if (text_is(path, "JSON.parse") && first.type == STATIC_STRING)
        return static_module_json(e, first.text, first.place, place);
    if (text_is(path, "process.cwd")) return static_string(e->folder, place);
    if (text_starts_with(path, TEXT("path."))) return path_call(&c, name);
    if (text_is(path, "url.fileURLToPath") && path_of_value(&c, first, &text)) return static_string(text, place);
    if (text_is(path, "fs.readFileSync") || text_is(path, "fs.promises.readFile") ||
        text_is(path, "fs/promises.readFile"))
        return read_file(&c);
    if (text_is(path, "webpack-merge") || text_is(path, "webpack-merge.merge") ||
        text_is(path, "@rsbuild/core.mergeRsbuildConfig") || text_is(path, "vite.mergeConfig"))
        return merge_all(&c);
    if (IS_ONE_OF(path, silent) || text_is(path, "JSON.stringify")) return not_known(&c);
    if (text_is(name, "composePlugins")) {
        /* Nx: each function gets the configuration that the one before gave. */
        struct static_value config = static_unknown(TEXT("the configuration that Nx makes"), place);
        for (uint32_t i = 0; i < count; i++) {
            if (arguments[i].type != STATIC_FUNCTION) continue;
            struct static_value given[] = {config, config};
            (void)static_call(e, arguments[i], given, 2, place);
        }
        return config;
    }
    struct static_value why = static_unknown(
        arena_format(e->arena, "what %.*s() of \"%.*s\" gives", TEXT_ARGS(name), TEXT_ARGS(path)), place);
    return static_call(e, why, arguments, count, place);
}
