import { afterAll, describe, expect, it } from "vitest";
import { type Answer, ask, expectProblem } from "./http.ts";
import { newId } from "./line.ts";
import { dialWith, openBare, PASSWORD, type Person, person, signUp } from "./person.ts";
import { origin, useServer } from "./server.ts";

// Its own addresses keep the sign-ups of one scene from using up those of another.
const LOW = {
  AUTH_PER_MINUTE: 2,
  TICKETS_PER_MINUTE: 5,
  SEARCHES_PER_MINUTE: 4,
  HISTORY_PER_MINUTE: 3,
  SOCKETS_PER_USER: 3,
};
useServer({ ...LOW, SEND_PER_SECOND: 5, SEND_BURST: 20 });

/** Silence after which the runtime puts an object out of memory. */
const ASLEEP_AFTER_MS = 13_000;

let address = 0;
const fromSomewhere = () => ({ "cf-connecting-ip": `203.0.113.${++address}` });

async function someone(name: string): Promise<Person> {
  return await person(origin(), name);
}

function expectRateLimited(answer: Answer | undefined): void {
  if (!answer) throw new Error("nothing was answered");
  expectProblem(answer, "rate_limited");
  const seconds = Number(answer.headers.get("retry-after"));
  expect(Number.isInteger(seconds)).toBe(true);
  expect(seconds).toBeGreaterThanOrEqual(1);
  expect(seconds).toBeLessThanOrEqual(60);
}

/** Asks as often as is allowed, and once more. */
async function exhaust(times: number, once: () => Promise<Answer>): Promise<Answer | undefined> {
  for (let n = 0; n < times; n++) {
    const answer = await once();
    expect(answer.status, `number ${n + 1}: ${JSON.stringify(answer.body)}`).toBeLessThan(400);
  }
  return await once();
}

/** Sockets that outlive the scene that opened them: while the others play, their inbox falls asleep. */
let patient: { person: Person; rooms: string[]; sockets: WebSocket[]; at: number } | undefined;
// Well within the time after which a socket that fell silent is taken out, and answered without waking anybody.
const pinging = setInterval(() => {
  for (const socket of patient?.sockets ?? []) socket.send("ping");
}, 20_000);
afterAll(() => {
  clearInterval(pinging);
  for (const socket of patient?.sockets ?? []) socket.close();
});

describe("S30 sockets over many rooms", () => {
  it("are so many for each person, and those of a room are one's own", async () => {
    const [alice, bob, carol, dave] = await Promise.all(["alice", "bob", "carol", "dave"].map(someone));
    if (!alice || !bob || !carol || !dave) throw new Error("somebody is missing");
    // Not `global`, where others talk: these sockets never say `got`.
    const rooms = [dave, bob, carol].map((other) => alice.roomWith(other));
    const headers = { authorization: `Bearer ${alice.token}` };
    const sockets = await Promise.all(rooms.map((room) => openBare(origin(), `/ws/rooms/${room}`, headers)));
    expect(await dialWith(origin(), "/ws/rooms/global", headers).closed()).toBe(4429);
    await dialWith(origin(), `/ws/rooms/${alice.roomWith(bob)}`, { authorization: `Bearer ${bob.token}` }).next(
      "welcome",
    );
    patient = { person: alice, rooms, sockets, at: Date.now() };
  });
});

describe("H7 limits", () => {
  it("of tickets, searches and history are each person's own", async () => {
    const [alice, bob] = [await someone("alice"), await someone("bob")];
    for (const [times, method, path] of [
      [LOW.TICKETS_PER_MINUTE, "POST", "/auth/ticket"],
      [LOW.SEARCHES_PER_MINUTE, "GET", "/search?q=tea"],
      [LOW.HISTORY_PER_MINUTE, "GET", "/rooms/global/messages"],
    ] as const) {
      expectRateLimited(await exhaust(times, () => alice.ask(method, path)));
      expect((await bob.ask(method, path)).status).toBe(200);
    }
    expectRateLimited(await alice.ask("GET", "/users?q=alice"));
    await alice.get("/me");
  });

  it("of failed logins hold for a name, wherever it is tried from, and cannot be told from one that is not there", async () => {
    const alice = await someone("alice");
    const attempt = (username: string, password: string) =>
      ask(`${origin()}/api/auth/login`, { method: "POST", json: { username, password }, headers: fromSomewhere() });
    for (const username of [alice.username, "nobody_at_all"]) {
      let answer = await attempt(username, "wrong horse battery");
      expectProblem(answer, "unauthenticated");
      for (let n = 0; n < 2 * LOW.AUTH_PER_MINUTE && answer.status === 401; n++)
        answer = await attempt(username, "wrong horse battery");
      expectRateLimited(answer);
    }
    expectRateLimited(await attempt(alice.username, PASSWORD));
    await alice.get("/me");
  });

  it("of failed logins and of sign-ups hold for an address, whatever the name", async () => {
    const headers = fromSomewhere();
    let answer: Answer | undefined;
    for (let n = 0; n <= LOW.AUTH_PER_MINUTE + 1 && answer?.status !== 429; n++) {
      answer = await ask(`${origin()}/api/auth/login`, {
        method: "POST",
        json: { username: `somebody_${n}`, password: "wrong horse battery" },
        headers,
      });
    }
    expectRateLimited(answer);
    const other = fromSomewhere();
    let last: Answer | undefined;
    for (let n = 0; n <= LOW.AUTH_PER_MINUTE && last?.status !== 429; n++) {
      last = await ask(`${origin()}/api/auth/register`, {
        method: "POST",
        json: { username: `crowd_${process.pid % 10_000}_${n}`, password: PASSWORD },
        headers: other,
      });
    }
    expectRateLimited(last);
    await signUp(origin(), "neighbour", fromSomewhere());
  });
});

describe("S18 sending", () => {
  it("S15 is refused beyond the burst, says when to come back, and then goes on", async () => {
    const [alice, bob] = [await someone("alice"), await someone("bob")];
    const room = alice.roomWith(bob);
    const [atAlice, atBob] = [await alice.join(room), await bob.join(room)];
    const ids = Array.from({ length: 30 }, newId);
    for (const [index, id] of ids.entries())
      atAlice.send({ type: "send", id, body: `number ${index}`, ref: `r${index}` });
    const refused = await atAlice.next("error");
    expect(refused).toMatchObject({
      code: "rate_limited",
      id: expect.any(String),
      ref: expect.stringMatching(/^r\d+$/),
    });
    const refusedAt = ids.indexOf(refused.id ?? "");
    expect(refusedAt).toBeGreaterThanOrEqual(20);
    expect(refusedAt).toBeLessThan(28);
    expect(refused.retryAfterMs).toBeGreaterThan(0);
    expect(refused.retryAfterMs).toBeLessThanOrEqual(1_000);
    await atAlice.until("an answer to each", () => {
      const answered = new Set([
        ...atAlice.messages().map(({ id }) => id),
        ...atAlice.frames.map((frame) => (frame.type === "error" ? frame.id : undefined)),
      ]);
      return ids.every((id) => answered.has(id));
    });
    // R8: what is stored is recognised before the limit. And the limit is one person's, in one room.
    atAlice.send({ type: "send", id: ids[0], body: "again" });
    expect(await atAlice.next("known")).toMatchObject({ message: { id: ids[0] } });
    expect(await alice.ask("POST", `/rooms/${room}/messages`, { id: ids[1], body: "again" })).toMatchObject({
      status: 200,
    });
    await atBob.say("I may");
    await alice.write("global", "elsewhere I may too");
    await expect
      .poll(
        async () => (await alice.ask("POST", `/rooms/${room}/messages`, { id: refused.id, body: "once more" })).status,
        { timeout: 5_000 },
      )
      .toBe(201);
    expect(atAlice.closes).toEqual([]);
  });

  it("S12 S15 counts edits and reactions like messages, and what changes nothing not at all", async () => {
    const [alice, bob] = [await someone("alice"), await someone("bob")];
    const room = alice.roomWith(bob);
    const line = await alice.join(room);
    await line.say("one");
    const emoji = Array.from({ length: 20 }, (_, n) => String.fromCodePoint(0x1f600 + n));
    for (const [n, one] of emoji.entries()) {
      line.send({ type: "edit", seq: 1, body: `edit ${n}`, ref: `edit ${n}` });
      line.send({ type: "react", seq: 1, emoji: one, on: true, ref: `react ${n}` });
    }
    for (let n = 0; n < 10; n++) line.send({ type: "react", seq: 1, emoji: emoji[0], on: true });
    await line.until("ten times the same", () => line.frames.filter(({ type }) => type === "known").length === 10);
    const refused = line.frames.filter((frame) => frame.type === "error");
    // 40 changes, of which 19 may come at once and 5 a second after that.
    expect(refused.length).toBeGreaterThan(10);
    expect(refused.length).toBeLessThanOrEqual(21);
    for (const kind of ["edit", "react"]) {
      expect(refused.find(({ ref }) => ref?.startsWith(kind))).toMatchObject({ code: "rate_limited", seq: 1 });
    }
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) => alice.ask("PATCH", `/rooms/${room}/messages/1`, { body: `again ${n}` })),
    );
    expectRateLimited(answers.find(({ status }) => status === 429));
  });

  it("H7 is limited over HTTP alike", async () => {
    const [alice, bob] = [await someone("alice"), await someone("bob")];
    const answers = await Promise.all(
      Array.from({ length: 40 }, () =>
        alice.ask("POST", `/rooms/${alice.roomWith(bob)}/messages`, { id: newId(), body: "x" }),
      ),
    );
    expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThanOrEqual(20);
    expectRateLimited(answers.find(({ status }) => status === 429));
  });
});

describe("S30 sockets", () => {
  it("C2 are so many for each person, and the one too many is refused", async () => {
    const [alice, bob] = [await someone("alice"), await someone("bob")];
    const dial = (who: Person, path: string) => dialWith(origin(), path, { authorization: `Bearer ${who.token}` });
    const rooms = ["/ws/rooms/global", `/ws/rooms/${alice.roomWith(bob)}`, "/ws/inbox"];
    const lines = rooms.slice(0, 2).map((path) => dial(alice, path));
    for (const line of lines) await line.next("welcome");
    const third = dial(alice, "/ws/rooms/global");
    await third.next("welcome");
    for (const path of rooms) expect(await dial(alice, path).closed(), path).toBe(4429);
    expect([...lines, third].flatMap(({ closes }) => closes)).toEqual([]);
    await dial(bob, "/ws/rooms/global").next("welcome");
    third.hangUp();
    await third.closed();
    await expect
      .poll(async () => {
        const line = dial(alice, "/ws/rooms/global");
        await line.until("an answer", () => line.frames.length + line.closes.length > 0);
        return line.frames[0]?.type;
      })
      .toBe("welcome");
  });
});

describe("S30 sockets over many rooms, after a sleep", () => {
  it("are still as many, and one place is free when one is closed", async () => {
    if (!patient) throw new Error("nobody has been waiting");
    const { person: alice, rooms, sockets, at } = patient;
    // The one wait for something that does not happen: nobody must call this inbox meanwhile.
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, at + ASLEEP_AFTER_MS - Date.now())));
    const knock = (path: string) => dialWith(origin(), path, { authorization: `Bearer ${alice.token}` });
    for (const path of ["/ws/inbox", `/ws/rooms/${rooms[1]}`]) expect(await knock(path).closed(), path).toBe(4429);
    expect(sockets.every(({ readyState }) => readyState === WebSocket.OPEN)).toBe(true);
    sockets[1]?.close();
    await expect
      .poll(async () => {
        const line = knock(`/ws/rooms/${rooms[2]}`);
        await line.until("an answer", () => line.frames.length + line.closes.length > 0);
        return line.frames[0]?.type;
      })
      .toBe("welcome");
    expect(await knock("/ws/rooms/global").closed()).toBe(4429);
  });
});

describe("S32 frames", () => {
  it("C2 far too many at once close the socket, and no other", async () => {
    const [alice, bob] = [await someone("alice"), await someone("bob")];
    const room = alice.roomWith(bob);
    const [flood, good] = [await alice.join(room), await bob.join(room)];
    for (let n = 0; n < 300; n++) flood.send({ type: "got", rev: 0 });
    expect(await flood.closed()).toBe(4429);
    await good.say("all is well");
    expect(good.closes).toEqual([]);
  });
});
