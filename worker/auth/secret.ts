/**
 * What `AUTH_SECRET` may be: one secret, or two with a space between while one follows the other.
 * Imports nothing, so that `npm start` says the same of it as the Worker.
 */

// 32 characters of base64url are 192 bits; less can be guessed off line from a single token.
const MIN_LENGTH = 32;
const EXAMPLE = /^(.)\1*$|change|example|secret|placeholder|replace|your[-_ ]/i;

/** The secrets in it, newest first: the first signs, all of them are accepted. */
export function splitSecret(value: string | undefined): string[] {
  return (value ?? "").split(/\s+/).filter(Boolean);
}

/** What is wrong with it, in words that follow "AUTH_SECRET"; `undefined` where it is fine. */
export function secretProblem(value: string | undefined): string | undefined {
  const secrets = splitSecret(value);
  if (secrets.length === 0) return "is missing";
  if (secrets.length > 2) return "has more than two secrets";
  if (secrets.some((secret) => EXAMPLE.test(secret))) return "is an example value";
  if (secrets.some((secret) => secret.length < MIN_LENGTH)) return `is shorter than ${MIN_LENGTH} characters`;
  return undefined;
}
