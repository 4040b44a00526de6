#include "gate/judging.h"

#include "config/semver.h"

#include <stdlib.h>

/* ---------------------------------------------------------------------------------------------- places and names */

/* Takes ":12" off the end of `path`; 0 when there is none. */
static uint32_t take_number(struct text *path)
{
    size_t colon = text_find_last_char(*path, ':');
    if (colon == TEXT_NOWHERE || colon + 1 == path->length || path->length - colon > 10) return 0;
    uint32_t number = 0;
    for (size_t i = colon + 1; i < path->length; i++) {
        if (path->at[i] < '0' || path->at[i] > '9') return 0;
        number = number * 10 + (uint32_t)(path->at[i] - '0');
    }
    *path = text_slice(*path, 0, colon);
    return number;
}

static struct gate_place place_of(struct judging *j, struct text app, struct text place)
{
    struct gate_place found = {.path = place};
    size_t bracket = place.length && place.at[place.length - 1] == ')' ? text_find(place, TEXT(" ("), 0) : TEXT_NOWHERE;
    if (bracket != TEXT_NOWHERE) {
        struct text user = text_slice(place, bracket + 2, place.length);
        found.is_foreign = text_starts_with(user, TEXT("dependency")) || text_starts_with(user, TEXT("shared"));
        found.path = text_slice(place, 0, bracket);
    }
    found.column = take_number(&found.path);
    found.line = take_number(&found.path);
    if (found.column && !found.line) { /* a place without a column */
        found.line = found.column;
        found.column = 0;
    }
    const struct gate_config *config = j->question->config;
    for (uint32_t i = 0; i < config->folder_count && found.path.length; i++) {
        if (!text_equal(config->folders[i].app, app)) continue;
        struct text folder = config->folders[i].folder;
        const char *slash = folder.at[folder.length - 1] == '/' ? "" : "/";
        found.path = arena_format(j->arena, "%.*s%s%.*s", TEXT_ARGS(folder), slash, TEXT_ARGS(found.path));
    }
    return found;
}

void judging_find(struct judging *j, struct subject subject, const char *format, ...)
{
    uint8_t severity =
        subject.key ? subject.key->limits.severities[subject.rule] : j->question->config->all.severities[subject.rule];
    if (severity == GATE_UNSET) severity = (uint8_t)subject.severity;
    if (severity == GATE_OFF) return;
    va_list args;
    va_start(args, format);
    struct text message = arena_format_list(j->arena, format, args);
    va_end(args);
    vec_push(&j->findings, (struct gate_finding){
                               .rule = (uint8_t)subject.rule,
                               .severity = severity,
                               .key = subject.key ? subject.key->key : TEXT(""),
                               .export = subject.export,
                               .app = subject.app,
                               .place = place_of(j, subject.app, subject.place),
                               .message = message,
                               .remedy = text_of(subject.remedy),
                           });
}

struct text judging_app(const struct merged_view *view, const struct merged_row *row)
{
    return names_text(&view->merged->names, view->merged->apps.at[row->app].name);
}

const struct merged_row *judging_row(const struct merged_view *view, const struct merged_key *key, struct text app)
{
    uint32_t low = 0, high = key ? key->row_count : 0;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = text_compare(judging_app(view, key->rows[middle]), app);
        if (order == 0) return key->rows[middle];
        if (order < 0) low = middle + 1;
        else high = middle;
    }
    return NULL;
}

const struct merged_app *judging_find_app(const struct merged_view *view, struct text name)
{
    const struct merged *merged = view->merged;
    name_id id = names_find(&merged->names, name);
    uint32_t found = id ? map_get(&merged->app_of, id, 0) : 0;
    return found ? &merged->apps.at[found - 1] : NULL;
}

struct text judging_new_place(const struct merged_view *view, name_id places, const struct merged_view *old_view,
                              name_id old)
{
    struct text first = {0}, first_new = {0};
    for (struct text rest = names_text(&view->merged->names, places), place; text_set_next(&rest, &place);) {
        bool is_new = !old_view || !text_set_has(&old_view->merged->names, old, place);
        if (!first.length || merged_compare_places(&place, &first) < 0) first = place;
        if (is_new && (!first_new.length || merged_compare_places(&place, &first_new) < 0)) first_new = place;
    }
    return first_new.length ? first_new : first;
}

void judging_show_use(const struct merged_view *view, const struct merged_row *row, struct subject *subject)
{
    subject->app = judging_app(view, row);
    subject->place = judging_new_place(view, row->whole_places, NULL, NAME_NONE);
    for (uint32_t u = 0; u < row->use_count; u++) {
        struct text place = judging_new_place(view, row->uses[u].places, NULL, NAME_NONE);
        bool is_first = !subject->place.length || merged_compare_places(&place, &subject->place) < 0;
        if (place.length && is_first) subject->place = place;
    }
}

struct text judging_names(struct arena *arena, const struct text *names, uint32_t count)
{
    if (count == 0) return TEXT("");
    if (count == 1) return names[0];
    if (count == 2) return arena_format(arena, "%.*s and %.*s", TEXT_ARGS(names[0]), TEXT_ARGS(names[1]));
    return arena_format(arena, "%.*s, %.*s and %u more", TEXT_ARGS(names[0]), TEXT_ARGS(names[1]), (unsigned)count - 2);
}

struct text_list judging_list(struct judging *j, const struct merged_view *view, name_id set)
{
    return merged_list_of(view->merged, set, j->arena);
}

struct text_list judging_without(struct judging *j, const struct merged_view *view, name_id set,
                                 const struct merged_view *other_view, name_id other)
{
    struct text_list list = judging_list(j, view, set);
    struct text rest = names_text(&other_view->merged->names, other), next;
    bool has_next = text_set_next(&rest, &next);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < list.count; i++) { /* both are sorted */
        while (has_next && text_compare(next, list.at[i]) < 0) has_next = text_set_next(&rest, &next);
        if (!has_next || !text_equal(next, list.at[i])) list.at[kept++] = list.at[i];
    }
    list.count = kept;
    return list;
}

struct text judging_version(const struct merged_view *view, const struct merged_row *row)
{
    struct text best = TEXT("");
    for (struct text rest = names_text(&view->merged->names, row->facts.versions), version;
         text_set_next(&rest, &version);) {
        if (!best.length || semver_compare(best, version) < 0) best = version;
    }
    return best;
}

bool judging_knows_exports(const struct merged_facts *facts)
{
    return facts->unlisted == USAGE_UNLISTED_NO_EXPORT &&
           (facts->mode == USAGE_EXACT || facts->mode == USAGE_NAMESPACE);
}

uint32_t judging_count_kept(const struct merged_key *key)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < key->export_count; i++) count += key->exports[i].state != MERGED_UNUSED;
    return count;
}

/* ---------------------------------------------------------------------------------------------- whether there is an answer */

static bool names_its_app(const struct merged_view *view, struct diagnostics *diagnostics)
{
    for (uint32_t i = 0; i < view->merged->apps.count; i++) {
        const struct merged_app *app = &view->merged->apps.at[view->apps[i]];
        if (app->named) continue;
        diag_add(diagnostics, DIAG_GATE_OTHER_APP, diag_place_file(view->merged->sources.at[app->source]),
                 "it is not known which app the report %.*s is of",
                 TEXT_ARGS(names_text(&view->merged->names, app->name)));
        return false;
    }
    return true;
}

/* What is used must be used somewhere: a report that does not say where was cut. */
static bool says_where(const struct merged_view *view, struct diagnostics *diagnostics)
{
    const struct merged *merged = view->merged;
    for (uint32_t r = 0; r < merged->rows.count; r++) {
        const struct merged_row *row = &merged->rows.at[r];
        for (uint32_t u = 0; u < row->use_count; u++) {
            struct text name = names_text(&merged->names, row->uses[u].name);
            if (row->uses[u].places || text_is(name, "*"))
                continue; /* reports have no room for the places of an export "*" */
            diag_add(diagnostics, DIAG_REPORT_SHAPE,
                     diag_place_file(merged->sources.at[merged->apps.at[row->app].source]),
                     "the report does not say where %.*s uses %.*s.%.*s", TEXT_ARGS(judging_app(view, row)),
                     TEXT_ARGS(names_text(&merged->names, row->key)), TEXT_ARGS(name));
            return false;
        }
    }
    return true;
}

/* Every app of the baseline must have a report now: what it used would be missing otherwise. */
static bool has_apps_of_baseline(const struct gate_question *question, struct arena *arena,
                                 struct diagnostics *diagnostics)
{
    const struct merged *before = question->before->merged, *now = question->now->merged;
    VEC(struct text) gone = {0};
    VEC(struct text) present = {0};
    for (uint32_t i = 0; i < before->apps.count; i++) {
        struct text name = names_text(&before->names, before->apps.at[question->before->apps[i]].name);
        if (!judging_find_app(question->now, name)) vec_push(&gone, name);
    }
    for (uint32_t i = 0; i < now->apps.count; i++)
        vec_push(&present, names_text(&now->names, now->apps.at[question->now->apps[i]].name));
    bool good = gone.count == 0;
    if (!good) {
        diag_add(diagnostics, DIAG_GATE_OTHER_APP, diag_place_file(before->sources.at[0]),
                 "the baseline is of %.*s%s, and no report of it is given now; those given are of %.*s",
                 TEXT_ARGS(judging_names(arena, gone.at, gone.count)), gone.count < before->apps.count ? " too" : "",
                 TEXT_ARGS(judging_names(arena, present.at, present.count)));
    }
    vec_release(&gone);
    vec_release(&present);
    return good;
}

static bool knows_configured_keys(const struct gate_question *question, struct diagnostics *diagnostics)
{
    const struct gate_config *config = question->config;
    bool good = true;
    for (uint32_t i = 0; i < config->key_count; i++) {
        struct text key = config->keys[i].key;
        if (merged_view_find(question->before, key) || merged_view_find(question->now, key)) continue;
        diag_add(diagnostics, DIAG_CONFIG_VALUE, diag_place_at(config->path, config->source, config->keys[i].offset),
                 "neither report has the share key \"%.*s\"", TEXT_ARGS(key));
        good = false;
    }
    return good;
}

static bool has_sizes(const struct judged_key *key, struct diagnostics *diagnostics)
{
    bool is_asked =
        (key->limits.bytes.given || key->limits.gzip.given) && key->limits.severities[GATE_GROWTH] != GATE_OFF;
    if (!is_asked || !key->before || !key->now || (key->size_before.known && key->size_now.known)) return true;
    diag_add(diagnostics, DIAG_GATE_UNMEASURED, diag_nowhere,
             "there is a budget of bytes for %.*s, and %s is not known how many of them are kept", TEXT_ARGS(key->key),
             key->size_now.known ? "of the baseline it" : "it");
    return false;
}

/* ---------------------------------------------------------------------------------------------- judging */

static int compare_findings(const void *a, const void *b)
{
    const struct gate_finding *left = a, *right = b;
    if (left->severity != right->severity) return left->severity > right->severity ? -1 : 1;
    if (left->rule != right->rule) return left->rule < right->rule ? -1 : 1;
    int order = text_compare(left->key, right->key);
    if (!order) order = text_compare(left->export, right->export);
    if (!order) order = text_compare(left->app, right->app);
    return order ? order : text_compare(left->message, right->message);
}

static void judge_key(struct judging *j, const struct judged_key *key)
{
    if (key->now) {
        rule_new_use(j, key);
        rule_not_provided(j, key);
    }
    rule_changed(j, key);
    if (key->now && j->question->deployed) rule_other_version(j, key);
    if (!key->now || !key->before) return;
    rule_inexact(j, key);
    rule_growth(j, key);
    rule_attribution(j, key);
    rule_shrink(j, key);
}

static struct gate_key describe(const struct judged_key *key)
{
    struct gate_key described = {.key = key->key, .was = key->before != NULL, .is = key->now != NULL};
    if (key->before) {
        described.used_before = judging_count_kept(key->before);
        described.names_before = key->before->export_count;
        described.mode_before = key->before->mode;
        described.locked_before = key->before->locked != NAME_NONE;
        described.size_before = key->size_before;
    }
    if (key->now) {
        described.used_now = judging_count_kept(key->now);
        described.names_now = key->now->export_count;
        described.mode_now = key->now->mode;
        described.locked_now = key->now->locked != NAME_NONE;
        described.size_now = key->size_now;
    }
    return described;
}

/* The keys of both reports with what is allowed of each, and what it weighs. */
static struct judged_key *pair_keys(struct judging *j, uint32_t *count)
{
    const struct gate_question *q = j->question;
    const struct merged_pair *pairs = merged_view_pair(j->arena, q->before, q->now, count);
    struct judged_key *keys = ARENA_ARRAY(j->arena, struct judged_key, *count);
    for (uint32_t i = 0; i < *count; i++) {
        struct judged_key *key = &keys[i];
        *key = (struct judged_key){.key = pairs[i].key, .before = pairs[i].before, .now = pairs[i].now};
        if (key->now && q->sizes_now) key->size_now = q->sizes_now[key->now - q->now->keys];
        if (key->now && q->sizes_before) key->size_before = q->sizes_before[key->now - q->now->keys];
        key->limits = gate_config_limits(q->config, key->key);
    }
    return keys;
}

/* What the configuration turns off, for all keys and for single ones. */
static void list_off(struct judging *j, struct gate_answer *answer)
{
    const struct gate_config *config = j->question->config;
    answer->off = ARENA_ARRAY(j->arena, struct gate_off, (size_t)(config->key_count + 1) * GATE_RULE_COUNT);
    for (uint32_t rule = 0; rule < GATE_RULE_COUNT; rule++) {
        if (config->all.severities[rule] == GATE_OFF)
            answer->off[answer->off_count++] = (struct gate_off){(uint8_t)rule, TEXT("")};
    }
    for (uint32_t i = 0; i < config->key_count; i++) {
        for (uint32_t rule = 0; rule < GATE_RULE_COUNT; rule++) {
            if (config->keys[i].limits.severities[rule] == GATE_OFF)
                answer->off[answer->off_count++] = (struct gate_off){(uint8_t)rule, config->keys[i].key};
        }
    }
}

bool gate_judge(struct arena *arena, const struct gate_question *question, struct gate_answer *answer,
                struct diagnostics *diagnostics)
{
    struct judging j = {.arena = arena, .question = question};
    *answer = (struct gate_answer){0};
    bool good = names_its_app(question->before, diagnostics) && names_its_app(question->now, diagnostics) &&
                says_where(question->before, diagnostics) && says_where(question->now, diagnostics) &&
                has_apps_of_baseline(question, arena, diagnostics) && knows_configured_keys(question, diagnostics);
    uint32_t count;
    struct judged_key *keys = pair_keys(&j, &count);
    for (uint32_t i = 0; i < count && good; i++) good = has_sizes(&keys[i], diagnostics);
    if (!good) return false;
    struct gate_key *described = ARENA_ARRAY(arena, struct gate_key, count);
    for (uint32_t i = 0; i < count; i++) {
        judge_key(&j, &keys[i]);
        described[i] = describe(&keys[i]);
    }
    rule_changed_apps(&j);
    list_off(&j, answer);
    if (j.findings.count) qsort(j.findings.at, j.findings.count, sizeof *j.findings.at, compare_findings);
    for (uint32_t i = 0; i < j.findings.count; i++) answer->counts[j.findings.at[i].severity]++;
    answer->finding_count = j.findings.count;
    answer->findings = vec_freeze(&j.findings, arena);
    answer->keys = described;
    answer->key_count = count;
    return true;
}
