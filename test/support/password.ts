/** Everybody's in the scenes, and what hashing has made of it: making it anew in each process takes longer than many a scene. */
export const PASSWORD = "correct horse battery";
export const PASSWORD_HASH = "scrypt$14$8$5$NM6g2F8mwQ3ck1aPnYbvpg$FFy4v-Ud6fnEAJPsAUvwp4vTtgLtS_wqiZA-zLMRWx8";
