const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

/** A new opaque id: 80 random bits as 16 characters of `[a-z2-7]`, more than can be guessed or met by chance. */
export function newId(): string {
  // 32 letters divide 256 evenly, so each byte's low five bits are a fair letter.
  return lettersOf(crypto.getRandomValues(new Uint8Array(16)));
}

/** An id of that form that follows from a text: the same text always gives the same one. */
export async function idFrom(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return lettersOf(new Uint8Array(digest, 0, 16));
}

function lettersOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => ALPHABET.charAt(byte & 31)).join("");
}
