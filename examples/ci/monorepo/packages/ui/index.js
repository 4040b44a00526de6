export const price = cents => `${(cents / 100).toFixed(2)} €`;
export const weight = grams => `${(grams / 1000).toFixed(1)} kg`;
