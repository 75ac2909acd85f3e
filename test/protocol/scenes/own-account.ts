import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { MeAnswer, SessionsAnswer } from "../../../worker/protocol.ts";
import { ask, expectProblem } from "../http.ts";
import { newId } from "../line.ts";
import { PASSWORD, person, strangers } from "../person.ts";
import { origin } from "../server.ts";

const NEW_PASSWORD = "staple battery horse";
const logIn = (username: string, password: string) =>
  ask(`${origin()}/api/auth/login`, { method: "POST", json: { username, password, session: "token" } });

describe("one's own account", () => {
  it("H13 H16 S31 ends elsewhere what is ended here, within two seconds", async () => {
    const here = await person(origin(), "alice");
    const [phone, tablet, laptop] = [await here.again(), await here.again(), await here.again()];
    const lines = new Map(
      await Promise.all([phone, tablet, laptop].map(async (who) => [who, await who.join("global")] as const)),
    );
    for (const line of lines.values()) await line.ping();
    const own = await here.join("global");

    const { sessions } = v.parse(SessionsAnswer, await phone.get("/auth/sessions"));
    expect(sessions).toHaveLength(4);
    const ofPhone = sessions.find(({ current }) => current)?.id;
    for (const [gone, end] of [
      [phone, () => here.ask("DELETE", `/auth/sessions/${ofPhone}`)],
      [tablet, () => tablet.ask("POST", "/auth/logout")],
      [laptop, () => here.ask("POST", "/auth/password", { currentPassword: PASSWORD, newPassword: NEW_PASSWORD })],
    ] as const) {
      expect((await end()).status).toBe(204);
      const start = Date.now();
      expect(await lines.get(gone)?.closed()).toBe(4510);
      expect(Date.now() - start).toBeLessThan(2_000);
      expectProblem(await gone.ask("GET", "/me"), "unauthenticated");
    }
    await own.say("still here");
    expectProblem(await logIn(here.username, PASSWORD), "unauthenticated");
    expect((await logIn(here.username, NEW_PASSWORD)).status).toBe(200);
    expect((await here.ask("DELETE", "/auth/sessions")).status).toBe(204);
    expect(v.parse(SessionsAnswer, await here.get("/auth/sessions")).sessions).toHaveLength(1);
  });

  it("H66 is not used by whoever takes it for another one", async () => {
    const { alice, bob, room } = await strangers(origin());
    const line = await bob.join(room);
    const post = (id: string, asWhom: string) =>
      ask(`${origin()}/api/rooms/${room}/messages`, {
        method: "POST",
        token: alice.token,
        json: { id, body: `as ${asWhom}` },
        headers: { "confab-user": asWhom },
      });
    expectProblem(await post(newId(), bob.id), "unauthenticated");
    expect((await post(newId(), alice.id)).status).toBe(201);
    expect((await line.next("messages")).messages).toMatchObject([{ body: `as ${alice.id}` }]);
    const me = (asWhom: string) =>
      ask(`${origin()}/api/me`, { token: alice.token, headers: { "confab-user": asWhom } });
    expectProblem(await me(bob.id), "unauthenticated");
    expect((await me(alice.id)).status).toBe(200);
  });

  it("H17 H18 R5 can be taken along, and left for good", async () => {
    const [alice, bob] = [await person(origin(), "alice", "Alice"), await person(origin(), "bob")];
    const room = alice.roomWith(bob);
    await alice.write(room, "so long");
    const { body, headers } = await alice.ask("GET", "/me/export");
    expect(headers.get("content-type")).toMatch(/^application\/x-ndjson$/);
    const lines = String(body)
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    const { user } = v.parse(MeAnswer, await alice.get("/me"));
    expect(lines.slice(0, 2)).toMatchObject([{ type: "export" }, { type: "account", user }]);
    expect(lines.filter(({ type }) => type === "message")).toMatchObject([{ message: { room, body: "so long" } }]);
    expect(lines.at(-1)).toEqual({ type: "end", lines: lines.length - 1 });

    const line = await alice.join("global");
    await line.ping();
    expectProblem(await alice.ask("DELETE", "/me", { password: "wrong guess" }), "forbidden");
    expect((await alice.ask("DELETE", "/me", { password: PASSWORD })).status).toBe(204);
    expect(await line.closed()).toBe(4510);
    expectProblem(await alice.ask("GET", "/me"), "unauthenticated");
    expectProblem(await logIn(alice.username, PASSWORD), "unauthenticated");
    expect(await bob.get(`/users?q=${alice.username}`)).toEqual({ users: [] });
    const nobody = { id: alice.id, username: null, displayName: null };
    expect(await bob.get(`/rooms/${room}/messages`)).toMatchObject({ messages: [{ body: "so long", from: nobody }] });
    expect((await (await bob.join(room)).next("welcome")).messages).toMatchObject([{ from: nobody }]);
  });
});
