/* The Markdown form: what is not ours stands in code spans, where nothing has a meaning. */
#include "base/markdown.h"
#include "gate/report.h"

static void put_finding(const struct gate_finding *finding, struct buffer *out)
{
    static const char *const words[] = {[GATE_INFO] = "note", [GATE_WARNING] = "warning", [GATE_ERROR] = "error"};
    struct buffer place;
    buffer_init(&place);
    gate_report_put_place(&finding->place, &place);
    buffer_format(out, "- **%s %s** ", words[finding->severity], gate_rule_codes[finding->rule]);
    if (place.length) {
        markdown_put_code(buffer_text(&place), false, out);
        buffer_put_char(out, ' ');
    }
    markdown_put_code(finding->message, false, out);
    buffer_put_string(out, "<br>");
    buffer_put(out, finding->remedy); /* ours, without markup */
    buffer_put_char(out, '\n');
    buffer_release(&place);
}

static void put_key(const struct gate_key *key, struct buffer *out)
{
    buffer_put_string(out, "| ");
    markdown_put_code(key->key, true, out);
    buffer_put_string(out, " | ");
    gate_report_put_change(key->was, key->used_before, key->is, key->used_now, out);
    buffer_put_string(out, " | ");
    gate_report_put_change(key->was, key->names_before, key->is, key->names_now, out);
    buffer_put_string(out, " | ");
    gate_report_put_change(key->size_before.known, key->size_before.raw, key->size_now.known, key->size_now.raw, out);
    buffer_put_string(out, " | ");
    gate_report_put_change(key->size_before.known, key->size_before.gzip, key->size_now.known, key->size_now.gzip, out);
    buffer_put_string(out, " | ");
    gate_report_put_modes(key, out);
    buffer_put_string(out, " |\n");
}

static void put_name(struct text name, struct buffer *out)
{
    markdown_put_code(name, false, out);
}

void gate_report_markdown(const struct gate_report *report, struct buffer *out)
{
    const struct gate_answer *answer = report->answer;
    buffer_format(out, "## mfshake gate: %s\n\n", report->passed ? "passed" : "failed");
    gate_report_put_counts(report, out);
    buffer_put_string(out, "; ");
    markdown_put_code(report->current, false, out);
    buffer_put_string(out, " beside ");
    markdown_put_code(report->baseline, false, out);
    if (answer->off_count) buffer_put_string(out, "; rules that are off: ");
    gate_report_put_off(answer, put_name, out);
    buffer_put_string(out, "\n\n");
    for (uint32_t i = 0; i < answer->finding_count; i++) put_finding(&answer->findings[i], out);
    buffer_put_string(out, answer->finding_count ? "\n" : "");
    buffer_put_string(out, "| share key | used | exports | bytes kept | gzip | mode |\n|---|---|---|---|---|---|\n");
    for (uint32_t i = 0; i < answer->key_count; i++) put_key(&answer->keys[i], out);
}
