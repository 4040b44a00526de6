/* The JSON form and SARIF. */
#include "base/escape.h"
#include "base/json_write.h"
#include "gate/report.h"

/* ---------------------------------------------------------------------------------------------- JSON */

static void put_finding(struct json_writer *json, const struct gate_finding *finding)
{
    json_object(json);
    json_put_text_or_null(json, "app", finding->app);
    json_put_count_or_null(json, "column", finding->place.column, finding->place.column);
    json_put_text_or_null(json, "export", finding->export);
    json_put_text_or_null(json, "file", finding->place.path);
    json_put_text_or_null(json, "key", finding->key);
    json_put_count_or_null(json, "line", finding->place.line, finding->place.line);
    json_put_text(json, "message", finding->message);
    json_put_text(json, "name", text_of(gate_rule_names[finding->rule]));
    json_put_text(json, "remedy", finding->remedy);
    json_put_text(json, "rule", text_of(gate_rule_codes[finding->rule]));
    json_put_text(json, "severity", text_of(gate_severity_words[finding->severity]));
    json_end(json);
}

static void put_side(struct json_writer *json, const char *name, bool is, uint32_t names, uint32_t used, uint8_t mode,
                     bool locked, struct gate_size size)
{
    json_key(json, text_of(name));
    if (!is) {
        json_null(json);
        return;
    }
    json_object(json);
    json_put_count_or_null(json, "bytes", size.known, size.raw);
    json_put_count(json, "exports", names);
    json_put_count_or_null(json, "gzip", size.known, size.gzip);
    json_put_bool(json, "locked", locked);
    json_put_text(json, "mode", text_of(usage_mode_name((enum usage_mode)mode)));
    json_put_count(json, "used", used);
    json_end(json);
}

void gate_report_json(const struct gate_report *report, struct buffer *out)
{
    const struct gate_answer *answer = report->answer;
    struct json_writer json;
    json_writer_init(&json, out);
    json_object(&json);
    json_put_text(&json, "baseline", report->baseline);
    json_key(&json, TEXT("counts"));
    json_flat_object(&json);
    json_put_count(&json, "error", answer->counts[GATE_ERROR]);
    json_put_count(&json, "info", answer->counts[GATE_INFO]);
    json_put_count(&json, "warning", answer->counts[GATE_WARNING]);
    json_end(&json);
    json_put_text(&json, "current", report->current);
    json_key(&json, TEXT("findings"));
    json_array(&json);
    for (uint32_t i = 0; i < answer->finding_count; i++) put_finding(&json, &answer->findings[i]);
    json_end(&json);
    json_key(&json, TEXT("keys"));
    json_array(&json);
    for (uint32_t i = 0; i < answer->key_count; i++) {
        const struct gate_key *key = &answer->keys[i];
        json_object(&json);
        put_side(&json, "before", key->was, key->names_before, key->used_before, key->mode_before, key->locked_before,
                 key->size_before);
        json_put_text(&json, "key", key->key);
        put_side(&json, "now", key->is, key->names_now, key->used_now, key->mode_now, key->locked_now, key->size_now);
        json_end(&json);
    }
    json_end(&json);
    json_key(&json, TEXT("mfshake"));
    json_flat_object(&json);
    json_put_count(&json, "gate", 1);
    json_end(&json);
    json_key(&json, TEXT("off"));
    json_array(&json);
    for (uint32_t i = 0; i < answer->off_count; i++) {
        json_flat_object(&json);
        json_put_text_or_null(&json, "key", answer->off[i].key);
        json_put_text(&json, "rule", text_of(gate_rule_codes[answer->off[i].rule]));
        json_end(&json);
    }
    json_end(&json);
    json_put_bool(&json, "passed", report->passed);
    json_put_bool(&json, "strict", report->is_strict);
    json_end(&json);
    json_finish(&json);
}

/* ---------------------------------------------------------------------------------------------- SARIF */

static const char *level_of(enum gate_severity severity)
{
    return severity == GATE_ERROR ? "error" : severity == GATE_WARNING ? "warning" : "note";
}

static void put_message(struct json_writer *json, const char *key, struct text message)
{
    json_key(json, text_of(key));
    json_object(json);
    json_put_text(json, "text", message);
    json_end(json);
}

/* The text with all that could not be seen made visible. */
static struct text visible(struct buffer *scratch, struct text t)
{
    buffer_clear(scratch);
    escape_text(scratch, t, false);
    return buffer_text(scratch);
}

/* A path as a relative URI reference: what is not plain is percent-encoded. */
static void put_uri(struct json_writer *json, struct buffer *scratch, struct text path)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/@";
    buffer_clear(scratch);
    for (size_t i = 0; i < path.length; i++) {
        if (strchr(plain, path.at[i])) buffer_put_char(scratch, path.at[i]);
        else buffer_format(scratch, "%%%02X", (unsigned)(unsigned char)path.at[i]);
    }
    json_put_text(json, "uri", buffer_text(scratch));
}

static void put_location(struct json_writer *json, struct buffer *scratch, const struct gate_report *report,
                         const struct gate_place *place)
{
    json_key(json, TEXT("locations"));
    json_array(json);
    json_object(json);
    json_key(json, TEXT("physicalLocation"));
    json_object(json);
    json_key(json, TEXT("artifactLocation"));
    json_object(json);
    put_uri(json, scratch, place->path.length ? place->path : report->current);
    json_end(json);
    if (place->line) {
        json_key(json, TEXT("region"));
        json_object(json);
        if (place->column) json_put_count(json, "startColumn", place->column);
        json_put_count(json, "startLine", place->line);
        json_end(json);
    }
    json_end(json);
    json_end(json);
    json_end(json);
}

static void put_result(struct json_writer *json, struct buffer *scratch, const struct gate_report *report,
                       const struct gate_finding *finding)
{
    json_object(json);
    json_put_text(json, "level", text_of(level_of((enum gate_severity)finding->severity)));
    put_location(json, scratch, report, &finding->place);
    struct buffer message;
    buffer_init(&message);
    escape_text(&message, finding->message, false);
    buffer_put_string(&message, ". Remedy: ");
    escape_text(&message, finding->remedy, false);
    buffer_put_char(&message, '.');
    put_message(json, "message", buffer_text(&message));
    /* What a finding is about, so that one that stays is known again when the lines move. */
    buffer_clear(&message);
    const struct text parts[] = {finding->key, finding->export, finding->app};
    buffer_put_string(&message, gate_rule_codes[finding->rule]);
    for (int i = 0; i < 3; i++) {
        buffer_put_char(&message, '|');
        buffer_put(&message, parts[i]);
    }
    json_key(json, TEXT("partialFingerprints"));
    json_object(json);
    json_put_text(json, "subject/v1", visible(scratch, buffer_text(&message)));
    json_end(json);
    json_put_text(json, "ruleId", text_of(gate_rule_codes[finding->rule]));
    json_put_count(json, "ruleIndex", finding->rule);
    json_end(json);
    buffer_release(&message);
}

static void put_rules(struct json_writer *json)
{
    static const enum gate_severity defaults[GATE_RULE_COUNT] = {
        [GATE_NEW_USE] = GATE_ERROR, [GATE_NOT_PROVIDED] = GATE_ERROR, [GATE_INEXACT] = GATE_ERROR,
        [GATE_GROWTH] = GATE_ERROR,  [GATE_CHANGED] = GATE_ERROR,      [GATE_ATTRIBUTION] = GATE_WARNING,
        [GATE_SHRINK] = GATE_INFO};
    json_key(json, TEXT("rules"));
    json_array(json);
    for (uint32_t i = 0; i < GATE_RULE_COUNT; i++) {
        json_object(json);
        json_key(json, TEXT("defaultConfiguration"));
        json_object(json);
        json_put_text(json, "level", text_of(level_of(defaults[i])));
        json_end(json);
        json_put_text(json, "id", text_of(gate_rule_codes[i]));
        json_put_text(json, "name", text_of(gate_rule_names[i]));
        put_message(json, "shortDescription", text_of(gate_rule_summaries[i]));
        json_end(json);
    }
    json_end(json);
}

void gate_report_sarif(const struct gate_report *report, struct buffer *out)
{
    struct json_writer json;
    struct buffer scratch;
    buffer_init(&scratch);
    json_writer_init(&json, out);
    json_object(&json);
    json_put_text(&json, "$schema",
                  TEXT("https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"));
    json_key(&json, TEXT("runs"));
    json_array(&json);
    json_object(&json);
    json_key(&json, TEXT("results"));
    json_array(&json);
    for (uint32_t i = 0; i < report->answer->finding_count; i++)
        put_result(&json, &scratch, report, &report->answer->findings[i]);
    json_end(&json);
    json_key(&json, TEXT("tool"));
    json_object(&json);
    json_key(&json, TEXT("driver"));
    json_object(&json);
    json_put_text(&json, "name", TEXT("mfshake gate"));
    put_rules(&json);
    json_end(&json);
    json_end(&json);
    json_end(&json);
    json_end(&json);
    json_put_text(&json, "version", TEXT("2.1.0"));
    json_end(&json);
    json_finish(&json);
    buffer_release(&scratch);
}
