#include "library/library.h"

#include "base/fs.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/path.h"
#include "overview/overview.h"
#include "report/usage_conflicts.h"

struct mfshake_overview {
    struct arena arena;
    struct merged_view view;
    struct usage_set usage;
    struct overview overview;
    struct buffer text;
};

/* Adds the chunk that a row names when it stands beside the report. What is not there is not known: a report may travel alone. */
static bool add_named(struct mfshake_overview *o, const struct merged_row *row, struct text name,
                      struct diagnostics *diagnostics)
{
    const struct merged *merged = o->view.merged;
    struct text folder = path_folder(merged->sources.at[merged->apps.at[row->app].source]);
    struct text path = path_join(&o->arena, folder, name), source;
    const char *why;
    if (fs_kind_of(path) != FS_FILE) return true;
    if (fs_read(&o->arena, path, LIMIT_CHUNK_BYTES, &source, &why))
        return overview_add_chunk(&o->overview, path, source, &o->usage, diagnostics);
    diag_add(diagnostics, DIAG_FILE_UNREADABLE, diag_place_file(path), "can not read the chunk: %s", why);
    return false;
}

/* Every chunk that a report names, once, whoever of the apps wrote it. */
static bool add_chunks_of_reports(struct mfshake_overview *o, struct diagnostics *diagnostics)
{
    const struct merged *merged = o->view.merged;
    struct names seen;
    names_init(&seen);
    bool good = true;
    for (uint32_t k = 0; k < o->view.key_count; k++) {
        const struct merged_key *key = &o->view.keys[k];
        for (uint32_t r = 0; r < key->row_count; r++) {
            struct text rest = names_text(&merged->names, key->rows[r]->facts.chunks), name;
            while (text_set_next(&rest, &name)) {
                uint32_t before = o->overview.chunks.count;
                if (names_find(&seen, name) != NAME_NONE) continue;
                good = add_named(o, key->rows[r], name, diagnostics) && good;
                if (o->overview.chunks.count > before) names_add(&seen, name);
            }
        }
    }
    names_release(&seen);
    return good;
}

static bool unite(struct mfshake_overview *o, struct diagnostics *diagnostics)
{
    uint32_t count;
    struct usage *document = ARENA_NEW(&o->arena, struct usage);
    document->path = o->view.merged->sources.at[0];
    struct usage *usages = merged_usages(o->view.merged, document, &o->arena, &count);
    return usage_merge(&o->arena, usages, count, &(struct usage_merge_options){0}, &o->usage, diagnostics);
}

struct mfshake_overview *mfshake_overview_new(struct mfshake_merge *merge, const struct mfshake_overview_options *given,
                                              struct mfshake_diagnostics *diagnostics)
{
    struct mfshake_overview_options options;
    copy_known(&options, sizeof options, given, given ? given->size : 0);
    if (merge->merged.rows.count == 0) {
        diag_add(&diagnostics->list, DIAG_REPORT_NONE, diag_nowhere, "there is no report to show");
        return NULL;
    }
    struct mfshake_overview *o = memory_alloc(sizeof *o);
    *o = (struct mfshake_overview){0};
    arena_init(&o->arena);
    buffer_init(&o->text);
    overview_init(&o->overview, &o->arena, &o->view);
    merged_view_make(&merge->merged, &o->arena, &o->view);
    merged_conflicts_report(&o->view, &diagnostics->list);
    bool good = unite(o, &diagnostics->list);
    if (good && !options.without_chunks) good = add_chunks_of_reports(o, &diagnostics->list);
    if (good) return o;
    mfshake_overview_free(o);
    return NULL;
}

void mfshake_overview_free(struct mfshake_overview *overview)
{
    if (!overview) return;
    overview_release(&overview->overview);
    buffer_release(&overview->text);
    arena_release(&overview->arena);
    memory_free(overview);
}

bool mfshake_overview_add_chunk(struct mfshake_overview *overview, const char *path, struct mfshake_text chunk,
                                struct mfshake_diagnostics *diagnostics)
{
    struct text source = arena_copy(&overview->arena, (struct text){chunk.at, chunk.length});
    return overview_add_chunk(&overview->overview, arena_copy(&overview->arena, take(path)), source, &overview->usage,
                              &diagnostics->list);
}

struct mfshake_text mfshake_overview_text(struct mfshake_overview *overview, enum mfshake_overview_form form)
{
    buffer_clear(&overview->text);
    switch (form) {
    case MFSHAKE_OVERVIEW_TEXT: overview_text(&overview->overview, &overview->text); break;
    case MFSHAKE_OVERVIEW_JSON: overview_json(&overview->overview, false, &overview->text); break;
    case MFSHAKE_OVERVIEW_MARKDOWN: overview_markdown(&overview->overview, &overview->text); break;
    case MFSHAKE_OVERVIEW_HTML: overview_html(&overview->overview, &overview->text); break;
    }
    return give(buffer_text(&overview->text));
}
