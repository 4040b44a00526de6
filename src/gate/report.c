#include "gate/report.h"

#include "base/escape.h"

const char *const gate_rule_summaries[GATE_RULE_COUNT] = {
    [GATE_NEW_USE] = "An export is used now, and the deployed bundle does not have it",
    [GATE_NOT_PROVIDED] = "An export is used that is not provided any more",
    [GATE_INEXACT] = "A share that was used exactly is kept whole now",
    [GATE_GROWTH] = "More is kept than the budget allows",
    [GATE_CHANGED] = "A share is gone, renamed, new, or shared in another way",
    [GATE_ATTRIBUTION] = "More modules can not be told to belong to one share",
    [GATE_SHRINK] = "Less is used than before",
};

void gate_report_put_counts(const struct gate_report *report, struct buffer *out)
{
    static const struct {
        enum gate_severity severity;
        const char *word;
    } severities[] = {{GATE_ERROR, "error"}, {GATE_WARNING, "warning"}, {GATE_INFO, "note"}};
    size_t start = out->length;
    for (size_t i = 0; i < sizeof severities / sizeof *severities; i++) {
        uint32_t count = report->answer->counts[severities[i].severity];
        if (!count) continue;
        buffer_format(out, "%s%u %s%s", out->length > start ? ", " : "", (unsigned)count, severities[i].word,
                      count == 1 ? "" : "s");
    }
    if (out->length == start) buffer_put_string(out, "no finding");
}

void gate_report_put_off(const struct gate_answer *answer, void (*put_name)(struct text name, struct buffer *out),
                         struct buffer *out)
{
    for (uint32_t i = 0; i < answer->off_count; i++) {
        buffer_format(out, "%s%s", i ? ", " : "", gate_rule_codes[answer->off[i].rule]);
        if (!answer->off[i].key.length) continue;
        buffer_put_string(out, " of ");
        put_name(answer->off[i].key, out);
    }
}

void gate_report_put_place(const struct gate_place *place, struct buffer *out)
{
    if (!place->path.length) return;
    escape_text(out, place->path, false);
    if (place->line) buffer_format(out, ":%u", (unsigned)place->line);
    if (place->line && place->column) buffer_format(out, ":%u", (unsigned)place->column);
}

void gate_report_put_change(bool was, uint64_t before, bool is, uint64_t now, struct buffer *out)
{
    if (was) buffer_format(out, "%llu", (unsigned long long)before);
    else if (!is) buffer_put_string(out, "-");
    if (was && is && before == now) return;
    if (was) buffer_put_string(out, is ? " -> " : " -> -");
    if (is) buffer_format(out, "%llu", (unsigned long long)now);
}

static void put_mode(uint8_t mode, bool locked, struct buffer *out)
{
    buffer_put_string(out, usage_mode_name((enum usage_mode)mode));
    if (locked) buffer_put_string(out, ", locked");
}

void gate_report_put_modes(const struct gate_key *key, struct buffer *out)
{
    if (key->was) put_mode(key->mode_before, key->locked_before, out);
    bool differs = key->mode_before != key->mode_now || key->locked_before != key->locked_now;
    if (key->was && key->is && !differs) return;
    if (key->was) buffer_put_string(out, key->is ? " -> " : " -> not shared");
    else buffer_put_string(out, "new, ");
    if (key->is) put_mode(key->mode_now, key->locked_now, out);
}

void gate_report_put(const struct gate_report *report, enum gate_reporter form, struct buffer *out)
{
    switch (form) {
    case GATE_REPORT_TEXT: gate_report_text(report, out); break;
    case GATE_REPORT_JSON: gate_report_json(report, out); break;
    case GATE_REPORT_GITHUB: gate_report_github(report, out); break;
    case GATE_REPORT_SARIF: gate_report_sarif(report, out); break;
    case GATE_REPORT_MARKDOWN: gate_report_markdown(report, out); break;
    case GATE_REPORT_JUNIT: gate_report_junit(report, out); break;
    }
}
