#include "library/library.h"

uint32_t mfshake_compilation_share_count(const struct mfshake_compilation *c)
{
    return c->pipeline.share_usage.row_count;
}

const struct mfshake_share *mfshake_compilation_share(const struct mfshake_compilation *c, uint32_t index)
{
    return &c->shares[index];
}

struct mfshake_text mfshake_share_key(const struct mfshake_share *share)
{
    return give(share->row->key);
}

struct mfshake_text mfshake_share_scope(const struct mfshake_share *share)
{
    return give(share->row->scope);
}

struct mfshake_text mfshake_share_version(const struct mfshake_share *share)
{
    return give(share->row->provided ? share->row->version : TEXT(""));
}

enum mfshake_mode mfshake_share_mode(const struct mfshake_share *share)
{
    switch (share->row->mode) {
    case SHARE_EXACT: return MFSHAKE_MODE_EXACT;
    case SHARE_NAMESPACE: return MFSHAKE_MODE_NAMESPACE;
    case SHARE_DYNAMIC: return MFSHAKE_MODE_DYNAMIC;
    case SHARE_NO_FALLBACK: return MFSHAKE_MODE_NO_FALLBACK;
    }
    return MFSHAKE_MODE_DYNAMIC;
}

uint32_t mfshake_share_export_count(const struct mfshake_share *share)
{
    return share->row->export_count;
}

struct mfshake_text mfshake_share_export_name(const struct mfshake_share *share, uint32_t index)
{
    return give(names_text(share->names, share->row->exports[index].name));
}

unsigned mfshake_share_export_flags(const struct mfshake_share *share, uint32_t index)
{
    const struct share_export *export = &share->row->exports[index];
    return (export->provided ? MFSHAKE_EXPORT_PROVIDED : 0u) | (export->used ? MFSHAKE_EXPORT_USED : 0u) |
           (export->possibly ? MFSHAKE_EXPORT_POSSIBLY : 0u);
}
