import { describe, expect, it } from "vitest";
import { ask } from "../http.ts";
import { dialInboxWith, dialWith, PASSWORD, somebody, strangers } from "../person.ts";
import { origin } from "../server.ts";

async function cookieUser(): Promise<{ id: string; cookie: string }> {
  const username = `cookie_${process.pid}_${Math.trunc(performance.now())}`;
  const { headers, body } = await ask(`${origin()}/api/auth/register`, {
    method: "POST",
    json: { username, password: PASSWORD },
  });
  expect(body).toMatchObject({ user: { username } });
  return { id: username, cookie: headers.getSetCookie()[0]?.split(";")[0] ?? "" };
}

/** How a refused upgrade looks from outside (S3): it opens, says nothing, and closes. */
async function refusal(path: string, headers?: Record<string, string>): Promise<number> {
  const line = dialWith(origin(), path, headers);
  const code = await line.closed();
  expect(line.frames).toEqual([]);
  return code;
}

describe("connecting", () => {
  it("S1 answers a plain request with 426", async () => {
    const alice = await somebody(origin());
    for (const path of ["/ws/rooms/global", "/ws/inbox", `/ws/rooms/global?ticket=${await alice.ticket()}`]) {
      for (const token of [undefined, alice.token])
        expect((await ask(`${origin()}${path}`, { token })).status, path).toBe(426);
    }
  });

  it("S2 knows the caller by a bearer header", async () => {
    const alice = await somebody(origin());
    const line = dialWith(origin(), "/ws/rooms/global", { authorization: `Bearer ${alice.token}` });
    expect(await line.next("welcome")).toMatchObject({ you: alice.asPerson });
  });

  it("S2 C2 knows the caller by the cookie, from our own origin alone", async () => {
    const { id, cookie } = await cookieUser();
    const line = dialWith(origin(), "/ws/rooms/global", { cookie, origin: origin() });
    expect(await line.next("welcome")).toMatchObject({ you: { username: id } });
    for (const path of ["/ws/rooms/global", "/ws/inbox"]) {
      expect(await refusal(path, { cookie, origin: "https://evil.example" })).toBe(4503);
      expect(await refusal(path, { cookie, origin: "null" })).toBe(4503);
      expect(await refusal(path, { cookie })).toBe(4503);
    }
  });

  it("S2 S3 C2 closes at once where nobody is signed in", async () => {
    const alice = await somebody(origin());
    await alice.join("global");
    const gone = await alice.again();
    expect((await gone.ask("POST", "/auth/logout")).status).toBe(204);
    for (const path of ["/ws/rooms/global", "/ws/inbox"]) {
      expect(await refusal(path)).toBe(4501);
      expect(await refusal(path, { authorization: "Bearer x" })).toBe(4501);
      expect(await refusal(path, { authorization: `Bearer ${gone.token}` })).toBe(4501);
    }
  });

  it("S38 C2 closes at once where the caller takes itself for somebody else", async () => {
    const { alice, bob } = await strangers(origin());
    const authorization = `Bearer ${alice.token}`;
    await dialWith(origin(), `/ws/rooms/global?user=${alice.id}`, { authorization }).next("welcome");
    await dialInboxWith(origin(), `?user=${alice.id}&ticket=${await alice.ticket()}`).next("welcome");
    for (const path of ["/ws/rooms/global", "/ws/inbox"]) {
      expect(await refusal(`${path}?user=${bob.id}`, { authorization })).toBe(4501);
      expect(await refusal(`${path}?user=${bob.id}&ticket=${await alice.ticket()}`)).toBe(4501);
    }
  });

  it("S2 H12 C2 closes at once where the ticket is forged, or no ticket, or that of an ended session", async () => {
    const alice = await somebody(origin());
    const ticket = await alice.ticket();
    for (const path of ["/ws/rooms/global", "/ws/inbox"]) {
      expect(await refusal(`${path}?ticket=x`)).toBe(4401);
      expect(await refusal(`${path}?ticket=${ticket.slice(0, -4)}AAAA`)).toBe(4401);
      expect(await refusal(`${path}?ticket=${alice.token}`)).toBe(4401);
    }
    const leaving = await alice.again();
    const late = await leaving.ticket();
    await leaving.ask("POST", "/auth/logout");
    expect([4401, 4501, 4510]).toContain(await refusal(`/ws/rooms/global?ticket=${late}`));
    await dialWith(origin(), `/ws/rooms/global?ticket=${ticket}`).next("welcome");
  });

  it("H12 C2 accepts a ticket once, at the inbox too", async () => {
    const alice = await somebody(origin());
    const ticket = await alice.ticket();
    await dialInboxWith(origin(), `?ticket=${ticket}`).next("welcome");
    expect(await refusal(`/ws/inbox?ticket=${ticket}`)).toBe(4401);
  });

  it("G5 C2 closes at once where there is no such room", async () => {
    const { alice, bob } = await strangers(origin());
    const authorization = `Bearer ${alice.token}`;
    await dialWith(origin(), `/ws/rooms/${alice.roomWith(bob)}`, { authorization }).next("welcome");
    for (const room of [
      "nothing",
      "Global",
      "group:nothing",
      `dm:${alice.id}:${alice.id}`,
      `dm:${alice.id}:nobody`,
      "%F0%9F%8E%89",
      "dm:a:b",
    ]) {
      expect(await refusal(`/ws/rooms/${room}`, { authorization }), room).toBe(4504);
    }
  });

  it("S4 C1 PartySocket does not come back after 4504", async () => {
    const alice = await somebody(origin());
    const line = alice.dial("group:nothing");
    expect(await line.closed()).toBe(4504);
    const other = await alice.join("global");
    await other.say("meanwhile");
    expect(line.closes).toEqual([4504]);
  });
});
