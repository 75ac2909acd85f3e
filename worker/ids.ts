const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

/** A new opaque id: 80 random bits as 16 characters of `[a-z2-7]`, more than can be guessed or met by chance. */
export function newId(): string {
  // 32 letters divide 256 evenly, so each byte's low five bits are a fair letter.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => ALPHABET.charAt(byte & 31)).join("");
}
