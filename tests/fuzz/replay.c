/* Gives a target the files of its corpus, and its seed: `replay FOLDER…`. `replay --seed` prints the seed. */
#include "fuzz.h"

#include "base/arena.h"
#include "base/fs.h"
#include "base/path.h"

static bool replay_folder(struct text folder, uint32_t *inputs, uint32_t *taken)
{
    struct arena arena;
    arena_init(&arena);
    struct fs_entry *entries;
    uint32_t count;
    bool good = fs_list(&arena, folder, &entries, &count) && count > 0;
    for (uint32_t i = 0; good && i < count; i++) {
        const char *why;
        struct text input;
        if (!fs_read(&arena, path_join(&arena, folder, entries[i].name), SIZE_MAX / 2, &input, &why)) {
            fprintf(stderr, "%.*s: %s\n", TEXT_ARGS(entries[i].name), why);
            good = false;
            break;
        }
        char *copy = malloc(input.length ? input.length : 1);
        if (!copy) abort();
        if (input.length) memcpy(copy, input.at, input.length);
        if (getenv("FUZZ_NAMES")) fprintf(stderr, "%.*s\n", TEXT_ARGS(entries[i].name));
        *taken += fuzz_try((struct text){copy, input.length});
        free(copy);
        ++*inputs;
    }
    arena_release(&arena);
    return good;
}

int main(int argc, char **argv)
{
    struct text seed = fuzz_seed();
    if (argc == 2 && strcmp(argv[1], "--seed") == 0) {
        fwrite(seed.at, 1, seed.length, stdout);
        return 0;
    }
    if (seed.length) FUZZ_PROMISE(fuzz_try(seed));
    uint32_t inputs = 0, taken = 0;
    bool good = argc > 1;
    for (int i = 1; i < argc; i++) good = replay_folder(text_of(argv[i]), &inputs, &taken) && good;
    /* Inputs that are all refused at the door prove nothing any more. */
    if (!taken) good = false;
    printf("fuzz %s: %u inputs, %u taken, %s\n", path_base_name(text_of(argv[argc - 1])).at, inputs, taken,
           good ? "ok" : "FAILED");
    return good ? 0 : 1;
}
