/* Does a version satisfy a range? As npm says, and as webpack's share scope says at run time.
 *
 * The two differ: npm's semver refuses prereleases unless the range names one of the same version, while webpack compares part by
 * part, knows "!", takes a version of any number of parts and reads anything it does not understand as text. Packages are
 * installed by npm's rules; which provider a consumer meets in a share scope, and the filters `include.version` and
 * `exclude.version`, go by webpack's. Twins: npm's semver (satisfies); webpack's lib/sharing/semver.js (parseRange, satisfy, versionLt).
 */
#ifndef MFSHAKE_CONFIG_SEMVER_H
#define MFSHAKE_CONFIG_SEMVER_H

#include "base/text.h"

enum semver_answer {
    SEMVER_NO,
    SEMVER_YES,
    SEMVER_INVALID, /* the range or the version can not be read: nobody knows */
};

enum semver_answer semver_npm(struct text range, struct text version);
enum semver_answer semver_webpack(struct text range, struct text version);

/* Which of two versions a share scope prefers: negative when `left` is the lower one. Versions that differ in nothing that counts,
 * and those that can not be read, are equal. */
int semver_compare(struct text left, struct text right);

#endif
