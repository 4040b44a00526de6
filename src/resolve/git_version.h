/* The version that an address of a repository asks for: what follows its "#", or the branch of a "tree" on GitHub. Internal to resolve/.
 * Twin: getGitUrlVersion of webpack's sharing/utils, with the part of the URL standard that it depends on.
 */
#ifndef MFSHAKE_RESOLVE_GIT_VERSION_H
#define MFSHAKE_RESOLVE_GIT_VERSION_H

#include "base/arena.h"

/* `address` is in lower case. Empty for none, and for what is no address of a repository. */
struct text git_version(struct arena *arena, struct text address);

#endif
