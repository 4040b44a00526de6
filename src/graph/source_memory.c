#include "graph/source_memory.h"

#include "base/memory.h"
#include "base/names.h"
#include "base/vec.h"

#include <pthread.h>

struct remembered_record {
    struct text options;
    const struct record *record;
    struct remembered_record *next;
};

struct remembered_source {
    struct text source;
    bool known;
    struct remembered_record *records;
};

struct source_memory {
    pthread_mutex_t lock;
    struct arena arena;
    struct names paths;
    VEC(struct remembered_source) sources; /* by name_id of the path */
    uint64_t known_bytes, forgotten_bytes;
    struct arena *workers; /* of the threads */
    uint32_t worker_count;
};

static void start(struct source_memory *memory)
{
    arena_init(&memory->arena);
    names_init(&memory->paths);
}

static void end(struct source_memory *memory)
{
    for (uint32_t i = 0; i < memory->worker_count; i++) arena_release(&memory->workers[i]);
    vec_release(&memory->sources);
    names_release(&memory->paths);
    arena_release(&memory->arena);
    memory->known_bytes = memory->forgotten_bytes = 0;
}

struct source_memory *source_memory_new(void)
{
    struct source_memory *memory = memory_alloc(sizeof *memory);
    *memory = (struct source_memory){0};
    pthread_mutex_init(&memory->lock, NULL);
    start(memory);
    return memory;
}

void source_memory_free(struct source_memory *memory)
{
    if (!memory) return;
    end(memory);
    memory_free(memory->workers);
    pthread_mutex_destroy(&memory->lock);
    memory_free(memory);
}

void source_memory_clear(struct source_memory *memory)
{
    end(memory);
    start(memory);
}

bool source_memory_is_stale(const struct source_memory *memory)
{
    enum { LITTLE = 1 << 24 };
    return memory->forgotten_bytes > LITTLE && memory->forgotten_bytes > memory->known_bytes;
}

struct arena *source_memory_arenas(struct source_memory *memory, uint32_t count)
{
    if (count > memory->worker_count) {
        memory->workers = memory_resize(memory->workers, count, sizeof *memory->workers);
        while (memory->worker_count < count) arena_init(&memory->workers[memory->worker_count++]);
    }
    return memory->workers;
}

/* What is known of `path`, or NULL; the lock is held. */
static struct remembered_source *find(struct source_memory *memory, struct text path)
{
    name_id id = names_find(&memory->paths, path);
    bool known = id != NAME_NONE && id < memory->sources.count && memory->sources.at[id].known;
    return known ? &memory->sources.at[id] : NULL;
}

bool source_memory_find(struct source_memory *memory, struct text path, struct text *source)
{
    pthread_mutex_lock(&memory->lock);
    const struct remembered_source *known = find(memory, path);
    if (known) *source = known->source;
    pthread_mutex_unlock(&memory->lock);
    return known != NULL;
}

struct text source_memory_add(struct source_memory *memory, struct text path, struct text source)
{
    pthread_mutex_lock(&memory->lock);
    name_id id = names_add(&memory->paths, path);
    while (memory->sources.count <= id) vec_push(&memory->sources, (struct remembered_source){0});
    if (!memory->sources.at[id].known) {
        memory->sources.at[id] = (struct remembered_source){.source = source, .known = true};
        memory->known_bytes += source.length;
    }
    source = memory->sources.at[id].source;
    pthread_mutex_unlock(&memory->lock);
    return source;
}

const struct record *source_memory_record(struct source_memory *memory, struct text path, struct text options)
{
    pthread_mutex_lock(&memory->lock);
    const struct remembered_source *known = find(memory, path);
    const struct remembered_record *record = known ? known->records : NULL;
    while (record && !text_equal(record->options, options)) record = record->next;
    pthread_mutex_unlock(&memory->lock);
    return record ? record->record : NULL;
}

void source_memory_add_record(struct source_memory *memory, struct text path, struct text options,
                              const struct record *record)
{
    if (record->has_error) return;
    pthread_mutex_lock(&memory->lock);
    struct remembered_source *known = find(memory, path);
    if (known) {
        struct remembered_record *added = ARENA_NEW(&memory->arena, struct remembered_record);
        *added = (struct remembered_record){arena_copy(&memory->arena, options), record, known->records};
        known->records = added;
    }
    pthread_mutex_unlock(&memory->lock);
}

void source_memory_forget(struct source_memory *memory, struct text path)
{
    pthread_mutex_lock(&memory->lock);
    struct remembered_source *known = find(memory, path);
    if (known) {
        memory->known_bytes -= known->source.length;
        memory->forgotten_bytes += known->source.length;
        *known = (struct remembered_source){0};
    }
    pthread_mutex_unlock(&memory->lock);
}
