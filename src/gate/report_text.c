/* The text form. */
#include "base/escape.h"
#include "base/table.h"
#include "gate/report.h"

static bool has_sizes(const struct gate_answer *answer)
{
    for (uint32_t i = 0; i < answer->key_count; i++) {
        if (answer->keys[i].size_now.known || answer->keys[i].size_before.known) return true;
    }
    return false;
}

static void put_table(const struct gate_answer *answer, struct buffer *out)
{
    struct arena arena;
    struct table table;
    struct buffer cell;
    arena_init(&arena);
    buffer_init(&cell);
    bool sizes = has_sizes(answer);
    table_init(&table, &arena, sizes ? 6 : 4);
    table_cell(&table, TEXT("share key"));
    table_cell(&table, TEXT("used"));
    table_cell(&table, TEXT("exports"));
    if (sizes) {
        table_cell(&table, TEXT("bytes kept"));
        table_cell(&table, TEXT("gzip"));
    }
    table_cell(&table, TEXT("mode"));
    for (uint32_t i = 0; i < answer->key_count; i++) {
        const struct gate_key *key = &answer->keys[i];
        table_cell(&table, key->key);
        const struct {
            bool was, is, shown;
            uint64_t before, now;
        } columns[] = {
            {key->was, key->is, true, key->used_before, key->used_now},
            {key->was, key->is, true, key->names_before, key->names_now},
            {key->size_before.known, key->size_now.known, sizes, key->size_before.raw, key->size_now.raw},
            {key->size_before.known, key->size_now.known, sizes, key->size_before.gzip, key->size_now.gzip},
        };
        for (size_t c = 0; c < sizeof columns / sizeof *columns; c++) {
            if (!columns[c].shown) continue;
            buffer_clear(&cell);
            gate_report_put_change(columns[c].was, columns[c].before, columns[c].is, columns[c].now, &cell);
            table_cell(&table, buffer_text(&cell));
        }
        buffer_clear(&cell);
        gate_report_put_modes(key, &cell);
        table_cell(&table, buffer_text(&cell));
    }
    table_put(&table, out);
    table_release(&table);
    buffer_release(&cell);
    arena_release(&arena);
}

static void put_finding(const struct gate_finding *finding, bool color, struct buffer *out)
{
    static const char *const colors[] = {
        [GATE_INFO] = "\x1b[36m", [GATE_WARNING] = "\x1b[33m", [GATE_ERROR] = "\x1b[31m"};
    static const char *const words[] = {[GATE_INFO] = "note", [GATE_WARNING] = "warning", [GATE_ERROR] = "error"};
    const char *bold = color ? "\x1b[1m" : "", *plain = color ? "\x1b[0m" : "";
    buffer_put_string(out, bold);
    if (finding->place.path.length) {
        /* No line may begin with what a CI system takes for a command. */
        if (strchr(":#", finding->place.path.at[0])) buffer_put_string(out, "./");
        gate_report_put_place(&finding->place, out);
    } else {
        buffer_put_string(out, "mfshake");
    }
    buffer_format(out, ":%s %s%s[%s]%s: ", plain, color ? colors[finding->severity] : "", words[finding->severity],
                  gate_rule_codes[finding->rule], plain);
    escape_text(out, finding->message, false);
    buffer_put_string(out, "\n  help: ");
    escape_text(out, finding->remedy, false);
    buffer_put_char(out, '\n');
}

static void put_name(struct text name, struct buffer *out)
{
    escape_text(out, name, false);
}

void gate_report_text(const struct gate_report *report, struct buffer *out)
{
    const struct gate_answer *answer = report->answer;
    if (report->errors_only && report->passed) return;
    if (!report->errors_only) put_table(answer, out);
    if (answer->finding_count && !report->errors_only) buffer_put_char(out, '\n');
    for (uint32_t i = 0; i < answer->finding_count; i++) {
        bool shown =
            !report->errors_only || answer->findings[i].severity >= (report->is_strict ? GATE_WARNING : GATE_ERROR);
        if (shown) put_finding(&answer->findings[i], report->color, out);
    }
    buffer_format(out, "\ngate %s: ", report->passed ? "passed" : "failed");
    gate_report_put_counts(report, out);
    buffer_put_string(out, " (");
    escape_text(out, report->current, false);
    buffer_put_string(out, " beside ");
    escape_text(out, report->baseline, false);
    if (answer->off_count) buffer_put_string(out, "; rules that are off: ");
    gate_report_put_off(answer, put_name, out);
    buffer_put_string(out, ")\n");
}
