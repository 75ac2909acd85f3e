/** Begins the key by which a device remembers whom somebody blocks, before that person's id: the ids of the others, with spaces between them. */
export const BLOCKED_BY = "blocked:";
