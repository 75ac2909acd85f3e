/**
 * Password hashing with scrypt, as OWASP's password storage sheet lists it: N=2^14, r=8, p=5, 16 MiB.
 * Stored as `scrypt$<log2 N>$<r>$<p>$<salt>$<hash>`, salt and hash in base64url.
 * Nothing but `node:crypto`, so that the command line makes the same hashes.
 */
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

const COST = { logN: 14, r: 8, p: 5 };
const SALT_BYTES = 16;
const KEY_BYTES = 32;

interface Stored {
  logN: number;
  r: number;
  p: number;
  salt: Buffer;
  key: Buffer;
}

/** Takes about 170 ms of CPU: call it where nobody else waits. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, { ...COST, salt, key: Buffer.alloc(KEY_BYTES) });
  return ["scrypt", COST.logN, COST.r, COST.p, salt.toString("base64url"), key.toString("base64url")].join("$");
}

/** The same work whether it fits or not, and whether there is a `stored` hash or not. */
export async function verifyPassword(password: string, stored: string | undefined): Promise<boolean> {
  const parsed = stored === undefined ? undefined : parse(stored);
  const against = parsed ?? { ...COST, salt: Buffer.alloc(SALT_BYTES), key: Buffer.alloc(KEY_BYTES) };
  const fits = timingSafeEqual(await derive(password, against), against.key);
  return fits && parsed !== undefined;
}

/** Whether a hash was made with other parameters than today's and is due to be made anew at the next login. */
export function isOutdated(stored: string): boolean {
  const parsed = parse(stored);
  return !parsed || parsed.logN !== COST.logN || parsed.r !== COST.r || parsed.p !== COST.p;
}

function parse(stored: string): Stored | undefined {
  const [scheme, logN, r, p, salt, key] = stored.split("$");
  if (scheme !== "scrypt" || !salt || !key) return undefined;
  return {
    logN: Number(logN),
    r: Number(r),
    p: Number(p),
    salt: Buffer.from(salt, "base64url"),
    key: Buffer.from(key, "base64url"),
  };
}

function derive(password: string, { logN, r, p, salt, key }: Stored): Promise<Buffer> {
  const N = 2 ** logN;
  return new Promise((resolve, reject) => {
    scrypt(password, salt, key.length, { N, r, p, maxmem: 256 * N * r }, (error, derived) =>
      error ? reject(error) : resolve(derived),
    );
  });
}
