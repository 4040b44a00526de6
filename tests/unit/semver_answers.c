/* Answers questions about versions, one a line, for tests/sharing/versions.mjs, which asks npm's semver and webpack the same.
 *
 *     npm RANGE VERSION, webpack RANGE VERSION      y, n, or ? when one of them can not be read
 *     order VERSION VERSION                         <, = or >
 *     required FOLDER NAME                          what the nearest package.json says of the package, "" for nothing
 *
 * Fields are separated by tabs. */
#define _GNU_SOURCE /* getline */
#include "base/diag.h"
#include "base/memory.h"
#include "config/semver.h"
#include "resolve/versions.h"

#include <stdio.h>
#include <stdlib.h>

static const char *letter(enum semver_answer answer)
{
    return answer == SEMVER_YES ? "y" : answer == SEMVER_NO ? "n" : "?";
}

/* The text up to the next tab, which is cut off `rest`. */
static struct text next_field(struct text *rest)
{
    size_t tab = text_find_char(*rest, '\t', 0);
    size_t end = tab == TEXT_NOWHERE ? rest->length : tab;
    struct text field = text_slice(*rest, 0, end);
    *rest = text_slice(*rest, end + (tab != TEXT_NOWHERE), rest->length);
    return field;
}

int main(void)
{
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    struct packages packages;
    struct disk disk;
    struct diagnostics diagnostics;
    diag_init(&diagnostics);
    disk_init(&disk);
    packages_init(&packages, &disk, &diagnostics);
    while ((length = getline(&line, &capacity, stdin)) > 0) {
        struct text rest = {line, (size_t)length - (line[length - 1] == '\n')};
        struct text question = next_field(&rest), first = next_field(&rest), second = next_field(&rest);
        if (text_is(question, "npm")) {
            puts(letter(semver_npm(first, second)));
        } else if (text_is(question, "webpack")) {
            puts(letter(semver_webpack(first, second)));
        } else if (text_is(question, "order")) {
            int order = semver_compare(first, second);
            puts(order < 0 ? "<" : order > 0 ? ">" : "=");
        } else {
            struct text required = versions_required(&packages, first, second);
            printf("%.*s\n", TEXT_ARGS(required));
        }
    }
    packages_release(&packages);
    disk_release(&disk);
    diag_release(&diagnostics);
    free(line);
    return 0;
}
