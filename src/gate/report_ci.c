/* The forms of continuous integration: GitHub's workflow commands, JUnit's XML. */
#include "base/escape.h"
#include "gate/report.h"

/* ---------------------------------------------------------------------------------------------- workflow commands */

/* Escapes as the runner decodes: % and line ends in messages, in properties ":" and "," too. */
static void put_escaped(struct text t, bool is_property, struct buffer *out)
{
    struct buffer visible;
    buffer_init(&visible);
    escape_text(&visible, t, false);
    for (size_t i = 0; i < visible.length; i++) {
        char c = visible.at[i];
        if (c == '%' || (is_property && (c == ':' || c == ','))) buffer_format(out, "%%%02X", (unsigned)c);
        else buffer_put_char(out, c);
    }
    buffer_release(&visible);
}

static void put_property(const char *name, struct text value, const char *before, struct buffer *out)
{
    buffer_format(out, "%s%s=", before, name);
    put_escaped(value, true, out);
}

static void put_command(const struct gate_finding *finding, struct buffer *out)
{
    static const char *const words[] = {[GATE_INFO] = "notice", [GATE_WARNING] = "warning", [GATE_ERROR] = "error"};
    buffer_format(out, "::%s ", words[finding->severity]);
    if (finding->place.path.length) {
        put_property("file", finding->place.path, "", out);
        if (finding->place.line) buffer_format(out, ",line=%u", (unsigned)finding->place.line);
        if (finding->place.line && finding->place.column)
            buffer_format(out, ",col=%u", (unsigned)finding->place.column);
    }
    struct buffer title;
    buffer_init(&title);
    buffer_format(&title, "mfshake %s %s", gate_rule_codes[finding->rule], gate_rule_names[finding->rule]);
    put_property("title", buffer_text(&title), finding->place.path.length ? "," : "", out);
    buffer_release(&title);
    buffer_put_string(out, "::");
    put_escaped(finding->message, false, out);
    buffer_put_string(out, "%0A");
    put_escaped(finding->remedy, false, out);
    buffer_put_char(out, '\n');
}

void gate_report_github(const struct gate_report *report, struct buffer *out)
{
    for (uint32_t i = 0; i < report->answer->finding_count; i++) put_command(&report->answer->findings[i], out);
    buffer_format(out, "mfshake gate %s: ", report->passed ? "passed" : "failed");
    gate_report_put_counts(report, out);
    buffer_put_char(out, '\n');
}

/* ---------------------------------------------------------------------------------------------- JUnit */

static void put_xml(struct text t, struct buffer *out)
{
    struct buffer visible;
    buffer_init(&visible);
    escape_text(&visible, t, false);
    for (size_t i = 0; i < visible.length; i++) {
        switch (visible.at[i]) {
        case '&': buffer_put_string(out, "&amp;"); break;
        case '<': buffer_put_string(out, "&lt;"); break;
        case '>': buffer_put_string(out, "&gt;"); break;
        case '"': buffer_put_string(out, "&quot;"); break;
        case '\'': buffer_put_string(out, "&apos;"); break;
        default: buffer_put_char(out, visible.at[i]);
        }
    }
    buffer_release(&visible);
}

static bool fails(const struct gate_report *report, const struct gate_finding *finding)
{
    return finding->severity == GATE_ERROR || (report->is_strict && finding->severity == GATE_WARNING);
}

static bool is_of(const struct gate_finding *finding, struct text key, uint32_t rule)
{
    return finding->rule == rule && text_equal(finding->key, key);
}

static void put_line(const struct gate_finding *finding, struct buffer *out)
{
    struct buffer place;
    buffer_init(&place);
    gate_report_put_place(&finding->place, &place);
    if (place.length) buffer_put_string(&place, ": ");
    put_xml(buffer_text(&place), out);
    put_xml(finding->message, out);
    buffer_put_string(out, "\nhelp: ");
    put_xml(finding->remedy, out);
    buffer_put_char(out, '\n');
    buffer_release(&place);
}

/* The test case of one rule for one key; a case that failed has one failure with all that was found. */
static void put_case(const struct gate_report *report, struct text key, uint32_t rule, struct buffer *out)
{
    const struct gate_answer *answer = report->answer;
    const struct gate_finding *failure = NULL;
    bool any = false;
    for (uint32_t i = 0; i < answer->finding_count; i++) {
        const struct gate_finding *finding = &answer->findings[i];
        if (!is_of(finding, key, rule)) continue;
        any = true;
        if (!failure && fails(report, finding)) failure = finding;
    }
    buffer_put_string(out, "    <testcase classname=\"mfshake.gate.");
    put_xml(key.length ? key : TEXT("apps"), out);
    buffer_format(out, "\" name=\"%s %s\" time=\"0\"", gate_rule_codes[rule], gate_rule_names[rule]);
    if (!any) {
        buffer_put_string(out, "/>\n");
        return;
    }
    buffer_put_string(out, ">\n");
    if (failure) {
        buffer_format(out, "      <failure type=\"%s\" message=\"", gate_rule_codes[rule]);
        put_xml(failure->message, out);
        buffer_put_string(out, "\">");
    } else {
        buffer_put_string(out, "      <system-out>");
    }
    for (uint32_t i = 0; i < answer->finding_count; i++) {
        if (is_of(&answer->findings[i], key, rule)) put_line(&answer->findings[i], out);
    }
    buffer_put_string(out, failure ? "</failure>\n" : "</system-out>\n");
    buffer_put_string(out, "    </testcase>\n");
}

/* How many rules fail for the key. */
static uint32_t count_failures(const struct gate_report *report, struct text key)
{
    uint32_t count = 0;
    for (uint32_t rule = 0; rule < GATE_RULE_COUNT; rule++) {
        for (uint32_t i = 0; i < report->answer->finding_count; i++) {
            const struct gate_finding *finding = &report->answer->findings[i];
            if (!is_of(finding, key, rule) || !fails(report, finding)) continue;
            count++;
            break;
        }
    }
    return count;
}

static void put_suite(const struct gate_report *report, struct text key, uint32_t first, uint32_t end,
                      struct buffer *out)
{
    buffer_put_string(out, "  <testsuite name=\"");
    put_xml(key.length ? key : TEXT("apps"), out);
    buffer_format(out, "\" tests=\"%u\" failures=\"%u\" errors=\"0\" skipped=\"0\" time=\"0\">\n",
                  (unsigned)(end - first), (unsigned)count_failures(report, key));
    for (uint32_t rule = first; rule < end; rule++) put_case(report, key, rule, out);
    buffer_put_string(out, "  </testsuite>\n");
}

void gate_report_junit(const struct gate_report *report, struct buffer *out)
{
    const struct gate_answer *answer = report->answer;
    uint32_t failures = count_failures(report, TEXT(""));
    for (uint32_t i = 0; i < answer->key_count; i++) failures += count_failures(report, answer->keys[i].key);
    buffer_put_string(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    buffer_format(out, "<testsuites name=\"mfshake gate\" tests=\"%u\" failures=\"%u\" errors=\"0\" time=\"0\">\n",
                  (unsigned)(answer->key_count * GATE_RULE_COUNT + 1), (unsigned)failures);
    put_suite(report, TEXT(""), GATE_CHANGED, GATE_CHANGED + 1, out);
    for (uint32_t i = 0; i < answer->key_count; i++) put_suite(report, answer->keys[i].key, 0, GATE_RULE_COUNT, out);
    buffer_put_string(out, "</testsuites>\n");
}
