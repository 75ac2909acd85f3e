/** A new id for a message: 22 characters of `[A-Za-z0-9_-]`, 128 bits from the system's random source. */
export function newClientId(): string {
  // Not `randomUUID`: it is missing on pages that are served without TLS.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
