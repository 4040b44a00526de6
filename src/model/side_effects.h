/* What package.json's "sideEffects" says of a file. */
#ifndef MFSHAKE_MODEL_SIDE_EFFECTS_H
#define MFSHAKE_MODEL_SIDE_EFFECTS_H

enum side_effects {
    SIDE_EFFECTS_UNKNOWN, /* nothing: analysis decides */
    SIDE_EFFECTS_FREE,
    SIDE_EFFECTS_PRESENT
};

#endif
