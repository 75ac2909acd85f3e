import { env } from "cloudflare:workers";
import { SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import { app } from "../../worker/app.ts";
import { signSession, signTicket, verifySession, verifyTicket } from "../../worker/auth/tokens.ts";
import { ORIGIN, person } from "./support/cast.ts";

const OLD = String(env.AUTH_SECRET);
const NEW = "tb5Cn0vQZ8Yl2rJ6sKdXw1pGm9EaHuVf4oRi7LcTzqM";
const BOTH = `${NEW} ${OLD}`;

/** Asks with another secret in force. A cookie comes back as a browser would keep it. */
async function me(secret: string, headers: Record<string, string>) {
  const answer = await app.request(
    `${ORIGIN}/api/me`,
    { headers },
    { ...env, AUTH_SECRET: secret },
    { waitUntil: () => {}, passThroughOnException: () => {}, props: undefined },
  );
  return { status: answer.status, cookie: answer.headers.get("set-cookie")?.split(";")[0] };
}

describe("the key that sessions are signed with", () => {
  it("is followed by another while both are accepted, and signs nobody out who comes by browser meanwhile", async () => {
    const ann = await person("ann");
    const cookie = `__Host-session=${ann.token}`;
    expect(await me(OLD, { cookie })).toEqual({ status: 200, cookie: undefined });
    expect((await me(NEW, { cookie })).status).toBe(401);

    const visit = await me(BOTH, { cookie });
    expect(visit.status).toBe(200);
    const renewed = visit.cookie ?? "";
    expect(renewed).toMatch(/^__Host-session=./);
    expect(await me(BOTH, { cookie: renewed })).toEqual({ status: 200, cookie: undefined });
    expect((await me(NEW, { cookie: renewed })).status).toBe(200);
    // Going back is as good as going on.
    expect((await me(`${OLD} ${NEW}`, { cookie: renewed })).status).toBe(200);
  });

  it("leaves the token of an app as it is, as long as both are accepted", async () => {
    const ann = await person("ann");
    const authorization = `Bearer ${ann.token}`;
    expect(await me(BOTH, { authorization })).toEqual({ status: 200, cookie: undefined });
    expect((await me(NEW, { authorization })).status).toBe(401);
  });

  it("is the first of two, for tickets as well, and a token says by its kid which one it was", async () => {
    const claims = { userId: "u", sessionId: "s" };
    const session = await signSession([NEW, OLD], claims);
    expect(await verifySession([NEW], session)).toEqual({ ...claims, isRetiring: false });
    expect(await verifySession([OLD, NEW], session)).toEqual({ ...claims, isRetiring: true });
    expect(await verifySession([OLD], session)).toBeUndefined();
    const { ticket } = await signTicket([OLD], claims, Date.now());
    expect(await verifyTicket([NEW, OLD], ticket)).toMatchObject(claims);
    expect(await verifyTicket([NEW], ticket)).toBeUndefined();
  });

  it("is not chosen by the token: one that names the other key is nobody's", async () => {
    const kidOf = (token: string) => JSON.parse(atob(token.split(".")[0] ?? "")).kid;
    const [oldKid, newKid] = await Promise.all(
      [OLD, NEW].map(async (secret) => kidOf(await signSession([secret], { userId: "u", sessionId: "s" }))),
    );
    expect(oldKid).not.toBe(newKid);
    const sign = (kid: string) =>
      new SignJWT({ sid: "s" })
        .setProtectedHeader({ alg: "HS256", kid })
        .setIssuer("confab")
        .setAudience("session")
        .setSubject("u")
        .setIssuedAt()
        .sign(new TextEncoder().encode(OLD));
    expect(await verifySession([NEW, OLD], await sign(oldKid))).toMatchObject({ userId: "u" });
    for (const kid of [newKid, "", "00000000"])
      expect(await verifySession([NEW, OLD], await sign(kid))).toBeUndefined();
  });

  it("is one of two at most", async () => {
    expect((await me(BOTH, {})).status).toBe(401);
    expect((await me(`${BOTH} ${NEW.toLowerCase()}`, {})).status).toBe(503);
  });
});
