/** Every socket and every frame there is, tried by those who may not, beside the same by somebody who may. */
import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { app } from "../../worker/app.ts";
import { ClientFrame } from "../../worker/protocol.ts";
import { connect, direct, evict, group, newClientId, ORIGIN, person } from "./support/cast.ts";
import { bearer, cookie, ELSEWHERE, endedSessions, SOCKETS, scene } from "./support/doors.ts";
import { forgeriesOf } from "./support/forge.ts";

describe.each(Object.entries(SOCKETS))("%s", (name, pathOf) => {
  it("S2: opens to a session, a ticket and our own page's cookie, and to nothing that looks like one", async () => {
    const on = await scene();
    const path = pathOf(on);
    const ticket = await on.ann.ticket();
    for (const [what, token] of Object.entries(await forgeriesOf(on.ann.token, ticket))) {
      expect(await (await connect(path, bearer(token))).closed(), what).toBe(4501);
      expect(await (await connect(path, { ...cookie(token), origin: ORIGIN })).closed(), `${what} as a cookie`).toBe(
        4501,
      );
    }
    for (const [what, token] of Object.entries(await forgeriesOf(ticket, on.ann.token))) {
      const isSigned = ["a session of somebody else", "a session that is none"].includes(what);
      expect(await (await connect(path, {}, { ticket: token })).closed(), `${what} as a ticket`).toBe(
        isSigned ? 4501 : 4401,
      );
    }
    for (const [what, who] of Object.entries(await endedSessions())) {
      const code = await (await connect(path, bearer(who.token))).closed();
      expect(code, what).toBe(what.includes("banned") ? 4503 : 4501);
    }
    for (const from of ELSEWHERE) {
      expect(await (await connect(path, { ...cookie(on.ann.token), ...from })).closed()).toBe(4503);
    }
    await (await connect(path, bearer(on.ann.token))).take("welcome");
    await (await connect(path, { ...cookie(on.ann.token), origin: ORIGIN })).take("welcome");
    await (await connect(path, {}, { ticket })).take("welcome");
    expect(await (await connect(path, {}, { ticket })).closed()).toBe(4401);
    const leaving = await on.ann.ticket();
    await on.ann.call("POST", "/api/auth/logout");
    expect(await (await connect(path, {}, { ticket: leaving })).closed()).toBe(4501);
  });

  if (name.includes(":room")) {
    it("G5: is no room for a stranger", async () => {
      const on = await scene();
      const [theirs, none] = [await on.eve.join(on.room), await on.eve.join("group:none")];
      expect([await theirs.closed(), await none.closed()]).toEqual([4504, 4504]);
      await (await on.bob.join(on.room)).next("welcome");
    });
  }
});

describe("a door that is closed", () => {
  /** What any look into the record or any object makes known. */
  function tripwires() {
    const touched: string[] = [];
    const wire = (name: string) =>
      new Proxy({}, { get: (_, member) => () => void touched.push(`${name}.${String(member)}`) });
    return {
      touched,
      wires: Object.fromEntries(["DB", "SEARCH", "ROOM", "INBOX", "GATE"].map((name) => [name, wire(name)])),
    };
  }

  it("costs no look into the record or an object, for a socket without a good signature or from another page", async () => {
    const ann = await person("ann");
    const { touched, wires } = tripwires();
    const knock = (path: string, headers: Record<string, string>) =>
      app.request(
        ORIGIN + path,
        { headers: { upgrade: "websocket", ...headers } },
        { ...env, ...wires },
        createExecutionContext(),
      );
    for (const path of ["/ws/rooms/global", "/ws/inbox"]) {
      for (const headers of [{}, bearer("a.b.c"), { ...cookie(ann.token), origin: "https://evil.example" }]) {
        const { status, webSocket } = await knock(path, headers);
        expect(status).toBe(101);
        webSocket?.accept();
        webSocket?.close();
      }
      await knock(`${path}?ticket=a.b.c`, {});
    }
    for (const path of ["/api/me", "/api/rooms/global/messages"]) {
      const answer = await app.request(ORIGIN + path, { headers: bearer("a.b.c") }, { ...env, ...wires });
      expect(answer.status).toBe(401);
    }
    expect(touched).toEqual([]);
    // The premise: with a good signature the record is asked.
    await app.request(
      `${ORIGIN}/api/me`,
      { headers: bearer(ann.token) },
      { ...env, ...wires },
      createExecutionContext(),
    );
    expect(touched).not.toEqual([]);
  });

  it("takes nobody's word for what the Worker tells an object", async () => {
    const { eve, room } = await scene();
    const visit = { user: { id: "x", username: "x", displayName: "x" }, sessionId: "x", room: { id: room }, reads: {} };
    const said = encodeURIComponent(JSON.stringify(visit));
    const headers = { ...bearer(eve.token), "x-confab-visit": said, "x-confab-inbox-visit": said };
    expect(await (await connect(`/ws/rooms/${room}`, headers)).closed()).toBe(4504);
    const { you } = await (await connect("/ws/rooms/global", headers)).next("welcome");
    expect(you.id).toBe(eve.id);
  });
});

/** Of each kind of frame one that has an effect, sent by Ann, and what Bob or the record sees of it. */
const FRAMES: Record<ClientFrame["type"], { frame: () => object; shows: string | undefined }> = {
  send: { frame: () => ({ type: "send", id: newClientId(), body: "sent" }), shows: "messages" },
  edit: { frame: () => ({ type: "edit", seq: 1, body: "edited" }), shows: "messages" },
  react: { frame: () => ({ type: "react", seq: 2, emoji: "👍", on: true }), shows: "messages" },
  pin: { frame: () => ({ type: "pin", seq: 1, on: true }), shows: "messages" },
  delete: { frame: () => ({ type: "delete", seq: 1 }), shows: "messages" },
  read: { frame: () => ({ type: "read", seq: 2 }), shows: "read" },
  typing: { frame: () => ({ type: "typing" }), shows: "typing" },
  // Says only to the room what it may let go of.
  got: { frame: () => ({ type: "got", rev: 2 }), shows: undefined },
};

describe("a frame", () => {
  it("has a row here for every type that there is", () => {
    const types = ClientFrame.options.map(({ entries }) => entries.type.literal);
    expect(Object.keys(FRAMES).sort()).toEqual([...types].sort());
  });

  it.each(Object.entries(FRAMES))(
    "S31 G5: %s has its effect from somebody in the room, and none from a session that ended or a stranger",
    async (_, { frame, shows }) => {
      const on = await scene();
      const { ann, bob, eve, room } = on;
      const atBob = await bob.join(room);
      await atBob.next("welcome");
      const outside = await eve.join(room);
      outside.ignoresClose = true;
      expect(await outside.closed()).toBe(4504);
      const stolen = await ann.join(room);
      stolen.ignoresClose = true;
      await stolen.next("welcome");
      await ann.call("POST", "/api/auth/logout");
      expect(await stolen.closed()).toBe(4510);

      const seen = () => ({
        messages: atBob.all("messages").length,
        others: [...atBob.all("read"), ...atBob.all("typing")].length,
      });
      const before = { seen: seen(), history: await bob.history(room) };
      for (const thief of [stolen, outside]) thief.send(frame());
      await evict(room);
      for (const thief of [stolen, outside]) thief.send(frame());
      // Whatever came before this has had its effect when it is there.
      atBob.say("after that");
      expect(await atBob.bodies(1)).toEqual(["after that"]);
      expect((await bob.history(room)).messages.slice(0, -1)).toEqual(before.history.messages);
      expect(seen()).toEqual({ ...before.seen, messages: before.seen.messages + 1 });

      const again = await person("ann");
      const other = direct(again, bob);
      await again.say(other, "from ann");
      await bob.say(other, "from bob");
      const [atAnn, atOther] = [await again.join(other), await bob.join(other)];
      await Promise.all([atAnn.next("welcome"), atOther.next("welcome")]);
      atAnn.send(frame());
      if (shows) await atOther.take(shows);
      else await atAnn.send("ping").take("pong");
      expect(atAnn.all("error")).toEqual([]);
    },
  );

  it.each(Object.entries(FRAMES))(
    "R24: %s has no effect on somebody whom the sender blocks, but for reading and taking back",
    async (type, { frame, shows }) => {
      const { ann, bob, room } = await scene();
      const [atAnn, atBob] = [await ann.join(room), await bob.join(room)];
      await Promise.all([atAnn.next("welcome"), atBob.next("welcome")]);
      await ann.call("PUT", `/api/blocks/${bob.id}`);
      atAnn.send(frame());
      if (["send", "edit", "react", "pin"].includes(type)) {
        expect(await atAnn.next("error")).toMatchObject({ code: "blocked" });
      }
      // Whatever came before this has had its effect when it is there.
      atAnn.send("ping");
      await atAnn.take("pong");
      await ann.call("DELETE", `/api/blocks/${bob.id}`);
      atAnn.say("after that");
      await atBob.changed(3);
      const changed = atBob.all("messages").flatMap(({ messages }) => messages as { seq: number }[]);
      const seen = [
        ...(changed.some(({ seq }) => seq !== 3) ? ["messages"] : []),
        ...["read", "typing"].filter((kind) => atBob.all(kind).length > 0),
      ];
      expect(seen).toEqual(["delete", "read"].includes(type) && shows ? [shows] : []);
    },
  );

  it.each(Object.entries(FRAMES))(
    "S33 S34: %s has no effect from who was removed from the group or is banned, on a socket that ignores its close",
    async (_, { frame }) => {
      const names = ["ann", "bob", "eve", "rae", "mod"];
      const [ann, bob, eve, rae, mod] = await Promise.all(names.map((name) => person(name)));
      if (!ann || !bob || !eve || !rae || !mod) throw new Error("nobody came");
      await env.DB.prepare("update users set role = 'moderator' where id = ?").bind(mod.id).run();
      const room = await group(ann, [bob, eve, rae]);
      // Message 1 is of each of them in turn, so that it is theirs to edit: one is removed and one banned.
      for (const who of [eve, rae])
        await ann.call("PUT", `/api/rooms/${room}/members/${who.id}`, { role: "moderator" });
      await eve.say(room, "from eve");
      await rae.say(room, "from rae");
      const [atBob, removed, banned] = [await bob.join(room), await eve.join(room), await rae.join(room)];
      await Promise.all([atBob, removed, banned].map((socket) => socket.next("welcome")));
      for (const socket of [removed, banned]) socket.ignoresClose = true;
      await ann.call("DELETE", `/api/rooms/${room}/members/${eve.id}`);
      await mod.call("PUT", `/api/moderation/people/${rae.id}/ban`, {});
      for (const socket of [removed, banned]) expect(await socket.closed()).toBe(4503);
      const before = await bob.history(room);
      const theirs = { ...frame(), ...("seq" in frame() ? { seq: 2 } : {}) };
      const intrude = () => {
        removed.send(frame());
        for (const one of [frame(), theirs]) banned.send(one);
      };
      intrude();
      await evict(room);
      intrude();
      // Whatever came before this has had its effect when it is there.
      atBob.say("after that");
      expect(await atBob.bodies(1)).toEqual(["after that"]);
      expect((await bob.history(room)).messages.slice(0, -1)).toEqual(before.messages);
      expect([...atBob.all("read"), ...atBob.all("typing")]).toEqual([]);
      for (const socket of [removed, banned])
        expect(JSON.stringify(socket.all("messages"))).not.toContain("after that");
    },
  );
});
