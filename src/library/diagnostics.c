#include "library/library.h"

#include "base/memory.h"

#ifndef MFSHAKE_VERSION
#error "MFSHAKE_VERSION is not defined: the Makefile takes it from package.json"
#endif

const char *mfshake_version(void)
{
    return MFSHAKE_VERSION;
}

void mfshake_on_out_of_memory(void (*handler)(size_t size))
{
    memory_on_exhausted(handler);
}

struct mfshake_diagnostics *mfshake_diagnostics_new(void)
{
    struct mfshake_diagnostics *diagnostics = memory_alloc(sizeof *diagnostics);
    diag_init(&diagnostics->list);
    buffer_init(&diagnostics->printed);
    return diagnostics;
}

void mfshake_diagnostics_free(struct mfshake_diagnostics *diagnostics)
{
    if (!diagnostics) return;
    diag_release(&diagnostics->list);
    buffer_release(&diagnostics->printed);
    memory_free(diagnostics);
}

void mfshake_diagnostics_sort(struct mfshake_diagnostics *diagnostics)
{
    diag_sort(&diagnostics->list);
}

uint32_t mfshake_diagnostics_count(const struct mfshake_diagnostics *diagnostics)
{
    return diagnostics->list.count;
}

static enum mfshake_severity severity_of(const struct diagnostic *diagnostic)
{
    switch (diag_code_severity(diagnostic->code)) {
    case DIAG_NOTE: return MFSHAKE_NOTE;
    case DIAG_WARNING: return MFSHAKE_WARNING;
    case DIAG_ERROR: return MFSHAKE_ERROR;
    }
    return MFSHAKE_ERROR;
}

uint32_t mfshake_diagnostics_count_of(const struct mfshake_diagnostics *diagnostics, enum mfshake_severity severity)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < diagnostics->list.count; i++) count += severity_of(&diagnostics->list.list[i]) == severity;
    return count;
}

void mfshake_diagnostics_get(const struct mfshake_diagnostics *diagnostics, uint32_t index,
                             struct mfshake_diagnostic *diagnostic)
{
    const struct diagnostic *found = &diagnostics->list.list[index];
    struct mfshake_diagnostic full = {
        .code = diag_code_name(found->code),
        .severity = severity_of(found),
        .path = give(found->place.path),
        .line = found->place.line,
        .column = found->place.column,
        .message = give(found->message),
        .help = diag_code_help(found->code),
    };
    give_known(diagnostic, diagnostic->size, &full, sizeof full);
}

int mfshake_diagnostics_exit_status(const struct mfshake_diagnostics *diagnostics)
{
    return diag_exit_status(&diagnostics->list);
}

struct mfshake_text mfshake_diagnostics_print(struct mfshake_diagnostics *diagnostics, unsigned flags, uint32_t most)
{
    struct diag_print_options options = {(flags & MFSHAKE_PRINT_COLOR) != 0, (flags & MFSHAKE_PRINT_NOTES) != 0, most};
    buffer_clear(&diagnostics->printed);
    if (flags & MFSHAKE_PRINT_ERRORS_ONLY) {
        struct diagnostics errors;
        diag_init(&errors);
        for (uint32_t i = 0; i < diagnostics->list.count; i++) {
            const struct diagnostic *found = &diagnostics->list.list[i];
            if (severity_of(found) == MFSHAKE_ERROR)
                diag_add(&errors, found->code, found->place, "%.*s", TEXT_ARGS(found->message));
        }
        diag_print(&errors, &diagnostics->printed, options);
        diag_release(&errors);
    } else {
        diag_print(&diagnostics->list, &diagnostics->printed, options);
    }
    return give(buffer_text(&diagnostics->printed));
}
