#include "config/gate_config.h"

#include "base/fs.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/path.h"
#include "config/config_reader.h"

#include <math.h>

const char *const gate_rule_codes[GATE_RULE_COUNT] = {"G1", "G2", "G3", "G4", "G5", "G6", "G7"};
const char *const gate_rule_names[GATE_RULE_COUNT] = {"new-use", "not-provided", "inexact", "growth",
                                                      "changed", "attribution",  "shrink"};
const char *const gate_severity_words[] = {"", "off", "info", "warning", "error"};

/* ---------------------------------------------------------------------------------------------- budgets */

enum { MOST_DIGITS = 12, DECIMALS = 3, THOUSAND = 1000, WHOLE = 100 * THOUSAND /* 100 % */ };

/* What one unit is worth; 0 for an unknown one. */
static uint64_t worth_of(struct text unit)
{
    static const struct {
        const char *name;
        uint64_t worth;
    } units[] = {{"", 1},         {"B", 1},         {"kB", 1000},       {"KB", 1000},    {"KiB", 1024},
                 {"MB", 1000000}, {"MiB", 1 << 20}, {"GB", 1000000000}, {"GiB", 1 << 30}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (text_is(unit, units[i].name)) return units[i].worth;
    }
    return 0;
}

/* Takes "12" or "1.5" off the start of `rest`, in thousandths. */
static bool take_number(struct text *rest, uint64_t *thousandths)
{
    size_t at = 0, digits = 0, decimals = 0;
    uint64_t value = 0;
    for (; at < rest->length && rest->at[at] >= '0' && rest->at[at] <= '9'; at++, digits++)
        value = value * 10 + (uint64_t)(rest->at[at] - '0');
    if (digits == 0 || digits > MOST_DIGITS) return false;
    if (at < rest->length && rest->at[at] == '.') {
        for (at++; at < rest->length && rest->at[at] >= '0' && rest->at[at] <= '9'; at++, decimals++)
            value = value * 10 + (uint64_t)(rest->at[at] - '0');
        if (decimals == 0 || decimals > DECIMALS) return false;
    }
    for (; decimals < DECIMALS; decimals++) value *= 10;
    *thousandths = value;
    *rest = text_trim(text_slice(*rest, at, rest->length));
    return true;
}

bool gate_budget_parse(struct text text, bool counts_bytes, struct gate_budget *budget)
{
    uint64_t thousandths;
    struct text unit = text_trim(text);
    if (!take_number(&unit, &thousandths)) return false;
    if (text_is(unit, "%")) {
        *budget = (struct gate_budget){true, true, thousandths};
        return true;
    }
    uint64_t worth = worth_of(unit);
    if (!worth || (!counts_bytes && unit.length)) return false;
    if (worth == 1 && thousandths % THOUSAND) return false; /* parts of an export or a byte */
    *budget =
        (struct gate_budget){true, false, thousandths / THOUSAND * worth + thousandths % THOUSAND * worth / THOUSAND};
    return true;
}

uint64_t gate_budget_allows(const struct gate_budget *budget, uint64_t before)
{
    if (!budget->is_part) return budget->amount;
    double part = floor((double)before * (double)budget->amount / WHOLE);
    return part < (double)UINT64_MAX / 2 ? (uint64_t)part : UINT64_MAX / 2;
}

/* ---------------------------------------------------------------------------------------------- reading */

struct reading {
    struct arena *arena;
    struct gate_config *config;
    struct diagnostics *diagnostics;
};

static bool wrong(struct reading *r, enum diag_code code, uint32_t offset, const char *what, struct text name)
{
    diag_add(r->diagnostics, code, diag_place_at(r->config->path, r->config->source, offset), "%s%.*s", what,
             TEXT_ARGS(name));
    return false;
}

static bool read_text(struct reading *r, const struct json *value, const char *complaint, struct text *text)
{
    if (value->type != JSON_STRING || value->string.length == 0)
        return wrong(r, DIAG_CONFIG_VALUE, value->offset, complaint, TEXT(""));
    *text = value->string;
    return true;
}

static bool read_budget(struct reading *r, const struct json *value, bool counts_bytes, struct gate_budget *budget)
{
    const char *complaint = counts_bytes ? "a budget of bytes is a number, \"10 kB\" or \"5%\""
                                         : "a budget of exports is a whole number or \"5%\"";
    bool good = false;
    if (value->type == JSON_STRING) {
        good = gate_budget_parse(value->string, counts_bytes, budget);
    } else if (value->type == JSON_NUMBER && value->number >= 0 && value->number <= 1e15) {
        *budget = (struct gate_budget){true, false, (uint64_t)value->number};
        good = value->number <= (double)budget->amount; /* a whole one */
    }
    return good || wrong(r, DIAG_CONFIG_VALUE, value->offset, complaint, TEXT(""));
}

static bool read_rules(struct reading *r, const struct json *rules, struct gate_limits *limits)
{
    if (rules->type != JSON_OBJECT)
        return wrong(r, DIAG_CONFIG_VALUE, rules->offset, "\"rules\" must be an object of severities", TEXT(""));
    JSON_EACH (entry, rules) {
        uint32_t rule = 0, severity = GATE_OFF;
        while (rule < GATE_RULE_COUNT && !text_is(entry->key, gate_rule_codes[rule])) rule++;
        if (rule == GATE_RULE_COUNT)
            return wrong(r, DIAG_CONFIG_UNKNOWN_KEY, entry->key_offset, "the gate has the rules G1 to G7, and no ",
                         entry->key);
        while (severity <= GATE_ERROR &&
               !(entry->type == JSON_STRING && text_is(entry->string, gate_severity_words[severity])))
            severity++;
        if (severity > GATE_ERROR)
            return wrong(r, DIAG_CONFIG_VALUE, entry->offset,
                         "a severity is \"off\", \"info\", \"warning\" or \"error\"", TEXT(""));
        limits->severities[rule] = (uint8_t)severity;
    }
    return true;
}

/* A member that the section and each of its keys may have; *known is false for another. */
static bool read_limit(struct reading *r, const struct json *entry, struct gate_limits *limits, bool *known)
{
    *known = true;
    if (text_is(entry->key, "rules")) return read_rules(r, entry, limits);
    if (text_is(entry->key, "maxExports")) return read_budget(r, entry, false, &limits->exports);
    if (text_is(entry->key, "maxBytes")) return read_budget(r, entry, true, &limits->bytes);
    if (text_is(entry->key, "maxGzip")) return read_budget(r, entry, true, &limits->gzip);
    *known = false;
    return true;
}

static bool read_keys(struct reading *r, const struct json *keys)
{
    if (keys->type != JSON_OBJECT)
        return wrong(r, DIAG_CONFIG_VALUE, keys->offset, "\"keys\" must be an object of share keys", TEXT(""));
    r->config->keys = ARENA_ARRAY(r->arena, struct gate_key_limits, keys->count);
    JSON_EACH (key, keys) {
        struct gate_key_limits *limits = &r->config->keys[r->config->key_count++];
        *limits = (struct gate_key_limits){.key = key->key, .offset = key->key_offset};
        if (key->type != JSON_OBJECT)
            return wrong(r, DIAG_CONFIG_VALUE, key->offset, "what holds for a share key must be an object", TEXT(""));
        JSON_EACH (entry, key) {
            bool known;
            if (!read_limit(r, entry, &limits->limits, &known)) return false;
            if (!known)
                return wrong(r, DIAG_CONFIG_UNKNOWN_KEY, entry->key_offset, "a share key of the gate has no key ",
                             entry->key);
        }
    }
    return true;
}

static bool read_folders(struct reading *r, const struct json *folders)
{
    if (folders->type != JSON_OBJECT)
        return wrong(r, DIAG_CONFIG_VALUE, folders->offset, "\"folders\" must be an object of apps", TEXT(""));
    r->config->folders = ARENA_ARRAY(r->arena, struct gate_folder, folders->count);
    JSON_EACH (entry, folders) {
        struct gate_folder *folder = &r->config->folders[r->config->folder_count++];
        folder->app = entry->key;
        if (!read_text(r, entry, "the folder of an app must be a string that is not empty", &folder->folder))
            return false;
    }
    return true;
}

static bool read_section(struct reading *r, const struct json *section)
{
    if (section->type != JSON_OBJECT)
        return wrong(r, DIAG_CONFIG_VALUE, section->offset, "\"gate\" must be an object", TEXT(""));
    JSON_EACH (entry, section) {
        bool known;
        if (!read_limit(r, entry, &r->config->all, &known)) return false;
        if (known) continue;
        bool good;
        if (text_is(entry->key, "baseline"))
            good = read_text(r, entry, "\"baseline\" must be a path, or git:REF:PATH", &r->config->baseline);
        else if (text_is(entry->key, "keys")) good = read_keys(r, entry);
        else if (text_is(entry->key, "folders")) good = read_folders(r, entry);
        else good = wrong(r, DIAG_CONFIG_UNKNOWN_KEY, entry->key_offset, "the gate has no key ", entry->key);
        if (!good) return false;
    }
    return true;
}

bool gate_config_load(struct arena *arena, struct text path, struct gate_config *config,
                      struct diagnostics *diagnostics)
{
    *config = (struct gate_config){.path = path};
    struct reading r = {arena, config, diagnostics};
    struct json_error error;
    const char *why;
    if (!fs_read(arena, path, LIMIT_JSON_BYTES, &config->source, &why)) {
        diag_add(diagnostics, DIAG_FILE_UNREADABLE, diag_place_file(path), "can not be read: %s", why);
        return false;
    }
    bool is_package = text_is(path_base_name(path), "package.json");
    const struct json *root =
        json_parse(arena, config->source, is_package ? JSON_STRICT : JSON_RELAXED | JSON_UNIQUE_KEYS, &error);
    if (!root) return wrong(&r, DIAG_CONFIG_SYNTAX, error.offset, error.message, TEXT(""));
    if (is_package) root = json_member(root, "mfshake");
    if (!root) return true;
    /* A misspelt "gate" must not leave the gate without its rules. */
    struct config top = {.shown_path = path, .source = config->source};
    struct config_reader reader = {.arena = arena, .diagnostics = diagnostics, .config = &top};
    if (!config_read_top_keys(&reader, root) || reader.failed) return false;
    config->reports = json_member_string(json_member(root, "output"), "path", (struct text){0});
    const struct json *section = json_member(root, "gate");
    return !section || read_section(&r, section);
}

struct gate_limits gate_config_limits(const struct gate_config *config, struct text key)
{
    struct gate_limits limits = config->all;
    for (uint32_t i = 0; i < config->key_count; i++) {
        const struct gate_limits *own = &config->keys[i].limits;
        if (!text_equal(config->keys[i].key, key)) continue;
        if (own->exports.given) limits.exports = own->exports;
        if (own->bytes.given) limits.bytes = own->bytes;
        if (own->gzip.given) limits.gzip = own->gzip;
        for (uint32_t rule = 0; rule < GATE_RULE_COUNT; rule++) {
            if (own->severities[rule]) limits.severities[rule] = own->severities[rule];
        }
    }
    return limits;
}
