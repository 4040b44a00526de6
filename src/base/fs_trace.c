#include "base/fs_trace.h"

#include "base/memory.h"
#include "base/names.h"
#include "base/pool.h"
#include "base/vec.h"

#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

enum asked { ASKED_KIND = 1, ASKED_CONTENT = 2, ASKED_REAL_PATH = 4 };

/* What was asked of one path. Without gaps: it is stored as it is. */
struct question {
    struct fs_fingerprint content;
    uint32_t path, path_length; /* bytes of the strings; a NUL follows */
    uint32_t real, real_length; /* empty: there is none */
    uint8_t asked;              /* set of enum asked */
    uint8_t kind, is_link;
    uint8_t unused[5];
};

struct fs_trace {
    pthread_mutex_t lock;
    struct names paths;
    VEC(struct question) questions; /* by name_id of the path */
    VEC(name_id) real_paths;        /* likewise */
    int64_t started;                /* seconds */
    bool unreliable;
};

static _Atomic(struct fs_trace *) current;

/* ---------------------------------------------------------------------------------------------- states of files */

struct fs_fingerprint fs_fingerprint_of(const struct stat *status)
{
    return (struct fs_fingerprint){
        .device = (uint64_t)status->st_dev,
        .inode = (uint64_t)status->st_ino,
        .size = (uint64_t)status->st_size,
        .modified = (int64_t)status->st_mtim.tv_sec,
        .modified_ns = (int64_t)status->st_mtim.tv_nsec,
        .changed = (int64_t)status->st_ctim.tv_sec,
        .changed_ns = (int64_t)status->st_ctim.tv_nsec,
    };
}

bool fs_fingerprint_at(struct text path, struct fs_fingerprint *fingerprint)
{
    char terminated[PATH_MAX];
    struct stat status;
    if (path.length >= sizeof terminated) return false;
    memcpy(terminated, path.at, path.length);
    terminated[path.length] = '\0';
    if (stat(terminated, &status) != 0) return false;
    *fingerprint = fs_fingerprint_of(&status);
    return true;
}

static bool is_same(const struct fs_fingerprint *a, const struct fs_fingerprint *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

/* ---------------------------------------------------------------------------------------------- noting */

struct fs_trace *fs_trace_start(void)
{
    struct fs_trace *trace = memory_alloc(sizeof *trace), *none = NULL;
    *trace = (struct fs_trace){.started = (int64_t)time(NULL)};
    pthread_mutex_init(&trace->lock, NULL);
    names_init(&trace->paths);
    if (atomic_compare_exchange_strong(&current, &none, trace)) return trace;
    fs_trace_free(trace);
    return NULL;
}

void fs_trace_stop(struct fs_trace *trace)
{
    struct fs_trace *expected = trace;
    if (trace) atomic_compare_exchange_strong(&current, &expected, NULL);
}

void fs_trace_free(struct fs_trace *trace)
{
    if (!trace) return;
    fs_trace_stop(trace);
    pthread_mutex_destroy(&trace->lock);
    vec_release(&trace->questions);
    vec_release(&trace->real_paths);
    names_release(&trace->paths);
    memory_free(trace);
}

/* The question about `path`; the lock is held. */
static struct question *question_of(struct fs_trace *trace, struct text path)
{
    name_id id = names_add(&trace->paths, path);
    while (trace->questions.count <= id) {
        vec_push(&trace->questions, (struct question){0});
        vec_push(&trace->real_paths, NAME_NONE);
    }
    return &trace->questions.at[id];
}

void fs_trace_note_kind(struct text path, enum fs_kind kind, bool is_link)
{
    struct fs_trace *trace = atomic_load_explicit(&current, memory_order_acquire);
    if (!trace) return;
    pthread_mutex_lock(&trace->lock);
    struct question *question = question_of(trace, path);
    if ((question->asked & ASKED_KIND) && (question->kind != kind || question->is_link != is_link))
        trace->unreliable = true;
    question->asked |= ASKED_KIND;
    question->kind = (uint8_t)kind;
    question->is_link = is_link;
    pthread_mutex_unlock(&trace->lock);
}

void fs_trace_note_content(struct text path, const struct stat *status)
{
    struct fs_trace *trace = atomic_load_explicit(&current, memory_order_acquire);
    if (!trace) return;
    /* Clocks of file systems may count in steps of two seconds. */
    enum { COARSEST = 2 };
    struct fs_fingerprint content = fs_fingerprint_of(status);
    pthread_mutex_lock(&trace->lock);
    struct question *question = question_of(trace, path);
    bool changes = (question->asked & ASKED_CONTENT) && !is_same(&question->content, &content);
    bool is_fresh = content.modified >= trace->started - COARSEST || content.changed >= trace->started - COARSEST;
    if (changes || is_fresh) trace->unreliable = true;
    question->asked |= ASKED_CONTENT;
    question->content = content;
    pthread_mutex_unlock(&trace->lock);
}

void fs_trace_note_real_path(struct text path, struct text real)
{
    struct fs_trace *trace = atomic_load_explicit(&current, memory_order_acquire);
    if (!trace) return;
    pthread_mutex_lock(&trace->lock);
    name_id id = names_add(&trace->paths, real);
    question_of(trace, path)->asked |= ASKED_REAL_PATH;
    trace->real_paths.at[names_find(&trace->paths, path)] = id;
    pthread_mutex_unlock(&trace->lock);
}

void fs_trace_note_failure(void)
{
    struct fs_trace *trace = atomic_load_explicit(&current, memory_order_acquire);
    if (!trace) return;
    pthread_mutex_lock(&trace->lock);
    trace->unreliable = true;
    pthread_mutex_unlock(&trace->lock);
}

/* ---------------------------------------------------------------------------------------------- bytes */

/* A count of questions and of bytes of strings, the questions, the strings. */
struct trace_header {
    uint32_t question_count, string_bytes;
};

static void put_string(struct buffer *strings, struct text string, uint32_t *start, uint32_t *length)
{
    *start = (uint32_t)strings->length;
    *length = (uint32_t)string.length;
    buffer_put(strings, string);
    buffer_put_char(strings, '\0');
}

bool fs_trace_put(const struct fs_trace *trace, struct buffer *out)
{
    if (trace->unreliable) return false;
    struct buffer strings, rows;
    buffer_init(&strings);
    buffer_init(&rows);
    struct trace_header header = {0};
    for (uint32_t id = 0; id < trace->questions.count; id++) {
        struct question question = trace->questions.at[id];
        if (!question.asked) continue;
        put_string(&strings, names_text(&trace->paths, id), &question.path, &question.path_length);
        put_string(&strings, names_text(&trace->paths, trace->real_paths.at[id]), &question.real,
                   &question.real_length);
        buffer_put(&rows, (struct text){(const char *)&question, sizeof question});
        header.question_count++;
    }
    while (strings.length % 8) buffer_put_char(&strings, '\0');
    bool fits = strings.length <= UINT32_MAX;
    header.string_bytes = (uint32_t)strings.length;
    if (fits) {
        buffer_put(out, (struct text){(const char *)&header, sizeof header});
        buffer_put(out, buffer_text(&rows));
        buffer_put(out, buffer_text(&strings));
    }
    buffer_release(&rows);
    buffer_release(&strings);
    return fits;
}

/* ---------------------------------------------------------------------------------------------- asking again */

struct repetition {
    const struct question *questions;
    uint32_t question_count;
    const char *strings;
    uint32_t string_bytes;
    atomic_bool differs;
};

static bool is_string(const struct repetition *r, uint32_t start, uint32_t length)
{
    return start < r->string_bytes && length < r->string_bytes - start && r->strings[start + length] == '\0';
}

static enum fs_kind kind_of(const struct stat *status)
{
    if (S_ISREG(status->st_mode)) return FS_FILE;
    return S_ISDIR(status->st_mode) ? FS_FOLDER : FS_OTHER;
}

static bool status_holds(const struct question *q, const char *path)
{
    struct stat status;
    bool exists = lstat(path, &status) == 0, is_link = exists && S_ISLNK(status.st_mode);
    if (is_link) exists = stat(path, &status) == 0;
    if (q->asked & ASKED_KIND) {
        enum fs_kind kind = exists ? kind_of(&status) : FS_MISSING;
        if (kind != q->kind || is_link != q->is_link) return false;
    }
    if (!(q->asked & ASKED_CONTENT)) return true;
    if (!exists) return false;
    struct fs_fingerprint content = fs_fingerprint_of(&status);
    return is_same(&content, &q->content);
}

static bool real_path_holds(const struct question *q, const char *path, struct text expected)
{
    char resolved[PATH_MAX];
    if (!(q->asked & ASKED_REAL_PATH)) return true;
    struct text real = realpath(path, resolved) ? text_of(resolved) : TEXT("");
    return text_equal(real, expected);
}

enum { AT_ONCE = 256 };

static void ask_again(void *context, uint32_t index, uint32_t worker)
{
    (void)worker;
    struct repetition *r = context;
    uint32_t first = index * AT_ONCE, end = first + AT_ONCE < r->question_count ? first + AT_ONCE : r->question_count;
    for (uint32_t i = first; i < end; i++) {
        if (atomic_load_explicit(&r->differs, memory_order_relaxed)) return;
        const struct question *q = &r->questions[i];
        bool holds = is_string(r, q->path, q->path_length) && is_string(r, q->real, q->real_length) &&
                     ((q->asked & (ASKED_KIND | ASKED_CONTENT)) == 0 || status_holds(q, r->strings + q->path)) &&
                     real_path_holds(q, r->strings + q->path, (struct text){r->strings + q->real, q->real_length});
        if (!holds) atomic_store_explicit(&r->differs, true, memory_order_relaxed);
    }
}

bool fs_trace_holds(struct text bytes, uint32_t workers)
{
    struct trace_header header;
    if (bytes.length < sizeof header) return false;
    memcpy(&header, bytes.at, sizeof header);
    uint64_t rows = (uint64_t)header.question_count * sizeof(struct question);
    if (rows + header.string_bytes + sizeof header != bytes.length) return false;
    struct repetition r = {
        .questions = (const void *)(bytes.at + sizeof header),
        .question_count = header.question_count,
        .strings = bytes.at + sizeof header + rows,
        .string_bytes = header.string_bytes,
    };
    pool_run(workers, (header.question_count + AT_ONCE - 1) / AT_ONCE, ask_again, &r);
    return !r.differs;
}
