export const once = true;
