#include "emit/source_map.h"

#include "base/base64.h"
#include "base/json.h"
#include "base/json_write.h"
#include "base/siphash.h"

/* ---------------------------------------------------------------------------------------------- reading */

static const char *read_sources(struct arena *arena, const struct json *root, struct source_map *map)
{
    const struct json *sources = json_member(root, "sources"), *contents = json_member(root, "sourcesContent");
    if (!sources || sources->type != JSON_ARRAY) return "it has no list \"sources\"";
    struct source_map_source *list = ARENA_ARRAY(arena, struct source_map_source, sources->count + 1);
    uint32_t count = 0;
    JSON_EACH (source, sources) {
        if (source->type != JSON_STRING && source->type != JSON_NULL) return "\"sources\" holds what is no string";
        if (source->type == JSON_STRING) list[count].path = source->string;
        count++;
    }
    if (contents && contents->type != JSON_NULL) {
        if (contents->type != JSON_ARRAY || contents->count > count)
            return "\"sourcesContent\" does not fit \"sources\"";
        uint32_t index = 0;
        JSON_EACH (content, contents) {
            if (content->type != JSON_STRING && content->type != JSON_NULL)
                return "\"sourcesContent\" holds what is no string";
            if (content->type == JSON_STRING) list[index].content = content->string;
            index++;
        }
    }
    const struct json *ignored = json_member(root, "ignoreList");
    if (!ignored) ignored = json_member(root, "x_google_ignoreList");
    if (ignored && ignored->type == JSON_ARRAY) {
        JSON_EACH (index, ignored) {
            bool is_index = index->type == JSON_NUMBER && index->number >= 0 && index->number < count;
            if (is_index) list[(uint32_t)index->number].is_ignored = true;
        }
    }
    map->sources = list;
    map->source_count = count;
    return NULL;
}

static const char *read_names(struct arena *arena, const struct json *root, struct source_map *map)
{
    const struct json *names = json_member(root, "names");
    if (!names) return NULL;
    if (names->type != JSON_ARRAY) return "\"names\" is no list";
    struct text *list = ARENA_ARRAY(arena, struct text, names->count + 1);
    uint32_t count = 0;
    JSON_EACH (name, names) {
        if (name->type != JSON_STRING) return "\"names\" holds what is no string";
        list[count++] = name->string;
    }
    map->names = list;
    map->name_count = count;
    return NULL;
}

const char *source_map_read(struct arena *arena, struct text document, struct source_map *map)
{
    *map = (struct source_map){0};
    if (text_starts_with(document, TEXT(")]}'"))) { /* a guard line, which the standard allows */
        size_t end = text_find_char(document, '\n', 0);
        document = text_slice(document, end == TEXT_NOWHERE ? document.length : end, document.length);
    }
    struct json_error error;
    const struct json *root = json_parse(arena, document, JSON_STRICT, &error);
    if (!root) return arena_format(arena, "it is no JSON: %s (byte %u)", error.message, error.offset).at;
    if (root->type != JSON_OBJECT) return "it is no object";
    const struct json *version = json_member(root, "version"), *mappings = json_member(root, "mappings");
    if (!version || version->type != JSON_NUMBER || version->number != 3) return "it is not of version 3";
    if (json_member(root, "sections")) return "it is made of \"sections\", which are not read";
    if (!mappings || mappings->type != JSON_STRING) return "it has no string \"mappings\"";
    map->mappings = mappings->string;
    map->file = json_member_string(root, "file", TEXT(""));
    map->source_root = json_member_string(root, "sourceRoot", TEXT(""));
    map->chunk = json_member_string(root, "x_mfshake_chunk", TEXT(""));
    const char *why = read_sources(arena, root, map);
    return why ? why : read_names(arena, root, map);
}

/* ---------------------------------------------------------------------------------------------- writing */

static void write_sources(struct json_writer *json, const struct source_map *map)
{
    bool has_content = false, has_ignored = false;
    json_key(json, TEXT("sources"));
    json_array(json);
    for (uint32_t i = 0; i < map->source_count; i++) {
        const struct source_map_source *source = &map->sources[i];
        has_content = has_content || source->content.at;
        has_ignored = has_ignored || source->is_ignored;
        if (source->path.at) json_string(json, source->path);
        else json_null(json);
    }
    json_end(json);
    if (has_content) {
        json_key(json, TEXT("sourcesContent"));
        json_array(json);
        for (uint32_t i = 0; i < map->source_count; i++) {
            if (map->sources[i].content.at) json_string(json, map->sources[i].content);
            else json_null(json);
        }
        json_end(json);
    }
    if (!has_ignored) return;
    json_key(json, TEXT("ignoreList"));
    json_array(json);
    for (uint32_t i = 0; i < map->source_count; i++)
        if (map->sources[i].is_ignored) json_integer(json, i);
    json_end(json);
}

void source_map_put(const struct source_map *map, struct buffer *out)
{
    struct json_writer json;
    json_writer_init(&json, out);
    json_flat_object(&json);
    json_key(&json, TEXT("version"));
    json_integer(&json, 3);
    if (map->file.length) {
        json_key(&json, TEXT("file"));
        json_string(&json, map->file);
    }
    if (map->source_root.length) {
        json_key(&json, TEXT("sourceRoot"));
        json_string(&json, map->source_root);
    }
    write_sources(&json, map);
    json_key(&json, TEXT("names"));
    json_array(&json);
    for (uint32_t i = 0; i < map->name_count; i++) json_string(&json, map->names[i]);
    json_end(&json);
    if (map->chunk.length) {
        json_key(&json, TEXT("x_mfshake_chunk"));
        json_string(&json, map->chunk);
    }
    json_key(&json, TEXT("mappings"));
    json_string(&json, map->mappings);
    json_end(&json);
    json_finish(&json);
}

struct text source_map_hash(struct arena *arena, struct text before, struct text behind)
{
    static const struct siphash_key key = {{0x6d667368616b65, 3}};
    struct hash128 hash = siphash_halves(key, before);
    if (behind.length) {
        struct hash128 both[2] = {hash, siphash(key, behind)};
        hash = siphash(key, (struct text){(const char *)both, sizeof both});
    }
    return arena_format(arena, "%016llx%016llx", (unsigned long long)hash.word[0], (unsigned long long)hash.word[1]);
}

/* ---------------------------------------------------------------------------------------------- the comment */

#define COMMENT_START  "//# sourceMappingURL="
#define DATA_URL_START "data:application/json;charset=utf-8;base64,"

/* Where the line that ends at `end` starts. */
static size_t line_start(struct text t, size_t end)
{
    size_t before = text_find_last_char(text_slice(t, 0, end), '\n');
    return before == TEXT_NOWHERE ? 0 : before + 1;
}

bool source_map_comment_find(struct text chunk, struct source_map_comment *comment)
{
    size_t end = chunk.length;
    while (end > 0) {
        size_t content_end = chunk.at[end - 1] == '\n' ? end - 1 : end;
        size_t start = line_start(chunk, content_end);
        struct text line = text_trim(text_slice(chunk, start, content_end));
        bool is_old = text_starts_with(line, TEXT("//@ sourceMappingURL="));
        if (is_old || text_starts_with(line, TEXT(COMMENT_START))) {
            struct text url = text_trim(text_slice(line, sizeof COMMENT_START - 1, line.length));
            *comment = (struct source_map_comment){start, end, url};
            return url.length > 0;
        }
        if (line.length && !text_starts_with(line, TEXT("//"))) return false;
        end = start;
    }
    return false;
}

void source_map_comment_put(struct text url, struct buffer *out)
{
    buffer_put(out, TEXT(COMMENT_START));
    buffer_put(out, url);
    buffer_put_char(out, '\n');
}

void source_map_comment_put_inline(const struct source_map *map, struct buffer *out)
{
    struct buffer document;
    buffer_init(&document);
    source_map_put(map, &document);
    buffer_put(out, TEXT(COMMENT_START DATA_URL_START));
    base64_put(out, buffer_text(&document));
    buffer_put_char(out, '\n');
    buffer_release(&document);
}

bool source_map_of_data_url(struct arena *arena, struct text url, struct text *document)
{
    static const struct text kinds[] = {TEXT("data:application/json"), TEXT("data:text/json")};
    size_t comma = text_find_char(url, ',', 0);
    if (comma == TEXT_NOWHERE || !text_ends_with(text_slice(url, 0, comma), TEXT(";base64"))) return false;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (text_starts_with(url, kinds[i]))
            return base64_decode(arena, text_slice(url, comma + 1, url.length), document);
    }
    return false;
}
