#!/bin/sh
# Analyzes every app, closes the gate when what they use now must not go live, and prunes. From the root of the repository:
#
#     sh ci/mfshake.sh [--update]
#
# --update accepts what the apps use now: commit share-usage.baseline.json afterwards.
set -eu

for app in apps/*/; do
    mfshake analyze -C "$app"
done
mfshake merge 'apps/*/dist/shared/share-usage.json' -o federation-usage.json

if [ "${1:-}" = --update ]; then
    exec mfshake gate federation-usage.json --update
fi
mfshake gate federation-usage.json --reporter text --reporter markdown=gate.md --reporter junit=gate.xml

for app in apps/*/; do
    mfshake prune "${app}dist/shared" --usage federation-usage.json -o "${app}dist/pruned"
done
