#include "library/library.h"

#include "base/memory.h"
#include "prune/deployment.h"

struct mfshake_deployment {
    struct arena arena;
    const struct mfshake_usage *usage;
    bool rename;
    struct text public_path;
    VEC(struct deployed_chunk) chunks;
    struct buffer answer;
};

struct mfshake_deployment *mfshake_deployment_new(const struct mfshake_usage *usage,
                                                  const struct mfshake_deployment_options *given)
{
    struct mfshake_deployment_options options;
    copy_known(&options, sizeof options, given, given ? given->size : 0);
    struct mfshake_deployment *deployment = memory_alloc(sizeof *deployment);
    *deployment = (struct mfshake_deployment){.usage = usage, .rename = options.rename};
    arena_init(&deployment->arena);
    buffer_init(&deployment->answer);
    deployment->public_path = arena_copy(&deployment->arena, take(options.public_path));
    return deployment;
}

void mfshake_deployment_free(struct mfshake_deployment *deployment)
{
    if (!deployment) return;
    vec_release(&deployment->chunks);
    buffer_release(&deployment->answer);
    arena_release(&deployment->arena);
    memory_free(deployment);
}

bool mfshake_deployment_add(struct mfshake_deployment *deployment, const char *path, const char *file,
                            struct mfshake_text chunk, const struct mfshake_pruned *pruned,
                            struct mfshake_diagnostics *diagnostics)
{
    struct deployed_chunk added;
    if (!deployment_describe(&deployment->arena, arena_copy(&deployment->arena, take(path)),
                             (struct text){chunk.at, chunk.length}, take(file), deployment->rename, &pruned->result,
                             &pruned->finished, &added, &diagnostics->list))
        return false;
    vec_push(&deployment->chunks, added);
    return true;
}

struct mfshake_text mfshake_deployment_file(const struct mfshake_deployment *deployment, uint32_t index)
{
    return give(deployment->chunks.at[index].file);
}

struct mfshake_text mfshake_deployment_output(const struct mfshake_deployment *deployment, uint32_t index)
{
    return give(deployment->chunks.at[index].text);
}

struct mfshake_text mfshake_deployment_source_map_file(const struct mfshake_deployment *deployment, uint32_t index)
{
    return give(deployment->chunks.at[index].map_file);
}

struct mfshake_text mfshake_deployment_source_map(const struct mfshake_deployment *deployment, uint32_t index)
{
    return give(deployment->chunks.at[index].map);
}

struct mfshake_text mfshake_deployment_manifest(struct mfshake_deployment *deployment)
{
    buffer_clear(&deployment->answer);
    deployment_put_manifest(deployment->chunks.at, deployment->chunks.count, &deployment->usage->set,
                            &deployment->answer);
    return give(buffer_text(&deployment->answer));
}

struct mfshake_text mfshake_deployment_snapshot(struct mfshake_deployment *deployment,
                                                struct mfshake_diagnostics *diagnostics)
{
    buffer_clear(&deployment->answer);
    deployment_put_snapshot(deployment->chunks.at, deployment->chunks.count, &deployment->usage->set,
                            deployment->usage->remote, deployment->public_path, &deployment->answer,
                            &diagnostics->list);
    return give(buffer_text(&deployment->answer));
}
