#include "report/usage_decision.h"

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/* The byte of the escape %XX at `at`, or -1. */
static int escaped_byte(struct text t, size_t at)
{
    if (t.at[at] != '%' || t.length - at < 3) return -1;
    int high = hex_digit(t.at[at + 1]), low = hex_digit(t.at[at + 2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

static size_t decoded_length(struct text t)
{
    size_t length = 0;
    for (size_t i = 0; i < t.length; i += escaped_byte(t, i) < 0 ? 1 : 3) length++;
    return length;
}

/* `t` with %XX decoded; a percent sign that starts no escape stands for itself. */
static struct text percent_decode(struct arena *arena, struct text t)
{
    if (text_find_char(t, '%', 0) == TEXT_NOWHERE) return t;
    char *out = ARENA_ARRAY(arena, char, t.length);
    size_t length = 0;
    for (size_t i = 0; i < t.length;) {
        int byte = escaped_byte(t, i);
        out[length++] = byte < 0 ? t.at[i] : (char)byte;
        i += byte < 0 ? 1 : 3;
    }
    return (struct text){out, length};
}

static void undecided(struct usage_decision *decision, enum diag_code note, struct text reason)
{
    decision->answer = USAGE_UNDECIDED;
    decision->has_note = true;
    decision->note = note;
    decision->place = diag_nowhere;
    decision->reason = reason;
}

static void answer_flag(struct text waiting, struct arena *arena, enum usage_flag flag, const struct usage *report,
                        uint32_t offset, struct usage_decision *decision)
{
    switch (flag) {
    case USAGE_FLAG_TRUE:
        decision->answer = USAGE_USED;
        decision->reason = arena_format(arena, "used by %.*s", TEXT_ARGS(usage_speaker(report)));
        break;
    case USAGE_FLAG_OTHER:
        undecided(decision, DIAG_CONDITION_NOT_BOOLEAN, TEXT("its value in the report is neither true nor false"));
        decision->place = diag_place_at(report->path, report->source, offset);
        break;
    case USAGE_FLAG_UNSAID:
        undecided(decision, DIAG_CONDITION_MISSING,
                  arena_format(arena, "%.*s does not say whether it uses it", TEXT_ARGS(usage_speaker(report))));
        break;
    case USAGE_FLAG_FALSE:
        decision->answer = waiting.length ? USAGE_UNDECIDED : USAGE_UNUSED;
        decision->reason = waiting.length ? waiting : TEXT("no report uses it");
        break;
    }
}

static void answer_key(struct arena *arena, const struct usage_key *key, struct text name,
                       struct usage_decision *decision)
{
    decision->key = key->key;
    decision->name = name;
    if (key->whole) {
        decision->answer = USAGE_USED;
        decision->reason = key->reason;
        return;
    }
    if (usage_is_reserved(name)) {
        decision->answer = USAGE_USED;
        decision->reason = TEXT("the name is reserved in reports");
        return;
    }
    const struct usage_export *found = usage_find_export(key, name);
    if (!found && key->unlisted == USAGE_UNLISTED_UNUSED) {
        answer_flag(key->waiting, arena, USAGE_FLAG_FALSE, NULL, 0, decision);
        return;
    }
    if (!found) {
        undecided(decision, DIAG_CONDITION_MISSING, TEXT("no report mentions it"));
        return;
    }
    answer_flag(key->waiting, arena, (enum usage_flag)found->flag, found->report, found->offset, decision);
}

/* The value at the path `segments` (split at dots, objects only) of one document, or NULL. */
static const struct json *walk(const struct json *json, struct text segments)
{
    for (size_t start = 0; json && start <= segments.length;) {
        size_t end = text_find_char(segments, '.', start);
        if (end == TEXT_NOWHERE) end = segments.length;
        struct text segment = text_slice(segments, start, end);
        const struct json *found = NULL;
        if (json->type == JSON_OBJECT) {
            JSON_EACH (member, json) {
                if (text_equal(member->key, segment)) found = member;
            }
        }
        json = found;
        start = end + 1;
    }
    return json;
}

const struct json *usage_value(const struct usage *report, struct text path)
{
    return walk(report->document, path);
}

/* A condition that is no export of a share: a plain path into the documents; true in any wins. */
static void answer_path(const struct usage_set *set, struct arena *arena, struct text condition,
                        struct usage_decision *decision)
{
    const struct json *best = NULL;
    const struct usage *report = NULL;
    enum usage_flag flag = USAGE_FLAG_FALSE;
    for (uint32_t i = 0; i < set->report_count; i++) {
        const struct json *found = walk(set->reports[i]->document, condition);
        if (!found) continue;
        enum usage_flag now = found->type == JSON_TRUE    ? USAGE_FLAG_TRUE
                              : found->type == JSON_FALSE ? USAGE_FLAG_FALSE
                                                          : USAGE_FLAG_OTHER;
        bool stronger = !best || now == USAGE_FLAG_TRUE || (now == USAGE_FLAG_OTHER && flag == USAGE_FLAG_FALSE);
        if (!stronger || flag == USAGE_FLAG_TRUE) continue;
        best = found;
        report = set->reports[i];
        flag = now;
    }
    if (best) answer_flag(set->waiting, arena, flag, report, best->offset, decision);
    else undecided(decision, DIAG_CONDITION_MISSING, TEXT("no report mentions it"));
}

/* Fills in what the condition would mean by itself: export names seldom hold dots, keys often do. */
static void guess_names(struct arena *arena, struct text meaning, struct usage_decision *decision)
{
    size_t dot = text_find_last_char(meaning, '.');
    if (dot == TEXT_NOWHERE) {
        decision->name = percent_decode(arena, meaning);
        return;
    }
    decision->key = percent_decode(arena, text_slice(meaning, 0, dot));
    decision->name = percent_decode(arena, text_slice(meaning, dot + 1, meaning.length));
}

void usage_decide(const struct usage_set *set, struct arena *arena, struct text condition,
                  struct usage_decision *decision)
{
    *decision = (struct usage_decision){.place = diag_nowhere};
    struct text prefix = TEXT("treeShake.");
    if (!text_starts_with(condition, prefix)) {
        guess_names(arena, condition, decision);
        answer_path(set, arena, condition, decision);
        return;
    }
    struct text meaning = text_slice(condition, prefix.length, condition.length);
    guess_names(arena, meaning, decision);

    const struct usage_key *key = NULL, *owner = NULL;
    struct text name = {0}, owned = {0};
    uint32_t candidates = 0, owners = 0;
    /* Decoded once: no escape reaches over a dot, so what a dot parts is a part of the whole. */
    struct text decoded = percent_decode(arena, meaning);
    size_t parted = 0;
    for (size_t dot = text_find_char(meaning, '.', 0), before = 0; dot != TEXT_NOWHERE;
         before = dot, dot = text_find_char(meaning, '.', dot + 1)) {
        parted += decoded_length(text_slice(meaning, before, dot));
        const struct usage_key *found = usage_find(set, text_slice(decoded, 0, parted));
        if (!found) continue;
        candidates++;
        key = found;
        name = text_slice(decoded, parted + 1, decoded.length);
        if (!usage_find_export(found, name)) continue;
        owners++;
        owner = found;
        owned = name;
    }
    if (owners == 1) answer_key(arena, owner, owned, decision);
    else if (owners == 0 && candidates == 1) answer_key(arena, key, name, decision);
    else if (candidates == 0) answer_path(set, arena, condition, decision);
    else undecided(decision, DIAG_CONDITION_AMBIGUOUS, TEXT("several share keys of the reports match it"));
}
