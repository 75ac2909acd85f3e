/** Tokens that are none, each wrong in one way alone. */

import { env } from "cloudflare:workers";
import { createHmac } from "node:crypto";
import { decodeJwt, decodeProtectedHeader, SignJWT } from "jose";

type Claims = Record<string, unknown>;

const SECRET = new TextEncoder().encode(env.AUTH_SECRET);
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** `good` is a token that is accepted where these are to be refused; `other` is good elsewhere, a ticket for a session or the reverse. */
export async function forgeriesOf(good: string, other: string): Promise<Record<string, string>> {
  const header = decodeProtectedHeader(good);
  const claims: Claims = { ...decodeJwt(good) };
  const [head = "", body = "", signature = ""] = good.split(".");
  const now = Math.floor(Date.now() / 1000);

  const sign = (changed: Claims, { alg = "HS256", kid = header.kid }: { alg?: string; kid?: string } = {}) =>
    new SignJWT({ ...claims, ...changed }).setProtectedHeader(kid === undefined ? { alg } : { alg, kid }).sign(SECRET);
  const byHand = (changedHead: Claims, key: string) => {
    const signed = `${encode({ ...header, ...changedHead })}.${body}`;
    return `${signed}.${createHmac("sha256", key).update(signed).digest("base64url")}`;
  };
  const elliptic = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
  if (!("privateKey" in elliptic)) throw new Error("no pair of keys");

  return {
    "no token": "x",
    "three parts of nothing": "a.b.c",
    "a token without an algorithm": `${encode({ ...header, alg: "none" })}.${body}.`,
    "a token without an algorithm, signed": `${encode({ ...header, alg: "None" })}.${body}.${signature}`,
    "another algorithm of the same key": await sign({}, { alg: "HS512" }),
    "another kind of key": await new SignJWT(claims)
      .setProtectedHeader({ alg: "ES256", kid: header.kid ?? "" })
      .sign(elliptic.privateKey),
    "an empty key": byHand({}, ""),
    "a key of one's own": byHand({}, "a key that nobody gave anybody, 32 characters"),
    "a key that is named in the token": byHand({ jwk: { kty: "oct", k: "bXkta2V5" }, kid: "mine" }, "my-key"),
    "a key that nobody has": await sign({}, { kid: "00000000" }),
    "no name of a key": await new SignJWT(claims).setProtectedHeader({ alg: "HS256" }).sign(SECRET),
    "another audience": await sign({ aud: "elsewhere" }),
    "no audience": await sign({ aud: undefined }),
    "another issuer": await sign({ iss: "somebody" }),
    "no issuer": await sign({ iss: undefined }),
    "another person in the claims": `${head}.${encode({ ...claims, sub: "aaaaaaaaaaaaaaaa" })}.${signature}`,
    "another signature": `${head}.${body}.${signature.slice(0, -4)}${signature.endsWith("AAAA") ? "BBBB" : "AAAA"}`,
    "a signature that is cut off": `${head}.${body}.`,
    "a session of somebody else": await sign({ sub: "aaaaaaaaaaaaaaaa" }),
    "a session that is none": await sign({ sid: "aaaaaaaaaaaaaaaa" }),
    "a session that is no text": await sign({ sid: 7 }),
    "a time that is over": await sign({ exp: now - 1 }),
    "a time that has not come": await sign({ nbf: now + 600 }),
    "a signature of a time to come": await sign({ iat: now + 600 }),
    "no time of signing": await sign({ iat: undefined }),
    "what is good elsewhere": other,
  };
}
