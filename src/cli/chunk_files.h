/* The chunks that prune is asked to prune, and where each result goes. */
#ifndef MFSHAKE_CLI_CHUNK_FILES_H
#define MFSHAKE_CLI_CHUNK_FILES_H

#include "cli/console.h"

struct chunk_file {
    struct text path;   /* "-": standard input */
    struct text target; /* the file to write; "-": standard output */
    struct text name;   /* below the output folder */
    struct text shown;  /* in the summary: below the folder that was named, or the path */
    struct text source, output;
    struct text map_path;   /* the file that holds its source map; empty: there is none */
    struct text map_target; /* the file to write the pruned chunk's to; empty: it has none of its own */
    struct text map_output;
    struct mfshake_pruned *pruned; /* set by prune, freed with the list */
};

struct chunk_files {
    struct chunk_file *at;
    uint32_t count, capacity;
};

struct chunk_destination {
    struct text folder; /* -o; "-": standard output */
    bool in_place;
};

/* The files among `operands`, and every chunk.js below the folders among them, in order of names; each with its target: below the output folder, where a
 * chunk keeps its place relative to the folder that was named, and a file its name. The output folder itself is not searched. Texts live in
 * console->arena. False after M300, M401 or M805: nothing is found, two targets are one, or a target is one of the inputs. */
bool chunk_files_find(struct console *console, const struct option_list *operands, struct chunk_destination destination,
                      struct chunk_files *files);
void chunk_files_release(struct chunk_files *files);

#endif
